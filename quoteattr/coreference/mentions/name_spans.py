"""Where names stand: the recognizer's entities with their slips repaired, and names it missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from quoteattr.coreference.mentions.name_joins import initials_start, joined_names, suffix_end
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
from quoteattr.syntax import Parse
from quoteattr.words.names import is_given_name, is_honorific, noun_sense, place_of

__all__ = ["NameSpan", "find_name_spans"]

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
