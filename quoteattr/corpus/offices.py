"""Offices in titles, with their places: can "President Lee" be a certain person?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

import attrs

from quoteattr.words.cues import read_table, word_list
from quoteattr.words.nouns import folded, is_state, place_of, title_noun

__all__ = ["Holders", "Office", "offices_of", "places_conflict", "places_fit"]

Holders = Literal["one", "few", "many"]

# Held in states only, whatever their names.
_OF_STATES = frozenset({"governor", "lieutenant governor", "senator"})


@attrs.frozen
class Office:
    """An office as a title names it.

    Attributes:
        name: in lower case, spelled out: "president", "secretary of state".
        holders: how many people of a country hold it at one time.
        places: countries, states, cities and bodies of the title, word by word in lower case.
    """

    name: str
    holders: Holders
    places: frozenset[str] = frozenset()


@cache
def _offices() -> dict[tuple[str, ...], Holders]:
    rows = read_table("offices.tsv")
    return {tuple(name.split()): holders for name, holders in rows}  # type: ignore[misc]


@lru_cache(maxsize=1 << 12)
def _office(title: str) -> Office | None:
    words = [title_noun(word) for word in title.replace(",", " ").replace("-elect", "").split()]
    if folded(title) == "pm":
        words = ["prime", "minister"]
    words = [word for word in words if word != "the"]
    table = _offices()
    for length in range(4, 0, -1):
        for start in range(len(words) - length, -1, -1):
            name = tuple(words[start : start + length])
            if name in table:
                around = [*words[:start], *words[start + length :]]
                return Office(" ".join(name), table[name], _places(around))
    return None


def _places(words: list[str]) -> frozenset[str]:
    out = set()
    i = 0
    while i < len(words):
        country = place_of(" ".join(words[i : i + 2]))
        if country and i + 1 < len(words):
            out.add(country)
            i += 2
            continue
        if words[i] not in word_list("title words without a place"):
            out.add(place_of(words[i]) or words[i])
        i += 1
    return frozenset(out)


def offices_of(titles: Iterable[str]) -> frozenset[Office]:
    """The offices that titles name; most titles name none.

    >>> [(office.name, sorted(office.places)) for office in offices_of(["former French President"])]
    [('president', ['france'])]
    >>> offices_of(["Mr.", "police officer"])
    frozenset()
    """
    found = (_office(title) for title in titles)
    return frozenset(office for office in found if office)


def places_fit(office: Office, others: Iterable[Office]) -> bool:
    """Whether a title that names ``office`` can mean a person who holds ``others``.

    The president of a bank is not "President Lee". If many people hold an office, the titles must
    share a place.
    """
    for other in others:
        if not _same_office(office, other):
            continue
        if office.places & other.places:
            return True
        if office.holders == "many":
            continue
        if not office.places and not other.places:
            return True
        public = office.name in _OF_STATES or _is_public(office.places | other.places)
        if public and not (office.places and other.places):
            return True
    return False


def _same_office(office: Office, other: Office) -> bool:
    """Whether a title can be short for another: "Secretary Clinton", the secretary of state."""
    short = office.name == "secretary" and not office.places and other.name != "press secretary"
    return office.name == other.name or (short and "secretary" in other.name.split())


def _is_public(places: frozenset[str]) -> bool:
    """Whether all places are countries or states, none a company or a society."""
    return all(place_of(place) or is_state(place) for place in places)


def places_conflict(left: Iterable[Office], right: Iterable[Office]) -> bool:
    """Whether two sets of titles give one office in different places: governors of two states.

    Words that are neither a country nor a state may come from a shortened title. They are a
    conflict only if many people hold the office.
    """
    places: dict[str, frozenset[str]] = {}
    for office in left:
        places[office.name] = places.get(office.name, frozenset()) | office.places
    return any(
        not office.places & places[office.name]
        and (office.holders == "many" or (_is_public(office.places) and _is_public(places[name])))
        for office in right
        if office.places and places.get(name := office.name)
    )
