"""Descriptions beside a name: appositions, predicates, "a nurse named Jo Beal"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.predicates import said_of
from quoteattr.coreference.records import Reference
from quoteattr.coreference.roles import loose_apposition

__all__ = ["described_beside"]

_PLACE = 5  # words of "of New South Wales" at most
_COPULAR = frozenset({"it", "this", "that", "there"})
_CALLING = frozenset({"name", "call", "identify", "know"})


def described_beside(story: Story, reference: Reference) -> Participant | None:
    """Whom a description beside a name, or said of one, describes.

    Args:
        story: the reading so far.
        reference: a description.
    """
    found = _apposed(story, reference)
    if found is None or found.author:
        return None  # "I became governor" gives the author no other name
    return found if _same_sort(reference, found) else None


def _same_sort(reference: Reference, participant: Participant) -> bool:
    """Whether a body or document is not taken for a person, nor the other way round."""
    if reference.kind in (None, "other", "group") or participant.kind in ("other", "group"):
        return True
    return (reference.kind == "person") == (participant.kind == "person")


def _apposed(story: Story, reference: Reference) -> Participant | None:
    words = story.parse.words
    word = words[reference.head]
    for kid in story.parse.children[reference.head]:
        named = story.inside.get(kid)
        bracketed = kid > 0 and words[kid - 1].text == "("
        if named is None or words[kid].deprel != "appos" or bracketed:
            continue
        if not reference.plural:
            return named.entity
        several = story.coordination(kid)  # "The senators — Ruth Lane and Cory Bell — said"
        if several is not None:
            return several[0]
    before = _comma_before(story, reference) or _comma_behind(story, reference)
    before = before or _called(story, reference)
    if before is not None:
        return before
    if word.head >= 0 and (word.deprel == "appos" or loose_apposition(story.parse, word.index)):
        found = story.inside.get(word.head) or story.by_head.get(word.head)
        if found is not None and found.head < reference.head:
            return found.entity if not reference.plural or found.plural else None
    if word.deprel == "conj" and word.head >= 0 and not reference.plural:
        found = story.by_head.get(word.head)
        if found is not None and found.silent and not found.plural:
            return found.entity
    return _subject_of_predicate(story, reference) or _name_of_subject(story, reference)


def _comma_before(story: Story, reference: Reference) -> Participant | None:
    """Clinton, in "Clinton, a former secretary of state, said", whatever the parse says."""
    words = story.parse.words
    first = reference.first
    if first < 2 or words[first - 1].text != "," or reference.plural:
        return None
    if reference.determination != "indefinite" or reference.kind != "person":
        return None
    return _person(story.inside.get(first - 2))


def _comma_behind(story: Story, reference: Reference) -> Participant | None:
    """Awa Fofana, in "his wife, Awa Fofana, said", whatever the parse says.

    Helen Tsang too, in "the premier of Victoria, Helen Tsang, said".
    """
    words = story.parse.words
    first = reference.head + 2
    if reference.determination == "definite":
        first = _behind_place(story, reference.head + 1)
    elif reference.determination != "possessive":
        return None
    if reference.plural or not reference.head + 1 < first < len(words):
        return None
    named = story.inside.get(first)
    if words[first - 1].text != "," or named is None or named.first != first:
        return None
    closed = named.last < len(words) and words[named.last].text in ",.;"
    return _person(named) if closed and reference.kind == "person" else None


def _behind_place(story: Story, start: int) -> int:
    """The second word behind "of Victoria", 0 if no such words begin there."""
    words = story.parse.words
    if start >= len(words) or words[start].text != "of":
        return 0
    last = start + 1
    while last < min(start + _PLACE, len(words)) and words[last].upos in ("PROPN", "DET"):
        last += 1
    return last + 1 if last > start + 1 else 0


def _person(named: Reference | None) -> Participant | None:
    if named is None or named.entity is None or named.entity.kind != "person":
        return None
    return named.entity


def _called(story: Story, reference: Reference) -> Participant | None:
    """Jo Beal, in "my neighbor, a nurse named Jo Beal"."""
    parse = story.parse
    if reference.plural:
        return None
    beside = [k for k in parse.children[reference.head] if parse.words[k].deprel == "appos"]
    known = reference.determination == "definite"  # it has been introduced, maybe without a name
    for noun in (reference.head, *(() if known else beside)):
        for verb in parse.children[noun]:
            if parse.words[verb].deprel != "acl" or parse.words[verb].lemma not in _CALLING:
                continue
            for kid in parse.children[verb]:
                if parse.words[kid].deprel in ("xcomp", "obj", "obl"):
                    found = _person(story.inside.get(kid))
                    if found is not None:
                        return found
    return None


def _subject_of_predicate(story: Story, reference: Reference) -> Participant | None:
    """Whom "Marsh is chairman" and "Marsh became chairman" describe."""
    head = None if reference.plural else said_of(story.parse, reference.head)
    subject = None if head is None else story.inside.get(head) or story.by_head.get(head)
    if subject is None or story.parse.words[subject.head].text.lower() in _COPULAR:
        return None
    return subject.entity if subject.head < reference.head and not subject.plural else None


def _name_of_subject(story: Story, reference: Reference) -> Participant | None:
    """Ana Soto, in "the mayor is Ana Soto"."""
    words = story.parse.words
    word = words[reference.head]
    if word.deprel != "nsubj" or word.head < 0 or reference.determination != "definite":
        return None
    kids = [words[kid] for kid in story.parse.children[word.head]]
    if not any(k.deprel == "cop" for k in kids) or any(k.lemma in ("not", "never") for k in kids):
        return None
    return _person(story.inside.get(word.head))
