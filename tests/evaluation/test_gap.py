"""GAP: the antecedents of pronouns, by gender."""

from __future__ import annotations

import json

import pytest

from quoteattr.corpora.gap import read_gap
from quoteattr.errors import InputError
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.gap import GapScores, gap_markdown, score_gap
from quoteattr.evaluation.score import Measure
from quoteattr.syntax import Parse
from tests.corpora.examples import GAP, GAP_HEAD


@pytest.fixture
def path(tmp_path):
    out = tmp_path / "gap-x.tsv"
    out.write_text(GAP, encoding="utf-8")
    return out


def test_names_that_a_pronoun_means_are_found(path, parser):
    scores = score_gap(read_gap(path), parser)
    right = Measure(100.0, 100.0, 100.0, 1, 1)
    assert scores.feminine == scores.masculine == right
    assert scores.all.gold == 2
    assert (scores.bias, scores.resolved) == (1.0, 100.0)


def test_without_a_parse_no_pronoun_is_resolved(path):
    scores = score_gap(read_gap(path), lambda text: Parse(text))
    assert scores.all == Measure(0.0, 0.0, 0.0, 2, 0)
    assert (scores.bias, scores.resolved) == (None, 0.0)
    assert "Bias (feminine over masculine F1): unknown" in gap_markdown(scores)


def test_bias_is_printed_in_words():
    measure = Measure(50.0, 50.0, 50.0, 4, 4)
    text = gap_markdown(GapScores(measure, measure, measure, 0.957, 88.8))
    assert "| feminine | 50.0 | 50.0 | **50.0** | 4 | 4 |" in text
    assert text.endswith("0.96. Pronouns that are resolved: 88.8 %.")


def test_an_empty_file_is_refused(tmp_path, parser):
    path = tmp_path / "x.tsv"
    path.write_text(GAP_HEAD, encoding="utf-8")
    with pytest.raises(InputError, match="no passage to score"):
        score_gap(read_gap(path), parser)


@pytest.mark.models
def test_command(path, tmp_path, capsys):
    out = tmp_path / "gap.json"
    assert main(["gap", "--gap", str(path), "--limit", "1", "--json", str(out)]) == 0
    assert "| feminine | 100.0 | 100.0 | **100.0** | 1 | 1 |" in capsys.readouterr().out
    assert json.loads(out.read_text(encoding="utf-8"))["masculine"]["gold"] == 0
