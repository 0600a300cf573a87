"""An article as numbers for the labeller: words with their features, in windows of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt

from quoteattr.attribution.candidates import Article
from quoteattr.word_pieces import WordPieces

__all__ = ["FEATURES", "Document", "Window", "batch_of", "document_of", "windows_of"]

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


def values_of(article: Article) -> dict[str, list[str]]:
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


def document_of(
    article: Article, numbers: Mapping[str, Mapping[str, int]], pieces: WordPieces
) -> Document:
    """Turn an article into numbers.

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
    features = {
        name: np.array([numbers[name].get(value, 0) for value in values], dtype=np.int64)
        for name, values in values_of(article).items()
    }
    features["marks"] = np.where(outer < 0, 0, np.where(outer == inner, 1, 2))
    return Document(
        pieces=tuple(pieces(word.text) for word in parse.words),
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


def batch_of(windows: Sequence[Window]) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of some windows, padded.

    Returns:
        ``pieces`` and ``piece_mask`` (windows, pieces); ``piece_word``, the place of each piece's
        word in its window, padding one past the last; ``piece_count`` and every feature
        (windows, words).
    """
    rows = len(windows)
    words = max(len(window) for window in windows)
    spans = [slice(window.first, window.last) for window in windows]
    sizes = [int(w.document.lengths[s].sum()) for w, s in zip(windows, spans, strict=True)]
    out: dict[str, npt.NDArray[np.generic]] = {
        "pieces": np.zeros((rows, max(sizes)), dtype=np.int64),
        "piece_mask": np.zeros((rows, max(sizes)), dtype=bool),
        "piece_word": np.full((rows, max(sizes)), words, dtype=np.int64),
        "piece_count": np.ones((rows, words), dtype=np.float32),
        **{name: np.zeros((rows, words), dtype=np.int64) for name in FEATURES},
    }
    for row, (window, span, size) in enumerate(zip(windows, spans, sizes, strict=True)):
        document, count = window.document, len(window)
        out["pieces"][row, :size] = [i for pieces in document.pieces[span] for i in pieces]
        out["piece_mask"][row, :size] = True
        out["piece_word"][row, :size] = np.repeat(np.arange(count), document.lengths[span])
        out["piece_count"][row, :count] = document.lengths[span]
        for name in FEATURES:
            out[name][row, :count] = document.features[name][span]
    return out
