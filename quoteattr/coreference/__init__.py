"""Whoever is quoted: mentions grouped into speakers, sources resolved to them.

A chain of sieves, each with its own evidence: names, relative pronouns, first person,
descriptions, third-person pronouns. After Lee et al. 2013, "Deterministic coreference resolution
based on entity-centric, precision-ranked rules", Computational Linguistics 39(4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from quoteattr.coreference.participants import Participant
from quoteattr.coreference.reading import read_story
from quoteattr.coreference.references import Reference, pronoun_of
from quoteattr.coreference.story import Story
from quoteattr.coreference.titles import telling_titles
from quoteattr.model import Mention, MentionType, Span, Speaker
from quoteattr.names import Person
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse

__all__ = ["Resolved", "mention_type", "resolve"]

_CONFIDENCE = {
    "speaker:name": 0.98,
    "speaker:apposition": 0.95,
    "speaker:relative-clause": 0.93,
    "speaker:relative-nearest": 0.85,
    "speaker:first-person": 0.95,
    "speaker:first-person-institution": 0.6,
    "speaker:author": 0.9,
    "speaker:pronoun-last-speaker": 0.97,
    "speaker:pronoun-salience": 0.9,
    "speaker:kin": 0.8,
    "speaker:description": 0.85,
    "speaker:description-kind": 0.8,
    "speaker:description-group": 0.8,
    "speaker:description-salience": 0.6,
    "speaker:description-goes-on": 0.7,
    "speaker:same-description": 0.85,
    "speaker:description-unnamed": 0.85,
}


@attrs.frozen
class Resolved:
    """Whose words a relation reports.

    Attributes:
        speaker: None where the text does not settle it.
        via: who passed it on, outermost first.
        confidence: probability that the speaker is right, given that the relation is.
        evidence: the rules that decided, in order.
    """

    speaker: Speaker | None
    via: tuple[Speaker, ...] = ()
    confidence: float = 1.0
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


class _Cast:
    """Speakers made from participants, numbered in order of first use."""

    def __init__(self, parse: Parse, story: Story, relations: Sequence[Relation]) -> None:
        self._parse = parse
        self._sources = story.source_of
        self._order: dict[int, Participant] = {}
        self.chosen: list[tuple[Participant | None, tuple[Participant, ...]]] = []
        for relation in relations:
            speaker = story.participant_of(relation.source)
            via = tuple(p for span in relation.via if (p := story.participant_of(span)) is not None)
            self.chosen.append((speaker, via))
        spans = [
            (span.start, story.participant_of(span))
            for relation in relations
            for span in (*([relation.source] if relation.source else []), *relation.via)
        ]
        for _, participant in sorted(spans, key=lambda pair: pair[0]):
            if participant is not None:
                self._order.setdefault(id(participant), participant)
        self.ids = {key: f"s{i}" for i, key in enumerate(self._order, 1)}
        self.speakers = {key: self._speaker(p) for key, p in self._order.items()}

    def of(self, participant: Participant | None) -> Speaker | None:
        return None if participant is None else self.speakers[id(participant)]

    def _speaker(self, participant: Participant) -> Speaker:
        mentions: dict[int, Mention] = {}
        for reference in sorted(participant.references, key=lambda r: r.first):
            if reference.sure:
                mentions.setdefault(reference.first, self._mention(reference))
        return Speaker(
            id=self.ids[id(participant)],
            name=self._name(participant),
            kind=participant.kind,
            named=participant.named,
            titles=telling_titles(participant.titles),
            aliases=tuple(participant.aliases),
            gender=participant.gender if participant.kind == "person" else None,
            members=tuple(self.ids.get(id(m), m.name) for m in participant.members),
            mentions=tuple(mentions[start] for start in sorted(mentions)),
            identifier=participant.identifier,
        )

    def _name(self, participant: Participant) -> str:
        """The name; of a body that is only spoken of, the description that is used most."""
        described = [r for r in participant.references if r.form == "nominal" and r.sure]
        own = any(r.head in self._sources for r in described)
        if participant.named or own or not described:
            return participant.name or "?"
        counts = Counter(self._mention(r).text for r in described)
        return min(counts, key=lambda text: (-counts[text], len(text)))

    def _mention(self, reference: Reference) -> Mention:
        words = self._parse.words
        start, end = words[reference.first].start, words[reference.last - 1].end
        return Mention(Span.of(self._parse.text, start, end), reference.form)


def resolve(
    parse: Parse, relations: Sequence[Relation], known: Sequence[Person] = ()
) -> tuple[tuple[Speaker, ...], tuple[Resolved, ...]]:
    """Who the sources of an article's attributions are.

    Args:
        parse: the document.
        relations: its attributions, in order.
        known: persons whom the caller names; an ambiguous match names nobody.

    Returns:
        The speakers in order of their first mention as a source, and for every relation its
        speaker with the ones who passed it on. A speaker that the text does not settle is None.
    """
    story = read_story(parse, relations, known)
    cast = _Cast(parse, story, relations)
    resolved = []
    for relation, (participant, via) in zip(relations, cast.chosen, strict=True):
        evidence: tuple[str, ...] = ()
        confidence = 1.0
        reference = story.reference_of(relation.source)
        if relation.source is not None and reference is not None:
            kind = mention_type(parse, relation.source)
            evidence = (f"mention:{kind}",)
            if reference.evidence:
                evidence += (reference.evidence,)
                confidence = _CONFIDENCE[reference.evidence] * reference.probability
        speaker = cast.of(participant)
        passed_on = tuple(s for p in via if (s := cast.of(p)) is not None)
        resolved.append(Resolved(speaker, passed_on, confidence, evidence))
    return tuple(cast.speakers.values()), tuple(resolved)
