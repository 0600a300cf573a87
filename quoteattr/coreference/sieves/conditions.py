"""Which mentions a sieve is for: descriptions of one, of two, of relatives, of bodies."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Mention
from quoteattr.words.names import is_kin

__all__ = [
    "PAIRS",
    "is_body",
    "is_linked",
    "is_one",
    "is_open",
    "is_pair",
    "is_relative",
    "is_third_person",
]

PAIRS = frozenset({"pair", "duo", "couple"})
"""Nouns for two."""

_TWO = frozenset({"two", "2", "both"})


def is_linked(discourse: Discourse, mention: Mention) -> bool:
    """Whether a description speaks of somebody whom the reader knows: "the …", "his …".

    Without an article it may be a headline: "President says …".
    """
    if mention.form != "nominal":
        return False
    if mention.determination in ("definite", "possessive"):
        return True
    bare = mention.determination == "bare" and not mention.plural
    return bare and discourse.parse.words[mention.head].text[:1].isupper()


def is_one(discourse: Discourse, mention: Mention) -> bool:
    """Whether a description speaks of one that the reader knows, and of nobody's relative."""
    if is_relative(mention) or mention.plural or not is_linked(discourse, mention):
        return False
    return not is_pair(discourse, mention)


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


def is_pair(discourse: Discourse, mention: Mention) -> bool:
    """Whether a mention counts two: "both", "the two men", "the pair".

    Args:
        discourse: the reading so far.
        mention: a description or an indefinite pronoun.
    """
    words = discourse.parse.words
    if mention.determination == "indefinite":
        return False
    after = [word.text.lower() for word in words[mention.last : mention.last + 2]]
    if mention.lemma in PAIRS:
        return after[:1] != ["of"]  # no "pair of editorials"
    if mention.pronoun is not None:
        floating = mention.first > 0 and words[mention.first - 1].upos == "PRON"
        if floating or (after[:1] == ["of"] and after != ["of", "them"]):
            return False  # "which both oppose", "both of whom", "both of Trump's rivals"
    return any(word.text.lower() in _TWO for word in words[mention.first : mention.last])
