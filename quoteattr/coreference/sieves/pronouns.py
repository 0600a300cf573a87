"""Pronouns: relative, first person, third person, each by its own sieve."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.sieves.descriptions import describe

__all__ = ["resolve_pronoun"]

_CLEAR = 0.6  # probability from which an antecedent makes a sure mention
_LEAST = 0.2  # below this nothing is settled
_NEAR = 12  # words back from "who" to a person
_INSTITUTIONS = frozenset({"administration", "government", "campaign", "company", "agency", "team"})
_WHO = frozenset({"who", "whom", "whose"})


def resolve_pronoun(discourse: Discourse, mention: Mention) -> None:
    """Settle a pronoun, or leave it open.

    Args:
        discourse: the reading so far.
        mention: a pronoun of it.
    """
    pronoun = mention.pronoun
    if pronoun is None:
        return
    if pronoun.use == "relative":
        _relative(discourse, mention)
    elif pronoun.person == 1:
        _first_person(discourse, mention)
    elif pronoun.person == 3 and pronoun.use in ("personal", "possessive", "reflexive"):
        _third_person(discourse, mention)
    elif mention.head in discourse.source_of:
        describe(discourse, mention)


def _first_person(discourse: Discourse, mention: Mention) -> None:
    if not discourse.in_quotation(mention.head):
        # Within marks of which nobody knows who speaks, "I" is not the author.
        if not discourse.in_marks(mention.head):
            discourse.take(discourse.writer(), mention, "speaker:author")
        return
    speaker = discourse.speaker_at(mention.head)
    if speaker is None:
        return
    if mention.plural and speaker.kind == "person":
        body = _institution(discourse, mention, speaker)
        if body is not None:
            mention.sure = False
            discourse.take(body, mention, "speaker:first-person-institution")
            return
    discourse.take(speaker, mention, "speaker:first-person")


def _institution(discourse: Discourse, mention: Mention, speaker: Entity) -> Entity | None:
    """The body for which an office holder says "we": the one spoken of just before."""
    if not speaker.titles:
        return None
    for candidate, entity in discourse.focus.before(mention.head, 60):
        if mention.sentence - candidate.sentence > 4:
            return None
        if candidate.lemma in _INSTITUTIONS:
            return entity
    return None


def _relative(discourse: Discourse, mention: Mention) -> None:
    words = discourse.parse.words
    index = mention.head
    for _ in range(12):
        word = words[index]
        if word.head < 0:
            break
        if word.deprel.startswith("acl"):
            fits = mention.lemma not in _WHO or _may_be_who(discourse, word.head, mention.head)
            if fits and not _nearer_name(discourse, word.head, mention):
                _take_antecedent(discourse, mention, word.head)
                return
            break
        index = word.head
    if mention.lemma in _WHO:
        _take_nearest_person(discourse, mention)


def _nearer_name(discourse: Discourse, head: int, mention: Mention) -> bool:
    """Whether a person right before "who" is no part of what the parse takes for its antecedent."""
    words = discourse.parse.words
    before = mention.head - 1
    if before >= 0 and words[before].upos == "PUNCT":
        before -= 1
    named = discourse.inside.get(before)
    if mention.lemma not in _WHO or named is None or named.kind != "person":
        return False
    index = named.head
    for _ in range(12):
        if index == head or index < 0:
            break
        index = words[index].head
    return index != head


def _may_be_who(discourse: Discourse, head: int, who: int) -> bool:
    """Whether a word can be what "who" stands for; a body can't if a person is nearer."""
    found = discourse.inside.get(head) or discourse.by_head.get(head)
    if found is None:
        return discourse.parse.words[head].upos in ("PRON", "DET", "NUM", "ADJ")
    if found.kind == "organization":
        between = (discourse.inside.get(i) for i in range(found.last, who))
        return not any(r is not None and r.kind == "person" for r in between)
    return found.kind in ("person", "group", None)


def _take_antecedent(discourse: Discourse, mention: Mention, head: int) -> None:
    antecedent = _subject_described(discourse, head) or discourse.nominal(head)
    if antecedent.entity is None and antecedent is not mention:
        discourse.settle(antecedent)
    if antecedent.entity is None and antecedent.pronoun is not None:
        describe(discourse, antecedent)
    entity = antecedent.entity
    if entity is None:
        return
    # "that" after a person is a conjunction which the tagger took for a pronoun.
    if mention.lemma in _WHO or entity.kind != "person" or mention.head in discourse.source_of:
        discourse.take(entity, mention, "speaker:relative-clause")


def _subject_described(discourse: Discourse, head: int) -> Mention | None:
    """The subject that "as someone who …" or "is a man who …" describes."""
    words = discourse.parse.words
    kids = [words[kid] for kid in discourse.parse.children[head]]
    governor = head if any(kid.deprel == "cop" for kid in kids) else words[head].head
    as_role = any(kid.deprel == "case" and kid.text.lower() == "as" for kid in kids)
    if governor < 0 or not (as_role or governor == head):
        return None
    for kid in discourse.parse.children[governor]:
        if words[kid].deprel == "nsubj" and kid != head:
            return discourse.inside.get(kid) or discourse.by_head.get(kid)
    return None


def _take_nearest_person(discourse: Discourse, mention: Mention) -> None:
    """Where the parse gives "…, who" no antecedent, the person just before."""
    for index in range(mention.head - 1, max(mention.head - _NEAR, -1), -1):
        found = discourse.inside.get(index) or discourse.by_head.get(index)
        if found is None or found.sentence != mention.sentence or found.pronoun:
            continue
        if found.entity is None:
            discourse.settle(found)
        if found.entity is not None and found.entity.kind in ("person", "group"):
            discourse.take(found.entity, mention, "speaker:relative-nearest")
            return


def _third_person(discourse: Discourse, mention: Mention) -> None:
    speaker = discourse.speaker_at(mention.head)
    excluded = frozenset({id(speaker)} if speaker is not None else ())
    ranked = discourse.rank(discourse.parse, mention, discourse.focus, excluded)
    if not ranked or ranked[0][0] < _LEAST:
        return
    probability, entity = ranked[0]
    mention.sure = probability >= _CLEAR
    mention.probability = probability
    if mention.gender and entity.gender is None and entity.kind == "person":
        entity.gender = mention.gender
    last = discourse.focus.last_speaker(mention.head)
    rule = "speaker:pronoun-last-speaker" if entity is last else "speaker:pronoun-salience"
    discourse.take(entity, mention, rule)
