"""What an article as a whole shows of its names: one mention explains another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from quoteattr.coreference.records import Reference
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


def weigh_names(parse: Parse, references: Sequence[Reference]) -> None:
    """Correct the kinds and the words of names by the other names of the article.

    Args:
        parse: the document.
        references: its names.
    """
    full = [r for r in references if r.kind == "person" and r.name and len(r.name.tokens) > 1]
    _tell_generations(parse, references)
    _take_tails(full, references)
    _take_states(references)
    _take_parts_of_bodies(references)
    _take_coordinated(parse, references)
    _spell_out(full, references)
    _tell_families(parse, full, references)


def _tokens(reference: Reference) -> tuple[str, ...]:
    return reference.name.tokens if reference.name else ()


def _tell_generations(parse: Parse, references: Iterable[Reference]) -> None:
    """Keep "Jr." among the words of a name where the article speaks of the father as well.

    It does so where it tells a senior from a junior, where it says "Trump Jr." for short, "his son,
    Donald Trump Jr.", and where one sentence has both names. "Joseph R. Biden Jr." alone is "Joe
    Biden".
    """
    bearers: defaultdict[_FamilyName, Counter[tuple[str | None, int]]] = defaultdict(Counter)
    told: set[str] = set()
    younger: list[Reference] = []
    for reference in references:
        name, tokens = reference.name, _tokens(reference)
        if name is None or not tokens:
            continue
        if name.generation not in (None, "sr"):
            younger.append(reference)
            if len(tokens) == 1 or _after_kin(parse, reference):
                told.add(tokens[-1])
        if len(tokens) > 1:
            bearers[tokens[0], tokens[-1]][name.generation, reference.sentence] += 1
    apart = {key[1] for key, counts in bearers.items() if _two(counts, key[1] in told)}
    for reference in younger:
        name = reference.name
        if name is not None and name.tokens[-1] in apart and name.generation:
            reference.name = attrs.evolve(name, tokens=(*name.tokens, name.generation))


def _after_kin(parse: Parse, reference: Reference) -> bool:
    """Whether a noun of kin introduces a name: "his son, Donald Trump Jr."."""
    before = parse.words[max(reference.first - 2, 0) : reference.first]
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


def _take_tails(full: Iterable[Reference], references: Iterable[Reference]) -> None:
    """Take "Da Costa" for a person where "Luiz da Costa" is one."""
    tails = {tokens[i:] for tokens in map(_tokens, full) for i in range(1, len(tokens) - 1)}
    for reference in references:
        if _tokens(reference) in tails:
            reference.kind = "person"


def _take_states(references: Sequence[Reference]) -> None:
    """Take "Ohio" for no person, unless the article has a person of that name."""
    borne = {token for r in references if len(t := _tokens(r)) > 1 for token in t}
    for reference in references:
        tokens = _tokens(reference)
        state = len(tokens) == 1 and is_state(tokens[0])
        if state and reference.kind in ("person", None) and not borne & set(tokens):
            reference.kind, reference.is_place = "organization", True
            reference.gender = None


def _take_parts_of_bodies(references: Sequence[Reference]) -> None:
    """Take "Acme", of which nothing is known, for a body where "Acme Robotics" is one.

    So is "the Mercury" where the "Daily Mercury" is.
    """
    bodies = [t for r in references if r.kind == "organization" and len(t := _tokens(r)) > 1]
    starts = {tokens[0] for tokens in bodies}
    ends = {tokens[-1] for tokens in bodies}
    for reference in references:
        tokens = _tokens(reference)
        if reference.kind is not None or len(tokens) != 1:
            continue
        definite = reference.determination == "definite"
        if tokens[0] in starts or (definite and tokens[0] in ends):
            reference.kind = "organization"


def _take_coordinated(parse: Parse, references: Sequence[Reference]) -> None:
    """Take "Acme", of which nothing is known, for a body in "Acme and Unilux" if that is one."""
    by_head = {reference.head: reference for reference in references}
    for reference in references:
        above = by_head.get(parse.words[reference.head].head)
        if above is None or parse.words[reference.head].deprel != "conj":
            continue
        for one, other in ((above, reference), (reference, above)):
            if one.kind is None and other.kind == "organization" and not other.is_place:
                one.kind = "organization"


def _spell_out(full: Iterable[Reference], references: Iterable[Reference]) -> None:
    """Take "Tommy" for the only Thomas of the article."""
    given = {tokens[0] for tokens in map(_tokens, full)}
    known = {token for tokens in map(_tokens, full) for token in tokens}
    for reference in references:
        name = reference.name
        if name is None or len(name.tokens) != 1 or name.tokens[0] in known:
            continue
        fitting = full_given_names(name.tokens[0]) & given
        if len(fitting) == 1 and reference.kind in ("person", None):
            reference.name = attrs.evolve(name, tokens=tuple(fitting))
            reference.kind = "person"


def _tell_families(
    parse: Parse, full: Iterable[Reference], references: Iterable[Reference]
) -> None:
    """Take "the Clintons" for a group, and "House Republicans", whom a plural noun names."""
    surnames = {tokens[-1] for tokens in map(_tokens, full)}
    for reference in references:
        tokens = _tokens(reference)
        if not tokens or is_generation(tokens[-1]):
            continue
        word = parse.words[reference.last - 1]
        plural = word.xpos == "NNPS" or (word.text[-1:] == "s" and tokens[-1][:-1] in surnames)
        if not plural or tokens[-1] in surnames:
            continue
        family = len(tokens) == 1 and reference.determination == "definite"
        sense = noun_sense(tokens[-1].removesuffix("s"))
        adherents = sense is not None and sense.kind == "person" and "&" not in tokens
        # No "Union of Miners", no "Auto Workers".
        adherents = adherents and reference.head == word.index
        adherents = adherents and tokens[-1] not in body_words()["union"]
        if (family and reference.kind in ("person", None)) or (
            adherents and reference.kind in ("organization", None)
        ):
            reference.kind, reference.plural = "group", True
            reference.gender, reference.hint = None, "group"
