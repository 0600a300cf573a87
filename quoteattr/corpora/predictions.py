"""Read predicted quotes: the JSON lines that ``predict`` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs

from quoteattr.corpora.attributions import Pieces
from quoteattr.errors import InputError

__all__ = ["PredictedQuote", "read_predictions", "records_by_article"]

_Read = TypeVar("_Read")


@attrs.frozen
class PredictedQuote:
    """The parts of a quote that are scored.

    Attributes:
        content, cue, source: spans.
        speaker: the name.
        confidence: probability that the quote is right.
        speaker_confidence: probability of the speaker, None without a speaker.
        cue_type: the class of the cue, None if the prediction gives none.
        evidence: the rules that made the quote.
    """

    content: Pieces
    cue: Pieces = ()
    source: Pieces = ()
    speaker: str | None = None
    confidence: float = 1.0
    speaker_confidence: float | None = None
    cue_type: str | None = None
    evidence: tuple[str, ...] = ()


def read_predictions(path: Path) -> dict[str, tuple[PredictedQuote, ...]]:
    """The outermost quotes of each article, by ``doc_id`` (or ``doc``).

    Nested quotes (those with a ``parent``) are left out, since PolNeAR annotates outermost
    attributions only. Quotes without content are left out too.

    Output of another tool can be read if its lines have ``doc_id`` and ``quotes``, each quote with
    ``content`` and, if it has them, ``cue`` and ``source``. A span is a list of ``[start, end]``
    pairs or of objects with ``start`` and ``end``, or one such object, or an object with such a
    list under ``spans``. ``speaker`` is an ``id`` in ``speakers``, or a name if the line has no
    ``speakers``.

    Raises:
        InputError: a line has another form, an article comes twice, or the file is empty.
    """
    out = records_by_article(path, _read_record)
    if not out:
        raise InputError(f"{path} is empty; give the JSON lines that the command predict writes")
    return out


def records_by_article(path: Path, read: Callable[[Any], tuple[str, _Read]]) -> dict[str, _Read]:
    """What is read of each line of a file of predictions, by the name of its article.

    Args:
        path: JSON lines.
        read: gives the name of an article, and what is kept of its line.

    Raises:
        InputError: a line has another form, or an article comes twice.
    """
    out: dict[str, _Read] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            name, record = read(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}, line {number}: not a record of quotes ({type(error).__name__}: {error}); "
                "give the JSON lines that the command predict writes"
            ) from error
        if name in out:
            raise InputError(f"{path}, line {number}: article {name} occurs twice")
        out[name] = record
    return out


def _read_record(record: Mapping[str, Any]) -> tuple[str, tuple[PredictedQuote, ...]]:
    listed = record.get("speakers")
    names = {speaker["id"]: speaker["name"] for speaker in listed or ()}
    quotes = (
        PredictedQuote(
            content=_pieces(quote["content"]),
            cue=_pieces(quote.get("cue")),
            source=_pieces(quote.get("source")),
            speaker=_speaker(quote.get("speaker"), None if listed is None else names),
            confidence=quote.get("confidence", 1.0),
            speaker_confidence=quote.get("speaker_confidence"),
            cue_type=quote["cue"].get("type") if isinstance(quote.get("cue"), Mapping) else None,
            evidence=tuple(map(str, quote.get("evidence", ()))),
        )
        for quote in record["quotes"]
        if not quote.get("parent")
    )
    name = record["doc_id"] if "doc_id" in record else record["doc"]
    return str(name), tuple(quote for quote in quotes if quote.content)


def _speaker(given: str | None, names: Mapping[str, str] | None) -> str | None:
    if not given:
        return None
    return given if names is None else names[given]


def _pieces(value: Any) -> Pieces:
    """A span in any of the forms that ``read_predictions`` reads."""
    if isinstance(value, Mapping):
        value = value.get("spans", [value])
    out = []
    for piece in value or ():
        start, end = (piece["start"], piece["end"]) if isinstance(piece, Mapping) else piece
        if start < end:
            out.append((int(start), int(end)))
    return tuple(out)
