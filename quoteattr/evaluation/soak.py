"""Whether memory stays flat over a long batch: one process, many articles, nothing kept."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.benchmark import in_own_process, one_thread
from quoteattr.evaluation.markdown import table

__all__ = [
    "COUNT",
    "Reading",
    "drift",
    "readings",
    "resident_megabytes",
    "soak",
    "soak_markdown",
    "varied",
]

WARM = 100  # articles after which memory should no longer grow
COUNT = 2_000
_READINGS = 20  # of the whole batch
_STATUS = Path("/proc/self/statm")


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
