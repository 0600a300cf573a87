"""Gold speakers of PolNeAR articles: the entity that each annotated source refers to.

Gold is a folder with a JSON file per article: ``doc``, the article's name; ``entities``, each with
``name``, ``aliases``, ``kind`` and ``named``; ``sources``, which maps the name of a source's T line
in the article's brat file to its entity. Attributions without an entity have no speaker.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from quoteattr.corpora.polnear import GoldArticle, read_split
from quoteattr.errors import InputError

__all__ = ["AUTHOR", "GoldSpeaker", "SpeakerGold", "read_gold_speakers", "source_names"]

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


@attrs.frozen
class SpeakerGold:
    """An article with the gold speaker of each of its attributions, None if unknown."""

    article: GoldArticle
    speakers: tuple[GoldSpeaker | None, ...]


def read_gold_speakers(split: Path, speakers: Path) -> Iterator[SpeakerGold]:
    """The articles of a split that have gold speakers.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        speakers: the folder of gold speakers, one JSON file per article.

    Raises:
        InputError: one of the folders or files has another form.
    """
    articles = {article.name: article for article in read_split(split)}
    paths = sorted(speakers.glob("*.json"))
    if not paths:
        raise InputError(f"{speakers} holds no .json file: give a folder of gold speakers")
    for path in paths:
        name, known = _read_speakers(path)
        if name not in articles:
            raise InputError(f"{path} is about {name}, which {split} has not")
        yield SpeakerGold(articles[name], _speakers(split, articles[name], known))


def source_names(annotation: str) -> tuple[str | None, ...]:
    r"""The name of the (first) source's T line, for each attribution of ``read_annotation``.

    >>> lines = ["T1\tSource 0 3\tAnn", "T2\tContent 8 10\tno", "E1\tContent:T2 Source:T1"]
    >>> source_names("\n".join(lines))
    ('T1',)
    """
    rows = [line.split("\t") for line in re.split(r"\r?\n", annotation) if "\t" in line]
    out = []
    for row in rows:
        if row[0].startswith("E"):
            names: dict[str, str] = {}
            for argument in row[1].split():
                role, name = argument.split(":", 1)
                names.setdefault(role.rstrip("0123456789").lower(), name)
            if "content" in names:
                out.append(names.get("source"))
    return tuple(out)


def _read_speakers(path: Path) -> tuple[str, dict[str, GoldSpeaker]]:
    """The article's name, and its gold speakers by the name of the source's T line."""
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        entities = {
            name: GoldSpeaker(
                name=entity["name"],
                aliases=tuple(entity["aliases"]),
                is_person=entity["kind"] == "person",
                is_named=entity["named"],
                kind=entity["kind"],
            )
            for name, entity in record["entities"].items()
        }
        return record["doc"], {t: entities[name] for t, name in record["sources"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} is no file of gold speakers ({type(error).__name__}: {error}); it needs doc, "
            "entities (name, aliases, kind, named) and sources"
        ) from error


def _speakers(
    split: Path, article: GoldArticle, known: Mapping[str, GoldSpeaker]
) -> tuple[GoldSpeaker | None, ...]:
    """The gold speaker of each attribution, from the annotation that ``read_split`` reads."""
    if not article.attributions:
        return ()
    path = next(
        path
        for path in sorted((split / "attributions").glob("*.ann"))
        if path.stem.rsplit("_", 1)[0] == article.name
    )
    names = source_names(path.read_bytes().decode("utf-8"))
    if len(names) != len(article.attributions):
        raise InputError(f"{path}: an attribution's content has no T line")
    return tuple(known.get(name) if name else None for name in names)
