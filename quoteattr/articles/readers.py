"""One reader for each format of files: plain text, JSON lines, CSV, Parquet, HTML pages."""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import dropwhile
from types import MappingProxyType
from typing import Any, BinaryIO

import attrs

from quoteattr.articles.records import Article, checked_id
from quoteattr.errors import InputError, MissingDependencyError

__all__ = ["READERS", "CsvRow", "Fields", "Reader", "Source", "csv_rows", "decoded"]

CsvRow = tuple[int, dict[str, str | None], str | None]

_LONGEST_FIELD = 2**31 - 1  # of a CSV file; Python's own limit is shorter than some articles
# That of UTF-32 begins as that of UTF-16 does.
_OTHER_MARKS = (
    (BOM_UTF32_LE, "UTF-32"),
    (BOM_UTF32_BE, "UTF-32"),
    (BOM_UTF16_LE, "UTF-16"),
    (BOM_UTF16_BE, "UTF-16"),
)
_SURPLUS = 'has more cells than the header; put a text that holds commas between "quotation marks"'
_OPEN = 'opens a quotation mark (") that nothing closes: the rest of the file is in this cell'
_ROWS = 64  # of a Parquet file that are in memory


@attrs.frozen
class Fields:
    """The keys of text and id in a record."""

    text: str = "text"
    id: str = "id"


@attrs.frozen
class Source:
    """An open file.

    Attributes:
        stream: its bytes.
        name: what messages call it.
        file_id: the id of an article that has none of its own.
        fields: of its records.
    """

    stream: BinaryIO
    name: str
    file_id: str | None
    fields: Fields


def _nothing_needed() -> None:
    pass


@attrs.frozen
class Reader:
    """How to read a format.

    Attributes:
        read: gives the articles of a file.
        count: counts them without reading them.
        suffixes: of the names of such files.
        check: raises ``MissingDependencyError`` without the package that it needs.
    """

    read: Callable[[Source], Iterator[Article]]
    count: Callable[[BinaryIO], int]
    suffixes: tuple[str, ...]
    check: Callable[[], object] = _nothing_needed


def decoded(data: bytes) -> str:
    """Decoded UTF-8 without byte order mark; the ``ValueError`` says what else it may be."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise ValueError(f"is {name}, not UTF-8; convert it: iconv -f {name} -t UTF-8")
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


def _one(_stream: BinaryIO) -> int:
    return 1


def _text(source: Source) -> Iterator[Article]:
    try:
        yield Article(decoded(source.stream.read()), source.file_id, source.name)
    except ValueError as error:
        yield Article(doc_id=source.file_id, name=source.name, error=str(error))


def _lines(source: Source) -> Iterator[Article]:
    for number, line in enumerate(source.stream, start=1):
        where, fallback = _numbered(source, number, "line")
        try:
            text = decoded(line)
            if text.strip():
                yield _from_record(json.loads(text), where, fallback, source.fields)
        except json.JSONDecodeError as error:
            wrong = f"is not JSON: {error.msg} at column {error.colno}"
            yield Article(doc_id=fallback, name=where, error=wrong)
        except (ValueError, RecursionError) as error:
            yield Article(doc_id=fallback, name=where, error=str(error))


def _count_lines(stream: BinaryIO) -> int:
    return sum(bool(line.strip()) for line in stream)


def _table(source: Source) -> Iterator[Article]:
    csv.field_size_limit(_LONGEST_FIELD)
    number = 0
    # Bytes that are not UTF-8 make only their own article fail.
    stream = io.TextIOWrapper(
        source.stream, encoding="utf-8-sig", errors="surrogateescape", newline=""
    )
    try:
        columns, rows = csv_rows(stream)
        if wrong := columns and _wrong_columns(columns, source.fields):
            yield Article(doc_id=source.file_id, name=source.name, error=wrong)
            return
        for number, (_, row, wrong) in enumerate(rows, start=1):
            where, fallback = _numbered(source, number, "row")
            article = _from_record(row, where, fallback, source.fields)
            if wrong is None and not _is_utf_8(article.text):
                wrong = f"{source.fields.text!r} is not UTF-8"
            yield article if wrong is None else attrs.evolve(article, text="", error=wrong)
    except csv.Error as error:
        where, fallback = _numbered(source, number + 1, "row")
        yield Article(doc_id=fallback, name=where, error=f"is not CSV: {error}")
    finally:
        stream.detach()  # standard input stays open


def csv_rows(stream: Iterable[str]) -> tuple[list[str], Iterator[CsvRow]]:
    """The columns of a CSV file with a header, and its rows.

    Python's reader takes a file as it comes: what follows a comma that nobody quoted is lost, and a
    mark that nobody closed takes the rest of the file. Such rows say what is wrong.

    Returns:
        The columns; each row with the number of its last line, and why it is wrong.

    Raises:
        csv.Error: the file is no CSV.
    """
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        yield from dropwhile(lambda line: not line.strip(), stream)  # the header comes first
        ended = True

    def checked() -> Iterator[CsvRow]:
        for row in rows:
            surplus = any(cell.strip() for cell in row.pop(None, ()))
            # A row that is whole asks for no further line.
            wrong = _OPEN if ended else _SURPLUS if surplus else None
            yield rows.line_num, row, wrong

    rows: Any = csv.DictReader(lines())
    columns = list(rows.fieldnames or ())
    if columns and ended:
        raise csv.Error(f"its header {_OPEN}")
    return columns, checked()


def _wrong_columns(columns: list[str], fields: Fields) -> str | None:
    if fields.text not in columns:
        return _lacking(fields.text, "columns", columns)
    twice = [name for name in (fields.text, fields.id) if columns.count(name) > 1]
    return f"has several columns {twice[0]!r}; rename all but one" if twice else None


def _is_utf_8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _count_rows(stream: BinaryIO) -> int:
    csv.field_size_limit(_LONGEST_FIELD)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        return max(sum(1 for row in csv.reader(text) if row) - 1, 0)
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _parquet(source: Source) -> Iterator[Article]:
    arrow = _pyarrow()
    try:
        # A pipe can't be searched.
        whole = source.stream if source.stream.seekable() else io.BytesIO(source.stream.read())
        file = arrow.ParquetFile(whole)
        columns = file.schema_arrow.names
        if source.fields.text not in columns:
            raise ValueError(_lacking(source.fields.text, "columns", columns))
        wanted = [name for name in (source.fields.text, source.fields.id) if name in columns]
        number = 0
        for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _from_record(row, *_numbered(source, number, "row"), source.fields)
    except ValueError as error:  # that of pyarrow for a damaged file is one
        yield Article(doc_id=source.file_id, name=source.name, error=str(error))


def _count_parquet(stream: BinaryIO) -> int:
    return int(_pyarrow().ParquetFile(stream).metadata.num_rows)


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingDependencyError(
            f"Parquet needs pyarrow ({error}): python -m pip install pyarrow"
        ) from error
    return pyarrow.parquet


def _trafilatura() -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingDependencyError(
            f"HTML pages need trafilatura ({error}): python -m pip install trafilatura"
        ) from error
    return trafilatura


def _page(source: Source) -> Iterator[Article]:
    page = source.stream.read()
    text = _trafilatura().extract(page, include_comments=False, include_tables=False)
    if text:
        yield Article(text, source.file_id, source.name)
    else:
        wrong = "no article was found in the page"
        yield Article(doc_id=source.file_id, name=source.name, error=wrong)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "text": Reader(_text, _one, (".txt",)),
        "jsonl": Reader(_lines, _count_lines, (".jsonl", ".ndjson")),
        "csv": Reader(_table, _count_rows, (".csv",)),
        "parquet": Reader(_parquet, _count_parquet, (".parquet",), _pyarrow),
        "html": Reader(_page, _one, (".html", ".htm"), _trafilatura),
    }
)
"""By name of the format."""


def _numbered(source: Source, number: int, what: str) -> tuple[str, str]:
    """What messages call a record of a file, and its id if it has none of its own."""
    return f"{source.name}:{number}", f"{source.file_id or what}:{number}"


def _from_record(record: Any, where: str, fallback: str, fields: Fields) -> Article:
    if not isinstance(record, dict):
        wrong = f"is not a JSON object but {type(record).__name__}"
        return Article(doc_id=fallback, name=where, error=wrong)
    given = record.get(fields.id)
    try:
        name = checked_id(given) or fallback
    except InputError:
        wrong = f"{fields.id!r} is {type(given).__name__}, not a string or a whole number"
        return Article(doc_id=fallback, name=where, error=wrong)
    if fields.text not in record:
        return Article(doc_id=name, name=where, error=_lacking(fields.text, "keys", list(record)))
    text = record[fields.text]
    if not isinstance(text, str):
        wrong = f"{fields.text!r} is {type(text).__name__}, not a string"
        return Article(doc_id=name, name=where, error=wrong)
    return Article(text, name, where)


def _lacking(name: str, what: str, there: list[str]) -> str:
    named = ", ".join(map(repr, there)) or "none"
    return f"has no {name!r} (--text-field); its {what}: {named}"
