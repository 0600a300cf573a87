"""What the patterns know of an attribution that the labeller proposed."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from quoteattr.attribution.labels import LABELLED
from quoteattr.attribution.steps.selection import Scored, by_head, length, overlap

__all__ = ["with_patterns"]

_SAME = 0.5  # share of code points from which a pattern found the same content


def with_patterns(chosen: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """Attributions of the labeller with the addressee of the best pattern for the same cue.

    The pattern is named in the evidence where it found (much of) the same content; other
    attributions stay as they are.

    Args:
        chosen: attributions.
        scored: all candidates.
    """
    patterns = by_head(item for item in scored if item.candidate.frame != LABELLED)
    return [
        _joined(item, patterns.get(item.candidate.head, ()))
        if item.candidate.frame == LABELLED
        else item
        for item in chosen
    ]


def _joined(item: Scored, patterns: Sequence[Scored]) -> Scored:
    if not patterns:
        return item
    ranked = sorted(
        patterns,
        key=lambda other: (overlap(item.content, other.content), other.score),
        reverse=True,
    )
    best = ranked[0]
    told = [other.candidate for other in ranked if other.candidate.addressee is not None]
    candidate = attrs.evolve(
        item.candidate,
        lemma=best.candidate.lemma,
        cue_class=best.candidate.cue_class,
        addressee=told[0].addressee if told else None,
        via=best.candidate.via,
    )
    shared = overlap(item.content, best.content)
    either = length(item.content) + length(best.content) - shared
    agrees = (f"pattern:{best.candidate.frame}",) if shared >= _SAME * either else ()
    return Scored(candidate, item.score, (*item.evidence, *agrees))
