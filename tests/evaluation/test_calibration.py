"""What confidence is worth, on a synthetic split."""

from __future__ import annotations

from pathlib import Path

from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.evaluation.calibration import (
    Judged,
    Point,
    calibration_markdown,
    judge_split,
    point_at,
    point_of_precision,
)

TEXT = "“We won,” Ann said. Tom said it rained."


def test_quotes_are_judged_with_their_confidence(tmp_path: Path) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "attributions" / "a_x1.ann").write_text(
        "T1\tSource 10 13\tAnn\nT2\tCue 14 18\tsaid\nT3\tContent 0 9\t“We won,”\n"
        "E1\tX:T2 Content:T3 Cue:T2 Source:T1\n",
        encoding="utf-8",
    )
    found = (
        PredictedQuote(((0, 9),), ((14, 18),), ((10, 13),), confidence=0.95),
        PredictedQuote(((29, 38),), ((24, 28),), ((20, 23),), confidence=0.4),
    )
    judged, gold = judge_split(tmp_path, {"a": found})
    assert gold == {"direct": 1}
    assert judged == (
        Judged("direct", 0.95, content=True, joint=True, gold_kind="direct"),
        Judged("indirect", 0.4, content=False, joint=False),
    )
    rows = calibration_markdown(judged, gold).splitlines()
    assert "| below 0.5 | 1 | 0.40 | 0 | 0 |" in rows
    assert "| 0.9 – 1.0 | 1 | 0.95 | 100 | 100 |" in rows
    assert "| 0 | 2 | 50.0 | 100.0 | 1 | 100.0 | 100.0 | 1 | 0.0 | 0.0 |" in rows
    assert "| 0.5 | 1 | 100.0 | 100.0 | 1 | 100.0 | 100.0 | 0 | 0.0 | 0.0 |" in rows
    assert "| all, joint | 0.950 | 1 | 100.0 | 50.0 / 100.0 |" in rows
    assert "| indirect, joint | – | – | – | 0.0 / 0.0 |" in rows


def test_the_lowest_threshold_with_enough_precision_is_found() -> None:
    """19 right of 20 from 0.5 on; below, too many are wrong."""
    right = [Judged("direct", 0.5 + i / 100, True, True, "direct") for i in range(19)]
    wrong = [Judged("mixed", 0.6, False, False), Judged("mixed", 0.3, False, False)]
    gold = {"direct": 38, "indirect": 100}
    point = point_of_precision([*right, *wrong], gold, ("direct", "mixed"))
    assert point == Point(least=0.5, quotes=20, precision=95.0, recall=50.0)
    assert point_of_precision(wrong, gold) is None


def test_recall_of_a_kind_is_over_gold_of_that_kind() -> None:
    """A quote predicted as direct that is mixed in gold counts for the recall of mixed ones."""
    item = Judged("direct", 0.9, True, True, "mixed")
    assert point_at([item], {"direct": 1, "mixed": 2}, 0.5, ("direct",)).recall == 0.0
    assert point_at([item], {"direct": 1, "mixed": 2}, 0.5, ("mixed",)).recall == 50.0
