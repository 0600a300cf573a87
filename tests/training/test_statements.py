"""Fitting the statement score: which attributions are right, folds, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr import Attributor
from quoteattr.attribution.statements import statement_probability
from quoteattr.corpora.judgements import Judgement
from quoteattr.corpora.news import NewsArticle, NewsQuote
from quoteattr.linear import LogLinear
from quoteattr.training.linear import Example, calibration_error, fit, out_of_fold, write_table
from quoteattr.training.statements import judged_examples, news_examples

TEXT = "Ann Lee said that the bridge would close. The council plans to build a new one."
SAID = (TEXT.index("that the bridge"), TEXT.index(". The"))
PLAN = (TEXT.index("to build"), TEXT.index(".", 60))


def test_what_is_paired_with_a_gold_quote_is_right(attributor: Attributor) -> None:
    quote = NewsQuote((SAID,), ((8, 12),), ((0, 7),), None, False)
    gold = NewsArticle("a", TEXT, (quote,))
    examples = list(news_examples(gold, attributor._parser(TEXT), attributor._labeller))
    assert [one.right for one in examples if "lemma=say" in one.features] == [True]
    assert [one.right for one in examples if "lemma=plan" in one.features] == [False]


def test_what_nobody_judged_is_left_out(attributor: Attributor) -> None:
    cue = (TEXT.index("plans"), TEXT.index(" to build"))
    judged = [Judgement((PLAN,), (cue,), "no")]
    (one,) = judged_examples("a", judged, attributor._parser(TEXT), attributor._labeller)
    assert "lemma=plan" in one.features
    assert not one.right


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


def test_calibration_error_is_the_gap_between_promise_and_truth() -> None:
    assert calibration_error([0.95] * 10, [True] * 10) == pytest.approx(0.05)
    assert calibration_error([0.95] * 10, [False] * 10) == pytest.approx(0.95)


def test_a_form_that_is_certain_needs_no_weight(attributor: Attributor) -> None:
    from quoteattr.attribution import analyse
    from quoteattr.attribution.pipeline import STEPS, with_scores
    from quoteattr.text.marks import find_marks

    text = "HOST: Who paid?\n\nMOSS: The city did.\n\nHOST: All of it?\n\nMOSS: Every cent."
    analysis = with_scores(analyse(attributor._parser(text), find_marks(text)))
    found: tuple = ()
    for step in STEPS:
        found = step(analysis, found)
    never = LogLinear({"bias": -9.0})
    assert [statement_probability(analysis, item, model=never) >= 0.5 for item in found] == [
        True
    ] * 4
