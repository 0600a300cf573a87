"""An article as numbers for the labeller: words with their features, in windows of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt

from quoteattr.attribution.analysis import Analysis
from quoteattr.reader.pieces import WordPieces

__all__ = [
    "FEATURES",
    "Batch",
    "Document",
    "Window",
    "batch_of",
    "document_of",
    "values_of",
    "windows_of",
]

Numbers = npt.NDArray[np.int64]

FEATURES = ("upos", "xpos", "relation", "marks", "entity", "cue")
"""What is known of every word beside its letters, in the order of the network's tables."""

_NAMED = ("upos", "xpos", "relation", "entity", "cue")


@attrs.frozen(eq=False)
class Document:
    """An article's words as arrays; the index of a word is that of the parse.

    Attributes:
        pieces: numbers of every word's pieces.
        features: by name, the number of every word's value; 0 is what training never saw.
        heads: index of the governor, -1 for a root.
        relations: to the governor, subtypes left out except that of passive subjects.
        sentences, paragraphs: number of the one that a word lies in.
        outer, inner: number of the outermost and innermost mark around a word, -1 without.
    """

    pieces: tuple[tuple[int, ...], ...]
    features: Mapping[str, Numbers]
    heads: Sequence[int]
    relations: Sequence[str]
    sentences: Numbers
    paragraphs: Numbers
    outer: Numbers
    inner: Numbers

    def __len__(self) -> int:
        return len(self.pieces)

    @cached_property
    def lengths(self) -> Numbers:
        """Number of every word's pieces."""
        return np.array([len(pieces) for pieces in self.pieces], dtype=np.int64)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Dependents of every word."""
        out: list[list[int]] = [[] for _ in self.heads]
        for index, head in enumerate(self.heads):
            if head >= 0:
                out[head].append(index)
        return tuple(tuple(kids) for kids in out)


def _relation(deprel: str) -> str:
    return deprel if deprel == "nsubj:pass" else deprel.split(":")[0]


def values_of(article: Analysis) -> dict[str, list[str]]:
    """The named features of every word, as they are written."""
    parse = article.parse
    entities = parse.entity_at
    return {
        "upos": [word.upos for word in parse.words],
        "xpos": [word.xpos for word in parse.words],
        "relation": [word.deprel for word in parse.words],
        "entity": [entities[i].label if i in entities else "none" for i in range(len(parse.words))],
        "cue": [
            article.lexicon.verbs.get(article.lemmas[i], "none")
            if word.upos in ("VERB", "AUX")
            else "none"
            for i, word in enumerate(parse.words)
        ],
    }


def _mark_words(article: Analysis) -> dict[int, str]:
    """Words that are outer quotation marks, with the Penn tag of their side."""
    parse = article.parse
    out: dict[int, str] = {}
    for mark in article.outer_marks:
        for piece, inner in zip(mark.pieces, mark.inner, strict=True):
            out.update(dict.fromkeys(parse.words_within(piece.start, inner.start), "``"))
            out.update(dict.fromkeys(parse.words_within(inner.end, piece.end), "''"))
    return out


def document_of(
    article: Analysis, numbers: Mapping[str, Mapping[str, int]], pieces: WordPieces
) -> Document:
    """Turn an article into numbers.

    Outer quotation marks of every style are read as the plain double one: single ones and
    guillemets are rare in what the network learns from, and mean the same.

    Args:
        article: the parsed article.
        numbers: for each of the named features, number by value.
        pieces: cuts words.
    """
    parse = article.parse
    count = len(parse.words)
    inner = np.full(count, -1, dtype=np.int64)
    outer = np.full(count, -1, dtype=np.int64)
    for word, mark in article.mark_of_word.items():
        inner[word] = mark
        above = article.marks[mark].parent
        while above is not None:
            mark, above = above, article.marks[above].parent
        outer[word] = mark
    marks = _mark_words(article)
    features = {
        name: np.array([numbers[name].get(value, 0) for value in values], dtype=np.int64)
        for name, values in values_of(article).items()
    }
    for word, tag in marks.items():
        features["upos"][word] = numbers["upos"].get("PUNCT", 0)
        features["xpos"][word] = numbers["xpos"].get(tag, 0)
    features["marks"] = np.where(outer < 0, 0, np.where(outer == inner, 1, 2))
    return Document(
        pieces=tuple(pieces('"' if word.index in marks else word.text) for word in parse.words),
        features=features,
        heads=[word.head for word in parse.words],
        relations=[_relation(word.deprel) for word in parse.words],
        sentences=np.array([word.sentence for word in parse.words], dtype=np.int64),
        paragraphs=np.array([parse.paragraph_of(i) for i in range(count)], dtype=np.int64),
        outer=outer,
        inner=inner,
    )


@attrs.frozen
class Window:
    """Words ``first`` up to, not including, ``last`` of a document, read together."""

    document: Document
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


def windows_of(document: Document, limit: int, first_limit: int | None = None) -> Iterator[Window]:
    """Whole paragraphs of at most ``limit`` pieces together; long ones cut at sentence ends.

    Args:
        document: the words.
        limit: pieces of a window.
        first_limit: pieces of the first window, so that training sees other cuts each time.
    """
    room = limit if first_limit is None else first_limit
    first = last = size = 0
    for start, end in _units(document, limit):
        weight = int(document.lengths[start:end].sum())
        if last > first and size + weight > room:
            yield Window(document, first, last)
            first, size, room = start, 0, limit
        last, size = end, size + weight
    if last > first:
        yield Window(document, first, last)


def _units(document: Document, limit: int) -> Iterator[tuple[int, int]]:
    for paragraph in _cut(document.paragraphs, 0, len(document)):
        if document.lengths[slice(*paragraph)].sum() <= limit:
            yield paragraph
            continue
        for sentence in _cut(document.sentences, *paragraph):
            yield from _at_most(document, *sentence, limit)


def _cut(numbers: Numbers, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of equal numbers."""
    if start == end:
        return []
    inner = (np.flatnonzero(np.diff(numbers[start:end])) + start + 1).tolist()
    return list(pairwise([start, *inner, end]))


def _at_most(document: Document, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut anywhere if it is longer than a window."""
    size = 0
    for at in range(start, end):
        if size + document.lengths[at] > limit:
            yield start, at
            start, size = at, 0
        size += int(document.lengths[at])
    if end > start:
        yield start, end


@attrs.frozen(eq=False)
class Batch:
    """Windows one behind the other, without padding.

    Attributes:
        starts: place of every window's first word among the batch's words.
        sizes: pieces of every window.
        pieces, places: every piece's number, and its place in its window.
        words: the place of every piece's word among the batch's words.
        counts: number of pieces of every word.
        features: by name, the value of every word.
    """

    starts: tuple[int, ...]
    sizes: tuple[int, ...]
    pieces: Numbers
    places: Numbers
    words: Numbers
    counts: Numbers
    features: Mapping[str, Numbers]


def batch_of(windows: Sequence[Window]) -> Batch:
    """Put windows together."""
    parts = [(window.document, slice(window.first, window.last)) for window in windows]
    counts = np.concatenate([document.lengths[span] for document, span in parts])
    sizes = tuple(int(document.lengths[span].sum()) for document, span in parts)
    starts = np.cumsum([0, *(len(window) for window in windows)])[:-1]
    flat = [
        piece for document, span in parts for pieces in document.pieces[span] for piece in pieces
    ]
    return Batch(
        starts=tuple(starts.tolist()),
        sizes=sizes,
        pieces=np.array(flat, dtype=np.int64),
        places=np.concatenate([np.arange(size) for size in sizes]),
        words=np.repeat(np.arange(len(counts)), counts),
        counts=counts,
        features={
            name: np.concatenate([document.features[name][span] for document, span in parts])
            for name in FEATURES
        },
    )
