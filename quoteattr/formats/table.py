"""Results as a table: flat rows, a pandas data frame, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.formats.result import Result, encodable, without_surrogates
from quoteattr.model import Cue, Mention, Quote, Speaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "rows_frame", "to_csv", "to_frame", "to_rows"]

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "doc_id": "string",
        "quote_id": "string",
        "quote": "string",
        "kind": "string",
        "start": "Int64",
        "end": "Int64",
        "n_parts": "Int64",
        "speaker": "string",
        "speaker_mention": "string",
        "speaker_kind": "string",
        "role": "string",
        "speaker_start": "Int64",
        "speaker_end": "Int64",
        "cue": "string",
        "cue_start": "Int64",
        "cue_end": "Int64",
        "confidence": "Float64",
        "rule": "string",
        "speaker_confidence": "Float64",
        "statement": "Float64",
        "speaker_id": "string",
        "named": "boolean",
        "gender": "string",
        "identifier": "string",
        "parent": "string",
        "via": "string",
        "negated": "boolean",
        "hypothetical": "boolean",
        "cue_type": "string",
        "addressee": "string",
        "error": "string",
    }
)
"""The columns of the table, in order, with their pandas dtypes."""


def to_rows(quotes: Result) -> list[dict[str, Any]]:
    """One flat record per quote, with exactly the ``COLUMNS``; unknown is ``None``.

    ``start`` and ``end`` enclose all ``n_parts`` parts of the content. ``speaker`` is the resolved
    name; ``speaker_mention`` is the source as written, ``speaker_start`` and ``speaker_end`` its
    offsets. ``role`` has the titles, ``rule`` the evidence and ``via`` the names of those who
    passed it on, joined by "; ". An article that failed has one row, with ``doc_id`` and ``error``.

    >>> from quoteattr.quotes import Quotes
    >>> to_rows(Quotes((), text="Nobody spoke."))
    []
    """
    if quotes.error is not None:
        return [{**dict.fromkeys(COLUMNS), "doc_id": quotes.doc_id, "error": quotes.error}]
    return [_row(quote, quotes.doc_id) for quote in quotes]


def _row(quote: Quote, doc_id: str | None) -> dict[str, Any]:
    return {
        **dict.fromkeys(COLUMNS),
        "doc_id": doc_id,
        "quote_id": quote.id,
        "quote": quote.text,
        "kind": quote.kind,
        "start": quote.start,
        "end": quote.end,
        "n_parts": len(quote.content),
        "confidence": quote.confidence,
        "rule": "; ".join(quote.evidence) or None,
        "speaker_confidence": quote.speaker_confidence,
        "statement": quote.statement,
        "parent": quote.parent,
        "via": "; ".join(one.name for one in quote.via) or None,
        "addressee": quote.addressee.text if quote.addressee else None,
        **(_speaker_cells(quote.speaker) if quote.speaker else {}),
        **(_source_cells(quote.source) if quote.source else {}),
        **(_cue_cells(quote.cue) if quote.cue else {}),
    }


def _speaker_cells(speaker: Speaker) -> dict[str, Any]:
    return {
        "speaker": speaker.name,
        "speaker_kind": speaker.kind,
        "role": "; ".join(speaker.titles) or None,
        "speaker_id": speaker.id,
        "named": speaker.named,
        "gender": speaker.gender,
        "identifier": speaker.identifier,
    }


def _source_cells(source: Mention) -> dict[str, Any]:
    return {
        "speaker_mention": source.text,
        "speaker_start": source.span.start,
        "speaker_end": source.span.end,
    }


def _cue_cells(cue: Cue) -> dict[str, Any]:
    return {
        "cue": cue.text,
        "cue_start": cue.spans[0].start,
        "cue_end": cue.spans[-1].end,
        "negated": cue.negated,
        "hypothetical": cue.hypothetical,
        "cue_type": cue.type,
    }


def to_frame(results: Result | Iterable[Result]) -> pd.DataFrame:
    """One row per quote as a pandas data frame, always with the columns of ``COLUMNS``.

    Unknown is ``<NA>``. An article without quotes has no row; one that failed has a single row
    with its ``doc_id`` and ``error``.

    Args:
        results: the result of one article, or those of many, such as ``Attributor.pipe`` gives.

    Raises:
        InputError: neither a result nor several.
        MissingDependencyError: pandas is not installed.

    >>> from quoteattr.quotes import Quotes
    >>> frame = to_frame([Quotes((), text="Nobody spoke."), Quotes((), text="", error="no text")])
    >>> len(frame), str(frame["start"].dtype), frame["error"][0]
    (1, 'Int64', 'no text')
    """
    return rows_frame(row for quotes in _several(results) for row in to_rows(quotes))


def rows_frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Rows of ``to_rows`` as a pandas data frame.

    Raises ``MissingDependencyError`` without pandas.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError(
            "a data frame needs pandas: python -m pip install pandas"
        ) from error
    cells = [[encodable(row[name]) for name in COLUMNS] for row in rows]
    frame = pd.DataFrame(cells, columns=list(COLUMNS), dtype="object")
    typed: pd.DataFrame = frame.astype(dict(COLUMNS))
    return typed


def _several(results: Any) -> Iterable[Result]:
    """The results one by one; one result is a sequence itself, of quotes."""
    if hasattr(results, "doc_id"):
        yield results
        return
    if isinstance(results, str | bytes | Mapping) or not isinstance(results, Iterable):
        raise InputError(f"to_frame needs Quotes, or many of them, not {type(results).__name__}")
    for quotes in results:
        if not hasattr(quotes, "doc_id"):
            raise InputError(
                f"to_frame needs Quotes, not {type(quotes).__name__}; "
                "extract the quotes first: to_frame(attributor.pipe(texts))"
            )
        yield quotes


def to_csv(quotes: Result, *, header: bool = True) -> str:
    r"""The rows as CSV (RFC 4180: comma, CRLF, quotation marks doubled); unknown is an empty field.

    The text of a quote is given as written, except that a lone surrogate is U+FFFD: no file can
    hold one. A spreadsheet takes a cell that begins with ``=`` for a formula, so import the columns
    of untrusted articles as text.

    >>> from quoteattr.quotes import Quotes
    >>> to_csv(Quotes((), text="Nobody spoke."))
    'doc_id,quote_id,quote,kind,start,end,...cue_type,addressee,error\r\n'
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(COLUMNS))
    if header:
        writer.writeheader()
    writer.writerows(to_rows(quotes))
    return without_surrogates(out.getvalue())
