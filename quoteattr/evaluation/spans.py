"""An article for scoring: its word tokens, trimmed spans, the kind of a content.

Quotation marks are read here a second time, by simpler rules than in ``quoteattr.text.marks``: the
library must not be measured against its own reading of marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from quoteattr.corpora.attributions import Pieces

__all__ = ["KINDS", "Article", "Region", "quoted_regions"]

_DOUBLE = re.compile(r"[“”\"„«»]|``|''")
_OPENING = frozenset(("“", "„", "«", "``"))
_CLOSING = frozenset(("”", "»"))
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w“\"])(.{2,600}?)(?<=[\w.,!?…])[’'](?![\w’'])")
KINDS = ("direct", "mixed", "indirect")
_EDGES = frozenset("\"“”„«»‘’'`\u200b\ufeff,.;:!?-–—―…()[]*•")
_WORD = re.compile(r"\w+(?:[.'’\-&]\w+)*")


@attrs.frozen(order=True)
class Region:
    """A quoted stretch of text: code points, half-open, its marks included.

    Attributes:
        start: where the opening mark starts.
        end: where the closing mark ends, or the paragraph without one.
        closed: whether there is a closing mark.
    """

    start: int
    end: int
    closed: bool


def quoted_regions(text: str) -> tuple[Region, ...]:
    """Quoted stretches, paragraph by paragraph, in order.

    A region without closing mark runs to the end of its paragraph, that is, its line. Single marks
    count only outside double ones.

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
    """Whether a mark outside quotations opens one; for straight marks, neighbours decide."""
    if match.group() in _OPENING or match.group() in _CLOSING:
        return match.group() in _OPENING
    before = paragraph[match.start() - 1] if match.start() else " "
    after = paragraph[match.end()] if match.end() < len(paragraph) else " "
    return before.isspace() or before in "([—–-" or after.isalnum()


def _is_edge(character: str) -> bool:
    return character in _EDGES or character.isspace()


@attrs.frozen
class Article:
    """A text with what scoring needs.

    Attributes:
        text: the article.
    """

    text: str

    @cached_property
    def words(self) -> Pieces:
        """Word tokens: runs of letters and digits, with ``. ' ’ - &`` inside.

        >>> article = Article("The U.S. doesn't.")
        >>> [article.text[start:end] for start, end in article.words]
        ['The', 'U.S', "doesn't"]
        """
        return tuple(match.span() for match in _WORD.finditer(self.text))

    def word(self, token: int) -> str:
        """The word of a token."""
        start, end = self.words[token]
        return self.text[start:end]

    def tokens(self, pieces: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Positions in ``words`` of the tokens that a piece touches.

        >>> sorted(Article("One two three").tokens([(2, 6)]))
        [0, 1]
        """
        out: set[int] = set()
        for start, end in pieces:
            if start < end:
                out.update(range(bisect_right(self._ends, start), bisect_left(self._starts, end)))
        return frozenset(out)

    def normalise(self, pieces: Iterable[tuple[int, int]]) -> Pieces:
        """A span without characters at its ends in which annotators and tools differ.

        These are white space, quotation marks, ``, . ; : ! ?``, dashes, ellipses and brackets.
        Pieces with nothing else between them become one. Then these characters are trimmed from
        both ends of each piece, and pieces of nothing else are removed.

        >>> Article("“No, no,” “never.”").normalise([(0, 9), (10, 18)])
        ((1, 16),)
        """
        size = len(self.text)
        merged: list[tuple[int, int]] = []
        for start, end in sorted((max(0, start), min(end, size)) for start, end in pieces):
            if merged and all(map(_is_edge, self.text[merged[-1][1] : start])):
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            elif start < end:
                merged.append((start, end))
        trimmed = (self._trim(start, end) for start, end in merged)
        return tuple((start, end) for start, end in trimmed if start < end)

    def kind(self, content: Iterable[tuple[int, int]]) -> str:
        """``direct``, ``mixed`` or ``indirect``, by quotation marks alone.

        *Direct*: every word is inside quotation marks, and the content begins at an opening and
        ends at a closing mark (or at the end of a paragraph whose quotation is not closed).
        *Mixed*: not direct, but a mark is inside the content, or some words are inside marks and
        others are not. *Indirect*: all others, so also a part of a longer quotation.

        >>> article = Article("He said “yes” and that it’s “too late” now.")
        >>> article.kind([(9, 12)]), article.kind([(18, 42)]), article.kind([(18, 27)])
        ('direct', 'mixed', 'indirect')
        """
        span = self.normalise(content)
        words = self.tokens(span)
        if not words:
            return "indirect"
        inside = words & self._quoted
        if inside == words and self._opens(span[0][0]) and self._closes(span[-1][1] - 1):
            return "direct"
        holds_mark = any(start <= mark < end for start, end in span for mark in self._marks)
        return "mixed" if holds_mark or (inside and inside != words) else "indirect"

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.words)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(end for _, end in self.words)

    @cached_property
    def _regions(self) -> tuple[Region, ...]:
        return quoted_regions(self.text)

    @cached_property
    def _marks(self) -> frozenset[int]:
        """The places of the regions' first characters and, if they are closed, last ones."""
        opening = {region.start for region in self._regions}
        return frozenset(opening | {region.end - 1 for region in self._regions if region.closed})

    @cached_property
    def _quoted(self) -> frozenset[int]:
        """Tokens that are wholly inside quotation marks."""
        return frozenset(
            token
            for token, (start, end) in enumerate(self.words)
            if any(region.start <= start and end <= region.end for region in self._regions)
        )

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and _is_edge(self.text[start]):
            start += 1
        while start < end and _is_edge(self.text[end - 1]):
            end -= 1
        return start, end

    def _opens(self, first: int) -> bool:
        """Whether a mark is before a content's first character, edge characters aside."""
        return self._walk(first, -1) in self._marks

    def _closes(self, last: int) -> bool:
        """Whether a mark, or an open region's end, comes after a content's last character."""
        stop = self._walk(last, +1)
        return stop in self._marks or any(
            not region.closed and region.start < last < region.end <= stop
            for region in self._regions
        )

    def _walk(self, place: int, step: int) -> int:
        """The place of the next mark, end of a line or character that is not an edge character."""
        place += step
        while 0 <= place < len(self.text) and _is_edge(self.text[place]):
            if place in self._marks or self.text[place] == "\n":
                break
            place += step
        return place
