"""Replace quotation marks of all styles by those that models know: “ ”, and ‘ ’ within them.

Parsers are trained on text with double marks. They should read ‘The council’, «The council» and
„The council“ in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoteattr.text.marks import Mark, find_marks
from quoteattr.text.readable import SIGN_FILLER, readable, without_fillers

__all__ = ["with_plain_marks"]

_PLAIN = (("“", "”"), ("‘", "’"))  # by depth, outer ones first
# Models have seen enough of these. Some archives write ''…'' for “…”.
_KNOWN = frozenset((left, right) for left in ("“", '"', "''") for right in ("”", '"', "''", None))


def with_plain_marks(text: str) -> str:
    """The readable text with plain quotation marks; everything else, and every offset, stays.

    “…”, "…" and ''…'' stay as they are, and so does what they contain. `` becomes one mark and a
    blank.

    Args:
        text: any string.

    >>> with_plain_marks("‘The council’, said Lee, ‘hasn’t “paid”.’ «Oui», ``Yes.''")
    '“The council”, said Lee, “hasn’t ‘paid’.” “Oui”, “ Yes.” '
    """
    text = readable(text).text
    letters = list(text)
    depths: list[int | None] = []  # of marks that change; None of those that stay
    for mark in find_marks(text):
        depth = _depth(mark, depths)
        depths.append(depth)
        if depth is not None:
            for start, end, plain in _edges(mark, *_PLAIN[depth % 2]):
                filler = SIGN_FILLER if letters[end - 1] == SIGN_FILLER else " "
                letters[start:end] = plain.ljust(end - start, filler)
    return "".join(letters)


def _depth(mark: Mark, depths: Sequence[int | None]) -> int | None:
    """How deep a mark is nested; None if it stays, since it or one around it is plain."""
    if mark.parent is None:
        closing = mark.closing and without_fillers(mark.closing)
        return None if (without_fillers(mark.opening), closing) in _KNOWN else 0
    above = depths[mark.parent]
    return None if above is None else above + 1


def _edges(mark: Mark, opening: str, closing: str) -> Iterator[tuple[int, int, str]]:
    """The places of a mark's opening and closing characters, with their replacement."""
    for piece, inner in zip(mark.pieces, mark.inner, strict=True):
        if inner.start > piece.start:
            yield piece.start, inner.start, opening
        if inner.end < piece.end:
            yield inner.end, piece.end, closing
