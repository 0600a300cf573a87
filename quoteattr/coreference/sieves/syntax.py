"""Where a mention is in its sentence: its predicate, the words above it, how deep it is."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.syntax import Parse

__all__ = ["clause_of", "embedding", "governors", "subject_of"]

_MOST = 40  # words looked at on the way up
_CLAUSES = frozenset({"ccomp", "acl", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


def governors(parse: Parse, index: int) -> Iterator[int]:
    """The words above a word, nearest first."""
    seen = {index}
    head = parse.words[index].head
    while head >= 0 and head not in seen and len(seen) < _MOST:
        seen.add(head)
        yield head
        head = parse.words[head].head


def embedding(parse: Parse, index: int) -> int:
    """In how many clauses that complement or modify something a word is."""
    words = parse.words
    above = [index, *governors(parse, index)]
    return sum(words[i].deprel.split(":")[0] in _CLAUSES for i in above)


def clause_of(parse: Parse, index: int) -> int:
    """The predicate that a mention is an argument of, -1 if there is none."""
    for head in governors(parse, index):
        if parse.words[head].upos in ("VERB", "AUX") or any(
            parse.words[kid].deprel in ("cop", *_SUBJECTS) for kid in parse.children[head]
        ):
            return head
    return -1


def subject_of(parse: Parse, predicate: int) -> int | None:
    """The head of the subject of a predicate."""
    kids = parse.children[predicate] if predicate >= 0 else ()
    return next((kid for kid in kids if parse.words[kid].deprel in _SUBJECTS), None)
