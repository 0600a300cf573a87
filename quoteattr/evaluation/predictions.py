"""Read predicted quotes: the JSON lines that ``predict`` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.spans import Pieces

__all__ = ["PredictedQuote", "read_predictions"]


@attrs.frozen
class PredictedQuote:
    """What is scored of a quote: code point pieces, the speaker's name, the confidence."""

    content: Pieces
    cue: Pieces = ()
    source: Pieces = ()
    speaker: str | None = None
    confidence: float = 1.0


def read_predictions(path: Path) -> dict[str, tuple[PredictedQuote, ...]]:
    """Outermost quotes of each article, by ``doc_id``.

    Nested quotes (those with a ``parent``) are left out, since PolNeAR annotates outermost
    attributions only; so are quotes without content. Output of another tool can be read if its
    lines have these keys: ``doc_id``, ``quotes`` with ``content`` (a list of ``start`` and ``end``)
    and, where there are any, ``cue`` (its ``spans``), ``source`` (``start`` and ``end``) and
    ``speaker`` (an ``id`` in ``speakers``).

    Raises:
        InputError: a line is no such record, or an article comes twice.
    """
    out: dict[str, tuple[PredictedQuote, ...]] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            name, quotes = _read_record(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}, line {number}: not a record of quotes ({type(error).__name__}: {error}); "
                "give the JSON lines that the command predict writes"
            ) from error
        if name in out:
            raise InputError(f"{path}, line {number}: article {name} comes a second time")
        out[name] = quotes
    return out


def _read_record(record: Mapping[str, Any]) -> tuple[str, tuple[PredictedQuote, ...]]:
    names = {speaker["id"]: speaker["name"] for speaker in record.get("speakers") or ()}
    quotes = (
        PredictedQuote(
            content=_pieces(quote["content"]),
            cue=_pieces((quote.get("cue") or {}).get("spans") or ()),
            source=_pieces([quote["source"]] if quote.get("source") else ()),
            speaker=names[quote["speaker"]] if quote.get("speaker") else None,
            confidence=quote.get("confidence", 1.0),
        )
        for quote in record["quotes"]
        if not quote.get("parent")
    )
    return str(record["doc_id"]), tuple(quote for quote in quotes if quote.content)


def _pieces(spans: Iterable[Mapping[str, int]]) -> Pieces:
    found = ((span["start"], span["end"]) for span in spans)
    return tuple((start, end) for start, end in found if start < end)
