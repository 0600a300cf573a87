"""Candidates by the likeliest labels: what the trained labeller proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, is_subject, pieces_of
from quoteattr.attribution.cues import is_compared
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Row, Word
from quoteattr.words.cues import word_list

__all__ = ["labelled_candidates"]

_LEAST = 0.12  # probability of a head that makes a candidate
_LEAST_MASS = 0.5  # probability mass of a piece of content
_EVEN = 0.5  # probability of all labels below which no single one is the likeliest
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_RELATIVE = ("WDT", "WP", "WP$")
_TOLD = word_list("told verbs")
_BRACKETS = {")": "(", "]": "["}
_MARKS = (":", "—", "–", "--")  # cues by themselves


def labelled_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """What the labeller says: for each likely head, the likeliest label of every word around it.

    Heads within quotations are left to the patterns: nested attributions are not annotated in what
    the labeller learns from. Without labels there are no such candidates.
    """
    labels = analysis.labels
    if labels is None:
        return
    for head, row in labels.rows.items():
        if labels.heads[head] < _LEAST or head in analysis.mark_of_word:
            continue
        labelled = _Labelled.of(row)
        content = _content(analysis, head, row, labelled.content)
        if content and not analysis.is_work_title(content, around=None):
            cue = _cue(analysis, row.first, head, labelled.cue)
            lemma, cue_class = _cue_word(analysis, head, cue)
            source = _source(analysis, row, labelled.source)
            if source is None and _holds_subject(analysis, head, content):
                continue
            if _holds_addressee(analysis, head, content):
                continue
            if is_compared(analysis, head) and content[0][0] < analysis.parse.words[head].start:
                continue
            yield Candidate(
                pattern="labelled",
                head=head,
                cue=(cue,),
                lemma=lemma,
                cue_class=cue_class,
                content=content,
                source=source,
                source_rule="labelled" if source else "none",
            )


def _holds_subject(analysis: Analysis, head: int, content: tuple[tuple[int, int], ...]) -> bool:
    """Whether the content holds the subject of an active cue, so that the labels are wrong."""
    words = analysis.parse.words
    return any(
        words[kid].deprel == "nsubj" and start <= words[kid].start < end
        for kid in analysis.parse.children[head]
        for start, end in content
    )


def _holds_addressee(analysis: Analysis, head: int, content: tuple[tuple[int, int], ...]) -> bool:
    """Whether the content holds a word of who was told: "“We are ready,” Martin Cole was told"."""
    parse = analysis.parse
    if analysis.lemmas[head] not in _TOLD:
        return False
    told = {
        index
        for kid in parse.children[head]
        if parse.words[kid].deprel == "nsubj:pass"
        for index in parse.subtree(kid)
    }
    return any(start <= parse.words[i].start < end for i in told for start, end in content)


def _runs(chosen: Sequence[int], gap: int = 0) -> list[tuple[int, int]]:
    """Runs of ascending numbers; a gap of at most ``gap`` ends none. Ends are exclusive."""
    if not chosen:
        return []
    breaks = [k for k, (a, b) in enumerate(pairwise(chosen), 1) if b - a > gap + 1]
    ends = [0, *breaks, len(chosen)]
    return [(chosen[a], chosen[b - 1] + 1) for a, b in pairwise(ends)]


@attrs.frozen
class _Labelled:
    """Offsets into a row, by the label that is likeliest there."""

    cue: list[int]
    source: list[int]
    content: list[int]

    @classmethod
    def of(cls, row: Row) -> _Labelled:
        out = cls([], [], [])
        places = (out.cue, out.source, out.content)
        for at, (cue, source, content) in enumerate(
            zip(row.cue, row.source, row.content, strict=True)
        ):
            labelled = cue + source + content
            if labelled <= _EVEN:  # "none" is likelier; so it is for most words
                continue
            top = max(cue, source, content)
            if top > 1 - labelled:
                for value, offsets in zip((cue, source, content), places, strict=True):
                    if value == top:
                        offsets.append(at)
        return out


def _cue(analysis: Analysis, start: int, head: int, labelled: Sequence[int]) -> tuple[int, int]:
    """The words of the cue: the run that holds its head, without a colon after "said"."""
    for first, last in _runs(labelled):
        if first <= head - start < last:
            first, last = first + start, last + start
            while last - 1 > head and analysis.parse.words[last - 1].upos == "PUNCT":
                last -= 1
            return first, last
    return head, head + 1


def _source(analysis: Analysis, row: Row, labelled: Sequence[int]) -> SourceSpan | None:
    runs = _runs(labelled, gap=2)  # ", whose"
    if not runs:
        return None
    words = analysis.parse.words
    first, last = max(runs, key=lambda run: sum(row.source[run[0] : run[1]]))
    first, last = first + row.first, last + row.first
    sentence = words[last - 1].sentence  # a dateline is one of its own
    while first < last and (words[first].upos == "PUNCT" or words[first].sentence != sentence):
        first += 1
    last = _whole_clause(analysis, first, last)
    while last > first and _hangs(words[first:last]):
        last -= 1
    if first == last:
        return None
    head = _head(analysis, first, last)
    if _is_sentence(analysis, first, head, last):
        return None
    return SourceSpan(words[first].start, words[last - 1].end, head)


def _is_sentence(analysis: Analysis, first: int, head: int, last: int) -> bool:
    """Whether a source has a sentence in it, to an abbreviation: "He was born in the U.S. Police".

    Not "several included".
    """
    words = analysis.parse.words
    if all(words[i].text[-1:] != "." for i in range(head + 1, last - 1)):
        return False
    group = (head, *(k for k in analysis.children(head, "aux", "cop") if first <= k < head))
    finite = any(words[i].xpos in _FINITE for i in group)
    return finite and any(
        first <= kid < head and is_subject(words[kid].deprel)
        for kid in analysis.parse.children[head]
    )


def _whole_clause(analysis: Analysis, first: int, last: int) -> int:
    """The end of a source; if the labels cut its relative clause, the end of that."""
    parse = analysis.parse
    verb = parse.words[last - 1].head
    clause = parse.words[verb]
    if verb < last or clause.deprel != "acl:relcl" or not first <= clause.head < last:
        return last
    spoken = (i for i in parse.subtree(verb) if parse.words[i].upos != "PUNCT")
    return max(spoken, default=verb) + 1


def _hangs(words: Sequence[Word]) -> bool:
    """Whether words end in ", who", a preposition or punctuation but a bracket: "Cruz (R-Tex.)"."""
    last = words[-1]
    if last.upos != "PUNCT":
        if last.deprel == "case" and last.upos == "ADP":
            return True
        return last.xpos in _RELATIVE and [word.text for word in words[-2:-1]] == [","]
    return all(word.text != _BRACKETS.get(last.text) for word in words)


def _head(analysis: Analysis, first: int, last: int) -> int:
    """The head word of a source: of what comes before a comma, a relative clause or a verb."""
    words = analysis.parse.words
    last = next((i for i in range(first + 1, last) if _ends_head(analysis, i)), last)
    tops = analysis.parse.tops(first, last)
    nominal = (i for i in tops if words[i].upos in ("NOUN", "PROPN", "PRON"))
    return next(nominal, tops[0] if tops else first)


def _ends_head(analysis: Analysis, index: int) -> bool:
    """Whether the head of a noun phrase comes before a word: "a poll released on Friday"."""
    word, before = analysis.parse.words[index], analysis.parse.words[index - 1]
    verb = word.upos == "VERB" and word.deprel not in ("amod", "compound")
    return (
        word.text == ","
        or word.xpos in _RELATIVE
        or (verb and before.upos in ("NOUN", "PROPN", "PRON"))
    )


def _content(
    analysis: Analysis, head: int, row: Row, labelled: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    chosen: set[int] = set()
    for first, last in _runs(labelled, gap=1):
        if sum(row.content[first:last]) >= _LEAST_MASS:
            chosen.update(range(row.first + first, row.first + last))
    sentence = analysis.parse.words[head].sentence
    chosen = {
        i
        for i in chosen
        if analysis.parse.words[i].sentence == sentence or i in analysis.mark_of_word
    } - set(_expletives(analysis, head))
    return pieces_of(analysis.parse, chosen)


def _expletives(analysis: Analysis, head: int) -> Iterator[int]:
    """The "it" of "it was reported that …"."""
    if analysis.children(head, "ccomp", "csubj"):
        for kid in analysis.parse.children[head]:
            word = analysis.parse.words[kid]
            if word.lemma.lower() == "it" and word.deprel.startswith(("expl", "nsubj")):
                yield kid


def _cue_word(analysis: Analysis, head: int, cue: tuple[int, int]) -> tuple[str, str]:
    """Lemma and class of a cue's head, or of a word of it that is known: "went on to say"."""
    words = [_class_of(analysis, i) for i in (head, *reversed(range(*cue)))]
    return next((word for word in words if word[1] != "other"), words[0])


def _class_of(analysis: Analysis, index: int) -> tuple[str, str]:
    """Lemma and class of a word of any part of speech."""
    lexicon = analysis.lexicon
    word = analysis.parse.words[index]
    if word.upos in ("VERB", "AUX"):
        return analysis.lemmas[index], analysis.verb_class(index)
    lemma = word.lemma.lower()
    if word.text in _MARKS or lemma in ("according", "per"):
        return lemma, "speech"
    table = lexicon.adjectives if word.upos == "ADJ" else lexicon.nouns
    return lemma, table.get(lemma, "other")
