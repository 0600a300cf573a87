"""Quotations without a cue that go on with the quote before them, by the same speaker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import attrs
import regex

from quoteattr.model import Speaker
from quoteattr.relations import Relation

__all__ = ["join_continued"]

_GOING_ON = ("floating-paragraph", "floating-sentence")
_NOTE = "join:same-speaker"
_WORD = regex.compile(r"\w")


def join_continued(
    text: str, relations: Sequence[Relation], speakers: Sequence[Speaker | None]
) -> Mapping[int, Relation]:
    """Join each quotation without a cue to a direct quote of its speaker that ends right before.

    “We lost it,” Ann Lee said. “All of it.” ¶ “We will go on.” is one quote, which goes on in the
    next paragraph, as an editor counts.

    Args:
        text: the article.
        relations: its attributions, in text order.
        speakers: their speakers, in the same order.

    Returns:
        The attributions that are left, by their numbers before. Their parents have new numbers;
        what is nested in a joined one gets that one as its parent. The confidence of a joined one
        is the lowest of its parts.
    """
    ends = sorted((r.content[-1][1], i) for i, r in enumerate(relations) if r.parent is None)
    first_of = list(range(len(relations)))  # the number of the quote that each belongs to
    added: dict[int, list[Relation]] = {}
    for number, relation in enumerate(relations):
        before = _before(text, ends, relation)
        if before is None or relations[before].kind != "direct":
            continue
        if speakers[number] is not None and speakers[number] == speakers[before]:
            first = first_of[number] = first_of[before]
            added.setdefault(first, []).append(relation)
    left = [number for number, first in enumerate(first_of) if first == number]
    place = {number: new for new, number in enumerate(left)}
    out = {}
    for number in left:
        parent, more = relations[number].parent, added.get(number, ())
        out[number] = attrs.evolve(
            relations[number],
            parent=None if parent is None else place[first_of[parent]],
            content=relations[number].content + tuple(p for one in more for p in one.content),
            evidence=relations[number].evidence + (_NOTE,) * bool(more),
            confidence=min(one.confidence for one in (relations[number], *more)),
        )
    return out


def _before(text: str, ends: Sequence[tuple[int, int]], relation: Relation) -> int | None:
    """The number of the outermost attribution that ends right before a quotation without a cue."""
    if relation.pattern not in _GOING_ON or relation.parent is not None:
        return None
    start = relation.content[0][0]
    place = bisect_right(ends, (start, len(ends))) - 1
    if place < 0 or _WORD.search(text, ends[place][0], start):
        return None
    return ends[place][1]
