"""Descriptions of several: "the two men", "the senators", "both companies", "the pair"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import epithets, specific_nouns
from quoteattr.model import SpeakerKind
from quoteattr.words.names import noun_sense

__all__ = ["is_pair", "resolve_several"]

_FAR = 200  # mentions looked back at for the two who are spoken of
_NEAR = 40  # for a group that was named
_SENTENCES = 2  # sentences in which exactly two are the two
_TWO = frozenset({"two", "2", "both"})
_PAIRS = frozenset({"pair", "duo", "couple"})


def is_pair(discourse: Discourse, mention: Mention) -> bool:
    """Whether a mention counts two: "both", "the two men", "the pair".

    Args:
        discourse: the reading so far.
        mention: a description or an indefinite pronoun.
    """
    words = discourse.parse.words
    if mention.determination == "indefinite":
        return False
    after = [word.text.lower() for word in words[mention.last : mention.last + 2]]
    if mention.lemma in _PAIRS:
        return after[:1] != ["of"]  # no "pair of editorials"
    if mention.pronoun is not None:
        floating = mention.first > 0 and words[mention.first - 1].upos == "PRON"
        if floating or (after[:1] == ["of"] and after != ["of", "them"]):
            return False  # "which both oppose", "both of whom", "both of Trump's rivals"
    return any(word.text.lower() in _TWO for word in words[mention.first : mention.last])


def resolve_several(discourse: Discourse, mention: Mention) -> Entity | None:
    """The senators, after "Mr. Grassley and Mr. Leahy"; the two men, of the two spoken of.

    Args:
        discourse: the reading so far.
        mention: a plural description, or one that counts two.
    """
    sense = noun_sense(mention.lemma)
    kind = sense.kind if sense else "group" if mention.pronoun else None
    if kind not in ("person", "organization", "group"):
        return None
    gender = sense.gender if sense else None
    pair = is_pair(discourse, mention)
    for candidate, entity in discourse.focus.before(mention.head, _NEAR):
        family = bool(entity.tokens) and mention.lemma not in _PAIRS
        if (
            entity.members
            and not family
            and _fits_all(mention, entity.members, kind, gender, pair=pair)
        ):
            return entity
        same = candidate.lemma == mention.lemma and candidate.plural
        if same and not mention.modifiers and (kind == "person" or _spoke(discourse, candidate)):
            return entity
    if not pair:
        return None
    two = _two(discourse, mention, kind, gender)
    return discourse.group_of_entities(two) if len(two) == 2 else None


def _spoke(discourse: Discourse, candidate: Mention) -> bool:
    return candidate.head in discourse.source_of


def _two(
    discourse: Discourse, mention: Mention, kind: SpeakerKind, gender: str | None
) -> list[Entity]:
    """The two named ones spoken of: of the last sentences, else those who are named most."""
    count: dict[Entity, int] = {}
    recent: dict[Entity, int] = {}
    for candidate, entity in discourse.focus.before(mention.head, _FAR):
        body = "organization" if kind == "organization" else "person"
        if not entity.named or entity.kind != body or entity.members:
            continue
        if gender is not None and entity.gender not in (None, gender):
            continue
        count[entity] = count.get(entity, 0) + 1
        if mention.sentence - candidate.sentence <= _SENTENCES:
            recent.setdefault(entity, candidate.first)
    nouns = specific_nouns(mention.lemma) | {mention.lemma}
    holders = [p for p in count if any(role.noun in nouns for role in p.roles)]
    if gender is None and holders:
        recent = {p: first for p, first in recent.items() if p in holders} or recent
        if len(holders) == 2:
            return holders
    if len(recent) == 2 and (not holders or set(recent) <= set(holders)):
        return sorted(recent, key=lambda p: recent[p])
    counted = {"two", "2"} & mention.modifiers
    told = gender is not None or mention.pronoun is not None or bool(counted)
    most = holders if len(holders) > 1 else list(count) if told else []
    return sorted(most, key=lambda p: -count[p])[:2] if kind != "organization" else []


def _fits_all(
    mention: Mention,
    members: tuple[Entity, ...],
    kind: SpeakerKind,
    gender: str | None,
    *,
    pair: bool,
) -> bool:
    body = "organization" if kind == "organization" else "person"
    if any(m.kind != body or not m.named for m in members):
        return False
    if gender is not None and any(m.gender not in (None, gender) for m in members):
        return False
    if mention.pronoun is None and mention.determination != "definite":
        return False
    if pair:
        return len(members) == 2
    if gender is not None or mention.lemma in epithets():
        return True
    return any(role.noun == mention.lemma for member in members for role in member.roles)
