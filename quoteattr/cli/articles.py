"""Read articles from files: one per text file, or one per line of JSON lines."""

from __future__ import annotations

import errno
import json
import sys
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from quoteattr.cli.streams import CLOSED, STDIN

__all__ = ["STDIN", "Document", "Unreadable", "read_documents"]

_LINES = (".jsonl", ".ndjson")


@attrs.frozen
class Document:
    """One article: ``name`` for messages, ``doc_id`` for the result, the text."""

    name: str
    doc_id: str | None
    text: str


@attrs.frozen
class Unreadable:
    """An article that could not be read: ``name`` and, in plain words, the reason."""

    name: str
    reason: str


@attrs.frozen
class _Fields:
    text: str
    id: str


def read_documents(
    files: Iterable[str],
    *,
    lines: bool | None = None,
    text_field: str = "text",
    id_field: str = "id",
) -> Iterator[Document | Unreadable]:
    """Read articles one by one, with at most one in memory.

    Args:
        files: paths; "-" is standard input.
        lines: whether they hold one JSON object per line; by default, files whose name ends in
            ``.jsonl`` or ``.ndjson`` do.
        text_field: the key of the article's text in a JSON object.
        id_field: the key of its id. A line without one gets the file's id and its line number.

    The id of a text file is its name without the suffix, or the whole path if two files share the
    name. Standard input has none. Line ends stay as they are, so that offsets fit the file; only a
    byte order mark is removed.
    """
    paths = list(files)
    ids = _ids(paths)
    fields = _Fields(text_field, id_field)
    for path in paths:
        name = "<stdin>" if path == STDIN else path
        as_lines = path.lower().endswith(_LINES) if lines is None else lines
        try:
            with _opened(path) as stream:
                if as_lines:
                    yield from _from_lines(stream, name, ids[path], fields)
                else:
                    yield _from_text(stream.read(), name, ids[path])
        except OSError as error:
            yield Unreadable(name, f"can't be read: {error.strerror or error}")


def _ids(paths: list[str]) -> dict[str, str | None]:
    stems = {path: Path(path).stem for path in paths}
    counts = Counter(stems.values())
    ids: dict[str, str | None] = {
        path: stem if counts[stem] == 1 else path for path, stem in stems.items()
    }
    return {**ids, STDIN: None}


def _opened(path: str) -> Any:
    if path != STDIN:
        return Path(path).open("rb")
    if sys.stdin is None:
        raise OSError(errno.EBADF, CLOSED)
    return nullcontext(sys.stdin.buffer)


def _from_text(data: bytes, name: str, doc_id: str | None) -> Document | Unreadable:
    try:
        return Document(name, doc_id, _decoded(data))
    except ValueError as error:
        return Unreadable(name, str(error))


def _decoded(data: bytes) -> str:
    """Decoded UTF-8 without byte order mark; the ``ValueError`` says what else it may be."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise ValueError("is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8")
    if b"\0" in data:
        raise ValueError(f"is binary (NUL at byte {data.index(0)}), not text")
    try:
        return data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        where = error.start + len(BOM_UTF8) * data.startswith(BOM_UTF8)
        raise ValueError(
            f"is not UTF-8 (0x{data[where]:02x} at byte {where}); if it is Western European, "
            "convert it: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None


def _from_lines(
    stream: BinaryIO, name: str, file_id: str | None, fields: _Fields
) -> Iterator[Document | Unreadable]:
    for number, line in enumerate(stream, start=1):
        where = f"{name}:{number}"
        try:
            text = _decoded(line)
            if text.strip():
                yield _from_record(json.loads(text), where, f"{file_id or 'line'}:{number}", fields)
        except json.JSONDecodeError as error:
            yield Unreadable(where, f"is not JSON: {error.msg} at column {error.colno}")
        except (ValueError, RecursionError) as error:
            yield Unreadable(where, str(error))


def _from_record(record: Any, where: str, fallback: str, fields: _Fields) -> Document | Unreadable:
    if not isinstance(record, dict):
        return Unreadable(where, f"is not a JSON object but {type(record).__name__}")
    if fields.text not in record:
        keys = ", ".join(map(repr, record)) or "none"
        return Unreadable(where, f"has no {fields.text!r} (--text-field); its keys: {keys}")
    text, doc_id = record[fields.text], record.get(fields.id)
    if not isinstance(text, str):
        return Unreadable(where, f"{fields.text!r} is {type(text).__name__}, not a string")
    if doc_id is None:
        return Document(where, fallback, text)
    if isinstance(doc_id, bool) or not isinstance(doc_id, str | int):
        kind = type(doc_id).__name__
        return Unreadable(where, f"{fields.id!r} is {kind}, not a string or a whole number")
    return Document(where, str(doc_id), text)
