"""A second cue within a content: of the same source, or of somebody whom the content speaks of.

"She said the talks had failed and stressed that …" are two attributions with one source. Corpora
often let the first content run over the second cue, and what is learnt from them does so too.
Readers see two statements. In "State media reported that Lee left and stated that …" the second
one is Lee's: who is nested in a content stands in it. Nor does who is told something say it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from quoteattr.attribution.candidates import Article, Candidate, Pieces
from quoteattr.attribution.labels import LABELLED
from quoteattr.attribution.steps.selection import Scored, by_head, covers, overlap
from quoteattr.words.cues import word_list

__all__ = ["with_inner_sources", "without_hearers", "without_second_cues"]

_TOLD = word_list("told verbs")
_SHARE = 0.2  # of the score that a candidate needs that takes the place
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
    groups = by_head(scored)
    out = []
    for item, within in _with_cues_within(article, chosen):
        second = [other for other in within if _shares(item, other)]
        out.append(_shortened(item, second, groups.get(item.candidate.head, ())))
    return out


def with_inner_sources(
    article: Article, chosen: Sequence[Scored], scored: Sequence[Scored]
) -> list[Scored]:
    """Attributions without nested ones whose source stands outside of what they are nested in.

    Such a source is the labeller's, which learns of outermost attributions only. The best pattern
    for the same cue with a source within, or without any, takes the place.

    Args:
        article: the parsed article.
        chosen: attributions.
        scored: all candidates.
    """
    groups = by_head(item for item in scored if item.candidate.frame != LABELLED)
    astray: dict[int, Scored | None] = {}
    for outer, within in _with_cues_within(article, chosen):
        for item in within:
            nested = covers(outer.content, item.content)
            if nested and item.candidate.frame == LABELLED and not _names_within(outer, item):
                fitting = [
                    rival
                    for rival in groups.get(item.candidate.head, ())
                    if rival.score >= _SHARE * item.score
                    and covers(outer.content, rival.content)
                    and _names_within(outer, rival)
                ]
                best = max(fitting, key=lambda rival: rival.score, default=None)
                astray[item.candidate.head] = best and attrs.evolve(best, score=item.score)
    replaced = (astray.get(item.candidate.head, item) for item in chosen)
    return [item for item in replaced if item is not None]


def without_hearers(article: Article, chosen: Sequence[Scored]) -> list[Scored]:
    """Attributions where who is told something is no source: "Reagan was asked how …".

    Args:
        article: the parsed article.
        chosen: attributions.
    """
    return [
        _unsourced(item)
        if item.candidate.frame == LABELLED and _is_told(article, item.candidate)
        else item
        for item in chosen
    ]


def _unsourced(item: Scored) -> Scored:
    """The source made the addressee."""
    told = item.candidate
    told = attrs.evolve(
        told, source=None, source_rule="none", addressee=told.addressee or told.source
    )
    evidence = ("source:none" if rule.startswith("source:") else rule for rule in item.evidence)
    return Scored(told, item.score, tuple(evidence))


def _is_told(article: Article, candidate: Candidate) -> bool:
    head = candidate.head
    if candidate.source is None or article.lemmas[head] not in _TOLD:
        return False
    word = article.parse.words[candidate.source.head]
    return word.head == head and word.deprel == "nsubj:pass"


def _with_cues_within(
    article: Article, chosen: Sequence[Scored]
) -> Iterator[tuple[Scored, list[Scored]]]:
    """Each attribution with the others whose cue lies in its content."""
    words = article.parse.words
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


def _names_within(outer: Scored, item: Scored) -> bool:
    """Whether the source of an attribution, if it has one, stands in another one's content."""
    source = item.candidate.source
    return source is None or _holds(outer.content, source.start)


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
        other.score >= _SURE
        and source is not None
        and second is not None
        and (source.start, source.end) == (second.start, second.end)
        and not _holds(item.content, source.start)
    )
