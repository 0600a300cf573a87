"""Names of people and organizations: titles split off, short forms compared, usual gender.

Everything here works on strings; ``quoteattr.coreference`` adds what the parse shows. The word
lists are in ``quoteattr/data``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.fields import instance_of, one_of, to_tuple, tuple_of
from quoteattr.model import GENDERS, Gender
from quoteattr.words.nouns import (
    NounSense,
    abbreviations,
    age_spans,
    body_words,
    folded,
    full_given_names,
    given_name_gender,
    honorific_gender,
    is_common_given_name,
    is_given_name,
    is_honorific,
    is_kin,
    is_known_body,
    is_letters,
    is_rank,
    is_state,
    is_surname,
    is_title_modifier,
    kin_genders,
    known_bodies,
    lone_name_gender,
    nicknames,
    noun_sense,
    place_of,
    title_noun,
)

__all__ = [
    "Name",
    "NounSense",
    "Person",
    "age_spans",
    "body_words",
    "full_given_names",
    "given_name_gender",
    "guessed_gender",
    "honorific_gender",
    "is_generation",
    "is_given_name",
    "is_given_name_before",
    "is_honorific",
    "is_kin",
    "is_known_body",
    "is_letters",
    "is_numeral",
    "is_rank",
    "is_ruler_title",
    "is_state",
    "is_title_modifier",
    "kin_genders",
    "known_bodies",
    "lone_name_gender",
    "noun_sense",
    "place_of",
    "same_person",
    "split_name",
    "title_gender",
    "title_noun",
]

_TOKEN = regex.compile(r"[^\s,;()\[\]“”\"]+")
_POSSESSIVE = regex.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$", regex.IGNORECASE)
_SPELLINGS = {"jnr": "jr", "snr": "sr"}  # as British papers write them
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", *_SPELLINGS})
_NUMERAL = regex.compile(r"x{0,2}(?:i[xv]|v?i{0,3})")  # up to 29
_OF_RULERS = frozenset({"king", "queen", "prince", "princess", "pope", "emperor", "empress"})
_OFFICE_LETTERS = frozenset({"KC", "QC", "MP", "MSP", "MEP", "TD", "OBE", "MBE", "CBE"})
_SERI = ("seri", "sri")
# Honorifics of two words. The names after them have two words or more: "H. E. Bates" is a name.
_TWO_WORDS = frozenset(
    [("his", "excellency"), ("her", "excellency"), ("h", "e"), ("tan", "sri"), ("puan", "sri")]
    + [(first, second) for first in ("dato", "dato'", "datuk", "datin") for second in _SERI]
)
# Given names that are nouns of people too, but no titles: "Christian Julius Aforlah".
_NO_TITLES = frozenset({"ally", "christian", "guy", "hunter", "star", "tory"})
_TITLES_AND_NAMES = frozenset({"amir", "emir", "shah", "sultan"})
_PARTICLES = frozenset({"al", "bin", "ibn"})  # of surnames
_RIGHT = frozenset({"rt", "right", "most", "very", "his", "her"})
_TITLE_LINKS = frozenset({"of", "for", "and", "the", "to", "in", "at"})


@attrs.frozen
class Person:
    """A person that the caller knows: ``Attributor(known=…)`` names and links speakers by it.

    Attributes:
        name: the full name, as speakers should be called.
        aliases: other names that articles use.
        identifier: the caller's own id, passed through to ``Speaker.identifier``.
        gender: female, male or None.
        roles: what the person is ("press secretary", "French president", "mayor of Boston"), for
            descriptions: "the press secretary" is this person if the article gives the role to
            nobody else, even if it does not name the person. A country or a name in the
            description must be part of the role. If two known people fit, neither is taken.

    >>> Person("JD Vance", aliases=("James David Vance",), identifier="Q28935729")
    Person(name='JD Vance', aliases=('James David Vance',), identifier='Q28935729', gender=None,
           roles=())
    """

    name: str = attrs.field()
    # Spelled out for type checkers, which see from the converter that a list is accepted.
    aliases: tuple[str, ...] = attrs.field(default=(), converter=to_tuple, validator=tuple_of(str))
    identifier: str | None = attrs.field(default=None, validator=instance_of(str, optional=True))
    gender: Gender | None = attrs.field(default=None, validator=one_of(GENDERS, optional=True))
    roles: tuple[str, ...] = attrs.field(default=(), converter=to_tuple, validator=tuple_of(str))

    @name.validator
    def _check_name(self, _attribute: attrs.Attribute[str], value: object) -> None:
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"Person.name must be a non-empty string, not {value!r}")


@attrs.frozen
class Name:
    """The parts of a name.

    Attributes:
        text: the name alone, as written.
        tokens: its words in lower case, without full stops and suffixes such as "Jr.".
        titles: titles and honorifics before it, as written, outermost first.
        gender: by honorific and given name; None if they give none or contradict.
    """

    text: str
    tokens: tuple[str, ...]
    titles: tuple[str, ...] = ()
    gender: Gender | None = None

    @property
    def generation(self) -> str | None:
        """The suffix that distinguishes father and son, in lower case: jr, sr, iii.

        >>> split_name("Donald Trump Jr.").generation
        'jr'
        """
        last = folded(self.text.split()[-1]) if self.text else ""
        last = _SPELLINGS.get(last, last)
        return last if last in _GENERATIONS else None


def is_generation(word: str) -> bool:
    """Whether a word distinguishes father and son: Jr., Sr., III."""
    return folded(word) in _GENERATIONS


def is_numeral(token: str) -> bool:
    """Whether the word of a name, in lower case, numbers a ruler or a child of the same name.

    >>> is_numeral("xiv"), is_numeral("jr")
    (True, False)
    """
    return bool(token) and _NUMERAL.fullmatch(token) is not None


def is_ruler_title(title: str) -> bool:
    """Whether a title goes with given names alone: King, Pope, Princess."""
    return title.lower() in _OF_RULERS


def _is_title_word(word: str, *, named: bool = False) -> bool:
    """Whether a word is a title; ``named``: a full name follows, so that it is no given name."""
    if is_honorific(word) or is_title_modifier(word) or is_rank(word):
        return True
    if word == "DJ":
        return named  # "DJ Ann Lee", but "DJ Khaled"
    if word in ("HE", "H.E."):
        return True  # His or Her Excellency
    sense = noun_sense(word)
    if sense is None or sense.kind != "person" or folded(word) in _NO_TITLES:
        return False
    return named or not is_given_name(word) or folded(word) in abbreviations()


def is_given_name_before(word: str, following: str) -> bool:
    """Whether a title is a given name, by the word that follows.

    >>> is_given_name_before("Sultan", "bin"), is_given_name_before("Sultan", "Qaboos")
    (True, False)
    >>> is_given_name_before("Man", "Bahadur"), is_given_name_before("Man", "Robert")
    (True, False)
    >>> is_given_name_before("Duke", "Ellis"), is_given_name_before("Duke", "Henri")
    (True, False)
    """
    if word == "Duke":  # before a surname; a duke is called after a place
        return following[:1].isupper() and (is_surname(following) or not is_given_name(following))
    if word == "Man":  # in Nepal and India
        return following[:1].isupper() and not is_given_name(following)
    return folded(word) in _TITLES_AND_NAMES and folded(following) in _PARTICLES


def _title_end(words: list[str]) -> int:
    """Number of leading words that are titles; at least one word is left for the name."""
    end = i = 0
    while i < len(words) - 1:
        # "Justice Ann Lee", but "Dean Martin".
        named = i + 2 < len(words) and is_given_name(words[i + 1])
        if (folded(words[i]), folded(words[i + 1])) in _TWO_WORDS and i + 3 < len(words):
            end = i = i + 2
        elif is_given_name_before(words[i], words[i + 1]):
            break
        elif words[i] == "Con" and (i == 0 or is_honorific(words[i - 1])):
            break  # "Det Con Lee" is a constable, "Con Lee" and "Mr Con Lee" are not
        elif _is_title_word(words[i], named=named):
            end = i = i + 1
        elif folded(words[i]) in _RIGHT and is_honorific(words[i + 1]):
            end = i = i + 1  # "the Rt Hon"
        elif words[i].lower() in ("of", "for") and end == i > 0:
            end = i = _office_end(words, i)
            if not end:
                return 0
        elif place_of(words[i]) or folded(words[i]) in _TITLE_LINKS or _reaches_title(words, i):
            i += 1
        else:
            break
    return end


def _office_end(words: list[str], link: int) -> int:
    """Where the name begins after "Minister for Finance", 0 if all is the name of an office."""
    given = (i for i in range(link + 2, len(words) - 1) if is_given_name(words[i]))
    found = next(given, None)
    if found is not None:
        return found
    one = words[link].lower() == "of" and words[link + 1].lower() != "the"
    return link + 2 if one and link + 2 < len(words) < link + 5 else 0


def _reaches_title(words: list[str], start: int) -> bool:
    """Whether a title noun follows within the next three words ("White House Press Secretary")."""
    return any(
        _is_title_word(word)
        and not is_given_name(word)
        and not is_honorific(word)
        and folded(word) not in _TITLES_AND_NAMES
        for word in words[start + 1 : min(start + 4, len(words) - 1)]
    )


def _letters_start(words: list[str]) -> int:
    """Where the letters after a name begin: the number of words if there are none."""
    end = len(words)
    while end > 1 and is_letters(words[end - 1]):
        if end == 2 and words[1] not in _OFFICE_LETTERS:
            break  # a surname alone has no degree: "Judge Rook KC"
        end -= 1
    return end if any(not word.isupper() for word in words[:end]) else len(words)


@lru_cache(maxsize=1 << 12)
def split_name(text: str) -> Name:
    """Split a name into titles and honorifics, the name itself, possessive and suffix.

    Letters after the name ("KC", "OBE") are left out. Well-known bodies keep their ’s.

    Args:
        text: a name as written, with its titles.

    >>> split_name("Vice President JD Vance’s")
    Name(text='JD Vance', tokens=('jd', 'vance'), titles=('Vice President',), gender='male')
    >>> split_name("Mrs. Clinton").gender
    'female'
    >>> split_name("Minister for Finance Anne Doyle TD").text
    'Anne Doyle'
    >>> split_name("Sainsbury’s").text
    'Sainsbury’s'
    """
    spans = [match.span() for match in _TOKEN.finditer(text)]
    if not spans:
        return Name("", ())
    words = _without_possessives([text[start:end] for start, end in spans])
    end = _letters_start(words)
    spans, words = spans[:end], words[:end]
    body = noun_sense(words[-1])
    # "Republican National Committee" begins with no title, but "Mrs. Church" does.
    is_body = body is not None and body.kind == "organization"
    cut = 0 if is_body and not honorific_gender(words[0]) else _title_end(words)
    first = spans[cut][0]
    last_start, last_end = spans[-1]
    name = text[first : last_start + len(words[-1])] if words[-1] else text[first:last_end]
    tokens = tuple(key for word in words[cut:] if (key := folded(word)))
    core = tuple(token for token in tokens if token not in _GENERATIONS) or tokens
    title = " ".join(text[spans[0][0] : first].split())
    return Name(name.strip(), core, (title,) if title else (), _name_gender(words[:cut], core))


def _without_possessives(words: list[str]) -> list[str]:
    """Words without ’s, except in the well-known body at the beginning: "Sainsbury’s Bank"."""
    keys = tuple(map(folded, words))
    ends = range(len(words), 0, -1)
    body = next((end for end in ends if is_known_body(keys[:end])), 0)
    return [*words[:body], *(_POSSESSIVE.sub("", word) for word in words[body:])]


def _name_gender(titles: list[str], tokens: tuple[str, ...]) -> Gender | None:
    for word in titles:
        sense = noun_sense(word)
        gender = honorific_gender(word) or (sense.gender if sense else None)
        if gender:
            return gender
    return _gender_of_given_names(tokens)


def _gender_of_given_names(tokens: Sequence[str]) -> Gender | None:
    if len(tokens) < 2:
        return None
    first = given_name_gender(tokens[0])
    # The middle syllable of "Tan Kai Ling" is no given name; "Obafemi John Ade" has one.
    middle = len(tokens) > 2 and (len(tokens[0]) == 1 or is_common_given_name(tokens[1]))
    return first or (given_name_gender(tokens[1]) if middle else None)


def title_gender(title: str) -> Gender | None:
    """The gender that a title shows: that of its last honorific with one, or of its last noun.

    Args:
        title: one word or more.

    >>> title_gender("Ms Justice"), title_gender("Chairman"), title_gender("Dr.")
    ('female', 'male', None)
    """
    words = title.split()[::-1]
    addressed = (gender for word in words if (gender := honorific_gender(word)) is not None)
    senses = (sense.gender for word in words if (sense := noun_sense(word)) is not None)
    return next(addressed, None) or next(senses, None)


def guessed_gender(tokens: Sequence[str]) -> Gender | None:
    """The gender that the given name marks, if the name is not so common that it shows it.

    Args:
        tokens: a name in lower case, without titles.

    >>> guessed_gender(("abbey", "lubega")), guessed_gender(("jennifer", "lubega"))
    ('female', None)
    """
    given = tokens[: 2 if len(tokens) > 2 else 1]
    if any(map(is_common_given_name, given)):
        return None
    return _gender_of_given_names(tokens) or (lone_name_gender(tokens[0]) if tokens else None)


def _same_given(left: str, right: str) -> bool:
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return long.startswith(short)
    table = nicknames()
    return (
        right in table.get(left, ())
        or left in table.get(right, ())
        or (
            len(short) == 2
            and short[0] == long[0]
            and short.isalpha()
            and not set(short) & set("aeiouy")
        )
    )


def same_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two names (``Name.tokens``) can belong to one person; a bare surname fits any.

    >>> same_person(("donald", "j", "trump"), ("donald", "trump"))
    True
    >>> same_person(("bill", "clinton"), ("hillary", "clinton"))
    False
    >>> same_person(("vance",), ("jd", "vance"))
    True
    """
    if not left or not right:
        return False
    short, long = sorted((left, right), key=len)
    if long[-len(short) :] == short:
        return True
    if short[-1] != long[-1] or len(short) == 1:
        return False
    given = short[:-1]
    others = long[:-1]
    if not any(_same_given(given[0], other) for other in others):
        return False
    middle, further = given[1:], others[1:]
    if given[0] == others[0]:
        further = further[:1]  # George W. Bush is not George H. W. Bush
    return not middle or not further or any(_same_given(middle[0], other) for other in further)
