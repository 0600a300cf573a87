"""Scores by class of cue and publisher, their intervals, and two systems compared."""

from __future__ import annotations

import json
from collections import Counter

import attrs
import pytest

from quoteattr.errors import InputError
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.bootstrap import difference, interval
from quoteattr.evaluation.cue_classes import cue_class, cue_head
from quoteattr.evaluation.score import COLUMNS, count_split, scores_of
from quoteattr.evaluation.score_tables import comparison_markdown
from tests.evaluation.splits import GOLD, HOPES, NAMES, SAID, TOLD, write_predictions, write_split


@pytest.mark.parametrize(
    ("cue", "lemma", "kind"),
    [
        ("has repeatedly told", "tell", "speech"),
        ("said in a statement", "say", "speech"),
        ("According to", "according", "speech"),
        ("wrote", "write", "writing"),
        ("'s accusations", "accusation", "speech"),
        ("was adamant", "adamant", "speech"),
        ("wants", "want", "intention"),
        ("believes", "believe", "thought"),
        (":", ":", "speech"),
        ("unleashed", "unleashed", "other"),
    ],
)
def test_class_and_head_of_a_cue(cue, lemma, kind):
    assert cue_head(cue) == (lemma, kind)
    assert cue_class(cue, ((0, len(cue)),)) == kind


def test_recall_of_a_class_is_over_gold_cues_precision_over_predicted_types(tmp_path):
    """ "hopes" is intention by the lexicon; the prediction calls it attitude."""
    found = attrs.evolve(HOPES, cue_type="attitude")
    counted = count_split(write_split(tmp_path), {NAMES[0]: (found, SAID)})
    columns = ("intention", "attitude", "speech", "writing", "statements")
    scores = scores_of((item.counts for item in counted), columns)["joint"]
    assert (scores["intention"].r, scores["intention"].gold) == (33.33, 3)
    assert scores["intention"].pred == 0
    assert (scores["attitude"].p, scores["attitude"].pred) == (100.0, 1)
    assert (scores["speech"].gold, scores["speech"].pred) == (6, 1)
    assert scores["writing"].gold == 3
    assert (scores["statements"].gold, scores["statements"].pred) == (9, 1)


def test_tables_by_class_and_publisher(tmp_path, capsys):
    split = write_split(tmp_path)
    pred = write_predictions(tmp_path / "p.jsonl", dict.fromkeys(NAMES[:2], GOLD))
    out = tmp_path / "scores.json"
    given = ["--polnear", str(split), "--pred", str(pred), "--json", str(out)]
    assert main(["score", *given, "--by", "class", "publisher", "--resamples", "20"]) == 0
    printed = capsys.readouterr().out
    assert "| speech | 6 / 4 | 100.0 / 66.7 / **80.0** |" in printed
    assert (
        "| daily | 2 | 8 / 8 | 100.0 | 100.0 | 100.0 | 100.0 | 100.0 | 100.0 – 100.0 |" in printed
    )
    assert "| post-daily | 1 | 4 / 0 | 0.0 |" in printed
    numbers = json.loads(out.read_text(encoding="utf-8"))
    assert numbers["joint"]["daily"]["f"] == 100.0
    assert numbers["joint"]["intention"]["r"] == 66.67


def counts(*articles):
    """Articles of so many gold, right and predicted items."""
    return [
        Counter(
            {
                ("m", "all", "gold"): gold,
                ("m", "all", "gold right"): right,
                ("m", "all", "pred"): pred,
                ("m", "all", "pred right"): right,
            }
        )
        for gold, right, pred in articles
    ]


def test_an_interval_holds_the_score_and_is_the_same_for_the_same_seed():
    articles = counts(*((10, i % 10, 10) for i in range(40)))
    found = interval(articles, "m", "all", 500, seed=1)
    assert found.f[0] < 45.0 < found.f[1]  # 180 of 400
    assert found == interval(articles, "m", "all", 500, seed=1)
    assert found != interval(articles, "m", "all", 500, seed=2)
    spread = found.f[1] - found.f[0]
    fewer = interval(articles[:10], "m", "all", 500, seed=1)
    assert fewer.f[1] - fewer.f[0] > spread


def test_equal_articles_give_an_interval_of_one_point():
    assert interval(counts(*[(4, 2, 4)] * 5), "m", "all", 50).f == (50.0, 50.0)
    assert interval(counts((0, 0, 0)), "m", "all", 50).p == (0.0, 0.0)


def test_only_a_consistent_difference_is_significant():
    first = counts(*[(10, 5, 10)] * 20)
    better = difference(first, counts(*[(10, 6, 10)] * 20), "m", "all", 400)
    assert (better.first, better.second, better.points) == (50.0, 60.0, 10.0)
    assert (better.low, better.high) == (10.0, 10.0)
    assert better.p < 0.01
    mixed = difference(first, counts(*[(10, 6, 10), (10, 4, 10)] * 10), "m", "all", 400)
    assert mixed.low < 0 < mixed.high
    assert mixed.p > 0.5


def test_bad_comparisons_are_refused(tmp_path):
    with pytest.raises(InputError, match="one article and one resample at least"):
        interval([], "m", "all")
    with pytest.raises(InputError, match="one article and one resample at least"):
        interval(counts((1, 1, 1)), "m", "all", resamples=0)
    with pytest.raises(InputError, match="1 articles can't be compared with 2 others"):
        difference(counts((1, 1, 1)), counts((1, 1, 1), (1, 1, 1)), "m", "all")
    counted = count_split(write_split(tmp_path), {})
    with pytest.raises(InputError, match="on the same articles"):
        comparison_markdown(counted, counted[:2])


def test_two_files_are_compared(tmp_path, capsys):
    split = write_split(tmp_path)
    first = write_predictions(tmp_path / "a.jsonl", dict.fromkeys(NAMES, (SAID,)))
    second = write_predictions(tmp_path / "b.jsonl", dict.fromkeys(NAMES, (SAID, TOLD)))
    assert main(["compare", "--polnear", str(split), str(first), str(second)]) == 0
    printed = capsys.readouterr().out
    assert "| joint | 40.0 | 66.7 | +26.7 | +26.7 to +26.7 | 0.002 |" in printed
    assert "| joint, direct | 66.7 | 66.7 | +0.0 | +0.0 to +0.0 | 1.000 |" in printed


def test_kinds_add_up(tmp_path):
    counted = count_split(write_split(tmp_path), dict.fromkeys(NAMES, GOLD))
    scores = scores_of((item.counts for item in counted), COLUMNS)["joint"]
    assert scores["all"].gold == sum(scores[kind].gold for kind in COLUMNS[1:]) == 12
