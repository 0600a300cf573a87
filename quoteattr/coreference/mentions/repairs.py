"""Repairs of what the recognizer labels as names: cut at verbs, extended, discarded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise

import attrs

from quoteattr.coreference.mentions.tokens import (
    is_initials,
    is_proper,
    is_role,
    is_the_holder,
    same_line,
)
from quoteattr.model import SpeakerKind
from quoteattr.syntax import Entity, Parse, Word
from quoteattr.text.mark_tokens import OPENING
from quoteattr.words.cues import default_lexicon
from quoteattr.words.names import (
    is_generation,
    is_given_name,
    is_given_name_before,
    is_honorific,
    is_letters,
    is_rank,
    noun_sense,
)

__all__ = ["KINDS", "PLACES", "REPAIRS", "NameSpan", "Recognized", "trimmed", "with_ampersand"]

KINDS: dict[str, SpeakerKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "NORP": "group",
    "LOC": "organization",
    "GPE": "organization",
    "FAC": "organization",
    "MISC": "other",
    "PRODUCT": "other",
    "EVENT": "other",
    "WORK_OF_ART": "document",
    "LAW": "document",
}
"""Kinds of the recognizer's labels; other labels (dates, numbers) are no names."""

PLACES = frozenset({"LOC", "GPE", "FAC"})
"""The recognizer's labels of places and buildings."""

_LONGEST_NAME = 12
_EDGE = frozenset({"PUNCT", "ADP", "CCONJ", "AUX", "SCONJ", "PRON"})
_OPENING_OR_COLON = OPENING | {":"}
_FLAT = frozenset({"flat", "flat:name", "compound", "goeswith"})


@attrs.frozen
class NameSpan:
    """Words ``first`` to ``last`` (exclusive) of a name.

    Attributes:
        first, last: the name alone, without titles.
        kind: what the recognizer or a gazetteer takes it for, None for neither.
        place: whether it is labelled as a place or building.
    """

    first: int
    last: int
    kind: SpeakerKind | None
    place: bool = False


@attrs.frozen
class Recognized:
    """A document with the entities that the recognizer found in it."""

    parse: Parse

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of names of persons in two words or more, as they are written."""
        parse = self.parse
        out = set()
        for entity in parse.entities:
            last = min(entity.last, len(parse.words))
            if KINDS.get(entity.label) != "person" or entity.first >= last:
                continue
            first, end = trimmed(parse, entity.first, last)
            while first < end and is_honorific(parse.words[first].text):
                first += 1
            while end - first > 2 and _is_after_name(parse.words[end - 1]):
                end -= 1
            if end - first > 1:
                out.add(parse.words[end - 1].text)
        return frozenset(out)

    @cached_property
    def last_words_of_bodies(self) -> frozenset[str]:
        """The last words of names of bodies in two words or more, as they are written."""
        words = self.parse.words
        return frozenset(
            words[entity.last - 1].text
            for entity in self.parse.entities
            if KINDS.get(entity.label) == "organization"
            and entity.first + 1 < entity.last <= len(words)
        )

    def names(self) -> Iterator[NameSpan]:
        """All names that are labelled, repaired."""
        for entity in self._labels():
            span = self._span(entity)
            if span is not None:
                repairs = (repair(self, span) for repair in REPAIRS)
                yield from next(found for found in repairs if found is not None)

    def _labels(self) -> Iterator[Entity]:
        """The labels; those of a given name and of the surname after it are one."""
        whole: Entity | None = None
        for entity in self.parse.entities:
            if whole is not None and _is_one_person(self.parse, whole, entity):
                whole = attrs.evolve(whole, last=entity.last)
                continue
            if whole is not None:
                yield whole
            whole = entity
        if whole is not None:
            yield whole

    def _span(self, entity: Entity) -> NameSpan | None:
        """A label as it is; None if it labels no name."""
        first, last = entity.first, min(entity.last, len(self.parse.words))
        kind = KINDS.get(entity.label)
        if kind is None or first >= last or last - first > _LONGEST_NAME:
            return None
        return NameSpan(first, last, kind, entity.label in PLACES)


def _is_one_person(parse: Parse, given: Entity, surname: Entity) -> bool:
    """Whether two labels cover one name: "Mzwandile", "Khubheka", but not "Agronomist", "Lee"."""
    if not given.last == surname.first < len(parse.words) or given.last > given.first + 1:
        return False
    if {KINDS.get(given.label), KINDS.get(surname.label)} != {"person"}:
        return False
    first, second = parse.words[given.first], parse.words[surname.first]
    if parse.text[first.end : second.start] != " " or not (is_proper(first) and is_proper(second)):
        return False
    whole = surname.last > surname.first + 1 and is_given_name(second.text)  # "Recycler Ann Lee"
    return not (whole or is_role(first) or is_honorific(first.text) or is_rank(first.text))


# --- the repairs -------------------------------------------------------------------------------


def _persons(article: Recognized, span: NameSpan) -> tuple[NameSpan, ...] | None:
    """The label of a person may cover several names, titles, verbs, or a part of the name."""
    parse = article.parse
    if span.kind != "person" and not (
        _is_titled_surname(article, span) or _is_lettered(parse, span)
    ):
        return None
    whole = with_ampersand(parse, *trimmed(parse, span.first, span.last))
    if any(parse.words[i].text == "&" for i in range(*whole)):
        return (NameSpan(*whole, "organization"),)
    found = []
    for first, end in _person_cuts(parse, span.first, span.last):
        lone = first + 1 == end and parse.words[first].text in article.surnames
        lone = lone and not is_the_holder(parse, first)
        if first < end and (lone or not _only_titles(parse, first, end)):
            end = _capitalized_end(parse, first, end)
            found.append(NameSpan(*_extended(parse, first, end), "person"))
    return tuple(found)


def _is_titled_surname(article: Recognized, span: NameSpan) -> bool:
    """Whether a label covers a rank and the surname of somebody in the article: "CS Mwangi"."""
    words = article.parse.words[span.first : span.last]
    return len(words) == 2 and is_rank(words[0].text) and words[1].text in article.surnames


def _is_lettered(parse: Parse, span: NameSpan) -> bool:
    """Whether the label of a body covers a person and the letters after: "Fintan Cleary SC"."""
    *name, letters = parse.words[span.first : span.last]
    if span.kind != "organization" or len(name) not in (2, 3) or not is_letters(letters.text):
        return False
    surname = name[-1].text
    called = is_given_name(name[0].text) or any(
        word.text == surname and is_honorific(before.text) for before, word in pairwise(parse.words)
    )
    return called and all(map(is_proper, name))


def _office(article: Recognized, span: NameSpan) -> tuple[NameSpan, ...] | None:
    """The label of a body covers an office: "Minister for Water, Jacob Hale"."""
    if span.kind != "organization":
        return None
    parse = article.parse
    first, last = trimmed(parse, span.first, span.last)
    if last - first < 3:
        return None
    head, link = parse.words[first], parse.words[first + 1]
    holder = is_rank(head.text) or (is_role(head) and head.xpos not in ("NNS", "NNPS"))
    return () if holder and link.upos == "ADP" else None


def _description(article: Recognized, span: NameSpan) -> tuple[NameSpan, ...] | None:
    """The label of a group marks an adjective or one of the group: "the Democrat"."""
    if span.kind != "group":
        return None
    parse = article.parse
    first, last = trimmed(parse, span.first, span.last)
    words = parse.words[first:last]
    if all(word.upos == "ADJ" for word in words):
        return ()
    alone = len(words) == 1 and words[0].xpos in ("NN", "NNP") and is_role(words[0])
    before = parse.words[first - 1].text.lower() if first else ""
    one = alone and before in ("the", "a", "an") and not words[0].text.endswith("s")
    return () if one else None


def _no_name(article: Recognized, span: NameSpan) -> tuple[NameSpan, ...] | None:
    """Nothing is left but titles, or what is no body and no person has a verb in it."""
    parse = article.parse
    first, last = trimmed(parse, span.first, span.last)
    if first >= last or (span.kind != "group" and _only_titles(parse, first, last)):
        return ()
    if span.kind != "other":
        return None
    return () if any(word.upos in ("VERB", "AUX") for word in parse.words[first:last]) else None


def _body(article: Recognized, span: NameSpan) -> tuple[NameSpan, ...]:
    """Anything else takes in what an ampersand ties to it: "Merton & Sons"."""
    parse = article.parse
    first, last = trimmed(parse, span.first, span.last)
    first, last = with_ampersand(parse, first, last)
    return (NameSpan(first, last, span.kind, span.place),)


REPAIRS: tuple[Callable[[Recognized, NameSpan], tuple[NameSpan, ...] | None], ...] = (
    _persons,
    _office,
    _description,
    _no_name,
    _body,
)
"""The first one that applies says which names a label covers; the others return None."""


# --- where a name begins and ends --------------------------------------------------------------


def trimmed(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """An entity without possessive, punctuation, determiner and stray words at its edges."""
    words = parse.words
    while last > first and (
        words[last - 1].xpos == "POS" or _is_edge(words[last - 1]) or words[last - 1].upos == "PART"
    ):
        last -= 1
    while first < last and (
        _is_edge(words[first])
        or (words[first].text in ("a", "A", "an", "An", "the") and not _is_tied(parse, first, last))
    ):
        first += 1
    return first, last


def _is_tied(parse: Parse, first: int, last: int) -> bool:
    """Whether a hyphen ties a word to the next one: "A-jen"."""
    words = parse.words
    return first + 1 < last and words[first + 1].text == "-" == parse.text[words[first].end]


def _is_edge(word: Word) -> bool:
    """Whether a word at the edge of a name is no part of it; "WHO" is no pronoun there."""
    acronym = word.upos == "PRON" and len(word.text) > 1 and word.text.isupper()
    return word.upos in _EDGE and not acronym


def _is_after_name(word: Word) -> bool:
    """Whether a word follows surnames and is none: "KC", "Jr."."""
    return is_letters(word.text) or is_generation(word.text)


def _given_name_at(parse: Parse, index: int) -> bool:
    """Whether a word before a surname is a given name, though it may be another word as well.

    A capitalized "Will" is no auxiliary in the middle of a sentence: "…,” Will Moss said".
    """
    word = parse.words[index]
    if is_given_name_before(word.text, parse.words[index + 1].text):
        return True
    sense = noun_sense(word.text)
    if not is_given_name(word.text) or (sense is not None and sense.kind == "person"):
        return False
    if is_proper(word):
        return True
    inside = index > parse.sentences[word.sentence].first
    inside = inside and parse.words[index - 1].text not in _OPENING_OR_COLON
    return inside and word.upos == "AUX" and word.text[:1].isupper()


def with_ampersand(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """A name with what an ampersand ties to it: "Marks & Spencer", "J. P. Tully & Sons".

    Two given names are two persons: "Bill & Melinda Gates".
    """
    words = parse.words
    last = _after_initials(parse, first, last)
    for middle in (last, first - 1):
        left, right = middle - 1, middle + 1
        if left < 0 or right >= len(words) or words[middle].text != "&":
            continue
        if not same_line(parse, left, right) or not words[right].text[:1].isupper():
            continue
        persons = is_given_name(words[left].text) and is_given_name(words[right].text)
        if persons and words[left].text != words[right].text:
            continue
        if words[left].text[:1].isupper() and words[left].upos != "PUNCT":
            low, high = min(first, left), max(last, right + 1)
            while high < len(words) and high not in parse.entity_at and _flat_on(parse, high):
                high += 1
            return low, high
    return first, last


def _after_initials(parse: Parse, first: int, last: int) -> int:
    """The end of a name of which only the initials are labelled, if an ampersand follows it."""
    words = parse.words
    end = last
    if all(map(is_initials, words[first:last])):
        while end < len(words) and is_proper(words[end]) and same_line(parse, first, end):
            end += 1
    return end if end < len(words) and words[end].text == "&" else last


def _flat_on(parse: Parse, index: int) -> bool:
    """Whether a proper noun goes on with the name before it."""
    word = parse.words[index]
    return is_proper(word) and word.deprel in _FLAT and same_line(parse, index - 1, index)


def _person_cuts(parse: Parse, first: int, last: int) -> Iterator[tuple[int, int]]:
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


def _only_titles(parse: Parse, first: int, last: int) -> bool:
    """Whether nothing is left but honorifics, titles and places: "Sen", "Florida Republican"."""
    if last - first > 1 and parse.words[last - 1].xpos in ("NN", "NNP"):
        described = is_role(parse.words[last - 1]) and not is_given_name(parse.words[first].text)
        if described and first > 0 and parse.words[first - 1].text.lower() in ("the", "a", "an"):
            return True
    return all(
        is_honorific(word.text) or is_role(word) or word.upos == "PUNCT"
        for word in parse.words[first:last]
    )


def _capitalized_end(parse: Parse, first: int, last: int) -> int:
    """The end of a person's name before words in lower case: "Olivia Gray sang"."""
    words = parse.words
    if not words[first].text[:1].isupper():
        return last
    # What a hyphen ties on is part of the name: "Park Min-jun".
    while last - first > 1 and words[last - 1].text.islower() and words[last - 2].upos != "PUNCT":
        last -= 1
    return last


def _extended(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """A person's name with the parts that the recognizer left out."""
    words, taken = parse.words, parse.entity_at
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
        and _given_name_at(parse, left)
    ):
        first, left = left, left - 1
    return first, last


def _joined(parse: Parse, index: int, first: int, last: int) -> bool:
    """Whether the parse ties a capitalized word beside a name to it."""
    word = parse.words[index]
    if not is_proper(word) or is_honorific(word.text):
        return False
    if word.deprel in _FLAT and first <= word.head < last:
        return True
    return any(
        parse.words[i].head == index and parse.words[i].deprel in _FLAT for i in range(first, last)
    )
