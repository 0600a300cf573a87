"""The soak reads as many articles as it says, and its numbers are those of this process."""

from __future__ import annotations

from itertools import islice

import pytest

from quoteattr.errors import InputError
from quoteattr.evaluation.soak import (
    Reading,
    drift,
    readings,
    resident_megabytes,
    soak,
    soak_markdown,
    varied,
)

ARTICLES = ["One.\nTwo.\nThree.", "Four.\nFive."]

pytestmark = pytest.mark.skipif(
    resident_megabytes() is None, reason="this system does not show the memory of a process"
)


def test_every_article_is_read_and_the_last_one_measured():
    read: list[str] = []
    found = list(readings(read.append, islice(varied(ARTICLES), 250), 250))
    assert len(read) == 250
    assert len(set(read)) == 5
    assert [reading.articles for reading in found][:2] == [100, 108]
    assert found[-1].articles == 250
    assert all(reading.megabytes > 1 for reading in found)


def test_what_is_kept_is_seen():
    kept: list[bytearray] = []
    texts = islice(varied(ARTICLES), 200)
    found = list(readings(lambda _: kept.append(bytearray(1_000_000)), texts, 200))
    assert found[-1].megabytes > found[0].megabytes + 50
    assert drift(found) > 0


def test_table():
    shown = soak_markdown([Reading(100, 500.0), Reading(2_000, 510.0)])
    assert "| 2,000 | 510 |" in shown
    assert shown.endswith("growth since 100 articles: 2.0%")


def test_no_articles():
    with pytest.raises(InputError, match="needs articles"):
        soak([])
