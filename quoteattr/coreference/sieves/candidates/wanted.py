"""What a description asks of an entity: its kind, number, gender, country and role."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import fit
from quoteattr.coreference.sieves.candidates.records import Group, group_of, role_nouns
from quoteattr.model import SPEAKER_KINDS, SpeakerKind
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import body_words, place_of, title_noun

__all__ = [
    "LATEST",
    "Wanted",
    "clashes",
    "country_of",
    "fits_exactly",
    "fits_kind",
    "names_after",
    "nouns_after",
    "wanted_by",
]

LATEST = 40
"""Mentions of an entity whose words are looked at."""

_WHERE = frozenset({"in", "at", "of", "for"})
_OF_PERSONS = word_list("modifiers of persons")
_OF_BODIES = word_list("modifiers of bodies")


@attrs.frozen
class Wanted:
    """What a description asks of an entity, worked out once for all entities.

    Attributes:
        mention: the description.
        nouns: those of the roles that it may mean.
        group: of its weights.
        kinds: those of the entities that it may be of, unless it is of several.
        country: the one that it names.
        described: the latest description of each entity with the same noun, by key.
        open_to_all: whether it may be of an entity that was never described with the noun.
    """

    mention: Mention
    nouns: frozenset[str]
    group: Group
    kinds: Sequence[str]
    country: str | None
    described: Mapping[Hashable, Mention]
    open_to_all: bool


def wanted_by(discourse: Discourse, mention: Mention, *, open_to_all: bool) -> Wanted:
    """What a description asks.

    Args:
        discourse: the reading so far.
        mention: the description.
        open_to_all: whether it may be of an entity that was never described with the noun.
    """
    group = group_of(mention)
    return Wanted(
        mention=mention,
        nouns=role_nouns(mention),
        group=group,
        kinds=_kinds_of(mention, group),
        country=country_of(discourse.parse, mention),
        described=discourse.described_with(mention.lemma),
        open_to_all=open_to_all,
    )


def _kinds_of(mention: Mention, group: Group) -> Sequence[str]:
    """What a description of one may be."""
    if group == "one":
        return _kinds_of_one(mention)
    if group == "body":
        return ("organization",)
    return ("document",) if group == "document" else SPEAKER_KINDS


def _kinds_of_one(mention: Mention) -> tuple[SpeakerKind, ...]:
    """What "the broadcaster" may be: somebody, or a body; "the veteran broadcaster" is no body."""
    if mention.lemma not in body_words() or not mention.modifiers.isdisjoint(_OF_PERSONS):
        return ("person",)
    if not mention.modifiers.isdisjoint(_OF_BODIES):
        return ("organization",)
    return ("person", "organization")


def fits_kind(wanted: Wanted, entity: Entity) -> bool:
    """Whether an entity is of the kind, number and gender of a description.

    Of other nouns, nothing shows the kind: the entity must have a role that they may mean.
    """
    if wanted.group == "several":
        fits = entity.plural or entity.kind == "group"
    else:
        several = entity.plural and entity.kind != "organization"
        fits = entity.kind in wanted.kinds and not several
    if not fits or entity.author or clashes(wanted.mention, entity):
        return False
    return wanted.group != "other" or any(role.noun in wanted.nouns for role in entity.roles)


def clashes(mention: Mention, entity: Entity) -> bool:
    """Whether description and entity have different genders."""
    return None not in (mention.gender, entity.gender) and mention.gender != entity.gender


def fits_exactly(mention: Mention, entity: Entity) -> bool:
    """Whether the article gives an entity the very role of a description."""
    return fit(mention, entity, title_noun(mention.lemma), exact=True) is not None


def country_of(parse: Parse, mention: Mention) -> str | None:
    """The country that a description names: of an adjective, its owner, or where it is.

    "German", "Uganda's health ministry", "the government in Beijing".
    """
    owner = None if mention.owner is None else place_of(parse.words[mention.owner].text)
    stated = mention.place or owner
    if stated is not None:
        return stated
    after = (place for name in sorted(names_after(parse, mention)) if (place := place_of(name)))
    return next(after, None)


def names_after(parse: Parse, mention: Mention) -> frozenset[str]:
    """Names of where or whose a description is: "police in Leeds"."""
    words = parse.words
    nouns = nouns_after(parse, mention.head, _WHERE)
    return frozenset(words[i].lemma.lower() for i in nouns if words[i].upos == "PROPN")


def nouns_after(parse: Parse, head: int, prepositions: frozenset[str]) -> Iterator[int]:
    """The heads of the phrases that such a preposition ties to a name or description."""
    words = parse.words
    for kid in parse.children[head]:
        after = kid > head and words[kid].deprel == "nmod"
        if after and any(words[k].text.lower() in prepositions for k in parse.children[kid]):
            yield kid
