"""The articles that every engine reads, and the rows that it has to give."""

from __future__ import annotations

import os
from typing import Any

import pytest

from quoteattr.articles.records import is_missing
from quoteattr.attributor import Attributor
from quoteattr.formats.table import to_rows

NAMES = (
    "Ann Lee", "Tom Berg", "Maria Lopez", "Grace Okafor", "Peter Novak", "Sarah Klein",
    "David Moore", "Laura Rossi", "Martin Weber", "Helen Carter",
)  # fmt: skip
# Engines start processes that read this; their threads would wait for each other.
os.environ["OMP_NUM_THREADS"] = "1"


@pytest.fixture(scope="session")
def articles(seed_text: str) -> list[dict[str, Any]]:
    """The seed, 20 short articles, and one that has no text."""
    short = [f"“We will not wait,” {name} said on Monday." for name in NAMES]
    short += [f"{name} said that the talks would end on Friday." for name in NAMES]
    texts = [seed_text, *short, None]
    return [{"id": f"a{number:02}", "text": text} for number, text in enumerate(texts)]


@pytest.fixture(scope="session")
def rows(attributor: Attributor, articles: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What the engines have to give, in order of the articles."""
    found = [row for quotes in attributor.pipe(articles) for row in to_rows(quotes)]
    assert len(found) > 30
    assert found[-1]["error"] == "an article must be a str; this one is missing"
    return values(found)


def values(records: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The values of rows, sorted, whatever an engine takes for a missing value."""
    plain = (
        tuple(None if is_missing(value) else value for value in row.values()) for row in records
    )
    return sorted(plain, key=lambda row: (row[0], row[4] or 0, row[1] or ""))
