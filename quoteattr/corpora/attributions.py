"""What gold attributions and predicted quotes have in common: three roles, each a span."""

from __future__ import annotations

from typing import Protocol

__all__ = ["ROLES", "Attribution", "Pieces"]

Pieces = tuple[tuple[int, int], ...]
"""A span that may be interrupted: pairs of code points, half-open, in order."""

ROLES = ("content", "cue", "source")


class Attribution(Protocol):
    """An attribution, gold or predicted."""

    @property
    def content(self) -> Pieces:
        """The span of what is said."""

    @property
    def cue(self) -> Pieces:
        """The span of the cue; empty if there is none."""

    @property
    def source(self) -> Pieces:
        """The span of the source; empty if there is none."""
