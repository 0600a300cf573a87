"""Read PolNeAR (Newell, Margolin & Ruths, LREC 2018): texts with brat stand-off annotation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from quoteattr.corpora.attributions import ROLES, Pieces
from quoteattr.errors import InputError

__all__ = [
    "GoldArticle",
    "GoldAttribution",
    "predicted_articles",
    "publisher_of",
    "read_annotation",
    "read_split",
]


@attrs.frozen
class GoldAttribution:
    """One annotated attribution.

    Attributes:
        content, cue, source: the span of each role.
        source_name: the name of the T line of its (first) source, None if there is none.
    """

    content: Pieces
    cue: Pieces
    source: Pieces
    source_name: str | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class GoldArticle:
    """An article with its attributions."""

    name: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def read_split(split: Path) -> Iterator[GoldArticle]:
    """The articles of a split, a folder with ``text/`` and ``attributions/``.

    If an article has several annotators, the first file in sorted order is read.

    Args:
        split: the folder of one split, such as ``polnear/dev``.

    Raises:
        InputError: the folder is not a PolNeAR split, or an annotation is damaged.
    """
    if not (split / "text").is_dir() or not (split / "attributions").is_dir():
        raise InputError(f"{split} has no text/ and attributions/: give a split, as polnear/dev")
    annotations: dict[str, Path] = {}
    for path in sorted((split / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rsplit("_", 1)[0], path)
    for path in sorted((split / "text").glob("*.txt")):
        annotation = annotations.get(path.stem)
        yield GoldArticle(
            name=path.stem,
            text=path.read_bytes().decode("utf-8"),
            attributions=_read_file(annotation) if annotation else (),
        )


def _read_file(path: Path) -> tuple[GoldAttribution, ...]:
    try:
        return read_annotation(path.read_bytes().decode("utf-8"))
    except (ValueError, IndexError) as error:
        raise InputError(f"{path} is no brat annotation of PolNeAR: {error}") from error


def publisher_of(name: str) -> str | None:
    """The publisher that the name of a PolNeAR file begins with; None if there is none.

    >>> publisher_of("usa-today_2016-09-22_derelict-obama"), publisher_of("a")
    ('usa-today', None)
    """
    match = re.match(r"([a-z]+(?:-[a-z]+)*)_\d{4}-\d\d-\d\d_", name)
    return match[1] if match else None


def predicted_articles(split: Path, names: Iterable[str]) -> list[GoldArticle]:
    """The articles of a split, after a check that all predictions belong to it.

    Args:
        split: the folder of one split.
        names: the articles with predictions; the others count as predicted without quotes.

    Raises:
        InputError: the folder is not a PolNeAR split, or lacks an article of the predictions.
    """
    articles = list(read_split(split))
    unknown = sorted(set(names) - {article.name for article in articles})
    if unknown:
        raise InputError(f"{split} has no article {unknown[0]}: give predictions of this split")
    return articles


def read_annotation(annotation: str) -> tuple[GoldAttribution, ...]:
    r"""The attributions of a brat file, which are its E lines.

    >>> lines = ["T1\tCue 3 7\tsaid", "T2\tContent 8 10\tno", "E1\tX:T1 Cue:T1 Content:T2"]
    >>> read_annotation("\n".join(lines))
    (GoldAttribution(content=((8, 10),), cue=((3, 7),), source=()),)
    """
    spans: dict[str, Pieces] = {}
    # Other line ends belong to the text that a T line repeats.
    rows = [line.split("\t") for line in re.split(r"\r?\n", annotation) if "\t" in line]
    for row in rows:
        if row[0].startswith("T"):
            places = row[1].split(" ", 1)[1].split(";")
            spans[row[0]] = tuple((int(a), int(b)) for a, b in (place.split() for place in places))
    out = []
    for row in rows:
        if row[0].startswith("E"):
            names: dict[str, list[str]] = {role: [] for role in ROLES}
            for argument in row[1].split():
                role, name = argument.split(":", 1)
                names.setdefault(role.rstrip("0123456789").lower(), []).append(name)
            content, cue, source = (
                tuple(piece for name in names[role] for piece in spans.get(name, ()))
                for role in ROLES
            )
            if content:
                out.append(GoldAttribution(content, cue, source, next(iter(names["source"]), None)))
    return tuple(out)
