"""Someone described first and named later: "A New York judge … Justice Frank Nervo"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
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


def join_description(discourse: Discourse, mention: Mention) -> None:
    """At the first mention of a name: take over whom the article has only described so far.

    The name of a family takes its members.

    Args:
        discourse: the reading so far.
        mention: a name.
    """
    entity = mention.entity
    if entity is None or mention is not entity.mentions[0]:
        return
    if entity.kind == "group" and entity.named and len(entity.tokens) == 1:
        entity.members = entity.members or _family(discourse, entity)
    if entity.kind != "person":
        return
    found = _bare_given_name(discourse, mention, entity) or _lead(discourse, mention, entity)
    if found is None:
        return
    for mention in found.mentions:
        entity.add(mention)
    found.mentions.clear()
    entity.mentions.sort(key=lambda r: r.first)
    entity.gender = entity.gender or found.gender


def from_headline(discourse: Discourse, mention: Mention) -> Entity | None:
    """Whom the headline speaks of as "New poll", when the lead begins with "A new poll".

    Args:
        discourse: the reading so far.
        mention: a description.
    """
    if mention.determination != "indefinite" or mention.plural:
        return None
    if mention.kind is None or not 0 < mention.sentence < _LEAD:
        return None
    found = {
        entity: None
        for candidate, entity in discourse.focus.before(mention.head, 80)
        if candidate.sentence == 0
        and candidate.determination == "bare"
        and candidate.form == "nominal"
        and candidate.lemma == mention.lemma
        and not (candidate.plural or entity.named or candidate.modifiers - mention.modifiers)
    }
    return next(iter(found)) if len(found) == 1 else None


def named_document(discourse: Discourse, mention: Mention) -> Entity | None:
    """The poll of the lead, when "the Reuters/Ipsos poll" tells whose it is; it takes the name.

    Args:
        discourse: the reading so far.
        mention: a description.
    """
    if mention.kind != "document" or not mention.proper or mention.plural:
        return None
    found: dict[Entity, None] = {}
    for candidate, entity in discourse.focus.before(mention.head, 80):
        same = candidate.lemma == mention.lemma and not candidate.plural
        if same and entity.kind == "document":
            found[entity] = None
    if len(found) != 1:
        return None
    (entity,) = found
    first = entity.mentions[0]
    early = first.sentence < _LEAD and mention.sentence - first.sentence <= _SOON
    words = discourse.parse.words
    # In a headline every word may look like a name.
    proper = any(m.proper and words[m.head].text.islower() for m in entity.mentions)
    if entity.named or not early or proper:
        return None
    start = next(i for i in range(mention.first, mention.head + 1) if _is_capital(words[i]))
    entity.name = discourse.parse.text[words[start].start : words[mention.head].end]
    return entity


def _is_capital(word: Word) -> bool:
    """Whether a word may begin a name."""
    return word.upos == "PROPN" or (word.upos != "DET" and word.text[:1].isupper())


def _family(discourse: Discourse, entity: Entity) -> tuple[Entity, ...]:
    """The Clintons whom the article names: Bill and Hillary."""
    plural = entity.tokens[0]
    endings = [ending for ending in ("s", "es") if plural.endswith(ending)]
    for surname in (plural.removesuffix(ending) for ending in endings):
        members = discourse.by_surname(surname)
        if len(members) > 1:
            return tuple(members)
    return ()


def _described(discourse: Discourse, mention: Mention, entity: Entity) -> list[Entity]:
    """Single unnamed persons read so far whose gender does not clash, the latest first."""
    found: dict[Entity, None] = {}
    for _, person in discourse.focus.before(mention.head, 80):
        if person.named or person.kind != "person" or person.plural or person.author:
            continue
        if None in (person.gender, entity.gender) or person.gender == entity.gender:
            found[person] = None
    return list(found)


def _bare_given_name(discourse: Discourse, mention: Mention, entity: Entity) -> Entity | None:
    """Say, "a woman … Melanie": a given name alone, without any introduction."""
    name = mention.name
    if name is None or len(entity.tokens) != 1 or name.titles or not is_given_name(name.text):
        return None
    for person in _described(discourse, mention, entity):
        last = person.mentions[-1]
        if len(person.mentions) > 1 and mention.sentence - last.sentence <= _NEAR:
            return person if person.gender else None
    return None


def _lead(discourse: Discourse, mention: Mention, entity: Entity) -> Entity | None:
    """A description in the lead that a titled full name takes up soon after."""
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
