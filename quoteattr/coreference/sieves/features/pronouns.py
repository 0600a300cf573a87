"""Features of the candidates of a pronoun."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Mention
from quoteattr.coreference.sieves.candidates import Candidate, is_unusual
from quoteattr.coreference.sieves.features.records import Features

__all__ = ["of_pronoun"]


def of_pronoun(
    discourse: Discourse, pronoun: Mention, candidate: Candidate, shared: Mapping[str, float]
) -> Features:
    """Whether a candidate fits gender, number and role of a pronoun.

    Args:
        discourse: the reading so far.
        pronoun: in the third person.
        candidate: one of its candidates.
        shared: the features of the candidate that every mention has.
    """
    entity, mentions = candidate.entity, candidate.mentions
    out: Features = {}
    if pronoun.gender:
        unknown = entity.gender is None
        out |= {"unknown-gender": unknown, f"unknown-{pronoun.gender}": unknown}
        out["unusual"] = is_unusual(pronoun, entity)
    if pronoun.role == "subject":
        out["subject-speaker"] = shared["speaker"]
        out["subject-previous"] = shared["previous-subject"]
    if pronoun.role == "possessive":
        out["possessive-own"] = shared["own-subject"]
    if pronoun.gender:
        return out
    out |= {
        f"kind-{entity.kind}": 1.0,
        "plural": entity.plural,
        "members": bool(entity.members),
        "same-word": any(m.lemma == pronoun.lemma for m in mentions),
        "place": entity.place is not None,
    }
    if discourse.is_source(pronoun):
        out |= {f"source-kind-{entity.kind}": 1.0, "source-plural": entity.plural}
    return out
