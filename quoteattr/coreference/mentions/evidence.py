"""What an article as a whole shows of its names: one mention explains another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from quoteattr.coreference.records import Mention
from quoteattr.syntax import Parse
from quoteattr.words.names import (
    body_words,
    full_given_names,
    is_generation,
    is_kin,
    is_state,
    noun_sense,
)

__all__ = ["weigh_names"]

_FamilyName = tuple[str, str]  # given name, surname


def weigh_names(parse: Parse, mentions: Sequence[Mention]) -> None:
    """Correct the kinds and the words of names by the other names of the article.

    Args:
        parse: the document.
        mentions: its names.
    """
    full = [r for r in mentions if r.kind == "person" and r.name and len(r.name.tokens) > 1]
    _tell_generations(parse, mentions)
    _take_tails(full, mentions)
    _take_states(mentions)
    _take_parts_of_bodies(mentions)
    _take_coordinated(parse, mentions)
    _spell_out(full, mentions)
    _tell_families(parse, full, mentions)


def _tokens(mention: Mention) -> tuple[str, ...]:
    return mention.name.tokens if mention.name else ()


def _tell_generations(parse: Parse, mentions: Iterable[Mention]) -> None:
    """Keep "Jr." among the words of a name where the article speaks of the father as well.

    It does so where it tells a senior from a junior, where it says "Trump Jr." for short, "his son,
    Donald Trump Jr.", and where one sentence has both names. "Joseph R. Biden Jr." alone is "Joe
    Biden".
    """
    bearers: defaultdict[_FamilyName, Counter[tuple[str | None, int]]] = defaultdict(Counter)
    told: set[str] = set()
    younger: list[Mention] = []
    for mention in mentions:
        name, tokens = mention.name, _tokens(mention)
        if name is None or not tokens:
            continue
        if name.generation not in (None, "sr"):
            younger.append(mention)
            if len(tokens) == 1 or _after_kin(parse, mention):
                told.add(tokens[-1])
        if len(tokens) > 1:
            bearers[tokens[0], tokens[-1]][name.generation, mention.sentence] += 1
    apart = {key[1] for key, counts in bearers.items() if _two(counts, key[1] in told)}
    for mention in younger:
        name = mention.name
        if name is not None and name.tokens[-1] in apart and name.generation:
            mention.name = attrs.evolve(name, tokens=(*name.tokens, name.generation))


def _after_kin(parse: Parse, mention: Mention) -> bool:
    """Whether a noun of kin introduces a name: "his son, Donald Trump Jr."."""
    before = parse.words[max(mention.first - 2, 0) : mention.first]
    return any(is_kin(word.text.lower()) for word in before)


def _two(counts: Counter[tuple[str | None, int]], told: bool) -> bool:
    """Whether names that differ in "Jr." alone are of two persons."""
    generations = {generation for generation, _ in counts}
    if len(generations - {None}) > 1:
        return True
    if len(generations) < 2:
        return False
    sentences = Counter(sentence for _, sentence in counts)
    return told or any(count > 1 for count in sentences.values())


def _take_tails(full: Iterable[Mention], mentions: Iterable[Mention]) -> None:
    """Take "Da Costa" for a person where "Luiz da Costa" is one."""
    tails = {tokens[i:] for tokens in map(_tokens, full) for i in range(1, len(tokens) - 1)}
    for mention in mentions:
        if _tokens(mention) in tails:
            mention.kind = "person"


def _take_states(mentions: Sequence[Mention]) -> None:
    """Take "Ohio" for no person, unless the article has a person of that name."""
    borne = {token for r in mentions if len(t := _tokens(r)) > 1 for token in t}
    for mention in mentions:
        tokens = _tokens(mention)
        state = len(tokens) == 1 and is_state(tokens[0])
        if state and mention.kind in ("person", None) and not borne & set(tokens):
            mention.kind, mention.is_place = "organization", True
            mention.gender = None


def _take_parts_of_bodies(mentions: Sequence[Mention]) -> None:
    """Take "Acme", of which nothing is known, for a body where "Acme Robotics" is one.

    So is "the Mercury" where the "Daily Mercury" is.
    """
    bodies = [t for r in mentions if r.kind == "organization" and len(t := _tokens(r)) > 1]
    starts = {tokens[0] for tokens in bodies}
    ends = {tokens[-1] for tokens in bodies}
    for mention in mentions:
        tokens = _tokens(mention)
        if mention.kind is not None or len(tokens) != 1:
            continue
        definite = mention.determination == "definite"
        if tokens[0] in starts or (definite and tokens[0] in ends):
            mention.kind = "organization"


def _take_coordinated(parse: Parse, mentions: Sequence[Mention]) -> None:
    """Take "Acme", of which nothing is known, for a body in "Acme and Unilux" if that is one."""
    by_head = {mention.head: mention for mention in mentions}
    for mention in mentions:
        above = by_head.get(parse.words[mention.head].head)
        if above is None or parse.words[mention.head].deprel != "conj":
            continue
        for one, other in ((above, mention), (mention, above)):
            if one.kind is None and other.kind == "organization" and not other.is_place:
                one.kind = "organization"


def _spell_out(full: Iterable[Mention], mentions: Iterable[Mention]) -> None:
    """Take "Tommy" for the only Thomas of the article."""
    given = {tokens[0] for tokens in map(_tokens, full)}
    known = {token for tokens in map(_tokens, full) for token in tokens}
    for mention in mentions:
        name = mention.name
        if name is None or len(name.tokens) != 1 or name.tokens[0] in known:
            continue
        fitting = full_given_names(name.tokens[0]) & given
        if len(fitting) == 1 and mention.kind in ("person", None):
            mention.name = attrs.evolve(name, tokens=tuple(fitting))
            mention.kind = "person"


def _tell_families(parse: Parse, full: Iterable[Mention], mentions: Iterable[Mention]) -> None:
    """Take "the Clintons" for a group, and "House Republicans", whom a plural noun names."""
    surnames = {tokens[-1] for tokens in map(_tokens, full)}
    for mention in mentions:
        tokens = _tokens(mention)
        if not tokens or is_generation(tokens[-1]):
            continue
        word = parse.words[mention.last - 1]
        plural = word.xpos == "NNPS" or (word.text[-1:] == "s" and tokens[-1][:-1] in surnames)
        if not plural or tokens[-1] in surnames:
            continue
        family = len(tokens) == 1 and mention.determination == "definite"
        sense = noun_sense(tokens[-1].removesuffix("s"))
        adherents = sense is not None and sense.kind == "person" and "&" not in tokens
        # No "Union of Miners", no "Auto Workers".
        adherents = adherents and mention.head == word.index
        adherents = adherents and tokens[-1] not in body_words()["union"]
        if (family and mention.kind in ("person", None)) or (
            adherents and mention.kind in ("organization", None)
        ):
            mention.kind, mention.plural = "group", True
            mention.gender, mention.hint = None, "group"
