"""How probable it is that a quote has the right speaker, and how its entity got the name.

Two logistic models: the first says whether the source is right for the content. The second takes
that probability as a feature and says whether the speaker is right.
``docs/maintainers/speakers.md`` says on what data they are fitted.
"""

from __future__ import annotations

from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.resolver import SIEVES
from quoteattr.coreference.sieves.candidates import group_of
from quoteattr.coreference.sieves.features import is_unlike_person
from quoteattr.coreference.sieves.newcomers import is_newcomer
from quoteattr.linear import load, log_odds
from quoteattr.model import MentionType
from quoteattr.relations import Relation

__all__ = [
    "name_step",
    "source_features",
    "source_probability",
    "speaker_confidence",
    "speaker_features",
    "turn_confidence",
]

_SCORED = frozenset({"antecedent", "description-unnamed"})
_DOUBTFUL = 0.5
_BY_HAND = {s.name: s.prior for s in SIEVES if s.by_hand and s.prior is not None}
_NAME_LINE = 0.95  # factor for the name on a line beside a quotation, set by hand
_DIFFERS = 0.75  # factor on the probability, if a chain names another entity


def name_step(entity: Entity, mention: Mention, decision: Decision, bearers: int) -> str:
    """How the entity of a source got its name.

    Args:
        entity: of the source.
        mention: the mention that the source is resolved to.
        decision: on this mention.
        bearers: how many persons of the article have the surname.

    Returns:
        A rule for the evidence, ``name:`` and one of known (given by the caller), members,
        description (there is no name), written (the source has the whole name), shared-surname,
        fuller (it has a short form) and linked (the source has no name of its own).
    """
    if entity.members:
        return "name:members"
    if not entity.named:
        return "name:description"
    if entity.known:
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
        "extraction": log_odds(relation.confidence),
        f"kind:{relation.kind}": 1.0,
        f"form:{form}": 1.0,
        f"cue:{relation.pattern or 'none'}": 1.0,
        f"source:{relation.source_rule or 'none'}": 1.0,
    }


def speaker_features(
    likely: float, mention: Mention, decision: Decision, step: str
) -> dict[str, float]:
    """Features of the model that a quote has the right speaker.

    Args:
        likely: probability that its source is the right one.
        mention: the mention that the source is resolved to.
        decision: on this mention.
        step: as ``name_step`` says.
    """
    entity = decision.entity
    out = {"bias": 1.0, "source": log_odds(likely), f"speaker:{decision.sieve}": 1.0, step: 1.0}
    if entity is not None:
        out[f"entity:{entity.kind}"] = 1.0
        out["unlike-person"] = float(is_unlike_person(entity))
        out["once"] = float(entity.named and len(entity.mentions) == 1)
    if decision.sieve in _SCORED:
        group, sure = group_of(mention), log_odds(decision.probability)
        family = "pronoun" if mention.pronoun else "description"
        new = is_newcomer(mention, decision)
        out |= {f"group:{group}": 1.0, f"scorer:{family}": sure, f"scorer:{group}": sure}
        out["far"] = float(decision.probability < _DOUBTFUL)
        if new:
            # "The agency" should have been somebody; "a voter" and "voters" need not.
            out |= {f"new:{mention.determination}": 1.0, "scorer:new": sure}
            out["new:plural"] = float(mention.plural)
    return {name: value for name, value in out.items() if value}


def speaker_confidence(
    relation: Relation, form: MentionType, mention: Mention, decision: Decision, step: str
) -> float:
    """Probability that the speaker of a quote is the right one, given that its content is a quote.

    Args:
        relation: the attribution.
        form: the form of its source.
        mention: the mention that the source is resolved to.
        decision: on this mention.
        step: as ``name_step`` says.
    """
    likely = source_probability(relation, form)
    if relation.inferred:
        likely *= _NAME_LINE
    if decision.sieve in _BY_HAND:
        return likely * _BY_HAND[decision.sieve]
    resolved = load("speaker_confidence.tsv").probability(
        speaker_features(likely, mention, decision, step)
    )
    return resolved * (_DIFFERS if decision.chain == "differs" else 1.0)


def source_probability(relation: Relation, form: MentionType) -> float:
    """Probability that the source of a quote is the right one, given that its content is.

    Args:
        relation: the attribution.
        form: the form of its source.
    """
    return load("source_confidence.tsv").probability(source_features(relation, form))


def turn_confidence(decision: Decision) -> float:
    """Probability that a quotation without cue and source has the right speaker.

    Args:
        decision: on its speaker.
    """
    return _BY_HAND.get(decision.sieve, decision.probability)
