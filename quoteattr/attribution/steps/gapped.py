"""Reported clauses whose verb is left out: Lee said it would rain, Hale that it would snow."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, Candidate, Pieces, in_text_order
from quoteattr.attribution.sources import can_speak
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import STATING, word_list
from quoteattr.words.names import noun_sense

__all__ = ["gapped_clauses"]

_GAPPED = 0.9  # of the score of the attribution whose cue is left out
_ADDRESSING = word_list("told verbs") | word_list("verbs of asking somebody")
_SPEAKER = frozenset(("PROPN", "NOUN", "ADJ", "DET"))
_REACH = 100  # words of a sentence in which other speakers' clauses begin
_SEPARATORS = frozenset((",", ";"))


def gapped_clauses(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Give a clause without a reporting verb to its speaker: said it was over, Benson that …

    Args:
        analysis: of the article.
        found: the attributions so far; a content ends where the next speaker's clause begins.
    """
    out: list[Attribution] = []
    given: set[int] = set()
    for item in sorted(found, key=lambda item: item.candidate.head):
        gaps = list(_gaps(analysis, item))
        if not gaps:
            out.append(item)
            continue
        content = _clipped(analysis, item.content, item.content[0][0], gaps[0].start)
        out.append(attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content)))
        ends = [*(gap.start for gap in gaps[1:]), _end(analysis, item, gaps[-1])]
        for gap, end in zip(gaps, ends, strict=True):
            if gap.that not in given:
                given.add(gap.that)
                out.append(_attribution(analysis, item, gap, end))
    return in_text_order(out)


@attrs.frozen
class _Gap:
    """A place where a reporting verb is left out.

    Attributes:
        start: code point of the comma or conjunction before the speaker.
        source: the speaker.
        that: index of the word that begins the clause.
    """

    start: int
    source: SourceSpan
    that: int


def _gaps(analysis: Analysis, item: Attribution) -> Iterator[_Gap]:
    """Where other speakers' clauses begin after the content of an attribution."""
    candidate = item.candidate
    words, head = analysis.parse.words, candidate.head
    reports = candidate.cue and words[head].upos == "VERB" and candidate.cue_class in STATING
    if not reports or candidate.addressee or analysis.lemmas[head] in _ADDRESSING:
        return
    first = analysis.parse.word_at(item.content[0][0])
    if (
        first is None
        or first < candidate.cue[-1][1]
        or words[first].sentence != words[head].sentence
    ):
        return
    level, finite = analysis.level_of(head), False
    last = analysis.parse.sentence_words(words[head].sentence)[-1]
    for i in range(first, min(last, first + _REACH)):
        if analysis.lemmas[i] in _ADDRESSING:
            return  # told Lee that it was over, and Hale that it was not
        if words[i].deprel == "mark" and words[i].text == "that" and analysis.level_of(i) == level:
            gap = _gap(analysis, first, i) if finite and i > first else None
            if gap is not None:
                yield gap
            elif words[i - 1].upos in _SPEAKER:
                return
        finite = finite or words[i].upos in ("VERB", "AUX")


def _gap(analysis: Analysis, first: int, that: int) -> _Gap | None:
    """The gap before a clause, if a comma or conjunction and a speaker come before it."""
    words = analysis.parse.words
    before = that - 1
    while before > first and (
        words[before].upos in _SPEAKER or words[before].deprel == "nmod:poss"
    ):
        before -= 1
    run = range(before + 1, that)
    comma = words[before].text in _SEPARATORS
    if not run or not (comma or words[before].text == "and"):
        return None
    last = before - 1
    if not comma and words[last].text in _SEPARATORS:
        comma, last = True, last - 1
    tops = [i for i in run if words[i].head not in run and words[i].upos in ("PROPN", "NOUN")]
    names = all(words[i].upos == "PROPN" for i in run)
    if not tops or not (names or comma) or not _may_speak(analysis, tops[0]):
        return None
    if last in analysis.mark_of_word or not _is_somebody(analysis, last):
        source = SourceSpan(words[run[0]].start, words[run[-1]].end, tops[0])
        return _Gap(words[last + 1].start, source, that)
    return None  # assured the mayor and Benson that it was over


def _may_speak(analysis: Analysis, index: int) -> bool:
    """Whether a noun names a speaker, and takes no clause: the contractor, not the claim."""
    noun = analysis.parse.words[index].upos == "NOUN"
    return can_speak(analysis.parse, index) and not (
        noun and analysis.lemmas[index] in analysis.lexicon.nouns
    )


def _is_somebody(analysis: Analysis, index: int) -> bool:
    """Whether a word before a comma names somebody, so that the next name may go on with it."""
    named = analysis.parse.entity_at.get(index)
    if named is not None:
        return named.label in ("PERSON", "ORG")
    word = analysis.parse.words[index]
    return word.upos == "PRON" or noun_sense(word.lemma.lower()) is not None


def _end(analysis: Analysis, item: Attribution, gap: _Gap) -> int:
    """Where the last speaker's clause ends: with the content that ran over it, or the sentence."""
    words = analysis.parse.words
    if item.content[-1][1] > words[gap.that].end:
        return item.content[-1][1]
    last = analysis.parse.sentence_words(words[gap.that].sentence)[-1]
    return words[last].start if words[last].text in (".", ";") else words[last].end


def _clipped(analysis: Analysis, content: Pieces, first: int, last: int) -> Pieces:
    """What of a content lies between two code points, without a comma at its end."""
    clipped = [(max(a, first), min(b, last)) for a, b in content if a < last and b > first]
    text = analysis.parse.text
    return tuple((a, a + len(text[a:b].rstrip(" ,;"))) for a, b in clipped)


def _attribution(analysis: Analysis, item: Attribution, gap: _Gap, end: int) -> Attribution:
    start = analysis.parse.words[gap.that].start
    content = _clipped(analysis, ((start, end),), start, end)
    made = Candidate.without_cue(
        "gapped-clause", gap.source.head, content, gap.source, "gapped", item.candidate.cue_class
    )
    return Attribution(made, round(_GAPPED * item.score, 3))
