"""The number, the colour and the pattern of each quoted speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from quoteattr.formats.quoted import Quoted, described
from quoteattr.model import Quote, Speaker

__all__ = ["COLOURS", "PATTERNS", "Key", "key_of", "keys_of"]

COLOURS = 8
"""As many as can be told from each other; ``style.css`` has one rule for each."""

PATTERNS = 5
"""The first is none. All colours have the first before any has the second."""

_LONGEST_NAME = 32  # of a label in the text


@attrs.frozen
class Key:
    """What distinguishes the quotes of a speaker.

    Attributes:
        number: place in the legend from 1; 0 for quotes without a speaker.
        name: with titles.
        label: the name as short as a label in the text should be.
    """

    number: int
    name: str
    label: str

    @property
    def shown(self) -> str:
        """The number as readers see it."""
        return str(self.number) if self.number else "?"

    @property
    def classes(self) -> str:
        """Classes of every element of the speaker."""
        if not self.number:
            return "qa-s0"
        pattern, colour = divmod(self.number - 1, COLOURS)
        return f"qa-s{self.number} qa-c{colour} qa-p{pattern % PATTERNS}"


def keys_of(entries: Iterable[Quoted]) -> dict[str | None, Key]:
    """The key of every quoted speaker by id, and of None.

    Args:
        entries: the speakers, in the order of the legend.
    """
    speakers = [entry.speaker for entry in entries if entry.speaker]
    named: dict[str | None, Key] = {
        speaker.id: Key(i + 1, described(speaker), _label(speaker))
        for i, speaker in enumerate(speakers)
    }
    return {**named, None: Key(0, "no speaker", "no speaker")}


def key_of(quote: Quote, keys: Mapping[str | None, Key]) -> Key:
    """The key of a quote's speaker."""
    return keys[quote.speaker.id if quote.speaker else None]


def _label(speaker: Speaker) -> str:
    name = speaker.name
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
