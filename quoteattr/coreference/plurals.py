"""Plural descriptions: "the senators", "the two men"."""

from __future__ import annotations

from quoteattr.coreference.descriptions import epithets
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.references import Reference
from quoteattr.coreference.story import Story
from quoteattr.names import noun_sense

__all__ = ["several_antecedents"]

_FAR = 200  # mentions looked back at for the two persons spoken of most
_NEAR = 40  # for a group just named
_BOTH = frozenset({"two", "2", "both", "pair"})


def several_antecedents(story: Story, reference: Reference) -> Participant | None:
    """The senators, after "Mr. Grassley and Mr. Leahy"; the two men, of the two spoken of.

    Args:
        story: the reading so far.
        reference: a definite plural of it.
    """
    sense = noun_sense(reference.lemma)
    if sense is None or sense.kind != "person":
        return None
    for candidate, entity in story.focus.before(reference.head, _NEAR):
        if entity.members and _fits_all(reference, entity.members, sense.gender):
            return entity
        if candidate.lemma == reference.lemma and candidate.plural and not reference.modifiers:
            return entity
    if not reference.modifiers & _BOTH:
        return None
    persons: dict[Participant, int] = {}
    for _, entity in story.focus.before(reference.head, _FAR):
        if entity.named and entity.kind == "person" and sense.gender in (None, entity.gender):
            persons[entity] = persons.get(entity, 0) + 1
    two = sorted(persons, key=lambda p: -persons[p])[:2]
    return story.group_of_participants(two) if len(two) == 2 else None


def _fits_all(reference: Reference, members: tuple[Participant, ...], gender: str | None) -> bool:
    if any(m.kind != "person" or not m.named or gender not in (None, m.gender) for m in members):
        return False
    if reference.determination != "definite" or (reference.modifiers & _BOTH and len(members) != 2):
        return False
    if gender is not None or reference.modifiers & _BOTH or reference.lemma in epithets():
        return True
    return any(role.noun == reference.lemma for member in members for role in member.roles)
