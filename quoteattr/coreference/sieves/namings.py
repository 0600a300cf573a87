"""Someone described first and named later: "A New York judge … Justice Frank Nervo"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.coreference.roles import specific_nouns
from quoteattr.syntax import Word
from quoteattr.words.names import is_given_name

__all__ = ["from_headline", "join_description", "named_document"]

_LEAD = 3  # sentences in which news describes before it names
_SOON = 8  # sentences from the description to the name
_NEAR = 3  # sentences to a bare given name
_VAGUE = frozenset(
    {"official", "aide", "adviser", "advisor", "spokesman", "spokeswoman", "source"}
) | {
    *("spokesperson", "expert", "analyst", "member", "supporter", "voter", "resident", "worker"),
    *("student", "reporter", "person", "lawyer", "attorney", "leader", "friend", "colleague"),
}


def join_description(story: Story, reference: Reference) -> None:
    """At the first mention of a name: take over whom the article has only described so far.

    The name of a family takes its members.

    Args:
        story: the reading so far.
        reference: a name.
    """
    entity = reference.entity
    if entity is None or reference is not entity.references[0]:
        return
    if entity.kind == "group" and entity.named and len(entity.tokens) == 1:
        entity.members = entity.members or _family(story, entity)
    if entity.kind != "person":
        return
    found = _bare_given_name(story, reference, entity) or _lead(story, reference, entity)
    if found is None:
        return
    for mention in found.references:
        entity.add(mention)
    found.references.clear()
    entity.references.sort(key=lambda r: r.first)
    entity.gender = entity.gender or found.gender


def from_headline(story: Story, reference: Reference) -> Participant | None:
    """Whom the headline speaks of as "New poll", when the lead begins with "A new poll".

    Args:
        story: the reading so far.
        reference: a description.
    """
    if reference.determination != "indefinite" or reference.plural:
        return None
    if reference.kind is None or not 0 < reference.sentence < _LEAD:
        return None
    found = {
        entity: None
        for candidate, entity in story.focus.before(reference.head, 80)
        if candidate.sentence == 0
        and candidate.determination == "bare"
        and candidate.form == "nominal"
        and candidate.lemma == reference.lemma
        and not (candidate.plural or entity.named or candidate.modifiers - reference.modifiers)
    }
    return next(iter(found)) if len(found) == 1 else None


def named_document(story: Story, reference: Reference) -> Participant | None:
    """The poll of the lead, when "the Reuters/Ipsos poll" tells whose it is; it takes the name.

    Args:
        story: the reading so far.
        reference: a description.
    """
    if reference.kind != "document" or not reference.proper or reference.plural:
        return None
    found: dict[Participant, None] = {}
    for candidate, entity in story.focus.before(reference.head, 80):
        same = candidate.lemma == reference.lemma and not candidate.plural
        if same and entity.kind == "document":
            found[entity] = None
    if len(found) != 1:
        return None
    (entity,) = found
    first = entity.references[0]
    early = first.sentence < _LEAD and reference.sentence - first.sentence <= _SOON
    words = story.parse.words
    # In a headline every word may look like a name.
    proper = any(m.proper and words[m.head].text.islower() for m in entity.references)
    if entity.named or not early or proper:
        return None
    start = next(i for i in range(reference.first, reference.head + 1) if _is_capital(words[i]))
    entity.name = story.parse.text[words[start].start : words[reference.head].end]
    return entity


def _is_capital(word: Word) -> bool:
    """Whether a word may begin a name."""
    return word.upos == "PROPN" or (word.upos != "DET" and word.text[:1].isupper())


def _family(story: Story, entity: Participant) -> tuple[Participant, ...]:
    """The Clintons whom the article names: Bill and Hillary."""
    plural = entity.tokens[0]
    endings = [ending for ending in ("s", "es") if plural.endswith(ending)]
    for surname in (plural.removesuffix(ending) for ending in endings):
        members = story.by_surname(surname)
        if len(members) > 1:
            return tuple(members)
    return ()


def _described(story: Story, reference: Reference, entity: Participant) -> list[Participant]:
    """Single unnamed persons read so far whose gender does not clash, the latest first."""
    found: dict[Participant, None] = {}
    for _, person in story.focus.before(reference.head, 80):
        if person.named or person.kind != "person" or person.plural or person.author:
            continue
        if None in (person.gender, entity.gender) or person.gender == entity.gender:
            found[person] = None
    return list(found)


def _bare_given_name(story: Story, reference: Reference, entity: Participant) -> Participant | None:
    """Say, "a woman … Melanie": a given name alone, without any introduction."""
    name = reference.name
    if name is None or len(entity.tokens) != 1 or name.titles or not is_given_name(name.text):
        return None
    for person in _described(story, reference, entity):
        last = person.references[-1]
        if len(person.references) > 1 and reference.sentence - last.sentence <= _NEAR:
            return person if person.gender else None
    return None


def _lead(story: Story, reference: Reference, entity: Participant) -> Participant | None:
    """A description in the lead that a titled full name takes up soon after."""
    if len(entity.tokens) < 2 or reference.sentence > _LEAD + _SOON:
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
        for person in _described(story, reference, entity)
        if person.references[0].sentence < _LEAD
        and person.references[0].lemma in nouns | mutual
        and person.references[0].determination in ("indefinite", "bare")
    ]
    return found[0] if len(found) == 1 else None
