"""Turns of a conversation that no words attribute: two who are quoted paragraph by paragraph.

“Why did you do it?” Ross asked. / “For money,” Lee said. / “Who knew?” / “Nobody.” – Who speaks the
last two is up to coreference; here they become attributions of their own, without cue and source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import attrs

from quoteattr.attribution.steps.selection import length
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark

__all__ = ["TURN", "begins_at", "in_order", "with_turns"]

TURN = "cue:turn"
"""The evidence of a turn that no words attribute."""

_QUESTIONS = 2  # of one side that make a conversation
_CONFIDENCE = 0.7  # of the least sure turn beside it
_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "it", "who"})


@attrs.frozen
class _Turn:
    """A paragraph of a conversation: its quotations, and the relation that has a source for it."""

    marks: tuple[Mark, ...]
    relation: int | None

    @property
    def asks(self) -> bool:
        """Whether it ends as a question."""
        return self.marks[-1].inner[-1].text.rstrip().endswith("?")


def with_turns(
    parse: Parse, marks: tuple[Mark, ...], relations: Sequence[Relation]
) -> tuple[Relation, ...]:
    """Attributions with the turns that no words attribute as attributions of their own.

    Paragraphs make a conversation where each holds a quotation, two sources take turns, and one
    side asks, twice at least and more often than the other. Without questions, news mostly goes on
    with whoever was quoted last.

    Args:
        parse: the document.
        marks: its quotation marks.
        relations: its attributions, in order.

    Returns:
        The attributions in order. Without a conversation they are the same.
    """
    turns: list[tuple[Mark, float]] = []
    for run in _runs(parse, marks, relations):
        if _is_conversation(parse, run, relations):
            sure = min(relations[t.relation].confidence for t in run if t.relation is not None)
            turns += [(turn.marks[0], sure) for turn in run if turn.relation is None]
    return in_order(_split_off(turns, relations)) if turns else tuple(relations)


def _runs(
    parse: Parse, marks: tuple[Mark, ...], relations: Sequence[Relation]
) -> Iterator[list[_Turn]]:
    """Stretches of paragraphs that hold quotations of one turn each."""
    outer = [mark for mark in marks if mark.parent is None]
    attributed = _attributed(parse, relations)
    run: list[_Turn] = []
    at = 0
    for number, (start, end) in enumerate(parse.paragraphs):
        inside = []
        while at < len(outer) and outer[at].span.start < end:
            inside.append(outer[at])
            at += 1
        goes_on = bool(run) and run[-1].marks[-1].span.end > start
        if goes_on and not inside:
            continue
        turn = _turn(parse, start, end, inside, attributed.get(number, []))
        if turn is None or goes_on:
            yield run
            run = []
        if turn is not None:
            run.append(turn)
    yield run


def _attributed(parse: Parse, relations: Sequence[Relation]) -> dict[int, list[int]]:
    """The direct quotations with a source, by the paragraph of their cue."""
    out: dict[int, list[int]] = {}
    for number, relation in enumerate(relations):
        if relation.parent is not None or relation.kind == "indirect" or relation.cue is None:
            continue
        word = parse.word_at(relation.cue.spans[0].start)
        if word is not None and relation.source is not None:
            out.setdefault(parse.paragraph_of(word), []).append(number)
    return out


def _turn(
    parse: Parse, start: int, end: int, inside: list[Mark], attributed: list[int]
) -> _Turn | None:
    if not inside or not all(mark.closed for mark in inside):
        return None
    if len(attributed) == 1:
        return _Turn(tuple(inside), attributed[0])
    rest = start
    for mark in inside:
        if parse.text[rest : mark.span.start].strip():
            return None
        rest = mark.span.end
    whole = len(inside) == 1 and not parse.text[rest:end].strip()
    return _Turn(tuple(inside), None) if whole and not attributed else None


def _is_conversation(parse: Parse, run: list[_Turn], relations: Sequence[Relation]) -> bool:
    sides: dict[str, int] = {}
    told: list[int] = []
    for place, turn in enumerate(run):
        source = relations[turn.relation].source if turn.relation is not None else None
        if source is None:
            continue
        told.append(place)
        name = parse.words[source.head].text.lower()
        if name not in _PRONOUNS and sides.setdefault(name, place % 2) != place % 2:
            return False
    if len(told) == len(run) or len({place % 2 for place in told}) < 2:
        return False
    asking = [place for place, turn in enumerate(run) if turn.asks]
    first, second = (sum(place % 2 == side for place in asking) for side in (0, 1))
    return first != second and max(first, second) >= _QUESTIONS


def _split_off(
    turns: Sequence[tuple[Mark, float]], relations: Sequence[Relation]
) -> list[Relation]:
    """Take turns from whoever they were joined to; what is reported within them goes along."""
    starts = [mark.span.start for mark, _ in turns]

    def turn_at(offset: int) -> int | None:
        place = bisect_right(starts, offset) - 1
        return place if place >= 0 and offset < turns[place][0].span.end else None

    within = [turn_at(begins_at(relation)) for relation in relations]
    out: list[Relation] = []
    for relation, turn in zip(relations, within, strict=True):
        if turn is None:
            kept = tuple(piece for piece in relation.content if turn_at(piece[0]) is None)
            out.append(attrs.evolve(relation, content=kept or relation.content))
        elif relation.parent is None or within[relation.parent] != turn:
            out.append(attrs.evolve(relation, parent=len(relations) + turn))
        else:
            out.append(relation)
    for mark, sure in turns:
        pieces = tuple((piece.start, piece.end) for piece in mark.pieces)
        confidence = round(sure * _CONFIDENCE, 3)
        out.append(
            Relation(pieces, "direct", confidence=confidence, pattern="turn", evidence=(TURN,))
        )
    return out


def begins_at(relation: Relation) -> int:
    """Where the cue stands, or the content of a relation without one."""
    return relation.cue.spans[0].start if relation.cue is not None else relation.content[0][0]


def in_order(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Relations in text order, their parents counted anew."""
    order = sorted(
        range(len(relations)),
        key=lambda i: (relations[i].content[0][0], -length(relations[i].content)),
    )
    place: dict[int | None, int | None] = {number: i for i, number in enumerate(order)}
    return tuple(attrs.evolve(relations[i], parent=place.get(relations[i].parent)) for i in order)
