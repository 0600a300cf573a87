"""Mentions in a parse: names, descriptions, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from quoteattr.coreference.mentions.ages import is_age
from quoteattr.coreference.mentions.names import (
    name_mentions,
    with_shared_surnames,
)
from quoteattr.coreference.mentions.repairs import PLACES
from quoteattr.coreference.mentions.tokens import (
    after_the,
    hyphenated_noun,
    hyphenated_start,
    in_law,
    office_and_modifiers,
    spelled_words,
    whole_noun,
)
from quoteattr.coreference.records import (
    Determination,
    Mention,
    Pronoun,
    pronoun_of,
    role_of,
)
from quoteattr.model import Gender, SpeakerKind
from quoteattr.syntax import Entity, Parse, Word
from quoteattr.words.names import noun_sense, place_of, split_name, title_noun
from quoteattr.words.nouns import demonym_nouns

__all__ = ["PAIRS", "find_mentions", "nominal_mention", "phrase_place", "pronoun_mention"]

PAIRS = frozenset({"pair", "duo", "couple"})
"""Nouns for two."""

_TWO = frozenset({"two", "2", "both"})
_CAMPAIGN = frozenset({"campaign", "camp", "team"})
_INNER = frozenset({"compound", "flat", "nmod:desc", "goeswith", "fixed"})
_OUTSIDE = frozenset({"acl:relcl", "appos", "conj", "punct", "case", "cc", "advmod", "cop"})
_PEOPLES = re.compile(r"(?<!Cze)ch$|(?:sh|ese|ss)$")
_MAN = re.compile(r"(?:wo)?man$")
_GENDERS: Mapping[str, Gender] = {"male": "male", "female": "female"}
_WORDS_OF_NATIONALITY = 2  # "South African"
_ONE_OF_THEM = frozenset({"a", "an", "another"})
_BEFORE_ONE = _ONE_OF_THEM | {"the"}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "such"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "any", "many", "several", "no"})


def _determination(parse: Parse, head: int) -> tuple[Determination, int | None]:
    for kid in parse.children[head]:
        word = parse.words[kid]
        if word.deprel == "nmod:poss":
            return "possessive", kid
        if parse.main_relations[kid] == "det":
            lower = word.text.lower()
            if lower in _DEFINITE:
                return "definite", None
            if lower in _INDEFINITE:
                return "indefinite", None
        elif word.deprel == "nummod" and word.text.lower() == "one":
            return "indefinite", None
    alone = parse.words[head].text == "counsel" and parse.words[head].deprel == "nsubj"
    return ("definite" if alone else "bare"), None  # courts leave out the article of counsel


def _lemma(parse: Parse, head: int) -> str:
    """The lemma of a noun; of "ex-wife" in two tokens, "ex" and "-wife", that of the wife.

    "President-elect" is one word, though the parser splits it in three.
    """
    word = parse.words[head]
    start = hyphenated_start(parse, head)
    if word.text.lower() == "elect" and start < head:
        return spelled_words(parse, start, head + 1).lower()
    if word.text.lower() == "ex" and head + 1 < len(parse.words):
        after = parse.words[head + 1]
        if after.start == word.end and after.text.startswith("-") and len(after.text) > 1:
            return after.text[1:].lower()
    return whole_noun(parse, head).lower()


def _phrase_start(parse: Parse, head: int) -> int:
    """The first of the words before a noun that belong to its phrase."""
    words = parse.words
    first = head
    while first > 0:
        left = words[first - 1]
        top = left
        for _ in range(4):
            if top.index == head or top.head < 0 or top.head == head:
                break
            top = words[top.head]
        if left.sentence != words[head].sentence or top.head != head or left.deprel == "case":
            break
        if top.deprel in _OUTSIDE:
            break
        first -= 1
    return first


def nominal_mention(parse: Parse, head: int) -> Mention:
    """The mention of a common-noun phrase: its head with the words before it."""
    words = parse.words
    word = words[head]
    first = min(_phrase_start(parse, head), hyphenated_start(parse, head))
    last = max((head, *in_law(parse, head))) + 1
    determination, owner = _determination(parse, head)
    whole = hyphenated_noun(parse, head) is not None
    before = words[first : hyphenated_start(parse, head) if whole else head]
    modifiers = frozenset(
        w.lemma.lower()
        for w in before
        if w.upos in ("ADJ", "NOUN", "PROPN", "NUM") and w.index != owner
    )
    lemma, modifiers = office_and_modifiers(title_noun(_lemma(parse, head)), modifiers)
    sense = noun_sense(lemma) or noun_sense(word.text)
    # "Republicans" is often tagged as one name.
    several = word.text.lower() == f"{lemma}s" and word.upos in ("NOUN", "PROPN")
    plural = several or word.xpos in ("NNS", "NNPS") or word.upos in ("NUM", "DET", "ADJ")
    kind: SpeakerKind | None = sense.kind if sense else None
    if (kind is None or lemma == "number") and _is_somebody(parse, first, head, lemma):
        kind = "person"
    if is_age(lemma, modifiers) and not word.text.lower().endswith("s"):
        kind, plural = "person", False  # the tagger takes "the 31-year-old" for an adjective
    if kind == "person" and plural:
        kind = "group"
    return Mention(
        first=first,
        last=last,
        head=head,
        form="nominal",
        lemma=lemma,
        sentence=word.sentence,
        role=role_of(parse, head),
        plural=plural,
        pair=determination != "indefinite" and _is_pair(parse, lemma, first, head + 1),
        kind=kind,
        gender=sense.gender if sense else None,
        determination=determination,
        modifiers=modifiers,
        proper=frozenset(w.lemma.lower() for w in before if w.upos == "PROPN"),
        place=phrase_place(parse, first, head),
        owner=owner,
    )


def _is_somebody(parse: Parse, first: int, head: int, lemma: str) -> bool:
    """Whether the words before an unknown noun show a person: "the former India stumper".

    So do those of "the 39-year-old cleaner" and "the world number two".
    """
    before = [word.text.lower() for word in parse.words[first:head]]
    if lemma == "number":
        return "world" in before
    aged = "year-old" in "".join(before)
    return aged or ("former" in before and lemma.endswith(("er", "or")))


def _is_pair(parse: Parse, lemma: str, first: int, last: int) -> bool:
    """Whether a phrase counts two: "the two men", "the pair", but no "pair of editorials"."""
    if lemma in PAIRS:
        return last >= len(parse.words) or parse.words[last].text.lower() != "of"
    return any(word.text.lower() in _TWO for word in parse.words[first:last])


def _is_pair_alone(parse: Parse, index: int) -> bool:
    """Whether a pronoun counts two: "both said", "both of them said".

    Not "which both oppose", "both of whom" and "both of Trump's rivals".
    """
    words = parse.words
    if words[index].text.lower() not in _TWO or (index and words[index - 1].upos == "PRON"):
        return False
    after = [word.text.lower() for word in words[index + 1 : index + 3]]
    return after[:1] != ["of"] or after == ["of", "them"]


def _is_law_of_kin(parse: Parse, word: Word) -> bool:
    """Whether a word is the "law" of "sister-in-law", and the sister heads it."""
    split = in_law(parse, word.index)
    within = bool(split) and word.index == split[-1]
    return within and parse.words[split[0]].deprel not in _INNER


def _is_part_of_body(parse: Parse, word: Word) -> bool:
    """Whether a word is the head that somebody shakes: "her head", not "her department head"."""
    if word.lemma.lower() != "head":
        return False
    kids = [parse.words[kid] for kid in parse.children[word.index]]
    owned = any(kid.xpos == "PRP$" for kid in kids)
    return owned and not any(kid.deprel in _INNER or kid.deprel == "nmod" for kid in kids)


def _named_body(parse: Parse, mention: Mention) -> Mention:
    """A body called after a name is named itself: "the Trump campaign", "Tulsa police"."""
    words = parse.words
    named = [
        kid
        for kid in parse.children[mention.head]
        if words[kid].upos == "PROPN"
        and words[kid].deprel in _INNER
        and mention.first <= kid < mention.head
        and words[kid].text[:1].isupper()
    ]
    if mention.kind != "organization" or mention.plural or not named:
        return mention
    name = split_name(spelled_words(parse, named[0], mention.head + 1))
    tokens = (*name.tokens[:-1], "campaign") if mention.lemma in _CAMPAIGN else name.tokens
    name = attrs.evolve(name, tokens=tokens, titles=(), gender=None)
    return attrs.evolve(mention, name=name, form="name")


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


def pronoun_mention(parse: Parse, head: int, pronoun: Pronoun) -> Mention:
    """The mention of a pronoun."""
    word = parse.words[head]
    gender = _GENDERS.get(pronoun.gender)
    return Mention(
        first=head,
        last=head + 1,
        head=head,
        form="pronoun",
        lemma=pronoun.form,
        sentence=word.sentence,
        role="possessive" if pronoun.use == "possessive" else role_of(parse, head),
        plural=pronoun.number == "plural",
        pair=_is_pair_alone(parse, head),
        kind=None if gender is None else "person",
        gender=gender,
        pronoun=pronoun,
    )


def _compatriots(parse: Parse) -> Iterator[Mention]:
    """The persons who are called by their nationality: "the Italian said", "a Finn said"."""
    for entity in parse.entities:
        country = _country_of(parse, entity)
        if country is not None:
            yield _compatriot(parse, entity.last - 1, country)
    countries = demonym_nouns()
    for word in parse.words:
        noun = word.text.lower()
        if noun in countries and _is_compatriot(parse, word):
            yield _compatriot(parse, word.index, countries[noun])


def _country_of(parse: Parse, entity: Entity) -> str | None:
    """The country of one person's nationality: "Another Kenyan said", not "the Italian bank".

    None for peoples ("the French", but not "the 30-year-old Japanese") and for places ("the
    Vatican said").
    """
    word = parse.words[entity.last - 1]
    if entity.label != "NORP" or entity.last - entity.first > _WORDS_OF_NATIONALITY:
        return None
    start = min(entity.first, _phrase_start(parse, word.index))
    article = "the" if after_the(parse, entity.first) else parse.words[start].text.lower()
    if word.deprel != "nsubj" or article not in _BEFORE_ONE or not _is_one(parse, word):
        return None
    before = "".join(w.text.lower() for w in parse.words[start : entity.first])
    one = article in _ONE_OF_THEM or "year-old" in before
    if _PEOPLES.search(word.text) and not one:
        return None
    name = spelled_words(parse, entity.first, entity.last)
    return place_of(name) or place_of(_MAN.sub("", name)) or demonym_nouns().get(name.lower())


def _is_compatriot(parse: Parse, word: Word) -> bool:
    """Whether a noun for somebody from a country describes one person: "the Finn", "another Finn".

    It is no part of a name or of the name of a body: "Dane Cook", "the Basque government". Nor is
    it "the Pole" that somebody reaches.
    """
    label = parse.entity_at.get(word.index)
    if label is not None and label.last > word.index + 1:
        return False
    place = label is not None and label.label in PLACES and word.deprel != "nsubj"
    if place or word.deprel in _INNER or word.deprel == "amod" or not _is_one(parse, word):
        return False
    return parse.words[_phrase_start(parse, word.index)].text.lower() in _BEFORE_ONE


def _is_one(parse: Parse, word: Word) -> bool:
    """Whether a capitalized word is in the singular, and no name goes on with it."""
    several = word.xpos in ("NNS", "NNPS") and word.text.endswith("s")
    names = any(parse.words[kid].deprel == "flat" for kid in parse.children[word.index])
    return word.text[:1].isupper() and not (several or names)


def _compatriot(parse: Parse, head: int, country: str | None) -> Mention:
    """The Italian, as a description of one person."""
    mention = nominal_mention(parse, head)
    return attrs.evolve(
        mention, kind="person", plural=False, proper=frozenset({mention.lemma}), place=country
    )


def find_mentions(parse: Parse, known: Mapping[str, Sequence[str]] | None = None) -> list[Mention]:
    """All mentions of possible speakers, in text order; one for a head word.

    Args:
        parse: any parse; entities help, nothing is required.
        known: names of persons as the caller writes them, by their first words.
    """
    by_head = {mention.head: mention for mention in _compatriots(parse)}
    inside = set(by_head)
    for mention in name_mentions(parse, known):
        written = mention.name is None or mention.name.tokens
        if mention.head not in by_head and written:
            by_head[mention.head] = mention
            inside.update(range(mention.first, mention.last))
    for word in parse.words:
        if word.index in inside:
            continue
        pronoun = pronoun_of(word)
        if pronoun is not None:
            by_head[word.index] = pronoun_mention(parse, word.index, pronoun)
            continue
        heads = word.upos in ("NOUN", "PROPN") and word.deprel not in _INNER
        heads = heads and bool(noun_sense(whole_noun(parse, word.index)) or noun_sense(word.text))
        if heads and not (_is_law_of_kin(parse, word) or _is_part_of_body(parse, word)):
            by_head[word.index] = _named_body(parse, nominal_mention(parse, word.index))
    return with_shared_surnames(parse, [by_head[head] for head in sorted(by_head)])
