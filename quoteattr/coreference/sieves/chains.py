"""The parser's own coreference as a sieve, and as a second opinion on weaker ones."""

from __future__ import annotations

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sieves.candidates import agrees

__all__ = ["chain", "second_opinion"]

_UNSURE = 0.6  # probability of an antecedent below which a chain decides


def chain(discourse: Discourse, mention: Mention) -> Decision | None:
    """The entity that is named in the chain of a description or of a third-person pronoun."""
    found = discourse.entity(discourse.chains.named(mention))
    if found is None or mention.name is not None:
        return None
    pronoun = mention.pronoun
    if pronoun is None:
        return Decision(found) if _could_describe(mention, found) else None
    return Decision(found) if pronoun.person == 3 and agrees(mention, found) else None


def second_opinion(
    discourse: Discourse, mention: Mention, decision: Decision, *, weak: bool
) -> Decision:
    """A decision with what the mention's chain says to it, or the decision of the chain.

    Args:
        discourse: the reading so far.
        mention: a description or a pronoun.
        decision: what a sieve decided.
        weak: whether the sieve gives way to a chain.
    """
    other = chain(discourse, mention)
    if other is None:
        return decision
    if other.entity == decision.entity:
        return attrs.evolve(decision, chain="agrees")
    if weak or decision.probability < _UNSURE:
        return attrs.evolve(other, sieve="chain")
    return attrs.evolve(decision, chain="differs")


def _could_describe(mention: Mention, entity: Entity) -> bool:
    """Whether a description fits an entity in number and kind."""
    person = entity.kind == "person"
    if mention.plural and person and not entity.plural:
        return False
    return mention.kind in (None, "other") or (mention.kind == "person") == person
