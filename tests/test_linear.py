"""Log-linear models: scores, probabilities, tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.linear import LogLinear, load, log_odds, probability_of

MODEL = LogLinear({"bias": -1.0, "says": 3.0, "length": 0.5})


def test_the_score_is_the_sum_of_weights_times_values() -> None:
    assert MODEL.score({"bias": 1.0, "says": 1.0, "length": 2.0}) == 3.0


def test_a_feature_without_a_weight_counts_nothing() -> None:
    assert MODEL.score({"bias": 1.0, "unknown": 5.0}) == MODEL.score({"bias": 1.0})


def test_named_features_have_the_value_1() -> None:
    assert MODEL.score_of(["says", "length", "unknown"]) == 3.5


def test_more_evidence_is_more_probable() -> None:
    assert MODEL.probability({"bias": 1.0}) < 0.5 < MODEL.probability({"bias": 1.0, "says": 1.0})


@given(st.floats(-1e6, 1e6))
def test_a_probability_lies_between_0_and_1(value: float) -> None:
    assert 0 <= probability_of(value) <= 1


@given(st.floats(0.01, 0.99))
def test_log_odds_are_the_inverse(probability: float) -> None:
    assert probability_of(log_odds(probability)) == pytest.approx(probability)


def test_log_odds_stay_within_the_margin() -> None:
    assert log_odds(1.0, probability_of(-8.0)) == pytest.approx(8.0)
    assert log_odds(0.0, probability_of(-8.0)) == pytest.approx(-8.0)


def test_a_shipped_table_is_read_once() -> None:
    assert load("statements.tsv") is load("statements.tsv")
    assert load("statements.tsv").weights["class=speech"] > 0
