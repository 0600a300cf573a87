"""How throughput grows with the number of worker processes, and what a million articles cost.

Times are wall-clock times, since processes share the machine: measure on one that does nothing
else. Each measurement has a process of its own, and begins when every worker has read articles.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import cycle, islice

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.benchmark import (
    count_words,
    in_own_process,
    one_thread,
    peak_megabytes,
)
from quoteattr.evaluation.markdown import table

__all__ = ["WORKERS", "Throughput", "throughput", "throughput_markdown"]

WORKERS = (1, 2)
_WARM_UP = 8  # articles per worker that are read before the clock runs
_LEAST_WORDS = 20_000
_ARTICLE = 500  # words of an article of which a million is priced
_HOUR = 3600


@attrs.frozen
class Throughput:
    """What some workers read.

    Attributes:
        workers: number of processes.
        articles: number of articles.
        words: of these.
        seconds: wall-clock time.
        megabytes: peak memory of one worker, 10⁶ bytes; None if unknown.
    """

    workers: int
    articles: int
    words: int
    seconds: float
    megabytes: float | None

    @property
    def words_per_second(self) -> float:
        """Words of all workers together."""
        return self.words / self.seconds

    @property
    def core_hours(self) -> float:
        """Hours of one core for a million articles of 500 words."""
        return 1e6 * _ARTICLE * self.workers / self.words_per_second / _HOUR


def throughput(
    articles: Sequence[str], workers: Sequence[int] = WORKERS, least_words: int = _LEAST_WORDS
) -> tuple[Throughput, ...]:
    """Measure ``Attributor.pipe`` with some numbers of workers.

    Args:
        articles: texts, read again and again.
        workers: numbers of processes.
        least_words: the articles have at least so many words together.

    Raises:
        InputError: the articles have no words.
    """
    words = sum(count_words(text) for text in articles)
    if not words:
        raise InputError("the articles hold no word; give texts of news articles")
    texts = list(articles) * -(-least_words // words)
    return tuple(in_own_process(_throughput, texts, count) for count in workers)


def _throughput(texts: list[str], workers: int) -> Throughput:
    from quoteattr.attributor import Attributor

    one_thread()
    warm_up = _WARM_UP * workers
    results = Attributor().pipe(
        [*islice(cycle(texts), warm_up), *texts],
        workers=workers,
    )
    for _ in range(warm_up):
        next(results)
    start = time.perf_counter()
    words = sum(count_words(quotes.text) for quotes in results)
    seconds = time.perf_counter() - start
    megabytes = peak_megabytes() if workers == 1 else _peak_of_children()
    return Throughput(workers, len(texts), words, seconds, megabytes)


def _peak_of_children() -> float | None:
    """Largest resident memory of any process that this one started and that has ended."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def throughput_markdown(rows: Sequence[Throughput]) -> str:
    """The table for a page."""
    return table(
        [
            "workers",
            "words per second (wall-clock)",
            f"times that of {rows[0].workers}" if rows else "",
            "peak memory of a worker, MB",
            "core-hours, a million articles of 500 words",
        ],
        (
            [
                f"{row.workers}",
                f"{row.words_per_second:,.0f}",
                f"{row.words_per_second / rows[0].words_per_second:.2f}",
                "?" if row.megabytes is None else f"{row.megabytes:,.0f}",
                f"{row.core_hours:,.0f}",
            ]
            for row in rows
        ),
    )
