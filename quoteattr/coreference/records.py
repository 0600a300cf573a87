"""The record of one mention, the pronoun table, and the grammatical role of a phrase."""

from __future__ import annotations

from functools import cache
from typing import Literal

import attrs

from quoteattr.model import Gender, MentionType, SpeakerKind
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import read_table
from quoteattr.words.names import Name

__all__ = ["Determination", "Entity", "Mention", "Pronoun", "Role", "pronoun_of", "role_of"]

Determination = Literal["definite", "possessive", "indefinite", "bare"]
GrammaticalRole = Literal["subject", "object", "possessive", "other"]


@attrs.frozen
class Pronoun:
    """A row of the pronoun table."""

    form: str
    person: int
    number: str
    gender: str
    use: str


@attrs.define(eq=False)
class Mention:
    """One mention: words ``first`` to ``last`` (exclusive) around ``head``."""

    first: int
    last: int
    head: int
    form: MentionType
    lemma: str
    sentence: int
    role: GrammaticalRole
    plural: bool = False
    kind: SpeakerKind | None = None
    gender: Gender | None = None
    name: Name | None = None
    hint: SpeakerKind | None = None
    is_place: bool = False
    bracketed: bool = False
    pronoun: Pronoun | None = None
    determination: Determination = "bare"
    modifiers: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    place: str | None = None
    owner: int | None = None
    quoted: bool = False
    reported: bool = False
    speaks: bool = False
    entity: Entity | None = None
    sure: bool = True
    silent: bool = False
    read: bool = False
    probability: float = 1.0
    evidence: str = ""
    chain: str = ""


@cache
def _pronouns() -> dict[str, Pronoun]:
    return {
        form: Pronoun(form, int(person), number, gender, use)
        for form, person, number, gender, use in read_table("pronouns.tsv")
    }


def pronoun_of(word: Word) -> Pronoun | None:
    """The pronoun that a word is, None for other words and for "that" as a conjunction."""
    found = _pronouns().get(word.text.lower())
    if found is None:
        return None
    if found.use in ("relative", "demonstrative", "indefinite") and word.upos in ("SCONJ", "ADV"):
        return None
    if found.use == "indefinite" and word.deprel.split(":")[0] in ("det", "advmod", "nummod", "cc"):
        return None
    return None if word.deprel == "det" else found


def role_of(parse: Parse, index: int) -> GrammaticalRole:
    """Grammatical role of the noun phrase that a word heads."""
    word = parse.words[index]
    for _ in range(4):
        relation = word.deprel.split(":")[0]
        if relation in ("nsubj", "csubj"):
            return "subject"
        if relation in ("obj", "iobj"):
            return "object"
        if word.deprel == "nmod:poss":
            return "possessive"
        if relation in ("conj", "appos", "flat") and word.head >= 0:
            word = parse.words[word.head]
            continue
        break
    return "other"


@attrs.frozen
class Role:
    """Something an entity was introduced as: the noun, its modifiers, the country."""

    noun: str
    modifiers: frozenset[str] = frozenset()
    place: str | None = None


@attrs.define(eq=False)
class Entity:
    """Whoever the article speaks of, while it is being read.

    ``roles`` maps each role to the word where it is stated first, -1 for what the caller told;
    ``nouns`` are the nouns that have described the entity so far, with the latest mention.
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
    nouns: dict[str, Mention] = attrs.Factory(dict)
    members: tuple[Entity, ...] = ()
    mentions: list[Mention] = attrs.Factory(list)
    identifier: str | None = None
    author: bool = False
    place: str | None = None

    def add(self, mention: Mention) -> None:
        """Take a mention in."""
        mention.entity = self
        self.mentions.append(mention)
        if mention.form == "nominal":
            self.nouns[mention.lemma] = mention
