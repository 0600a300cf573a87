"""Newcomers: an entity of its own, known by its description: "A police spokesman", "some".

Its name may follow: "A New York judge … Justice Nervo".
"""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.roles import specific_nouns
from quoteattr.coreference.sieves.conditions import is_open
from quoteattr.model import SpeakerKind
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import word_list

__all__ = ["described_before", "is_newcomer", "newcomer", "unnamed"]

_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_LONG_NAME = 12  # words of a name, from which a relative clause is no part of it
_OPENING = 2  # sentences, with a headline
_LEAD = 3  # sentences in which news describes before it names
_SOON = 8  # sentences from the description to the name
_BACK = 80  # mentions looked back at
_VAGUE = word_list("vague nouns")


def unnamed(discourse: Discourse, mention: Mention) -> Decision | None:
    """An entity of its own for a pronoun that describes somebody itself: "some said"."""
    return Decision(newcomer(discourse, mention)) if is_open(discourse, mention) else None


def is_newcomer(mention: Mention, decision: Decision) -> bool:
    """Whether a decision makes a mention the first of somebody without a name."""
    entity = decision.entity
    return entity is not None and not entity.named and entity.key == mention.head


def newcomer(discourse: Discourse, mention: Mention) -> Entity:
    """The entity that a mention introduces.

    Args:
        discourse: the reading so far.
        mention: of nobody who was mentioned before.
    """
    return Entity(
        key=mention.head,
        kind=mention.kind or _kind_of_pronoun(mention),
        name=_as_written(discourse, mention),
        named=False,
        plural=mention.plural,
        gender=mention.gender,
    )


def described_before(discourse: Discourse, mention: Mention) -> Entity | None:
    """The unnamed entity that a new name belongs to.

    News describes somebody in its lead; soon after, the noun is a title of the full name, or the
    name is a subject with an age: "A former sergeant was jailed. … Darren Lee, 41, sold …".

    Args:
        discourse: the reading so far.
        mention: the first one with the name of a person.
    """
    entity = discourse.entity_of(mention)
    if entity is None or entity.kind != "person" or mention is not entity.mentions[0]:
        return None
    aged = _is_aged_subject(discourse.parse, mention)
    if (len(entity.tokens) < 2 and not aged) or mention.sentence > _LEAD + _SOON:
        return None
    nouns = {role.noun for role in entity.roles} - _VAGUE
    mutual = {
        other
        for noun in nouns
        for other in specific_nouns(noun)
        if noun in specific_nouns(other) and other not in _VAGUE
    }
    lead = [
        person
        for person in _described(discourse, mention, entity)
        if person.mentions[0].sentence < _LEAD
        and person.mentions[0].determination in ("indefinite", "bare")
    ]
    found = [person for person in lead if person.mentions[0].lemma in nouns | mutual]
    if aged and not (found or nouns):
        found = [person for person in lead if _opens(person.mentions[0])] if len(lead) == 1 else []
    return found[0] if len(found) == 1 else None


def _opens(mention: Mention) -> bool:
    """Whether a description is the subject that an article opens with: "A grandmother has said"."""
    return mention.role == "subject" and mention.sentence < _OPENING


def _is_aged_subject(parse: Parse, mention: Mention) -> bool:
    """Whether a name is a subject with an age, soon after the first sentences: "Ann Lee, 41, …"."""
    after = [word.text for word in parse.words[mention.last : mention.last + 3]]
    aged = after[:1] in ([","], ["("]) and after[1:2] and after[1].isdecimal()
    return bool(aged) and mention.role == "subject" and mention.sentence <= _OPENING + 1


def _kind_of_pronoun(mention: Mention) -> SpeakerKind:
    """The kind of "some", "someone" or "you"; other for an unknown noun."""
    if mention.plural or (mention.pronoun and mention.pronoun.person == 2):
        return "group"
    use = mention.pronoun.use if mention.pronoun else ""
    return "person" if use in ("generic", "indefinite") else "other"


def _as_written(discourse: Discourse, mention: Mention) -> str:
    """The source that a mention heads, or the mention, without "himself" at its end.

    "A Gallup poll released on Friday" is "A Gallup poll": its name is before the noun. A document
    that is only "released" is so at some time, which is no part of the source.
    """
    words = discourse.parse.words
    span = discourse.source_of.get(mention.head)
    start, end = words[mention.first].start, words[mention.last - 1].end
    if span is not None:
        start, end = span.start, span.end
        after = words[mention.head + 1] if mention.head + 1 < len(words) else None
        participle = after is not None and after.deprel == "acl" and after.upos == "VERB"
        if mention.kind == "document" and participle and (mention.proper or _ends(span, after)):
            end = words[mention.head].end
    kept = discourse.parse.text[
        start : _before_clause(discourse.parse, mention, start, end)
    ].split()
    while len(kept) > 1 and kept[-1].lower() in _REFLEXIVE:
        kept.pop()
    return " ".join(kept)


def _before_clause(parse: Parse, mention: Mention, start: int, end: int) -> int:
    """Where the name of a description ends: before a relative clause after a comma, or a long one.

    "The lawyer who spoke on Thursday at the house during a ceremony to mark ten years" is "The
    lawyer", and so is "The lawyer, who lives in Leeds"; "a man who saw the crash" stays whole.
    """
    words = parse.words
    clauses = [
        min((i for i in parse.subtree(kid) if words[i].upos != "PUNCT"), default=kid)
        for kid in parse.children[mention.head]
        if kid > mention.head and words[kid].deprel == "acl:relcl"
    ]
    first = min(clauses, default=None)
    if first is None or not words[mention.head].end < words[first].start < end:
        return end
    if words[first - 1].text == ",":
        return words[first - 1].start
    long = len(parse.words_within(start, end)) > _LONG_NAME
    return words[first - 1].end if long else end


def _ends(span: SourceSpan, word: Word | None) -> bool:
    """Whether a source ends with a word."""
    return word is not None and word.end == span.end


def _described(discourse: Discourse, mention: Mention, entity: Entity) -> list[Entity]:
    """The unnamed persons so far whose gender does not clash, the latest first."""
    found: dict[Entity, None] = {}
    for _, person in discourse.before(mention.head, _BACK):
        if person.named or person.kind != "person" or person.plural or person.author:
            continue
        if None in (person.gender, entity.gender) or person.gender == entity.gender:
            found[person] = None
    return list(found)
