"""``Parse``, a frozen dependency parse, and the protocol of parsers.

Words are numbered throughout the document. Offsets are code points of the caller's text.
Relations and tags are Universal Dependencies (https://universaldependencies.org).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import attrs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Entity", "Labels", "Parse", "Parser", "Row", "Sentence", "Vectors", "Word", "joined"]

_UNIT = 0.5 / 127**2  # log odds of a product of 1: the reader is trained with half of its products
_DEEP = 40  # words above a word that are looked at
_SHORT = 100  # words: longer subtrees are not kept, or a long chain of clauses needs much memory


@attrs.frozen
class Word:
    """One syntactic word ("Trump" and "’s" are two).

    Attributes:
        index: position in ``Parse.words``.
        start, end: code points in the text.
        text: as written, except that the parser may have replaced quotation marks by plain ones.
        lemma: dictionary form; the text in lower case if the parse has no lemmas.
        upos, xpos: universal and Penn tag.
        head: index of the governor, -1 for a root.
        deprel: relation to the governor, with its subtype.
        sentence: index into ``Parse.sentences``.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    sentence: int


@attrs.frozen
class Sentence:
    """Words ``first`` up to, not including, ``last``; ``paragraph`` counts from 0."""

    first: int
    last: int
    paragraph: int


@attrs.frozen
class Entity:
    """A named entity: words ``first`` to ``last`` (exclusive) and the recognizer's label."""

    first: int
    last: int
    label: str


@attrs.frozen
class Row:
    """The words around one cue head.

    Attributes:
        first: index of the first word.
        cue, source, content: probability that a word belongs to it, from the first word on; they
            exclude each other.
    """

    first: int
    cue: Sequence[float]
    source: Sequence[float]
    content: Sequence[float]


@attrs.frozen(eq=False)
class Vectors:
    """Every word as a mention and as an antecedent: arrays of whole numbers (words, width).

    Attributes:
        mentions: what each word looks for in an antecedent, if it heads a mention.
        antecedents: what each word has to offer.
    """

    mentions: npt.NDArray[np.int8]
    antecedents: npt.NDArray[np.int8]

    def likeness(self, mention: int, antecedents: Sequence[int]) -> list[float]:
        """How well some words fit as antecedents of a mention: log odds, 0 where nothing is known.

        Args:
            mention: index of its head.
            antecedents: indices of the heads of earlier mentions.
        """
        # Floats of this size are exact for whole numbers, and quicker to multiply.
        wanted = self.mentions[mention].astype("float64")
        products = self.antecedents.take(antecedents, axis=0).astype("float64") @ wanted
        found: list[float] = (products * _UNIT).tolist()
        return found


def joined(parts: Sequence[Vectors]) -> Vectors:
    """The vectors of the parts of an article, one after the other.

    Args:
        parts: at least one, in the order of the text.
    """
    import numpy as np

    return Vectors(
        np.concatenate([part.mentions for part in parts]),
        np.concatenate([part.antecedents for part in parts]),
    )


@attrs.frozen
class Labels:
    """What a trained labeller says of an article's words.

    Attributes:
        heads: for every word, the probability that it heads the cue of an attribution.
        rows: by the index of a likely head, the roles of the words around it.
        vectors: for coreference.
    """

    heads: Sequence[float]
    rows: Mapping[int, Row]
    vectors: Vectors | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Parse:
    """A parsed document over the caller's own text.

    Attributes:
        text: the caller's string, unchanged.
        words, sentences, entities: in order.
        paragraphs: (start, end) code points of every non-blank paragraph, in order.
        chains: coreference chains as word ranges, if the parser has a model for them.
        labels: cue heads, roles and vectors, if the parser labels them.
    """

    text: str
    words: tuple[Word, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    paragraphs: tuple[tuple[int, int], ...] = ()
    chains: tuple[tuple[tuple[int, int], ...], ...] = ()
    labels: Labels | None = attrs.field(default=None, eq=False, repr=False)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Dependents of every word, left to right."""
        found: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                found[word.head].append(word.index)
        return tuple(map(tuple, found))

    @cached_property
    def main_relations(self) -> tuple[str, ...]:
        """Relation of every word to its governor, without the subtype."""
        return tuple(word.deprel.split(":")[0] for word in self.words)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(word.start for word in self.words)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(word.end for word in self.words)

    @cached_property
    def _subtrees(self) -> dict[int, tuple[int, ...]]:
        """The short subtrees that were asked for before."""
        return {}

    @cached_property
    def _governors(self) -> dict[int, tuple[int, ...]]:
        """The words above those that were asked for before."""
        return {}

    @cached_property
    def entity_at(self) -> dict[int, Entity]:
        """The entity that covers a word, by the word's index."""
        return {i: entity for entity in self.entities for i in range(entity.first, entity.last)}

    def word_at(self, offset: int) -> int | None:
        """Index of the word that covers a code point, None between words."""
        i = bisect_right(self._starts, offset) - 1
        return i if i >= 0 and offset < self.words[i].end else None

    def words_within(self, start: int, end: int) -> range:
        """Indices of the words that lie wholly in text[start:end]."""
        first = bisect_left(self._starts, start)
        return range(first, bisect_right(self._ends, end, first))

    def subtree(self, index: int) -> tuple[int, ...]:
        """A word and all its direct and indirect dependents, in text order."""
        known = self._subtrees.get(index)
        if known is not None:
            return known
        children = self.children
        below = [index]
        for word in below:  # it grows
            for kid in children[word]:
                if kid != index:  # which is where a circle of words would lead to
                    below.append(kid)
        found = tuple(sorted(below))
        if len(found) <= _SHORT:
            self._subtrees[index] = found
        return found

    def governors(self, index: int) -> tuple[int, ...]:
        """The words above a word, nearest first; of a very deep one, the nearest."""
        known = self._governors.get(index)
        if known is not None:
            return known
        words, out = self.words, {index: None}
        head = words[index].head
        while head >= 0 and head not in out and len(out) < _DEEP:
            out[head] = None
            head = words[head].head
        found = self._governors[index] = tuple(out)[1:]
        return found

    def tops(self, first: int, last: int) -> list[int]:
        """The words ``first`` to ``last`` (exclusive) whose governor is not among them."""
        return [i for i in range(first, last) if not first <= self.words[i].head < last]

    def sentence_words(self, sentence: int) -> range:
        """Indices of a sentence's words."""
        part = self.sentences[sentence]
        return range(part.first, part.last)

    def paragraph_of(self, index: int) -> int:
        """Number of the paragraph that a word lies in."""
        return self.sentences[self.words[index].sentence].paragraph

    def paragraph_at(self, offset: int) -> int:
        """Number of the paragraph of a code point; between two, of the first one."""
        return max(bisect_right(self.paragraphs, (offset, len(self.text) + 1)) - 1, 0)


class Parser(Protocol):
    """Anything that turns text into a ``Parse``; it must not raise for any string."""

    def __call__(self, text: str) -> Parse:
        """Parse one document."""
        ...
