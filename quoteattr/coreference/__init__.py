"""Coreference: mentions are grouped into entities, and sources resolved to these.

``resolver.SIEVES`` lists the ways to resolve a mention, in the order in which they are tried.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import attrs

from quoteattr import model
from quoteattr.coreference.confidence import name_step, speaker_confidence, turn_confidence
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.known_persons import KnownPersons
from quoteattr.coreference.records import Decision, Entity, Mention, pronoun_of
from quoteattr.coreference.resolver import read_article
from quoteattr.coreference.sources import source_entity
from quoteattr.model import MentionType, Span, Speaker, SpeakerKind
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.names import Person, honorific_gender

__all__ = ["KnownPersons", "Resolved", "mention_type", "resolve", "speakers_of"]


@attrs.frozen
class Resolved:
    """The speaker of a relation.

    Attributes:
        speaker: None if the text does not show who it is.
        via: who passed it on, outermost first.
        confidence: probability that the speaker is right, given that the content is a quote; None
            without a speaker.
        evidence: the rules that decided, in order, for people to read.
    """

    speaker: Speaker | None
    via: tuple[Speaker, ...] = ()
    confidence: float | None = None
    evidence: tuple[str, ...] = ()


def mention_type(parse: Parse, source: SourceSpan) -> MentionType:
    """Whether a source is a name, a description or a pronoun.

    Args:
        parse: the document.
        source: a source in it.
    """
    if not 0 <= source.head < len(parse.words):
        return "nominal"
    word = parse.words[source.head]
    if pronoun_of(word) is not None:
        return "pronoun"
    if source.head in parse.entity_at or word.upos == "PROPN":
        return "name"
    for kid in parse.children[source.head]:
        inside = source.start <= parse.words[kid].start < source.end
        if inside and parse.words[kid].deprel in ("appos", "flat") and kid in parse.entity_at:
            return "name"
    return "nominal"


@attrs.frozen
class _Choice:
    """The entity that a source is, and where the source is in the text."""

    place: int
    entity: Entity
    confidence: float | None = None
    evidence: tuple[str, ...] = ()


def _kind(entity: Entity) -> SpeakerKind:
    """The kind to report: the news does not quote the unnamed author and "you"."""
    if entity.named:
        return entity.kind
    if entity.author:
        return "author"
    seconds = [m.pronoun is not None and m.pronoun.person == 2 for m in entity.mentions]
    return "reader" if seconds and all(seconds) else entity.kind


class _Cast:
    """Speakers made from entities, numbered in order of first use."""

    def __init__(self, discourse: Discourse, chosen: Sequence[_Choice]) -> None:
        self._discourse = discourse
        order: dict[Hashable, Entity] = {}
        for choice in sorted(chosen, key=lambda choice: choice.place):
            order.setdefault(choice.entity.key, choice.entity)
        self._ids = {key: f"s{i}" for i, key in enumerate(order, 1)}
        self.speakers = {key: self._speaker(entity) for key, entity in order.items()}

    def of(self, choice: _Choice | None) -> Speaker | None:
        return None if choice is None else self.speakers[choice.entity.key]

    def _speaker(self, entity: Entity) -> Speaker:
        mentions: dict[int, model.Mention] = {}
        for mention in sorted(entity.mentions, key=lambda m: m.first):
            if self._is_sure(mention):
                mentions.setdefault(mention.first, self._mention(mention))
        members = self._discourse.members_of(entity)
        return Speaker(
            id=self._ids[entity.key],
            name=self._name(entity),
            kind=_kind(entity),
            named=entity.named,
            titles=_telling_titles(entity.titles),
            aliases=entity.aliases,
            gender=entity.gender if entity.kind == "person" else None,
            members=tuple(self._ids.get(member.key, member.name) for member in members),
            mentions=tuple(mentions[start] for start in sorted(mentions)),
            identifier=entity.identifier,
        )

    def _name(self, entity: Entity) -> str:
        """The name; for a body without a name, its most frequent description."""
        described = [m for m in entity.mentions if m.form == "nominal" and self._is_sure(m)]
        own = any(self._discourse.is_source(m) for m in described)
        if entity.named or own or not described:
            return entity.name or "?"
        counts = Counter(self._mention(m).text for m in described)
        return min(counts, key=lambda text: (-counts[text], len(text)))

    def _is_sure(self, mention: Mention) -> bool:
        decision = self._discourse.decision_on(mention)
        return decision is None or decision.sure

    def _mention(self, mention: Mention) -> model.Mention:
        parse = self._discourse.parse
        start, end = parse.words[mention.first].start, parse.words[mention.last - 1].end
        return model.Mention(Span.of(parse.text, start, end), mention.form)


def resolve(
    parse: Parse,
    relations: Sequence[Relation],
    known: KnownPersons | Sequence[Person] = (),
    least: float = 0.0,
    marks: Sequence[Mark] | None = None,
) -> tuple[tuple[Speaker, ...], tuple[Resolved, ...]]:
    """The speakers of an article's attributions.

    Args:
        parse: the document.
        relations: its attributions, in order.
        known: the caller's persons; if two match, neither is used. For many articles,
            make the ``KnownPersons`` once.
        least: a speaker who is less probable than this is not given.
        marks: the quotation marks of the text, where they have been read already.

    Returns:
        The speakers in order of their first mention as a source, and for every relation its
        speaker with those who passed it on. A speaker that the text does not show is None.
    """
    persons = known if isinstance(known, KnownPersons) else KnownPersons(known)
    return speakers_of(read_article(parse, relations, persons, marks=marks), least)


def speakers_of(
    discourse: Discourse, least: float = 0.0
) -> tuple[tuple[Speaker, ...], tuple[Resolved, ...]]:
    """The speakers of the attributions of an article that has been read.

    Args:
        discourse: after the last mention.
        least: a speaker who is less probable than this is not given.

    Returns:
        As ``resolve``.
    """
    relations = discourse.relations
    chosen = [_choose(discourse, number) for number in range(len(relations))]
    kept = [None if c is None or (c.confidence or 0.0) < least else c for c in chosen]
    via = [_passed_on(discourse, relation) for relation in relations]
    cast = _Cast(discourse, [c for c in (*kept, *(v for each in via for v in each)) if c])
    resolved = []
    for relation, choice, sure, others in zip(relations, chosen, kept, via, strict=True):
        evidence = _evidence(discourse.parse, relation, choice, unsure=choice is not sure)
        passed_on = tuple(cast.speakers[other.entity.key] for other in others)
        confidence = sure.confidence if sure is not None else None
        resolved.append(Resolved(cast.of(sure), passed_on, confidence, evidence))
    return tuple(cast.speakers.values()), tuple(resolved)


def _choose(discourse: Discourse, number: int) -> _Choice | None:
    """The entity that the source of a relation is, or that has the turn, with the evidence."""
    relation = discourse.relations[number]
    source = relation.source
    turn, decided = discourse.turn_of(number), discourse.decision_on_turn(number)
    if turn is not None and decided is not None:
        name = "name:linked" if turn.named else "name:description"
        evidence = (f"speaker:{decided.sieve}", name)
        return _Choice(relation.content[0][0], turn, turn_confidence(decided), evidence)
    mention = discourse.source_mention(source)
    entity = source_entity(discourse, source)
    decision = discourse.decision_on(mention) if mention is not None else None
    if source is None or mention is None or entity is None:
        return None
    decision = decision or Decision(entity)
    bearers = len(discourse.by_surname(entity.tokens[-1])) if entity.tokens else 0
    step = name_step(entity, mention, decision, bearers)
    form = mention_type(discourse.parse, source)
    confidence = speaker_confidence(relation, form, mention, decision, step)
    sieve = (f"speaker:{decision.sieve}",) if decision.sieve else ()
    chain = (f"chain:{decision.chain}",) if decision.chain else ()
    return _Choice(source.start, entity, confidence, (*sieve, *chain, step))


def _passed_on(discourse: Discourse, relation: Relation) -> list[_Choice]:
    found = [(span.start, source_entity(discourse, span)) for span in relation.via]
    return [_Choice(start, entity) for start, entity in found if entity is not None]


def _evidence(
    parse: Parse, relation: Relation, choice: _Choice | None, *, unsure: bool
) -> tuple[str, ...]:
    """The form of the source, the sieve that found the speaker, the step to the name."""
    steps = choice.evidence if choice is not None else ()
    source = relation.source
    form = (f"mention:{mention_type(parse, source)}",) if source is not None else ()
    return (*form, *steps, *["speaker:unsure"] * unsure)


def _telling_titles(titles: Iterable[str]) -> tuple[str, ...]:
    """Titles without those that add nothing: "President" beside "Russian President", "Mr".

    >>> _telling_titles(["Russian President", "Mr", "President"])
    ('Russian President',)
    >>> _telling_titles(["Mr"])
    ('Mr',)
    """
    every = list(titles)
    backwards = sorted(title.lower()[::-1] for title in every)
    kept = [title for title in every if not _ends_another(title.lower()[::-1], backwards)]
    real = [title for title in kept if not honorific_gender(title)]
    return tuple(real or kept)


def _ends_another(title: str, backwards: Sequence[str]) -> bool:
    """Whether a title, spelled backwards, begins another one of a sorted list."""
    after = bisect_left(backwards, title) + 1
    return after < len(backwards) and backwards[after].startswith(title)
