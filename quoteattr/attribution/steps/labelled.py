"""Corrections, by the patterns, of attributions that the labeller proposed.

All of these steps need labels; without them they return what they are given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, covers, holds, overlap

__all__ = [
    "agreeing_patterns",
    "inner_sources",
    "split_second_cues",
]

_SHARE = 0.2  # of the score that a candidate needs that takes the place
_SURE = 0.75  # score of the second attribution
_SAME = 0.5  # share of code points from which a pattern found the same content


def split_second_cues(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """End a content before a second cue that has the same source.

    "She said the talks had failed and stressed that …" are two attributions with one source.
    In corpora the first content often runs over the second cue, so learned weights prefer that.

    Args:
        analysis: of the article; without labels nothing changes.
        found: the attributions so far; a candidate with a shorter content takes the place of one.
    """
    if analysis.labels is None:
        return found
    out = []
    for item, within in _with_cues_within(analysis, found):
        level = analysis.level_of(item.candidate.head)
        inner = {other.candidate.head for other in within}
        second = [
            other
            for other in within
            if _shares_source(item, other)
            and analysis.level_of(other.candidate.head) == level
            and not _is_joined_to(analysis, other.candidate.head, inner)
        ]
        out.append(_shortened(item, second, analysis.rivals.get(item.candidate.head, ())))
    return tuple(out)


def inner_sources(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Give nested attributions of the labeller a source within the content that they lie in.

    In "State media reported that Lee left and stated that …" Lee states. The labeller learns from
    outermost attributions only and may choose "State media". Then the best pattern for the same
    cue with a source within, or without a source, replaces it. Without one it is dropped.

    Args:
        analysis: of the article; without labels nothing changes.
        found: the attributions so far.
    """
    if analysis.labels is None:
        return found
    replaced: dict[int, Attribution | None] = {}
    for outer, within in _with_cues_within(analysis, found):
        for item in within:
            nested = covers(outer.content, item.content)
            if nested and item.candidate.labelled and not _names_within(outer, item):
                replaced[item.candidate.head] = _best_within(analysis, outer, item)
    kept = (replaced.get(item.candidate.head, item) for item in found)
    return tuple(item for item in kept if item is not None)


def agreeing_patterns(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Complete attributions of the labeller by the best pattern for the same cue.

    That is the addressee, the lemma and class of the cue, and who passed it on. The pattern is
    named in the evidence where it found (much of) the same content.

    Args:
        analysis: of the article; without labels nothing changes.
        found: the attributions so far.
    """
    if analysis.labels is None:
        return found
    return tuple(
        _joined(item, analysis.pattern_rivals(item.candidate.head))
        if item.candidate.labelled
        else item
        for item in found
    )


def _is_joined_to(analysis: Analysis, head: int, others: set[int]) -> bool:
    """Whether a cue is coordinated with one of some others: "that Lee left and stated that …"."""
    word = analysis.parse.words[head]
    return word.deprel.split(":")[0] == "conj" and word.head in others


def _best_within(analysis: Analysis, outer: Attribution, item: Attribution) -> Attribution | None:
    """The best pattern for a nested cue whose source, if any, lies in the outer content."""
    fitting = [
        rival
        for rival in analysis.pattern_rivals(item.candidate.head)
        if rival.score >= _SHARE * item.score
        and covers(outer.content, rival.content)
        and _names_within(outer, rival)
    ]
    best = max(fitting, key=lambda rival: rival.score, default=None)
    return best and attrs.evolve(best, score=item.score)


def _joined(item: Attribution, patterns: Sequence[Attribution]) -> Attribution:
    if not patterns:
        return item
    ranked = sorted(
        patterns,
        key=lambda other: (overlap(item.content, other.content), other.score),
        reverse=True,
    )
    best = ranked[0]
    addressed = [other.candidate for other in ranked if other.candidate.addressee is not None]
    candidate = attrs.evolve(
        item.candidate,
        lemma=best.candidate.lemma,
        cue_class=best.candidate.cue_class,
        addressee=addressed[0].addressee if addressed else None,
        via=best.candidate.via,
    )
    shared = overlap(item.content, best.content)
    either = item.length + best.length - shared
    agrees = (f"pattern:{best.candidate.pattern.name}",) if shared >= _SAME * either else ()
    return attrs.evolve(item, candidate=candidate, notes=(*item.notes, *agrees))


def _with_cues_within(
    analysis: Analysis, chosen: Sequence[Attribution]
) -> Iterator[tuple[Attribution, list[Attribution]]]:
    """Each attribution with the others whose cue lies in its content."""
    words = analysis.parse.words
    ordered = sorted(chosen, key=lambda item: words[item.candidate.head].start)
    starts = [words[item.candidate.head].start for item in ordered]
    for item in chosen:
        yield (
            item,
            [
                other
                for start, end in item.content
                for other in ordered[bisect_left(starts, start) : bisect_left(starts, end)]
                if other is not item
            ],
        )


def _names_within(outer: Attribution, item: Attribution) -> bool:
    """Whether the source of an attribution, if it has one, lies in another one's content."""
    source = item.candidate.source
    return source is None or holds(outer.content, source.start)


def _shortened(
    item: Attribution, second: Sequence[Attribution], rivals: Sequence[Attribution]
) -> Attribution:
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


def _shares_source(item: Attribution, other: Attribution) -> bool:
    """Whether two cues have one source."""
    source, second = item.candidate.source, other.candidate.source
    return (
        other.score >= _SURE
        and source is not None
        and second is not None
        and (source.start, source.end) == (second.start, second.end)
    )
