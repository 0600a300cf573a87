"""Repairs of what the recognizer marks as names: cut at verbs and colons, extended, discarded."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import default_lexicon
from quoteattr.words.names import is_given_name, is_honorific, noun_sense

__all__ = [
    "before_colon",
    "capitalized_end",
    "extended",
    "glued",
    "headline_person",
    "is_proper",
    "is_role",
    "is_work",
    "only_titles",
    "person_cuts",
    "same_line",
    "spelled_words",
    "spellings",
    "trimmed",
    "without_verb",
]

_HEADLINES = 3  # sentences at the beginning that may be title-case lines
_EDGE = frozenset({"PUNCT", "ADP", "CCONJ", "AUX", "SCONJ", "PRON"})
_OPENING = frozenset("“\"‘'")
_CLOSING = frozenset("”\"’'")
_FLAT = frozenset({"flat", "flat:name", "compound", "goeswith"})


def same_line(parse: Parse, left: int, right: int) -> bool:
    """Whether two words lie in one sentence and in one paragraph."""
    words = parse.words
    if words[left].sentence != words[right].sentence:
        return False
    low, high = sorted((words[left].start, words[right].start))
    if "\n" not in parse.text[low:high]:
        return True
    place = bisect_right(parse.paragraphs, (low, len(parse.text) + 1))
    return place >= len(parse.paragraphs) or parse.paragraphs[place][0] > high


def spelled_words(parse: Parse, first: int, last: int) -> str:
    """The text of some words."""
    return parse.text[parse.words[first].start : parse.words[last - 1].end]


def is_proper(word: Word) -> bool:
    """Whether a word is a capitalized proper noun."""
    return word.upos == "PROPN" and word.text[:1].isupper() and any(map(str.isalpha, word.text))


def trimmed(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """An entity without possessive, punctuation, determiner and stray words at its edges."""
    words = parse.words
    while last > first and (
        words[last - 1].xpos == "POS" or _is_edge(words[last - 1]) or words[last - 1].upos == "PART"
    ):
        last -= 1
    while first < last and (
        _is_edge(words[first]) or words[first].text in ("a", "A", "an", "An", "the")
    ):
        first += 1
    return first, last


def _is_edge(word: Word) -> bool:
    """Whether a word at the edge of a name is no part of it; "WHO" is no pronoun there."""
    acronym = word.upos == "PRON" and len(word.text) > 1 and word.text.isupper()
    return word.upos in _EDGE and not acronym


def person_cuts(parse: Parse, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The names in a person entity: split at "and", a bracket, a comma, a verb, a line end."""
    start = first
    for i in range(first, last):
        word = parse.words[i]
        spaced = i > 0 and parse.words[i - 1].end < word.start
        separates = word.upos in ("CCONJ", "PUNCT") and (spaced or word.text not in ".-‐‑’'")
        ends = word.upos == "AUX" or (word.upos == "VERB" and i > first) or word.text in "([{"
        if i > start and not same_line(parse, i - 1, i):
            yield trimmed(parse, start, i)
            start = i
        if separates or ends:
            if i > start:
                yield trimmed(parse, start, i)
            start = i + 1
        if ends:
            return
    if start < last:
        yield trimmed(parse, start, last)


def _joined(parse: Parse, index: int, first: int, last: int) -> bool:
    """Whether a capitalized word beside a name hangs together with it."""
    word = parse.words[index]
    if not is_proper(word) or is_honorific(word.text):
        return False
    if word.deprel in _FLAT and first <= word.head < last:
        return True
    return any(
        parse.words[i].head == index and parse.words[i].deprel in _FLAT for i in range(first, last)
    )


def extended(parse: Parse, first: int, last: int, taken: set[int]) -> tuple[int, int]:
    """A person's name with the parts that the recognizer left out."""
    words = parse.words
    while (
        last < len(words)
        and last - first < 5
        and last not in taken
        and same_line(parse, first, last)
        and _joined(parse, last, first, last)
        and words[last].text.lower() not in default_lexicon().forms
    ):
        last += 1
    left = first - 1
    while (
        left >= 0
        and last - left < 5
        and left not in taken
        and same_line(parse, left, first)
        and is_proper(words[left])
        and is_given_name(words[left].text)
        and not noun_sense(words[left].text)
    ):
        first, left = left, left - 1
    return first, last


def without_verb(parse: Parse, first: int, last: int, spelled: Counter[str]) -> int:
    """The end of a headline's "Hillary Clinton Speaks" before the verb."""
    word = parse.words[last - 1]
    if last - first < 2 or spelled_words(parse, first, last - 1) not in spelled:
        return last
    # A word that ends no other name and looks like a verb: "Clinton Wades In".
    headline = word.text[-1:] == "s" and spelled[word.text] == 1
    headline = headline and (last - first > 2 or word.sentence < _HEADLINES)
    return last - 1 if headline or word.text.lower() in default_lexicon().forms else last


def spellings(parse: Parse) -> Counter[str]:
    """How often each name, and each last word of a name, is written."""
    out: Counter[str] = Counter()
    for entity in parse.entities:
        last = min(entity.last, len(parse.words))
        if entity.first < last:
            first, end = trimmed(parse, entity.first, last)
            if first < end:
                out.update({spelled_words(parse, first, end), parse.words[end - 1].text})
    return out


def glued(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """A name with what a hyphen ties to it: "AFL-CIO"."""
    words = parse.words
    while last + 1 < len(words) and _tied(words[last - 1], words[last], words[last + 1]):
        last += 2
    while first > 1 and _tied(words[first - 2], words[first - 1], words[first]):
        first -= 2
    return first, last


def _tied(left: Word, hyphen: Word, right: Word) -> bool:
    close = left.end == hyphen.start and hyphen.end == right.start
    return close and hyphen.text in ("-", "‑") and is_proper(left) and is_proper(right)


def before_colon(parse: Parse, first: int, last: int) -> int:
    """The end of an organization's name before a colon: "Judicial Watch: State Department"."""
    for i in range(first + 1, last):
        if parse.words[i].text in (":", "|", "–", "—"):
            return i
    return last


def headline_person(parse: Parse, first: int, last: int) -> int:
    """The end of the name that a title-case headline begins with, 0 if it begins with none."""
    words = parse.words
    if last - first < 4 or not is_given_name(words[first].text):
        return 0
    for i in range(first + 2, min(first + 4, last)):
        verb = words[i].upos in ("VERB", "AUX") or words[i].text.lower() in default_lexicon().forms
        if verb and words[i - 1].upos == "PROPN":
            return i
    return 0


def capitalized_end(parse: Parse, first: int, last: int) -> int:
    """The end of a person's name before words in lower case: "Olivia Gray sang"."""
    words = parse.words
    if not words[first].text[:1].isupper():
        return last
    # What a hyphen ties on is part of the name: "Park Min-jun".
    while last - first > 1 and words[last - 1].text.islower() and words[last - 2].upos != "PUNCT":
        last -= 1
    return last


def is_work(parse: Parse, first: int, last: int) -> bool:
    """Whether a name stands alone in quotation marks as titles do: “Broad City”."""
    words = parse.words
    if first == 0 or words[first - 1].text not in _OPENING:
        return False
    for i in range(last, min(last + 5, len(words))):
        if words[i].text in _CLOSING:
            return not any(w.upos in ("VERB", "PUNCT") for w in words[last:i])
    return False


def is_role(word: Word) -> bool:
    """Whether a word is a person noun and no given name as well: "Sen.", "Senators"."""
    sense = noun_sense(word.text) or noun_sense(word.lemma)
    return sense is not None and sense.kind == "person" and not is_given_name(word.text)


def only_titles(parse: Parse, first: int, last: int) -> bool:
    """Whether nothing is left but honorifics, titles and places: "Sen", "Florida Republican"."""
    if last - first > 1 and parse.words[last - 1].xpos in ("NN", "NNP"):
        described = is_role(parse.words[last - 1]) and not is_given_name(parse.words[first].text)
        if described and first > 0 and parse.words[first - 1].text.lower() in ("the", "a", "an"):
            return True
    return all(
        is_honorific(word.text) or is_role(word) or word.upos == "PUNCT"
        for word in parse.words[first:last]
    )
