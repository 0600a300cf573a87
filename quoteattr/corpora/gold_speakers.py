"""Gold speakers of PolNeAR articles: the entity that each annotated source refers to.

Gold is a folder with a JSON file per article, or a file with a JSON line per article. It has
``doc``, the article's name; ``entities``, each with ``name``, ``aliases``, ``kind`` and ``named``;
``sources``, which maps the name of a source's T line in the article's brat file to its entity.
Attributions without an entity have no speaker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from quoteattr.corpora.polnear import GoldArticle, read_split
from quoteattr.errors import InputError

__all__ = ["AUTHOR", "GoldSource", "GoldSpeaker", "SpeakerGold", "read_gold_speakers"]

AUTHOR = "the author"
"""The name of a gold speaker who is the writer of the article."""


@attrs.frozen
class GoldSpeaker:
    """A person, organization or group that an article quotes.

    Attributes:
        name: the fullest name, or a description; ``the author`` is the writer of the article.
        aliases: other names or descriptions in the article.
        is_person: whether the speaker is one person.
        is_named: whether the article gives a name.
        kind: person, organization, group, document or other; None if unknown.
    """

    name: str
    aliases: tuple[str, ...] = ()
    is_person: bool = True
    is_named: bool = True
    kind: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @classmethod
    def from_record(cls, name: str, record: Mapping[str, Any]) -> GoldSpeaker:
        """A speaker as gold files write it.

        Args:
            name: of the speaker.
            record: with ``aliases``, ``kind`` and ``named``.

        Raises:
            KeyError: the record lacks one of them.
        """
        return cls(
            name=name,
            aliases=tuple(record["aliases"]),
            is_person=record["kind"] == "person",
            is_named=record["named"],
            kind=record["kind"],
        )


GoldSource = tuple[int, int, GoldSpeaker]
"""Start and end of a source, in code points, and who it is."""


@attrs.frozen
class SpeakerGold:
    """An article with the gold speaker of each of its attributions, None if unknown."""

    article: GoldArticle
    speakers: tuple[GoldSpeaker | None, ...]

    @property
    def sources(self) -> tuple[GoldSource, ...]:
        """The first piece of each source whose speaker is known."""
        rows = zip(self.article.attributions, self.speakers, strict=True)
        return tuple((*row.source[0], who) for row, who in rows if row.source and who is not None)


def read_gold_speakers(split: Path, speakers: Path) -> Iterator[SpeakerGold]:
    """The articles of a split that have gold speakers.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        speakers: the folder of gold speakers, one JSON file per article; or one file of JSON lines.

    Raises:
        InputError: one of the folders or files has another form.
    """
    articles = {article.name: article for article in read_split(split)}
    for where, record in _records(speakers):
        name, known = _read_speakers(where, record)
        if name not in articles:
            raise InputError(f"{where} is about {name}, which is not in {split}")
        names = (attribution.source_name for attribution in articles[name].attributions)
        yield SpeakerGold(articles[name], tuple(known.get(one) if one else None for one in names))


def _records(speakers: Path) -> Iterator[tuple[str, str]]:
    """The JSON records of a folder or a file of gold speakers, and where each is."""
    if speakers.is_file():
        lines = speakers.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield f"line {number} of {speakers}", line
        return
    paths = sorted(speakers.glob("*.json"))
    if not paths:
        raise InputError(f"{speakers} holds no .json file: give a folder of gold speakers")
    for path in paths:
        yield str(path), path.read_text(encoding="utf-8")


def _read_speakers(where: str, text: str) -> tuple[str, dict[str, GoldSpeaker]]:
    """The article's name, and its gold speakers by the name of the source's T line."""
    try:
        record: dict[str, Any] = json.loads(text)
        entities = {
            name: GoldSpeaker.from_record(entity["name"], entity)
            for name, entity in record["entities"].items()
        }
        return record["doc"], {t: entities[name] for t, name in record["sources"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{where} is no record of gold speakers ({type(error).__name__}: {error}); it needs "
            "doc, entities (name, aliases, kind, named) and sources"
        ) from error
