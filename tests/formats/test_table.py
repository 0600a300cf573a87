"""Tables: what another program reads out of them."""

import csv
import io
import sys

import pandas as pd
import pytest
from hypothesis import given

import quoteattr
from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.formats.brat import to_brat
from quoteattr.formats.html import render
from quoteattr.formats.table import COLUMNS, to_csv, to_frame, to_rows
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import article
from tests.strategies import results

ROW = {
    "doc_id": "oslo",
    "quote_id": "q1",
    "quote": "“We will not wait,” “We go on <now> & soon.”",
    "kind": "direct",
    "start": 34,
    "end": 107,
    "n_parts": 2,
    "speaker": "Ann Lee",
    "speaker_mention": "Prime Minister Ann Lee",
    "speaker_kind": "person",
    "role": "Prime Minister",
    "speaker_start": 54,
    "speaker_end": 76,
    "cue": "said",
    "cue_start": 77,
    "cue_end": 81,
    "confidence": 0.97,
    "rule": "verb after quote; quote goes on",
    "speaker_confidence": 0.9,
    "statement": 0.99,
    "speaker_id": "s1",
    "named": True,
    "gender": "female",
    "identifier": "https://people.example/lee",
    "parent": None,
    "via": None,
    "negated": False,
    "hypothetical": False,
    "cue_type": "speech",
    "addressee": None,
    "error": None,
}
"""The row of the first quote of ``article()``."""

ORDER = list(ROW)


def test_row_of_a_quote_in_two_parts():
    row = to_rows(article())[0]
    assert list(row) == ORDER
    assert row == ROW


def test_row_of_a_quote_that_was_passed_on_and_one_within_it():
    rows = to_rows(article())
    assert rows[2]["via"] == "Radio Oslo"
    assert rows[3]["parent"] == "q3"
    assert rows[1]["negated"] is True


def test_an_article_that_failed_has_a_row_that_says_so():
    (row,) = to_rows(Quotes((), text="?", doc_id="a7", error="the parser failed"))
    assert list(row) == ORDER
    filled = {name: value for name, value in row.items() if value is not None}
    assert filled == {"doc_id": "a7", "error": "the parser failed"}


def test_one_frame_of_many_results():
    many = [article("a"), Quotes((), text=""), Quotes((), text="", doc_id="c", error="no text")]
    frame = quoteattr.to_frame(iter(many))
    assert frame["doc_id"].tolist() == ["a"] * 4 + ["c"]
    assert frame["error"].dropna().tolist() == ["no text"]
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(COLUMNS)


@pytest.mark.parametrize("wrong", ["text", {"text": "a"}, 3, None, ["a text"], [None]])
def test_a_frame_is_made_of_results_only(wrong):
    with pytest.raises(InputError, match="to_frame needs Quotes"):
        quoteattr.to_frame(wrong)


def test_what_is_unknown_is_none():
    row = to_rows(article(doc_id=None))[3]
    known = {"quote_id", "quote", "kind", "start", "end", "n_parts", "confidence", "parent"}
    assert {name for name in row if row[name] is not None} == known


@given(results())
def test_frame_has_the_columns_and_dtypes_whatever_it_holds(quotes: Quotes):
    frame = to_frame(quotes)
    assert list(frame.columns) == ORDER
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(COLUMNS)
    assert len(frame) == len(quotes)
    assert frame.where(frame.notna(), None).to_dict("records") == to_rows(quotes)


def test_frames_of_articles_with_and_without_quotes_go_together():
    frames = [to_frame(article()), to_frame(Quotes((), text=""))]
    together = pd.concat(frames, ignore_index=True)
    assert {name: str(dtype) for name, dtype in together.dtypes.items()} == dict(COLUMNS)
    assert together.groupby("speaker").size().to_dict() == {"Ann Lee": 2, "Tom Berg": 1}


def test_without_pandas_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError, match="python -m pip install pandas"):
        to_frame(article())


@given(results())
def test_csv_gives_every_value_back(quotes: Quotes):
    table = to_csv(quotes)
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    expected = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in to_rows(quotes)
    ]
    assert rows == expected
    assert to_csv(quotes) == table[: len(",".join(ORDER)) + 2] + to_csv(quotes, header=False)


def test_csv_is_rfc_4180():
    text = 'He said: "One,\ntwo"'
    quotes = Quotes([Quote("q1", [Span.of(text, 9, 19)], "direct")], text=text)
    head, row = to_csv(quotes).split("\r\n", 1)
    assert head == ",".join(ORDER)
    assert row == ',q1,"""One,\ntwo""",direct,9,19,1,,,,,,,,,,1.0,,,,,,,,,,,,,,\r\n'


def test_lone_surrogates_can_be_written():
    text = "“\ud800” \udc00 Lee said."
    lee = Speaker("s1", "\udc00 Lee")
    made = [Quote("q1", [Span.of(text, 0, 3)], "direct", speaker=lee)]
    quotes = Quotes(made, text=text, speakers=[lee], doc_id="\ud800", warnings=["\ud800"])
    for written in (to_csv(quotes), to_brat(quotes), render(quotes, page=True)):
        assert "“\N{REPLACEMENT CHARACTER}”" in written
        written.encode("utf-8")
    assert to_frame(quotes)["quote"].tolist() == ["“\N{REPLACEMENT CHARACTER}”"]
