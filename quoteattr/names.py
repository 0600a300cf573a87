"""Names of people and organizations: titles split off, short forms compared, usual gender.

Everything works on strings; what the parse adds is up to ``quoteattr.coreference``. The word
lists lie in ``quoteattr/data``.
"""

from __future__ import annotations

from functools import cache

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.lexicon import read_table
from quoteattr.model import GENDERS, Gender, SpeakerKind

__all__ = [
    "Name",
    "NounSense",
    "Person",
    "body_words",
    "given_name_gender",
    "honorific_gender",
    "is_given_name",
    "is_honorific",
    "is_kin",
    "is_title_modifier",
    "kin_genders",
    "lone_name_gender",
    "noun_sense",
    "place_of",
    "press_words",
    "same_person",
    "split_name",
    "title_noun",
]

_TOKEN = regex.compile(r"[^\s,;()\[\]“”\"]+")
_POSSESSIVE = regex.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$", regex.IGNORECASE)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md", "mp", "qc", "kc"})
_TITLE_LINKS = frozenset({"of", "for", "and", "the", "to", "in", "at"})
_TITLE_MODIFIERS = frozenset({"vice", "deputy", "former", "ex", "first", "assistant", "acting"}) | {
    *("interim", "late", "lead", "chief", "senior", "junior", "prime", "foreign"),
    *("attorney", "press"),
}


@attrs.frozen
class Person:
    """Someone the caller knows by name; given to an ``Attributor``, it names and links speakers.

    Attributes:
        name: the full name, as speakers should be called.
        aliases: other names that articles use.
        identifier: the caller's own id, passed through to ``Speaker.identifier``.
        gender: female, male or None.
        roles: what the person is ("president", "press secretary"), for links from descriptions.

    >>> Person("JD Vance", aliases=("James David Vance",), identifier="Q28935729")
    Person(name='JD Vance', aliases=('James David Vance',), identifier='Q28935729', gender=None,
           roles=())
    """

    name: str = attrs.field()
    aliases: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    identifier: str | None = None
    gender: Gender | None = attrs.field(default=None)
    roles: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    @name.validator
    def _check_name(self, _attribute: attrs.Attribute[str], value: object) -> None:
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"Person.name must be a non-empty string, not {value!r}")

    @gender.validator
    def _check_gender(self, _attribute: attrs.Attribute[str], value: object) -> None:
        if value is not None and value not in GENDERS:
            raise InputError(f"Person.gender must be female, male or None, not {value!r}")


@attrs.frozen
class NounSense:
    """What a noun says of whom it describes: kind of one of them, gender where it gives one."""

    kind: SpeakerKind
    gender: Gender | None


@attrs.frozen
class Name:
    """A name taken apart.

    Attributes:
        text: the name alone, as written.
        tokens: its words in lower case, without full stops and suffixes such as "Jr.".
        titles: titles and honorifics before it, as written, outermost first.
        gender: what honorific and given name tell, None if nothing or both.
    """

    text: str
    tokens: tuple[str, ...]
    titles: tuple[str, ...] = ()
    gender: Gender | None = None


@cache
def _genders(table: str) -> dict[str, Gender | None]:
    known: dict[str, Gender] = {"female": "female", "male": "male"}
    return {row[0]: known.get(row[1]) for row in read_table(table)}


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    return {short: frozenset(full.split(",")) for short, full in read_table("nicknames.tsv")}


@cache
def _nouns() -> dict[str, NounSense]:
    known: dict[str, Gender] = {"female": "female", "male": "male"}
    return {
        noun: NounSense(kind, known.get(gender))  # type: ignore[arg-type]
        for noun, kind, gender in read_table("speaker_nouns.tsv")
    }


@cache
def _abbreviations() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("title_abbreviations.tsv")}


@cache
def _places() -> dict[str, str]:
    table: dict[str, str] = {}
    for adjective, country, metonyms in read_table("places.tsv"):
        for name in (country, adjective, *metonyms.split(",")):
            table.setdefault(name, country)
    return table


def _fold(word: str) -> str:
    return word.lower().replace(".", "").replace("’", "'")


def is_given_name(word: str) -> bool:
    """Whether a word is a usual given name.

    >>> is_given_name("Karoline"), is_given_name("Kremlin")
    (True, False)
    """
    return _fold(word) in _genders("given_names.tsv")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("given_names.tsv") if row[2] == "surname")


def lone_name_gender(word: str) -> Gender | None:
    """The gender of someone called by one name, if it is a given name and no surname.

    >>> lone_name_gender("Melanie"), lone_name_gender("Warren")
    ('female', None)
    """
    return None if _fold(word) in _surnames() else given_name_gender(word)


def given_name_gender(word: str) -> Gender | None:
    """The gender that a given name usually marks; None where it marks none or is not known.

    >>> given_name_gender("Volodymyr"), given_name_gender("Leslie")
    ('male', None)
    """
    folded = _fold(word)
    table = _genders("given_names.tsv")
    if folded not in table and "-" in folded:
        folded = folded.split("-")[0]
    return table.get(folded)


def honorific_gender(word: str) -> Gender | None:
    """The gender that an honorific marks.

    >>> honorific_gender("Mrs."), honorific_gender("Dr.")
    ('female', None)
    """
    return _genders("honorifics.tsv").get(_fold(word))


def is_honorific(word: str) -> bool:
    """Whether a word is an honorific: Mr., Lady, Dr."""
    return _fold(word) in _genders("honorifics.tsv")


def title_noun(word: str) -> str:
    """A title or role noun with its abbreviation spelled out, in lower case.

    >>> title_noun("Sen."), title_noun("President")
    ('senator', 'president')
    """
    folded = _fold(word)
    return _abbreviations().get(folded, folded)


def noun_sense(lemma: str) -> NounSense | None:
    """What a noun says of the speaker that it describes.

    Args:
        lemma: singular; abbreviated titles are spelled out first.

    Returns:
        kind and gender; None for nouns that describe no speaker.

    >>> noun_sense("spokeswoman")
    NounSense(kind='person', gender='female')
    """
    noun = title_noun(lemma)
    table = _nouns()
    found = table.get(noun)
    if found is None and "-" in noun:
        found = table.get(noun.rsplit("-", 1)[1])
    if found is None and noun.startswith("ex"):
        found = table.get(noun[2:].lstrip("-"))
    return found


def place_of(words: str) -> str | None:
    """The country that an adjective, a country name or a seat of government stands for.

    >>> place_of("Russian"), place_of("the Kremlin"), place_of("White House")
    ('russia', 'russia', 'united states')
    """
    folded = words.lower().removeprefix("the ")
    table = _places()
    return table.get(folded) or table.get(folded.replace(".", ""))


@cache
def kin_genders() -> dict[str, Gender | None]:
    """Nouns of kin with the gender that each marks."""
    known: dict[str, Gender] = {"female": "female", "male": "male"}
    return {noun: known.get(gender) for noun, gender, _ in read_table("kin_nouns.tsv")}


def is_kin(noun: str) -> bool:
    """Whether a noun is one of kin: wife, ex-husband, parents.

    >>> is_kin("ex-wife"), is_kin("president")
    (True, False)
    """
    return noun in kin_genders()


@cache
def body_words() -> dict[str, frozenset[str]]:
    """Nouns for bodies ("agency") with the words in names that show such a body."""
    rows = read_table("organization_nouns.tsv")
    return {noun: frozenset(words.split(",")) for noun, words in rows}


def press_words() -> frozenset[str]:
    """Words that end the names of newspapers: times, post, journal."""
    return body_words()["newspaper"]


def is_title_modifier(word: str) -> bool:
    """Whether a word belongs to a title though it is none itself: vice, former, press."""
    return _fold(word) in _TITLE_MODIFIERS


def _is_title_word(word: str) -> bool:
    if is_honorific(word) or _fold(word) in _TITLE_MODIFIERS:
        return True
    sense = noun_sense(word)
    return (
        sense is not None
        and sense.kind == "person"
        and not (is_given_name(word) and _fold(word) not in _abbreviations())
    )


def _title_end(words: list[str]) -> int:
    """Number of leading words that are titles; a name of one word at least stays."""
    end = i = 0
    while i < len(words) - 1:
        if _is_title_word(words[i]):
            end = i = i + 1
        elif words[i].lower() == "of" and end == i > 0 and i + 2 < len(words):
            end = i = i + 2  # "Secretary of State"
        elif place_of(words[i]) or _fold(words[i]) in _TITLE_LINKS or _reaches_title(words, i):
            i += 1
        else:
            break
    return end


def _reaches_title(words: list[str], start: int) -> bool:
    """Whether a title noun follows within the next three words ("White House Press Secretary")."""
    return any(
        _is_title_word(word) and not is_given_name(word) and not is_honorific(word)
        for word in words[start + 1 : min(start + 4, len(words) - 1)]
    )


def split_name(text: str) -> Name:
    """Take a name apart: titles and honorifics before it, possessive and suffix after it.

    Args:
        text: a name as written, with whatever stands around it.

    >>> split_name("Vice President JD Vance’s")
    Name(text='JD Vance', tokens=('jd', 'vance'), titles=('Vice President',), gender='male')
    >>> split_name("Mrs. Clinton").gender
    'female'
    """
    spans = [match.span() for match in _TOKEN.finditer(text)]
    if not spans:
        return Name("", ())
    words = [_POSSESSIVE.sub("", text[start:end]) for start, end in spans]
    body = noun_sense(words[-1])
    # "Republican National Committee" begins with no title.
    cut = 0 if body is not None and body.kind == "organization" else _title_end(words)
    first = spans[cut][0]
    last_start, last_end = spans[-1]
    name = text[first : last_start + len(words[-1])] if words[-1] else text[first:last_end]
    tokens = tuple(folded for word in words[cut:] if (folded := _fold(word)))
    core = tuple(token for token in tokens if token not in _SUFFIXES) or tokens
    title = " ".join(text[spans[0][0] : first].split())
    return Name(name.strip(), core, (title,) if title else (), _name_gender(words[:cut], core))


def _name_gender(titles: list[str], tokens: tuple[str, ...]) -> Gender | None:
    for word in titles:
        sense = noun_sense(word)
        gender = honorific_gender(word) or (sense.gender if sense else None)
        if gender:
            return gender
    if len(tokens) < 2:
        return None
    first = given_name_gender(tokens[0])
    return first or (given_name_gender(tokens[1]) if len(tokens) > 2 else None)


def _same_given(left: str, right: str) -> bool:
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return long.startswith(short)
    table = _nicknames()
    return (
        right in table.get(left, ())
        or left in table.get(right, ())
        or (
            len(short) == 2
            and short[0] == long[0]
            and short.isalpha()
            and not set(short) & set("aeiou")
        )
    )


def same_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two names, as ``Name.tokens``, can be of one person; a bare surname fits any.

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
    middle = given[1:]
    return not middle or len(others) == 1 or any(_same_given(middle[0], m) for m in others[1:])
