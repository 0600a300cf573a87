"""From scored candidates to attributions: one per cue, no two for the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from quoteattr.attribution.candidates import Article, Candidate, Pieces
from quoteattr.attribution.quotations import Quotations, merge_pieces

__all__ = ["Scored", "by_head", "covers", "length", "opens_with_that", "overlap", "select"]

_QUOTATION_FRAMES = frozenset(("quotation+cue", "cue+quotation"))
_JOIN_LEAST = 0.3  # a second quotation of a cue that is accepted anyway may be this unsure
_CLAUSE_FRAMES = frozenset(("clause", "passive-clause"))
_CLAUSE_SHARE = 0.6  # of the fragment's score that the clause must have
_SAME = 0.8  # share of code points from which two contents are the same content


@attrs.frozen
class Scored:
    """A candidate with its reliability and the rules that shaped it."""

    candidate: Candidate
    score: float
    evidence: tuple[str, ...]

    @property
    def content(self) -> Pieces:
        """The candidate's content."""
        return self.candidate.content


def length(pieces: Pieces) -> int:
    """Code points of some pieces."""
    return sum(end - start for start, end in pieces)


def overlap(left: Pieces, right: Pieces) -> int:
    """Code points that two contents share."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)


def covers(outer: Pieces, inner: Pieces, share: float = 0.95) -> bool:
    """Whether (nearly) all of ``inner`` lies in ``outer``."""
    return overlap(outer, inner) >= share * length(inner)


def by_head(scored: Iterable[Scored]) -> dict[int, list[Scored]]:
    """Candidates by the head word of their cue, in their order."""
    out: dict[int, list[Scored]] = {}
    for item in scored:
        out.setdefault(item.candidate.head, []).append(item)
    return out


def select(
    article: Article, quotations: Quotations, scored: Sequence[Scored], threshold: float
) -> list[Scored]:
    """The attributions to report, in text order.

    Args:
        article: the parsed article.
        quotations: its marks.
        scored: all candidates, snapped and scored.
        threshold: least score of an attribution.
    """
    best = [_best_of_cue(article, group) for group in by_head(scored).values()]
    kept = [item for item in best if item.score >= threshold]
    kept.sort(key=lambda item: (-item.score, item.candidate.head))
    accepted = _without_rivals(article, quotations, kept)
    return sorted(accepted, key=lambda item: (item.content[0][0], -length(item.content)))


def _best_of_cue(article: Article, group: Iterable[Scored]) -> Scored:
    ranked = sorted(group, key=lambda item: -item.score)
    best = _whole_clause(article, ranked)
    for item in ranked[1:]:
        if (
            item.candidate.frame in _QUOTATION_FRAMES
            and item.score >= _JOIN_LEAST
            and not overlap(item.content, best.content)
        ):
            content = merge_pieces(article.parse.text, (*best.content, *item.content))
            best = Scored(
                attrs.evolve(best.candidate, content=content),
                max(best.score, item.score),
                (*best.evidence, f"join:{item.candidate.frame}"),
            )
    return best


def _whole_clause(article: Article, ranked: Sequence[Scored]) -> Scored:
    """The best candidate, unless a clause nearly as good says more.

    A clause that holds the quotation and more wins over the fragment, and a that-clause over the
    other complements of its verb: "told reporters traveling with him that …".
    """
    best = ranked[0]
    for item in ranked[1:]:
        if item.candidate.frame not in _CLAUSE_FRAMES or item.score < _CLAUSE_SHARE * best.score:
            continue
        if best.candidate.frame in _QUOTATION_FRAMES:
            if length(item.content) > length(best.content) and covers(item.content, best.content):
                return item
        elif best.candidate.frame not in _CLAUSE_FRAMES and opens_with_that(article, item):
            return item
    return best


def opens_with_that(article: Article, item: Scored) -> bool:
    """Whether a content begins with a subordinating word."""
    first = article.parse.word_at(item.content[0][0])
    return first is not None and article.parse.words[first].xpos == "IN"


def _without_rivals(
    article: Article, quotations: Quotations, ranked: Sequence[Scored]
) -> list[Scored]:
    """Keep the better one of two attributions that can't both hold.

    Only candidates of one sentence's reach can rival, so the search looks at neighbours by
    paragraph and stays linear.
    """
    accepted: list[Scored] = []
    near: dict[int, list[Scored]] = {}
    for item in ranked:
        level = quotations.level_of(item.candidate.head)
        paragraphs = sorted(
            {
                article.parse.paragraph_of(i)
                for a, b in item.content
                for i in article.parse.words_within(a, b)
            }
            | {article.parse.paragraph_of(item.candidate.head)}
        )
        others = [other for number in paragraphs for other in near.get(number, ())]
        if any(
            quotations.level_of(other.candidate.head) == level and _rivals(article, item, other)
            for other in others
        ):
            continue
        accepted.append(item)
        for number in paragraphs:
            near.setdefault(number, []).append(item)
    return accepted


def _rivals(article: Article, left: Scored, right: Scored) -> bool:
    """Whether only one of two can hold: the same content, or each within the other's content.

    "She said [he thinks [so]]" are two attributions, the inner cue lies in the outer content.
    """
    inside = _holds_cue(article, left, right), _holds_cue(article, right, left)
    if any(inside):
        return all(inside)
    shared = overlap(left.content, right.content)
    union = length(left.content) + length(right.content) - shared
    return bool(union) and shared / union >= _SAME


def _holds_cue(article: Article, outer: Scored, inner: Scored) -> bool:
    at = article.parse.words[inner.candidate.head].start
    return any(a <= at < b for a, b in outer.content)
