"""Examples for the scorer of the speakers of quotations without a cue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.floating import choices, groups_of
from quoteattr.coreference.records import Entity
from quoteattr.coreference.resolver import read_article
from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.gold_speakers import GoldSpeaker
from quoteattr.evaluation.pairing import assign, overlaps
from quoteattr.evaluation.spans import Article
from quoteattr.evaluation.speakers import same_speaker
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.training.conditional import Example

__all__ = ["EXPECTED", "floating_examples"]

EXPECTED: Mapping[str, Mapping[str, float]] = {
    "text": {
        "goes-on=True": -5.0,
        "exchange=False": -4.0,
        "nobody-exchange": 3.5,
        "beside": 3.0,
        "names-himself": -4.0,
        "spoken-of": -4.0,
        "named-as=sentence subject told": 1.0,
        "entity=person False": -1.0,
    },
    "heading": {"repeated": 2.0},
}
"""Weights that we expect before we see data, for features of which the articles have few."""


def floating_examples(
    parse: Parse,
    relations: Sequence[Relation],
    quotes: Sequence[tuple[Pieces, GoldSpeaker | None]],
    marks: Sequence[Mark],
) -> Iterator[Example]:
    """The quotations without a cue of one article whose speaker is known.

    Nobody is right where the gold has no speaker, and where no choice is the speaker.

    Args:
        parse: of the article.
        relations: its attributions.
        quotes: each gold content, with its speaker.
        marks: the quotation marks.
    """
    discourse = read_article(parse, relations, marks=marks)
    theirs = [content for content, _ in quotes]
    pairs = assign(overlaps(Article(parse.text), theirs, [r.content for r in relations]))
    gold = {right: quotes[left][1] for left, right in pairs}
    for number, found in choices(discourse, dict(_right(discourse, gold))):
        if number in gold:
            speaker = gold[number]
            right = tuple(_is(speaker, choice.entity) for choice in found[:-1])
            features = tuple(choice.features for choice in found)
            yield Example(groups_of(relations[number]), features, (*right, not any(right)))


def _right(
    discourse: Discourse, gold: Mapping[int, GoldSpeaker | None]
) -> Iterator[tuple[int, Entity]]:
    """The entities that are the gold speakers, by the numbers of the relations."""
    for number, speaker in gold.items():
        found = next((e for e in discourse.entities() if _is(speaker, e)), None)
        if found is not None:
            yield number, found


def _is(speaker: GoldSpeaker | None, entity: Entity | None) -> bool:
    return speaker is not None and entity is not None and same_speaker(speaker, entity.name)
