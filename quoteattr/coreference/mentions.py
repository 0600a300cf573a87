"""Mentions in a parse: names (with the recognizer's slips repaired), descriptions, pronouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal

import attrs

from quoteattr.lexicon import read_table
from quoteattr.model import Gender, MentionType, SpeakerKind
from quoteattr.names import (
    Name,
    honorific_gender,
    is_given_name,
    is_honorific,
    noun_sense,
    place_of,
    split_name,
    title_noun,
)
from quoteattr.syntax import Parse, Word

if TYPE_CHECKING:
    from quoteattr.coreference.entities import Participant

__all__ = ["Pronoun", "Reference", "find_references", "pronoun_of", "role_of"]

Determination = Literal["definite", "possessive", "indefinite", "bare"]
Role = Literal["subject", "object", "possessive", "other"]

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
_PREMODIFIERS = frozenset({"compound", "flat", "amod", "nmod:desc", "goeswith", "fixed", "nummod"})
_INNER = frozenset({"compound", "flat", "nmod:desc", "goeswith", "fixed"})
_LONGEST_NAME = 12
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "such"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "any", "many", "several", "no"})


@attrs.frozen
class Pronoun:
    """A row of the pronoun table."""

    form: str
    person: int
    number: str
    gender: str
    use: str


@attrs.define(eq=False)
class Reference:
    """One mention: words ``first`` to ``last`` (exclusive) around ``head``."""

    first: int
    last: int
    head: int
    form: MentionType
    lemma: str
    sentence: int
    role: Role
    plural: bool = False
    kind: SpeakerKind | None = None
    gender: Gender | None = None
    name: Name | None = None
    label: str = ""
    pronoun: Pronoun | None = None
    determination: Determination = "bare"
    modifiers: frozenset[str] = frozenset()
    place: str | None = None
    owner: int | None = None
    quoted: bool = False
    entity: Participant | None = None
    sure: bool = True
    evidence: str = ""


@cache
def _pronouns() -> dict[str, Pronoun]:
    return {
        form: Pronoun(form, int(person), number, gender, use)
        for form, person, number, gender, use in read_table("pronouns.tsv")
    }


def pronoun_of(word: Word) -> Pronoun | None:
    """The pronoun that a word is, None for other words and for "that" as a conjunction."""
    found = _pronouns().get(word.text.lower())
    if found is None:
        return None
    if found.use in ("relative", "demonstrative", "indefinite") and word.upos in ("SCONJ", "ADV"):
        return None
    if found.use == "indefinite" and word.deprel.split(":")[0] in ("det", "advmod", "nummod", "cc"):
        return None
    return None if word.deprel == "det" else found


def role_of(parse: Parse, index: int) -> Role:
    """Grammatical role of the noun phrase that a word heads."""
    word = parse.words[index]
    for _ in range(4):
        relation = word.deprel.split(":")[0]
        if relation in ("nsubj", "csubj"):
            return "subject"
        if relation in ("obj", "iobj"):
            return "object"
        if word.deprel == "nmod:poss":
            return "possessive"
        if relation in ("conj", "appos", "flat", "compound", "nmod:desc") and word.head >= 0:
            word = parse.words[word.head]
            continue
        break
    return "other"


# --- names -------------------------------------------------------------------------------------


def _trim(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """An entity without possessive, punctuation, determiner and stray words at its edges."""
    words = parse.words
    while last > first and (
        words[last - 1].xpos == "POS"
        or words[last - 1].upos in ("PUNCT", "ADP", "CCONJ", "AUX", "SCONJ", "PART")
    ):
        last -= 1
    while first < last and (
        words[first].upos in ("PUNCT", "ADP", "CCONJ", "AUX", "PRON", "SCONJ")
        or words[first].text.lower() in ("a", "an")
        or words[first].text == "the"
    ):
        first += 1
    return first, last


def _person_cuts(parse: Parse, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The names in a person entity: split at "and", a bracket, a comma or a verb."""
    start = first
    for i in range(first, last):
        word = parse.words[i]
        ends = word.upos in ("CCONJ", "PUNCT", "AUX") and word.text not in (".", "-", "’", "'")
        ends = ends or (word.upos == "VERB" and i > first)
        if ends:
            if i > start:
                yield _trim(parse, start, i)
            start = i + 1
            if word.upos in ("VERB", "AUX") or word.text in "([":
                return
    if start < last:
        yield _trim(parse, start, last)


def _extend(parse: Parse, first: int, last: int, taken: set[int]) -> int:
    """The end of a person's name with capitalized flat parts that the recognizer left out."""
    words = parse.words
    while (
        last < len(words)
        and last - first < _LONGEST_NAME
        and last not in taken
        and words[last].text[:1].isupper()
        and words[last].deprel in ("flat", "flat:name")
        and first <= words[last].head < last
    ):
        last += 1
    return last


def _head_within(parse: Parse, first: int, last: int) -> int:
    for i in range(first, last):
        if not first <= parse.words[i].head < last:
            return i
    return first


def _spelled(parse: Parse, first: int, last: int) -> str:
    return parse.text[parse.words[first].start : parse.words[last - 1].end]


def _entity_names(parse: Parse) -> Iterator[tuple[int, int, str]]:
    taken = set(parse.entity_at)
    for entity in parse.entities:
        if entity.label not in _KINDS:
            continue
        last = min(entity.last, len(parse.words))
        if entity.first >= last or last - entity.first > _LONGEST_NAME:
            continue
        if _KINDS[entity.label] == "person":
            for first, end in _person_cuts(parse, entity.first, last):
                if first < end:
                    yield first, _extend(parse, first, end, taken), entity.label
        else:
            first, end = _trim(parse, entity.first, last)
            verbs = any(parse.words[i].upos in ("VERB", "AUX") for i in range(first, end))
            if first < end and not (entity.label == "MISC" and verbs):
                yield first, _extend(parse, first, end, taken), entity.label


def _is_proper(word: Word) -> bool:
    return word.upos == "PROPN" and word.text[:1].isupper() and any(map(str.isalpha, word.text))


def _missed_names(
    parse: Parse, taken: set[int], known: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    """Runs of proper nouns without a label that the article or a gazetteer shows to be names."""
    words = parse.words
    i = 0
    while i < len(words):
        if i in taken or not (_is_proper(words[i]) or words[i].text.lower() in known):
            i += 1
            continue
        end = i + 1
        while (
            end < len(words)
            and end not in taken
            and _is_proper(words[end])
            and words[end].sentence == words[i].sentence
        ):
            end += 1
        yield from _named_run(parse, i, end, known)
        i = end


def _named_run(
    parse: Parse, first: int, last: int, known: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    words = parse.words
    while first < last and (noun_sense(words[first].text) and not is_given_name(words[first].text)):
        first += 1
    if first >= last:
        return
    if words[first].text.lower().rstrip(".") in known and not words[first].text.islower():
        end = first + 1
        yield first, end, "PERSON"
        return
    given = is_given_name(words[first].text) and 2 <= last - first <= 4
    if given or (is_honorific(words[first].text) and last - first >= 2):
        yield first, last, "PERSON"
    elif words[first].deprel.split(":")[0] in ("nsubj", "obl", "nmod", "obj", "root"):
        yield first, last, ""


def _person_words(parse: Parse) -> frozenset[str]:
    """Last words of all names that are labelled as persons, in lower case."""
    count: Counter[str] = Counter()
    for entity in parse.entities:
        kind = _KINDS.get(entity.label)
        last = min(entity.last, len(parse.words))
        if kind is None or entity.first >= last:
            continue
        _, end = _trim(parse, entity.first, last)
        word = parse.words[end - 1].text.lower() if end > entity.first else ""
        count[word] += 1 if kind == "person" else -1
    return frozenset(word for word, n in count.items() if n > 0 and len(word) > 2)


def _with_title(parse: Parse, first: int) -> int:
    """First word of the titles that stand before a name: "White House Press Secretary"."""
    words = parse.words
    start = first
    i = first - 1
    sentence = words[first].sentence
    while i >= 0 and first - i <= 8 and words[i].sentence == sentence:
        word = words[i]
        if word.text == "." and i > 0 and words[i].start == words[i - 1].end:
            i -= 1
            continue
        if _is_title(word):
            start = i
        elif not _may_precede_title(word, start == first):
            break
        i -= 1
    if start == first:
        return first
    return _title_modifiers(parse, start)


def _is_title(word: Word) -> bool:
    if word.upos in ("PUNCT", "VERB", "AUX", "ADP", "PRON", "DET"):
        return False
    if is_honorific(word.text):
        return word.text[:1].isupper()
    sense = noun_sense(word.lemma) or noun_sense(word.text)
    return sense is not None and sense.kind == "person" and word.xpos not in ("NNS", "NNPS")


def _may_precede_title(word: Word, first_step: bool) -> bool:
    """Whether a title may still follow to the left: "[Secretary] of State"."""
    if first_step:
        return word.upos == "PROPN" and word.text[:1].isupper()
    return word.upos in ("PROPN", "ADP") and (word.upos == "PROPN" or word.text.lower() == "of")


def _title_modifiers(parse: Parse, start: int) -> int:
    words = parse.words
    i = start - 1
    while i >= 0 and start - i <= 5 and words[i].sentence == words[start].sentence:
        word = words[i]
        if word.upos not in ("PROPN", "ADJ", "NOUN") or not (
            word.deprel.split(":")[0] in ("compound", "amod", "flat", "nmod") or _is_proper(word)
        ):
            break
        if word.xpos in ("NNS", "NNPS") and not _is_proper(word):
            break
        start = i
        i -= 1
    return start


def _name_references(parse: Parse) -> Iterator[Reference]:
    spans = list(_entity_names(parse))
    taken = {i for first, last, label in spans for i in range(first, last) if label != "MISC"}
    spans = [span for span in spans if span[2] != "MISC"] + [
        span
        for span in spans
        if span[2] == "MISC" and not any(i in taken for i in range(span[0], span[1]))
    ]
    taken |= {i for first, last, _ in spans for i in range(first, last)}
    spans.extend(_missed_names(parse, taken, _person_words(parse)))
    for first, last, label in spans:
        yield _name_reference(parse, first, last, label)


def _name_reference(parse: Parse, first: int, last: int, label: str) -> Reference:
    head = _head_within(parse, first, last)
    kind = _KINDS.get(label)
    name = split_name(_spelled(parse, first, last))
    start = first
    if kind in ("person", None) or is_given_name(parse.words[first].text):
        start = _with_title(parse, first)
        title = _spelled(parse, start, first) if start < first else ""
        if title.strip():
            name = attrs.evolve(
                name,
                titles=(" ".join(title.split()), *name.titles),
                gender=_title_gender(title) or name.gender,
            )
    word = parse.words[head]
    return Reference(
        first=start,
        last=last,
        head=head,
        form="name",
        lemma=name.tokens[-1] if name.tokens else word.text.lower(),
        sentence=word.sentence,
        role=role_of(parse, head),
        plural=label == "NORP" or word.xpos == "NNPS",
        kind=kind,
        gender=name.gender,
        name=name,
        label=label,
    )


def _title_gender(title: str) -> Gender | None:
    for word in reversed(title.split()):
        gender = honorific_gender(word)
        if gender:
            return gender
        sense = noun_sense(word)
        if sense:
            return sense.gender
    return None


# --- descriptions and pronouns -----------------------------------------------------------------


def _determination(parse: Parse, head: int) -> tuple[Determination, int | None]:
    for kid in parse.children[head]:
        word = parse.words[kid]
        if word.deprel == "nmod:poss":
            return "possessive", kid
        if word.deprel.split(":")[0] == "det":
            lower = word.text.lower()
            if lower in _DEFINITE:
                return "definite", None
            if lower in _INDEFINITE:
                return "indefinite", None
    return "bare", None


def nominal_reference(parse: Parse, head: int) -> Reference:
    """The reference of a common-noun phrase: its head with what stands before it."""
    words = parse.words
    word = words[head]
    first = head
    while first > 0:
        left = words[first - 1]
        top = left
        for _ in range(4):
            if top.index == head or top.head < 0 or top.head == head:
                break
            top = words[top.head]
        if left.sentence != word.sentence or top.head != head or left.deprel == "case":
            break
        if top.deprel in ("acl:relcl", "appos", "conj", "punct", "case", "cc", "advmod", "cop"):
            break
        first -= 1
    determination, owner = _determination(parse, head)
    modifiers = frozenset(
        words[i].lemma.lower()
        for i in range(first, head)
        if words[i].upos in ("ADJ", "NOUN", "PROPN", "NUM") and i != owner
    )
    lemma = title_noun(word.lemma.lower() if word.lemma else word.text.lower())
    sense = noun_sense(lemma) or noun_sense(word.text)
    plural = word.xpos in ("NNS", "NNPS")
    kind: SpeakerKind | None = sense.kind if sense else None
    if kind == "person" and plural:
        kind = "group"
    return Reference(
        first=first,
        last=head + 1,
        head=head,
        form="nominal",
        lemma=lemma,
        sentence=word.sentence,
        role=role_of(parse, head),
        plural=plural,
        kind=kind,
        gender=sense.gender if sense else None,
        determination=determination,
        modifiers=modifiers,
        place=phrase_place(parse, first, head),
        owner=owner,
    )


def phrase_place(parse: Parse, first: int, last: int) -> str | None:
    """The country that words of a phrase name: "Russian", "White House", "U.S."."""
    for i in range(first, last):
        word = parse.words[i]
        if not word.text[:1].isupper():
            continue
        pair = f"{word.text} {parse.words[i + 1].text}" if i + 1 < last else ""
        found = (place_of(pair) if pair else None) or place_of(word.text)
        if found:
            return found
    return None


def pronoun_reference(parse: Parse, head: int, pronoun: Pronoun) -> Reference:
    """The reference of a pronoun."""
    word = parse.words[head]
    kinds: dict[str, SpeakerKind | None] = {"male": "person", "female": "person"}
    genders: dict[str, Gender] = {"male": "male", "female": "female"}
    return Reference(
        first=head,
        last=head + 1,
        head=head,
        form="pronoun",
        lemma=pronoun.form,
        sentence=word.sentence,
        role="possessive" if pronoun.use == "possessive" else role_of(parse, head),
        plural=pronoun.number == "plural",
        kind=kinds.get(pronoun.gender),
        gender=genders.get(pronoun.gender),
        pronoun=pronoun,
    )


def find_references(parse: Parse) -> list[Reference]:
    """All mentions of possible speakers, in text order; one for a head word.

    Args:
        parse: any parse; entities help, nothing is required.
    """
    by_head: dict[int, Reference] = {}
    inside: set[int] = set()
    for reference in _name_references(parse):
        if reference.head not in by_head and reference.name and reference.name.tokens:
            by_head[reference.head] = reference
            inside.update(range(reference.first, reference.last))
    for word in parse.words:
        if word.index in inside:
            continue
        pronoun = pronoun_of(word)
        if pronoun is not None:
            by_head[word.index] = pronoun_reference(parse, word.index, pronoun)
            continue
        heads = word.upos in ("NOUN", "PROPN") and word.deprel not in _INNER
        if heads and (noun_sense(word.lemma) or noun_sense(word.text)):
            by_head[word.index] = nominal_reference(parse, word.index)
    return [by_head[head] for head in sorted(by_head)]
