"""How sure a score is: intervals by resampling articles, and the difference of two systems.

Whole articles are drawn with replacement, as many as there are, and the scores are computed anew
(percentile bootstrap; Efron & Tibshirani 1993). Quotes are not drawn one by one, since those of one
article are alike. Two systems are compared on the same draws (Berg-Kirkpatrick et al. 2012).
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from quoteattr.errors import InputError
from quoteattr.evaluation.score import SIDES, Counts

__all__ = ["RESAMPLES", "SEED", "Difference", "Interval", "difference", "interval"]

RESAMPLES = 1000
SEED = 2018
_TAIL = 2.5  # of the 95 % interval, on either side

_Table = npt.NDArray[np.float64]


@attrs.frozen
class Interval:
    """Bounds of a 95 % confidence interval, in percent: precision, recall, F1."""

    p: tuple[float, float]
    r: tuple[float, float]
    f: tuple[float, float]


@attrs.frozen
class Difference:
    """The second system minus the first, in points of F1.

    Attributes:
        first, second: F1 of each, in percent.
        points: the second minus the first.
        low, high: bounds of the difference's 95 % confidence interval.
        p: two-sided: twice the share of draws in which the difference is zero or has the other
            sign; the observed difference counts as one such draw.
    """

    first: float
    second: float
    points: float
    low: float
    high: float
    p: float


def interval(
    articles: Sequence[Counts],
    measure: str,
    column: str,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """The 95 % confidence interval of one measure.

    Args:
        articles: counts of each article.
        measure: one of ``score.MEASURES``.
        column: such as ``all``.
        resamples: how often the articles are drawn.
        seed: of the draws; one seed for all measures makes them comparable.

    Raises:
        InputError: there is no article, or no resample.
    """
    drawn = _draws(len(articles), resamples, seed) @ _table(articles, measure, column)
    p, r, f = (
        tuple(round(float(bound), 2) for bound in np.percentile(values, (_TAIL, 100 - _TAIL)))
        for values in _rates(drawn)
    )
    return Interval((p[0], p[1]), (r[0], r[1]), (f[0], f[1]))


def difference(
    first: Sequence[Counts],
    second: Sequence[Counts],
    measure: str,
    column: str,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Difference:
    """How much better the second system is, on the same articles.

    Args:
        first: counts of each article by one system.
        second: by the other, of the same articles in the same order.
        measure: one of ``score.MEASURES``.
        column: such as ``all``.
        resamples: how often the articles are drawn.
        seed: of the draws.

    Raises:
        InputError: there is no article, no resample, or not as many of one as of the other.
    """
    if len(first) != len(second):
        raise InputError(f"{len(first)} articles can't be compared with {len(second)} others")
    draws = _draws(len(first), resamples, seed)
    tables = [_table(articles, measure, column) for articles in (first, second)]
    one, other = (float(_rates(table.sum(axis=0)[None, :])[2][0]) for table in tables)
    gaps = _rates(draws @ tables[1])[2] - _rates(draws @ tables[0])[2]
    against = int(np.sum(gaps <= 0) if other >= one else np.sum(gaps >= 0))
    low, high = (float(bound) for bound in np.percentile(gaps, (_TAIL, 100 - _TAIL)))
    return Difference(
        first=round(one, 2),
        second=round(other, 2),
        points=round(other - one, 2),
        low=round(low, 2),
        high=round(high, 2),
        p=round(min(1.0, 2 * (against + 1) / (resamples + 1)), 4),
    )


def _draws(articles: int, resamples: int, seed: int) -> _Table:
    """How often each article (column) is drawn in each resample (row)."""
    if not articles or resamples < 1:
        raise InputError("intervals need one article and one resample at least")
    generator = np.random.default_rng(seed)
    shares = np.full(articles, 1 / articles)
    return generator.multinomial(articles, shares, size=resamples).astype(np.float64)


def _table(articles: Sequence[Counts], measure: str, column: str) -> _Table:
    rows = [[counts[measure, column, side] for side in SIDES] for counts in articles]
    return np.array(rows, dtype=np.float64)


def _rates(sums: _Table) -> tuple[_Table, _Table, _Table]:
    """Precision, recall and F1 in percent of each row of sums; 0 where there is nothing."""
    gold, gold_right, pred, pred_right = sums.T
    p = 100 * pred_right / np.maximum(pred, 1)
    r = 100 * gold_right / np.maximum(gold, 1)
    return p, r, 2 * p * r / np.maximum(p + r, 1e-12)
