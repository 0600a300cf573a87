"""Mentions in a parse: names (with the recognizer's slips repaired), descriptions, pronouns."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import attrs

from quoteattr.coreference.name_spans import NameSpan, find_name_spans, title_start
from quoteattr.lexicon import read_table
from quoteattr.model import Gender, MentionType, SpeakerKind
from quoteattr.names import (
    Name,
    given_name_gender,
    honorific_gender,
    is_given_name,
    is_title_modifier,
    noun_sense,
    place_of,
    press_words,
    split_name,
    title_noun,
)
from quoteattr.syntax import Parse, Word

if TYPE_CHECKING:
    from quoteattr.coreference.entities import Participant

__all__ = ["Pronoun", "Reference", "find_references", "pronoun_of", "role_of"]

Determination = Literal["definite", "possessive", "indefinite", "bare"]
Role = Literal["subject", "object", "possessive", "other"]

_CAMPAIGN = frozenset({"campaign", "camp", "team"})
_INNER = frozenset({"compound", "flat", "nmod:desc", "goeswith", "fixed"})
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
    hint: SpeakerKind | None = None
    is_place: bool = False
    pronoun: Pronoun | None = None
    determination: Determination = "bare"
    modifiers: frozenset[str] = frozenset()
    place: str | None = None
    owner: int | None = None
    quoted: bool = False
    reported: bool = False
    entity: Participant | None = None
    sure: bool = True
    silent: bool = False
    read: bool = False
    probability: float = 1.0
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


# --- names ---------------------------------------------------------------------------------------


def _name_reference(parse: Parse, span: NameSpan, barred: frozenset[int]) -> Reference:
    first, last = span.first, span.last
    head = _head_within(parse, first, last)
    name = split_name(_spelled(parse, first, last))
    start = first
    if span.kind in ("person", None) or is_given_name(parse.words[first].text):
        start = title_start(parse, first, barred)
        title = _title(parse, start, first)
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
        plural=span.kind == "group" or word.xpos == "NNPS",
        kind=span.kind,
        gender=name.gender,
        name=name,
        hint=_hint(parse, start, first, head),
        determination="definite" if _after_the(parse, start) else "bare",
        is_place=span.place,
    )


def _title(parse: Parse, start: int, first: int) -> str:
    """The titles before a name, without adjectives that are no part of them ("moderate")."""
    while (
        start < first
        and parse.words[start].upos == "ADJ"
        and (parse.words[start].text.islower() and not is_title_modifier(parse.words[start].text))
    ):
        start += 1
    return _spelled(parse, start, first) if start < first else ""


def _head_within(parse: Parse, first: int, last: int) -> int:
    for i in range(first, last):
        if not first <= parse.words[i].head < last:
            return i
    return first


def _spelled(parse: Parse, first: int, last: int) -> str:
    return parse.text[parse.words[first].start : parse.words[last - 1].end]


def _after_the(parse: Parse, first: int) -> bool:
    return first > 0 and parse.words[first - 1].text.lower() == "the"


def _hint(parse: Parse, start: int, first: int, head: int) -> SpeakerKind | None:
    """The kind that a common noun beside a name gives away: "the news agency RIA Novosti"."""
    words = parse.words
    beside: list[Word] = []
    if start == first > 0 and words[first - 1].upos == "NOUN":
        beside.append(words[first - 1])
    beside.extend(words[i] for i in parse.children[head] if words[i].deprel == "appos")
    governor = words[head].head
    if governor >= 0 and words[head].deprel == "appos":
        beside.append(words[governor])
    for word in beside:
        sense = noun_sense(word.lemma) if word.upos == "NOUN" else None
        if sense and word.xpos != "NNS" and word.sentence == words[head].sentence:
            return sense.kind
    return None


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


def _named_body(parse: Parse, reference: Reference) -> Reference:
    """A body called after a name is named itself: "the Trump campaign", "Tulsa police"."""
    words = parse.words
    head = words[reference.head]
    if (
        head.upos == "PROPN"
        and head.text.lower() in press_words()
        and _after_the(parse, head.index)
    ):
        reference.name = split_name(head.text)
        reference.form, reference.kind = "name", "organization"
        return reference
    named = [
        kid
        for kid in parse.children[reference.head]
        if words[kid].upos == "PROPN"
        and words[kid].deprel in _INNER
        and reference.first <= kid < reference.head
        and words[kid].text[:1].isupper()
    ]
    if reference.kind != "organization" or reference.plural or not named:
        return reference
    name = split_name(_spelled(parse, named[0], reference.head + 1))
    tokens = (*name.tokens[:-1], "campaign") if reference.lemma in _CAMPAIGN else name.tokens
    reference.name = attrs.evolve(name, tokens=tokens, titles=(), gender=None)
    reference.form = "name"
    return reference


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
    spans = find_name_spans(parse)
    full = [span for span in spans if span.kind == "person" and span.last - span.first > 1]
    barred = frozenset(i for span in full for i in range(span.first, span.last))
    for span in spans:
        reference = _name_reference(parse, span, barred)
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
            by_head[word.index] = _named_body(parse, nominal_reference(parse, word.index))
    found = [by_head[head] for head in sorted(by_head)]
    _share_surnames(parse, found)
    return found


def _share_surnames(parse: Parse, references: list[Reference]) -> None:
    """Give the surname to both: "James and Olive Meehan"."""
    for left, right in pairwise(r for r in references if r.name):
        if left.name is None or right.name is None or right.first != left.last + 1:
            continue
        tokens = right.name.tokens
        fits = len(left.name.tokens) == 1 and len(tokens) == 2 and right.kind == "person"
        if (
            fits
            and parse.words[left.last].text.lower() in ("and", "&")
            and not right.name.titles
            and is_given_name(left.name.text)
            and is_given_name(tokens[0])
        ):
            surname = right.name.text.split()[-1]
            gender = left.gender or given_name_gender(left.name.text)
            left.name = attrs.evolve(
                left.name,
                text=f"{left.name.text} {surname}",
                tokens=(left.name.tokens[0], tokens[-1]),
                gender=gender,
            )
            left.gender = gender
            left.kind = "person"
