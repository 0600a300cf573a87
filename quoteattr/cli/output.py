"""Results as a stream of text in each format, and the place that it goes to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from quoteattr.cli.terminal import to_text
from quoteattr.formats import export, html
from quoteattr.quotes import Quotes

__all__ = ["FORMATS", "STDOUT", "opened"]

STDOUT = "-"
_WIDEST = 100


def _text(results: Iterable[Quotes], stream: TextIO) -> Iterator[str]:
    colour = stream.isatty() and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for i, quotes in enumerate(results):
        yield "\n\n" * bool(i) + to_text(quotes, width=width, colour=colour)


def _json(results: Iterable[Quotes], _stream: TextIO) -> Iterator[str]:
    """Always one array, however many articles there are: a reader need not look first."""
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
"""How each format of the command line turns results into pieces of text, one by one."""


@contextmanager
def opened(path: str) -> Iterator[TextIO]:
    """The stream to write to: standard output for "-", else a file that appears when all is well.

    A file is written beside its place under another name and put there at the end, so that nobody
    reads half of it and an interruption leaves the old one. Raises ``OSError``.
    """
    if path == STDOUT:
        yield _standard_output()
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():  # a device or a pipe can't be replaced
        with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _standard_output() -> TextIO:
    """UTF-8 into a file or pipe, what the terminal understands on a terminal; no line ends made."""
    stream = sys.stdout
    if not hasattr(stream, "reconfigure"):
        return stream
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    return stream
