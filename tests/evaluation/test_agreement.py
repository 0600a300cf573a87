"""Agreement to the last digit with an independent scorer, on synthetic splits.

``cases/agreement.json`` holds splits of made-up articles – all kinds of marks, pieces, line ends,
attributions without source, predictions that are shifted, doubled, split, missing or invented –
with the table that another implementation of the same measures gave for them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from quoteattr.corpora.polnear import read_split
from quoteattr.corpora.predictions import read_predictions
from quoteattr.corpora.tagged import read_tagged
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.score import score_split
from quoteattr.evaluation.tags import paint_tagged, score_tags

CASES = json.loads((Path(__file__).parent / "cases" / "agreement.json").read_text(encoding="utf-8"))


@pytest.fixture(params=CASES, ids=[case["label"] for case in CASES])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """One split, written as PolNeAR's files, its predictions as JSON lines."""
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    lines = []
    for article in request.param["articles"]:
        (tmp_path / "text" / f"{article['name']}.txt").write_bytes(article["text"].encode())
        path = tmp_path / "attributions" / f"{article['name']}_x1.ann"
        path.write_bytes(article["annotation"].encode())
        lines.append(json.dumps({"doc": article["name"], "quotes": article["quotes"]}))
    (tmp_path / "pred.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = "".join(json.dumps(row) + "\n" for row in request.param["tagged"])
    (tmp_path / "tagged.txt").write_text(rows, encoding="utf-8")
    return {**request.param, "folder": tmp_path}


def test_every_number_of_the_table_agrees(case):
    scores = score_split(case["folder"], read_predictions(case["folder"] / "pred.jsonl"))
    for measure, rows in case["scores"].items():
        for kind, expected in rows.items():
            assert attrs.asdict(scores[measure][kind]) == expected, (measure, kind)


def test_tags_and_their_scores_agree(case):
    folder = case["folder"]
    texts = {article.name: article.text for article in read_split(folder)}
    rows = read_tagged(folder / "tagged.txt")
    pairs, located = paint_tagged(rows, texts, read_predictions(folder / "pred.jsonl"))
    assert located == case["located"]
    assert [list(found) for _, found in pairs] == case["tags"]
    scores = {role: attrs.asdict(measure) for role, measure in score_tags(pairs).items()}
    assert scores == case["tag_scores"]


def test_cases_hold_what_they_should():
    """Each kind has gold and predictions, and scores are neither all right nor all wrong."""
    for kind in ("direct", "mixed", "indirect"):
        f1 = [case["scores"]["joint"].get(kind, {"f": 0})["f"] for case in CASES]
        assert sum(0 < f < 100 for f in f1) >= 3
    assert any(case["located"] < len(case["tagged"]) for case in CASES)


def test_command_gives_the_same_table(case):
    folder, out = case["folder"], case["folder"] / "scores.json"
    given = ["--polnear", str(folder), "--pred", str(folder / "pred.jsonl"), "--json", str(out)]
    assert main(["score", *given, "--resamples", "10"]) == 0
    numbers = json.loads(out.read_text(encoding="utf-8"))
    for measure, rows in case["scores"].items():
        assert {kind: numbers[measure][kind] for kind in rows} == rows
    assert main(["tags", *given, "--tagged", str(folder / "tagged.txt")]) == 0
    assert json.loads(out.read_text(encoding="utf-8")) == case["tag_scores"]
