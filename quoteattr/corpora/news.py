"""Read gold quotes of varied news.

They are in one JSON file an article, the texts beside them in ``text/``, or in one file of JSON
lines with the texts inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.gold_speakers import GoldSource, GoldSpeaker
from quoteattr.errors import InputError

__all__ = ["NewsArticle", "NewsQuote", "read_news"]


@attrs.frozen
class NewsQuote:
    """A quote as a careful reader marked it.

    Attributes:
        content, cue, source: code point pieces; cue and source are empty where there is none.
        speaker: who said it, None if nobody can be named.
        nested: whether it is within another quote.
    """

    content: Pieces
    cue: Pieces
    source: Pieces
    speaker: GoldSpeaker | None
    nested: bool


@attrs.frozen
class NewsArticle:
    """An article with its quotes in order."""

    name: str
    text: str
    quotes: tuple[NewsQuote, ...]

    @property
    def sources(self) -> tuple[GoldSource, ...]:
        """The first piece of each source whose speaker is known."""
        quotes = (quote for quote in self.quotes if quote.source)
        return tuple((*q.source[0], q.speaker) for q in quotes if q.speaker is not None)


def read_news(folder: Path) -> Iterator[NewsArticle]:
    """The articles of a folder by name, or of a file in its order.

    Args:
        folder: holds the JSON files and ``text/``; or a file of JSON lines, each an article with
            its ``text``.

    Raises:
        InputError: the folder has no such files, or one has another form.
    """
    if folder.is_file():
        lines = folder.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _article(line, None, f"line {number} of {folder}")
        return
    paths = sorted(folder.glob("*.json"))
    if not paths or not (folder / "text").is_dir():
        raise InputError(f"{folder} has no JSON files beside text/: give a folder of gold quotes")
    for path in paths:
        yield _article(path.read_text(encoding="utf-8"), folder / "text", str(path))


def _article(record: str, texts: Path | None, where: str) -> NewsArticle:
    """An article of a JSON record, its text in the record or in a folder.

    Raises:
        InputError: the record has another form, or the text is missing.
    """
    try:
        return _read(json.loads(record), texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        inside = ", speakers and text" if texts is None else " and speakers"
        raise InputError(
            f"{where} has no gold quotes ({type(error).__name__}: {error}); it needs doc, "
            f"quotes (content, cue, source, speaker, nested){inside}"
        ) from error


def _read(record: Any, texts: Path | None) -> NewsArticle:
    speakers = {
        name: GoldSpeaker.from_record(name, entry) for name, entry in record["speakers"].items()
    }
    quotes = tuple(
        NewsQuote(
            content=tuple((start, end) for start, end in quote["content"]),
            cue=_piece(quote["cue"]),
            source=_piece(quote["source"]),
            speaker=speakers[quote["speaker"]] if quote["speaker"] else None,
            nested=quote["nested"],
        )
        for quote in record["quotes"]
    )
    name = record["doc"]
    if texts is None:
        return NewsArticle(name, str(record["text"]), quotes)
    return NewsArticle(name, (texts / f"{name}.txt").read_bytes().decode("utf-8"), quotes)


def _piece(span: Any) -> Pieces:
    return ((span[0], span[1]),) if span else ()
