"""Newcomers: an entity of its own, known by its description: "A police spokesman", "some"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sieves.conditions import is_open
from quoteattr.model import SpeakerKind

__all__ = ["is_newcomer", "newcomer", "unnamed"]

_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})


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


def _kind_of_pronoun(mention: Mention) -> SpeakerKind:
    """The kind of "some", "someone" or "you"; other for an unknown noun."""
    if mention.plural or (mention.pronoun and mention.pronoun.person == 2):
        return "group"
    use = mention.pronoun.use if mention.pronoun else ""
    return "person" if use in ("generic", "indefinite") else "other"


def _as_written(discourse: Discourse, mention: Mention) -> str:
    """The source that a mention heads, or the mention, without "himself" at its end.

    "A Gallup poll released on Friday" is "A Gallup poll": its name is before the noun.
    """
    words = discourse.parse.words
    span = discourse.source_of.get(mention.head)
    start, end = words[mention.first].start, words[mention.last - 1].end
    if span is not None:
        start, end = span.start, span.end
        after = words[mention.head + 1] if mention.head + 1 < len(words) else None
        participle = after is not None and after.deprel == "acl" and after.upos == "VERB"
        if mention.kind == "document" and mention.proper and participle:
            end = words[mention.head].end
    kept = discourse.parse.text[start:end].split()
    while len(kept) > 1 and kept[-1].lower() in _REFLEXIVE:
        kept.pop()
    return " ".join(kept)
