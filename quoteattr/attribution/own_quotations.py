"""A quotation has one cue: in *told the court he would sue. “It is theft,” he added* the second.

What reaches from one sentence into the next, and what is learnt from articles with few dialogues,
sometimes takes the next speaker's words along.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from quoteattr.attribution.candidates import Article
from quoteattr.attribution.select import Scored

__all__ = ["with_own_quotations"]


def with_own_quotations(article: Article, chosen: Sequence[Scored]) -> list[Scored]:
    """Attributions without the quotations that are all another one has, or lead into its cue.

    Only whole pieces are taken away, and never the last one.

    Args:
        article: the parsed article.
        chosen: attributions; those whose cue is quoted itself stay as they are.
    """
    owners = {
        piece: item.candidate.head
        for item in chosen
        if item.candidate.head not in article.mark_of_word
        for piece in item.content
        if _is_quotation(article, piece)
        and (len(item.content) == 1 or _runs_into_cue(article, piece, item))
    }
    return [_without_others(article, item, owners) for item in chosen]


def _is_quotation(article: Article, piece: tuple[int, int]) -> bool:
    mark = article.mark_from(piece[0])
    return mark is not None and mark.closed and (mark.span.start, mark.span.end) == piece


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
