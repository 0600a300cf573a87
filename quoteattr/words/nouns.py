"""Nouns and names, as tables: what words in names and descriptions mean."""

from __future__ import annotations

from functools import cache, lru_cache

import attrs
import regex

from quoteattr.model import Gender, SpeakerKind
from quoteattr.words.cues import read_table

__all__ = [
    "NounSense",
    "abbreviations",
    "age_spans",
    "body_words",
    "demonym_nouns",
    "folded",
    "full_given_names",
    "given_name_gender",
    "honorific_gender",
    "is_common_given_name",
    "is_given_name",
    "is_honorific",
    "is_kin",
    "is_known_body",
    "is_letters",
    "is_rank",
    "is_state",
    "is_surname",
    "is_title_modifier",
    "kin_genders",
    "known_bodies",
    "lone_name_gender",
    "nicknames",
    "noun_sense",
    "place_of",
    "role_field",
    "title_noun",
    "words_of_bodies",
]

# Endings of nouns for people, so that the table need not have each: "oboist", "beautician",
# "schoolteacher", but no "checklist", "pacemaker" or "Lindqvist".
_AGENT = regex.compile(
    r"\p{L}{3,}(?:ologist|ographer|ician|[ao]list|cyclist|(?<![ls])(?<!q[uv])ist"
    r"|teacher|worker|keeper|player|owner|singer|dealer|leader|officer|trader|farmer|fighter|woman)"
)
_TITLE_MODIFIERS = frozenset({"vice", "deputy", "former", "ex", "first", "assistant", "acting"}) | {
    *("interim", "late", "lead", "chief", "senior", "junior", "prime", "foreign"),
    *("attorney", "press"),
}


@attrs.frozen
class NounSense:
    """What a noun describes: the kind of one of them, and the gender if the noun has one."""

    kind: SpeakerKind
    gender: Gender | None


@cache
def _genders(table: str) -> dict[str, Gender | None]:
    known: dict[str, Gender] = {"female": "female", "male": "male"}
    return {row[0]: known.get(row[1]) for row in read_table(table)}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Short given names with the full names that they may abbreviate."""
    return {short: frozenset(full.split(",")) for short, full in read_table("nicknames.tsv")}


def full_given_names(short: str) -> frozenset[str]:
    """The given names, in lower case, that a short form may mean.

    >>> sorted(full_given_names("tommy"))
    ['thomas']
    """
    return nicknames().get(short, frozenset())


@cache
def _nouns() -> dict[str, NounSense]:
    known: dict[str, Gender] = {"female": "female", "male": "male"}
    return {
        noun: NounSense(kind, known.get(gender))  # type: ignore[arg-type]
        for noun, kind, gender in read_table("speaker_nouns.tsv")
    }


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviated titles with the full titles."""
    return {row[0]: row[1] for row in read_table("title_abbreviations.tsv")}


@cache
def _places() -> dict[str, str]:
    table: dict[str, str] = {}
    for adjective, country, metonyms in read_table("places.tsv"):
        for name in (country, adjective, *metonyms.split(",")):
            if name != "-":  # no other name
                table.setdefault(name, country)
    return table


@cache
def demonym_nouns() -> dict[str, str | None]:
    """Nouns for somebody from a country or of a people, in lower case, with the country: "finn".

    A people has no country if it lives in several: "kurd".
    """
    rows = read_table("demonym_nouns.tsv")
    return {noun: None if country == "-" else country for noun, country in rows}


@lru_cache(maxsize=1 << 14)
def folded(word: str) -> str:
    """A word for look-up: lower case, without full stops, straight apostrophes."""
    return word.lower().replace(".", "").replace("’", "'")


def is_given_name(word: str) -> bool:
    """Whether a word is a usual given name.

    >>> is_given_name("Karoline"), is_given_name("Kremlin")
    (True, False)
    """
    return folded(word) in _genders("given_names.tsv")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("given_names.tsv") if row[2] == "surname")


def is_surname(word: str) -> bool:
    """Whether a given name is a usual surname as well.

    >>> is_surname("Warren"), is_surname("Melanie")
    (True, False)
    """
    return folded(word) in _surnames()


def lone_name_gender(word: str) -> Gender | None:
    """The gender of someone called by one name, if it is a given name and no surname.

    >>> lone_name_gender("Melanie"), lone_name_gender("Warren")
    ('female', None)
    """
    return None if is_surname(word) else given_name_gender(word)


@cache
def _common_given_names() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("given_names.tsv") if row[3] == "common")


def is_common_given_name(word: str) -> bool:
    """Whether a given name is so common that its gender is no guess.

    >>> is_common_given_name("Jennifer"), is_common_given_name("Abbey")
    (True, False)
    """
    return folded(word) in _common_given_names()


def given_name_gender(word: str) -> Gender | None:
    """The usual gender of a given name; None if it has none or is not known.

    >>> given_name_gender("Volodymyr"), given_name_gender("Leslie")
    ('male', None)
    """
    key = folded(word)
    table = _genders("given_names.tsv")
    if key not in table and "-" in key:
        key = key.split("-")[0]
    return table.get(key)


def honorific_gender(word: str) -> Gender | None:
    """The gender of an honorific.

    >>> honorific_gender("Mrs."), honorific_gender("Dr.")
    ('female', None)
    """
    return _genders("honorifics.tsv").get(folded(word))


def is_honorific(word: str) -> bool:
    """Whether a word is an honorific: Mr., Lady, Dr.; "M.S." and "D.R." are initials.

    >>> is_honorific("Dr."), is_honorific("D.R.")
    (True, False)
    """
    return folded(word) in _genders("honorifics.tsv") and "." not in word[:-1]


@cache
def _ranks() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("ranks.tsv")}


def is_rank(word: str) -> bool:
    """Whether a word is a title before a name and in this spelling alone: DC, Con, QB.

    >>> is_rank("DCI"), is_rank("con")
    (True, False)
    """
    return word.rstrip(".") in _ranks()


@cache
def _letters() -> frozenset[str]:
    return frozenset(one for row in read_table("letters.tsv") for one in row[0].split())


def is_letters(word: str) -> bool:
    """Whether a word is what people have after their names: letters of office, honour, degree.

    >>> is_letters("KC"), is_letters("Ph.D."), is_letters("Mp")
    (True, True, False)
    """
    return word.replace(".", "") in _letters()


@lru_cache(maxsize=4096)  # asked of the same few nouns again and again
def title_noun(word: str) -> str:
    """A title or role noun with its abbreviation spelled out, in lower case.

    >>> title_noun("Sen."), title_noun("President"), title_noun("DCI")
    ('senator', 'president', 'inspector')
    """
    key = folded(word)
    return abbreviations().get(key) or _ranks().get(word.rstrip("."), key)


@lru_cache(maxsize=4096)
def noun_sense(lemma: str) -> NounSense | None:
    """The kind and gender of a speaker that a noun describes.

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
    if found is None and _AGENT.fullmatch(noun):
        found = NounSense("person", "female" if noun.endswith("woman") else None)
    return found


@cache
def _fields() -> dict[str, str]:
    rows = read_table("role_families.tsv")
    return {noun: field for field, nouns in rows for noun in nouns.split()}


def role_field(noun: str) -> str | None:
    """The field of work of a role, in lower case; None for most.

    >>> role_field("mayor"), role_field("striker"), role_field("man")
    ('politics', 'sport', None)
    """
    return _fields().get(noun)


@lru_cache(maxsize=1 << 12)
def place_of(words: str) -> str | None:
    """The country of an adjective, a country name or a seat of government.

    >>> place_of("Russian"), place_of("the Kremlin"), place_of("White House")
    ('russia', 'russia', 'united states')
    """
    key = words.lower().removeprefix("the ")
    table = _places()
    return table.get(key) or table.get(key.replace(".", ""))


@cache
def _states() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("states.tsv"))


def is_state(word: str) -> bool:
    """Whether a word names a state, and usually no person.

    >>> is_state("Ohio"), is_state("Georgia")
    (True, False)
    """
    return word.lower() in _states()


@cache
def kin_genders() -> dict[str, Gender | None]:
    """Nouns of kin with their gender."""
    known: dict[str, Gender] = {"female": "female", "male": "male"}
    return {noun: known.get(gender) for noun, gender, _ in read_table("kin_nouns.tsv")}


def is_kin(noun: str) -> bool:
    """Whether a noun is one of kin: wife, ex-husband, parents.

    >>> is_kin("ex-wife"), is_kin("president")
    (True, False)
    """
    return noun in kin_genders()


@cache
def age_spans() -> dict[str, range]:
    """Nouns that show an age ("pensioner") with the ages of those who are called so."""
    rows = read_table("age_nouns.tsv")
    return {noun: range(int(least), int(most) + 1) for noun, least, most in rows}


@cache
def body_words() -> dict[str, frozenset[str]]:
    """Nouns for organizations ("agency") with the words that their names contain."""
    rows = read_table("organization_nouns.tsv")
    return {noun: frozenset(words.split(",")) for noun, words in rows}


@cache
def words_of_bodies() -> frozenset[str]:
    """All words that the names of organizations contain, of any kind."""
    return frozenset().union(*body_words().values())


@cache
def known_bodies() -> frozenset[tuple[str, ...]]:
    """Bodies whose names do not show that they are bodies, split into words: Ofsted, JP Morgan."""
    names = (row[1].split(",") for row in read_table("bodies.tsv"))
    return frozenset(tuple(folded(word) for word in one.split()) for row in names for one in row)


def is_known_body(words: tuple[str, ...]) -> bool:
    """Whether words in lower case are the name of a well-known body.

    >>> is_known_body(("ofsted",)), is_known_body(("morgan",))
    (True, False)
    """
    return words in known_bodies()


def is_title_modifier(word: str) -> bool:
    """Whether a word can belong to a title without being one: vice, former, press."""
    return folded(word) in _TITLE_MODIFIERS
