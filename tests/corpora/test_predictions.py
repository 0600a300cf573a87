"""Reading predicted quotes."""

from __future__ import annotations

import json

import pytest

from quoteattr.corpora.predictions import PredictedQuote, read_predictions
from quoteattr.errors import InputError
from tests.corpora.examples import PREDICTION


def test_nested_and_empty_quotes_are_not_read(tmp_path):
    pred = tmp_path / "pred.jsonl"
    pred.write_text(json.dumps(PREDICTION) + "\n\n", encoding="utf-8")
    expected = PredictedQuote(((13, 22),), ((8, 12),), ((0, 7),), "Ann Lee")
    assert read_predictions(pred) == {"a": (expected,)}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("{}", "line 1: not a record of quotes"),
        ("[]", "line 1: not a record of quotes"),
        ('\n{"doc_id": "a"', "line 2: not a record of quotes"),
        ('{"doc_id": "a", "quotes": [{"content": [3]}]}', "not a record of quotes"),
        ('{"doc_id": "a", "speakers": [], "quotes": [{"content": [], "speaker": "s1"}]}', "'s1'"),
        ('{"doc_id": "a", "quotes": []}\n' * 2, "line 2: article a occurs twice"),
        ("\udcff", "not a record of quotes"),
    ],
)
def test_errors_name_the_line_of_bad_predictions(tmp_path, lines, message):
    path = tmp_path / "pred.jsonl"
    path.write_bytes(lines.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=message):
        read_predictions(path)


@pytest.mark.parametrize(
    "span",
    [[[3, 7]], [{"start": 3, "end": 7}], {"start": 3, "end": 7}, {"spans": [[3, 7], [5, 5]]}],
)
def test_predictions_may_write_spans_in_several_ways(tmp_path, span):
    path = tmp_path / "p.jsonl"
    row = {"content": span, "cue": span, "source": span, "speaker": "Ann"}
    path.write_text(json.dumps({"doc": "a", "quotes": [row]}), encoding="utf-8")
    (found,) = read_predictions(path)["a"]
    assert found.content == found.cue == found.source == ((3, 7),)
    assert found.speaker == "Ann"
