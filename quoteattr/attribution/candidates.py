"""A candidate attribution, and the small questions about a parse that every pattern asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs

from quoteattr.attribution.work_titles import title_words
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.cues import Lexicon

__all__ = [
    "Article",
    "Candidate",
    "Pieces",
    "is_subject",
    "pieces_of",
    "pieces_of_mark",
    "words_in_marks",
]

Pieces = tuple[tuple[int, int], ...]

_AROUND = 2  # words beside a title that make no statement of it: "their daughter “Storm”"


@attrs.frozen
class Article:
    """What the patterns look at: a parse, its quotation marks and the words that attribute."""

    parse: Parse
    marks: tuple[Mark, ...]
    lexicon: Lexicon

    @cached_property
    def outer_marks(self) -> tuple[Mark, ...]:
        """Marks that lie in no other mark."""
        return tuple(mark for mark in self.marks if mark.parent is None)

    @cached_property
    def outer_starts(self) -> tuple[int, ...]:
        """Where the outer marks begin."""
        return tuple(mark.span.start for mark in self.outer_marks)

    def mark_from(self, offset: int) -> Mark | None:
        """The first outer mark that begins at a code point or behind it."""
        at = bisect_left(self.outer_starts, offset)
        return self.outer_marks[at] if at < len(self.outer_marks) else None

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        """Lemma of every word, verbs by the lexicon's own forms."""
        return tuple(
            self.lexicon.lemma(word.text, word.lemma)
            if word.upos in ("VERB", "AUX")
            else word.lemma.lower()
            for word in self.parse.words
        )

    @cached_property
    def asides(self) -> frozenset[int]:
        """Words of "according to X" phrases: they are no part of any other cue's content."""
        words = self.parse.words
        out: set[int] = set()
        for word in words[:-1]:
            if word.text.lower() == "according" and words[word.index + 1].text.lower() == "to":
                top = word.head if word.deprel == "case" else word.index
                if top >= word.index:
                    out.update(self.parse.subtree(top))
        return frozenset(out)

    @cached_property
    def mark_of_word(self) -> dict[int, int]:
        """Index of the innermost mark around a word, by the word's index."""
        return words_in_marks(self.parse, self.marks)

    @cached_property
    def titles(self) -> frozenset[int]:
        """Words of titles in quotation marks: nobody says them."""
        return title_words(self.parse, self.marks, self.lexicon)

    def is_title(self, content: Pieces, around: int | None = _AROUND) -> bool:
        """Whether a content is the title of a work, with a few words around it but no verb.

        Args:
            content: code point pieces.
            around: how many words at most; None for any number.
        """
        words = {i for start, end in content for i in self.parse.words_within(start, end)}
        rest = [self.parse.words[i].upos for i in words - self.titles]
        if len(rest) == len(words) or {"VERB", "AUX"} & set(rest):
            return False
        return around is None or sum(upos != "PUNCT" for upos in rest) <= around

    def verb_class(self, index: int) -> str:
        """The lexicon's class of a verb; "other" for one that it does not know."""
        return self.lexicon.verbs.get(self.lemmas[index], "other")

    def children(self, index: int, *relations: str) -> list[int]:
        """Dependents of a word with one of the relations; subtypes count as their main type."""
        words = self.parse.words
        return [
            kid
            for kid in self.parse.children[index]
            if words[kid].deprel in relations or words[kid].deprel.split(":")[0] in relations
        ]

    def case_of(self, index: int) -> str | None:
        """The preposition of a phrase ("according to" as one), lower-cased; None without."""
        for kid in self.children(index, "case", "mark"):
            if kid < index and self.parse.words[kid].xpos != "POS":
                return self.lemmas[kid]
        return None


@attrs.frozen
class Candidate:
    """A possible attribution, before it is scored.

    Attributes:
        frame: the pattern that proposed it.
        head: index of the cue's head word.
        cue: index ranges (first, last) of the cue's words, last exclusive.
        lemma, cue_class: of the cue's head.
        content: code point pieces.
        source: who, as written.
        addressee: to whom, as written.
        source_rule: how the source was found.
        particle: the preposition or particle that belongs to the frame.
        via: who passed it on.
    """

    frame: str
    head: int
    cue: tuple[tuple[int, int], ...]
    lemma: str
    cue_class: str
    content: Pieces
    source: SourceSpan | None = None
    addressee: SourceSpan | None = None
    source_rule: str = "none"
    particle: str = ""
    via: tuple[SourceSpan, ...] = ()


def words_in_marks(parse: Parse, marks: Sequence[Mark]) -> dict[int, int]:
    """Index of the innermost mark around each quoted word, by the word's index."""
    return {
        i: number
        for number, mark in enumerate(marks)
        for piece in mark.pieces
        for i in parse.words_within(piece.start, piece.end)
    }


def pieces_of_mark(mark: Mark) -> Pieces:
    """Code point pieces of a quotation, with its marks."""
    return tuple((piece.start, piece.end) for piece in mark.pieces)


def is_subject(deprel: str) -> bool:
    """Whether a relation is that of a nominal subject."""
    return deprel in ("nsubj", "nsubj:pass", "nsubj:outer")


def pieces_of(parse: Parse, indices: Iterable[int]) -> Pieces:
    """Code point pieces of some words, edge punctuation and leading conjunctions left out.

    Words with nothing but punctuation between them make one piece.
    """
    words = parse.words
    chosen = sorted(indices)
    runs: list[list[int]] = []
    for i in chosen:
        if runs and all(words[k].upos == "PUNCT" for k in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    out = []
    for run in runs:
        while run and (words[run[0]].upos == "PUNCT" or words[run[0]].deprel == "cc"):
            run.pop(0)
        while run and words[run[-1]].upos == "PUNCT":
            run.pop()
        if run:
            out.append((words[run[0]].start, words[run[-1]].end))
    return tuple(out)
