"""What grammar corrects in the contents of all patterns: topics and times are not said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Attribution,
    Candidate,
    Pieces,
    in_text_order,
    is_subject,
)
from quoteattr.attribution.sources import is_passive
from quoteattr.relations import SourceSpan

__all__ = ["gapped_quotations", "no_times", "no_topics"]

_TOPICS = frozenset(("about", "of", "on", "regarding", "concerning"))
_SPOKEN_OF = _TOPICS - {"of"}
_KNOWN = frozenset(("for", "as", "to"))
_GAPPED = 0.9  # of the score of the attribution whose cue is left out


def no_topics(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Remove topics from contents, and give cues that only name a topic the class "other".

    - “He is a rogue,” Lee said about | the mayor: the quotation alone is the content.
    - Speaking about the polls, Lee said …: no statement of its own (class "other").
    - He is best known for his pots: no statement either (class "other").

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    heads = {item.candidate.head for item in found}
    return tuple(_without_topic(analysis, item, heads) for item in found)


def no_times(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Drop attributions whose content is a clause of time: apologised as the report came out.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(item for item in found if not _is_time(analysis, item))


def gapped_quotations(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Give a quotation without a verb of its own to its speaker: said it was “…” and Benson “…”.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    out: list[Attribution] = []
    for item in found:
        content = item.content
        for start, source, mark in _gapped(analysis, item):
            cut = tuple((a, min(b, start)) for a, b in content if a < start)
            if cut and cut != content:
                content = _stripped(analysis, cut)
                made = Candidate(
                    "gapped", source.head, (), "", item.candidate.cue_class, (mark,), source
                )
                out.append(Attribution(made, round(_GAPPED * item.score, 3)))
        if content != item.content:
            item = attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))
        out.append(item)
    return in_text_order(out)


def _without_topic(analysis: Analysis, item: Attribution, heads: set[int]) -> Attribution:
    candidate = item.candidate
    head = candidate.head
    if not candidate.cue or analysis.parse.words[head].upos != "VERB":
        return item
    topics = [piece for piece in item.content if _is_topic(analysis, head, piece, _TOPICS)]
    rest = tuple(piece for piece in item.content if piece not in topics)
    if topics and rest and all(_is_quotation(analysis, piece) for piece in rest):
        cue = _without_preposition(analysis, candidate)
        return attrs.evolve(item, candidate=attrs.evolve(candidate, content=rest, cue=cue))
    bare = not rest and any(_is_topic(analysis, head, piece, _SPOKEN_OF) for piece in topics)
    speaking = candidate.cue_class == "speech" and _leads_to_cue(analysis, head, heads)
    if bare and speaking:
        return attrs.evolve(item, candidate=attrs.evolve(candidate, cue_class="other"))
    known = analysis.lemmas[head] == "know" and is_passive(analysis, head)
    if known and any(_is_topic(analysis, head, piece, _KNOWN) for piece in item.content):
        return attrs.evolve(item, candidate=attrs.evolve(candidate, cue_class="other"))
    return item


def _is_topic(
    analysis: Analysis, cue: int, piece: tuple[int, int], prepositions: frozenset[str]
) -> bool:
    """Whether a piece is a phrase that a preposition, before it or in it, joins to a cue."""
    parse = analysis.parse
    words = parse.words_within(*piece)
    if not words or any(i in analysis.mark_of_word for i in words):
        return False
    tops = [i for i in words if parse.words[i].head not in words and parse.words[i].upos != "PUNCT"]
    if len(tops) != 1 or parse.words[tops[0]].head != cue:
        return False
    if parse.words[tops[0]].deprel.split(":")[0] not in ("obl", "advcl", "nmod"):
        return False
    cases = analysis.children(tops[0], "case", "mark")
    return any(analysis.lemmas[kid] in prepositions and kid < tops[0] for kid in cases)


def _is_quotation(analysis: Analysis, piece: tuple[int, int]) -> bool:
    words = analysis.parse.words_within(*piece)
    spoken = [i for i in words if analysis.parse.words[i].upos != "PUNCT"]
    return bool(spoken) and all(i in analysis.mark_of_word for i in spoken)


def _without_preposition(analysis: Analysis, candidate: Candidate) -> tuple[tuple[int, int], ...]:
    first, last = candidate.cue[-1]
    while last - 1 > candidate.head and analysis.lemmas[last - 1] in _TOPICS:
        last -= 1
    return (*candidate.cue[:-1], (first, last))


def _leads_to_cue(analysis: Analysis, head: int, heads: set[int]) -> bool:
    """Whether a participle is under the cue of another attribution: "speaking of …, Lee said"."""
    word = analysis.parse.words[head]
    return word.xpos == "VBG" and word.deprel == "advcl" and word.head in heads


def _is_time(analysis: Analysis, item: Attribution) -> bool:
    """Whether all of a content is a finite clause that "as" joins to the cue."""
    parse = analysis.parse
    head = item.candidate.head
    if len(item.content) > 1 or not item.candidate.cue:
        return False
    words = parse.words_within(*item.content[0])
    if not words:
        return False
    first = words[0] - 1 if parse.words[words[0]].text.lower() != "as" else words[0]
    if first < 0 or parse.words[first].text.lower() != "as" or first <= head:
        return False
    clause = parse.words[first].head
    return (
        parse.words[first].deprel == "mark"
        and parse.words[clause].deprel == "advcl"
        and parse.words[clause].head == head
        and any(is_subject(parse.words[kid].deprel) for kid in parse.children[clause])
        and clause in words
    )


def _gapped(
    analysis: Analysis, item: Attribution
) -> Iterator[tuple[int, SourceSpan, tuple[int, int]]]:
    """Where "and Benson “…”" begins after an earlier quotation, with speaker and quotation."""
    parse = analysis.parse
    head = item.candidate.head
    marks = [
        mark
        for start, end in item.content
        for mark in analysis.touching(analysis.level_of(head), start, end)
        if mark.closed and start <= mark.span.start and mark.span.end <= end
    ]
    marks.sort(key=lambda mark: -mark.span.start)
    gapped = False
    for mark, before in pairwise(marks):
        between = parse.words_within(before.span.end, mark.span.start)
        spoken = [i for i in between if parse.words[i].upos not in ("PUNCT", "CCONJ")]
        named = spoken and all(parse.words[i].upos == "PROPN" for i in spoken)
        joined = any(parse.words[i].upos == "CCONJ" for i in between)
        joined = joined or (gapped and parse.words[between[0]].text == ",")
        same = parse.words_within(mark.span.start, mark.span.end)
        if (
            named
            and joined
            and same
            and parse.words[same[0]].sentence == parse.words[head].sentence
        ):
            source = SourceSpan(
                parse.words[spoken[0]].start, parse.words[spoken[-1]].end, spoken[0]
            )
            gapped = True
            yield before.span.end, source, (mark.span.start, mark.span.end)


def _stripped(analysis: Analysis, content: Pieces) -> Pieces:
    text = analysis.parse.text
    return tuple((a, a + len(text[a:b].rstrip(" ,;"))) for a, b in content)
