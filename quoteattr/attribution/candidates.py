"""Candidates, the attributions made of them, and questions about their words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Literal

import attrs

from quoteattr.attribution.pattern_kinds import PatternKind, pattern_kind
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark

__all__ = [
    "FRONTED_CONDITION",
    "Attribution",
    "Candidate",
    "Covered",
    "Key",
    "Pieces",
    "begins_at",
    "covers",
    "holds",
    "in_text_order",
    "is_subject",
    "length",
    "overlap",
    "pieces_of",
    "pieces_of_mark",
]

Pieces = tuple[tuple[int, int], ...]
"""Parts of the text: (start, end) code points, in order and disjoint."""

Key = tuple[Literal["cue", "content"], int]
"""The identifier of an attribution within its article; see ``Attribution.key``."""


@attrs.frozen
class Candidate:
    """A possible attribution, before it is scored.

    Attributes:
        pattern: the kind of pattern that proposed it; its name is converted.
        head: index of the cue's head word; without a cue, of the content's first word, or for a
            gapped quotation of its source.
        cue: index ranges (first, last) of the cue's words, last exclusive; empty without a cue.
        lemma, cue_class: of the cue's head.
        content: code point pieces.
        source: the source as written; without a cue, a mention elsewhere of the likely speaker.
        addressee: the addressee as written.
        source_rule: how the source was found; "none" where it was not.
        particle: the preposition or particle that belongs to the pattern.
        via: who passed it on.
    """

    pattern: PatternKind = attrs.field(converter=pattern_kind)
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

    @classmethod
    def without_cue(
        cls,
        pattern: str,
        head: int,
        content: Pieces,
        source: SourceSpan | None = None,
        rule: str = "none",
        cue_class: str = "other",
    ) -> Candidate:
        """A candidate that has no cue of its own.

        Args:
            pattern: name of the pattern.
            head: as in the attributes.
            content: code point pieces.
            source: a mention of the speaker.
            rule: how a source was found; it does not count without one.
            cue_class: of the cue that is left out, if there is one.
        """
        rule = "none" if source is None else rule
        return cls(pattern, head, (), "", cue_class, content, source, source_rule=rule)

    @property
    def labelled(self) -> bool:
        """Whether the labeller proposed it."""
        return self.pattern.family == "labeller"


FRONTED_CONDITION = "join:condition"
"""The note on an attribution whose first piece is a condition before the speaker."""


@attrs.frozen
class Attribution:
    """A candidate that was scored, and what the steps have made of it.

    Attributes:
        candidate: as the steps have changed it.
        score: probability that it holds.
        notes: what steps added to the evidence, in order.
        parent: key of the attribution in whose content this one lies; None for outermost ones.
    """

    candidate: Candidate
    score: float
    notes: tuple[str, ...] = ()
    parent: Key | None = None

    @property
    def content(self) -> Pieces:
        """The candidate's content."""
        return self.candidate.content

    @cached_property
    def length(self) -> int:
        """The number of code points of its content."""
        return length(self.content)

    @property
    def key(self) -> Key:
        """The head word of the cue, or where the content begins if there is no cue.

        There is one attribution for each cue, so the key stays when a step changes the rest.
        """
        candidate = self.candidate
        return ("cue", candidate.head) if candidate.cue else ("content", candidate.content[0][0])

    @property
    def evidence(self) -> tuple[str, ...]:
        """The rules that made it, in order, for people to read."""
        candidate = self.candidate
        sourced = candidate.cue or candidate.source is not None
        source = (f"source:{candidate.source_rule}",) if sourced else ()
        return (f"cue:{candidate.pattern.name}", *source, *self.notes)


@attrs.frozen
class Covered:
    """The text that some contents cover, which may overlap.

    Attributes:
        starts: where their pieces begin, in order.
        reach: how far the pieces up to each one reach.
    """

    starts: tuple[int, ...]
    reach: tuple[int, ...]

    @classmethod
    def by(cls, contents: Iterable[Pieces]) -> Covered:
        """What some contents cover."""
        pieces = sorted(piece for content in contents for piece in content)
        reach = accumulate((end for _, end in pieces), max)
        return cls(tuple(start for start, _ in pieces), tuple(reach))

    def touches(self, start: int, end: int) -> bool:
        """Whether a code point of text[start:end] is covered."""
        at = bisect_left(self.starts, end)
        return at > 0 and self.reach[at - 1] > start


def length(pieces: Pieces) -> int:
    """The number of code points in some pieces."""
    return sum(end - start for start, end in pieces)


def overlap(left: Pieces, right: Pieces) -> int:
    """The number of code points that two contents share."""
    few, many = sorted((left, right), key=len)
    return sum(_shared(many, start, end) for start, end in few)


def _shared(pieces: Pieces, start: int, end: int) -> int:
    """The number of code points of text[start:end] that some pieces have."""
    at = bisect_right(pieces, start, key=lambda piece: piece[1])
    found = 0
    while at < len(pieces) and pieces[at][0] < end:
        found += min(end, pieces[at][1]) - max(start, pieces[at][0])
        at += 1
    return found


def holds(pieces: Pieces, offset: int) -> bool:
    """Whether a code point is in some pieces."""
    return _shared(pieces, offset, offset + 1) > 0


def covers(outer: Pieces, inner: Pieces, share: float = 0.95) -> bool:
    """Whether (nearly) all of ``inner`` lies in ``outer``."""
    return overlap(outer, inner) >= share * length(inner)


def in_text_order(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Attributions by where their content begins, the longer one first."""
    return tuple(sorted(found, key=lambda item: (item.content[0][0], -item.length)))


def begins_at(parse: Parse, item: Attribution) -> int:
    """Where the cue of an attribution begins, or its content if there is no cue."""
    cue = item.candidate.cue
    return parse.words[cue[0][0]].start if cue else item.content[0][0]


def pieces_of_mark(mark: Mark) -> Pieces:
    """Code point pieces of a quotation, with its marks."""
    return tuple((piece.start, piece.end) for piece in mark.pieces)


def is_subject(deprel: str) -> bool:
    """Whether a relation is that of a nominal subject."""
    return deprel in ("nsubj", "nsubj:pass", "nsubj:outer")


def pieces_of(parse: Parse, indices: Iterable[int]) -> Pieces:
    """Code point pieces of some words, without punctuation at their ends and conjunctions before.

    Words with nothing but punctuation between them make one piece.
    """
    words = parse.words
    runs: list[list[int]] = []
    last = -2
    for i in sorted(indices):
        if i == last + 1 or (runs and all(words[k].upos == "PUNCT" for k in range(last + 1, i))):
            runs[-1].append(i)
        else:
            runs.append([i])
        last = i
    out = []
    for run in runs:
        while run and (words[run[0]].upos == "PUNCT" or words[run[0]].deprel == "cc"):
            run.pop(0)
        while run and words[run[-1]].upos == "PUNCT":
            run.pop()
        if run:
            out.append((words[run[0]].start, _with_bracket(parse, run[0], run[-1])))
    return tuple(out)


def _with_bracket(parse: Parse, first: int, last: int) -> int:
    """The end of a piece with the bracket that closes one in it: half of them (54 per cent)."""
    words, after = parse.words, last + 1
    closes = after < len(words) and words[after].text == ")"
    signs = [word.text for word in words[first:after]] if closes else []
    return words[after].end if signs.count("(") > signs.count(")") else words[last].end
