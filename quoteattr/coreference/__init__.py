"""Whoever is quoted: mentions grouped into speakers, sources resolved to them.

A chain of sieves, each with its own evidence: names, relative pronouns, first person,
descriptions, third-person pronouns. After Lee et al. 2013, "Deterministic coreference resolution
based on entity-centric, precision-ranked rules", Computational Linguistics 39(4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from quoteattr import model
from quoteattr.coreference.confidence import by_hand, name_step, speaker_confidence
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention, pronoun_of
from quoteattr.coreference.resolver import read_discourse
from quoteattr.model import MentionType, Span, Speaker
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.words.names import Person, honorific_gender

__all__ = ["Resolved", "mention_type", "resolve", "telling_titles"]


@attrs.frozen
class Resolved:
    """Whose words a relation reports.

    Attributes:
        speaker: None where the text does not settle it.
        via: who passed it on, outermost first.
        confidence: probability that the speaker is right, given that the content is a quote; None
            without a speaker.
        evidence: the rules that decided, in order.
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
    """Whoever a source at some place in the text is."""

    place: int
    entity: Entity
    confidence: float | None = None
    evidence: tuple[str, ...] = ()


class _Cast:
    """Speakers made from entities, numbered in order of first use."""

    def __init__(self, parse: Parse, discourse: Discourse, chosen: Sequence[_Choice]) -> None:
        self._parse = parse
        self._sources = discourse.source_of
        self._order: dict[int, Entity] = {}
        for choice in sorted(chosen, key=lambda choice: choice.place):
            self._order.setdefault(id(choice.entity), choice.entity)
        self.ids = {key: f"s{i}" for i, key in enumerate(self._order, 1)}
        self.speakers = {key: self._speaker(p) for key, p in self._order.items()}

    def of(self, choice: _Choice | None) -> Speaker | None:
        return None if choice is None else self.speakers[id(choice.entity)]

    def _speaker(self, entity: Entity) -> Speaker:
        mentions: dict[int, model.Mention] = {}
        for mention in sorted(entity.mentions, key=lambda r: r.first):
            if mention.sure:
                mentions.setdefault(mention.first, self._mention(mention))
        return Speaker(
            id=self.ids[id(entity)],
            name=self._name(entity),
            kind=entity.kind,
            named=entity.named,
            titles=telling_titles(entity.titles),
            aliases=tuple(entity.aliases),
            gender=entity.gender if entity.kind == "person" else None,
            members=tuple(self.ids.get(id(m), m.name) for m in entity.members),
            mentions=tuple(mentions[start] for start in sorted(mentions)),
            identifier=entity.identifier,
        )

    def _name(self, entity: Entity) -> str:
        """The name; of a body that is only spoken of, the description that is used most."""
        described = [r for r in entity.mentions if r.form == "nominal" and r.sure]
        own = any(r.head in self._sources for r in described)
        if entity.named or own or not described:
            return entity.name or "?"
        counts = Counter(self._mention(r).text for r in described)
        return min(counts, key=lambda text: (-counts[text], len(text)))

    def _mention(self, mention: Mention) -> model.Mention:
        words = self._parse.words
        start, end = words[mention.first].start, words[mention.last - 1].end
        return model.Mention(Span.of(self._parse.text, start, end), mention.form)


def resolve(
    parse: Parse,
    relations: Sequence[Relation],
    known: Sequence[Person] = (),
    least: float = 0.0,
) -> tuple[tuple[Speaker, ...], tuple[Resolved, ...]]:
    """Who the sources of an article's attributions are.

    Args:
        parse: the document.
        relations: its attributions, in order.
        known: persons whom the caller names; an ambiguous match names nobody.
        least: a speaker who is less probable than this is not given.

    Returns:
        The speakers in order of their first mention as a source, and for every relation its
        speaker with the ones who passed it on. A speaker that the text does not settle is None.
    """
    discourse = read_discourse(parse, relations, known)
    chosen = [_choose(discourse, number) for number in range(len(relations))]
    kept = [None if c is None or (c.confidence or 0.0) < least else c for c in chosen]
    via = [_passed_on(discourse, relation) for relation in relations]
    cast = _Cast(parse, discourse, [c for c in (*kept, *(v for each in via for v in each)) if c])
    resolved = []
    for relation, choice, sure, others in zip(relations, chosen, kept, via, strict=True):
        evidence = _evidence(parse, relation, choice, unsure=choice is not sure)
        passed_on = tuple(cast.speakers[id(other.entity)] for other in others)
        confidence = sure.confidence if sure is not None else None
        resolved.append(Resolved(cast.of(sure), passed_on, confidence, evidence))
    return tuple(cast.speakers.values()), tuple(resolved)


def _choose(discourse: Discourse, number: int) -> _Choice | None:
    """Whoever the source of a relation is, or has the turn, with the steps that led there."""
    relation = discourse.relations[number]
    source = relation.source
    turn = discourse.turn_of.get(number)
    if turn is not None:
        name = "name:linked" if turn.named else "name:description"
        steps = ("speaker:turn", name)
        return _Choice(relation.content[0][0], turn, by_hand("speaker:turn"), steps)
    mention = discourse.source_mention(source)
    entity = discourse.source_entity(source)
    if source is None or mention is None or entity is None:
        return None
    bearers = len(discourse.by_surname(entity.tokens[-1])) if entity.tokens else 0
    step = name_step(entity, mention, bearers)
    form = mention_type(discourse.parse, source)
    confidence = speaker_confidence(relation, form, mention, step)
    rules = tuple(rule for rule in (mention.evidence, mention.chain, step) if rule)
    return _Choice(source.start, entity, confidence, rules)


def _passed_on(discourse: Discourse, relation: Relation) -> list[_Choice]:
    found = [(span.start, discourse.source_entity(span)) for span in relation.via]
    return [_Choice(start, entity) for start, entity in found if entity is not None]


def _evidence(
    parse: Parse, relation: Relation, choice: _Choice | None, *, unsure: bool
) -> tuple[str, ...]:
    """The form of the source, the rule that found the speaker, the step to the name."""
    steps = choice.evidence if choice is not None else ()
    source = relation.source
    form = (f"mention:{mention_type(parse, source)}",) if source is not None else ()
    return (*form, *steps, *["speaker:unsure"] * unsure)


def telling_titles(titles: Iterable[str]) -> tuple[str, ...]:
    """Titles without those that add nothing: "President" beside "Russian President", "Mr".

    >>> telling_titles(["Russian President", "Mr", "President"])
    ('Russian President',)
    >>> telling_titles(["Mr"])
    ('Mr',)
    """
    every = list(titles)
    kept = [
        title
        for title in every
        if not any(other != title and other.lower().endswith(title.lower()) for other in every)
    ]
    real = [title for title in kept if not honorific_gender(title)]
    return tuple(real or kept)
