"""Small inputs after bug reports and real articles, by kind, with controls for a naive fix.

A row that fails today has ``fails``, the reason. After a fix, delete that line.
A control is an input on which a naive fix for its kind would go wrong.
"""

from __future__ import annotations

import json

import pytest

from quoteattr import Attributor
from tests.conftest import CASES, cases
from tests.wild import Row, complaints


def table(name: str) -> list[Row]:
    return list(json.loads((CASES / name).read_text(encoding="utf-8")))


WILD = table("wild.json")
CONTROLS = table("wild_controls.json")


@pytest.mark.parametrize("row", cases("wild.json"))
def test_unusual_text_is_read_right(attributor: Attributor, row: Row) -> None:
    assert complaints(attributor(row["text"]), row) == []


@pytest.mark.parametrize("row", cases("wild_controls.json"))
def test_the_plain_text_is_read_right(attributor: Attributor, row: Row) -> None:
    assert complaints(attributor(row["text"]), row) == []


def test_every_kind_has_a_control() -> None:
    assert {row["kind"] for row in WILD} == {row["kind"] for row in CONTROLS}


def test_rows_quote_their_texts() -> None:
    for row in (*WILD, *CONTROLS):
        contents = [
            piece
            for want in row["expect"]
            for content in (want["content"], *want.get("content_or", []))
            for piece in content
        ]
        assert [s for s in (*contents, *row["absent"]) if s not in row["text"]] == [], row["label"]
