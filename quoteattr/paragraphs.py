"""Paragraphs of raw text: where a newline ends one, and where it is only a wrapped line."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import regex

__all__ = ["paragraph_spans"]

_LINE = regex.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_WRAP_MEDIAN = 50
_WRAP_LONGEST = 100
_WRAP_LINES = 3


def paragraph_spans(text: str) -> tuple[tuple[int, int], ...]:
    r"""The non-blank paragraphs of a text, white space at their edges left out.

    Every line is a paragraph, unless the text looks hard-wrapped: blank lines separate blocks,
    and the lines inside blocks are of even, short length, as in e-mail and wire copy.

    Args:
        text: any string.

    Returns:
        (start, end) code points, half-open, in order.

    >>> paragraph_spans("One.\nTwo.\r\n\r\n  Three.")
    ((0, 4), (5, 9), (15, 21))
    """
    lines = [
        (match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip()))
        for match in _LINE.finditer(text)
        if (line := match.group()) and not line.isspace()
    ]
    wrapped = [_is_wrap(text, left, right) for left, right in pairwise(lines)]
    if not _hard_wrapped(lines, wrapped):
        return tuple(lines)
    out: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(lines):
        if i and wrapped[i - 1]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)


def _is_wrap(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether one newline alone lies between two lines."""
    return text[left[1] : right[0]].replace("\r\n", "\n").strip(" \t\u00a0") in ("\n", "\r")


def _hard_wrapped(lines: list[tuple[int, int]], wrapped: list[bool]) -> bool:
    inner = [end - start for (start, end), wrap in zip(lines, wrapped, strict=False) if wrap]
    return (
        len(inner) >= _WRAP_LINES
        and not all(wrapped)
        and median(inner) >= _WRAP_MEDIAN
        and max(inner) <= _WRAP_LONGEST
    )
