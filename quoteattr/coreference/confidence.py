"""How probable it is that a quote has the right speaker, and by which steps it got the name.

Two logistic models, multiplied: that the source is the right one for the content, and that it was
resolved to the right entity. The weights in ``quoteattr/data/speaker_confidence.tsv`` are
estimated by ``python -m quoteattr.training speaker-confidence``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, log

from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.resolver import SIEVES
from quoteattr.coreference.sieves.ranker import group_of
from quoteattr.model import MentionType
from quoteattr.relations import Relation
from quoteattr.words.cues import read_table

__all__ = [
    "name_step",
    "source_features",
    "speaker_confidence",
    "speaker_features",
    "turn_confidence",
]

_RANKED = frozenset(s.name for s in SIEVES if s.prior is None)
_BY_HAND = {s.name: s.prior for s in SIEVES if s.by_hand and s.prior is not None}
# Of the probability, where the quotation has no source of its own, by how it was found. Set by
# hand after 41 such quotations in 77 articles of varied news.
_INFERRED = {
    "name-line": 0.95,
    "previous-speaker": 0.95,
    "asked": 0.9,
    "subject-before": 0.85,
    "repeated": 0.8,
}
_DIFFERS = 0.75  # of the probability, if a chain names another entity
_EDGE = 0.005  # probabilities are kept this far from 0 and 1
_FLAT = 30.0


def name_step(entity: Entity, mention: Mention, decision: Decision, bearers: int) -> str:
    """How the entity of a source got its name.

    Args:
        entity: of the source.
        mention: the mention that the source comes down to.
        decision: on this mention.
        bearers: how many persons of the article have the surname.

    Returns:
        A rule for the evidence, ``name:`` and one of known (the caller told), members, description
        (there is no name), written (the source has the whole name), shared-surname, fuller (it has
        a short form) and linked (the source has no name of its own).
    """
    if entity.members:
        return "name:members"
    if not entity.named:
        return "name:description"
    if entity.identifier is not None:
        return "name:known"
    if mention.name is None or decision.sieve == "turn":  # "A" is no short form of a name
        return "name:linked"
    if len(mention.name.tokens) >= len(entity.tokens):
        return "name:written"
    alone = len(mention.name.tokens) == 1 and entity.kind == "person"
    return "name:shared-surname" if alone and bearers > 1 else "name:fuller"


def source_features(relation: Relation, form: MentionType) -> dict[str, float]:
    """Features of the model that the source of a relation is right, given that its content is.

    Args:
        relation: an attribution.
        form: the form of its source.
    """
    return {
        "bias": 1.0,
        "extraction": _logit(relation.confidence),
        f"kind:{relation.kind}": 1.0,
        f"form:{form}": 1.0,
        f"cue:{relation.pattern or 'none'}": 1.0,
        f"source:{relation.source_rule or 'none'}": 1.0,
    }


def speaker_features(mention: Mention, decision: Decision, step: str) -> dict[str, float]:
    """Features of the model that a source was resolved to the right entity.

    Args:
        mention: the mention that the source comes down to.
        decision: on this mention.
        step: as ``name_step`` says.
    """
    out = {"bias": 1.0, f"speaker:{decision.sieve}": 1.0}
    if step == "name:shared-surname":
        out[step] = 1.0
    if decision.sieve == "description-unnamed":
        # "The agency" should have been somebody; "a voter" and "voters" need not.
        out[f"unnamed:{mention.determination}"] = 1.0
        out["unnamed:plural"] = float(mention.plural)
        out["unnamed:pronoun"] = float(mention.pronoun is not None)
    if decision.sieve in _RANKED:
        out[f"pronoun:{group_of(mention)}"] = 1.0
        out["ranker"] = _logit(decision.probability)
        out["no-rival"] = float(decision.probability >= 1 - _EDGE)
    return {name: value for name, value in out.items() if value}


def speaker_confidence(
    relation: Relation, form: MentionType, mention: Mention, decision: Decision, step: str
) -> float:
    """Probability that the speaker of a quote is the right one, given that its content is a quote.

    Args:
        relation: the attribution.
        form: the form of its source.
        mention: the mention that the source comes down to.
        decision: on this mention.
        step: as ``name_step`` says.
    """
    source = _probability("source", source_features(relation, form))
    if relation.inferred:
        source *= _INFERRED.get(relation.source_rule or "", 1.0)
    if decision.sieve in _BY_HAND:
        return source * _BY_HAND[decision.sieve]
    resolved = _probability("speaker", speaker_features(mention, decision, step))
    return source * resolved * (_DIFFERS if decision.chain == "differs" else 1.0)


def turn_confidence() -> float:
    """Probability that a turn which no words attribute has the right speaker."""
    return _BY_HAND["turn"]


def _logit(probability: float) -> float:
    bounded = min(max(probability, _EDGE), 1 - _EDGE)
    return log(bounded / (1 - bounded))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = {"source": {}, "speaker": {}}
    for model, feature, weight in read_table("speaker_confidence.tsv"):
        table[model][feature] = float(weight)
    return table


def _probability(model: str, features: Mapping[str, float]) -> float:
    weights = _weights()[model]
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + exp(-max(min(total, _FLAT), -_FLAT)))
