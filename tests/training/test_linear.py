"""Fitting log-linear models: weights, folds, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr.errors import InputError
from quoteattr.training.linear import Example, calibration_error, fit, out_of_fold, write_table


def examples(count: int) -> list[Example]:
    says = [Example({"bias": 1.0, "says": 1.0}, True, f"a{n}") for n in range(count)]
    plans = [Example({"bias": 1.0, "plans": 1.0}, False, f"a{n}") for n in range(count)]
    return [*says, *plans, Example({"bias": 1.0, "rare": 1.0}, True, "a0")]


def test_weights_follow_the_examples(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    model = fit(examples(30), 1.0, 2)
    assert model.weights["says"] > 0.5 > -0.5 > model.weights["plans"]
    assert "rare" not in model.weights
    write_table(model, tmp_path / "table.tsv", "Weights.")
    lines = (tmp_path / "table.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# Weights.", "# columns: feature\tweight"]
    assert any(line.startswith("says\t") for line in lines)


def test_out_of_fold_no_group_knows_itself() -> None:
    pytest.importorskip("sklearn")
    odd = [Example({"only-here": 1.0}, False, "odd") for _ in range(20)]
    probabilities = out_of_fold([*examples(30), *odd], 1.0, 1)
    assert probabilities[-1] == 0.5  # its feature has no weight where its group is left out
    assert probabilities[0] > 0.5


@pytest.mark.parametrize("few", [[], examples(1), [one for one in examples(30) if one.right]])
def test_too_few_examples_are_told(few: list[Example]) -> None:
    pytest.importorskip("sklearn")
    with pytest.raises(InputError, match="more articles are needed"):
        fit(few, 1.0, 5)


def test_calibration_error_is_the_gap_between_promise_and_truth() -> None:
    assert calibration_error([0.95] * 10, [True] * 10) == pytest.approx(0.05)
    assert calibration_error([0.95] * 10, [False] * 10) == pytest.approx(0.95)
