"""What an item of a batch may be."""

from collections import namedtuple
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from quoteattr.articles.records import Article, article_of, checked_id
from quoteattr.errors import InputError

Row = namedtuple("Row", ["Index", "text", "id"])


@pytest.mark.parametrize(
    "item",
    [
        ("Hi.", "a"),
        ["Hi.", "a"],
        {"text": "Hi.", "id": "a"},
        Row(0, "Hi.", "a"),
        pd.Series({"text": "Hi.", "id": "a"}),
        Article("Hi.", "a"),
    ],
    ids=lambda item: type(item).__name__,
)
def test_each_way_to_give_a_text_and_its_id(item):
    assert article_of(item) == Article("Hi.", "a")


@pytest.mark.parametrize(
    ("item", "error"),
    [
        (None, "must be a str; this one is missing"),
        (b"Hi.", "decode it first"),
        (Path("a.txt"), "read it first"),
        (("a", "b", "c"), "a str, a pair of text and id, or a record, not tuple"),
        ((["a"], "b"), "an article must be a str, not list"),
        ((None, "a"), "must be a str; this one is missing"),
        ((float("nan"), "a"), "must be a str; this one is missing"),
        ((pd.NA, pd.NA), "must be a str; this one is missing"),
        (("Hi.", 1.5), r"an id must be a string or a whole number, not float; give str(id)"),
        ({"body": "Hi."}, "needs 'text' (text_field); its keys: 'body'"),
        ({}, "its keys: none"),
    ],
)
def test_a_wrong_item_is_an_article_with_an_error(item, error: str):
    assert error in article_of(item).error
    assert "Attributor.pipe" not in article_of(item).error  # which it may have come from


def test_a_record_without_a_text_keeps_its_id():
    assert article_of({"id": 7}).doc_id == "7"
    assert article_of({"id": 7, "text": float("nan")}).doc_id == "7"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a", "a"),
        (7, "7"),
        (np.int64(7), "7"),
        (7.0, "7"),
        (np.float64(-7), "-7"),
        (None, None),
        (float("nan"), None),
        (pd.NA, None),
    ],
)
def test_ids_are_strings(given, kept):
    assert checked_id(given) == kept


def test_a_missing_id_leaves_those_of_the_other_records():
    frame = pd.DataFrame({"text": ["Hi.", "Ho."], "id": [1, None]})
    assert [article_of(row) for row in frame.to_dict("records")] == [
        Article("Hi.", "1"),
        Article("Ho."),
    ]


@pytest.mark.parametrize("wrong", [True, 1.5, float("inf"), 2.0**53, b"a", ["a"]])
def test_what_is_no_id_is_refused(wrong):
    with pytest.raises(InputError, match=r"give str\(id\)"):
        checked_id(wrong)


def test_an_id_that_python_does_not_write_fails_alone():
    assert "too large a number" in article_of(("Hi.", 10**5000)).error
