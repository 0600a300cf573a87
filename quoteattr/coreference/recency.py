"""The mentions read so far, looked up backwards from a word, and who spoke last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from quoteattr.coreference.records import Entity, Mention

__all__ = ["Focus"]


class Focus:
    """Settled mentions in text order, whatever the order in which they were settled.

    Args:
        sources: the words that head a source.
        names: the name that covers a word; those ahead of a pronoun too.
    """

    def __init__(
        self,
        sources: frozenset[int] = frozenset(),
        names: Mapping[int, Mention] | None = None,
    ) -> None:
        self.sources = sources
        self.names = names or {}
        self._mentions: list[Mention] = []
        self._heads: list[int] = []
        self._speakers: list[Entity] = []
        self._speaking: list[int] = []

    def push(self, mention: Mention) -> None:
        """Add a settled mention."""
        place = bisect_right(self._heads, mention.head)
        self._heads.insert(place, mention.head)
        self._mentions.insert(place, mention)

    def speak(self, head: int, entity: Entity) -> None:
        """Note whoever a source, headed by a word, is."""
        place = bisect_right(self._speaking, head)
        self._speaking.insert(place, head)
        self._speakers.insert(place, entity)

    def before(self, head: int, most: int) -> Iterator[tuple[Mention, Entity]]:
        """The mentions before a word with their entities, the nearest first.

        Args:
            head: index of the word.
            most: how many mentions to look back at.
        """
        end = bisect_left(self._heads, head)
        for i in range(end - 1, max(end - 1 - most, -1), -1):
            mention = self._mentions[i]
            if mention.entity is not None:
                yield mention, mention.entity

    def last_speaker(self, head: int) -> Entity | None:
        """Whoever was the source of the last attribution that begins before a word."""
        place = bisect_left(self._speaking, head)
        return self._speakers[place - 1] if place else None
