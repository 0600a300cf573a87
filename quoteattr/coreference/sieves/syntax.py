"""Where a mention is in its sentence: its predicate, the words above it, how deep it is."""

from __future__ import annotations

from quoteattr.syntax import Parse

__all__ = ["clause_of", "embedding", "subject_of"]

_CLAUSES = frozenset({"ccomp", "acl", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_OF_PREDICATES = _SUBJECTS | {"cop"}


def embedding(parse: Parse, index: int) -> int:
    """In how many clauses that complement or modify something a word is."""
    relations = parse.main_relations
    return sum(relations[i] in _CLAUSES for i in (index, *parse.governors(index)))


def clause_of(parse: Parse, index: int) -> int:
    """The predicate that a mention is an argument of, -1 if there is none."""
    words = parse.words
    for head in parse.governors(index):
        if words[head].upos in ("VERB", "AUX"):
            return head
        if any(words[kid].deprel in _OF_PREDICATES for kid in parse.children[head]):
            return head
    return -1


def subject_of(parse: Parse, predicate: int) -> int | None:
    """The head of the subject of a predicate."""
    kids = parse.children[predicate] if predicate >= 0 else ()
    return next((kid for kid in kids if parse.words[kid].deprel in _SUBJECTS), None)
