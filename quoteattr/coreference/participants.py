"""Whoever an article speaks of, and what it says that they are."""

from __future__ import annotations

import attrs

from quoteattr.coreference.records import Reference
from quoteattr.model import Gender, SpeakerKind

__all__ = ["Participant", "Role"]


@attrs.frozen
class Role:
    """Something a participant was introduced as: the noun, its modifiers, the country."""

    noun: str
    modifiers: frozenset[str] = frozenset()
    place: str | None = None


@attrs.define(eq=False)
class Participant:
    """Whoever the article speaks of, while it is being read.

    ``roles`` maps each role to the word where it is stated first, -1 for what the caller told;
    ``nouns`` are the nouns that have described the participant so far, with the latest mention.
    """

    kind: SpeakerKind
    name: str
    named: bool
    tokens: tuple[str, ...] = ()
    plural: bool = False
    gender: Gender | None = None
    gender_known: bool = False
    titles: dict[str, None] = attrs.Factory(dict)
    aliases: dict[str, None] = attrs.Factory(dict)
    roles: dict[Role, int] = attrs.Factory(dict)
    nouns: dict[str, Reference] = attrs.Factory(dict)
    members: tuple[Participant, ...] = ()
    references: list[Reference] = attrs.Factory(list)
    identifier: str | None = None
    author: bool = False
    place: str | None = None

    def add(self, reference: Reference) -> None:
        """Take a mention in."""
        reference.entity = self
        self.references.append(reference)
        if reference.form == "nominal":
            self.nouns[reference.lemma] = reference
