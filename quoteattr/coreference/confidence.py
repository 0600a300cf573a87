"""How probable it is that a quote has the right speaker, and by which steps it got the name.

Two logistic models, multiplied: that the source is the right one for the content, and that it was
resolved to whoever it stands for. The weights in ``quoteattr/data/speaker_confidence.tsv`` are
estimated by ``python -m quoteattr.training speaker-confidence``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, log

from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.coreference.sieves.ranker import group_of
from quoteattr.model import MentionType
from quoteattr.relations import Relation
from quoteattr.words.cues import read_table

__all__ = ["by_hand", "name_step", "source_features", "speaker_confidence", "speaker_features"]

_RANKED = frozenset({"speaker:pronoun-last-speaker", "speaker:pronoun-salience"})
# Set by hand: there is no annotated text with the parser's own chains, with known people or with
# turns that nobody is named with to learn it from.
_BY_HAND = {"speaker:chain": 0.85, "speaker:known-role": 0.85, "speaker:turn": 0.75}
# Of the probability, where the quotation has no source of its own, by how it was found. Set by
# hand after 41 such quotations in 77 articles of varied news.
_INFERRED = {
    "name-line": 0.95,
    "previous-speaker": 0.95,
    "asked": 0.9,
    "subject-before": 0.85,
    "repeated": 0.8,
}
_DIFFERS = 0.75  # of the probability, where a chain says another one
_EDGE = 0.005  # probabilities are kept this far from 0 and 1
_FLAT = 30.0


def name_step(participant: Participant, reference: Reference, bearers: int) -> str:
    """How the one whom a source stands for got the name.

    Args:
        participant: whoever it stands for.
        reference: the mention that the source comes down to.
        bearers: how many persons of the article have the surname.

    Returns:
        A rule for the evidence, ``name:`` and one of known (the caller told), members, description
        (there is no name), written (the source has the whole name), shared-surname, fuller (it has
        a short form) and linked (the source has no name of its own).
    """
    if participant.members:
        return "name:members"
    if not participant.named:
        return "name:description"
    if participant.identifier is not None:
        return "name:known"
    if reference.name is None:
        return "name:linked"
    if len(reference.name.tokens) >= len(participant.tokens):
        return "name:written"
    alone = len(reference.name.tokens) == 1 and participant.kind == "person"
    return "name:shared-surname" if alone and bearers > 1 else "name:fuller"


def source_features(relation: Relation, form: MentionType) -> dict[str, float]:
    """What tells whether the source of a relation is the right one, given that its content is.

    Args:
        relation: with its evidence.
        form: the form of its source.
    """
    frame = next((rule for rule in relation.evidence if rule.startswith("cue:")), "cue:none")
    place = next((rule for rule in relation.evidence if rule.startswith("source:")), "source:none")
    return {
        "bias": 1.0,
        "extraction": _logit(relation.confidence),
        f"kind:{relation.kind}": 1.0,
        f"form:{form}": 1.0,
        frame: 1.0,
        place: 1.0,
    }


def speaker_features(reference: Reference, step: str) -> dict[str, float]:
    """What tells whether a source was resolved to the right participant.

    Args:
        reference: the mention that the source comes down to, settled.
        step: as ``name_step`` says.
    """
    out = {"bias": 1.0, reference.evidence: 1.0}
    if step == "name:shared-surname":
        out[step] = 1.0
    if reference.evidence == "speaker:description-unnamed":
        # "The agency" should have been somebody; "a voter" and "voters" need not.
        out[f"unnamed:{reference.determination}"] = 1.0
        out["unnamed:plural"] = float(reference.plural)
        out["unnamed:pronoun"] = float(reference.pronoun is not None)
    if reference.evidence in _RANKED:
        out[f"pronoun:{group_of(reference)}"] = 1.0
        out["ranker"] = _logit(reference.probability)
        out["no-rival"] = float(reference.probability >= 1 - _EDGE)
    return {name: value for name, value in out.items() if value}


def speaker_confidence(
    relation: Relation, form: MentionType, reference: Reference, step: str
) -> float:
    """Probability that the speaker of a quote is the right one, given that its content is a quote.

    Args:
        relation: the attribution.
        form: the form of its source.
        reference: the mention that the source comes down to, settled.
        step: as ``name_step`` says.
    """
    source = _probability("source", source_features(relation, form))
    if relation.inferred:
        source *= _INFERRED.get(relation.source_rule or "", 1.0)
    if reference.evidence in _BY_HAND:
        return source * by_hand(reference.evidence)
    resolved = _probability("speaker", speaker_features(reference, step))
    return source * resolved * (_DIFFERS if reference.chain == "chain:differs" else 1.0)


def by_hand(rule: str) -> float:
    """Probability that a rule is right which no annotated text tells of.

    Args:
        rule: ``speaker:chain``, ``speaker:known-role`` or ``speaker:turn``.
    """
    return _BY_HAND[rule]


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
