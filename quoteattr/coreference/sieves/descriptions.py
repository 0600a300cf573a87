"""Descriptions that are near certain: "his wife", "his Chinese counterpart", a known role."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.introductions import share_field, share_role, title_nouns
from quoteattr.coreference.known_persons import entity_of_known
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sieves.conditions import is_body, is_linked, is_one, is_relative
from quoteattr.words.cues import word_list
from quoteattr.words.names import given_name_gender, is_kin, kin_genders, place_of, title_noun

__all__ = ["counterpart", "kin", "known_role", "owned_body"]

_NEAR = 40  # mentions looked back at for somebody described with the same noun
_SENTENCES = 6  # sentences looked back at for a counterpart
_HEADS = frozenset({"chancellor", "king", "monarch", "premier", "president", "queen"})
_EMPTY = word_list("empty modifiers")


def kin(discourse: Discourse, mention: Mention) -> Decision | None:
    """The relative in "his wife": somebody with that surname and gender.

    Not who has a title ("Superintendent Sarah Khan") or is introduced as another relative. The
    surname says nothing of "his mother-in-law".
    """
    owner = discourse.owner_of(mention)
    if owner is None or not is_relative(mention) or not is_linked(discourse, mention):
        return None
    if not owner.named or len(owner.tokens) < 2 or mention.plural:
        return None
    if mention.lemma.endswith("-in-law"):
        return None
    gender = kin_genders().get(mention.lemma)
    for entity in discourse.by_surname(owner.tokens[-1]):
        alike = gender in (entity.gender, given_name_gender(entity.tokens[0]))
        if entity != owner and alike and _may_be_kin(entity, mention.lemma):
            return Decision(entity)
    return None


def _may_be_kin(entity: Entity, noun: str) -> bool:
    """Whether no title and no other noun of kin shows that somebody is not "his mother"."""
    stated = {role.noun.removeprefix("ex-") for role in entity.roles if is_kin(role.noun)}
    titled = any(title_nouns(mention) for mention in entity.mentions)
    return not titled and (not stated or noun.removeprefix("ex-") in stated)


def owned_body(discourse: Discourse, mention: Mention) -> Decision | None:
    """The body that "Mrs. Clinton's campaign" is, if it was named: the Clinton campaign."""
    owner = discourse.owner_of(mention)
    if owner is None or not owner.tokens or not is_body(mention):
        return None
    body = discourse.body(owner.tokens[-1], mention.lemma) if is_one(discourse, mention) else None
    return None if body is None else Decision(body)


def counterpart(discourse: Discourse, mention: Mention) -> Decision | None:
    """Who has the office of somebody elsewhere: "his Chinese counterpart" is China's minister.

    Only somebody with a name who was spoken of just before, and nobody else like that. Few name
    themselves in what they say.
    """
    if mention.lemma != "counterpart" or mention.plural:
        return None
    owner = discourse.owner_of(mention)
    if owner is None or not owner.roles:
        return None
    before = discourse.before(mention.head, _NEAR)
    near = {entity for m, entity in before if mention.sentence - m.sentence <= _SENTENCES}
    near -= {discourse.entity_of(m) for m in discourse.said_by(mention) if m.form == "name"}
    found = [entity for entity in near if entity.named and _is_counterpart(mention, owner, entity)]
    return Decision(found[0]) if len(found) == 1 else None


def _is_counterpart(mention: Mention, owner: Entity, entity: Entity) -> bool:
    """Whether somebody has an office like the owner's, and the country that is asked for.

    Nouns of one office differ between countries (a treasurer is a minister of finance), but no
    minister of justice is the counterpart of a chancellor, or of a minister of defence.
    """
    if entity == owner or entity.kind != "person" or entity.plural:
        return False
    nouns, owned = (frozenset(role.noun for role in one.roles) for one in (entity, owner))
    if _governs(entity) != _governs(owner):
        return False
    if mention.place is None:
        stated = {word for role in entity.roles for word in role.modifiers}
        return mention.modifiers <= stated and share_role(nouns, owned)
    fields, own = _fields(entity), _fields(owner)
    alike = not fields or not own or not fields.isdisjoint(own)
    alike = alike and (share_role(nouns, owned) or share_field(nouns, owned))
    return alike and any(role.place == mention.place for role in entity.roles)


def _governs(entity: Entity) -> bool:
    """Whether somebody is the head of a state or government: "president", "prime minister"."""
    return any(role.noun in _HEADS or "prime" in role.modifiers for role in entity.roles)


def _fields(entity: Entity) -> frozenset[str]:
    """What the offices of somebody are for: "justice"."""
    words = (word for role in entity.roles for word in role.modifiers - _EMPTY)
    return frozenset(word for word in words if place_of(word) is None)


def known_role(discourse: Discourse, mention: Mention) -> Decision | None:
    """One of the caller's persons who has the role, and that the article does not name."""
    if is_body(mention) or not is_one(discourse, mention):
        return None
    named = discourse.named_with_role(title_noun(mention.lemma))
    person = discourse.offices.holder(mention, named)
    if person is None or _was_described(discourse, mention):
        return None
    return Decision(discourse.entity(person) or entity_of_known(person))


def _was_described(discourse: Discourse, mention: Mention) -> bool:
    """Whether the same noun has described an entity, and nothing distinguishes the two."""
    for _, entity in discourse.before(mention.head, _NEAR):
        earlier = discourse.described_as(entity, mention.lemma)
        if earlier is None or earlier.plural or entity.plural:
            continue
        same_place = mention.place in (None, earlier.place)
        if same_place and not (mention.modifiers - earlier.modifiers):
            return True
    return False
