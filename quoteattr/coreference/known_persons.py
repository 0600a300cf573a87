"""The persons that the caller knows: their names and roles, looked up by word.

They are the same for all articles, so they are taken apart once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import attrs

from quoteattr.coreference.records import Entity, Role
from quoteattr.model import Gender
from quoteattr.words.names import (
    Person,
    honorific_gender,
    is_generation,
    is_given_name,
    is_numeral,
    is_ruler_title,
    place_of,
    same_person,
    split_name,
    title_noun,
)

__all__ = [
    "EMPTY_WORDS",
    "OTHER_TIMES",
    "KnownPersons",
    "Office",
    "entity_of_known",
    "taken_apart",
    "without_article",
]

# A former or future holder of an office is not the holder.
OTHER_TIMES = frozenset({"former", "ex", "then", "late", "next", "future", "designate", "elect"})
EMPTY_WORDS = frozenset({"of", "for", "at", "in", "the", "s", "current", "own", "new", "same"})
_OFFICE_WORDS = frozenset({"prime", "vice", "deputy", "chief", "first", "foreign", "press"}) | {
    *("home", "finance", "defence", "defense", "attorney", "interior", "police", "general"),
    *("executive", "assistant", "shadow", "acting", "interim", "trade", "health", "education"),
    *OTHER_TIMES,
}
_LEAST_SURNAME = 4  # letters; particles such as "bin" and "van" are shorter
_BUCKET = 60  # names that share a surname and are compared one by one

_Tokens = tuple[str, ...]


@attrs.frozen
class Office:
    """A role in words.

    Attributes:
        noun: what somebody is.
        words: what else is said in lower case.
        names: what else is said in capitals.
        places: countries.
    """

    noun: str
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]


class KnownPersons:
    """The persons that the caller knows.

    Args:
        persons: in the caller's order.

    Attributes:
        spellings: all names as the caller writes them, by their first words. Of "The Rock" also
            "the Rock", as it is within a sentence.
    """

    def __init__(self, persons: Iterable[Person]) -> None:
        spellings: defaultdict[str, dict[str, None]] = defaultdict(dict)
        forms: defaultdict[_Tokens, list[Person]] = defaultdict(list)
        first_surnames: defaultdict[str, list[Person]] = defaultdict(list)
        rulers: defaultdict[_Tokens, list[Person]] = defaultdict(list)
        surnames: defaultdict[str, list[tuple[_Tokens, Person]]] = defaultdict(list)
        offices: defaultdict[str, list[tuple[Person, Office]]] = defaultdict(list)
        for person in persons:
            for text in (person.name, *person.aliases):
                for spelling in _spellings(text):
                    spellings[spelling.split()[0]][spelling] = None
                tokens = split_name(text).tokens
                if tokens:
                    forms[without_article(tokens)].append(person)
                    surnames[tokens[-1]].append((tokens, person))
                for surname in _first_surnames(tokens):
                    first_surnames[surname].append(person)
                if len(tokens) > 1 and is_numeral(tokens[-1]):
                    rulers[tokens[:-1]].append(person)  # "Pope Leo" for "Leo XIV"
            for words in filter(None, map(str.split, person.roles)):
                office = _office(words)
                offices[office.noun].append((person, office))
        self.spellings: Mapping[str, Sequence[str]] = {
            word: sorted(names, key=len, reverse=True) for word, names in spellings.items()
        }
        self._forms: Mapping[_Tokens, Sequence[Person]] = dict(forms)
        self._first_surnames: Mapping[str, Sequence[Person]] = dict(first_surnames)
        self._rulers: Mapping[_Tokens, Sequence[Person]] = dict(rulers)
        self._surnames: Mapping[str, Sequence[tuple[_Tokens, Person]]] = dict(surnames)
        self._offices: Mapping[str, Sequence[tuple[Person, Office]]] = dict(offices)

    def with_surname(self, surname: str) -> list[Person]:
        """The persons with a surname, each once."""
        pairs = self._surnames.get(surname, ())[:_BUCKET]
        return list(dict.fromkeys(person for _, person in pairs))

    def with_role(self, noun: str) -> Sequence[tuple[Person, Office]]:
        """The persons who have a role of that noun, each with the role."""
        return self._offices.get(noun, ())

    def named_by(self, entities: Iterable[Entity]) -> frozenset[Person]:
        """The persons whose names entities have."""
        return frozenset(person for entity in entities for person in self._of(entity))

    def identified(self, entity: Entity) -> Entity:
        """An entity named after the one person that it fits; where two fit, it stays as it is."""
        fitting = _fitting(entity, self._of(entity))
        return _identified(entity, fitting[0]) if len(fitting) == 1 else entity

    def _of(self, entity: Entity) -> list[Person]:
        """The persons that the name of an entity fits."""
        if not self._forms:  # most callers know nobody
            return []
        plain = tuple(t for t in entity.tokens if not is_generation(t)) or entity.tokens
        exact = list(dict.fromkeys(self._forms.get(plain, ())))
        if not exact and entity.kind == "person" and plain:
            pairs = self._surnames.get(plain[-1], ())[:_BUCKET]
            exact = list(dict.fromkeys(p for tokens, p in pairs if same_person(tokens, plain)))
        return exact or self._by_first_name(entity, plain)

    def _by_first_name(self, entity: Entity, plain: _Tokens) -> list[Person]:
        """The persons that "Pope Leo" or "Mr Xi" may be."""
        if any(map(is_ruler_title, entity.written_titles)):
            return list(dict.fromkeys(self._rulers.get(plain, ())))
        titled = entity.kind == "person" and len(plain) == 1 and entity.written_titles
        return list(dict.fromkeys(self._first_surnames.get(plain[0], ()))) if titled else []


def without_article(tokens: _Tokens) -> _Tokens:
    """The words of a name, in lower case, without "the" before them."""
    return tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens


def _spellings(name: str) -> tuple[str, ...]:
    """How texts write a name: "The Rock" and "the Rock"; nothing if it has no capital."""
    name = " ".join(name.split())
    if name.islower() or not name:
        return ()
    return (name, name[:1].lower() + name[1:]) if name.startswith("The ") else (name,)


def _first_surnames(tokens: _Tokens) -> list[str]:
    """The words before the last one that may be a surname: Xi Jinping, Claudia Sheinbaum Pardo.

    They show a person only with a title: without one, "Volodymyr" is anybody of that given name.
    """
    inner = [token for token in tokens[1:-1] if len(token) >= _LEAST_SURNAME]
    return [token for token in (*tokens[:-1][:1], *inner) if not is_given_name(token)]


def entity_of_known(person: Person) -> Entity:
    """An entity made from a known person alone."""
    return _identified(Entity(person, "person", person.name, True), person)


def _fitting(entity: Entity, persons: list[Person]) -> list[Person]:
    """Of persons whose name fits, those that gender, "Jr." and title do not rule out."""
    gender = _addressed_gender(entity)
    fitting = [p for p in persons if gender is None or p.gender in (None, gender)]
    if len(fitting) < 2:
        return fitting
    generation = split_name(entity.name).generation
    same = [p for p in fitting if split_name(p.name).generation == generation]
    fitting = same if len(same) == 1 else fitting
    nouns = {title_noun(title.split()[-1]) for title in entity.written_titles}
    holders = [p for p in fitting if nouns & {title_noun((r.split() or [""])[-1]) for r in p.roles}]
    return holders if len(holders) == 1 else fitting


def _addressed_gender(entity: Entity) -> Gender | None:
    """The gender that honorifics show, if they do not contradict each other."""
    words = [word for title in entity.written_titles for word in title.split()]
    shown = {gender for word in words if (gender := honorific_gender(word)) is not None}
    return shown.pop() if len(shown) == 1 else None


def _identified(entity: Entity, person: Person) -> Entity:
    """An entity with the name, the gender and the roles of a known person."""
    renamed = (entity.name,) if entity.name != person.name else ()
    roles = {_role(words): -1 for words in filter(None, map(str.split, person.roles))}
    return attrs.evolve(
        entity,
        kind="person",
        known=True,
        identifier=person.identifier,
        gender=person.gender or entity.gender,
        aliases=entity.also_called(renamed),
        name=person.name,
        tokens=split_name(person.name).tokens or entity.tokens,
        roles={**entity.roles, **roles},
    )


# --- roles as the caller writes them -----------------------------------------------------------


def _role(words: list[str]) -> Role:
    """A role for descriptions: "Chinese leader", "chief executive of Juno"."""
    office = _office(words)
    return Role(office.noun, office.words | office.names, min(office.places, default=None))


def _office(words: list[str]) -> Office:
    """A role taken apart: "British prime minister", "chief executive of Juno"."""
    end = next((i for i, word in enumerate(words) if i and word.lower() in EMPTY_WORDS), len(words))
    return taken_apart(title_noun(words[end - 1]), [*words[: end - 1], *words[end:]])


def taken_apart(noun: str, words: list[str]) -> Office:
    """What is said beside the noun of a role.

    Args:
        noun: of the role.
        words: all others, as they are written.
    """
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
    names = frozenset(w.lower() for w in rest if w[:1].isupper()) - EMPTY_WORDS
    # A title is written in capitals or not: "Prime Minister".
    titles = frozenset(w for w in names if w in _OFFICE_WORDS)
    plain = frozenset(w.lower() for w in rest if not w[:1].isupper()) - EMPTY_WORDS
    return Office(noun, plain | titles, names - titles, frozenset(places))
