"""Where names stand: the recognizer's entities with their slips repaired, and names it missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import attrs
import regex

from quoteattr.coreference.mentions.repairs import (
    before_colon,
    capitalized_end,
    extended,
    glued,
    headline_person,
    is_proper,
    is_role,
    is_work,
    only_titles,
    person_cuts,
    same_line,
    spelled_words,
    spellings,
    trimmed,
    without_verb,
)
from quoteattr.model import SpeakerKind
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import default_lexicon
from quoteattr.words.names import is_generation, is_given_name, is_honorific, noun_sense, place_of

__all__ = ["NameSpan", "find_name_spans", "initials_start", "joined_names", "suffix_end"]

_KINDS: dict[str, SpeakerKind] = {
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
_PLACES = frozenset({"LOC", "GPE", "FAC"})
_LONGEST_NAME = 12
_ADDRESSES = frozenset({"mr", "mrs", "ms", "miss"})


@attrs.frozen
class NameSpan:
    """Words ``first`` to ``last`` (exclusive) of a name.

    Attributes:
        first, last: the name alone, without titles.
        kind: what the recognizer or a gazetteer takes it for, None for neither.
        place: whether it was labelled as a place or building.
    """

    first: int
    last: int
    kind: SpeakerKind | None
    place: bool = False


def _labelled(parse: Parse) -> Iterator[NameSpan]:
    taken = set(parse.entity_at)
    spelled = spellings(parse)
    for entity in parse.entities:
        kind = _KINDS.get(entity.label)
        last = min(entity.last, len(parse.words))
        if kind == "organization" and _is_addressed(parse, entity.first, last):
            kind = "person"
        if kind is None or entity.first >= last or last - entity.first > _LONGEST_NAME:
            continue
        if is_work(parse, entity.first, last):
            yield NameSpan(entity.first, last, "other")
            continue
        if kind == "organization" and _is_office_holder(parse, entity.first, last):
            yield NameSpan(entity.first + 1, last, "person")
            continue
        cut = headline_person(parse, entity.first, last)
        if cut:
            yield NameSpan(entity.first, cut, "person")
            continue
        if kind == "person":
            for first, end in person_cuts(parse, entity.first, last):
                if first < end and not only_titles(parse, first, end):
                    end = capitalized_end(parse, first, without_verb(parse, first, end, spelled))
                    yield NameSpan(*extended(parse, first, end, taken), kind)
            continue
        first, end = trimmed(parse, entity.first, before_colon(parse, entity.first, last))
        if kind == "group" and _is_description(parse, first, end):
            continue
        if only_titles(parse, first, end) and kind != "group":
            continue
        verbs = any(parse.words[i].upos in ("VERB", "AUX") for i in range(first, end))
        if first < end and not (kind == "other" and verbs):
            yield NameSpan(*glued(parse, first, end), kind, entity.label in _PLACES)


def _is_description(parse: Parse, first: int, last: int) -> bool:
    """Whether the label of a group marks an adjective or one of the group: "the Democrat"."""
    words = parse.words[first:last]
    if all(word.upos == "ADJ" for word in words):
        return True
    alone = len(words) == 1 and words[0].xpos in ("NN", "NNP") and is_role(words[0])
    before = parse.words[first - 1].text.lower() if first else ""
    return alone and before in ("the", "a", "an") and not words[0].text.endswith("s")


def _is_office_holder(parse: Parse, first: int, last: int) -> bool:
    """Whether a label covers the end of an office and a name: "Secretary of [State Lena Ward]"."""
    words = parse.words
    if last - first < 3 or first < 2 or words[first - 1].text != "of":
        return False
    return is_role(words[first - 2]) and is_given_name(words[first + 1].text)


def _is_addressed(parse: Parse, first: int, last: int) -> bool:
    """Whether a name begins as persons are addressed: "Mrs. May Church"."""
    words = parse.words
    return last - first > 1 and words[first].text.rstrip(".").lower() in _ADDRESSES


def _missed(
    parse: Parse, taken: set[int], dated: set[int], surnames: frozenset[str]
) -> Iterator[NameSpan]:
    """Runs of proper nouns without a label that the article or a gazetteer shows to be names."""
    words = parse.words
    i = 0
    while i < len(words):
        if i in taken or not (is_proper(words[i]) or _is_mistaken(parse, i, surnames)):
            i += 1
            continue
        end = i + 1
        while (
            end < len(words)
            and end not in taken
            and is_proper(words[end])
            and same_line(parse, i, end)
        ):
            end += 1
        # "Mrs May", whose name was taken for a month.
        if end == i + 1 and end in dated and is_honorific(words[i].text) and is_proper(words[end]):
            end += 1
        found = _name_in_run(parse, i, end, surnames)
        if found is not None:
            yield found
        i = end


def _is_mistaken(parse: Parse, index: int, surnames: frozenset[str]) -> bool:
    """Whether a noun is a surname: "Banks said" of Leon Banks, "SEN. LANE:"."""
    word = parse.words[index]
    if word.upos != "NOUN" or not word.text[:1].isupper():
        return False
    if word.text.lower() in surnames:
        return True
    title = index - 2 if index > 1 and parse.words[index - 1].text == "." else index - 1
    if len(word.text) < 3 or not word.text.isupper() or title < 0:
        return False
    return parse.words[title].text.isupper() and is_role(parse.words[title])


def _name_in_run(parse: Parse, first: int, last: int, surnames: frozenset[str]) -> NameSpan | None:
    words = parse.words
    if place_of(spelled_words(parse, first, last)):
        return NameSpan(first, last, "organization", place=True)
    while first < last and is_role(words[first]):
        first += 1
    if last - first == 1 and is_honorific(words[first].text):
        return None
    if first >= last or (noun_sense(words[first].text) and last - first == 1):
        return None
    if words[first].text.lower() in surnames:
        return NameSpan(first, first + 1, "person")
    # "Secretary of State Hillary Clinton"
    of_place = first > 0 and words[first - 1].text == "of" and last - first > 2
    if of_place and is_given_name(words[first + 1].text) and not is_given_name(words[first].text):
        first += 1
    given = is_given_name(words[first].text) or _after_role(parse, first)
    given = given and 2 <= last - first <= 4
    if given or (is_honorific(words[first].text) and last - first >= 2):
        return NameSpan(first, last, "person")
    if words[first].deprel.split(":")[0] in ("nsubj", "obl", "nmod", "obj", "root"):
        return NameSpan(first, last, None)
    return None


def _after_role(parse: Parse, first: int) -> bool:
    """Whether a role noun in lower case stands right before: "star Dascha Polanco"."""
    if first == 0 or not same_line(parse, first - 1, first):
        return False
    word = parse.words[first - 1]
    sense = noun_sense(word.lemma) if word.xpos == "NN" else None
    return sense is not None and sense.kind == "person"


def _surnames(parse: Parse) -> frozenset[str]:
    """Last words of all names that are labelled as persons more often than not."""
    count: Counter[str] = Counter()
    for entity in parse.entities:
        kind = _KINDS.get(entity.label)
        last = min(entity.last, len(parse.words))
        if kind in (None, "other") or entity.first >= last:
            continue
        first, end = trimmed(parse, entity.first, last)
        if end > first:
            count[parse.words[end - 1].text.lower()] += 1 if kind == "person" else -1
    return frozenset(word for word, n in count.items() if n > 0 and len(word) > 2)


def _whole(parse: Parse, span: NameSpan, taken: set[int]) -> NameSpan:
    """A person's name with initials before it and "Jr." behind."""
    if span.kind != "person":
        return span
    first = initials_start(parse, span.first, taken)
    return attrs.evolve(span, first=first, last=suffix_end(parse, span.last))


def find_name_spans(parse: Parse) -> list[NameSpan]:
    """All names of a document, each once, in no particular order.

    Args:
        parse: any parse; entities help, nothing is required.
    """
    spans: list[NameSpan] = []
    taken: set[int] = set()
    labelled = [NameSpan(first, last, "person") for first, last in joined_names(parse)]
    labelled.extend(_labelled(parse))
    dated = {i for i, entity in parse.entity_at.items() if entity.label not in _KINDS}
    # A title-case headline may be labelled as one work; the persons in it come first.
    for span in sorted(labelled, key=lambda span: span.kind == "other"):
        words = range(span.first, span.last)
        if not any(i in taken for i in words):
            spans.append(span)
            taken.update(words)
    spans = [_whole(parse, span, taken) for span in spans]
    taken.update(i for span in spans for i in range(span.first, span.last))
    spans.extend(_missed(parse, taken | dated, dated, _surnames(parse)))
    return spans


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
