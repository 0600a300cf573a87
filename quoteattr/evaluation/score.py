"""Score predicted quotes against PolNeAR: contents, cues, sources, by kind, class and publisher.

``counting`` describes the measures. Quotes are grouped by kind and by the class of their cue. A
predicted quote has the type of its cue; gold cues are looked up (``cue_classes``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from quoteattr.corpora.attributions import Attribution
from quoteattr.corpora.polnear import predicted_articles, publisher_of
from quoteattr.evaluation.counting import MEASURES, SIDES, Columns, Counts, by_kind, count_article
from quoteattr.evaluation.cue_classes import CLASSES, cue_class, is_statement
from quoteattr.evaluation.spans import KINDS, Article

__all__ = [
    "COLUMNS",
    "STATEMENTS",
    "Counted",
    "Measure",
    "Scores",
    "count_split",
    "cue_type_of",
    "measure_of",
    "score",
    "score_split",
    "scores_of",
]

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
