"""Descriptions that are near certain: "his wife", "Mrs. Clinton's campaign", a known role."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.introductions import title_nouns
from quoteattr.coreference.known_persons import entity_of_known
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sieves.conditions import is_body, is_linked, is_one, is_relative
from quoteattr.words.names import given_name_gender, is_kin, kin_genders, title_noun

__all__ = ["kin", "known_role", "owned_body"]

_NEAR = 40  # mentions looked back at for somebody described with the same noun


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
