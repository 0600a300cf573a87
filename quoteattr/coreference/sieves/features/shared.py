"""Features of every candidate: distance, syntax, salience, who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from math import log

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.frames import Frame
from quoteattr.coreference.mentions.tokens import same_line
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.sieves.candidates import Candidate
from quoteattr.coreference.sieves.features.court import of_accused
from quoteattr.coreference.sieves.features.records import (
    LATEST,
    LEAD,
    NEAR_MENTIONS,
    Features,
    Setting,
    Speakers,
)
from quoteattr.syntax import Parse
from quoteattr.words.names import is_given_name

__all__ = ["is_said", "is_unlike_person", "likeness_of", "shared_features"]

# These features have a second weight for sources, and some a third one by the place of the source.
_OF_SOURCES = (
    *("embedded", "speaker", "named", "quoted", "fresh", "fresh-subject"),
    *("only-quoted", "target", "speaker-before", "previous-subject", "topic"),
)
_BY_PLACE = ("speaker", "previous-subject", "own-subject", "speaker-before")
_MOST_LIKE = 8.0  # log odds
_FRESH = 2  # sentences since the first mention
_DISTANCES = tuple(f"distance-{n}" for n in (*"0123", *"444", *"7777"))  # by sentences
_PARAGRAPHS = tuple(f"paragraphs-{n}" for n in range(4))


def shared_features(discourse: Discourse, setting: Setting, candidate: Candidate) -> Features:
    """Distance, syntax, salience, who speaks."""
    out = _salience(candidate, setting.speakers)
    if not candidate.mentions:
        return out | {"far": 1.0}
    last = candidate.mentions[0]
    frame = discourse.frame_of(last)
    out |= _near(discourse, setting, candidate, frame)
    out |= _quotation(discourse, setting, candidate.mentions)
    out["goes-on"] = setting.goes_on and out["speaker"]
    out["fresh-subject"] = out["fresh"] and last.role == "subject"
    out["fresh-speaker"] = out["fresh"] and out["speaker"]
    out |= _as_subject(discourse, setting, candidate.mentions, frame)
    out["target"] = _is_target(last, frame)
    if setting.place is not None:
        out |= {f"source-{name}": out[name] for name in _OF_SOURCES}
        out |= {f"{setting.place}-{name}": out[name] for name in _BY_PLACE}
    out |= of_accused(discourse, setting, candidate)
    return out


def _salience(candidate: Candidate, speakers: Speakers) -> Features:
    """How much the article is about a candidate so far, and whether the last speaker is it."""
    entity = candidate.entity
    first = entity.mentions[0] if entity.mentions else None
    return {
        "newer": log(1 + candidate.newer),
        "count": log(1 + len(candidate.mentions)),
        "total": log(1 + len(entity.mentions)),
        "named": entity.named,
        "headline": first is not None and first.sentence == 0,
        "lead": first is not None and first.sentence < LEAD,
        "speaker": speakers.last == entity.key,
        "spoken": log(1 + speakers.spoken.get(entity.key, 0)),
        "unlike-person": is_unlike_person(entity),
        "ahead": candidate.ahead,
        "speaker-before": speakers.other == entity.key,
    }


def _near(discourse: Discourse, setting: Setting, candidate: Candidate, frame: Frame) -> Features:
    """How far away the latest mention of a candidate is, and what form it has."""
    parse, entity, last = discourse.parse, candidate.entity, candidate.mentions[0]
    mention = setting.mention
    paragraphs = setting.paragraph - parse.paragraph_of(last.head)
    since = mention.sentence - entity.mentions[0].sentence if entity.mentions else -1
    return {
        _distance(mention.sentence - last.sentence): 1.0,
        _PARAGRAPHS[min(max(paragraphs, 0), 3)]: 1.0,
        f"role-{last.role}": 1.0,
        f"form-{last.form}": 1.0,
        f"roles-{mention.role}-{last.role}": 1.0,
        "fresh": entity.named and 0 <= since <= _FRESH,
        "line": same_line(parse, last.head, mention.head),
        "conjoined": frame.conjoined,
    }


def _distance(sentences: int) -> str:
    return _DISTANCES[max(sentences, 0)] if sentences < len(_DISTANCES) else "distance-far"


def _quotation(discourse: Discourse, setting: Setting, mentions: Sequence[Mention]) -> Features:
    """Whether a candidate is mentioned in what somebody says, and the mention outside of it."""
    is_quoted, is_reported = discourse.is_quoted, discourse.is_reported
    quoted, reported = is_quoted(mentions[0]), is_reported(mentions[0])
    within = setting.quoted or setting.reported or not (quoted or reported)
    return {
        "quoted": quoted and not setting.quoted,
        "reported": reported and not setting.reported,
        "only-quoted": not within and all(is_quoted(m) or is_reported(m) for m in mentions),
    }


def _as_subject(
    discourse: Discourse, setting: Setting, mentions: Sequence[Mention], frame: Frame
) -> Features:
    """Whether the candidate is a subject in the sentence before or in the mention's, and where."""
    words, sentence = discourse.parse.words, setting.mention.sentence
    subjects = [other for other in mentions if other.role == "subject"]
    previous = [m for m in subjects if m.sentence == sentence - 1]
    own = [m for m in subjects if m.sentence == sentence]
    return {
        "previous-subject": bool(previous),
        "own-subject": bool(own),
        "above": any(words[m.head].head in setting.above for m in own),
        "embedded": frame.depth > setting.frame.depth,
        "root-subject": any(not discourse.frame_of(m).depth for m in previous),
        "topic": any(m.sentence == setting.topic for m in subjects),
    }


def _is_target(last: Mention, frame: Frame) -> bool:
    """Whether the candidate is in the predicate of another subject: "a dig at Sood"."""
    return last.role != "subject" and frame.subject not in (None, last.head)


def is_unlike_person(entity: Entity) -> bool:
    """Whether only the recognizer's label makes a single word a person's name: "Issues"."""
    if entity.kind != "person" or not entity.named or len(entity.tokens) != 1:
        return False
    return not (entity.titles or entity.roles or is_given_name(entity.tokens[0]))


def is_said(discourse: Discourse, entity: Entity, said: Sequence[Mention]) -> bool:
    """Whether a source mentions the entity by name or description, as few do of themselves."""
    if not said:
        return False
    nouns = {m.lemma for m in entity.mentions[-LATEST:] if m.form == "nominal"}
    return any(
        discourse.entity_of(m) == entity or m.lemma in nouns for m in said if m.form != "pronoun"
    )


def likeness_of(parse: Parse, mention: Mention, candidates: Sequence[Candidate]) -> list[float]:
    """The highest likeness of a mention of each candidate, by the reader's vectors; 0 without."""
    vectors = None if parse.labels is None else parse.labels.vectors
    if vectors is None:
        return [0.0] * len(candidates)
    heads = [
        [m.head for m in one.mentions[:NEAR_MENTIONS] + one.entity.mentions[:1]]
        for one in candidates
    ]
    values = iter(vectors.likeness(mention.head, list(chain.from_iterable(heads))))
    best = [max(islice(values, len(near)), default=0.0) for near in heads]
    return [max(min(value, _MOST_LIKE), -_MOST_LIKE) for value in best]
