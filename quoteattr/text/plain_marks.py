"""Quotation marks of every style as models know them: outer ones “ ”, within them ‘ ’.

Parsers are trained on text with double marks. ‘The council’, said Lee, «has …» and „yes“ mean the
same, and should be read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoteattr.text.marks import Mark, find_marks

__all__ = ["with_plain_marks"]

_PLAIN = (("“", "”"), ("‘", "’"))  # by depth, outer ones first
# What models have seen enough of; ''…'' is how some archives write “…”.
_KNOWN = frozenset((left, right) for left in ("“", '"', "''") for right in ("”", '"', "''", None))


def with_plain_marks(text: str) -> str:
    """The text with plain quotation marks; all else, and every offset, stays.

    What stands in “…”, "…" or ''…'' stays as it is. `` becomes one mark and a blank.

    Args:
        text: any string.

    >>> with_plain_marks("‘The council’, said Lee, ‘hasn’t “paid”.’ «Oui», ``Yes.''")
    '“The council”, said Lee, “hasn’t ‘paid’.” “Oui”, “ Yes.” '
    """
    letters = list(text)
    depths: list[int | None] = []  # of marks that change; None of those that stay
    for mark in find_marks(text):
        depth = _depth(mark, depths)
        depths.append(depth)
        if depth is not None:
            for start, end, plain in _edges(mark, *_PLAIN[depth % 2]):
                letters[start:end] = plain.ljust(end - start)
    return "".join(letters)


def _depth(mark: Mark, depths: Sequence[int | None]) -> int | None:
    """How deep a mark lies; None if it stays: it is plain, or lies in one that stays."""
    if mark.parent is None:
        return None if (mark.opening, mark.closing) in _KNOWN else 0
    above = depths[mark.parent]
    return None if above is None else above + 1


def _edges(mark: Mark, opening: str, closing: str) -> Iterator[tuple[int, int, str]]:
    """The places of a mark's opening and closing characters, and what they become."""
    for piece, inner in zip(mark.pieces, mark.inner, strict=True):
        if inner.start > piece.start:
            yield piece.start, inner.start, opening
        if inner.end < piece.end:
            yield inner.end, piece.end, closing
