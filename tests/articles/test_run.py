"""Batches in one process and in several: order, errors, and what happens when a process dies."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from quoteattr.articles.records import Article
from quoteattr.articles.run import in_order
from quoteattr.errors import InputError, ModelError, QuoteattrError
from tests.fake_attributor import Attributor


class Deadly(Attributor):
    """An attributor whose process is killed by some texts."""

    def __call__(self, text, doc_id=None):
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "WHO" in text:
            return super().__call__(f"Pid: “{os.getpid()}”", doc_id)
        if "NO MODEL" in text:
            raise ModelError("models are missing; get them")
        return super().__call__(text, doc_id)


def batch(*texts: str) -> list[tuple[Article, int]]:
    return [(Article(text, f"a{i}"), i) for i, text in enumerate(texts)]


SPEECH = [f"Lee: “Number {i}.”" for i in range(11)]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_with_what_came_with_them(workers: int):
    articles = [*batch(*SPEECH, "BOOM"), (Article(doc_id="lost", error="no text"), 12)]
    found = list(in_order(Deadly(), articles, workers=workers))
    assert [context for _, context in found] == list(range(13))
    assert [len(quotes) for quotes, _ in found] == [1] * 11 + [0, 0]
    assert found[11][0].error == "RuntimeError: the parser gave up"
    assert (found[12][0].doc_id, found[12][0].error) == ("lost", "no text")
    assert found == list(in_order(Deadly(), articles))


def test_articles_are_read_on_demand():
    def articles():
        yield from batch("Lee: “Hi.”")
        raise AssertionError("asked for a second article")

    assert next(iter(in_order(Deadly(), articles())))


def test_each_article_is_read_in_a_worker_process():
    pids = {quotes[0].text for quotes, _ in in_order(Deadly(), batch(*["WHO"] * 20), workers=2)}
    assert 1 <= len(pids) <= 2
    assert f"“{os.getpid()}”" not in pids


def test_stopping_early_leaves_no_process():
    before = set(multiprocessing.active_children())
    results = in_order(Deadly(), batch(*SPEECH), workers=2)
    next(results)
    results.close()
    assert set(multiprocessing.active_children()) <= before


def test_an_article_that_kills_its_process_is_one_failure():
    found = list(in_order(Deadly(), batch(SPEECH[0], "KILL", *SPEECH[1:4]), workers=2))
    assert [len(quotes) for quotes, _ in found] == [1, 0, 1, 1, 1]
    assert "the worker process died" in found[1][0].error


@pytest.mark.parametrize("workers", [1, 2])
def test_missing_models_end_the_run(workers: int):
    with pytest.raises(ModelError, match="models are missing"):
        list(in_order(Deadly(), batch("NO MODEL", *SPEECH), workers=workers))


def in_a_pool(texts: list[str]) -> str:
    try:
        return repr(list(in_order(Deadly(), batch(*texts), workers=2)))
    except QuoteattrError as error:
        return str(error)


def test_workers_of_a_pool_are_told_that_they_have_none():
    """Python lets no daemon start a process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert "leave workers out there" in pool.apply(in_a_pool, (SPEECH,))


def test_names_of_articles_forge_no_log_line(caplog):
    list(in_order(Deadly(), [(Article("BOOM", "a\nERROR forged"), 0)]))
    assert "document 'a\\nERROR forged' failed" in caplog.records[0].getMessage()


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2", None, 2**31])
def test_a_wrong_number_of_workers_is_refused(workers):
    with pytest.raises(InputError, match="workers must be a number of processes"):
        in_order(Deadly(), [], workers=workers)
