"""The records of a corpus, and how they are read: from results, JSON lines or Parquet files.

The texts of the articles are not kept.
"""

from __future__ import annotations

import datetime
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.formats.table import COLUMNS
from quoteattr.model import Quote, QuoteKind, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.alignment import compared_words

__all__ = ["CorpusArticle", "CorpusQuote", "ReadArticle", "read_file", "read_results"]

_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_Row = dict[str, Any]
_STRINGS = {name for name, dtype in COLUMNS.items() if dtype == "string"}


@attrs.frozen
class CorpusArticle:
    """An article of a corpus.

    Attributes:
        doc_id: the caller's name of the article.
        outlet: who published it.
        date: the day it was published.
    """

    doc_id: str | None
    outlet: str | None = None
    date: datetime.date | None = None


@attrs.frozen
class CorpusQuote:
    """A quote of a corpus. With its article's result at hand, ``id`` finds the whole ``Quote``.

    Attributes:
        article: position of the article in the corpus, from 0.
        id: unique within the article ("q1").
        text: what was said, as written; pieces joined by a blank.
        kind: direct, mixed or indirect.
        start, end: code points of the article that the content lies between, half-open.
        words: the number of words in ``text``.
        speaker: id of the speaker in the corpus ("m3"); None if the article does not show it.
        source: who said it, as written.
        parent: id of the quote of the article in whose content this one lies.
        negated, hypothetical: whether the cue is: "did not say", "would say".
        confidence: probability between 0 and 1 that source, cue and content belong together.
        evidence: the rules that decided, in order.
    """

    article: int
    id: str
    text: str
    kind: QuoteKind
    start: int
    end: int
    words: int
    speaker: str | None = None
    source: str | None = None
    parent: str | None = None
    negated: bool = False
    hypothetical: bool = False
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()


@attrs.frozen
class ReadArticle:
    """What is read of one article. Its quotes name speakers by the article's own ids."""

    doc_id: str | None
    speakers: tuple[Speaker, ...]
    quotes: tuple[CorpusQuote, ...]


def read_results(results: Iterable[Quotes]) -> Iterator[ReadArticle]:
    """Results as ``Attributor`` returns them.

    Raises:
        InputError: one of them is not a ``Quotes``.
    """
    if not isinstance(results, Iterable):
        raise InputError(f"a corpus needs many Quotes, one per article, not {results!r}")
    for number, quotes in enumerate(results):
        if not isinstance(quotes, Quotes):
            raise InputError(f"a corpus needs Quotes, one per article, not {quotes!r}")
        yield ReadArticle(
            quotes.doc_id,
            quotes.speakers,
            tuple(_from_quote(number, quote) for quote in quotes),
        )


def read_file(path: Path, first: int = 0) -> Iterator[ReadArticle]:
    """The articles of a file: ``.jsonl`` (also ``.gz``), as the command writes it, or ``.parquet``.

    Args:
        path: the file.
        first: the position of its first article in the corpus.

    Raises:
        InputError: the file has another format, or is damaged; the message names the line.
        MissingDependencyError: a Parquet file needs pandas and pyarrow.
        OSError: the file can't be read.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".parquet"]:
        yield from _from_parquet(path, first)
    elif suffixes[-1:] == [".jsonl"] or suffixes[-2:] == [".jsonl", ".gz"]:
        yield from _from_lines(path, first)
    else:
        raise InputError(
            f"{path}: a corpus is read from .jsonl, .jsonl.gz or .parquet; "
            "write one with: quoteattr -f jsonl -o quotes.jsonl ARTICLES"
        )


def _from_quote(article: int, quote: Quote) -> CorpusQuote:
    return CorpusQuote(
        article=article,
        id=quote.id,
        text=quote.text,
        kind=quote.kind,
        start=quote.start,
        end=quote.end,
        words=len(compared_words(quote.text)),
        speaker=quote.speaker.id if quote.speaker else None,
        source=quote.source.text if quote.source else None,
        parent=quote.parent,
        negated=bool(quote.cue and quote.cue.negated),
        hypothetical=bool(quote.cue and quote.cue.hypothetical),
        confidence=quote.confidence,
        evidence=quote.evidence,
    )


def _from_lines(path: Path, first: int) -> Iterator[ReadArticle]:
    lines = ((number, line) for number, line in enumerate(_lines(path), 1) if line.strip())
    for article, (number, line) in enumerate(lines, first):
        try:
            record = json.loads(line)
            speakers = tuple(map(Speaker.from_dict, record["speakers"]))
            known = {speaker.id: speaker for speaker in speakers}
            quotes = [Quote.from_dict(quote, known) for quote in record["quotes"]]
            doc_id = _string(record, "doc_id")
        except _MALFORMED as error:
            raise InputError(
                f"{path}, line {number}: not the quotes of an article "
                f"({type(error).__name__}: {error}); write such lines with: quoteattr -f jsonl"
            ) from error
        yield ReadArticle(doc_id, speakers, tuple(_from_quote(article, quote) for quote in quotes))


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
        try:
            yield from stream
        except (EOFError, zlib.error) as error:
            raise InputError(f"{path}: cut or damaged ({error})") from error


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = record[name]
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} is {type(value).__name__}, not a string")
    return value


def _from_parquet(path: Path, first: int) -> Iterator[ReadArticle]:
    try:
        import pandas as pd

        frame = pd.read_parquet(path)
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    except ImportError as error:
        raise MissingDependencyError(
            "a Parquet file needs pandas and pyarrow: python -m pip install pandas pyarrow"
        ) from error
    except (OSError, MemoryError):
        raise
    except Exception as error:  # pyarrow raises many types for what is no file of its own
        raise InputError(f"{path}: not a Parquet file ({error})") from error
    missing = [name for name in ("doc_id", "quote_id", "quote", "kind") if name not in frame]
    if missing:
        raise InputError(f"{path}: not a table of quotes; it has no column {', '.join(missing)}")
    try:
        for name in sorted(_STRINGS & set(frame.columns)):
            for row in rows:
                _string(row, name)
        for article, group in enumerate(_by_article(rows), first):
            yield _from_rows(article, group[0]["doc_id"], group)
    except _MALFORMED as error:
        raise InputError(
            f"{path}: not a table of quotes ({type(error).__name__}: {error})"
        ) from error


def _by_article(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """The rows of each article. Two articles may have one id, or none."""
    group: list[_Row] = []
    seen: set[str | None] = set()
    names: dict[str, str] = {}
    for row in rows:
        quote, who = row["quote_id"], row.get("speaker_id")
        named_otherwise = who is not None and names.get(who, row["speaker"]) != row["speaker"]
        if group and (_follows_another(group[-1], row) or quote in seen or named_otherwise):
            yield group
            group, seen, names = [], set(), {}
        group.append(row)
        seen.add(quote)
        if who is not None:
            names[who] = row["speaker"]
    if group:
        yield group


def _follows_another(last: _Row, row: _Row) -> bool:
    """Whether a row can't belong to the article of the row before it."""
    before, quote = last["quote_id"], row["quote_id"]
    if row["doc_id"] != last["doc_id"] or before is None or quote is None:
        return True
    # An article's quotes are numbered in order (q9, q10). With an id, they may have been sorted.
    return row["doc_id"] is None and (len(quote), quote) <= (len(before), before)


def _from_rows(article: int, doc_id: str | None, rows: Iterable[_Row]) -> ReadArticle:
    rows = [row for row in rows if row["quote_id"] is not None]
    speakers: dict[str, Speaker] = {}
    quotes = []
    for row in rows:
        # Files of older versions have no ids of speakers: names do instead.
        who = row.get("speaker_id") or row.get("speaker")
        if who is not None and who not in speakers:
            speakers[who] = _speaker(who, row)
        quotes.append(
            CorpusQuote(
                article=article,
                id=row["quote_id"],
                text=row["quote"],
                kind=row["kind"],
                start=int(row.get("start") or 0),
                end=int(row.get("end") or 0),
                words=len(compared_words(row["quote"])),
                speaker=who,
                source=row.get("speaker_mention"),
                parent=row.get("parent"),
                negated=bool(row.get("negated")),
                hypothetical=bool(row.get("hypothetical")),
                confidence=_number(row.get("confidence")),
                evidence=_items(row.get("rule")),
            )
        )
    return ReadArticle(doc_id, tuple(speakers.values()), tuple(quotes))


def _speaker(name: str, row: Mapping[str, Any]) -> Speaker:
    named = row.get("named")
    return Speaker(
        id=name,
        name=row["speaker"],
        kind=row.get("speaker_kind") or "other",
        # Without the column, a name is what begins with a capital.
        named=row["speaker"][:1].isupper() if named is None else bool(named),
        titles=_items(row.get("role")),
        gender=row.get("gender"),
        identifier=row.get("identifier"),
    )


def _items(value: str | None) -> tuple[str, ...]:
    return tuple(value.split("; ")) if value else ()


def _number(value: float | None) -> float:
    return 1.0 if value is None else float(value)
