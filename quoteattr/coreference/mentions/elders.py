"""Who "the elder Toledo" and "the younger Toledo" are: ages and nouns of kin decide."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, permutations

import attrs

from quoteattr.coreference.mentions.ages import ages_beside
from quoteattr.coreference.mentions.tokens import same_line, whole_noun
from quoteattr.coreference.records import Mention
from quoteattr.model import Gender
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import is_kin, same_person

__all__ = ["elder_and_younger"]

_ELDER, _YOUNGER = frozenset({"elder", "older"}), frozenset({"younger"})
_EITHER = _ELDER | _YOUNGER
_ELDER_KIN = word_list("nouns of elder kin")
_YOUNGER_KIN = word_list("nouns of younger kin")
_OWNERS: dict[str, Gender] = {"his": "male", "her": "female"}
_NEAR = 2  # sentences from a relative back to whose relative that is
_BACK = 12  # names looked back at
_AGED = 12  # persons of one surname whose ages are compared

_Tokens = tuple[str, ...]
_Pair = tuple[_Tokens, _Tokens]  # the first one is older
_SOMEBODY: _Tokens = ("",)  # a relative without a name


@attrs.frozen
class _Kinship:
    """A noun of kin: whose relative it is, the relative if named, and whether that one is older."""

    owner: Mention
    relative: Mention | None
    older: bool | None


@attrs.frozen
class _Family:
    """Who is the elder one and who the younger one of a surname, None if nothing shows it.

    Attributes:
        single: whether only one of the surname is named, and no relative is older or younger.
    """

    elder: Mention | None
    younger: Mention | None
    single: bool


def elder_and_younger(parse: Parse, names: Sequence[Mention]) -> Sequence[Mention]:
    """Give "the elder Toledo" the name of the one who is, by age or kinship.

    It is a description where that one has no name, and where the article names two of the surname
    and does not say who is older.

    Args:
        parse: the document.
        names: its names.
    """
    called = {m: at for m in names if (at := _adjective(parse, m)) is not None}
    if not called:
        return names
    others = sorted((m for m in names if m not in called), key=lambda mention: mention.first)
    families = _families(parse, others)

    def resolved(mention: Mention) -> Mention:
        family = families.get(mention.tokens[0])
        if family is None or family.single:
            return mention
        elder = parse.words[called[mention]].text.lower() in _ELDER
        one = family.elder if elder else family.younger
        return _described(mention, called[mention]) if one is None else _named(mention, one)

    return [resolved(mention) if mention in called else mention for mention in names]


def _adjective(parse: Parse, mention: Mention) -> int | None:
    """Where a surname alone is called the elder or the younger one: "the elder Mr Hollis"."""
    if len(mention.tokens) != 1 or parse.words[mention.last - 1].xpos == "NNPS":
        return None
    for index in range(max(mention.first - 1, 1), mention.last):
        if parse.words[index].text.lower() in _EITHER:
            return index if parse.words[index - 1].text.lower() == "the" else None
    return None


def _named(mention: Mention, one: Mention) -> Mention:
    name = mention.name
    if name is None or one.name is None:
        return mention
    name = attrs.evolve(name, text=one.name.text, tokens=one.name.tokens)
    return attrs.evolve(mention, name=name, kind="person", hint=None, plural=False)


def _described(mention: Mention, adjective: int) -> Mention:
    """The mention as a description of somebody new: nobody spoken of before is meant for sure."""
    return attrs.evolve(
        mention,
        first=adjective - 1,
        form="nominal",
        name=None,
        kind="person",
        determination="indefinite",
    )


# --- families ----------------------------------------------------------------------------------


def _families(parse: Parse, names: Sequence[Mention]) -> dict[str, _Family]:
    """The families of an article by their surnames."""
    full = [m for m in names if len(m.tokens) > 1 and m.kind == "person"]
    named: defaultdict[str, dict[_Tokens, Mention]] = defaultdict(dict)
    for mention in full:
        named[mention.tokens[-1]].setdefault(mention.tokens, mention)
    kin: defaultdict[str, list[_Kinship]] = defaultdict(list)
    for one in _kin(parse, names, full):
        kin[one.owner.tokens[-1]].append(one)
    ages: dict[_Tokens, int] = {}
    for mention in names:
        for age in ages_beside(parse, mention):
            ages.setdefault(mention.tokens, int(age))
    return {surname: _family(surname, named[surname], kin[surname], ages) for surname in named}


def _family(
    surname: str,
    named: dict[_Tokens, Mention],
    kin: Sequence[_Kinship],
    ages: dict[_Tokens, int],
) -> _Family:
    given: defaultdict[str, list[_Tokens]] = defaultdict(list)
    for tokens in named:
        given[tokens[0]].append(tokens)
    members = dict(named)
    order: set[_Pair] = set()
    for one in kin:
        relative = _SOMEBODY if one.relative is None else one.relative.tokens
        if len(relative) > 1 and relative[-1] != surname:
            continue
        if len(given.get(relative[0], ())) == 1:
            relative = given[relative[0]][0]  # first introduced by the given name
        if one.relative is not None:
            members.setdefault(relative, one.relative)
        if one.older is not None:
            owner = one.owner.tokens
            order.add((relative, owner) if one.older else (owner, relative))
    aged = islice((tokens for tokens in members if tokens in ages), _AGED)
    order |= {(a, b) for a, b in permutations(aged, 2) if ages[a] > ages[b]}
    order = {pair for pair in order if _SOMEBODY not in pair} or order
    older, younger = {a for a, _ in order}, {b for _, b in order}
    return _Family(
        _the_one(older - younger, members),
        _the_one(younger - older, members),
        not order and _the_one(set(named), members) is not None,
    )


def _the_one(found: set[_Tokens], members: dict[_Tokens, Mention]) -> Mention | None:
    """The person that all of some names are of, None if they are of several or of nobody named."""
    longest = max(found, key=lambda tokens: (len(tokens), tokens), default=_SOMEBODY)
    one = all(same_person(tokens, longest) for tokens in found)
    return members.get(longest) if one else None


# --- kinship -------------------------------------------------------------------------------------


def _kin(parse: Parse, names: Sequence[Mention], full: Sequence[Mention]) -> Iterator[_Kinship]:
    """The nouns of kin of which the text shows whose relatives they are."""
    beside: dict[int, Mention] = {}
    for mention in names:
        for noun in _nouns_beside(parse, mention):
            beside.setdefault(noun, mention)
    starts = [mention.first for mention in full]
    for word in parse.words:
        if word.upos not in ("NOUN", "PROPN") or not is_kin(whole_noun(parse, word.index).lower()):
            continue
        left = _left_of(parse, word.index)
        end = bisect_right(starts, left)
        before = full[max(end - _BACK, 0) : end]
        relative = beside.get(word.index)
        owner = _owner(parse, before, left, relative)
        if owner is not None:
            yield _Kinship(owner, relative, _is_older(parse, word.index, left))


def _nouns_beside(parse: Parse, mention: Mention) -> Iterator[int]:
    """The nouns that may make a name that of a relative: "his uncle Sal", "Sal, his uncle"."""
    words = parse.words
    yield from range(mention.first, mention.last)
    before = mention.first - 1
    if before > 0 and words[before].text == ",":
        before -= 1
    if before >= 0 and same_line(parse, before, mention.first):
        yield before
    yield from (kid for kid in parse.children[mention.head] if words[kid].deprel == "appos")


def _left_of(parse: Parse, noun: int) -> int:
    """The word before a noun and its adjectives, -1 if there is none."""
    left = noun - 1
    while left >= 0 and parse.words[left].upos in ("ADJ", "ADV", "NUM"):
        left -= 1
    return left


def _is_older(parse: Parse, noun: int, left: int) -> bool | None:
    """Whether an aunt or a younger brother is older; None for a cousin."""
    kin = whole_noun(parse, noun).lower()
    before = {word.text.lower() for word in parse.words[left + 1 : noun]}
    if kin in _ELDER_KIN or not before.isdisjoint(_ELDER):
        return True
    return False if kin in _YOUNGER_KIN or not before.isdisjoint(_YOUNGER) else None


def _owner(
    parse: Parse, before: Sequence[Mention], left: int, relative: Mention | None
) -> Mention | None:
    """Whose relative a noun of kin describes: of "his", or of "Ray Toledo’s uncle".

    Args:
        parse: the document.
        before: the full names before the noun.
        left: the word before the noun and its adjectives.
        relative: the name beside the noun.
    """
    word = parse.words[left]
    gender = _OWNERS.get(word.text.lower())
    for mention in reversed(before):
        if word.xpos == "POS" and mention.last == left:
            return mention
        same = relative is not None and mention.tokens == relative.tokens
        near = word.sentence - mention.sentence <= _NEAR
        if gender is not None and near and not same and mention.gender in (None, gender):
            return mention
    return None
