"""The benchmark measures what it says; how fast anything is, is no matter of tests."""

from __future__ import annotations

import json
import os

import pytest

from quoteattr.errors import InputError
from quoteattr.evaluation import benchmark as module
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.benchmark import benchmark, in_own_process, of_length

ARTICLE = "“We will win,” Ann Lee said.\nTom Hill told reporters that it rained.\n"


def test_long_articles_reach_their_length_and_hardly_more():
    text = of_length([ARTICLE], 1000)
    assert 1000 <= len(text.split()) < 1010
    assert text.startswith(ARTICLE)


def test_articles_without_words():
    with pytest.raises(InputError, match="hold no word"):
        benchmark([" \n"])


def test_a_measurement_has_a_process_of_its_own():
    assert in_own_process(os.getpid) != os.getpid()


@pytest.mark.models
def test_every_step_is_measured(tmp_path, capsys, monkeypatch):
    # All in this process, where the libraries are loaded already.
    monkeypatch.setattr(module, "in_own_process", lambda measure, *given: measure(*given))
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    numbers = tmp_path / "numbers.json"
    command = ["benchmark", "--articles", str(tmp_path), "--lengths", "30", "--least-words", "1"]
    command += ["--workers", "--mark-lengths", "100"]
    assert main([*command, "--json", str(numbers)]) == 0
    result = json.loads(numbers.read_text(encoding="utf-8"))
    assert (result["articles"], result["words"]) == (1, 13)
    steps = {stage["name"]: stage["seconds"] for stage in result["stages"]}
    assert list(steps) == [
        *("marks", "tokenize", "mwt", "pos", "lemma", "depparse", "ner"),
        *("parser, whole", "labeller", "attribution", "coreference", "all"),
    ]
    assert sum(steps[name] for name in ("tokenize", "pos", "depparse")) < steps["parser, whole"]
    assert steps["parser, whole"] < steps["all"]
    (row,) = result["growth"]
    assert row["words"] == 32
    assert row["quotes"] > 0
    (marks,) = result["marks"]
    assert marks["characters"] == 100
    shown = capsys.readouterr().out
    assert "| depparse |" in shown
    assert "| 32 |" in shown
