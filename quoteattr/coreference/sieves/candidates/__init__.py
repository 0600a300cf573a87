"""Candidates: the entities that a description or a third-person pronoun may be of.

Pronouns have the entities that agree with them; descriptions those of the kind that they ask for
(``wanted``), without those that the article excludes (``exclusions``).
"""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Mention
from quoteattr.coreference.sieves.candidates.descriptions import (
    candidates_of_description,
    is_in_headline,
)
from quoteattr.coreference.sieves.candidates.pronouns import (
    agrees,
    candidates_of_pronoun,
    is_unusual,
)
from quoteattr.coreference.sieves.candidates.records import (
    Candidate,
    Group,
    group_of,
    is_accused,
    role_nouns,
)
from quoteattr.coreference.sieves.conditions import is_third_person

__all__ = [
    "Candidate",
    "Group",
    "agrees",
    "candidates_of",
    "group_of",
    "is_accused",
    "is_in_headline",
    "is_unusual",
    "role_nouns",
]


def candidates_of(discourse: Discourse, mention: Mention) -> list[Candidate]:
    """The entities that a mention may refer to, the latest mentioned first.

    Args:
        discourse: the reading so far.
        mention: a description or a third-person pronoun.
    """
    if is_third_person(mention):
        return candidates_of_pronoun(discourse, mention)
    return candidates_of_description(discourse, mention)
