"""Two cues with one source are two attributions: "said the talks had failed and stressed that …".

Corpora often let the first content run over the second cue, and what is learnt from them does so
too. Readers see two statements.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import attrs

from quoteattr.attribution.candidates import Article, Pieces
from quoteattr.attribution.select import Scored, by_head, overlap

__all__ = ["without_second_cues"]

_SHARE = 0.2  # of the score that a candidate with a shorter content needs
_SURE = 0.75  # score of the second attribution


def without_second_cues(
    article: Article, chosen: Sequence[Scored], scored: Sequence[Scored]
) -> list[Scored]:
    """Attributions whose content ends before a cue that shares their source.

    Args:
        article: the parsed article.
        chosen: attributions.
        scored: all candidates; one of them with a shorter content takes the place.
    """
    words = article.parse.words
    ordered = sorted(chosen, key=lambda item: words[item.candidate.head].start)
    starts = [words[item.candidate.head].start for item in ordered]
    groups = by_head(scored)
    out = []
    for item in chosen:
        second = [
            other
            for start, end in item.content
            for other in ordered[bisect_left(starts, start) : bisect_left(starts, end)]
            if _shares(item, other)
        ]
        out.append(_shortened(item, second, groups.get(item.candidate.head, ())))
    return out


def _shortened(item: Scored, second: Sequence[Scored], rivals: Sequence[Scored]) -> Scored:
    """The best rival that shares no content with the second attributions, if there is one."""
    if not second:
        return item
    shorter = [
        rival
        for rival in rivals
        if rival.score >= _SHARE * item.score
        and not any(overlap(rival.content, other.content) for other in second)
    ]
    if not shorter:
        return item
    return attrs.evolve(max(shorter, key=lambda rival: rival.score), score=item.score)


def _holds(content: Pieces, at: int) -> bool:
    return any(start <= at < end for start, end in content)


def _shares(item: Scored, other: Scored) -> bool:
    """Whether two cues have one source, which stands outside the first one's content."""
    source, second = item.candidate.source, other.candidate.source
    return (
        item is not other
        and other.score >= _SURE
        and source is not None
        and second is not None
        and (source.start, source.end) == (second.start, second.end)
        and not _holds(item.content, source.start)
    )
