"""The records of coreference: mentions, entities, and decisions on mentions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Literal

import attrs

from quoteattr.model import Gender, MentionType, SpeakerKind
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import read_table
from quoteattr.words.names import Name

__all__ = [
    "ChainVerdict",
    "Decision",
    "Determination",
    "Entity",
    "GrammaticalRole",
    "Mention",
    "Pronoun",
    "Role",
    "pronoun_of",
    "role_of",
]

Determination = Literal["definite", "possessive", "indefinite", "bare"]
GrammaticalRole = Literal["subject", "object", "possessive", "other"]
ChainVerdict = Literal["agrees", "differs"]


@attrs.frozen
class Pronoun:
    """A row of ``quoteattr/data/pronouns.tsv``."""

    form: str
    person: int
    number: str
    gender: str
    use: str


@attrs.frozen(eq=False)
class Mention:
    """Words that name, describe or refer to an entity. Each mention equals only itself.

    Attributes:
        first, last: its words in ``Parse.words``, half-open.
        head: the word that heads it; no two mentions have the same head.
        form: name, nominal or pronoun.
        lemma: of the head noun; the last token of a name.
        sentence: index into ``Parse.sentences``.
        role: its grammatical role.
        plural: whether it speaks of several.
        pair: whether it counts two: "both", "the two men", "the pair".
        kind: the kind of entity, as far as its own words show.
        gender: as far as its own words show.
        name: the name taken apart, None for a description or a pronoun.
        hint: the kind that words beside a name show.
        is_place: whether the recognizer labels the name as a place.
        bracketed: whether the name follows an opening bracket.
        pronoun: the row of a pronoun.
        determination: the article or possessive before it.
        modifiers: lemmas of the adjectives, nouns and numbers before the head.
        proper: lemmas of the proper nouns before the head.
        place: the country that its words name.
        owner: the word that a possessive names the owner with.
        speaks: whether it follows a reporting verb that has no subject.
    """

    first: int
    last: int
    head: int
    form: MentionType
    lemma: str
    sentence: int
    role: GrammaticalRole
    plural: bool = False
    pair: bool = False
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
    speaks: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words of the name, in lower case; none without a name."""
        return self.name.tokens if self.name is not None else ()

    def renamed(self, tokens: tuple[str, ...]) -> Mention:
        """The mention with other words in its name; as it is without a name."""
        name = self.name
        return attrs.evolve(self, name=attrs.evolve(name, tokens=tokens)) if name else self


@attrs.frozen
class Role:
    """Something that an entity is introduced as: the noun, its modifiers, the country."""

    noun: str
    modifiers: frozenset[str] = frozenset()
    place: str | None = None


@attrs.frozen(eq=False)
class Entity:
    """A person, body, group or document of the article, as far as it has been read.

    A later version of an entity equals an earlier one: the key alone is compared.

    Attributes:
        key: unique. The head of the mention that introduces it; for a group, the keys of its
            members, or its words if not all members are known; for a person that only the caller
            names, that person; for the author, "author".
        kind: person, organization, group, document or other.
        name: what to call it: a name, or the description as written.
        named: whether ``name`` is a name.
        tokens: the name in lower case, without titles.
        plural: whether it is several.
        gender: None if nothing shows it.
        guessed: whether the gender is only that which the given name usually has, so that a
            pronoun may show another.
        titles: as they are written before the name.
        aliases: other names.
        roles: what it is introduced as, each with the word that says so first; -1 for what the
            caller said.
        members: keys of the members of a group.
        mentions: in the order in which they were resolved.
        known: whether the caller named it.
        identifier: the caller's.
        author: whether it is the author of the article.
        place: the country or city that the name is a name of.
        neutral: whether the article says that somebody is called "they".
    """

    key: Hashable
    kind: SpeakerKind
    name: str
    named: bool
    tokens: tuple[str, ...] = ()
    plural: bool = False
    gender: Gender | None = None
    guessed: bool = False
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    roles: Mapping[Role, int] = attrs.Factory(dict)
    members: tuple[Hashable, ...] = ()
    mentions: tuple[Mention, ...] = ()
    known: bool = False
    identifier: str | None = None
    author: bool = False
    place: str | None = None
    neutral: bool = False

    @property
    def written_titles(self) -> tuple[str, ...]:
        """The titles before the names of an entity, each once."""
        names = (mention.name for mention in self.mentions if mention.name is not None)
        return tuple(dict.fromkeys(title for name in names for title in name.titles))

    def also_called(self, names: Iterable[str]) -> tuple[str, ...]:
        """The aliases with further ones, each once."""
        return tuple(dict.fromkeys((*self.aliases, *names)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@attrs.frozen
class Decision:
    """Which entity a mention is of, and what decided it.

    Attributes:
        entity: the entity as the mention leaves it: a pronoun may show its gender, a description
            its name. None: the mention is of nobody that the article shows.
        sieve: the name of the sieve that decided.
        probability: of the entity among its rivals, 1 where the sieve knows no rivals.
        sure: whether the mention is listed among those of the speaker.
        chain: whether the parser's own coreference agrees; None if it is silent.
    """

    entity: Entity | None
    sieve: str = ""
    probability: float = 1.0
    sure: bool = True
    chain: ChainVerdict | None = None


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
    """The grammatical role of the noun phrase that a word heads."""
    word = parse.words[index]
    for _ in range(4):
        relation = parse.main_relations[word.index]
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
    return "subject" if _is_cleft(parse, word.index) else "other"


def _is_cleft(parse: Parse, index: int) -> bool:
    """Whether a word is what a cleft sentence is about: "it was Ann Lee who won"."""
    kids = [parse.words[kid] for kid in parse.children[index]]
    it = any(kid.text.lower() == "it" and kid.index < index for kid in kids)
    return it and {"cop", "acl:relcl"} <= {kid.deprel for kid in kids}
