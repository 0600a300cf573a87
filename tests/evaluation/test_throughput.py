"""Throughput is measured for what it says; how fast anything is, is no matter of tests."""

from __future__ import annotations

import pytest

from quoteattr.errors import InputError
from quoteattr.evaluation.throughput import Throughput, throughput, throughput_markdown


@pytest.mark.models
def test_workers_read_every_word():
    article = "“We will win,” Ann Lee said.\n"
    (row,) = throughput([article], workers=[2], least_words=100)
    assert (row.workers, row.articles, row.words) == (2, 17, 102)
    assert row.seconds > 0


def test_a_table_compares_with_the_first_row():
    rows = (Throughput(1, 10, 5_000, 10.0, 400.0), Throughput(2, 10, 5_000, 5.0, None))
    shown = throughput_markdown(rows)
    assert "| 1 | 500 | 1.00 | 400 | 278 |" in shown
    assert "| 2 | 1,000 | 2.00 | ? | 278 |" in shown


def test_articles_without_words():
    with pytest.raises(InputError, match="hold no word"):
        throughput([" \n"])
