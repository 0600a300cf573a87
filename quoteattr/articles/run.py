"""Run a batch: one ``Quotes`` per article, in order, in this process or in several.

Worker processes get one article at a time. They end when this process ends, however it ends: each
of them waits for the other end of a pipe to close.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from numbers import Integral
from types import MappingProxyType
from typing import Any, TypeVar

from quoteattr.articles.records import Article
from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.quotes import Quotes

__all__ = ["MOST_WORKERS", "Extract", "check_workers", "failed", "in_order", "result_of"]

MOST_WORKERS = 10_000
"""No machine needs more processes, and the system has no semaphore with a much higher count."""

_LOG = logging.getLogger("quoteattr")
_AHEAD = 4  # articles per worker that are read before the first of them is done
_THREADS = ("BLIS", "MKL", "OMP", "OPENBLAS", "VECLIB", "NUMEXPR")
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_NO_START = (
    "the worker processes can't start; a script that uses workers must be a file, and keep what "
    'it runs under if __name__ == "__main__":'
)
_IN_A_POOL = (
    "a process of multiprocessing.Pool can't start workers; leave workers out there, "
    "or use concurrent.futures.ProcessPoolExecutor"
)
_DIED = "the worker process died while it read this article (out of memory, perhaps)"

Extract = Callable[[str, str | None], Quotes]
"""What makes quotes of a text and its id: an ``Attributor``."""

_Context = TypeVar("_Context")


def in_order(
    extract: Extract,
    articles: Iterable[tuple[Article, _Context]],
    *,
    workers: int = 1,
    meta: Mapping[str, Any] = _NOTHING,
) -> Iterator[tuple[Quotes, _Context]]:
    """The quotes of many articles, lazily and in order.

    Args:
        extract: makes the quotes of one article; with several workers, it must be picklable.
        articles: each with anything that is given back with its quotes.
        workers: processes to use; 1 is this one.
        meta: of the results of articles that fail.

    Yields:
        One result per article, with what came with it. An article that fails gives an empty one
        with ``error``.

    Raises:
        InputError: ``workers`` is not a number of processes.
        ModelError: a model is missing or damaged.
        QuoteattrError: no worker process could start.
    """
    check_workers(workers)
    if workers > 1:
        return _Batch(extract, articles, int(workers), meta).results()
    return ((result_of(extract, article, meta), context) for article, context in articles)


def check_workers(workers: Any) -> None:
    """Raise ``InputError`` if this is not a number of processes."""
    number = isinstance(workers, Integral) and not isinstance(workers, bool)
    if not (number and 1 <= workers <= MOST_WORKERS):
        raise InputError(
            f"workers must be a number of processes, 1 to {MOST_WORKERS}, not {workers!r}"
        )


def failed(article: Article, reason: str, meta: Mapping[str, Any] = _NOTHING) -> Quotes:
    """The empty result of an article that failed."""
    return Quotes((), text=article.text, doc_id=article.doc_id, error=reason, meta=meta)


def result_of(extract: Extract, article: Article, meta: Mapping[str, Any] = _NOTHING) -> Quotes:
    """The quotes of one article, an empty result with ``error`` if it fails.

    Raises ``ModelError``, since that concerns every article.
    """
    if article.error is not None:
        return failed(article, article.error, meta)
    try:
        return extract(article.text, article.doc_id)
    except ModelError:
        raise
    except Exception as error:  # one bad article must not end the batch
        _LOG.warning("document %r failed: %r", article.doc_id, error, exc_info=error)
        return failed(article, f"{type(error).__name__}: {error}", meta)


class _Batch:
    """A batch whose articles are read by worker processes."""

    def __init__(
        self,
        extract: Extract,
        articles: Iterable[tuple[Article, Any]],
        workers: int,
        meta: Mapping[str, Any],
    ) -> None:
        self._data = pickle.dumps(extract)
        self._articles = articles
        self._workers = workers
        self._meta = meta
        self._waiting: deque[tuple[Article, Any, Future[Quotes]]] = deque()

    def results(self) -> Iterator[tuple[Quotes, Any]]:
        self._processes = _Processes(self._data, self._workers)
        try:
            for article, context in self._articles:
                self._waiting.append((article, context, self._submitted(article)))
                if len(self._waiting) >= self._workers * _AHEAD:
                    yield self._first()
            while self._waiting:
                yield self._first()
        except BaseException:  # interrupted, or the caller stopped early
            self._processes.kill()
            raise
        self._processes.end()

    def _submitted(self, article: Article) -> Future[Quotes]:
        if article.error is None:
            return self._processes.submit(article, self._meta)
        known: Future[Quotes] = Future()
        known.set_result(failed(article, article.error, self._meta))
        return known

    def _first(self) -> tuple[Quotes, Any]:
        article, context, future = self._waiting.popleft()
        try:
            return future.result(), context
        except BrokenProcessPool:
            # A process died, and the articles in all processes are lost. This article is read
            # alone; the others go to a new pool, and so on until the guilty one is alone.
            quotes = self._alone(article)
            self._waiting = deque(
                (one, its, self._submitted(one) if _is_lost(old) else old)
                for one, its, old in self._waiting
            )
            return quotes, context

    def _alone(self, article: Article) -> Quotes:
        self._restart()
        try:
            return self._processes.submit(article, self._meta).result()
        except BrokenProcessPool:
            _LOG.warning("a worker process died on document %r", article.doc_id)
            self._restart()
            return failed(article, _DIED, self._meta)

    def _restart(self) -> None:
        self._processes.kill()
        self._processes = _Processes(self._data, self._workers)


def _is_lost(future: Future[Quotes]) -> bool:
    return future.done() and isinstance(future.exception(), BrokenProcessPool)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Block Ctrl-C while processes start: they inherit that it is blocked."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Processes:
    """Worker processes, each with an extractor of its own."""

    def __init__(self, data: bytes, workers: int) -> None:
        if current_process().daemon:
            raise QuoteattrError(_IN_A_POOL)
        # A process that is forked may hang once torch has started threads.
        context = get_context("spawn")
        self._alive, self._end = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_start, initargs=(data, self._alive)
        )
        try:
            with _no_interrupt():
                first = self._pool.submit(_ready)
            first.result()
        except BaseException as error:
            self.kill()
            if isinstance(error, BrokenProcessPool):
                raise QuoteattrError(_NO_START) from error
            raise

    def submit(self, article: Article, meta: Mapping[str, Any]) -> Future[Quotes]:
        """The result to come; of a pool that is broken, the error."""
        try:
            with _no_interrupt():
                # A mapping proxy can't be pickled.
                return self._pool.submit(_work, article.text, article.doc_id, dict(meta))
        except BrokenProcessPool as error:
            lost: Future[Quotes] = Future()
            lost.set_exception(error)
            return lost

    def end(self) -> None:
        """Wait until every process is done."""
        self._pool.shutdown(wait=True)
        self._close()

    def kill(self) -> None:
        """End every process at once."""
        self._end.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._close()

    def _close(self) -> None:
        self._end.close()
        self._alive.close()


# --- in a worker process -----------------------------------------------------------------------

_EXTRACT: list[Extract] = []


def _start(data: bytes, alive: Connection) -> None:
    """Prepare a worker process."""
    # Ctrl-C reaches every process of a terminal; the main process decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
    # Matrix libraries read these variables when they are imported.
    for library in _THREADS:
        os.environ[f"{library}_NUM_THREADS"] = "1"
    _EXTRACT.append(pickle.loads(data))
    if "torch" in sys.modules:  # the user's script may have imported it before
        sys.modules["torch"].set_num_threads(1)
    # What is loaded by now lives as long as the process: the collector need not go through it.
    gc.freeze()


def _end_with_parent(alive: Connection) -> None:
    try:
        alive.recv()
    except (EOFError, OSError):
        os._exit(1)


def _ready() -> bool:
    return bool(_EXTRACT)


def _work(text: str, doc_id: str | None, meta: Mapping[str, Any]) -> Quotes:
    return result_of(_EXTRACT[0], Article(text, doc_id), meta)
