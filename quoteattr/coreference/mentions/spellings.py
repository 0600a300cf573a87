"""Names that one article spells in two ways, or two names that differ in capitals alone."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby

import attrs

from quoteattr.coreference.records import Mention
from quoteattr.syntax import Parse
from quoteattr.words.names import is_given_name, place_of, title_gender

__all__ = ["names_with_an_article", "respelled", "told_apart_by_capitals"]

_ARTICLES = frozenset({"al", "el"})  # Arabic: "al-Haddad", "Al Haddad"
_LEAST = 4  # letters that two spellings have in common
_Tokens = tuple[str, ...]
_Names = Sequence[Mention]


def _full_names(names: _Names) -> dict[_Tokens, Mention]:
    """The full names of persons, with the first mention of each."""
    found: dict[_Tokens, Mention] = {}
    for mention in sorted(names, key=lambda mention: mention.first):
        if mention.kind == "person" and len(mention.tokens) > 1:
            found.setdefault(mention.tokens, mention)
    return found


def _agree(mention: Mention, person: Mention) -> bool:
    """Whether the genders of two names do not contradict."""
    return None in (mention.gender, person.gender) or mention.gender == person.gender


# --- capitals ----------------------------------------------------------------------------------


def told_apart_by_capitals(_parse: Parse, names: _Names) -> _Names:
    """Take "Mr MacLeod" for Murdo MacLeod, not for Calum Macleod.

    Args:
        _parse: the document.
        names: its names.
    """
    bearers: defaultdict[str, list[Mention]] = defaultdict(list)  # by the surname as written
    for person in _full_names(names).values():
        if not _surname(person).isupper():
            bearers[_surname(person)].append(person)
    spellings = Counter(surname.lower() for surname in bearers)

    def told(mention: Mention) -> Mention:
        surname = _surname(mention)
        same = bearers.get(surname, [])
        lone = len(mention.tokens) == 1 and spellings[surname.lower()] > 1
        one = lone and len(same) == 1 and _agree(mention, same[0])
        return mention.renamed(same[0].tokens) if one else mention

    return [told(mention) for mention in names]


def _surname(mention: Mention) -> str:
    """The last word of a name as it is written."""
    return mention.name.text.split()[-1] if mention.name and mention.name.text else ""


# --- Arabic articles ---------------------------------------------------------------------------


def names_with_an_article(_parse: Parse, names: _Names) -> _Names:
    """Take "Al Haddad" and "Al-Haddad" for one surname.

    Args:
        _parse: the document.
        names: its names.
    """
    full: dict[_Tokens, _Tokens] = {}
    for tokens in _full_names(names):
        joined = _with_joined_article(tokens)
        if len(joined) > 1 and _has_article(joined[-1]):
            full.setdefault(joined, tokens)
    if not full:
        return names
    bearers: defaultdict[str, list[_Tokens]] = defaultdict(list)
    for joined, tokens in full.items():
        bearers[joined[-1]].append(tokens)

    def respelled_article(mention: Mention) -> Mention:
        tokens = mention.tokens
        joined = _with_joined_article(tokens)
        lone = len(joined) == 1  # "Al Haddad"
        fitting = bearers.get(joined[0], []) if lone else [full.get(joined, tokens)]
        if len(fitting) != 1 or fitting[0][-len(tokens) :] == tokens:
            return mention
        titles = mention.name.titles if mention.name else ()
        shown = {title_gender(title) for title in titles} - {None}
        # "Al" is no given name there.
        gender = mention.gender if not lone else shown.pop() if len(shown) == 1 else None
        return attrs.evolve(mention.renamed(fitting[0]), kind="person", gender=gender)

    return [respelled_article(mention) for mention in names]


def _with_joined_article(tokens: _Tokens) -> _Tokens:
    """The words of a name, with "al haddad" as "al-haddad"."""
    split = len(tokens) > 1 and tokens[-2] in _ARTICLES
    return (*tokens[:-2], "-".join(tokens[-2:])) if split else tokens


def _has_article(token: str) -> bool:
    article, hyphen, name = token.partition("-")
    return bool(hyphen and name) and article in _ARTICLES


# --- spellings ---------------------------------------------------------------------------------


def respelled(_parse: Parse, names: _Names) -> _Names:
    """Take "Mr Zelensky" for Volodymyr Zelenskyy, the only one who is named in full before.

    The two differ in accents, doubled letters, or "y" for "i" alone, and no full name of the
    article has the other spelling.

    Args:
        _parse: the document.
        names: its names.
    """
    full = _full_names(names)
    spelled = {token for tokens in full for token in tokens}
    by_sound: defaultdict[str, list[Mention]] = defaultdict(list)
    for person in full.values():
        by_sound[_sound(person.tokens[-1])].append(person)

    def corrected(mention: Mention) -> Mention:
        tokens = mention.tokens
        if len(tokens) != 1 or tokens[0] in spelled or mention.kind not in ("person", None):
            return mention
        sound = _sound(tokens[0])
        bearers = by_sound.get(sound, []) if len(sound) >= _LEAST else []
        if len(bearers) != 1 or bearers[0].first > mention.first:
            return mention
        if is_given_name(tokens[0]) or place_of(tokens[0]) or mention.determination != "bare":
            return mention
        fits = _agree(mention, bearers[0])
        return attrs.evolve(mention.renamed(bearers[0].tokens), kind="person") if fits else mention

    return [corrected(mention) for mention in names]


def _sound(token: str) -> str:
    """A surname without accents, doubled letters and "y"."""
    decomposed = unicodedata.normalize("NFKD", token)
    letters = ("i" if c == "y" else c for c in decomposed if not unicodedata.combining(c))
    return "".join(letter for letter, _ in groupby(letters))
