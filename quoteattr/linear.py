"""A log-linear model: one weight for each feature, their sum is the log odds.

Every model of the library that is a table of weights can be read: ``source=none	-2.1`` says that
the odds of whoever has no source are e^2.1 times lower.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, log

import attrs

from quoteattr.words.cues import read_table

__all__ = ["LogLinear", "load", "log_odds", "probability_of"]

_FLAT = 30.0  # log odds beyond which a probability no longer changes
_EDGE = 0.001  # probabilities are kept this far from 0 and 1 before they become log odds


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
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, between 0 and 1.

        Args:
            features: values by name.
        """
        return probability_of(self.score(features))


@cache
def load(table: str) -> LogLinear:
    """A model that the library ships, read once.

    Args:
        table: file name in ``quoteattr/data``; its rows are feature and weight.
    """
    return LogLinear({name: float(weight) for name, weight in read_table(table)})


def probability_of(log_odds: float) -> float:
    """The probability that log odds stand for.

    >>> probability_of(0.0), probability_of(1000.0) <= 1
    (0.5, True)
    """
    return 1 / (1 + exp(-max(min(log_odds, _FLAT), -_FLAT)))


def log_odds(probability: float) -> float:
    """The log odds of a probability; 0 and 1 have finite ones.

    >>> log_odds(0.5), abs(log_odds(1.0) + log_odds(0.0)) < 1e-6
    (0.0, True)
    """
    bounded = min(max(probability, _EDGE), 1 - _EDGE)
    return log(bounded / (1 - bounded))
