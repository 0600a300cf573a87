"""An article as numbers for the reader: its words, cut into pieces, in windows of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import attrs
import numpy as np
import numpy.typing as npt
import torch

from quoteattr.reader.network import Batch, Rows
from quoteattr.reader.pieces import WordPieces
from quoteattr.text.marks import Mark

__all__ = [
    "BLANKS",
    "SPACED",
    "Around",
    "Document",
    "Window",
    "batch_of",
    "distances_of",
    "document_of",
    "quoted_of",
    "rows_of",
    "windows_of",
]

Numbers = npt.NDArray[np.int64]

BLANKS = 2
"""Places between two rows, so that no convolution sees the words of the other."""
SPACED = 9
"""What the shape of a word after white space is higher by."""

_REACH = 80  # words on either side of a cue head
_KEPT = 20_000  # words whose kind is kept
_CLOSING = 4  # the place of a closing mark of an outer quotation, in ``Document.marks``
_STOPS = frozenset(".?!")
_LONG_WORD = 100  # code points that the kind of a word is seen from
_NEAR = 6  # words that are counted one by one
_FAR = 16  # steps of distance; further words count as the last


@attrs.frozen(eq=False)
class Document:
    """An article's words as arrays.

    Attributes:
        spans: (start, end) code points of every word.
        pieces: numbers of the pieces of all words.
        lengths: number of every word's pieces.
        offsets: place of every word's first piece in ``pieces``; then the number of pieces.
        shapes: shape of every word.
        marks: place of every word with respect to quotation marks.
        paragraphs: number of the paragraph that a word lies in.
        outer, inner: number of the outermost and innermost quotation around a word, -1 without.
        stops: whether a word is a full stop, a question mark or an exclamation mark.
        abbreviations: whether a word has its full stop in itself.
    """

    spans: Sequence[tuple[int, int]]
    pieces: Numbers
    lengths: Numbers
    offsets: Numbers
    shapes: Numbers
    marks: Numbers
    paragraphs: Numbers
    outer: Numbers
    inner: Numbers
    stops: Numbers
    abbreviations: Numbers

    def __len__(self) -> int:
        return len(self.spans)


@lru_cache(maxsize=_KEPT)
def _kind(word: str) -> int:
    """The kind of a word by its capitals, which the pieces don't have."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 1 if any(c.isdigit() for c in word) else 0
    if any(c.isdigit() for c in word):
        return 2
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 3
    if upper == len(letters):
        return 4 if upper > 1 else 5
    if letters[0].isupper():
        return 6 if upper == 1 else 7
    return 8


def document_of(
    text: str,
    spans: Sequence[tuple[int, int]],
    paragraphs: Sequence[int],
    marks: Sequence[Mark],
    pieces: WordPieces,
) -> Document:
    """Turn an article into numbers.

    Outer quotation marks of every style are read as the plain double one: they mean the same.

    Args:
        text: the article.
        spans: (start, end) code points of every word.
        paragraphs: number of every word's paragraph.
        marks: its quotation marks.
        pieces: cuts words.
    """
    count = len(spans)
    outer = np.full(count, -1, dtype=np.int64)
    inner = np.full(count, -1, dtype=np.int64)
    places = np.zeros(count, dtype=np.int64)
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    plain: set[int] = set()
    for number, mark in enumerate(marks):  # parents come before what is in them
        for piece, body in zip(mark.pieces, mark.inner, strict=True):
            first, last = np.searchsorted(starts, (piece.start, piece.end))
            outer[first:last] = np.where(outer[first:last] < 0, number, outer[first:last])
            inner[first:last] = number
            depth = 1 if mark.parent is None else 2
            places[first:last] = depth
            left, right = np.searchsorted(starts, (body.start, body.end))
            places[first:left] = 3 if depth == 1 else 5
            places[right:last] = _CLOSING if depth == 1 else 5
            if depth == 1:
                plain.update(range(first, left), range(right, last))
    words = [text[start:end] for start, end in spans]
    cut = [pieces(word) for word in words]
    for i in plain:
        cut[i] = pieces('"')
    lengths = np.fromiter(map(len, cut), np.int64, count)
    spaced = starts > np.append(0, ends[:-1])
    return Document(
        spans=spans,
        pieces=np.fromiter(chain.from_iterable(cut), np.int64),
        lengths=lengths,
        offsets=np.append(0, np.cumsum(lengths)),
        shapes=np.fromiter((_kind(word[:_LONG_WORD]) for word in words), np.int64, count)
        + SPACED * spaced,
        marks=places,
        paragraphs=np.array(paragraphs, dtype=np.int64),
        outer=outer,
        inner=inner,
        stops=np.array([word in _STOPS for word in words], dtype=np.bool_),
        abbreviations=np.array(
            [word.endswith(".") and word[0].isalpha() for word in words], dtype=np.bool_
        ),
    )


@attrs.frozen(eq=False)
class Window:
    """Words ``first`` up to, not including, ``last`` of a document, read together."""

    document: Document
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


@attrs.frozen
class Around:
    """Where the words around a cue head are.

    Attributes:
        place: of the first one among those of all rows.
        first, last: indices in the document, half-open.
    """

    place: int
    first: int
    last: int

    @property
    def places(self) -> slice:
        """Where the words are among those of all rows."""
        return slice(self.place, self.place + self.last - self.first)


def windows_of(
    document: Document, limit: int, most: int, first_limit: int | None = None
) -> Iterator[Window]:
    """Whole paragraphs of at most ``limit`` pieces together.

    Args:
        document: the words.
        limit: pieces of a window of several paragraphs, separators included.
        most: pieces of a window; longer paragraphs are cut.
        first_limit: pieces of the first window, so that training sees other cuts each time.
    """
    room = limit if first_limit is None else first_limit
    first = last = 0
    size = 1
    for start, end in _units(document, most - 2):
        weight = int(document.offsets[end] - document.offsets[start]) + 1
        if last > first and size + weight > room:
            yield Window(document, first, last)
            first, size, room = start, 1, limit
        last, size = end, size + weight
    if last > first:
        yield Window(document, first, last)


def _units(document: Document, most: int) -> Iterator[tuple[int, int]]:
    """Paragraphs; one that is too long is cut after the last sentence that fits a window."""
    borders = np.flatnonzero(np.diff(document.paragraphs)) + 1
    bounds = [0, *borders.tolist(), len(document)] if len(document) else [0]
    offsets = document.offsets
    for start, end in pairwise(bounds):
        while offsets[end] - offsets[start] > most:
            fits = int(np.searchsorted(offsets, offsets[start] + most, side="right")) - 1
            cut = _last_sentence_end(document, start, fits)
            yield start, cut
            start = cut
        yield start, end


def _last_sentence_end(document: Document, first: int, last: int) -> int:
    """Where the last sentence within some words ends, its closing mark included.

    ``last`` if no sentence ends in the last two thirds of them: windows must not become too short.
    """
    stops: list[int] = np.flatnonzero(document.stops[first:last]).tolist()
    for stop in reversed(stops):
        end = first + stop + 1
        if end - first <= (last - first) // 3:
            break
        while end < len(document) and document.marks[end] == _CLOSING:
            end += 1
        if end <= last:
            return end
    return last


def batch_of(windows: Sequence[Window], first: int, separator: int) -> Batch:
    """Put windows together.

    Args:
        windows: to be read.
        first: number of the piece that opens a window.
        separator: number of the piece that closes a paragraph.
    """
    edges = np.cumsum([0, *map(len, windows)])

    def values(name: str) -> Numbers:
        """What the documents say of each word."""
        return np.concatenate([getattr(w.document, name)[w.first : w.last] for w in windows])

    lengths, paragraphs = values("lengths"), values("paragraphs")
    ends = np.append(0, np.cumsum(lengths))  # in pieces
    closes = np.append(np.diff(paragraphs) != 0, True)  # words at the end of a paragraph or window
    closes[edges[1:] - 1] = True
    closing = np.flatnonzero(closes) + 1
    between = np.append(closing, edges[:-1])  # at one place, a paragraph is closed first
    signs = np.repeat([separator, first], [len(closing), len(windows)])
    pieces = [w.document.pieces[slice(*w.document.offsets[[w.first, w.last]])] for w in windows]
    counts = np.insert(lengths, between, 1)

    def with_separators(numbers: Numbers, of_separators: Numbers | int) -> torch.Tensor:
        return torch.from_numpy(np.insert(numbers, ends[between], of_separators))

    separators = np.searchsorted(closing, edges, side="right")
    sizes = (np.diff(ends[edges] + separators) + 1).tolist()
    return Batch(
        sizes=tuple(sizes),
        lengths=tuple((np.diff(edges + separators) + 1).tolist()),
        pieces=with_separators(np.concatenate(pieces), signs),
        places=torch.cat([torch.arange(size, device="cpu") for size in sizes]),
        shapes=with_separators(np.repeat(values("shapes"), lengths), 0),
        marks=with_separators(np.repeat(values("marks"), lengths), 0),
        units=torch.from_numpy(np.repeat(np.arange(len(counts)), counts)),
        counts=torch.from_numpy(counts).float(),
        words=torch.from_numpy(np.flatnonzero(np.insert(np.ones_like(lengths), between, 0))),
    )


def rows_of(heads: Sequence[tuple[Window, int, int]]) -> tuple[Rows, list[Around]]:
    """The words around some cue heads.

    Args:
        heads: at least one, each with its window, its index in the document, and the place of the
            window's first word in the batch.

    Returns:
        The rows, and where the words of each are.
    """
    found: list[Around] = []
    place = 0
    for window, head, _ in heads:
        first, last = max(window.first, head - _REACH), min(window.last, head + _REACH + 1)
        found.append(Around(place, first, last))
        place += last - first + BLANKS
    counts = [around.last - around.first for around in found]
    there = np.concatenate([np.arange(a.place, a.place + a.last - a.first) for a in found])
    indices = np.concatenate([np.arange(a.first, a.last) for a in found])
    own = np.array([head for _, head, _ in heads])
    starts = np.array([start - window.first for window, _, start in heads])

    def values(name: str) -> tuple[Numbers, Numbers]:
        """What a document says of each word, and of the head of its row."""
        rows = [getattr(window.document, name) for window, _, _ in heads]
        each = [row[a.first : a.last] for row, a in zip(rows, found, strict=True)]
        of_heads = [row[head] for row, (_, head, _) in zip(rows, heads, strict=True)]
        return np.concatenate(each), np.repeat(np.array(of_heads), counts)

    def laid_out(numbers: Numbers) -> torch.Tensor:
        row = np.zeros(place, dtype=np.int64)
        row[there] = numbers
        return torch.from_numpy(row)

    paragraphs, paragraph = values("paragraphs")
    mask = np.zeros(place, dtype=np.float32)
    mask[there] = 1
    rows = Rows(
        heads=torch.from_numpy(np.repeat(own + starts, np.array(counts) + BLANKS)),
        words=laid_out(indices + np.repeat(starts, counts)),
        mask=torch.from_numpy(mask),
        distances=laid_out(distances_of(indices - np.repeat(own, counts))),
        paragraphs=laid_out(np.clip(paragraphs - paragraph, -2, 2) + 2),
        quoted=laid_out(quoted_of(*values("outer"), *values("inner"))),
    )
    return rows, found


def distances_of(delta: Numbers) -> Numbers:
    """Words between, one by one when near, by a power of 1.3 when far."""
    size = np.abs(delta)
    far = _NEAR + 1 + np.floor(2.5 * np.log2(np.maximum(size, 1) / _NEAR)).astype(np.int64)
    steps: Numbers = np.where(size <= _NEAR, size, np.minimum(far, _FAR))
    return np.sign(delta) * steps + _FAR


def quoted_of(outer: Numbers, own_outer: Numbers, inner: Numbers, own_inner: Numbers) -> Numbers:
    """Whether words and the heads of their rows are quoted, and by the same marks.

    Args:
        outer: number of the outermost quotation around each word, -1 without.
        own_outer: that of the head of the word's row.
        inner: number of the innermost quotation around each word.
        own_inner: that of the head of the word's row.
    """
    same = np.where(inner == own_inner, 3, 4)
    within = np.where(outer < 0, 2, np.where(outer == own_outer, same, 5))
    return np.where(own_outer < 0, np.where(outer < 0, 0, 1), within)
