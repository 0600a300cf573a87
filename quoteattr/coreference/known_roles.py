"""Roles of the caller's persons that the article does not name: "the prime minister" alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import attrs

from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse
from quoteattr.words.names import Person, place_of, title_noun

__all__ = ["Offices"]

# A former or future holder of an office is not the holder.
_OTHER_TIMES = frozenset({"former", "ex", "then", "late", "next", "future", "designate", "elect"})
_EMPTY = frozenset({"of", "for", "at", "in", "the", "s", "current", "own", "new", "same"})
_OFFICE_WORDS = frozenset({"prime", "vice", "deputy", "chief", "first", "foreign", "press"}) | {
    *("home", "finance", "defence", "defense", "attorney", "interior", "police", "general"),
    *("executive", "assistant", "shadow", "acting", "interim", "trade", "health", "education"),
    *_OTHER_TIMES,
}
_TELLING = frozenset({"acl", "appos", "conj", "flat", "nummod"})


@attrs.frozen
class _Office:
    """A role in words: its noun, what else is said in lower case, names, countries."""

    noun: str
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]


class Offices:
    """The roles of known persons that an article does not name.

    Args:
        parse: the article.
        known: the persons.
    """

    def __init__(self, parse: Parse, known: Iterable[Person]) -> None:
        self._parse = parse
        self._by_noun: dict[str, list[tuple[Person, _Office]]] = {}
        for person in known:
            for office in (_office(text.split()) for text in person.roles if text.split()):
                self._by_noun.setdefault(office.noun, []).append((person, office))

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
        held = self._by_noun.get(title_noun(mention.lemma), ())
        asked = _asked(self._parse, mention) if held and not mention.plural else None
        if asked is None:
            return None
        fitting = {
            person
            for person, office in held
            if mention.gender in (None, person.gender or mention.gender)
            and self._fits(asked, office)
        }
        return fitting.pop() if len(fitting) == 1 and not _is_taken(entities, asked) else None

    def _fits(self, asked: _Office, held: _Office) -> bool:
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


def _office(words: list[str]) -> _Office:
    """A role taken apart: "British prime minister", "chief executive of Juno"."""
    end = next((i for i, word in enumerate(words) if i and word.lower() in _EMPTY), len(words))
    return _taken_apart(title_noun(words[end - 1]), [*words[: end - 1], *words[end:]])


def _taken_apart(noun: str, words: list[str]) -> _Office:
    places, rest = set(), []
    pairs = [f"{left} {right}" for left, right in pairwise(words)]
    skip = False
    for i, word in enumerate(words):
        pair = place_of(pairs[i]) if i < len(pairs) else None
        place = pair or place_of(word)
        if skip:
            skip = False
        elif place is not None and word[:1].isupper():
            places.add(place)
            skip = pair is not None
        else:
            rest.append(word)
    names = frozenset(w.lower() for w in rest if w[:1].isupper()) - _EMPTY
    # A title is written in capitals or not: "Prime Minister".
    titles = frozenset(w for w in names if w in _OFFICE_WORDS)
    plain = frozenset(w.lower() for w in rest if not w[:1].isupper()) - _EMPTY
    return _Office(noun, plain | titles, names - titles, frozenset(places))


def _asked(parse: Parse, mention: Mention) -> _Office | None:
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
    return _taken_apart(title_noun(mention.lemma), kept)


def _is_taken(entities: Iterable[Entity], asked: _Office) -> bool:
    """Whether somebody named in the article has the office."""
    for entity in entities:
        for role in entity.roles:
            if role.noun != asked.noun:
                continue
            elsewhere = bool(asked.places) and role.place not in (None, *asked.places)
            words = frozenset(w for w in role.modifiers if not place_of(w)) - _EMPTY
            once = (words & _OTHER_TIMES) != (asked.words & _OTHER_TIMES)
            other = bool(words and asked.words) and words.isdisjoint(asked.words)
            if not (elsewhere or once or other):
                return True
    return False
