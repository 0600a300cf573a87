"""Where a mention is in its sentence: its predicate, how deep it is, what is beside it."""

from __future__ import annotations

import attrs

from quoteattr.coreference.introductions import is_accused
from quoteattr.syntax import Parse

__all__ = ["Frame", "frame_of"]

_CLAUSES = frozenset({"ccomp", "acl", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_OF_PREDICATES = _SUBJECTS | {"cop"}


@attrs.frozen
class Frame:
    """Where a word that heads a mention is in its sentence.

    Attributes:
        clause: the predicate that it is an argument of, -1 if there is none.
        subject: the head of that predicate's subject, None if there is none.
        depth: in how many clauses that complement or modify something it is.
        conjoined: whether it is coordinated with another word.
        accused: whether the clause says that somebody is arrested, charged, tried or convicted.
    """

    clause: int
    subject: int | None
    depth: int
    conjoined: bool
    accused: bool


def frame_of(parse: Parse, index: int) -> Frame:
    """Where a word is in its sentence.

    Args:
        parse: the document.
        index: of the word.
    """
    relations = parse.main_relations
    above = parse.governors(index)
    clause = next((head for head in above if _is_predicate(parse, head)), -1)
    kids = parse.children[clause] if clause >= 0 else ()
    return Frame(
        clause=clause,
        subject=next((kid for kid in kids if parse.words[kid].deprel in _SUBJECTS), None),
        depth=sum(relations[i] in _CLAUSES for i in (index, *above)),
        conjoined="conj" in (relations[index], *(relations[kid] for kid in parse.children[index])),
        accused=is_accused(parse, index),
    )


def _is_predicate(parse: Parse, index: int) -> bool:
    if parse.words[index].upos in ("VERB", "AUX"):
        return True
    return any(parse.words[kid].deprel in _OF_PREDICATES for kid in parse.children[index])
