"""Score predicted quotes against PolNeAR: contents, cues, sources, by the kind of the content.

Gold and predictions are treated alike. A predicted quote is of the kind that its quotation marks
make it, as a gold one is (``Article.kind``); precision of a kind is over predictions of that kind,
recall over gold of that kind. Measures:

content@0.5
    Gold and predicted contents are assigned to each other one to one so that the sum of the Jaccard
    coefficients of their word tokens is greatest; pairs below 0.5 do not count. Among equals, those
    whose sources agree are preferred.
joint
    Such a pair, and the sources agree (``source_agrees``).
exact content, exact cue, exact source
    The same span, edges aside (``Article.normalise``). A span that several attributions of an
    article share counts once.
exact piece
    The same of the pieces of contents one by one: a quotation split by its cue counts as two.
token content, token cue, token source
    Word tokens that any such span covers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.assignment import assign, jaccard
from quoteattr.evaluation.polnear import read_split
from quoteattr.evaluation.report import table
from quoteattr.evaluation.sources import source_agrees
from quoteattr.evaluation.spans import KINDS, Article, Pieces

__all__ = [
    "MEASURES",
    "Attribution",
    "Measure",
    "Scores",
    "content_weights",
    "right_pairs",
    "score",
    "score_split",
    "scores_markdown",
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
_ROLES = ("content", "cue", "source")
_COLUMNS = ("all", *KINDS)
_SAME_CONTENT = 0.5
_TIE_BREAK = 1e-3


class Attribution(Protocol):
    """What gold and predictions have in common."""

    @property
    def content(self) -> Pieces:
        """Pieces of what is said."""

    @property
    def cue(self) -> Pieces:
        """Pieces of the cue; may be empty."""

    @property
    def source(self) -> Pieces:
        """Pieces of the source; may be empty."""


@attrs.frozen
class Measure:
    """Precision, recall and F1 in percent, to two decimals, of so many gold and predicted items."""

    p: float
    r: float
    f: float
    gold: int
    pred: int


Scores = dict[str, dict[str, Measure]]
"""By measure, then by kind: ``all``, ``direct``, ``mixed``, ``indirect``."""

_Counts = Counter[tuple[str, str, str]]
"""Items by measure, kind, and one of ``gold``, ``gold right``, ``pred``, ``pred right``."""


@attrs.frozen
class _Side:
    """All attributions of an article, by gold or by prediction."""

    name: str
    kinds: tuple[str, ...]
    spans: Mapping[str, tuple[Pieces, ...]]
    tokens: Mapping[str, tuple[frozenset[int], ...]]

    def of_kind(self, kind: str) -> frozenset[int]:
        return frozenset(i for i, own in enumerate(self.kinds) if kind in ("all", own))

    def items(self, chosen: Iterable[int]) -> dict[str, frozenset[object]]:
        """What the exact and the token measures count, of the chosen attributions."""
        chosen = tuple(chosen)
        out: dict[str, frozenset[object]] = {}
        for role in _ROLES:
            spans = frozenset(self.spans[role][i] for i in chosen) - {()}
            out[f"exact {role}"] = frozenset(spans)
            out[f"token {role}"] = frozenset().union(*(self.tokens[role][i] for i in chosen))
            if role == "content":
                out["exact piece"] = frozenset(piece for span in spans for piece in span)
        return out


def score_split(split: Path, predictions: Mapping[str, Sequence[Attribution]]) -> Scores:
    """Score the predictions of a split; articles that lack one count as without quotes.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        predictions: by the name of the article's file.

    Raises:
        InputError: the folder is not a PolNeAR split, or predictions are of no article in it.
    """
    articles = list(read_split(split))
    unknown = sorted(set(predictions) - {article.name for article in articles})
    if unknown:
        raise InputError(f"{split} has no article {unknown[0]}: give predictions of this split")
    return score(
        (article.text, article.attributions, predictions.get(article.name, ()))
        for article in articles
    )


def score(
    articles: Iterable[tuple[str, Sequence[Attribution], Sequence[Attribution]]],
) -> Scores:
    """Score articles, each given as its text, its gold and its predicted attributions.

    >>> from quoteattr.evaluation.predictions import PredictedQuote
    >>> gold = PredictedQuote(content=((0, 8),), cue=((13, 17),), source=((9, 12),))
    >>> found = PredictedQuote(content=((1, 7),), cue=((13, 17),))
    >>> scores = score([("“We won” Ann said.", [gold], [found])])
    >>> scores["exact content"]["direct"], scores["joint"]["all"].f
    (Measure(p=100.0, r=100.0, f=100.0, gold=1, pred=1), 0.0)
    """
    counts: _Counts = Counter()
    for text, gold, found in articles:
        _count_article(Article(text), gold, found, counts)
    return {
        measure: {kind: _measure(counts, measure, kind) for kind in _COLUMNS}
        for measure in MEASURES
    }


def content_weights(
    article: Article, gold: Sequence[Attribution], found: Sequence[Attribution]
) -> list[list[float]]:
    """Jaccard coefficients of the contents' words, gold by row; 0 for those below 0.5."""
    columns = [article.tokens(quote.content) for quote in found]
    return [
        [share if (share := jaccard(row, column)) >= _SAME_CONTENT else 0.0 for column in columns]
        for row in (article.tokens(quote.content) for quote in gold)
    ]


def scores_markdown(scores: Scores) -> str:
    """Precision / recall / F1 of every measure, as a Markdown table."""
    rows = [[measure, *(_cell(scores[measure][kind]) for kind in _COLUMNS)] for measure in MEASURES]
    numbers = scores[MEASURES[0]]
    counts = [f"{numbers[kind].gold:,} / {numbers[kind].pred:,}" for kind in _COLUMNS]
    return table(["measure", *_COLUMNS], [*rows, ["gold / found", *counts]])


def _cell(measure: Measure) -> str:
    return f"{measure.p:.1f} / {measure.r:.1f} / **{measure.f:.1f}**"


def _count_article(
    article: Article,
    gold: Sequence[Attribution],
    found: Sequence[Attribution],
    counts: _Counts,
) -> None:
    sides = (_side("gold", article, gold), _side("pred", article, found))
    right = right_pairs(article, gold, found)
    for side, other in (sides, sides[::-1]):
        there = other.items(other.of_kind("all"))
        for kind in _COLUMNS:
            chosen = side.of_kind(kind)
            for measure, own in side.items(chosen).items():
                counts[measure, kind, side.name] += len(own)
                counts[measure, kind, f"{side.name} right"] += len(own & there[measure])
            for measure, pairs in right.items():
                hits = {pair[sides.index(side)] for pair in pairs}
                counts[measure, kind, side.name] += len(chosen)
                counts[measure, kind, f"{side.name} right"] += len(chosen & hits)


def right_pairs(
    article: Article, gold: Sequence[Attribution], found: Sequence[Attribution]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Pairs of gold and prediction that content@0.5 and joint take for right."""
    agree = [[source_agrees(article, g.source, f.source) for f in found] for g in gold]
    weights = [
        [weight and weight + _TIE_BREAK * same for weight, same in zip(row, same_row, strict=True)]
        for row, same_row in zip(content_weights(article, gold, found), agree, strict=True)
    ]
    pairs = assign(weights)
    return {"content@0.5": pairs, "joint": tuple((g, f) for g, f in pairs if agree[g][f])}


def _side(name: str, article: Article, attributions: Sequence[Attribution]) -> _Side:
    pieces: dict[str, list[Pieces]] = {
        role: [getattr(attribution, role) for attribution in attributions] for role in _ROLES
    }
    return _Side(
        name=name,
        kinds=tuple(article.kind(content) for content in pieces["content"]),
        spans={role: tuple(map(article.normalise, spans)) for role, spans in pieces.items()},
        tokens={role: tuple(map(article.tokens, spans)) for role, spans in pieces.items()},
    )


def _measure(counts: _Counts, measure: str, kind: str) -> Measure:
    gold, pred = counts[measure, kind, "gold"], counts[measure, kind, "pred"]
    p = 100 * counts[measure, kind, "pred right"] / pred if pred else 0.0
    r = 100 * counts[measure, kind, "gold right"] / gold if gold else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return Measure(round(p, 2), round(r, 2), round(f, 2), gold, pred)
