"""A quotation has one cue: in *told the court he would sue. “It is theft,” he added* the second.

What reaches from one sentence into the next, and what is learnt from articles with few dialogues,
sometimes takes the next speaker's words along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from quoteattr.attribution.candidates import Article
from quoteattr.attribution.steps.selection import Scored

__all__ = ["with_own_quotations"]


def with_own_quotations(article: Article, chosen: Sequence[Scored]) -> list[Scored]:
    """Attributions without the quotations that are all another one has, or lead into its cue.

    A quotation that two others have goes to the nearer cue. Only whole pieces are taken away, and
    never the last one.

    Args:
        article: the parsed article.
        chosen: attributions; those whose cue is quoted itself stay as they are.
    """
    claims = [
        (quotation, item)
        for item in chosen
        if item.candidate.head not in article.mark_of_word
        for piece in item.content
        for quotation in _quotations(article, piece)
        if quotation == piece or _in_sentence(article, quotation, item)
    ]
    claims.sort(key=lambda claim: -_distance(article, *claim))  # of equals the last one holds
    owners = {piece: item.candidate.head for piece, item in claims}
    owners |= {
        piece: item.candidate.head
        for piece, item in claims
        if item.content == (piece,) or _runs_into_cue(article, piece, item)
    }
    return [_without_others(article, item, owners) for item in chosen]


def _distance(article: Article, piece: tuple[int, int], item: Scored) -> int:
    """Code points between a quotation and a cue."""
    words = article.parse.words
    first, last = item.candidate.cue[0][0], item.candidate.cue[-1][1] - 1
    return max(words[first].start - piece[1], piece[0] - words[last].end, 0)


def _quotations(article: Article, piece: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The closed quotations that a piece of content holds whole."""
    at = bisect_left(article.outer_starts, piece[0])
    for mark in article.outer_marks[at : bisect_left(article.outer_starts, piece[1])]:
        if mark.closed and mark.span.end <= piece[1]:
            yield mark.span.start, mark.span.end


def _in_sentence(article: Article, quotation: tuple[int, int], item: Scored) -> bool:
    """Whether a quotation begins in the sentence of a cue."""
    first = article.parse.word_at(quotation[0])
    words = article.parse.words
    return first is not None and words[first].sentence == words[item.candidate.head].sentence


def _runs_into_cue(article: Article, piece: tuple[int, int], item: Scored) -> bool:
    """Whether a comma and nothing but the source parts a quotation from the cue behind it."""
    text = article.parse.text
    cue = article.parse.words[item.candidate.cue[0][0]].start
    source = item.candidate.source
    between = text[piece[1] : cue]
    if source is not None and piece[1] <= source.start and source.end <= cue:
        between = text[piece[1] : source.start] + text[source.end : cue]
    return cue >= piece[1] and text[piece[1] - 2] == "," and not between.strip()


def _without_others(article: Article, item: Scored, owners: dict[tuple[int, int], int]) -> Scored:
    head = item.candidate.head
    kept = tuple(piece for piece in item.content if owners.get(piece, head) == head)
    if head in article.mark_of_word or not kept or len(kept) == len(item.content):
        return item
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=kept))
