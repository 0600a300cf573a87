"""Pronouns: relative, first person, third person, each by its own sieve."""

from __future__ import annotations

from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.coreference.sieves.descriptions import describe

__all__ = ["resolve_pronoun"]

_CLEAR = 0.6  # probability from which an antecedent makes a sure mention
_LEAST = 0.2  # below this nothing is settled
_NEAR = 12  # words back from "who" to a person
_INSTITUTIONS = frozenset({"administration", "government", "campaign", "company", "agency", "team"})
_WHO = frozenset({"who", "whom", "whose"})


def resolve_pronoun(story: Story, reference: Reference) -> None:
    """Settle a pronoun, or leave it open.

    Args:
        story: the reading so far.
        reference: a pronoun of it.
    """
    pronoun = reference.pronoun
    if pronoun is None:
        return
    if pronoun.use == "relative":
        _relative(story, reference)
    elif pronoun.person == 1:
        _first_person(story, reference)
    elif pronoun.person == 3 and pronoun.use in ("personal", "possessive", "reflexive"):
        _third_person(story, reference)
    elif reference.head in story.source_of:
        describe(story, reference)


def _first_person(story: Story, reference: Reference) -> None:
    if not story.in_quotation(reference.head):
        # Within marks of which nobody knows who speaks, "I" is not the author.
        if not story.in_marks(reference.head):
            story.take(story.writer(), reference, "speaker:author")
        return
    speaker = story.speaker_at(reference.head)
    if speaker is None:
        return
    if reference.plural and speaker.kind == "person":
        body = _institution(story, reference, speaker)
        if body is not None:
            reference.sure = False
            story.take(body, reference, "speaker:first-person-institution")
            return
    story.take(speaker, reference, "speaker:first-person")


def _institution(story: Story, reference: Reference, speaker: Participant) -> Participant | None:
    """The body for which an office holder says "we": the one spoken of just before."""
    if not speaker.titles:
        return None
    for candidate, entity in story.focus.before(reference.head, 60):
        if reference.sentence - candidate.sentence > 4:
            return None
        if candidate.lemma in _INSTITUTIONS:
            return entity
    return None


def _relative(story: Story, reference: Reference) -> None:
    words = story.parse.words
    index = reference.head
    for _ in range(12):
        word = words[index]
        if word.head < 0:
            break
        if word.deprel.startswith("acl"):
            fits = reference.lemma not in _WHO or _may_be_who(story, word.head, reference.head)
            if fits and not _nearer_name(story, word.head, reference):
                _take_antecedent(story, reference, word.head)
                return
            break
        index = word.head
    if reference.lemma in _WHO:
        _take_nearest_person(story, reference)


def _nearer_name(story: Story, head: int, reference: Reference) -> bool:
    """Whether a person right before "who" is no part of what the parse takes for its antecedent."""
    words = story.parse.words
    before = reference.head - 1
    if before >= 0 and words[before].upos == "PUNCT":
        before -= 1
    named = story.inside.get(before)
    if reference.lemma not in _WHO or named is None or named.kind != "person":
        return False
    index = named.head
    for _ in range(12):
        if index == head or index < 0:
            break
        index = words[index].head
    return index != head


def _may_be_who(story: Story, head: int, who: int) -> bool:
    """Whether a word can be what "who" stands for; a body can't if a person is nearer."""
    found = story.inside.get(head) or story.by_head.get(head)
    if found is None:
        return story.parse.words[head].upos in ("PRON", "DET", "NUM", "ADJ")
    if found.kind == "organization":
        between = (story.inside.get(i) for i in range(found.last, who))
        return not any(r is not None and r.kind == "person" for r in between)
    return found.kind in ("person", "group", None)


def _take_antecedent(story: Story, reference: Reference, head: int) -> None:
    antecedent = _subject_described(story, head) or story.nominal(head)
    if antecedent.entity is None and antecedent is not reference:
        story.settle(antecedent)
    if antecedent.entity is None and antecedent.pronoun is not None:
        describe(story, antecedent)
    entity = antecedent.entity
    if entity is None:
        return
    # "that" after a person is a conjunction which the tagger took for a pronoun.
    if reference.lemma in _WHO or entity.kind != "person" or reference.head in story.source_of:
        story.take(entity, reference, "speaker:relative-clause")


def _subject_described(story: Story, head: int) -> Reference | None:
    """The subject that "as someone who …" or "is a man who …" describes."""
    words = story.parse.words
    kids = [words[kid] for kid in story.parse.children[head]]
    governor = head if any(kid.deprel == "cop" for kid in kids) else words[head].head
    as_role = any(kid.deprel == "case" and kid.text.lower() == "as" for kid in kids)
    if governor < 0 or not (as_role or governor == head):
        return None
    for kid in story.parse.children[governor]:
        if words[kid].deprel == "nsubj" and kid != head:
            return story.inside.get(kid) or story.by_head.get(kid)
    return None


def _take_nearest_person(story: Story, reference: Reference) -> None:
    """Where the parse gives "…, who" no antecedent, the person just before."""
    for index in range(reference.head - 1, max(reference.head - _NEAR, -1), -1):
        found = story.inside.get(index) or story.by_head.get(index)
        if found is None or found.sentence != reference.sentence or found.pronoun:
            continue
        if found.entity is None:
            story.settle(found)
        if found.entity is not None and found.entity.kind in ("person", "group"):
            story.take(found.entity, reference, "speaker:relative-nearest")
            return


def _third_person(story: Story, reference: Reference) -> None:
    speaker = story.speaker_at(reference.head)
    excluded = frozenset({id(speaker)} if speaker is not None else ())
    ranked = story.rank(story.parse, reference, story.focus, excluded)
    if not ranked or ranked[0][0] < _LEAST:
        return
    probability, entity = ranked[0]
    reference.sure = probability >= _CLEAR
    reference.probability = probability
    if reference.gender and entity.gender is None and entity.kind == "person":
        entity.gender = reference.gender
    last = story.focus.last_speaker(reference.head)
    rule = "speaker:pronoun-last-speaker" if entity is last else "speaker:pronoun-salience"
    story.take(entity, reference, rule)
