"""Score the speakers of predicted quotes against gold speakers of PolNeAR articles.

Gold is a folder with a JSON file per article: ``doc``, the article's name; ``entities``, each with
``name``, ``aliases``, ``kind`` and ``named``; ``sources``, which gives the entity of a source by
the name of its T line in the article's brat file. Attributions without an entity are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.assignment import assign
from quoteattr.evaluation.counting import content_weights
from quoteattr.evaluation.identity import GoldSpeaker, same_speaker, source_form
from quoteattr.evaluation.polnear import GoldArticle, read_split
from quoteattr.evaluation.predictions import PredictedQuote
from quoteattr.evaluation.report import table
from quoteattr.evaluation.spans import Article

__all__ = [
    "GROUPS",
    "SpeakerScore",
    "SpeakerScores",
    "score_speakers",
    "source_names",
    "speakers_markdown",
]

GROUPS = {
    "all": "all",
    "name": "names",
    "nominal": "descriptions",
    "pronoun": "pronouns",
    "named": "people and bodies with a name",
    "unnamed": "without a name",
}
"""Groups of sources, by form and by whether the article names the speaker, and their titles."""

_Counts = Counter[tuple[str, str]]
"""Gold attributions by group and one of ``gold``, ``found``, ``right``."""


@attrs.frozen
class SpeakerScore:
    """Of the attributions of one group, in percent to one decimal.

    Attributes:
        gold: how many there are.
        found: share whose content is paired with a predicted one, as for content@0.5.
        resolved: share of these whose predicted speaker is the right one.
        recall: share whose content is paired and whose speaker is right.
    """

    gold: int
    found: float
    resolved: float
    recall: float


@attrs.frozen
class SpeakerScores:
    """Scores by group, and end to end.

    Attributes:
        groups: by the keys of ``GROUPS``.
        precision: share of the articles' predicted quotes that have the right content and speaker.
        f1: harmonic mean of this and the recall of all.
        predicted: how many quotes are predicted for these articles.
    """

    groups: dict[str, SpeakerScore]
    precision: float
    f1: float
    predicted: int


def score_speakers(
    split: Path, speakers: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> SpeakerScores:
    """Score the articles of a split that have gold speakers.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        speakers: the folder of gold speakers, one JSON file per article.
        predictions: by the name of the article's file.

    Raises:
        InputError: a folder is not what it should be, or predictions are of no article in it.
    """
    articles = {article.name: article for article in read_split(split)}
    unknown = sorted(set(predictions) - set(articles))
    if unknown:
        raise InputError(f"{split} has no article {unknown[0]}: give predictions of this split")
    paths = sorted(speakers.glob("*.json"))
    if not paths:
        raise InputError(f"{speakers} holds no .json file: give a folder of gold speakers")
    counts: _Counts = Counter()
    predicted = 0
    for path in paths:
        name, known = _read_speakers(path)
        if name not in articles:
            raise InputError(f"{path} is about {name}, which {split} has not")
        found = predictions.get(name, ())
        predicted += len(found)
        gold = _speakers(split, articles[name], known)
        _count_article(articles[name], gold, found, counts)
    return _scores(counts, predicted)


def source_names(annotation: str) -> tuple[str | None, ...]:
    r"""Name of the (first) source's T line of each attribution that ``read_annotation`` returns.

    >>> lines = ["T1\tSource 0 3\tAnn", "T2\tContent 8 10\tno", "E1\tContent:T2 Source:T1"]
    >>> source_names("\n".join(lines))
    ('T1',)
    """
    rows = [line.split("\t") for line in annotation.splitlines() if "\t" in line]
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


def speakers_markdown(scores: SpeakerScores) -> str:
    """The groups as a Markdown table, and a sentence about the whole."""
    rows = [
        [title, str(row.gold), *(f"{value:.1f}" for value in (row.found, row.resolved, row.recall))]
        for title, row in ((title, scores.groups[group]) for group, title in GROUPS.items())
    ]
    head = ["sources", "gold", "found, %", "of these resolved, %", "both, %"]
    recall = scores.groups["all"].recall
    return (
        f"{table(head, rows)}\n\n"
        f"End to end, right content and right speaker, of {scores.predicted:,} quotes: precision "
        f"{scores.precision:.1f} %, recall {recall:.1f} %, F1 {scores.f1:.1f} %."
    )


def _read_speakers(path: Path) -> tuple[str, dict[str, GoldSpeaker]]:
    """The article's name, and gold speakers by the name of a source's T line."""
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        entities = {
            name: GoldSpeaker(
                name=entity["name"],
                aliases=tuple(entity["aliases"]),
                is_person=entity["kind"] == "person",
                is_named=entity["named"],
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
    """The gold speaker of each attribution, from the file that ``read_split`` took."""
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


def _count_article(
    article: GoldArticle,
    speakers: Sequence[GoldSpeaker | None],
    found: Sequence[PredictedQuote],
    counts: _Counts,
) -> None:
    weights = content_weights(Article(article.text), article.attributions, found)
    paired = dict(assign(weights))
    for row, (gold, speaker) in enumerate(zip(article.attributions, speakers, strict=True)):
        if speaker is None:
            continue
        source = " ".join(article.text[start:end] for start, end in gold.source)
        is_found = row in paired
        is_right = is_found and same_speaker(speaker, found[paired[row]].speaker)
        for group in _groups(source, speaker):
            counts[group, "gold"] += 1
            counts[group, "found"] += is_found
            counts[group, "right"] += is_right


def _groups(source: str, speaker: GoldSpeaker) -> Iterator[str]:
    yield "all"
    yield source_form(source, speaker)
    yield "named" if speaker.is_named else "unnamed"


def _scores(counts: _Counts, predicted: int) -> SpeakerScores:
    groups = {}
    for group in GROUPS:
        gold, found, right = (counts[group, what] for what in ("gold", "found", "right"))
        groups[group] = SpeakerScore(
            gold=gold,
            found=round(100 * found / max(gold, 1), 1),
            resolved=round(100 * right / max(found, 1), 1),
            recall=round(100 * right / max(gold, 1), 1),
        )
    precision = 100 * counts["all", "right"] / max(predicted, 1)
    recall = 100 * counts["all", "right"] / max(counts["all", "gold"], 1)
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return SpeakerScores(groups, round(precision, 1), round(f1, 1), predicted)
