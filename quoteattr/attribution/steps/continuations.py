"""Quotations without a cue of their own: they go on where the last one stopped."""

from __future__ import annotations

from bisect import bisect_left

import attrs
import regex

from quoteattr.attribution.candidates import Article, pieces_of_mark
from quoteattr.attribution.quotations import merge_pieces
from quoteattr.attribution.steps.selection import Scored
from quoteattr.attribution.turns import changes_turn
from quoteattr.text.marks import Mark

__all__ = ["join_continuations"]

_LEAST_WORDS = 3
_RECENT = 6  # attributions before a quotation that may be the one it continues
_LOOK_BACK = 20  # code points before a quotation that tell whether a sentence ended
_FINAL = frozenset(".?!,;…")
_ENDED = regex.compile(r"[.?!:…\"'\p{Pe}\p{Pf}\p{Pi}]")  # closing marks of every style


def join_continuations(article: Article, accepted: list[Scored]) -> list[Scored]:
    """Give quotations that nobody claims to the attribution that they continue.

    “…,” she said. “…” is one attribution, also over a paragraph break (PolNeAR's guidelines).
    """
    items = sorted(accepted, key=lambda item: _first(article, item))
    claimed = sorted(
        piece
        for item in items
        if item.candidate.head not in article.mark_of_word
        for piece in item.content
    )
    recent: list[int] = []
    at = 0
    before: Mark | None = None
    for mark in article.outer_marks:
        adjoins = before is not None and changes_turn(article.parse.text, before, mark)
        before = mark
        while at < len(items) and _first(article, items[at]) < mark.span.start:
            if items[at].candidate.head not in article.mark_of_word:
                recent = [*recent[-_RECENT:], at]
            at += 1
        if adjoins or _is_claimed(claimed, mark) or not _is_sentence(article, mark):
            continue
        last = next((k for k in reversed(recent) if _continues(article, items[k], mark)), None)
        if last is None:
            continue
        item = items[last]
        content = merge_pieces(article.parse.text, (*item.content, *pieces_of_mark(mark)))
        items[last] = Scored(
            attrs.evolve(item.candidate, content=content),
            item.score,
            (*item.evidence, "join:continued-quotation"),
        )
        recent = [*[k for k in recent if k != last], last]
    return items


def _first(article: Article, item: Scored) -> int:
    return min(item.content[0][0], article.parse.words[item.candidate.head].start)


def _is_claimed(claimed: list[tuple[int, int]], mark: Mark) -> bool:
    """Whether some content overlaps a mark; contents rarely nest more than a few deep."""
    at = bisect_left(claimed, (mark.span.end, 0))
    return any(end > mark.span.start for _, end in claimed[max(0, at - 3 * _RECENT) : at])


def _is_sentence(article: Article, mark: Mark) -> bool:
    """Whether a quotation can stand alone; a scare quote or a title can't."""
    if not mark.closed:
        return False
    words = [
        article.parse.words[i] for i in article.parse.words_within(mark.span.start, mark.span.end)
    ]
    spoken = [word for word in words if word.upos != "PUNCT"]
    text = mark.inner[-1].text.rstrip()
    return (
        len(spoken) >= _LEAST_WORDS
        and any(word.upos in ("VERB", "AUX") for word in spoken)
        and text[-1:] in _FINAL
    )


def _continues(article: Article, item: Scored, mark: Mark) -> bool:
    """Whether a quotation follows an attribution in its paragraph or opens the next one."""
    parse = article.parse
    at = parse.words_within(mark.span.start, mark.span.end)
    if not at:
        return False
    here = parse.paragraph_of(at[0])
    quoted = [
        piece
        for piece in item.content
        if any(piece[0] < m.span.end and m.span.start < piece[1] for m in _near(article, piece))
    ]
    before = {parse.paragraph_of(item.candidate.head)} | {
        parse.paragraph_of(i) for a, b in quoted[-1:] for i in parse.words_within(a, b)[-1:]
    }
    if not quoted:
        return False
    if here in before:
        return _opens_sentence(parse.text, mark.span.start)
    return parse.paragraphs[here][0] == mark.span.start and here - 1 in before


def _near(article: Article, piece: tuple[int, int]) -> list[Mark]:
    """Outer marks that may touch a piece, found by their order."""
    marks = article.outer_marks
    starts = article.outer_starts
    last = bisect_left(starts, piece[1])
    return list(marks[max(0, last - _RECENT) : last])


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(start - _LOOK_BACK, 0) : start].rstrip()
    return not before or bool(_ENDED.match(before[-1]))
