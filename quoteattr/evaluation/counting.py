"""Count what is right in one article, of gold and of predictions, by groups of quotes.

Gold and predictions are treated alike. Every attribution belongs to some *columns*: ``all``, its
kind, and other groups that the caller defines. Precision of a column is over its predictions,
recall over its gold attributions. The measures are:

content@0.5
    Gold and predicted contents are paired one to one so that the sum of the Jaccard coefficients of
    their word tokens is greatest. Pairs below 0.5 do not count. Of equal pairings, the one with
    more sources that agree is preferred.
joint
    Such a pair whose sources agree (``source_agrees``).
exact content, exact cue, exact source
    The same span, but for punctuation at its ends (``Article.normalise``). A span that several
    attributions of an article share counts once.
exact piece
    The same for each piece of a content: a quotation interrupted by its cue counts as two.
token content, token cue, token source
    The word tokens that such spans cover.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from quoteattr.corpora.attributions import ROLES, Attribution, Pieces
from quoteattr.evaluation.pairing import assign, jaccard, source_agrees
from quoteattr.evaluation.spans import Article

__all__ = [
    "MEASURES",
    "SIDES",
    "Columns",
    "Counts",
    "by_kind",
    "content_weights",
    "count_article",
    "right_pairs",
]

MEASURES = (
    "content@0.5",
    "joint",
    "exact content",
    "exact piece",
    "exact cue",
    "exact source",
    "token content",
    "token cue",
    "token source",
)
SIDES = ("gold", "gold right", "pred", "pred right")
_SAME_CONTENT = 0.5
_TIE_BREAK = 1e-3


Counts = Counter[tuple[str, str, str]]
"""Items by measure, column, and one of ``SIDES``."""

Columns = Callable[[Article, Attribution], frozenset[str]]
"""The columns of an attribution, without ``all``."""


def by_kind(article: Article, attribution: Attribution) -> frozenset[str]:
    """The kind of an attribution, by its quotation marks (``Article.kind``)."""
    return frozenset((article.kind(attribution.content),))


@attrs.frozen
class _Side:
    """All attributions of an article, of gold or of predictions."""

    name: str
    columns: tuple[frozenset[str], ...]
    spans: Mapping[str, tuple[Pieces, ...]]
    tokens: Mapping[str, tuple[frozenset[int], ...]]

    def of_column(self, column: str) -> frozenset[int]:
        return frozenset(
            i for i, own in enumerate(self.columns) if column == "all" or column in own
        )

    def items(self, chosen: Iterable[int]) -> dict[str, frozenset[object]]:
        """The items of the chosen attributions that the exact and the token measures count."""
        chosen = tuple(chosen)
        out: dict[str, frozenset[object]] = {}
        for role in ROLES:
            spans = frozenset(self.spans[role][i] for i in chosen) - {()}
            out[f"exact {role}"] = frozenset(spans)
            out[f"token {role}"] = frozenset().union(*(self.tokens[role][i] for i in chosen))
            if role == "content":
                out["exact piece"] = frozenset(piece for span in spans for piece in span)
        return out


def count_article(
    article: Article,
    gold: Sequence[Attribution],
    found: Sequence[Attribution],
    columns: Columns = by_kind,
) -> Counts:
    """Count one article; counts of several add up.

    Args:
        article: the text.
        gold: its attributions.
        found: the predicted ones.
        columns: the groups to count; ``all`` is always counted.
    """
    counts: Counts = Counter()
    sides = (
        _side("gold", article, gold, columns),
        _side("pred", article, found, columns),
    )
    right = right_pairs(article, gold, found)
    wanted = frozenset({"all"}).union(*(own for side in sides for own in side.columns))
    for side, other in (sides, sides[::-1]):
        there = other.items(other.of_column("all"))
        for column in wanted:
            chosen = side.of_column(column)
            for measure, own in side.items(chosen).items():
                counts[measure, column, side.name] += len(own)
                counts[measure, column, f"{side.name} right"] += len(own & there[measure])
            for measure, pairs in right.items():
                hits = {pair[sides.index(side)] for pair in pairs}
                counts[measure, column, side.name] += len(chosen)
                counts[measure, column, f"{side.name} right"] += len(chosen & hits)
    return counts


def content_weights(
    article: Article, gold: Sequence[Attribution], found: Sequence[Attribution]
) -> list[list[float]]:
    """Jaccard coefficients of the contents' words, gold by row; 0 for those below 0.5."""
    columns = [article.tokens(quote.content) for quote in found]
    return [
        [share if (share := jaccard(row, column)) >= _SAME_CONTENT else 0.0 for column in columns]
        for row in (article.tokens(quote.content) for quote in gold)
    ]


def right_pairs(
    article: Article, gold: Sequence[Attribution], found: Sequence[Attribution]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Pairs of gold and prediction that are right by content@0.5 and by joint."""
    agree = [[source_agrees(article, g.source, f.source) for f in found] for g in gold]
    weights = [
        [weight and weight + _TIE_BREAK * same for weight, same in zip(row, same_row, strict=True)]
        for row, same_row in zip(content_weights(article, gold, found), agree, strict=True)
    ]
    pairs = assign(weights)
    return {"content@0.5": pairs, "joint": tuple((g, f) for g, f in pairs if agree[g][f])}


def _side(
    name: str, article: Article, attributions: Sequence[Attribution], columns: Columns
) -> _Side:
    pieces: dict[str, list[Pieces]] = {
        role: [getattr(attribution, role) for attribution in attributions] for role in ROLES
    }
    return _Side(
        name=name,
        columns=tuple(columns(article, attribution) for attribution in attributions),
        spans={role: tuple(map(article.normalise, spans)) for role, spans in pieces.items()},
        tokens={role: tuple(map(article.tokens, spans)) for role, spans in pieces.items()},
    )
