"""Descriptions of several: "the two men", "the senators", "both companies", "the pair"."""

from __future__ import annotations

from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.coreference.roles import epithets, specific_nouns
from quoteattr.model import SpeakerKind
from quoteattr.words.names import noun_sense

__all__ = ["is_pair", "resolve_several"]

_FAR = 200  # mentions looked back at for the two who are spoken of
_NEAR = 40  # for a group that was named
_SENTENCES = 2  # sentences in which exactly two are the two
_TWO = frozenset({"two", "2", "both"})
_PAIRS = frozenset({"pair", "duo", "couple"})


def is_pair(story: Story, reference: Reference) -> bool:
    """Whether a mention counts two: "both", "the two men", "the pair".

    Args:
        story: the reading so far.
        reference: a description or an indefinite pronoun.
    """
    words = story.parse.words
    if reference.determination == "indefinite":
        return False
    after = [word.text.lower() for word in words[reference.last : reference.last + 2]]
    if reference.lemma in _PAIRS:
        return after[:1] != ["of"]  # no "pair of editorials"
    if reference.pronoun is not None:
        floating = reference.first > 0 and words[reference.first - 1].upos == "PRON"
        if floating or (after[:1] == ["of"] and after != ["of", "them"]):
            return False  # "which both oppose", "both of whom", "both of Trump's rivals"
    return any(word.text.lower() in _TWO for word in words[reference.first : reference.last])


def resolve_several(story: Story, reference: Reference) -> Participant | None:
    """The senators, after "Mr. Grassley and Mr. Leahy"; the two men, of the two spoken of.

    Args:
        story: the reading so far.
        reference: a plural description, or one that counts two.
    """
    sense = noun_sense(reference.lemma)
    kind = sense.kind if sense else "group" if reference.pronoun else None
    if kind not in ("person", "organization", "group"):
        return None
    gender = sense.gender if sense else None
    pair = is_pair(story, reference)
    for candidate, entity in story.focus.before(reference.head, _NEAR):
        family = bool(entity.tokens) and reference.lemma not in _PAIRS
        if (
            entity.members
            and not family
            and _fits_all(reference, entity.members, kind, gender, pair=pair)
        ):
            return entity
        same = candidate.lemma == reference.lemma and candidate.plural
        if same and not reference.modifiers and (kind == "person" or _spoke(story, candidate)):
            return entity
    if not pair:
        return None
    two = _two(story, reference, kind, gender)
    return story.group_of_participants(two) if len(two) == 2 else None


def _spoke(story: Story, candidate: Reference) -> bool:
    return candidate.head in story.source_of


def _two(
    story: Story, reference: Reference, kind: SpeakerKind, gender: str | None
) -> list[Participant]:
    """The two named ones spoken of: of the last sentences, else those who are named most."""
    count: dict[Participant, int] = {}
    recent: dict[Participant, int] = {}
    for candidate, entity in story.focus.before(reference.head, _FAR):
        body = "organization" if kind == "organization" else "person"
        if not entity.named or entity.kind != body or entity.members:
            continue
        if gender is not None and entity.gender not in (None, gender):
            continue
        count[entity] = count.get(entity, 0) + 1
        if reference.sentence - candidate.sentence <= _SENTENCES:
            recent.setdefault(entity, candidate.first)
    nouns = specific_nouns(reference.lemma) | {reference.lemma}
    holders = [p for p in count if any(role.noun in nouns for role in p.roles)]
    if gender is None and holders:
        recent = {p: first for p, first in recent.items() if p in holders} or recent
        if len(holders) == 2:
            return holders
    if len(recent) == 2 and (not holders or set(recent) <= set(holders)):
        return sorted(recent, key=lambda p: recent[p])
    counted = {"two", "2"} & reference.modifiers
    told = gender is not None or reference.pronoun is not None or bool(counted)
    most = holders if len(holders) > 1 else list(count) if told else []
    return sorted(most, key=lambda p: -count[p])[:2] if kind != "organization" else []


def _fits_all(
    reference: Reference,
    members: tuple[Participant, ...],
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
    if reference.pronoun is None and reference.determination != "definite":
        return False
    if pair:
        return len(members) == 2
    if gender is not None or reference.lemma in epithets():
        return True
    return any(role.noun == reference.lemma for member in members for role in member.roles)
