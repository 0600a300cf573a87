"""What attribution knows of one article: parse, marks, words, labels, scored candidates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, wraps
from typing import Any, Protocol, TypeVar

import attrs

from quoteattr.attribution.candidates import Attribution, Pieces
from quoteattr.attribution.lines import Line, lines_of
from quoteattr.attribution.work_titles import title_words
from quoteattr.model import QuoteKind
from quoteattr.syntax import Labels, Parse
from quoteattr.text.marks import Mark
from quoteattr.words.cues import Lexicon

__all__ = ["Analysis", "Labeller", "Masses", "asked_once", "words_in_marks"]

_AROUND = 2  # other words that a title may have around it: "their daughter “Storm”"


@attrs.frozen
class Masses:
    """How many words around a cue head to expect in each role.

    Attributes:
        cue: the sum of the probabilities of all words.
        source, content: the same without punctuation, which is no part of them.
    """

    cue: float
    source: float
    content: float


_Answer = TypeVar("_Answer")
_Question = Callable[["Analysis", int], _Answer]


def asked_once(question: _Question[_Answer]) -> _Question[_Answer]:
    """Keep the answers to a question about a word: several candidates have the same verb.

    Args:
        question: of an article and the index of a word.
    """

    @wraps(question)
    def asked(analysis: Analysis, index: int) -> _Answer:
        answers, key = analysis.answers, (question, index)
        if key not in answers:
            answers[key] = question(analysis, index)
        answer: _Answer = answers[key]
        return answer

    return asked


def _nothing(_: Analysis) -> Iterable[Attribution]:
    return ()


@attrs.frozen
class Analysis:
    """One article as patterns and steps look at it.

    Attributes:
        parse: the repaired parse.
        marks: the quotation marks, as ``find_marks`` returns them.
        lexicon: the words that attribute.
        labels: what the labeller says; None without a labeller.
        scorer: finds every candidate of every pattern, and scores it.
    """

    parse: Parse
    marks: tuple[Mark, ...]
    lexicon: Lexicon
    labels: Labels | None = None
    scorer: Callable[[Analysis], Iterable[Attribution]] = _nothing

    @cached_property  # not a field: the steps would have to find out again what the patterns know
    def scored(self) -> tuple[Attribution, ...]:
        """Every candidate of every pattern, scored."""
        return tuple(self.scorer(self))

    @cached_property
    def rivals(self) -> dict[int, tuple[Attribution, ...]]:
        """The scored candidates by the head word of their cue, in the order of the patterns."""
        out: dict[int, list[Attribution]] = {}
        for item in self.scored:
            out.setdefault(item.candidate.head, []).append(item)
        return {head: tuple(items) for head, items in out.items()}

    def pattern_rivals(self, head: int) -> tuple[Attribution, ...]:
        """The scored candidates for a head word without those of the labeller."""
        return tuple(item for item in self.rivals.get(head, ()) if not item.candidate.labelled)

    @property
    def outer_marks(self) -> tuple[Mark, ...]:
        """Marks that lie in no other mark."""
        return self._marks_of_level.get(None, ())

    @property
    def outer_starts(self) -> tuple[int, ...]:
        """Where the outer marks begin."""
        return self._starts_of_level.get(None, ())

    def mark_from(self, offset: int) -> Mark | None:
        """The first outer mark that begins at a code point or after it."""
        at = bisect_left(self.outer_starts, offset)
        return self.outer_marks[at] if at < len(self.outer_marks) else None

    def mark_to(self, offset: int) -> Mark | None:
        """The last outer mark that begins before a code point; None if it ends after that."""
        at = bisect_left(self.outer_starts, offset) - 1
        return self.outer_marks[at] if at >= 0 and self.outer_marks[at].span.end <= offset else None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What kind of line each paragraph is."""
        return lines_of(self.parse)

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        """Lemma of every word, verbs by the lexicon's own forms."""
        shared: dict[str, str] = {}  # most words come again
        found = (
            self.lexicon.lemma(word.text, word.lemma)
            if word.upos in ("VERB", "AUX")
            else word.lemma.lower()
            for word in self.parse.words
        )
        return tuple(shared.setdefault(lemma, lemma) for lemma in found)

    @cached_property
    def punctuation(self) -> frozenset[int]:
        """Words that are punctuation."""
        return frozenset(word.index for word in self.parse.words if word.upos == "PUNCT")

    @cached_property
    def asides(self) -> frozenset[int]:
        """Words of "according to X" phrases: they are no part of any other cue's content."""
        words = self.parse.words
        out: set[int] = set()
        for word in words[:-1]:
            if word.text.lower() == "according" and words[word.index + 1].text.lower() == "to":
                for top in self.according_to(word.index):
                    out.update(self.parse.subtree(top))
        return frozenset(out)

    def according_to(self, index: int) -> tuple[int, ...]:
        """The words that head the phrase of an "according"; the noun is the last one, if any.

        Treebanks differ: the noun governs "according", depends on it, or is beside it.
        """
        words = self.parse.words
        word = words[index]
        if word.deprel == "case":
            return (word.head,) if word.head > index else ()
        below = [k for k in self.children(index, "obl", "nmod", "pobj", "obj") if k > index]
        beside = [
            kid
            for kid in (self.parse.children[word.head] if word.head >= 0 else ())
            if kid > index + 1 and min(self.parse.subtree(kid)) == index + 2
        ]
        return (index, *(below or beside)[:1])

    @cached_property
    def mark_of_word(self) -> dict[int, int]:
        """Index of the innermost mark around a word, by the word's index."""
        return words_in_marks(self.parse, self.marks)

    @cached_property
    def _marks_of_level(self) -> dict[int | None, tuple[Mark, ...]]:
        out: dict[int | None, list[Mark]] = {}
        for mark in self.marks:
            out.setdefault(mark.parent, []).append(mark)
        return {level: tuple(marks) for level, marks in out.items()}

    @cached_property
    def _starts_of_level(self) -> dict[int | None, tuple[int, ...]]:
        return {
            level: tuple(mark.span.start for mark in marks)
            for level, marks in self._marks_of_level.items()
        }

    def level_of(self, word: int) -> int | None:
        """Index of the innermost mark that a word lies in; None outside of all."""
        return self.mark_of_word.get(word)

    def touching(self, level: int | None, start: int, end: int) -> Iterator[Mark]:
        """Marks that share a code point with ``text[start:end]``, the last one first.

        Args:
            level: index of the mark that they lie in; None for marks that lie in none.
            start: first code point.
            end: code point after the last one.
        """
        marks = self._marks_of_level.get(level, ())
        at = bisect_left(self._starts_of_level.get(level, ()), end)
        while at > 0 and marks[at - 1].span.end > start:
            yield marks[at - 1]
            at -= 1

    @cached_property
    def masses(self) -> dict[int, Masses]:
        """How many words to expect in each role around each cue head."""
        silent = sorted(self.punctuation)

        def without_punctuation(first: int, values: Sequence[float]) -> float:
            left = list(values)
            begin, end = bisect_left(silent, first), bisect_left(silent, first + len(left))
            for i in silent[begin:end]:
                left[i - first] = 0.0
            return sum(left)

        rows = self.labels.rows if self.labels is not None else {}
        return {
            head: Masses(
                sum(row.cue),
                without_punctuation(row.first, row.source),
                without_punctuation(row.first, row.content),
            )
            for head, row in rows.items()
        }

    @cached_property
    def work_titles(self) -> frozenset[int]:
        """Words of titles in quotation marks, which are no speech."""
        return title_words(self.parse, self.marks, self.lexicon)

    def is_work_title(self, content: Pieces, around: int | None = _AROUND) -> bool:
        """Whether a content is the title of a work, with a few words around it but no verb.

        Args:
            content: code point pieces.
            around: how many words at most; None for any number.
        """
        if not self.work_titles:
            return False
        words = {i for start, end in content for i in self.parse.words_within(start, end)}
        if words.isdisjoint(self.work_titles):
            return False
        rest = [self.parse.words[i].upos for i in words - self.work_titles]
        if "VERB" in rest or "AUX" in rest:
            return False
        return around is None or sum(upos != "PUNCT" for upos in rest) <= around

    @cached_property
    def _spoken(self) -> dict[Pieces, tuple[int, ...]]:
        """The words of the contents that were asked for before."""
        return {}

    def spoken(self, content: Pieces) -> tuple[int, ...]:
        """The words of a content without punctuation, in order.

        Args:
            content: code point pieces.
        """
        known = self._spoken.get(content)
        if known is None:
            within, silent = self.parse.words_within, self.punctuation
            known = self._spoken[content] = tuple(
                i for start, end in content for i in within(start, end) if i not in silent
            )
        return known

    @cached_property
    def answers(self) -> dict[tuple[_Question[Any], int], Any]:
        """The answers to questions that were asked of a word before; see ``asked_once``."""
        return {}

    @cached_property
    def _kinds(self) -> dict[tuple[Pieces, int | None], QuoteKind]:
        """The kinds of the contents that were asked for before."""
        return {}

    def kind_of(self, content: Pieces, level: int | None) -> QuoteKind:
        """Whether a content is direct, mixed or indirect: all, some or none of it in marks.

        Args:
            content: code point pieces.
            level: index of the mark around the cue, which does not count; None without one.
        """
        known = self._kinds.get((content, level))
        if known is None:
            known = self._kinds[content, level] = self._kind_of(content, level)
        return known

    def _kind_of(self, content: Pieces, level: int | None) -> QuoteKind:
        touched = [[mark.span for mark in self.touching(level, *piece)] for piece in content]
        if not any(touched):
            return "indirect"
        words_within, silent = self.parse.words_within, self.punctuation
        inside = outside = 0
        for (start, end), spans in zip(content, touched, strict=True):
            if not spans and outside:
                continue  # one word outside of marks is enough
            spoken = self.spoken(((start, end),))
            within = {
                i
                for span in spans
                for i in words_within(max(start, span.start), min(end, span.end))
                if i not in silent
            }
            inside += len(within)
            outside += len(spoken) - len(within)
        if inside and not outside:
            return "direct"
        return "mixed" if inside else "indirect"

    def verb_class(self, index: int) -> str:
        """The lexicon's class of a verb; "other" for one that it does not know."""
        return self.lexicon.verbs.get(self.lemmas[index], "other")

    def children(self, index: int, *relations: str) -> list[int]:
        """Dependents of a word with one of the relations; subtypes count as their main type."""
        words, main = self.parse.words, self.parse.main_relations
        found: list[int] = []
        for kid in self.parse.children[index]:
            if main[kid] in relations or words[kid].deprel in relations:
                found.append(kid)
        return found

    def case_of(self, index: int) -> str | None:
        """The preposition of a phrase ("according to" as one), lower-cased; None without."""
        for kid in self.children(index, "case", "mark"):
            if kid < index and self.parse.words[kid].xpos != "POS":
                return self.lemmas[kid]
        return None


class Labeller(Protocol):
    """Anything that reads an article and labels its words."""

    def __call__(self, article: Analysis) -> Labels:
        """Read one article; RuntimeError where that fails."""
        ...


def words_in_marks(parse: Parse, marks: Sequence[Mark]) -> dict[int, int]:
    """Index of the innermost mark around each quoted word, by the word's index."""
    return {
        i: number
        for number, mark in enumerate(marks)
        for piece in mark.pieces
        for i in parse.words_within(piece.start, piece.end)
    }
