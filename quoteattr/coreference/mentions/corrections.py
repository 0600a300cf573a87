"""Corrections of names by other names of the article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import attrs

from quoteattr.coreference.mentions.elders import elder_and_younger
from quoteattr.coreference.mentions.named_bodies import bodies_beside_nouns, bodies_of_founders
from quoteattr.coreference.mentions.spellings import (
    names_with_an_article,
    respelled,
    told_apart_by_capitals,
)
from quoteattr.coreference.records import Mention
from quoteattr.model import Gender
from quoteattr.syntax import Parse
from quoteattr.words.names import (
    body_words,
    full_given_names,
    honorific_gender,
    is_generation,
    is_given_name,
    is_kin,
    is_known_body,
    kin_genders,
    noun_sense,
    place_of,
)

__all__ = ["CORRECTIONS", "corrected"]

_YOUNGER = frozenset({"younger", "junior"})
_FamilyName = tuple[str, str]  # given name, surname
_Bearer = tuple[str, Gender | None]  # surname and gender
_Names = Sequence[Mention]


def corrected(parse: Parse, names: _Names) -> _Names:
    """Names with the kinds and the words that the other names of the article show.

    Args:
        parse: the document.
        names: its names.
    """
    for correct in CORRECTIONS:
        names = correct(parse, names)
    return names


def _full(names: _Names) -> list[tuple[str, ...]]:
    """The tokens of the full names of persons."""
    return [t for m in names if m.kind == "person" and len(t := m.tokens) > 1]


def _with_generations(parse: Parse, names: _Names) -> _Names:
    """Keep "Jr." among the words of a name if the article speaks of the father as well.

    It does so if it distinguishes a senior from a junior, if it says "Trump Jr." for short, "his
    son, Donald Trump Jr." or "his father, Donald Trump", and if one sentence has both names.
    "Joseph R. Biden Jr." alone is "Joe Biden". "The younger Trump" is the one with "Jr.". "Hale
    Jr." is Tom Hale Jr. rather than Ann Hale.
    """
    if not any(map(_is_younger, names)):
        return names
    bearers: defaultdict[_FamilyName, Counter[tuple[str | None, int]]] = defaultdict(Counter)
    shown: set[str] = set()
    for mention in names:
        name, tokens = mention.name, mention.tokens
        if name is None or not tokens:
            continue
        younger = _is_younger(mention) and (len(tokens) == 1 or _after_kin(parse, mention))
        if younger or _is_called_father(parse, mention):
            shown.add(tokens[-1])
        if len(tokens) > 1:
            bearers[tokens[0], tokens[-1]][name.generation, mention.sentence] += 1
    apart = {key[1] for key, counts in bearers.items() if _two(counts, key[1] in shown)}
    juniors = {
        mention.tokens[-1]: mention.name.generation or ""
        for mention in names
        if mention.name and _is_younger(mention) and mention.tokens[-1] in apart
    }

    def kept(mention: Mention) -> Mention:
        tokens = mention.tokens
        if len(tokens) == 1 and _generation(mention) == "jr":
            same = {key for key, counts in bearers.items() if key[1:] == tokens and _jr(counts)}
            mention = mention.renamed(same.pop()) if len(same) == 1 else mention
            tokens = mention.tokens
        if not juniors or not tokens or tokens[-1] not in juniors:
            return mention
        if mention.name and _is_younger(mention):
            return mention.renamed((*tokens, mention.name.generation or ""))
        called = len(tokens) == 1 and _is_called_younger(parse, mention)
        return mention.renamed((*tokens, juniors[tokens[-1]])) if called else mention

    return [kept(mention) for mention in names]


def _generation(mention: Mention) -> str | None:
    return mention.name.generation if mention.name else None


def _is_younger(mention: Mention) -> bool:
    """Whether a name ends in "Jr." or a number."""
    return bool(mention.tokens) and _generation(mention) not in (None, "", "sr")


def _jr(counts: Counter[tuple[str | None, int]]) -> bool:
    """Whether a full name is written with "Jr." somewhere."""
    return any(generation == "jr" for generation, _ in counts)


def _is_called_younger(parse: Parse, mention: Mention) -> bool:
    """Whether a surname is that of "the younger Trump"."""
    return mention.first > 0 and parse.words[mention.first - 1].text.lower() in _YOUNGER


def _is_called_father(parse: Parse, mention: Mention) -> bool:
    """Whether a name without "Jr." is the father's: "his father, Donald Trump"."""
    before = (word.text.lower() for word in parse.words[max(mention.first - 2, 0) : mention.first])
    return not _is_younger(mention) and "father" in before


def _after_kin(parse: Parse, mention: Mention) -> bool:
    """Whether a noun of kin introduces a name: "his son, Donald Trump Jr."."""
    before = parse.words[max(mention.first - 2, 0) : mention.first]
    return any(is_kin(word.text.lower()) for word in before)


def _two(counts: Counter[tuple[str | None, int]], shown: bool) -> bool:
    """Whether names that differ only in "Jr." are of two persons."""
    generations = {generation for generation, _ in counts}
    if len(generations - {None}) > 1:
        return True
    if len(generations) < 2:
        return False
    sentences = Counter(sentence for _, sentence in counts)
    return shown or any(count > 1 for count in sentences.values())


def _surnames_that_are_places(parse: Parse, names: _Names) -> _Names:
    """Take "London" for Jack London where it acts and the article has named him."""
    lone = {tokens[0] for m in names if len(tokens := m.tokens) == 1}
    bearers: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    since: dict[str, int] = {}
    for mention in names:
        tokens = mention.tokens
        if len(tokens) > 1 and tokens[-1] in lone and _is_person_with(tokens, mention):
            bearers[tokens[-1]].add(tokens)
            since.setdefault(tokens[-1], mention.first)

    def called(mention: Mention) -> Mention:
        tokens = mention.tokens
        named = bearers.get(tokens[0], ()) if len(tokens) == 1 else ()
        if len(named) != 1 or mention.first < since[tokens[0]]:
            return mention
        if not mention.is_place and place_of(tokens[0]) is None:
            return mention
        relation = parse.words[mention.head].deprel
        if relation not in ("nsubj", "iobj") or mention.determination == "definite":
            return mention
        full = mention.renamed(next(iter(named)))
        return attrs.evolve(full, kind="person", is_place=False)

    return [called(mention) for mention in names]


def _is_person_with(tokens: tuple[str, ...], mention: Mention) -> bool:
    """Whether nothing in a name of two words or more speaks against a person."""
    if place_of(" ".join(tokens)) or mention.is_place:
        return False
    return mention.kind == "person" or is_given_name(tokens[0])


def _well_known_bodies(parse: Parse, names: _Names) -> _Names:
    """Take Ofsted or Everton for a body, unless the article has a person of that name.

    "Chelsea, 24," is a person too.
    """
    if not any(is_known_body(mention.tokens) for mention in names):
        return names
    surnames = {tokens[-1] for tokens in _full(names)}
    given = {tokens[0] for tokens in _full(names)}
    given |= {tokens[0] for m in names if len(tokens := m.tokens) == 1 and _has_age(parse, m)}

    def is_body(mention: Mention) -> bool:
        tokens = mention.tokens
        titled = mention.name is not None and mention.name.titles
        if titled or not is_known_body(tokens) or mention.is_place:
            return False
        return len(tokens) > 1 or not (tokens[0] in surnames or tokens[0] in given)

    return [
        attrs.evolve(m, kind="organization", hint="organization", gender=None) if is_body(m) else m
        for m in names
    ]


def _has_age(parse: Parse, mention: Mention) -> bool:
    """Whether an age between commas follows a name."""
    after = [word.text for word in parse.words[mention.last : mention.last + 3]]
    return after[::2] == [",", ","] and after[1].isdecimal() and len(after[1]) < 3


def _short_given_names(_parse: Parse, names: _Names) -> _Names:
    """Take "Tommy" for the only Thomas of the article."""
    full = _full(names)
    given = {tokens[0] for tokens in full}
    known = {token for tokens in full for token in tokens}

    def spelled_out(mention: Mention) -> Mention:
        tokens = mention.tokens
        if len(tokens) != 1 or tokens[0] in known or mention.kind not in ("person", None):
            return mention
        fitting = full_given_names(tokens[0]) & given
        if len(fitting) != 1:
            return mention
        return attrs.evolve(mention.renamed(tuple(fitting)), kind="person")

    return [spelled_out(mention) for mention in names]


def _relatives(parse: Parse, names: _Names) -> _Names:
    """Give "his wife, Ann" the surname of "Mrs Hale", if Hale is the full name of a man.

    She is the only relative with that gender who has but a given name, and the man is named last
    before she is introduced.
    """
    ordered = sorted(names, key=lambda mention: mention.first)
    addressed: dict[_Bearer, Mention] = {}
    for mention in ordered:
        shown = _addressed_gender(mention)
        if shown is not None and len(mention.tokens) == 1:
            addressed.setdefault((mention.tokens[0], shown), mention)
    if not addressed:
        return names
    introduced: defaultdict[_Bearer, dict[str, int]] = defaultdict(dict)
    bearers: set[_Bearer] = set()
    surname = ""  # of the last full name
    for mention in ordered:
        tokens = mention.tokens
        if len(tokens) > 1 and mention.kind == "person":
            surname = tokens[-1]
            bearers.add((surname, mention.gender))
        elif len(tokens) == 1:
            for gender in _kin_beside(parse, mention):
                introduced[surname, gender].setdefault(tokens[0], mention.first)
    given = {tokens[0] for tokens in _full(names)}
    renamed: dict[str, Mention] = {}
    for bearer, titled in addressed.items():
        relatives = [
            name
            for name, at in introduced[bearer].items()
            if at < titled.first and name not in given
        ]
        if len(relatives) == 1 and bearer not in bearers:
            renamed.setdefault(relatives[0], titled)
    return [
        _with_surname(m, renamed[m.tokens[0]])
        if len(m.tokens) == 1 and m.tokens[0] in renamed
        else m
        for m in names
    ]


def _addressed_gender(mention: Mention) -> Gender | None:
    """The gender of the honorific before a name: "Mrs Hale"."""
    titles = mention.name.titles if mention.name is not None else ()
    shown = {honorific_gender(title) for title in titles} - {None}
    return shown.pop() if len(shown) == 1 else None


def _kin_beside(parse: Parse, mention: Mention) -> set[Gender | None]:
    """The genders of the nouns of kin that introduce a name: "his wife, Ann", but no in-law."""
    before = parse.words[max(mention.first - 2, 0) : mention.first]
    titles = mention.name.titles if mention.name is not None else ()
    nouns = (*(word.text.lower() for word in before), *(title.lower() for title in titles))
    known = kin_genders()
    return {known[noun] for noun in nouns if noun in known and not noun.endswith("-in-law")}


def _with_surname(mention: Mention, titled: Mention) -> Mention:
    name, other = mention.name, titled.name
    if name is None or other is None:
        return mention
    text, tokens = f"{name.text} {other.text}", (*name.tokens, *other.tokens)
    return attrs.evolve(mention, name=attrs.evolve(name, text=text, tokens=tokens))


def _families(parse: Parse, names: _Names) -> _Names:
    """Take "the Clintons" for a group, and "House Republicans", which is a plural."""
    surnames = {tokens[-1] for tokens in _full(names)}
    return [
        attrs.evolve(m, kind="group", plural=True, gender=None, hint="group")
        if _is_family(parse, m, surnames) or _are_adherents(parse, m, surnames)
        else m
        for m in names
    ]


def _is_plural(parse: Parse, mention: Mention, surnames: Iterable[str]) -> bool:
    tokens = mention.tokens
    if not tokens or is_generation(tokens[-1]) or tokens[-1] in surnames:
        return False
    word = parse.words[mention.last - 1]
    return word.xpos == "NNPS" or (word.text[-1:] == "s" and tokens[-1][:-1] in surnames)


def _is_family(parse: Parse, mention: Mention, surnames: Iterable[str]) -> bool:
    lone = len(mention.tokens) == 1 and mention.determination == "definite"
    possible = lone and mention.kind in ("person", None)
    return possible and _is_plural(parse, mention, surnames)


def _are_adherents(parse: Parse, mention: Mention, surnames: Iterable[str]) -> bool:
    """Whether a name is a plural noun of persons: no "Union of Miners", no "Auto Workers"."""
    tokens = mention.tokens
    if mention.kind not in ("organization", None) or not _is_plural(parse, mention, surnames):
        return False
    if mention.head != mention.last - 1 or "&" in tokens or tokens[-1] in body_words()["union"]:
        return False
    sense = noun_sense(tokens[-1].removesuffix("s"))
    return sense is not None and sense.kind == "person"


CORRECTIONS: tuple[Callable[[Parse, _Names], _Names], ...] = (
    _with_generations,
    _surnames_that_are_places,
    _well_known_bodies,
    bodies_beside_nouns,
    bodies_of_founders,
    names_with_an_article,
    told_apart_by_capitals,
    respelled,
    _short_given_names,
    _relatives,
    _families,
    elder_and_younger,
)
"""Each takes the names of an article and returns them corrected, in this order."""
