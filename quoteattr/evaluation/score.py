"""Count and score predicted quotes against PolNeAR, by kind, class of cue and publisher.

Gold and predictions are treated alike. Every attribution belongs to some *columns*: ``all``, its
kind, the class of its cue (``cue_classes``), and ``statements``. Precision of a column is over its
predictions, recall over its gold attributions. The measures are:

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
from pathlib import Path

import attrs

from quoteattr.corpora.attributions import ROLES, Attribution, Pieces
from quoteattr.corpora.polnear import predicted_articles, publisher_of
from quoteattr.evaluation.cue_classes import CLASSES, cue_class, is_statement
from quoteattr.evaluation.pairing import assign, overlaps, source_agrees
from quoteattr.evaluation.spans import KINDS, Article

__all__ = [
    "COLUMNS",
    "MEASURES",
    "SIDES",
    "STATEMENTS",
    "Columns",
    "Counted",
    "Counts",
    "Measure",
    "Scores",
    "by_kind",
    "count_article",
    "count_split",
    "cue_type_of",
    "measure_of",
    "right_pairs",
    "score",
    "score_split",
    "scores_of",
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
_TIE_BREAK = 1e-3


Counts = Counter[tuple[str, str, str]]
"""Items by measure, column, and one of ``SIDES``."""

Columns = Callable[[Article, Attribution], frozenset[str]]
"""The columns of an attribution, without ``all``."""

COLUMNS = ("all", *KINDS)
STATEMENTS = "statements"
"""The column of what says something, by kind and cue: see ``cue_classes.is_statement``."""


@attrs.frozen
class Measure:
    """Precision, recall and F1 in percent, to two decimals, with the numbers of items."""

    p: float
    r: float
    f: float
    gold: int
    pred: int


Scores = dict[str, dict[str, Measure]]
"""By measure, then by column: ``all``, ``direct``, ``mixed``, ``indirect``, or others."""


@attrs.frozen
class Counted:
    """The counts of one article of a split.

    Attributes:
        name: the name of the article's file.
        publisher: the publisher, None if the name does not show it.
        counts: by measure and by column: ``all``, kinds, classes of cues, ``statements``.
    """

    name: str
    publisher: str | None
    counts: Counts


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


def right_pairs(
    article: Article, gold: Sequence[Attribution], found: Sequence[Attribution]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Pairs of gold and prediction that are right by content@0.5 and by joint."""
    agree = [[source_agrees(article, g.source, f.source) for f in found] for g in gold]
    shared = overlaps(article, [g.content for g in gold], [f.content for f in found])
    weights = [
        [weight and weight + _TIE_BREAK * same for weight, same in zip(row, same_row, strict=True)]
        for row, same_row in zip(shared, agree, strict=True)
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


def count_split(
    split: Path, predictions: Mapping[str, Sequence[Attribution]]
) -> tuple[Counted, ...]:
    """Count the articles of a split; one without predictions counts as predicted without quotes.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        predictions: by the name of the article's file.

    Raises:
        InputError: the folder is not a PolNeAR split, or lacks an article of the predictions.
    """
    articles = predicted_articles(split, predictions)
    return tuple(
        Counted(
            name=gold.name,
            publisher=publisher_of(gold.name),
            counts=count_article(
                Article(gold.text),
                gold.attributions,
                predictions.get(gold.name, ()),
                _by_kind_and_class,
            ),
        )
        for gold in articles
    )


def score_split(split: Path, predictions: Mapping[str, Sequence[Attribution]]) -> Scores:
    """Score the predictions of a split, by kind; as ``count_split``."""
    return scores_of(item.counts for item in count_split(split, predictions))


def score(
    articles: Iterable[tuple[str, Sequence[Attribution], Sequence[Attribution]]],
    columns: Columns = by_kind,
) -> Scores:
    """Score articles, each given as its text, its gold and its predicted attributions.

    >>> from quoteattr.corpora.predictions import PredictedQuote
    >>> gold = PredictedQuote(content=((0, 8),), cue=((13, 17),), source=((9, 12),))
    >>> found = PredictedQuote(content=((1, 7),), cue=((13, 17),))
    >>> scores = score([("“We won” Ann said.", [gold], [found])])
    >>> scores["exact content"]["direct"], scores["joint"]["all"].f
    (Measure(p=100.0, r=100.0, f=100.0, gold=1, pred=1), 0.0)
    """
    return scores_of(count_article(Article(text), g, f, columns) for text, g, f in articles)


def scores_of(counts: Iterable[Counts], columns: Sequence[str] = COLUMNS) -> Scores:
    """Precision, recall and F1 of all articles together.

    Args:
        counts: of each article.
        columns: the columns to return.
    """
    total: Counts = Counter()
    for one in counts:
        total.update(one)
    return {
        measure: {
            column: measure_of(*(total[measure, column, side] for side in SIDES))
            for column in columns
        }
        for measure in MEASURES
    }


def cue_type_of(article: Article, attribution: Attribution) -> str:
    """The class of a cue: the type that a predicted quote gives it, else by its words."""
    given: str | None = getattr(attribution, "cue_type", None)
    return given if given in CLASSES else cue_class(article.text, attribution.cue)


def _by_kind_and_class(article: Article, attribution: Attribution) -> frozenset[str]:
    kind, cue = article.kind(attribution.content), cue_type_of(article, attribution)
    return frozenset((kind, cue, STATEMENTS) if is_statement(kind, cue) else (kind, cue))


def measure_of(gold: int, gold_right: int, pred: int, pred_right: int) -> Measure:
    """Precision, recall and F1 from the numbers of items and of right ones.

    >>> measure_of(3, 1, 2, 2)
    Measure(p=100.0, r=33.33, f=50.0, gold=3, pred=2)
    """
    p = 100 * pred_right / pred if pred else 0.0
    r = 100 * gold_right / gold if gold else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return Measure(round(p, 2), round(r, 2), round(f, 2), gold, pred)
