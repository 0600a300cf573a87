"""Candidates, and what the search for those of pronouns and of descriptions shares."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.mentions.ages import is_age
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import specific_nouns
from quoteattr.words.cues import word_list
from quoteattr.words.names import title_noun

__all__ = [
    "Candidate",
    "Found",
    "Group",
    "group_of",
    "is_accused",
    "is_beside",
    "is_near",
    "keys_of",
    "listed",
    "named_after",
    "replied_to",
    "replies",
    "role_nouns",
]

Group = Literal["person", "thing", "plural", "one", "body", "document", "several", "other"]
"""The group of weights for a mention: the first three for pronouns, the others for descriptions."""

Found = dict[Hashable, tuple[Entity, list[Mention]]]
"""Entities with their mentions, the latest first, by key."""

_JUST_NOW = 2  # sentences within which somebody without a name is likely to be meant
_ACCUSED = word_list("accused nouns")
_REPLYING = word_list("verbs of replying")


@attrs.frozen(eq=False)
class Candidate:
    """An entity that a mention may refer to.

    Attributes:
        entity: with what the article has said of it so far.
        mentions: its mentions near the mention, the latest first; none if it is far away.
        newer: how many candidates were mentioned since.
        ahead: whether the latest mention follows: "In his speech, Trump …".
    """

    entity: Entity
    mentions: tuple[Mention, ...]
    newer: int
    ahead: bool = False


def group_of(mention: Mention) -> Group:
    """Which group of weights scores the candidates of a mention."""
    pronoun = mention.pronoun
    if pronoun is not None:
        if pronoun.gender in ("male", "female"):
            return "person"
        return "thing" if pronoun.gender == "thing" else "plural"
    if is_age(mention.lemma, mention.modifiers):
        return "one"
    if mention.plural:
        return "several"
    if mention.kind == "person":
        return "one"
    if mention.kind == "organization":
        return "body"
    return "document" if mention.kind == "document" else "other"


def role_nouns(mention: Mention) -> frozenset[str]:
    """The nouns of roles that a description may mean."""
    noun = title_noun(mention.lemma)
    return specific_nouns(noun) | {noun}


def is_accused(discourse: Discourse, entity: Entity, mentions: Iterable[Mention]) -> bool:
    """Whether somebody has the role of an accused, or is charged or tried in some mentions."""
    accused = any(role.noun in _ACCUSED for role in entity.roles)
    return accused or any(discourse.frame_of(mention).accused for mention in mentions)


def is_near(mention: Mention, candidate: Candidate) -> bool:
    """Whether somebody was mentioned in the last sentences before a mention."""
    latest = candidate.mentions[:1]
    return any(mention.sentence - other.sentence <= _JUST_NOW for other in latest)


def keys_of(*entities: Entity | None) -> set[Hashable]:
    """The keys of those that are known."""
    return {entity.key for entity in entities if entity is not None}


def listed(
    found: Found, barred: AbstractSet[Hashable], ahead: Mention | None = None
) -> Iterator[Candidate]:
    """The candidates of entities that were found, but for those that are barred.

    Args:
        found: the entities with their mentions.
        barred: keys of those who cannot be meant.
        ahead: the mention that follows, if one may be meant.
    """
    number = 0
    for key, (entity, mentions) in found.items():
        if key not in barred:
            follows = ahead is not None and mentions[:1] == [ahead]
            yield Candidate(entity, tuple(mentions), 0 if follows else number, follows)
            number += 1


def replies(discourse: Discourse, mention: Mention) -> bool:
    """Whether a mention is of somebody who replies to another one."""
    return discourse.cue_of.get(mention.head) in _REPLYING


def replied_to(discourse: Discourse, mention: Mention) -> Entity | None:
    """Who asked what somebody replies to."""
    return discourse.asker_before(mention.head) if replies(discourse, mention) else None


def is_beside(discourse: Discourse, own: Mention, mention: Mention, clause: int) -> bool:
    """Whether a mention is another argument of the same predicate, and so of another entity."""
    if own.pronoun is not None and own.pronoun.use == "reflexive":
        return False
    if own.role not in ("subject", "object") or clause < 0:
        return False
    thing = own.pronoun is not None and own.pronoun.gender == "thing"
    if discourse.parse.words[mention.head].head == clause and thing:
        return True  # "In a statement, it said"
    argument = mention.role in ("subject", "object")
    return argument and clause == discourse.frame_of(mention).clause


def named_after(discourse: Discourse, mention: Mention, clause: int) -> Iterator[Entity]:
    """Who is named as another argument of a subject's predicate: "the mayor will say to Lee"."""
    parse = discourse.parse
    if mention.role != "subject" or clause < 0:
        return
    predicates = [clause, *(k for k in parse.children[clause] if parse.words[k].deprel == "xcomp")]
    for predicate in predicates:
        for kid in parse.children[predicate]:
            argument = parse.main_relations[kid] in ("obj", "iobj", "obl") and kid > mention.head
            entity = discourse.entity_of(discourse.name_at(kid)) if argument else None
            if entity is not None:
                yield entity
