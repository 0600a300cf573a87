"""Names for entities that were only described before: "A New York judge … Justice Nervo"."""

from __future__ import annotations

from collections.abc import Hashable

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import specific_nouns

__all__ = ["described_before", "family_members"]

_LEAD = 3  # sentences in which news describes before it names
_SOON = 8  # sentences from the description to the name
_BACK = 80  # mentions looked back at
_VAGUE = frozenset(
    {"official", "aide", "adviser", "advisor", "spokesman", "spokeswoman", "source"}
) | {
    *("spokesperson", "expert", "analyst", "member", "supporter", "voter", "resident", "worker"),
    *("student", "reporter", "person", "lawyer", "attorney", "leader", "friend", "colleague"),
}


def described_before(discourse: Discourse, mention: Mention) -> Entity | None:
    """The unnamed entity that a new name belongs to.

    News describes somebody in its lead; soon after, the noun is a title of the full name.

    Args:
        discourse: the reading so far.
        mention: the first one with the name of a person.
    """
    entity = discourse.entity_of(mention)
    if entity is None or entity.kind != "person" or mention is not entity.mentions[0]:
        return None
    if len(entity.tokens) < 2 or mention.sentence > _LEAD + _SOON:
        return None
    nouns = {role.noun for role in entity.roles} - _VAGUE
    mutual = {
        other
        for noun in nouns
        for other in specific_nouns(noun)
        if noun in specific_nouns(other) and other not in _VAGUE
    }
    found = [
        person
        for person in _described(discourse, mention, entity)
        if person.mentions[0].sentence < _LEAD
        and person.mentions[0].lemma in nouns | mutual
        and person.mentions[0].determination in ("indefinite", "bare")
    ]
    return found[0] if len(found) == 1 else None


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


def _described(discourse: Discourse, mention: Mention, entity: Entity) -> list[Entity]:
    """The unnamed persons so far whose gender does not clash, the latest first."""
    found: dict[Entity, None] = {}
    for _, person in discourse.before(mention.head, _BACK):
        if person.named or person.kind != "person" or person.plural or person.author:
            continue
        if None in (person.gender, entity.gender) or person.gender == entity.gender:
            found[person] = None
    return list(found)
