"""Bodies that are shown by the words beside their names: a noun before, "Ltd" at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import attrs

from quoteattr.coreference.mentions.repairs import NameSpan
from quoteattr.coreference.mentions.tokens import is_proper, is_role, same_line, spelled_words
from quoteattr.coreference.records import Mention
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import default_lexicon, word_list
from quoteattr.words.names import is_given_name, is_honorific, is_known_body, place_of
from quoteattr.words.nouns import folded, is_common_given_name

__all__ = ["apposed_names", "bodies_beside_nouns", "bodies_of_founders", "firms_of_partners"]

_NOUNS = word_list("nouns beside names of bodies")
_OF_BOTH = word_list("nouns of persons or bodies")  # "the builder, Mark Stone", "Stone & Partners"
_FORMS = word_list("legal forms")
# Verbs of which "it" may be anything: "it takes time", "it will cost jobs".
_IMPERSONAL = word_list("impersonal verbs") | {"cost", "help", "make", "mean", "need", "take"}
_STOPS = frozenset({".", "!", "?", "”", '"', "’"})
_LINKS = frozenset({"a", "for", "of", "our", "the", "to"})  # within "Water for Tomorrow"
_PERSONS = frozenset({"PERSON", "PER"})
_NAMES = frozenset({"PERSON", "PER", "ORG"})
_LONGEST = 7  # words of a name between commas
_TIED = frozenset({"compound", "nmod", "nmod:desc", "flat", "appos"})
_CLOSING = frozenset({",", ".", ")", ";", ":"})


def apposed_names(parse: Parse) -> Iterator[NameSpan]:
    """Names of bodies with a preposition in them: "A charity, Water for Tomorrow, said".

    The recognizer labels parts of them. They fill the place between two commas after the noun.

    Args:
        parse: the document.
    """
    words = parse.words
    for noun, comma in pairwise(words[:-2]):
        if comma.text != "," or noun.xpos == "NNS" or noun.lemma.lower() not in _NOUNS:
            continue
        first = last = comma.index + 1
        while last < len(words) and last - first <= _LONGEST and _is_part(parse, first, last):
            last += 1
        linked = any(words[i].text in _LINKS for i in range(first, last))
        if linked and words[last - 1].text[:1].isupper() and _may_be_name(parse, first, last):
            yield NameSpan(first, last, "organization")


def firms_of_partners(parse: Parse) -> Iterator[NameSpan]:
    """Firms with commas in their names: "Hodge, Jones & Allen said".

    In "Tesco, Marks & Spencer and Aldi" the list goes on, and in "In Leeds, Finch & Sons" the place
    is no partner.

    Args:
        parse: the document.
    """
    words = parse.words
    for ampersand in range(3, len(words) - 1):
        if words[ampersand].text != "&" or not is_proper(words[ampersand + 1]):
            continue
        first, last = ampersand - 1, ampersand + 2
        while _is_partner(parse, first) and words[first - 1].text == ",":
            if not (first > 1 and _is_partner(parse, first - 2)):
                break
            first -= 2
        goes_on = last < len(words) and words[last].text in ("and", "&")
        partners = [words[i].text for i in range(first, last) if words[i].upos == "PROPN"]
        known = is_known_body((folded(words[ampersand - 1].text), "&", folded(partners[-1])))
        if first < ampersand - 1 and not (goes_on or known or all(map(is_given_name, partners))):
            yield NameSpan(first, last, "organization")


def _is_partner(parse: Parse, index: int) -> bool:
    """Whether a word may be a partner's surname: alone, no place and no other body."""
    word, before = parse.words[index], parse.words[index - 1] if index else None
    alone = before is None or not is_proper(before) or is_role(before)
    label = parse.entity_at.get(index)
    place = place_of(word.text) or (label is not None and label.label not in _NAMES)
    return alone and is_proper(word) and not (place or is_known_body((folded(word.text),)))


def _is_part(parse: Parse, first: int, index: int) -> bool:
    """Whether a word may belong to a name that begins with another one."""
    word = parse.words[index]
    return same_line(parse, first, index) and (
        word.text[:1].isupper() or (index > first and word.text in _LINKS)
    )


def _may_be_name(parse: Parse, first: int, last: int) -> bool:
    """Whether words between commas name neither a person nor an office: "Ann Lee of Leeds"."""
    words, label = parse.words, parse.entity_at.get(first)
    person = label is not None and label.label in _PERSONS and label.last - label.first > 1
    titled = is_role(words[first]) or is_honorific(words[first].text)
    closed = last < len(words) and words[last].text == ","
    return closed and not (person or titled)


def bodies_beside_nouns(parse: Parse, names: Sequence[Mention]) -> list[Mention]:
    """Take a name for a body's wherever it is used, if a noun or "Ltd" beside it shows that once.

    "Consultancy Miro Hale said … Miro Hale added"; "Vale Inc" and "Vale".

    Args:
        parse: the document.
        names: its names.
    """
    shown = {_without_form(m) for m in names if _is_shown(parse, m)}
    shown |= _first_words(shown, names)
    return [_as_body(m) if m.kind != "group" and _without_form(m) in shown else m for m in names]


def bodies_of_founders(parse: Parse, names: Sequence[Mention]) -> list[Mention]:
    """Take "Dyson said it would cut jobs" for the firm if Sir James Dyson is named later only.

    News names a person in full first. The later "Mr Dyson", and "Dyson said he", are the person.

    Args:
        parse: the document.
        names: its names.
    """
    persons: dict[str, dict[tuple[str, ...], Mention]] = {}
    acting: set[str] = set()  # lone names of bodies that come before any person of that name
    for mention in sorted(names, key=lambda mention: mention.first):
        tokens = mention.name.tokens if mention.name else ()
        if len(tokens) > 1 and mention.kind == "person":
            persons.setdefault(tokens[-1], {}).setdefault(tokens, mention)
        elif len(tokens) == 1 and tokens[0] not in persons and _is_acting_body(parse, mention):
            acting.add(tokens[0])
    founded = {
        token: next(iter(persons[token].items()))
        for token in acting
        if len(persons.get(token, ())) == 1
    }

    def told_apart(mention: Mention) -> Mention:
        name = mention.name
        if name is None or len(name.tokens) != 1 or name.tokens[0] not in founded:
            return mention
        tokens, person = founded[name.tokens[0]]
        if name.titles or (mention.first > person.first and _is_he_or_she(parse, mention)):
            return attrs.evolve(mention, name=attrs.evolve(name, tokens=tokens), kind="person")
        return _as_body(mention)

    return [told_apart(mention) for mention in names] if founded else list(names)


def _is_acting_body(parse: Parse, mention: Mention) -> bool:
    """Whether a lone name without a title is the subject of "X said it would cut 20 jobs".

    Headlines have surnames of persons as well: they lack the full stop.
    """
    words = parse.words
    pronoun = _pronoun_of_report(parse, mention)
    if pronoun is None or pronoun.text.lower() not in ("it", "its"):
        return False
    if (mention.name and mention.name.titles) or is_common_given_name(mention.lemma):
        return False
    if words[parse.sentences[mention.sentence].last - 1].text not in _STOPS:
        return False
    if pronoun.text.lower() == "its":
        return True
    if pronoun.deprel != "nsubj" or pronoun.head < pronoun.index:
        return False
    verb = words[pronoun.head]
    has_object = any(words[kid].deprel == "obj" for kid in parse.children[verb.index])
    return verb.upos == "VERB" and has_object and verb.lemma not in _IMPERSONAL


def _is_he_or_she(parse: Parse, mention: Mention) -> bool:
    pronoun = _pronoun_of_report(parse, mention)
    return pronoun is not None and pronoun.text.lower() in ("he", "she", "his", "her")


def _pronoun_of_report(parse: Parse, mention: Mention) -> Word | None:
    """The pronoun right after the reporting verb of a name: "it" in "Dyson said that it would"."""
    words, verb = parse.words, parse.words[mention.head].head
    if words[mention.head].deprel != "nsubj" or not 0 < verb - mention.head <= 3:
        return None
    if default_lexicon().verbs.get(words[verb].lemma) is None:
        return None
    after = verb + 1
    if after < len(words) and words[after].text.lower() == "that":
        after += 1
    return words[after] if after < len(words) and words[after].upos == "PRON" else None


def _first_words(shown: AbstractSet[tuple[str, ...]], names: Sequence[Mention]) -> set[tuple[str]]:
    """The first words of bodies that no other full name has: "Brennan" of Brennan Petro."""
    full = {m.name.tokens for m in names if m.name is not None and len(m.name.tokens) > 1}
    bodies = {tokens for tokens in full if tokens in shown}
    others = {token for tokens in full - bodies for token in tokens}
    return {(tokens[0],) for tokens in bodies if tokens[0] not in others}


def _as_body(mention: Mention) -> Mention:
    name = mention.name
    if name is None:
        return mention
    name = attrs.evolve(name, titles=(), gender=None)
    return attrs.evolve(mention, name=name, kind="organization", hint="organization", gender=None)


def _without_form(mention: Mention) -> tuple[str, ...]:
    """The words of a name without "Pvt Ltd"; Mark Finch may be who owns "Mark Finch Ltd"."""
    tokens = mention.name.tokens if mention.name else ()
    size = len(tokens)
    while size > 1 and tokens[size - 1] in _FORMS:
        size -= 1
    return tokens if size < 2 or is_common_given_name(tokens[0]) else tokens[:size]


def _is_shown(parse: Parse, mention: Mention) -> bool:
    """Whether the words in a name or beside it make it a body's."""
    tokens = mention.name.tokens if mention.name else ()
    if len(tokens) > 1 and (tokens[-1] in _FORMS or ("&" in tokens and tokens[0] != "&")):
        return True
    if not tokens or mention.kind not in ("person", "organization", None) or mention.is_place:
        return False
    first = _first_of_name(parse, mention)
    if first < 1 or is_common_given_name(parse.words[first].text):  # "the firm Mark Hale founded"
        return False
    return (
        _noun_right_before(parse, mention, first)
        or _noun_before_comma(parse, mention, first)
        or _has_own_things(parse, mention, first)
    )


def _noun_right_before(parse: Parse, mention: Mention, first: int) -> bool:
    """Whether a noun is before a name and tied to it: "the brokerage Ferncliff"."""
    noun, head = parse.words[first - 1], parse.words[mention.head]
    if noun.lemma.lower() not in _NOUNS or noun.xpos in ("NNS", "NNPS"):
        return False
    if not same_line(parse, first - 1, first):
        return False
    return (noun.head == head.index and noun.deprel in _TIED) or (
        head.head == noun.index and head.deprel in _TIED
    )


def _noun_before_comma(parse: Parse, mention: Mention, first: int) -> bool:
    """Whether a name is between commas after a noun: "A charity, Open Fields, said"."""
    words = parse.words
    if first < 2 or words[first - 1].text != "," or mention.last >= len(words):
        return False
    noun, head = words[first - 2], words[mention.head]
    apposed = head.deprel == "appos" and head.head == noun.index and noun.xpos == "NN"
    closed = words[mention.last].text in _CLOSING
    return apposed and closed and noun.lemma.lower() in _NOUNS


def _has_own_things(parse: Parse, mention: Mention, first: int) -> bool:
    """Whether a broker or builder has its own things: "Broker Abbey Quay cut its view"."""
    words, after = parse.words, mention.last
    if after + 1 >= len(words):
        return False
    before = words[first - 1]
    verb = words[after]
    return (
        before.lemma.lower() in _OF_BOTH
        and verb.upos == "VERB"
        and words[after + 1].text == "its"
        and same_line(parse, first - 1, after + 1)
    )


def _first_of_name(parse: Parse, mention: Mention) -> int:
    """The first word of a name, after its titles."""
    text = mention.name.text if mention.name else ""
    for first in range(mention.first, mention.last):
        if spelled_words(parse, first, mention.last) == text:
            return first
    return mention.first
