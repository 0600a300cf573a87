"""The formats of the command line, and the stream that they are written to."""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from quoteattr.cli.streams import CLOSED, STDOUT
from quoteattr.cli.terminal import to_text
from quoteattr.formats import export, html
from quoteattr.quotes import Quotes

__all__ = ["FORMATS", "STDOUT", "opened"]

_WIDEST = 100


def _text(results: Iterable[Quotes], stream: TextIO) -> Iterator[str]:
    colour = stream.isatty() and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for i, quotes in enumerate(results):
        yield "\n\n" * bool(i) + to_text(quotes, width=width, colour=colour)


def _json(results: Iterable[Quotes], _stream: TextIO) -> Iterator[str]:
    """Always one array, also for one article or none, so that readers need no special case."""
    before = "[\n"
    for quotes in results:
        yield before + quotes.to_json(indent=2)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _jsonl(results: Iterable[Quotes], _stream: TextIO) -> Iterator[str]:
    for quotes in results:
        yield quotes.to_json() + "\n"


def _csv(results: Iterable[Quotes], _stream: TextIO) -> Iterator[str]:
    yield ",".join(export.COLUMNS) + "\r\n"
    for quotes in results:
        yield export.to_csv(quotes, header=False)


def _html(results: Iterable[Quotes], _stream: TextIO) -> Iterator[str]:
    yield html.page_start("Quotes")
    for quotes in results:
        yield html.section(quotes)
    yield html.page_end()


FORMATS: Mapping[str, Callable[[Iterable[Quotes], TextIO], Iterator[str]]] = MappingProxyType(
    {"text": _text, "json": _json, "jsonl": _jsonl, "csv": _csv, "html": _html}
)
"""By name of the format: what turns a stream of results into pieces of text."""


@contextmanager
def opened(path: str) -> Iterator[TextIO]:
    """The stream to write to: standard output for "-", else a file.

    The file is written under another name and renamed at the end. So nobody reads half a file, and
    an interruption leaves the old one. Raises ``OSError``.
    """
    if path == STDOUT:
        yield _standard_output()
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():  # a device or a pipe can't be replaced
        with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        return
    draft = target.with_name(f".quoteattr-{secrets.token_hex(8)}.part")  # any name fits, even long
    try:
        with draft.open("x", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _standard_output() -> TextIO:
    """Standard output, as UTF-8 unless it is a terminal, with line ends unchanged."""
    stream = sys.stdout
    if stream is None:
        raise OSError(errno.EBADF, CLOSED)
    if not isinstance(stream, io.TextIOWrapper):  # a notebook's, or one of the caller's own
        return stream
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    return stream
