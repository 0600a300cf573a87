"""What an interrupted run has finished."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import attrs

from quoteattr.errors import InputError
from quoteattr.formats.table import COLUMNS

__all__ = ["Finished", "finished"]

_NO_IDS = "has articles without an id; --resume can't know which are done"


@attrs.frozen
class Finished:
    """The complete part of an output.

    Attributes:
        size: its length in bytes; what follows was cut by the interruption.
        articles: how many of each id it has.
    """

    size: int = 0
    articles: Counter[str] = attrs.Factory(Counter)


def finished(path: Path, form: str) -> Finished:
    """The complete part of an output.

    Args:
        path: a file of JSON lines or CSV.
        form: ``jsonl`` or ``csv``.

    Raises:
        InputError: it holds something else, or articles without an id.
        OSError: it can't be read.
    """
    with path.open("rb") as stream:
        try:
            return _lines(stream) if form == "jsonl" else _rows(stream)
        except InputError as error:
            raise InputError(f"{path} {error}") from error
        except (ValueError, TypeError, LookupError, RecursionError, csv.Error) as error:
            what = "JSON lines" if form == "jsonl" else "CSV"
            raise InputError(
                f"{path} is not a file of quotes as {what}; name another output"
            ) from error


def _lines(stream: BinaryIO) -> Finished:
    size = 0
    articles: Counter[str] = Counter()
    for line in stream:
        if not line.endswith(b"\n"):
            break
        if line.strip():  # blank where an editor deleted an article to have it read again
            doc_id = json.loads(line)["doc_id"]
            if doc_id is None:
                raise InputError(_NO_IDS)
            articles[doc_id] += 1
        size += len(line)
    return Finished(size, articles)


def _rows(stream: BinaryIO) -> Finished:
    """All rows but those of the last article, which may be incomplete."""
    csv.field_size_limit(2**31 - 1)
    read = 0
    line = b""

    def lines() -> Iterator[str]:
        nonlocal read, line
        for line in stream:
            read += len(line)
            yield line.decode("utf-8", "replace")

    rows = csv.reader(lines(), strict=True)
    if next(rows, None) != list(COLUMNS):
        raise InputError("has other columns than this version writes; name another output")
    start = last_start = read
    last, last_quote = None, ""
    blocks: Counter[str] = Counter()
    try:
        for row in rows:
            if len(row) != len(COLUMNS) or not line.endswith(b"\n"):
                break  # it is cut, and perhaps its id
            if not row[0]:
                raise InputError(_NO_IDS)
            doc_id, quote = row[:2]
            # The quotes of an article are numbered in order (q9, q10); two may have one id.
            if doc_id != last or (len(quote), quote) <= (len(last_quote), last_quote):
                last, last_start = doc_id, start
                blocks[last] += 1
            start, last_quote = read, quote
    except csv.Error:  # it is cut within quotation marks
        pass
    if stream.read(1):  # a row that is followed by others was not cut
        raise ValueError("a row is damaged")
    # Rows do not show how many articles have their id: those without quotes have none.
    articles = Counter(dict.fromkeys(blocks, sys.maxsize))
    if last is not None:
        articles[last] = blocks[last] - 1
    return Finished(last_start, +articles)
