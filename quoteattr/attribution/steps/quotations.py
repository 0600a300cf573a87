"""Whose a quotation is: one cue for each, and the last one's where it goes on without a cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import attrs
import regex

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, pieces_of_mark
from quoteattr.attribution.quotations import changes_turn, merge_pieces
from quoteattr.text.marks import Mark

__all__ = ["join_continuations", "one_cue_per_quotation"]

_LEAST_WORDS = 3
_RECENT = 6  # attributions before a quotation that may be the one it continues
_LOOK_BACK = 20  # code points before a quotation that show whether a sentence ended
_FINAL = frozenset(".?!,;…")
_ENDED = regex.compile(r"[.?!:…\"'\p{Pe}\p{Pf}\p{Pi}]")  # closing marks of every style


def one_cue_per_quotation(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Leave each quotation to one cue.

    A content that reaches into the next sentence sometimes takes the next speaker's words along. A
    quotation belongs to the attribution that has nothing else, or whose cue it leads into;
    otherwise to the one with the nearest cue. Only whole pieces of content are taken away, never
    the last one.

    Args:
        analysis: of the article.
        found: the attributions so far; those whose cue is quoted stay as they are.
    """
    claims = [
        (quotation, item)
        for item in found
        if item.candidate.head not in analysis.mark_of_word
        for piece in item.content
        for quotation in _quotations(analysis, piece)
        if quotation == piece or _in_sentence(analysis, quotation, item)
    ]
    claims.sort(key=lambda claim: -_distance(analysis, *claim))  # the last of equals wins
    owners = {piece: item.candidate.head for piece, item in claims}
    owners |= {
        piece: item.candidate.head
        for piece, item in claims
        if item.content == (piece,) or _runs_into_cue(analysis, piece, item)
    }
    return tuple(_without_others(analysis, item, owners) for item in found)


def join_continuations(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Give quotations that belong to nobody yet to the attribution that they continue.

    “…,” she said. “…” is one attribution, also over a paragraph break (PolNeAR's guidelines).

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    items = sorted(found, key=lambda item: _first(analysis, item))
    claimed = sorted(
        piece
        for item in items
        if item.candidate.head not in analysis.mark_of_word
        for piece in item.content
    )
    recent: list[int] = []
    at = 0
    before: Mark | None = None
    for mark in analysis.outer_marks:
        adjoins = before is not None and changes_turn(analysis.parse.text, before, mark)
        before = mark
        while at < len(items) and _first(analysis, items[at]) < mark.span.start:
            if items[at].candidate.head not in analysis.mark_of_word:
                recent = [*recent[-_RECENT:], at]
            at += 1
        if adjoins or _is_claimed(claimed, mark) or not _is_sentence(analysis, mark):
            continue
        last = next((k for k in reversed(recent) if _continues(analysis, items[k], mark)), None)
        if last is None:
            continue
        item = items[last]
        content = merge_pieces(analysis.parse.text, (*item.content, *pieces_of_mark(mark)))
        items[last] = attrs.evolve(
            item,
            candidate=attrs.evolve(item.candidate, content=content),
            notes=(*item.notes, "join:continued-quotation"),
        )
        recent = [*[k for k in recent if k != last], last]
    return tuple(items)


def _distance(analysis: Analysis, piece: tuple[int, int], item: Attribution) -> int:
    """Code points between a quotation and a cue."""
    words = analysis.parse.words
    first, last = item.candidate.cue[0][0], item.candidate.cue[-1][1] - 1
    return max(words[first].start - piece[1], piece[0] - words[last].end, 0)


def _quotations(analysis: Analysis, piece: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The closed quotations that a piece of content holds whole."""
    at = bisect_left(analysis.outer_starts, piece[0])
    for mark in analysis.outer_marks[at : bisect_left(analysis.outer_starts, piece[1])]:
        if mark.closed and mark.span.end <= piece[1]:
            yield mark.span.start, mark.span.end


def _in_sentence(analysis: Analysis, quotation: tuple[int, int], item: Attribution) -> bool:
    """Whether a quotation begins in the sentence of a cue."""
    first = analysis.parse.word_at(quotation[0])
    words = analysis.parse.words
    return first is not None and words[first].sentence == words[item.candidate.head].sentence


def _runs_into_cue(analysis: Analysis, piece: tuple[int, int], item: Attribution) -> bool:
    """Whether a comma, and nothing but the source, comes between a quotation and its cue."""
    text = analysis.parse.text
    cue = analysis.parse.words[item.candidate.cue[0][0]].start
    source = item.candidate.source
    between = text[piece[1] : cue]
    if source is not None and piece[1] <= source.start and source.end <= cue:
        between = text[piece[1] : source.start] + text[source.end : cue]
    return cue >= piece[1] and text[piece[1] - 2] == "," and not between.strip()


def _without_others(
    analysis: Analysis, item: Attribution, owners: dict[tuple[int, int], int]
) -> Attribution:
    head = item.candidate.head
    kept = tuple(piece for piece in item.content if owners.get(piece, head) == head)
    if head in analysis.mark_of_word or not kept or len(kept) == len(item.content):
        return item
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=kept))


def _first(analysis: Analysis, item: Attribution) -> int:
    return min(item.content[0][0], analysis.parse.words[item.candidate.head].start)


def _is_claimed(claimed: list[tuple[int, int]], mark: Mark) -> bool:
    """Whether some content overlaps a mark; contents rarely nest more than a few deep."""
    at = bisect_left(claimed, (mark.span.end, 0))
    return any(end > mark.span.start for _, end in claimed[max(0, at - 3 * _RECENT) : at])


def _is_sentence(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation can stand alone; a scare quote or a title can't."""
    if not mark.closed:
        return False
    words = [
        analysis.parse.words[i] for i in analysis.parse.words_within(mark.span.start, mark.span.end)
    ]
    spoken = [word for word in words if word.upos != "PUNCT"]
    text = mark.inner[-1].text.rstrip()
    return (
        len(spoken) >= _LEAST_WORDS
        and any(word.upos in ("VERB", "AUX") for word in spoken)
        and text[-1:] in _FINAL
    )


def _continues(analysis: Analysis, item: Attribution, mark: Mark) -> bool:
    """Whether a quotation follows an attribution in its paragraph or opens the next one."""
    parse = analysis.parse
    at = parse.words_within(mark.span.start, mark.span.end)
    if not at:
        return False
    here = parse.paragraph_of(at[0])
    quoted = [
        piece
        for piece in item.content
        if any(piece[0] < m.span.end and m.span.start < piece[1] for m in _near(analysis, piece))
    ]
    before = {parse.paragraph_of(item.candidate.head)} | {
        parse.paragraph_of(i) for a, b in quoted[-1:] for i in parse.words_within(a, b)[-1:]
    }
    if not quoted:
        return False
    if here in before:
        return _opens_sentence(parse.text, mark.span.start)
    return parse.paragraphs[here][0] == mark.span.start and here - 1 in before


def _near(analysis: Analysis, piece: tuple[int, int]) -> list[Mark]:
    """Outer marks that may touch a piece, found by their order."""
    marks = analysis.outer_marks
    starts = analysis.outer_starts
    last = bisect_left(starts, piece[1])
    return list(marks[max(0, last - _RECENT) : last])


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(start - _LOOK_BACK, 0) : start].rstrip()
    return not before or bool(_ENDED.match(before[-1]))
