"""Names that the recognizer leaves in pieces: initials, nicknames in quotation marks, "Jr."."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from quoteattr.coreference.mentions.repairs import is_proper, is_role, same_line
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import default_lexicon
from quoteattr.words.names import is_generation, is_given_name, is_honorific, noun_sense

__all__ = ["initials_start", "joined_names", "suffix_end"]

_INITIALS = regex.compile(r"(?:\p{Lu}\.)+|\p{Lu}")
_QUOTES = frozenset("“”\"'‘’")
_PERSONS = frozenset({"PERSON", "PER"})
_NICKNAME = 3  # words between the marks at most
_MISTAKEN = frozenset({"VERB", "NOUN", "ADJ", "INTJ"})  # what "Hope Stirling" may begin with


def initials_start(parse: Parse, first: int, taken: set[int]) -> int:
    """The first word of a name with the initials before it: "E. J. Dunne".

    Args:
        parse: the document.
        first: first word of the name as it was found.
        taken: words that belong to other names.
    """
    while (
        first > 0
        and first - 1 not in taken
        and same_line(parse, first - 1, first)
        and _INITIALS.fullmatch(parse.words[first - 1].text)
        and ("." in parse.words[first - 1].text or is_proper(parse.words[first - 1]))
    ):
        first -= 1
    return first


def suffix_end(parse: Parse, last: int) -> int:
    """The end of a name with what tells its bearer from others: "Jr.", ", Sr.", "III".

    Args:
        parse: the document.
        last: end of the name as it was found.
    """
    words = parse.words
    place = last + 1 if last + 1 < len(words) and words[last].text == "," else last
    if place >= len(words) or not same_line(parse, last - 1, place):
        return last
    numeral = words[place].text.isupper() and place == last
    told = is_generation(words[place].text) and (numeral or words[place].text[:1] in "JS")
    return place + 1 if told and not is_generation(words[last - 1].text) else last


def joined_names(parse: Parse) -> Iterator[tuple[int, int]]:
    """Names of persons of which the recognizer marks the parts alone, or some of them.

    Args:
        parse: the document.
    """
    for first in range(len(parse.words) - 1):
        word = parse.words[first]
        if _may_begin(word) and is_given_name(word.text):
            last = _nickname_end(parse, first) or _surname_end(parse, first)
            if last:
                yield first, last
    yield from _hyphened_names(parse)


def _may_begin(word: Word) -> bool:
    """Whether a given name is no form of a reporting verb as well: "Said Ellis", but "Hope"."""
    lower, lexicon = word.text.lower(), default_lexicon()
    return word.text[:1].isupper() and (lower not in lexicon.forms or lower in lexicon.verbs)


def _hyphened_names(parse: Parse) -> Iterator[tuple[int, int]]:
    """Say, "Wen-Li" and "Zhou", which the recognizer takes for two persons side by side."""
    for given, surname in pairwise(parse.entities):
        persons = given.label in _PERSONS and surname.label in _PERSONS
        if not persons or given.last != surname.first or surname.last != surname.first + 1:
            continue
        start, end = parse.words[given.first].start, parse.words[given.last - 1].end
        text = parse.text[start:end]
        beside = parse.words[surname.first].start == end + 1 and parse.text[end] != "\n"
        if beside and "-" in text and " " not in text and is_proper(parse.words[surname.first]):
            yield given.first, surname.last


def _nickname_end(parse: Parse, first: int) -> int:
    """The end of "William “Bill” Harker", 0 if a given name is none of that form."""
    words = parse.words
    if words[first + 1].text not in _QUOTES or not is_proper(words[first]):
        return 0
    for closing in range(first + 3, min(first + 3 + _NICKNAME, len(words) - 1)):
        if words[closing].text in _QUOTES:
            inner = words[first + 2 : closing]
            named = all(w.text[:1].isupper() and w.upos != "PUNCT" for w in inner)
            surname = is_proper(words[closing + 1]) and same_line(parse, first, closing + 1)
            return closing + 2 if named and surname else 0
    return 0


def _surname_end(parse: Parse, first: int) -> int:
    """The end of a surname after a lone given name, 0 if it is none or the name is whole."""
    words = parse.words
    given, surname = parse.entity_at.get(first), parse.entity_at.get(first + 1)
    if given is not None and (given is surname or given.last != first + 1):
        return 0
    # Sentence splitters break within a name that they do not know, so the text decides.
    if not is_proper(words[first + 1]) or words[first + 1].start != words[first].end + 1:
        return 0
    if parse.text[words[first].end] == "\n":
        return 0
    if is_role(words[first + 1]) or is_honorific(words[first + 1].text) or _placed(parse, first):
        return 0
    if surname is None:
        return first + 2 if given is not None and _flat(parse, first) else 0
    person = surname.label in ("PERSON", "PER") and surname.first == first + 1
    if not person or (is_given_name(words[first + 1].text) and surname.last > first + 2):
        return 0
    opening = first == parse.sentences[words[first].sentence].first
    mistaken = given is None and opening and words[first].upos in _MISTAKEN
    named = given is not None and is_proper(words[first])
    return surname.last if mistaken or named else 0


def _flat(parse: Parse, first: int) -> bool:
    left, right = parse.words[first], parse.words[first + 1]
    return right.deprel.startswith("flat") and right.head == left.index


def _placed(parse: Parse, first: int) -> bool:
    """Whether what stands before makes a place or another name of it: "in Brooklyn Wade won"."""
    before = parse.words[first - 1] if first else None
    sense = noun_sense(before.text) if before else None
    titled = sense is not None and sense.kind == "person"
    if before is None or titled or is_honorific(before.text):
        return False
    return before.upos in ("ADP", "PROPN")
