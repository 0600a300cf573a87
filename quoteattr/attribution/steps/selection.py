"""From all candidates to attributions: one for each cue, no two for the same words, nested."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Attribution,
    covers,
    holds,
    in_text_order,
    overlap,
)
from quoteattr.attribution.quotations import merge_pieces, quote_kind
from quoteattr.relations import SourceSpan

__all__ = ["best_of_each_cue", "nest", "no_rivals", "one_of_each_content"]

_JOIN_LEAST = 0.3  # a second quotation of a cue, or one after a sure cue, may be this unsure
_COMPLEMENT_SHARE = 0.6  # of the fragment's score that the whole clause must have
_SAME = 0.8  # share of code points from which two contents are the same content
_THRESHOLD = 0.38  # gives about the best F1 on PolNeAR's dev part with patterns alone
_PART = 200  # code points; about a sentence, so that a part has few neighbours
_SURE_HEAD = 0.9  # probability that a word heads a cue
_LABELLED_THRESHOLD = 0.5  # with the labeller, F1 is flat from 0.4 to 0.5, and precision rises


def best_of_each_cue(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Add the most probable candidate for each cue, if it is probable enough.

    Args:
        analysis: of the article, with all candidates.
        found: the attributions so far.
    """
    best = (_best_of_cue(analysis, rivals) for rivals in analysis.rivals.values())
    sure = (item for item in best if item.score >= _least(analysis, item))
    return (*found, *sure)


def _least(analysis: Analysis, item: Attribution) -> float:
    """The least score of an attribution.

    Words in marks after a sure cue are somebody's, however unusual the rest is: "Teachers chanted,
    “Fund our schools,” and “Put kids first,” outside the hall".
    """
    if analysis.labels is None:
        return _THRESHOLD
    sure = analysis.labels.heads[item.candidate.head] >= _SURE_HEAD
    if sure and quote_kind(analysis, item.candidate) == "direct":
        return _JOIN_LEAST
    return _LABELLED_THRESHOLD


def no_rivals(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Of two attributions that can't both hold, keep the more probable one.

    Rivals share a code point of a content or of a cue's head, so the search looks only at what is
    in the same part of the text. It stays linear however long a paragraph is.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    accepted: list[Attribution] = []
    near: dict[tuple[int | None, int], list[int]] = {}  # positions in ``accepted``
    for item in sorted(found, key=lambda item: (-item.score, item.candidate.head)):
        level = analysis.level_of(item.candidate.head)
        parts = [(level, part) for part in _parts(analysis, item)]
        others = {number for part in parts for number in near.get(part, ())}
        if any(_are_rivals(analysis, item, accepted[number]) for number in others):
            continue
        for part in parts:
            near.setdefault(part, []).append(len(accepted))
        accepted.append(item)
    return in_text_order(accepted)


def one_of_each_content(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Of two attributions of the very same words, keep the more probable one.

    ``no_rivals`` ran before, but later steps may have made two contents equal.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    best: dict[tuple[int, ...], Attribution] = {}
    for item in sorted(found, key=lambda item: -item.score):
        place = (-1, *(at for piece in item.content for at in piece))  # of punctuation alone
        best.setdefault(analysis.spoken(item.content) or place, item)
    kept = {id(item) for item in best.values()}
    return tuple(item for item in found if id(item) in kept)


def nest(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Put attributions in text order, and each into the one whose content holds its cue.

    Outside quotation marks, what A reports that B said also comes through A.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    out: list[Attribution] = []
    open_items: list[Attribution] = []  # those that may enclose the next one
    for item in in_text_order(found):
        open_items = [other for other in open_items if other.content[-1][1] > item.content[0][0]]
        outer = next((o for o in reversed(open_items) if _encloses(analysis, o, item)), None)
        if outer is not None:
            item = _nested(analysis, outer, item)
        open_items.append(item)
        out.append(item)
    return tuple(out)


def _opens_with_that(analysis: Analysis, item: Attribution) -> bool:
    """Whether a content begins with a subordinating word."""
    first = analysis.parse.word_at(item.content[0][0])
    return first is not None and analysis.parse.words[first].xpos == "IN"


def _best_of_cue(analysis: Analysis, rivals: Sequence[Attribution]) -> Attribution:
    ranked = sorted(rivals, key=lambda item: -item.score)
    best = _whole_clause(analysis, ranked)
    for item in ranked[1:]:
        if (
            item.candidate.pattern.joins
            and item.score >= _JOIN_LEAST
            and not overlap(item.content, best.content)
        ):
            content = merge_pieces(analysis.parse.text, (*best.content, *item.content))
            best = Attribution(
                attrs.evolve(best.candidate, content=content),
                max(best.score, item.score),
                (*best.notes, f"join:{item.candidate.pattern.name}"),
            )
    return best


def _whole_clause(analysis: Analysis, ranked: Sequence[Attribution]) -> Attribution:
    """The best candidate, or a clause that holds more and is nearly as good.

    A clause that holds the quotation and more wins over the fragment, and a that-clause over the
    other complements of its verb: "told reporters traveling with him that …".
    """
    best = ranked[0]
    for item in ranked[1:]:
        if not item.candidate.pattern.complement or item.score < _COMPLEMENT_SHARE * best.score:
            continue
        if best.candidate.pattern.joins:
            if item.length > best.length and covers(item.content, best.content):
                return item
        elif not best.candidate.pattern.complement and _opens_with_that(analysis, item):
            return item
    return best


def _parts(analysis: Analysis, item: Attribution) -> set[int]:
    """The parts of the text, of equal length, that a content and the head of its cue are in."""
    head = analysis.parse.words[item.candidate.head].start // _PART
    return {head}.union(*(range(a // _PART, (b - 1) // _PART + 1) for a, b in item.content))


def _are_rivals(analysis: Analysis, left: Attribution, right: Attribution) -> bool:
    """Whether only one of two can hold: the same content, or each within the other's content.

    "She said [he thinks [so]]" are two attributions, the inner cue lies in the outer content.
    """
    inside = _holds_cue(analysis, left, right), _holds_cue(analysis, right, left)
    if any(inside):
        return all(inside)
    shared = overlap(left.content, right.content)
    union = left.length + right.length - shared
    return bool(union) and shared / union >= _SAME


def _holds_cue(analysis: Analysis, outer: Attribution, inner: Attribution) -> bool:
    return holds(outer.content, analysis.parse.words[inner.candidate.head].start)


def _encloses(analysis: Analysis, outer: Attribution, inner: Attribution) -> bool:
    return (
        _holds_cue(analysis, outer, inner)
        and outer.length > inner.length
        and covers(outer.content, inner.content)
    )


def _nested(analysis: Analysis, outer: Attribution, inner: Attribution) -> Attribution:
    candidate = inner.candidate
    if candidate.head not in analysis.mark_of_word:
        candidate = attrs.evolve(candidate, via=(*_chain(outer), *candidate.via))
    return attrs.evolve(inner, candidate=candidate, parent=outer.key)


def _chain(item: Attribution) -> tuple[SourceSpan, ...]:
    """Those that pass on a content: A, in "A reported that B said …"."""
    candidate = item.candidate
    return candidate.via if candidate.source is None else (*candidate.via, candidate.source)
