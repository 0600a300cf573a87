"""A log-linear model: one weight for each feature, their sum is the log odds.

Weights can be read: with ``source=none	-2.1``, the odds without a source are e^2.1 times lower.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from math import exp, log
from operator import mul

import attrs

from quoteattr.words.cues import read_table

__all__ = [
    "LogLinear",
    "Weights",
    "joined",
    "load",
    "load_groups",
    "log_odds",
    "probability_of",
    "shares",
]

_FLAT = 30.0  # greater log odds give the same probability, so that exp never overflows
_MARGIN = 0.001  # probabilities stay this far from 0 and 1, so that their log odds are finite


@attrs.frozen
class LogLinear:
    """Weights by feature; a feature without a weight counts nothing.

    Attributes:
        weights: by the name of the feature.

    >>> model = LogLinear({"bias": 1.0, "length": -0.5})
    >>> model.score({"bias": 1.0, "length": 2.0, "never seen": 1.0})
    0.0
    >>> model.probability({"bias": 1.0, "length": 2.0})
    0.5
    """

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """The log odds.

        Args:
            features: values by name.
        """
        weights = map(self.weights.get, features, repeat(0.0))
        score: float = sum(map(mul, weights, features.values()))
        return score

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log odds; without those that add nothing.

        Args:
            features: values by name.

        >>> LogLinear({"bias": 1.0, "length": -0.5}).parts({"length": 2.0, "bias": 0.0})
        {'length': -1.0}
        """
        found = {name: self.weights.get(name, 0.0) * value for name, value in features.items()}
        return {name: part for name, part in found.items() if part}

    def score_of(self, names: Iterable[str]) -> float:
        """The log odds, if every feature that is given has the value 1.

        Args:
            names: of the features; one that comes twice counts twice.
        """
        return sum(map(self.weights.get, names, repeat(0.0)))

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, between 0 and 1.

        Args:
            features: values by name.
        """
        return probability_of(self.score(features))


Weights = Mapping[str, LogLinear]
"""A model for each group of things that are scored."""


@cache
def load(table: str) -> LogLinear:
    """A model that the library ships, read once.

    Args:
        table: file name in ``quoteattr/data``; its rows are feature and weight.
    """
    return LogLinear({name: float(weight) for name, weight in read_table(table)})


@cache
def load_groups(table: str) -> Weights:
    """The models of groups that the library ships in one table, read once.

    Args:
        table: file name in ``quoteattr/data``; its rows are group, feature and weight.
    """
    rows: dict[str, dict[str, float]] = {}
    for group, feature, weight in read_table(table):
        rows.setdefault(group, {})[feature] = float(weight)
    return {group: LogLinear(weights) for group, weights in rows.items()}


def joined(models: Weights, groups: Iterable[str]) -> LogLinear:
    """The model whose log odds are the sum of those of some groups.

    Args:
        models: by group.
        groups: those that count; one without a model counts nothing.

    >>> models = {"all": LogLinear({"bias": 1.0}), "new": LogLinear({"bias": 0.5})}
    >>> joined(models, ("all", "new", "old")).score({"bias": 1.0})
    1.5
    """
    weights: dict[str, float] = {}
    for group in groups:
        for feature, weight in models[group].weights.items() if group in models else ():
            weights[feature] = weights.get(feature, 0.0) + weight
    return LogLinear(weights)


def shares(scores: Sequence[float]) -> list[float]:
    """The probabilities of choices of which one is right; they add up to one.

    Args:
        scores: log odds of each choice, at least one.

    >>> shares([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    odds = [exp(score - top) for score in scores]
    total = sum(odds)
    return [share / total for share in odds]


def probability_of(log_odds: float) -> float:
    """The probability of log odds.

    >>> probability_of(0.0), probability_of(1000.0) <= 1
    (0.5, True)
    """
    return 1 / (1 + exp(-max(min(log_odds, _FLAT), -_FLAT)))


def log_odds(probability: float, margin: float = _MARGIN) -> float:
    """The log odds of a probability; those of 0 and 1 are finite.

    Args:
        probability: from 0 to 1.
        margin: the probability is kept this far from 0 and 1.

    >>> log_odds(0.5), abs(log_odds(1.0) + log_odds(0.0)) < 1e-6
    (0.0, True)
    """
    bounded = min(max(probability, margin), 1 - margin)
    return log(bounded / (1 - bounded))
