"""Descriptions of several: "the senators", "the pair"; of one of two: "the latter"."""

from __future__ import annotations

from collections.abc import Hashable

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.roles import epithets
from quoteattr.coreference.sieves.conditions import is_linked, is_open, is_relative
from quoteattr.coreference.sources import group_of
from quoteattr.model import Gender, SpeakerKind
from quoteattr.words.names import noun_sense

__all__ = ["family_members", "one_of_two", "several"]

_FAR = 200  # mentions looked back at for the two who are spoken of
_NEAR = 40  # mentions looked back at for a group that was named
_SENTENCES = 2  # sentences in which exactly two are the two
_COUNTRIES = frozenset({"country", "nation"})
_OF_TWO = {"former": 0, "latter": -1}


def several(discourse: Discourse, mention: Mention) -> Decision | None:
    """The senators, after "Mr. Grassley and Mr. Leahy"; the two men, of the two spoken of."""
    if not _is_group(discourse, mention):
        return None
    sense = noun_sense(mention.lemma)
    kind = sense.kind if sense else "group" if mention.pronoun else None
    if kind not in ("person", "organization", "group"):
        return None
    gender = sense.gender if sense else None
    for candidate, entity in discourse.before(mention.head, _NEAR):
        if _are_members(discourse, mention, entity, kind, gender):
            return Decision(entity)
        same = candidate.lemma == mention.lemma and candidate.plural
        same = same and _may_share_owner(discourse, candidate, mention)
        if same and not mention.modifiers and (kind == "person" or discourse.is_source(candidate)):
            return Decision(entity)
    two = _two(discourse, mention, kind, gender) if mention.pair else []
    return Decision(group_of(discourse, two)) if len(two) == 2 else None


def one_of_two(discourse: Discourse, mention: Mention) -> Decision | None:
    """The latter, after "Harmer and Pike": Pike. None where it is not clear who the two are."""
    which = _OF_TWO.get(discourse.parse.words[mention.head].text.lower())
    if which is None or mention.determination != "definite" or mention.last - mention.first > 2:
        return None
    pairs = _pairs(discourse, mention)
    if not pairs:
        kinds: tuple[SpeakerKind, ...] = ("person", "organization")
        found = (_two(discourse, mention, kind, None) for kind in kinds)
        pairs = [two for two in found if len(two) == 2]
    return Decision(_as_named(discourse, mention, pairs[0])[which]) if len(pairs) == 1 else None


def _as_named(discourse: Discourse, mention: Mention, two: list[Entity]) -> list[Entity]:
    """Two entities in the order of the last sentence that names both, else as they are.

    "Pike was ill. Harmer met Pike": Harmer is the former.
    """
    named: dict[int, dict[Entity, int]] = {}
    for candidate, entity in discourse.before(mention.head, _FAR):
        if entity in two:
            named.setdefault(candidate.sentence, {})[entity] = candidate.first
    both = next((firsts for firsts in named.values() if len(firsts) == 2), None)
    return two if both is None else sorted(both, key=lambda entity: both[entity])


def _pairs(discourse: Discourse, mention: Mention) -> list[list[Entity]]:
    """The groups of two that the last sentences name."""
    pairs: dict[Entity, list[Entity]] = {}
    for candidate, entity in discourse.before(mention.head, _NEAR):
        if mention.sentence - candidate.sentence > _SENTENCES:
            break
        if len(entity.members) == 2:
            pairs[entity] = list(discourse.members_of(entity))
    return list(pairs.values())


def _may_share_owner(discourse: Discourse, earlier: Mention, mention: Mention) -> bool:
    """Whether two descriptions may be of the same people: "Lee's lawyers" are not Hale's."""
    if mention.owner is None or discourse.parse.words[mention.owner].upos == "PRON":
        return True
    owner = discourse.owner_of(mention)
    return owner is not None and owner == discourse.owner_of(earlier)


def family_members(discourse: Discourse, entity: Entity) -> tuple[Hashable, ...]:
    """The Clintons that the article names: Bill and Hillary. Empty for less than two.

    Args:
        discourse: the reading so far.
        entity: a group with a name.
    """
    if entity.kind != "group" or not entity.named or len(entity.tokens) != 1:
        return ()
    plural = entity.tokens[0]
    endings = [ending for ending in ("s", "es") if plural.endswith(ending)]
    for surname in (plural.removesuffix(ending) for ending in endings):
        members = discourse.by_surname(surname)
        if len(members) > 1:
            return tuple(member.key for member in members)
    return ()


def _is_group(discourse: Discourse, mention: Mention) -> bool:
    """Whether a mention may be of several entities that the reader knows."""
    if mention.pronoun is not None:
        return mention.pair and is_open(discourse, mention)
    linked = is_linked(discourse, mention) and not is_relative(mention)
    return linked and (mention.plural or mention.pair)


def _are_members(
    discourse: Discourse,
    mention: Mention,
    entity: Entity,
    kind: SpeakerKind,
    gender: Gender | None,
) -> bool:
    """Whether a description fits all members of a group."""
    if not entity.members:
        return False
    members = discourse.members_of(entity)
    if any(m.kind != _member_kind(kind) or not m.named for m in members):
        return False
    if gender is not None and any(m.gender not in (None, gender) for m in members):
        return False
    if mention.pronoun is None and mention.determination != "definite":
        return False
    if mention.lemma in _COUNTRIES and not all(map(_may_be_country, members)):
        return False
    if mention.pair:
        return len(members) == 2
    if gender is not None or mention.lemma in epithets():
        return True
    return any(role.noun == mention.lemma for member in members for role in member.roles)


def _member_kind(kind: SpeakerKind) -> SpeakerKind:
    return "organization" if kind == "organization" else "person"


def _two(
    discourse: Discourse, mention: Mention, kind: SpeakerKind, gender: Gender | None
) -> list[Entity]:
    """The entities of the last sentences that a description of two may be of, in their order."""
    recent: dict[Entity, int] = {}
    for candidate, entity in discourse.before(mention.head, _FAR):
        near = mention.sentence - candidate.sentence <= _SENTENCES
        if mention.lemma in _COUNTRIES and not _may_be_country(entity):
            continue
        if near and _is_possible(entity, kind, gender):
            recent[entity] = candidate.first
    return sorted(recent, key=lambda entity: recent[entity])


def _may_be_country(entity: Entity) -> bool:
    """Whether an entity is a country, or a capital that speaks for one; Asia and Europe are not."""
    return entity.place not in (None, "european union")


def _is_possible(entity: Entity, kind: SpeakerKind, gender: Gender | None) -> bool:
    """Whether an entity may be one of two persons or two bodies."""
    named = entity.named and not entity.members and entity.kind == _member_kind(kind)
    return named and (gender is None or entity.gender in (None, gender))
