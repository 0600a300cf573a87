"""What ends a run early: Ctrl-C, SIGTERM, SIGHUP."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

__all__ = ["INTERRUPTED", "Signals", "Stopped"]

INTERRUPTED = 128 + signal.SIGINT
"""Exit status of a run that Ctrl-C ended."""

_SHUT_DOWN = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP


class Stopped(KeyboardInterrupt):
    """A signal ended the run. Like Ctrl-C, no ``except Exception`` catches it.

    Attributes:
        status: the exit status, 128 and the number of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.status = 128 + number


class Signals:
    """While entered, SIGINT, SIGTERM and SIGHUP raise ``Stopped``.

    A signal that the caller ignores (nohup) or handles is left alone. While a result is written
    (``held``), a signal has no effect until the next article is read (``heard``). So every result
    that is written is complete.
    """

    def __init__(self) -> None:
        self._held = False
        self._seen: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Signals:
        if threading.current_thread() is threading.main_thread():  # others may not set handlers
            if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                self._take(signal.SIGINT)
            for name in _SHUT_DOWN:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                    self._take(number)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def check(self) -> None:
        """Raise ``Stopped`` again where some library has swallowed it.

        A KeyboardInterrupt within a large import may be lost, and leaves a library half imported.
        """
        if self._seen is not None:
            raise Stopped(self._seen)

    @contextmanager
    def held(self) -> Iterator[None]:
        """A block that no signal interrupts."""
        with self._with(held=True):
            yield

    @contextmanager
    def heard(self) -> Iterator[None]:
        """A block within ``held`` that signals may interrupt."""
        with self._with(held=False):
            self.check()
            yield

    @contextmanager
    def _with(self, *, held: bool) -> Iterator[None]:
        before, self._held = self._held, held
        try:
            yield
        finally:
            self._held = before

    def _take(self, number: int) -> None:
        self._before[number] = signal.signal(number, self._stop)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self._seen = number
        if not self._held:
            raise Stopped(number)
