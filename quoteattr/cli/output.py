"""The formats of the command line, and the file that they are written to."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Literal, TextIO
from urllib.parse import quote

import attrs

from quoteattr.cli.streams import CLOSED, STDOUT, is_terminal
from quoteattr.cli.terminal import to_text
from quoteattr.errors import InputError
from quoteattr.formats import html, table
from quoteattr.formats.arrow import write_parquet
from quoteattr.formats.brat import ANNOTATION_CONF, to_brat
from quoteattr.formats.result import without_surrogates
from quoteattr.formats.schema_org import to_schema_org
from quoteattr.formats.web_annotation import is_iri, to_web_annotations
from quoteattr.quotes import Quotes

__all__ = [
    "BRAT",
    "FORMATS",
    "PARQUET",
    "RESUMABLE",
    "STDOUT",
    "STREAMS",
    "Draft",
    "Look",
    "drafted",
    "look_of",
    "standard_output",
    "write_brat",
    "write_parquet",
]

BRAT = "brat"
PARQUET = "parquet"
RESUMABLE = ("jsonl", "csv")
_WIDEST = 100
_NO_FILE_NAME = re.compile(r"[^\w.,=@ -]+")
_LONGEST_NAME = 150  # bytes of an article's id in the name of a file
_LONGEST_FILE_NAME = 255  # bytes, on most file systems


@attrs.frozen
class Look:
    """How results are written.

    Attributes:
        width: columns of text.
        colour: whether text has colours.
        with_text: whether JSON holds the article.
        heading: whether a table begins with its columns.
    """

    width: int = _WIDEST
    colour: bool = False
    with_text: bool = False
    heading: bool = True


def look_of(stream: TextIO, *, with_text: bool, heading: bool) -> Look:
    """The look that fits a stream."""
    return Look(
        width=min(shutil.get_terminal_size().columns, _WIDEST),
        colour=is_terminal(stream) and not _plain_wanted(os.environ),
        with_text=with_text,
        heading=heading,
    )


def _plain_wanted(environment: Mapping[str, str]) -> bool:
    """Whether a user wants no colours (https://no-color.org), or the terminal has none."""
    return bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"


def _text(results: Iterable[Quotes], look: Look) -> Iterator[str]:
    for i, quotes in enumerate(results):
        yield "\n\n" * bool(i) + to_text(quotes, width=look.width, colour=look.colour)


def _array(items: Iterable[str]) -> Iterator[str]:
    """Always one array, also for one item or none, so that readers need no special case."""
    before = "[\n"
    for item in items:
        yield before + item
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _json(results: Iterable[Quotes], look: Look) -> Iterator[str]:
    yield from _array(quotes.to_json(indent=2, text=look.with_text) for quotes in results)


def _jsonl(results: Iterable[Quotes], look: Look) -> Iterator[str]:
    for quotes in results:
        yield quotes.to_json(text=look.with_text) + "\n"


def _csv(results: Iterable[Quotes], look: Look) -> Iterator[str]:
    if look.heading:
        yield ",".join(table.COLUMNS) + "\r\n"
    for quotes in results:
        yield table.to_csv(quotes, header=False)


def _html(results: Iterable[Quotes], _look: Look) -> Iterator[str]:
    yield html.page_start("Quotes")
    for i, quotes in enumerate(results):
        yield html.section(quotes, number=i + 1)
    yield html.page_end()


def _w3c(results: Iterable[Quotes], _look: Look) -> Iterator[str]:
    yield from _array(
        _dumped(annotation)
        for quotes in results
        for annotation in to_web_annotations(quotes, _source(quotes.doc_id))
    )


def _source(doc_id: str | None) -> str:
    """The id as an IRI: as it is, or relative to the file of annotations."""
    if doc_id is None:
        return "urn:quoteattr:article"
    return doc_id if is_iri(doc_id) else quote(without_surrogates(doc_id))


def _schema_org(results: Iterable[Quotes], _look: Look) -> Iterator[str]:
    # It is made to stand in a page's script element, which "</script>" in a quote must not end.
    items = (_dumped(item) for quotes in results for item in to_schema_org(quotes))
    yield from _array(item.replace("<", "\\u003c") for item in items)


def _dumped(item: dict[str, Any]) -> str:
    return without_surrogates(json.dumps(item, ensure_ascii=False, indent=2))


STREAMS: Mapping[str, Callable[[Iterable[Quotes], Look], Iterator[str]]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "jsonl": _jsonl,
        "csv": _csv,
        "html": _html,
        "w3c": _w3c,
        "schemaorg": _schema_org,
    }
)
"""By name of the format: what turns a stream of results into pieces of text."""

FORMATS = (*STREAMS, PARQUET, BRAT)
"""All formats. Parquet is written to a file, brat to a folder."""


def write_brat(results: Iterable[Quotes], folder: Path) -> None:
    """Write two files per article, named after its id, and the configuration of brat.

    Raises ``OSError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(ANNOTATION_CONF, encoding="utf-8", newline="\n")
    names: Counter[str] = Counter()
    used: set[str] = set()
    for quotes in results:
        name = _NO_FILE_NAME.sub("_", quotes.doc_id or "").strip(". ")
        name = free = _cut(name, _LONGEST_NAME) or "article"
        while _one_name(free) in used:  # "a-2" may also be an article's own name
            names[name] += 1
            free = f"{name}-{names[name] + 1}"
        used.add(_one_name(free))
        path = folder / free
        for suffix, content in ((".txt", quotes.text), (".ann", to_brat(quotes))):
            whole = path.with_name(path.name + suffix)
            whole.write_bytes(without_surrogates(content).encode("utf-8"))


def _one_name(name: str) -> str:
    """What is equal for names that some system takes for one: macOS, Windows."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _cut(name: str, most: int) -> str:
    """The beginning of a name, with at most so many bytes."""
    return os.fsencode(name)[:most].decode(errors="ignore")


@attrs.define
class Draft:
    """A file in the making.

    Attributes:
        path: where it is written.
        complete: whether it may replace the target.
        is_target: whether it is the target itself, a device or a pipe.
        resumable: whether ``--resume`` can go on with it.
    """

    path: Path
    complete: bool = False
    is_target: bool = False
    resumable: bool = False

    @property
    def taken(self) -> str:
        """The message if it is there already."""
        go_on = "go on with --resume, or " if self.resumable else ""
        return (
            f"{self.path} has what an interrupted run finished, or another run writes it; "
            f"{go_on}rename or delete it"
        )

    @contextmanager
    def opened(
        self, earlier: Path | None = None, size: int = 0, *, keep: bool = True
    ) -> Iterator[BinaryIO]:
        """Open it to write after what an earlier run has finished; two runs never write one draft.

        Args:
            earlier: the output of that run, this file or the target; None if there is none.
            size: how much of it stays, in bytes; what follows was cut.
            keep: whether a part of the output is of use, if the rest can't be written.

        Raises:
            InputError: another run writes it.
            OSError: it can't be written.
        """
        mode: Literal["wb", "xb", "r+b"] = "wb" if self.is_target else "xb"
        if earlier == self.path:
            mode = "r+b"  # which makes no file if the other run has just ended
        try:
            stream = self.path.open(mode)
        except FileExistsError as error:
            raise InputError(self.taken) from error
        with stream:
            if not self.is_target:
                _lock(stream, self.path)
            if earlier is not None:
                if earlier != self.path:
                    with earlier.open("rb") as whole:
                        shutil.copyfileobj(whole, stream)
                stream.truncate(size)
                stream.seek(size)
            try:
                yield stream
                if not stream.closed:  # with a stream of text around it
                    stream.flush()
            except OSError:
                if not (keep or self.is_target):
                    self.path.unlink()
                raise


def _lock(stream: BinaryIO, path: Path) -> None:
    """Keep other runs from writing a file until it is closed, where the system can.

    Raises ``InputError`` if another run has it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(f"another run writes {path}; wait until it ends") from error
    except OSError:  # some network file systems have no locks
        return


@contextmanager
def drafted(target: Path, *, resumable: bool = False, resume: bool = False) -> Iterator[Draft]:
    """A file beside the target, which replaces it at the end if it is ``complete``.

    So nobody reads half a file, and an interruption leaves the old one; what is finished is in the
    draft. A device or a pipe is written itself.

    Args:
        target: the file.
        resumable: whether ``--resume`` can go on with a draft.
        resume: whether to go on with it.

    Raises:
        InputError: there is a draft already.
        OSError: the place can't be written to.
    """
    if target.exists() and not target.is_file():  # a device or a pipe can't be replaced
        yield Draft(target, is_target=True)
        return
    name = f"{target.name}.part"
    if len(os.fsencode(name)) > _LONGEST_FILE_NAME:  # a digest keeps such names apart
        digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
        name = f"{_cut(target.name, _LONGEST_NAME)}-{digest}.part"
    draft = Draft(target.with_name(name), resumable=resumable)
    if draft.path.exists() and not resume:
        raise InputError(draft.taken)
    yield draft
    if draft.complete:
        if target.exists():
            shutil.copymode(target, draft.path)
        draft.path.replace(target)


def standard_output() -> TextIO:
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
