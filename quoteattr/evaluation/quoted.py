"""What is inside quotation marks, for typing contents of gold and predictions alike.

This is a second, simpler reading than ``quoteattr.text.marks`` on purpose: the library's own
reading of marks must not decide what it is measured against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

__all__ = ["Region", "quoted_regions"]

_DOUBLE = re.compile(r"[“”\"„«»]|``|''")
_OPENING = frozenset(("“", "„", "«", "``"))
_CLOSING = frozenset(("”", "»"))
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w“\"])(.{2,600}?)(?<=[\w.,!?…])[’'](?![\w’'])")


@attrs.frozen(order=True)
class Region:
    """A quoted stretch of text: code points, half-open, its marks included.

    Attributes:
        start: where the opening mark starts.
        end: where the closing mark ends, or the paragraph.
        closed: whether there is a closing mark.
    """

    start: int
    end: int
    closed: bool


def quoted_regions(text: str) -> tuple[Region, ...]:
    """Quoted stretches, paragraph by paragraph, in order.

    A region without closing mark runs to the end of its paragraph (its line). Single marks count
    outside double ones only.

    >>> quoted_regions("He “won” it. “So")
    (Region(start=3, end=8, closed=True), Region(start=13, end=16, closed=False))
    """
    regions: list[Region] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        doubles = tuple(_in_doubles(paragraph.group(), paragraph.start()))
        regions.extend(doubles)
        for match in _SINGLE.finditer(paragraph.group()):
            start, end = match.start() + paragraph.start(), match.end() + paragraph.start()
            if not any(double.start < end and start < double.end for double in doubles):
                regions.append(Region(start, end, True))
    return tuple(sorted(regions))


def _in_doubles(paragraph: str, offset: int) -> Iterator[Region]:
    start: int | None = None
    for match in _DOUBLE.finditer(paragraph):
        if start is None:
            if _opens(match, paragraph):
                start = match.start()
        elif match.group() not in _OPENING:
            yield Region(offset + start, offset + match.end(), True)
            start = None
    if start is not None:
        yield Region(offset + start, offset + len(paragraph), False)


def _opens(match: re.Match[str], paragraph: str) -> bool:
    """Whether a mark outside quotation opens one; straight marks are told by their neighbours."""
    if match.group() in _OPENING or match.group() in _CLOSING:
        return match.group() in _OPENING
    before = paragraph[match.start() - 1] if match.start() else " "
    after = paragraph[match.end()] if match.end() < len(paragraph) else " "
    return before.isspace() or before in "([—–-" or after.isalnum()
