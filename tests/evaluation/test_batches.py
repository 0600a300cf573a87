"""What long batches cost: the numbers are those of what was read; no test depends on speed."""

from __future__ import annotations

from itertools import islice

import pytest

from quoteattr.errors import InputError
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.batches import (
    Reading,
    Throughput,
    drift,
    readings,
    resident_megabytes,
    soak,
    soak_markdown,
    throughput,
    throughput_markdown,
    varied,
)

ARTICLES = ["One.\nTwo.\nThree.", "Four.\nFive."]

shows_memory = pytest.mark.skipif(
    resident_megabytes() is None, reason="this system does not show the memory of a process"
)


@shows_memory
def test_a_soak_reads_every_article_and_measures_the_last_one():
    read: list[str] = []
    found = list(readings(read.append, islice(varied(ARTICLES), 250), 250))
    assert len(read) == 250
    assert len(set(read)) == 5
    assert [reading.articles for reading in found][:2] == [100, 108]
    assert found[-1].articles == 250
    assert all(reading.megabytes > 1 for reading in found)


@shows_memory
def test_a_soak_shows_memory_that_is_kept():
    kept: list[bytearray] = []
    texts = islice(varied(ARTICLES), 200)
    found = list(readings(lambda _: kept.append(bytearray(1_000_000)), texts, 200))
    assert found[-1].megabytes > found[0].megabytes + 50
    assert drift(found) > 0


def test_the_table_of_a_soak_ends_with_the_growth():
    shown = soak_markdown([Reading(100, 500.0), Reading(2_000, 510.0)])
    assert "| 2,000 | 510 |" in shown
    assert shown.endswith("growth since 100 articles: 2.0%")


@shows_memory
def test_a_soak_without_articles_is_refused():
    with pytest.raises(InputError, match="needs articles"):
        soak([])


@pytest.mark.models
def test_throughput_counts_every_word_of_every_worker():
    article = "“We will win,” Ann Lee said.\n"
    (row,) = throughput([article], workers=[2], least_words=100)
    assert (row.workers, row.articles, row.words) == (2, 17, 102)
    assert row.seconds > 0


def test_the_table_of_throughput_compares_with_its_first_row():
    rows = (Throughput(1, 10, 5_000, 10.0, 400.0), Throughput(2, 10, 5_000, 5.0, None))
    shown = throughput_markdown(rows)
    assert "| 1 | 500 | 1.00 | 400 | 278 |" in shown
    assert "| 2 | 1,000 | 2.00 | ? | 278 |" in shown


def test_throughput_of_articles_without_words_is_refused():
    with pytest.raises(InputError, match="hold no word"):
        throughput([" \n"])


@pytest.mark.parametrize(
    "command", [["soak", "--count", "0"], ["benchmark-repeated", "--quotes", "0"]]
)
def test_none_is_no_number_of_things_to_measure(command, capsys):
    with pytest.raises(SystemExit):
        main(command)
    assert "0 is not a number from 1 on" in capsys.readouterr().err
