"""Time and memory of one process, next to a fixed piece of pure Python to compare machines by."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs

__all__ = ["Clock", "peak_megabytes", "reference_seconds", "seconds_of"]

_STEPS = 400_000


@attrs.define
class Clock:
    """CPU seconds by name, added up."""

    seconds: dict[str, float] = attrs.field(factory=dict)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Add the CPU time of the block to ``name``."""
        start = time.process_time()
        try:
            yield
        finally:
            spent = time.process_time() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + spent


def seconds_of(action: Callable[[], object]) -> float:
    """CPU seconds that an action takes, without those that Python's start-up took."""
    start = time.process_time()
    action()
    return time.process_time() - start


def reference_seconds() -> float:
    """CPU seconds of a fixed loop over integers, strings and a dictionary.

    A machine that is slower, or busy with something else at the moment, needs more of them, as the
    library does: times divided by this one can be compared.
    """

    def loop() -> None:
        counts: dict[str, int] = {}
        value = 1
        for _ in range(_STEPS):
            value = value * 1103515245 + 12345 & 0x7FFFFFFF
            key = str(value % 1000)
            counts[key] = counts.get(key, 0) + 1

    return seconds_of(loop)


def peak_megabytes() -> float | None:
    """Largest resident memory of this process so far, in 10⁶ bytes; None where it can't be told."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
