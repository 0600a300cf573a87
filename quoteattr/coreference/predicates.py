"""Whom a noun is said of: "Marsh became chairman", "hired Orr as manager", "the mayor is Soto"."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.syntax import Parse, Word

__all__ = ["nouns_said_of", "said_of"]

_BEING = frozenset({"become", "remain", "stay"})
_SERVING = frozenset({"serve", "work", "act"})
_NAMING = frozenset(
    {"name", "appoint", "elect", "nominate", "choose", "pick", "select", "hire"}
) | {
    *("crown", "reelect", "re-elect", "promote", "recruit", "tap", "install", "introduce"),
}
_NEGATIONS = frozenset({"not", "no", "never", "n't"})


def _kids(parse: Parse, index: int) -> list[Word]:
    return [parse.words[kid] for kid in parse.children[index]]


def _negated(kids: list[Word]) -> bool:
    return any(kid.lemma in _NEGATIONS for kid in kids)


def said_of(parse: Parse, noun: int) -> int | None:
    """The word that heads whom a noun is a predicate of, None if it is no predicate.

    Args:
        parse: the document.
        noun: index of a common noun.
    """
    word, kids = parse.words[noun], _kids(parse, noun)
    if _negated(kids):
        return None
    if any(kid.deprel == "cop" for kid in kids):
        return next((kid.index for kid in kids if kid.deprel == "nsubj"), None)
    for kid in kids:  # "was elected governor", read as "elected governor"
        if kid.deprel == "amod" and kid.lemma in _NAMING and kid.index < noun:
            return _child(parse, kid.index, "nsubj:pass")
    if word.head < 0:
        return None
    verb = parse.words[word.head]
    if verb.upos != "VERB" or _negated(_kids(parse, verb.index)):
        return None
    as_role = any(kid.deprel == "case" and kid.lemma == "as" for kid in kids)
    bare = word.deprel in ("xcomp", "obj") and not any(kid.deprel == "case" for kid in kids)
    if (verb.lemma in _BEING and bare) or (verb.lemma in _SERVING and as_role):
        return _child(parse, verb.index, "nsubj")
    if verb.lemma in _NAMING and (word.deprel == "xcomp" or as_role):
        passive = _child(parse, verb.index, "nsubj:pass")
        return _child(parse, verb.index, "obj") if passive is None else passive
    return None


def _child(parse: Parse, index: int, relation: str) -> int | None:
    return next((kid.index for kid in _kids(parse, index) if kid.deprel == relation), None)


def nouns_said_of(parse: Parse, head: int) -> Iterator[int]:
    """The common nouns that are said of whom a word heads.

    Args:
        parse: the document.
        head: index of a name's head.
    """
    own = _kids(parse, head)
    if any(kid.deprel == "cop" for kid in own) and not _negated(own):
        # "The mayor is Ana Soto"
        yield from (k.index for k in own if k.deprel == "nsubj" and k.upos in ("NOUN", "PROPN"))
    governor = parse.words[head].head
    if governor < 0:
        return
    for index in (governor, *parse.children[governor], parse.words[governor].head):
        noun = index >= 0 and index != head and parse.words[index].upos in ("NOUN", "PROPN")
        if noun and said_of(parse, index) == head:
            yield index
