"""Quotations without a cue of their own: they go on where the last one stopped."""

from __future__ import annotations

import attrs

from quoteattr.attribution.candidates import Article, Pieces
from quoteattr.attribution.quotations import merge_pieces
from quoteattr.attribution.select import Scored, overlap
from quoteattr.marks import Mark

__all__ = ["join_continuations"]

_LEAST_WORDS = 3
_FINAL = frozenset(".?!,;…")


def join_continuations(article: Article, accepted: list[Scored]) -> list[Scored]:
    """Give quotations that nobody claims to the attribution that they continue.

    “…,” she said. “…” is one attribution, also over a paragraph break (PolNeAR's guidelines).
    """
    items = sorted(accepted, key=_end)
    claimed = sorted(piece for item in items for piece in item.content)
    at = 0
    last: int | None = None
    for mark in article.outer_marks:
        while at < len(items) and _first(article, items[at]) < mark.span.start:
            last = at
            at += 1
        pieces = tuple((piece.start, piece.end) for piece in mark.pieces)
        if last is None or _is_claimed(claimed, mark) or not _is_sentence(article, mark):
            continue
        if not _continues(article, items[last], mark):
            continue
        item = items[last]
        content = merge_pieces(article.parse.text, (*item.content, *pieces))
        items[last] = Scored(
            attrs.evolve(item.candidate, content=content),
            item.score,
            (*item.evidence, "join:continued-quotation"),
        )
    return items


def _first(article: Article, item: Scored) -> int:
    return min(item.content[0][0], article.parse.words[item.candidate.head].start)


def _end(item: Scored) -> tuple[int, int]:
    return item.content[0][0], item.content[-1][1]


def _is_claimed(claimed: list[tuple[int, int]], mark: Mark) -> bool:
    span: Pieces = ((mark.span.start, mark.span.end),)
    return any(
        overlap(span, (piece,))
        for piece in claimed
        if piece[1] > mark.span.start and piece[0] < mark.span.end
    )


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
    before = {parse.paragraph_of(item.candidate.head)} | {
        parse.paragraph_of(i) for a, b in item.content[-1:] for i in parse.words_within(a, b)[-1:]
    }
    opens_sentence = _opens_sentence(parse.text, mark.span.start)
    if here in before:
        return opens_sentence
    starts_paragraph = parse.paragraphs[here][0] == mark.span.start
    was_quoted = any(
        m.span.start < item.content[-1][1] and item.content[-1][0] < m.span.end
        for m in article.outer_marks
        if m.span.end >= item.content[-1][0]
    )
    return starts_paragraph and here - 1 in before and was_quoted


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start][-20:].rstrip()
    return not before or before[-1] in ".?!:…”\"’'»)"
