"""Roles of the caller's persons that the article does not name: "the prime minister" alone."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise

from quoteattr.coreference.known_persons import (
    EMPTY_WORDS,
    OTHER_TIMES,
    KnownPersons,
    Office,
    taken_apart,
)
from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse
from quoteattr.words.names import Person, place_of, title_noun

__all__ = ["Offices"]

_TELLING = frozenset({"acl", "appos", "conj", "flat", "nummod"})


class Offices:
    """The roles of known persons that an article does not name.

    Args:
        parse: the article.
        known: the persons.
        named: those that the article names.
    """

    def __init__(self, parse: Parse, known: KnownPersons, named: AbstractSet[Person]) -> None:
        self._parse = parse
        self._known = known
        self._named = named

    def holder(self, mention: Mention, entities: Iterable[Entity]) -> Person | None:
        """The one person who has the role of a description, which the article gives to nobody.

        Country and every other word of the description must be part of the role, and the article
        must have the names in the role. A "chief executive of Juno" is "the chief executive" only
        if the article speaks of Juno; the "British prime minister" is "the prime minister" only if
        it speaks of no other country. Where two fit, neither does.

        Args:
            mention: a description of one person.
            entities: those that the article names with the noun of the role.
        """
        held = self._known.with_role(title_noun(mention.lemma))
        asked = _asked(self._parse, mention) if held and not mention.plural else None
        if asked is None:
            return None
        fitting = {
            person
            for person, office in held
            if person not in self._named
            and mention.gender in (None, person.gender or mention.gender)
            and self._fits(asked, office)
        }
        return fitting.pop() if len(fitting) == 1 and not _is_taken(entities, asked) else None

    def _fits(self, asked: Office, held: Office) -> bool:
        """Whether a known person's office is the one of a description."""
        if held.words != asked.words:
            return False
        if asked.places - held.places or asked.names - held.names:
            return False
        if held.places - asked.places and self._places - held.places:
            return False
        return held.names - asked.names <= self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.text.lower() for word in self._parse.words)

    @cached_property
    def _places(self) -> frozenset[str]:
        """The countries that the article speaks of."""
        words = [word.text for word in self._parse.words]
        named = (text for text in (*words, *map(" ".join, pairwise(words))) if text[:1].isupper())
        return frozenset(place for text in named if (place := place_of(text)) is not None)


def _asked(parse: Parse, mention: Mention) -> Office | None:
    """A description as an office; None for one that says more: "who resigned", "of the firm"."""
    words = parse.words
    if mention.kind not in ("person", None) or mention.determination == "indefinite":
        return None
    if mention.determination == "bare" and not words[mention.head].text[:1].isupper():
        return None
    kids = [words[kid] for kid in parse.children[mention.head]]
    if any(kid.deprel.split(":")[0] in _TELLING for kid in kids):
        return None
    inside = set(range(mention.first, mention.head))
    for kid in kids:
        if kid.index > mention.head and kid.deprel.startswith("nmod"):
            inside.update(parse.subtree(kid.index))
    said = [words[i] for i in sorted(inside) if words[i].upos not in ("DET", "PUNCT", "ADP")]
    kept = [word.text for word in said if word.upos != "PART"]
    if any(word.upos == "PRON" for word in said):
        return None  # "her lawyer"
    return taken_apart(title_noun(mention.lemma), kept)


def _is_taken(entities: Iterable[Entity], asked: Office) -> bool:
    """Whether somebody named in the article has the office."""
    for entity in entities:
        for role in entity.roles:
            if role.noun != asked.noun:
                continue
            elsewhere = bool(asked.places) and role.place not in (None, *asked.places)
            words = frozenset(w for w in role.modifiers if not place_of(w)) - EMPTY_WORDS
            once = (words & OTHER_TIMES) != (asked.words & OTHER_TIMES)
            other = bool(words and asked.words) and words.isdisjoint(asked.words)
            if not (elsewhere or once or other):
                return True
    return False
