"""What a long batch costs: its throughput by number of workers, and whether memory stays flat.

Each measurement has a process of its own. Throughput is in wall-clock time, since worker processes
share the machine: measure on one that does nothing else. The clock starts when every worker has
read some articles. Memory is that of one process, which reads many articles and keeps nothing.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, cycle, islice
from pathlib import Path

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.benchmark import (
    count_words,
    in_own_process,
    one_thread,
    peak_megabytes,
)
from quoteattr.evaluation.markdown import table

__all__ = [
    "COUNT",
    "WORKERS",
    "Reading",
    "Throughput",
    "drift",
    "readings",
    "resident_megabytes",
    "soak",
    "soak_markdown",
    "throughput",
    "throughput_markdown",
    "varied",
]

WORKERS = (1, 2)
_WARM_UP = 8  # articles per worker that are read before the clock runs
_LEAST_WORDS = 20_000
_ARTICLE = 500  # words of an article, for the cost of a million of them
_HOUR = 3600

COUNT = 2_000  # articles of a soak
WARM = 100  # articles after which memory should no longer grow
_READINGS = 20  # of the whole batch
_STATUS = Path("/proc/self/statm")


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
    megabytes = peak_megabytes(of_children=workers > 1)
    return Throughput(workers, len(texts), words, seconds, megabytes)


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


@attrs.frozen
class Reading:
    """Resident memory (10⁶ bytes) after so many articles."""

    articles: int
    megabytes: float


def soak(articles: Sequence[str], number: int = COUNT) -> tuple[Reading, ...]:
    """Resident memory while the library reads many articles in a process of its own.

    Args:
        articles: texts of news articles; they are read again and again, each time cut differently,
            so that hardly two texts are of one length.
        number: how many articles to read.

    Returns:
        Memory after ``WARM`` articles and at even distances up to the last one.

    Raises:
        InputError: there are no articles, or this system does not show the memory of a process.
    """
    if not articles:
        raise InputError("a soak needs articles; give a folder with texts of news articles")
    if resident_megabytes() is None:
        raise InputError("this system does not show the memory of a process; run it on Linux")
    return in_own_process(_soak, list(articles), number)


def _soak(articles: list[str], number: int) -> tuple[Reading, ...]:
    from quoteattr.attributor import Attributor

    one_thread()
    return tuple(readings(Attributor(), islice(varied(articles), number), number))


def readings(
    attributor: Callable[[str], object], texts: Iterator[str], number: int
) -> Iterator[Reading]:
    """Memory while texts are read and their results dropped.

    Args:
        attributor: what reads a text.
        texts: ``number`` of them.
        number: how many; the last one is measured.
    """
    step = max(number // _READINGS, 1)
    for read, text in enumerate(texts, 1):
        attributor(text)
        if read in (WARM, number) or (read > WARM and read % step == 0):
            gc.collect()
            yield Reading(read, resident_megabytes() or 0.0)


def varied(articles: Sequence[str]) -> Iterator[str]:
    r"""Articles without end: whole, then without their first paragraph, and so on.

    >>> list(islice(varied(["One.\nTwo.", "Three."]), 5))
    ['One.\nTwo.', 'Three.', 'Two.', 'Three.', 'One.\nTwo.']
    """
    for turn in count():
        for article in articles:
            lines = article.splitlines()
            yield "\n".join(lines[turn % max(len(lines), 1) :])


def resident_megabytes() -> float | None:
    """Resident memory of this process now, in 10⁶ bytes; None if the system does not show it."""
    try:
        pages = int(_STATUS.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def drift(found: Sequence[Reading]) -> float:
    """By what share memory has grown at most since the first reading.

    >>> drift([Reading(100, 500.0), Reading(200, 520.0), Reading(300, 510.0)])
    0.04
    """
    first = found[0].megabytes
    return round(max(reading.megabytes for reading in found) / first - 1, 4)


def soak_markdown(found: Sequence[Reading]) -> str:
    """The memory curve as a table, with its drift."""
    rows = ([f"{reading.articles:,}", f"{reading.megabytes:,.0f}"] for reading in found)
    shown = table(["articles", "resident memory, MB"], rows)
    return f"{shown}\n\ngrowth since {found[0].articles:,} articles: {drift(found):.1%}"
