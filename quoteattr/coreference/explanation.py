"""How each source of one article got its speaker, as plain records.

The candidates of a pronoun exist only while the article is read, so this reads it once more and
notes what the scorers see. Nothing of it runs unless somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from quoteattr.coreference import Resolved, floating, speakers_of
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.known_persons import KnownPersons
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.resolver import SIEVES, Sieve, read_article
from quoteattr.coreference.sieves import antecedents
from quoteattr.linear import LogLinear, joined, load_groups
from quoteattr.model import Span
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.text.printable import excerpt

__all__ = ["Reason", "SpeakerChoice", "SpeakerExplanation", "explain_speakers"]

_SHOWN = 30  # characters of either end of a long text
_BEST = 3  # choices that are printed, and of each the reasons
_HEAVIEST = 6


@attrs.frozen
class Reason:
    """A feature of a choice, and what it adds.

    Attributes:
        feature: its name, as in the table of weights.
        log_odds: weight times value; below 0 it counts against the choice.
    """

    feature: str
    log_odds: float

    def __str__(self) -> str:
        return f"{self.feature} {self.log_odds:+.2f}"


@attrs.frozen
class SpeakerChoice:
    """One of the choices that a scorer compared.

    Attributes:
        name: what the article calls the entity; None for somebody new or nobody.
        probability: that it is this one; those of all choices add up to one.
        reasons: the features that count, the heaviest first.
    """

    name: str | None
    probability: float
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        name = "nobody mentioned" if self.name is None else excerpt(self.name, _SHOWN)
        reasons = ", ".join(map(str, self.reasons[:_HEAVIEST])) or "no reasons"
        return f"{self.probability:.2f} {name}: {reasons}"


@attrs.frozen
class SpeakerExplanation:
    """How one attribution got its speaker.

    Attributes:
        content: the parts of what is said.
        source: who says it, as written; None where the text gives nobody.
        speaker: the name of the speaker; None where there is none, or none that is sure enough.
        confidence: probability that the speaker is right; None without a speaker.
        evidence: the form of the source, the sieve that decided, the way to the name;
            docs/explanation/evidence.md explains them.
        choices: those that the scorer compared, the most probable first; empty where a sieve
            decided before the scorer was asked.
    """

    content: tuple[Span, ...]
    source: Span | None
    speaker: str | None
    confidence: float | None
    evidence: tuple[str, ...]
    choices: tuple[SpeakerChoice, ...] = ()

    def __str__(self) -> str:
        source = "no source" if self.source is None else excerpt(self.source.text, _SHOWN)
        content = " + ".join(excerpt(span.text, _SHOWN) for span in self.content)
        speaker = "nobody" if self.speaker is None else excerpt(self.speaker, _SHOWN)
        sure = "" if self.confidence is None else f"{self.confidence:.2f}, "
        head = f"{source} · {content} → {speaker} ({sure}{' '.join(self.evidence) or 'no rule'})"
        return "\n".join([head, *(f"  {choice}" for choice in self.choices[:_BEST])])


def explain_speakers(
    parse: Parse,
    relations: Sequence[Relation],
    known: KnownPersons | None = None,
    least: float = 0.0,
    marks: Sequence[Mark] | None = None,
) -> tuple[SpeakerExplanation, ...]:
    """How each attribution gets its speaker.

    Args:
        parse: the document.
        relations: its attributions, in order.
        known: the caller's persons.
        least: a speaker who is less probable than this is not given.
        marks: the quotation marks of the text, where they have been read already.

    Returns:
        One explanation for each relation. The speakers are those of ``resolve``.
    """
    notes = _Notes()
    discourse = read_article(parse, relations, known, notes.sieves, marks, notes.floating_turns)
    _, resolved = speakers_of(discourse, least)
    return tuple(
        _explanation(discourse, relation, who, notes.choices(discourse, number))
        for number, (relation, who) in enumerate(zip(relations, resolved, strict=True))
    )


def _explanation(
    discourse: Discourse, relation: Relation, who: Resolved, choices: tuple[SpeakerChoice, ...]
) -> SpeakerExplanation:
    text, source = discourse.parse.text, relation.source
    return SpeakerExplanation(
        content=tuple(Span.of(text, start, end) for start, end in relation.content),
        source=None if source is None else Span.of(text, source.start, source.end),
        speaker=None if who.speaker is None else who.speaker.name,
        confidence=who.confidence,
        evidence=who.evidence,
        choices=choices,
    )


_Scored = tuple[Entity | None, float, Mapping[str, float]]
"""The entity of a choice, its probability and its features."""


class _Notes:
    """What the scorers see while an article is read."""

    def __init__(self) -> None:
        self._mentions: dict[Mention, list[_Scored]] = {}
        self._turns: dict[int, list[_Scored]] = {}

    @property
    def sieves(self) -> tuple[Sieve, ...]:
        """The sieves; that of the scorer takes notes."""
        return tuple(
            attrs.evolve(sieve, resolve=self._antecedent)
            if sieve.resolve is antecedents.antecedent
            else sieve
            for sieve in SIEVES
        )

    def choices(self, discourse: Discourse, number: int) -> tuple[SpeakerChoice, ...]:
        """The choices that a scorer compared for a relation, the most probable first."""
        relation = discourse.relations[number]
        mention = discourse.source_mention(relation.source)
        if number in self._turns:
            model = joined(load_groups(floating.TABLE), floating.groups_of(relation))
            scored = self._turns[number]
        elif mention in self._mentions:
            model = joined(load_groups(antecedents.TABLE), antecedents.groups_of(mention))
            scored = self._mentions[mention]
        else:
            return ()
        ranked = sorted(scored, key=lambda one: one[1], reverse=True)
        return tuple(
            SpeakerChoice(_name(discourse, entity), round(probability, 3), _reasons(model, row))
            for entity, probability, row in ranked
        )

    def _antecedent(self, discourse: Discourse, mention: Mention) -> Decision | None:
        if antecedents.is_scored(mention):
            choices = antecedents.choices_of(discourse, mention)
            probable = antecedents.probabilities(mention, choices)
            self._mentions[mention] = [
                (choice.candidate.entity if choice.candidate else None, share, choice.features)
                for choice, share in zip(choices, probable, strict=True)
            ]
        return antecedents.antecedent(discourse, mention)

    def floating_turns(self, discourse: Discourse) -> Mapping[int, Decision]:
        """The speakers of quotations without a cue; takes notes of their choices."""
        for number, ranked in floating.probable_choices(discourse).items():
            self._turns[number] = [(one.entity, share, one.features) for one, share in ranked]
        return floating.floating_turns(discourse)


def _name(discourse: Discourse, entity: Entity | None) -> str | None:
    """The name of an entity, as it is known at the end of the article."""
    if entity is None:
        return None
    return (discourse.entity(entity.key) or entity).name or "?"


def _reasons(model: LogLinear, features: Mapping[str, float]) -> tuple[Reason, ...]:
    parts = model.parts(features)
    heaviest = sorted(parts, key=lambda name: -abs(parts[name]))
    return tuple(Reason(name, round(parts[name], 3)) for name in heaviest)
