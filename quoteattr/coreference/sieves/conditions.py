"""Which mentions a sieve is for: descriptions of one, of two, of relatives, of bodies."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Mention
from quoteattr.words.names import is_kin

__all__ = [
    "is_body",
    "is_linked",
    "is_one",
    "is_open",
    "is_relative",
    "is_third_person",
]


def is_linked(discourse: Discourse, mention: Mention) -> bool:
    """Whether a description is definite, so that it is of somebody known: "the …", "his …".

    Without an article it may be a headline: "President says …".
    """
    if mention.form != "nominal":
        return False
    if mention.determination in ("definite", "possessive"):
        return True
    bare = mention.determination == "bare" and not mention.plural
    return bare and discourse.parse.words[mention.head].text[:1].isupper()


def is_one(discourse: Discourse, mention: Mention) -> bool:
    """Whether a description is of one that the reader knows, and of no relative: "his wife"."""
    several = mention.plural or mention.pair
    return not several and is_linked(discourse, mention) and not is_relative(mention)


def is_relative(mention: Mention) -> bool:
    """Whether a description speaks of somebody's relative: "his wife"."""
    return is_kin(mention.lemma) and mention.owner is not None


def is_body(mention: Mention) -> bool:
    """Whether a description speaks of a body or a document."""
    return mention.kind in ("organization", "document")


def is_open(discourse: Discourse, mention: Mention) -> bool:
    """Whether a pronoun describes somebody itself: "some said", "those who left said"."""
    pronoun = mention.pronoun
    if pronoun is None or discourse.is_antecedent(mention):
        return pronoun is not None
    if pronoun.use == "relative" or pronoun.person == 1:
        return False
    return discourse.is_source(mention) and not is_third_person(mention)


def is_third_person(mention: Mention) -> bool:
    """Whether a mention is a pronoun such as "he", "their", "itself"."""
    pronoun = mention.pronoun
    if pronoun is None or pronoun.person != 3:
        return False
    return pronoun.use in ("personal", "possessive", "reflexive")
