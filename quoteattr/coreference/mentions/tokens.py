"""Questions about words, for all of the search for mentions."""

from __future__ import annotations

import regex

from quoteattr.syntax import Parse, Word
from quoteattr.words.names import is_given_name, is_kin, noun_sense

__all__ = [
    "after_the",
    "hyphenated_noun",
    "hyphenated_start",
    "in_law",
    "is_excluded",
    "is_initials",
    "is_proper",
    "is_role",
    "is_the_holder",
    "office_and_modifiers",
    "same_line",
    "spelled_words",
    "whole_noun",
]

_EXCLUDING = frozenset({"not", "nor", "unlike"})
_TIMES = frozenset({"then", "now"})
_OVER = frozenset({"ex", "late", "erstwhile", "onetime"})
_TO_LAW = 4  # words from "sister" to "law"
_LAW = frozenset({"law", "laws"})
_EX, _ELECT = "ex-", "-elect"
_INITIALS = regex.compile(r"(?:\p{Lu}\.)+|\p{Lu}")


def same_line(parse: Parse, left: int, right: int) -> bool:
    """Whether two words are in one sentence and in one paragraph."""
    words = parse.words
    if words[left].sentence != words[right].sentence:
        return False
    low, high = words[left].start, words[right].start
    if low > high:
        low, high = high, low
    if "\n" not in parse.text[low:high]:
        return True
    return parse.paragraph_at(low) == parse.paragraph_at(high)


def after_the(parse: Parse, first: int) -> bool:
    """Whether "the" is the word before."""
    return first > 0 and parse.words[first - 1].text.lower() == "the"


def hyphenated_start(parse: Parse, index: int) -> int:
    """The first word of a hyphenated one, which a parser splits: of "Attorney-General".

    Args:
        parse: the document.
        index: the last word of it, or any other word.

    Returns:
        ``index`` if no hyphen is before it, or only "then-" or "now-", which is part of no title.
    """
    words = parse.words
    start = index
    while (
        start >= 2
        and words[start - 1].text == "-"
        and words[start - 2].end == words[start - 1].start
        and words[start - 1].end == words[start].start
    ):
        start -= 2
    return index if words[start].text.lower() in _TIMES else start


def in_law(parse: Parse, index: int) -> range:
    """The words of "sister-in-law", which parsers split; none if it is no such noun.

    Args:
        parse: the document.
        index: the first word of it or the last one.
    """
    words = parse.words
    first = index - _TO_LAW if words[index].text.lower() in _LAW else index
    last = first + _TO_LAW
    if first < 0 or last >= len(words) or words[last].text.lower() not in _LAW:
        return range(0)
    kin = is_kin(words[first].lemma.lower()) and words[first + 2].text.lower() == "in"
    whole = kin and hyphenated_start(parse, last) <= first
    return range(first, last + 1) if whole else range(0)


def whole_noun(parse: Parse, index: int) -> str:
    """The lemma of a noun; of the first or last word of "sister-in-law", all of it.

    So it is of the last word of "fly-half", which is no noun of persons. Of "her in-laws", it is
    "in-law". Capitals stay: "PC" is a constable.

    Args:
        parse: the document.
        index: the word.
    """
    words, word = parse.words, parse.words[index]
    split = in_law(parse, index)
    if split:
        return f"{words[split[0]].lemma.lower()}-in-law"
    if word.text.lower() in _LAW:
        start = hyphenated_start(parse, index)
        if start < index and words[start].text.lower() == "in":
            return "in-law"
    return hyphenated_noun(parse, index) or word.lemma or word.text


def hyphenated_noun(parse: Parse, index: int) -> str | None:
    """The noun of persons that a parser splits at its hyphen, though its last word is none.

    That is "fly-half", but neither "vice-president" nor "president-elect": presidents of a kind.

    Args:
        parse: the document.
        index: the last word of it, or any other word.
    """
    start, word = hyphenated_start(parse, index), parse.words[index]
    if start == index or _is_of_persons(word):
        return None
    noun = f"{spelled_words(parse, start, index)}{word.lemma or word.text}".lower()
    sense = None if noun.endswith(_ELECT) else noun_sense(noun)
    return noun if sense is not None and sense.kind == "person" else None


def spelled_words(parse: Parse, first: int, last: int) -> str:
    """The text of the words ``first`` to ``last``, half-open."""
    return parse.text[parse.words[first].start : parse.words[last - 1].end]


def is_proper(word: Word) -> bool:
    """Whether a word is a capitalized proper noun."""
    return word.upos == "PROPN" and word.text[:1].isupper() and any(map(str.isalpha, word.text))


def is_initials(word: Word) -> bool:
    """Whether a word is the initials of a name, or one of them: "J.", "J.P.", "J"."""
    return _INITIALS.fullmatch(word.text) is not None


def is_role(word: Word) -> bool:
    """Whether a word is a noun for persons and no given name as well: "Sen.", "Senators"."""
    return _is_of_persons(word) and not is_given_name(word.text)


def is_the_holder(parse: Parse, index: int) -> bool:
    """Whether a word is an office after "the": "the King", though the article has a Mary King."""
    return after_the(parse, index) and _is_of_persons(parse.words[index])


def _is_of_persons(word: Word) -> bool:
    sense = noun_sense(word.text) or noun_sense(word.lemma)
    return sense is not None and sense.kind == "person"


def is_excluded(parse: Parse, index: int) -> bool:
    """Whether a name is said not to be meant, by its first word: "the coach, not Ivan Petrov,"."""
    return index > 0 and parse.words[index - 1].text.lower() in _EXCLUDING


def office_and_modifiers(noun: str, modifiers: frozenset[str]) -> tuple[str, frozenset[str]]:
    """A noun with its modifiers, which alike say that an office is over or not yet held.

    "The ex-mayor", "the ex-Leeds mayor" and "the late mayor" are a former mayor, "the mayor-elect"
    is a mayor "-elect". A noun of kin stays: "ex-wife".

    Args:
        noun: in lower case.
        modifiers: lemmas of the words that belong to it.
    """
    if is_kin(noun):
        return noun, modifiers
    if noun.endswith(_ELECT):
        noun, modifiers = noun.removesuffix(_ELECT), modifiers | {_ELECT}
    if noun.startswith(_EX):
        noun, modifiers = noun.removeprefix(_EX), modifiers | {"former"}
    ended = {word for word in modifiers if word.lower().startswith(_EX)}  # "ex-England captain"
    if ended:
        plain = {word[len(_EX) :] for word in ended}
        modifiers = (modifiers - ended) | plain | {"former"}
    return noun, modifiers if modifiers.isdisjoint(_OVER) else modifiers | {"former"}
