"""Descriptions beside a name: appositions, predicates, "a nurse named Jo Beal"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import loose_apposition, said_of

__all__ = ["described_beside"]

_PLACE = 5  # words of "of New South Wales" at most
_COPULAR = frozenset({"it", "this", "that", "there"})
_CALLING = frozenset({"name", "call", "identify", "know"})


def described_beside(discourse: Discourse, mention: Mention) -> Entity | None:
    """Whom a description beside a name, or said of one, describes.

    Args:
        discourse: the reading so far.
        mention: a description.
    """
    found = _apposed(discourse, mention)
    if found is None or found.author:
        return None  # "I became governor" gives the author no other name
    return found if _same_sort(mention, found) else None


def _same_sort(mention: Mention, entity: Entity) -> bool:
    """Whether a body or document is not taken for a person, nor the other way round."""
    if mention.kind in (None, "other", "group") or entity.kind in ("other", "group"):
        return True
    return (mention.kind == "person") == (entity.kind == "person")


def _apposed(discourse: Discourse, mention: Mention) -> Entity | None:
    words = discourse.parse.words
    word = words[mention.head]
    for kid in discourse.parse.children[mention.head]:
        named = discourse.inside.get(kid)
        bracketed = kid > 0 and words[kid - 1].text == "("
        if named is None or words[kid].deprel != "appos" or bracketed:
            continue
        if not mention.plural:
            return named.entity
        several = discourse.coordination(kid)  # "The senators — Ruth Lane and Cory Bell — said"
        if several is not None:
            return several[0]
    before = _comma_before(discourse, mention) or _comma_behind(discourse, mention)
    before = before or _called(discourse, mention)
    if before is not None:
        return before
    if word.head >= 0 and (word.deprel == "appos" or loose_apposition(discourse.parse, word.index)):
        found = discourse.inside.get(word.head) or discourse.by_head.get(word.head)
        if found is not None and found.head < mention.head:
            return found.entity if not mention.plural or found.plural else None
    if word.deprel == "conj" and word.head >= 0 and not mention.plural:
        found = discourse.by_head.get(word.head)
        if found is not None and found.silent and not found.plural:
            return found.entity
    return _subject_of_predicate(discourse, mention) or _name_of_subject(discourse, mention)


def _comma_before(discourse: Discourse, mention: Mention) -> Entity | None:
    """Clinton, in "Clinton, a former secretary of state, said", whatever the parse says."""
    words = discourse.parse.words
    first = mention.first
    if first < 2 or words[first - 1].text != "," or mention.plural:
        return None
    if mention.determination != "indefinite" or mention.kind != "person":
        return None
    return _person(discourse.inside.get(first - 2))


def _comma_behind(discourse: Discourse, mention: Mention) -> Entity | None:
    """Awa Fofana, in "his wife, Awa Fofana, said", whatever the parse says.

    Helen Tsang too, in "the premier of Victoria, Helen Tsang, said".
    """
    words = discourse.parse.words
    first = mention.head + 2
    if mention.determination == "definite":
        first = _behind_place(discourse, mention.head + 1)
    elif mention.determination != "possessive":
        return None
    if mention.plural or not mention.head + 1 < first < len(words):
        return None
    named = discourse.inside.get(first)
    if words[first - 1].text != "," or named is None or named.first != first:
        return None
    closed = named.last < len(words) and words[named.last].text in ",.;"
    return _person(named) if closed and mention.kind == "person" else None


def _behind_place(discourse: Discourse, start: int) -> int:
    """The second word behind "of Victoria", 0 if no such words begin there."""
    words = discourse.parse.words
    if start >= len(words) or words[start].text != "of":
        return 0
    last = start + 1
    while last < min(start + _PLACE, len(words)) and words[last].upos in ("PROPN", "DET"):
        last += 1
    return last + 1 if last > start + 1 else 0


def _person(named: Mention | None) -> Entity | None:
    if named is None or named.entity is None or named.entity.kind != "person":
        return None
    return named.entity


def _called(discourse: Discourse, mention: Mention) -> Entity | None:
    """Jo Beal, in "my neighbor, a nurse named Jo Beal"."""
    parse = discourse.parse
    if mention.plural:
        return None
    beside = [k for k in parse.children[mention.head] if parse.words[k].deprel == "appos"]
    known = mention.determination == "definite"  # it has been introduced, maybe without a name
    for noun in (mention.head, *(() if known else beside)):
        for verb in parse.children[noun]:
            if parse.words[verb].deprel != "acl" or parse.words[verb].lemma not in _CALLING:
                continue
            for kid in parse.children[verb]:
                if parse.words[kid].deprel in ("xcomp", "obj", "obl"):
                    found = _person(discourse.inside.get(kid))
                    if found is not None:
                        return found
    return None


def _subject_of_predicate(discourse: Discourse, mention: Mention) -> Entity | None:
    """Whom "Marsh is chairman" and "Marsh became chairman" describe."""
    head = None if mention.plural else said_of(discourse.parse, mention.head)
    subject = None if head is None else discourse.inside.get(head) or discourse.by_head.get(head)
    if subject is None or discourse.parse.words[subject.head].text.lower() in _COPULAR:
        return None
    return subject.entity if subject.head < mention.head and not subject.plural else None


def _name_of_subject(discourse: Discourse, mention: Mention) -> Entity | None:
    """Ana Soto, in "the mayor is Ana Soto"."""
    words = discourse.parse.words
    word = words[mention.head]
    if word.deprel != "nsubj" or word.head < 0 or mention.determination != "definite":
        return None
    kids = [words[kid] for kid in discourse.parse.children[word.head]]
    if not any(k.deprel == "cop" for k in kids) or any(k.lemma in ("not", "never") for k in kids):
        return None
    return _person(discourse.inside.get(word.head))
