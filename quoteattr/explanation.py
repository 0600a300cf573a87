"""``Explanation``: how the quotes of one article and their speakers came about."""

from __future__ import annotations

import attrs

from quoteattr.attribution.explanation import AttributionExplanation
from quoteattr.coreference.explanation import SpeakerExplanation

__all__ = ["Explanation"]


@attrs.frozen
class Explanation(AttributionExplanation):
    """How the attributions of one article came about, and who their speakers are.

    Attributes:
        speakers: how each attribution that the options choose got its speaker, in text order.
    """

    speakers: tuple[SpeakerExplanation, ...] = ()

    def __str__(self) -> str:
        shown = [f"  {line}" for speaker in self.speakers for line in str(speaker).split("\n")]
        head = "speakers:" if shown else "speakers: none"
        return "\n".join([AttributionExplanation.__str__(self), head, *shown])
