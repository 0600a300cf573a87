"""Contents and quotation marks: contents snapped to the marks that they touch, turns, kinds.

A quotation right after a closed one is another speaker's turn: “Ah, my dear,” said he, “poor Miss
Taylor.” “Oh yes, sir,” … In PolNeAR's training part this holds for 252 of 271 such pairs at the end
of a paragraph. Within a paragraph, news also lists what one person said (“Law and Order,” “Peace”).
So there the first quotation has to end a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, Pieces, pieces_of_mark
from quoteattr.model import QuoteKind, Span
from quoteattr.relations import SourceSpan
from quoteattr.text.marks import Mark
from quoteattr.text.paragraphs import LINE_ENDS
from quoteattr.words.cues import word_list

__all__ = [
    "changes_turn",
    "leads",
    "merge_pieces",
    "quote_kind",
    "snap",
    "within_turn",
    "without_stopped",
]

_BARE = 4  # words that may follow "Lee said" in its sentence: "on Monday"
_SAYING = word_list("plain verbs of saying")
_FINAL = (".", "?", "!", "…", "—", "–", "-")
_MEANWHILE = frozenset({"as", "when", "while", "after", "before"})
_BEFORE_THAT = 12  # words between a verb and "that" at most
_ADDRESSED = 6  # words between a verb and a colon that name who is addressed, and when
_CLAUSAL = frozenset({"VERB", "AUX", "PUNCT", "SCONJ", "CCONJ"})


def snap(analysis: Analysis, candidate: Candidate) -> Candidate:
    """Extend a content that reaches into a quotation to all of it.

    A content never leaves the quotation that its cue lies in, or the turn beside its cue.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.

    Returns:
        The candidate with its content on the marks, and with another source if the old one is part
        of a quotation.
    """
    level = analysis.level_of(candidate.head)
    pieces = _without_source(analysis.parse.text, candidate.content, candidate.source)
    if level is not None:
        pieces = list(_clipped(pieces, analysis.marks[level].inner))
    pieces = _from_that(analysis, candidate, pieces)
    touched = [(piece, mark) for piece in pieces for mark in analysis.touching(level, *piece)]
    cut = {
        mark.span.start: mark  # once each: a quotation may have hundreds of pieces
        for (a, b), mark in touched
        if mark.closed and not (a <= mark.span.start and mark.span.end <= b)
    }
    grown = [*pieces, *(piece for mark in cut.values() for piece in pieces_of_mark(mark))]
    if not grown:
        return candidate
    content = merge_pieces(analysis.parse.text, grown)
    if touched:
        content = _up_to_conjunction(analysis, candidate, content, level)
        content = _in_turn(analysis, candidate, content, level)
        content = _without_occasion(analysis, candidate, content, level)
    return candidate if content == candidate.content else attrs.evolve(candidate, content=content)


def _from_that(
    analysis: Analysis, candidate: Candidate, pieces: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pieces of a content after its verb, from "that" on: said on Monday [that it rained]."""
    parse = analysis.parse
    start, end = pieces[0] if pieces else (0, 0)
    inside = parse.words_within(start, end)[:_BEFORE_THAT]
    if len(inside) < 2 or not candidate.cue or inside[0] <= candidate.head:
        return pieces
    if "that" not in analysis.lemmas[inside.start : inside.stop]:
        return pieces  # so it is with most contents
    aside = parse.words[inside[0] - 1].text == ","  # noted, cup in hand, that
    for i in inside:
        word = parse.words[i]
        complement = word.deprel in ("obj", "iobj") or analysis.lemmas[i] in analysis.lexicon.nouns
        clausal = complement or word.upos in ("VERB", "AUX")
        if (clausal and not aside) or i in analysis.mark_of_word:
            return pieces
        if analysis.lemmas[i] == "that" and word.deprel == "mark":
            if aside and parse.words[i - 1].text != ",":
                return pieces
            clause = parse.words[word.head]
            of_cue = clause.head == candidate.head and clause.deprel == "ccomp"
            return [(word.start, end), *pieces[1:]] if of_cue else pieces
    return pieces


def _clipped(pieces: Iterable[tuple[int, int]], spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The parts of pieces that lie in spans, which are in order and disjoint."""
    for start, end in pieces:
        at = bisect_right(spans, start, key=lambda span: span.end)
        while at < len(spans) and spans[at].start < end:
            if spans[at].start < spans[at].end and start < end:
                yield max(start, spans[at].start), min(end, spans[at].end)
            at += 1


def quote_kind(analysis: Analysis, candidate: Candidate) -> QuoteKind:
    """The kind of quote that a candidate is.

    Args:
        analysis: of the article.
        candidate: with a content.
    """
    level = analysis.level_of(candidate.head) if candidate.cue else None
    return candidate.pattern.quote_kind or analysis.kind_of(candidate.content, level)


def changes_turn(text: str, before: Mark, after: Mark) -> bool:
    """Whether the second of two quotations that follow each other is another speaker's.

    Args:
        text: the article.
        before: the first of two marks of one level.
        after: the second.

    >>> from quoteattr.text.marks import find_marks
    >>> [changes_turn(text, *find_marks(text)) for text in ("“No.” “Yes.”", "“No.” So: “Yes.”")]
    [True, False]
    """
    gap = text[before.span.end : after.span.start]
    if not before.closed or gap.strip():
        return False
    return not LINE_ENDS.isdisjoint(gap) or before.inner[-1].text.rstrip().endswith(_FINAL)


def within_turn(text: str, content: Pieces, marks: Sequence[Mark], cue: tuple[int, int]) -> Pieces:
    """A content without the turns before and after the one beside its cue.

    Args:
        text: the article.
        content: code point pieces.
        marks: the quotations that it touches, of one level, in order.
        cue: first and last code point of the cue, the last exclusive.

    Returns:
        What is left. After a cue that the content follows, a new paragraph alone begins no turn: a
        list may follow “She said:”.
    """
    first, last = 0, len(text)
    opens = content[0][0] >= cue[1]
    for before, after in pairwise(marks):
        if not changes_turn(text, before, after):
            continue
        if after.span.end <= cue[0]:
            first = after.span.start
        elif before.span.start >= cue[1] and not (opens and _apart(text, before, after)):
            last = before.span.end
            break
    clipped = ((max(start, first), min(end, last)) for start, end in content)
    return tuple((start, end) for start, end in clipped if start < end)


def without_stopped(analysis: Analysis, candidate: Candidate) -> Candidate | None:
    """A candidate without quotations that are complete before the sentence of its cue.

    A comma leads over to a cue: “We go.” Lee disagreed. After a full stop only a bare “Lee said.”
    can be one.

    Args:
        analysis: of the article.
        candidate: its content snapped to the marks.

    Returns:
        The candidate; None where nothing is left of its content.
    """
    if not candidate.cue or candidate.pattern.after_stop:
        return candidate
    cue = analysis.parse.words[candidate.cue[0][0]].start
    before = [piece for piece in candidate.content if piece[1] <= cue]
    if not before or not _has_stopped(analysis, candidate, before[-1][1], cue):
        return candidate
    after = candidate.content[len(before) :]
    return attrs.evolve(candidate, content=after) if after else None


def leads(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a comma or colon alone joins a quotation with its verb of speech and the source.

    An addressee or a time may come before a colon: "Lee told reporters on Monday: “…”".

    Args:
        analysis: of the article.
        candidate: its content snapped to the marks.
    """
    source = candidate.source
    if source is None or candidate.cue_class != "speech" or not candidate.cue:
        return False
    parse, text = analysis.parse, analysis.parse.text
    words = parse.words
    start, end = words[candidate.cue[0][0]].start, words[candidate.cue[-1][1] - 1].end
    level = analysis.level_of(candidate.head)
    mark = next(analysis.touching(level, *candidate.content[0]), None)
    if mark is None or not mark.closed or candidate.content != pieces_of_mark(mark):
        return False
    if mark.span.start >= end:
        after = [words[i] for i in parse.words_within(end, mark.span.start)]
        if not after or after[-1].text not in (":", ";") or len(after) > _ADDRESSED + 1:
            return False
        return source.end <= start and not any(word.upos in _CLAUSAL for word in after[:-1])
    if mark.span.end > start or not mark.inner[-1].text.rstrip().endswith((",", "?", "!")):
        return False
    if source.start >= end:
        return not text[mark.span.end : start].strip() and not text[end : source.start].strip()
    between = text[mark.span.end : max(source.start, mark.span.end)] + text[source.end : start]
    return source.start >= mark.span.end and not between.strip()


def merge_pieces(text: str, pieces: Iterable[tuple[int, int]]) -> Pieces:
    """Sort pieces, and join those that overlap or have only blanks between them.

    Args:
        text: the article.
        pieces: code points; pieces with a line end between them stay apart.
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            if start > out[-1][1] and not LINE_ENDS.isdisjoint(text[out[-1][1] : start]):
                out.append((start, end))
            else:
                out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return tuple(out)


def _in_turn(
    analysis: Analysis, candidate: Candidate, content: Pieces, level: int | None
) -> Pieces:
    """The content without what other speakers say before and after it."""
    marks = {m.span.start: m for a, b in content for m in analysis.touching(level, a, b)}
    if len(marks) < 2:
        return content
    words = analysis.parse.words
    first, last = candidate.cue[0][0], candidate.cue[-1][1]
    cue = words[first].start, words[last - 1].end
    in_order = [marks[start] for start in sorted(marks)]
    return within_turn(analysis.parse.text, content, in_order, cue) or content


def _up_to_conjunction(
    analysis: Analysis, candidate: Candidate, content: Pieces, level: int | None
) -> Pieces:
    """Stop at a quotation that is complete: in "told me, ‘Leave now,’ and I left".

    Or before what happens meanwhile: shouted “Shame” as the vote was read out.
    """
    parse = analysis.parse
    start, end = content[0]
    for mark in analysis.touching(level, start, end):
        if mark.span.start == start and mark.closed and mark.span.end < end:
            after = next(iter(parse.words_within(mark.span.end, end)), None)
            complete = mark.inner[-1].text.rstrip()[-1:] in (",", ".", "?", "!")
            if after is None:
                continue
            joined = complete and parse.words[after].upos == "CCONJ"
            if joined or _is_meanwhile(analysis, candidate, after):
                return merge_pieces(parse.text, (*pieces_of_mark(mark), *content[1:]))
    return content


def _is_meanwhile(analysis: Analysis, candidate: Candidate, first: int) -> bool:
    """Whether a word begins a clause of time that belongs to the cue."""
    words = analysis.parse.words
    if not candidate.cue or analysis.lemmas[first] not in _MEANWHILE or words[first].head < 0:
        return False
    clause = words[words[first].head]
    after = candidate.cue[-1][1] <= first
    return after and clause.deprel == "advcl" and clause.head == candidate.head


def _without_occasion(
    analysis: Analysis, candidate: Candidate, content: Pieces, level: int | None
) -> Pieces:
    """A quotation before its cue without phrases after it: “…,” he told the inquest [at Saltby]."""
    words = analysis.parse.words
    first, last = candidate.cue[0][0], candidate.cue[-1][1] - 1
    before = [piece for piece in content if piece[1] <= words[first].start]
    after = [piece for piece in content if piece[0] >= words[last].end]
    if not before or len(before) + len(after) < len(content):
        return content
    marks = list(analysis.touching(level, before[0][0], before[-1][1]))
    complete = marks and marks[-1].closed and marks[-1].span.end == before[-1][1]
    if not complete or before[0][0] < marks[0].span.start:
        return content
    return (*before, *(piece for piece in after if not _is_phrase(analysis, piece, level)))


def _is_phrase(analysis: Analysis, piece: tuple[int, int], level: int | None) -> bool:
    """Whether a piece outside of quotation marks is a preposition with its noun."""
    if any(analysis.touching(level, *piece)):
        return False
    tags = [analysis.parse.words[i].upos for i in analysis.parse.words_within(*piece)]
    return tags[:1] == ["ADP"] and _CLAUSAL.isdisjoint(set(tags) - {"PUNCT"})


def _has_stopped(analysis: Analysis, candidate: Candidate, end: int, cue: int) -> bool:
    """Whether a quotation before a cue is a sentence of its own."""
    parse = analysis.parse
    mark = next(analysis.touching(analysis.level_of(candidate.head), end - 1, end), None)
    if mark is None or mark.span.end != end or not mark.closed:
        return False
    if not mark.inner[-1].text.rstrip().endswith((".", "…")):
        return False
    after = parse.text[end:cue].lstrip(" \n\r\t(")
    if not after[:1].isupper():
        return False
    last = parse.sentence_words(parse.words[candidate.head].sentence)[-1]
    last = min(last, candidate.cue[-1][1] + 4 * _BARE)
    rest = [i for i in range(candidate.cue[-1][1], last + 1) if parse.words[i].upos != "PUNCT"]
    bare = len(rest) <= _BARE and not analysis.children(candidate.head, "ccomp", "obj", "xcomp")
    return not (bare and candidate.lemma in _SAYING)


def _without_source(text: str, content: Pieces, source: SourceSpan | None) -> list[tuple[int, int]]:
    """Content pieces without the words of the source."""
    if source is None:
        return list(content)
    out = []
    for start, end in content:
        if start <= source.start and source.end <= end:
            rest = text[source.end : end]
            after = source.end + len(rest) - len(rest.lstrip(" ,;"))
            out += [(start, source.start), (after, end)]
        else:
            out.append((start, end))
    return [(start, end) for start, end in out if end - start > 1]


def _apart(text: str, before: Mark, after: Mark) -> bool:
    """Whether two quotations are in paragraphs of their own."""
    return not LINE_ENDS.isdisjoint(text[before.span.end : after.span.start])
