"""Standard input, output and error: what they are, and what to do where one is closed."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from quoteattr.articles.files import CLOSED, STDIN

__all__ = [
    "CLOSED",
    "STDIN",
    "STDOUT",
    "hold_standard_descriptors",
    "is_terminal",
    "same_file",
    "silence",
]

STDOUT = "-"


def hold_standard_descriptors() -> None:
    """Keep closed standard streams from being taken by the next file that is opened.

    Without that, ``quoteattr -o a.json 2>&-`` may write the messages of some library into a.json.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number


def is_terminal(stream: IO[Any] | None) -> bool:
    """Whether a stream is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def same_file(source: str, target: str) -> bool:
    """Whether writing to a target would overwrite a source.

    Args:
        source: a path, or "-" for standard input.
        target: a path, or "-" for standard output.
    """
    read, written = _status(source, sys.stdin), _status(target, sys.stdout)
    if read is None or written is None or not stat.S_ISREG(read.st_mode):
        return False  # one does not exist yet; terminals, pipes and devices may be both
    return os.path.samestat(read, written)


def _status(path: str, standard: IO[Any] | None) -> os.stat_result | None:
    try:
        if path != STDIN:
            return Path(path).stat()
        return None if standard is None else os.fstat(standard.fileno())
    except (OSError, ValueError):  # no such file; a stream that is not a file; a NUL in the path
        return None


def silence(stream: IO[Any] | None) -> None:
    """Keep the interpreter from flushing into a stream that failed when it ends.

    Args:
        stream: standard output or error.
    """
    try:
        number = -1 if stream is None else stream.fileno()
    except (OSError, ValueError):  # no file, or closed: there is nothing to flush
        return
    if number >= 0:
        with suppress(OSError):  # no further file can be opened
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, number)
            os.close(devnull)
