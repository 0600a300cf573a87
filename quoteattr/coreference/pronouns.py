"""Third-person pronouns: candidates from the words before, ranked by agreement and salience."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quoteattr.coreference.entities import Participant
from quoteattr.coreference.mentions import Reference
from quoteattr.syntax import Parse

__all__ = ["Focus", "rank_antecedents"]

_WINDOW = 80  # mentions looked back at
_CANDIDATES = 14  # participants compared
_SENTENCES = 8  # sentences looked back at


@attrs.define
class Focus:
    """The mentions read so far, in text order, and who spoke last."""

    references: list[Reference] = attrs.Factory(list)
    speakers: list[tuple[int, Participant]] = attrs.Factory(list)

    def push(self, reference: Reference) -> None:
        """Add a resolved mention."""
        self.references.append(reference)

    def last_speaker(self, before: int) -> Participant | None:
        """Whoever was the source of the last attribution that begins before a word."""
        for index, participant in reversed(self.speakers):
            if index < before:
                return participant
        return None


def _agrees(reference: Reference, participant: Participant) -> bool:
    pronoun = reference.pronoun
    if pronoun is None:
        return True
    if pronoun.gender in ("male", "female"):
        return (
            participant.kind == "person"
            and not participant.plural
            and not participant.author
            and participant.gender in (None, pronoun.gender)
        )
    if pronoun.gender == "thing":
        return participant.kind in ("organization", "document", "other") and not participant.plural
    if pronoun.number == "plural":
        return participant.plural or participant.kind in ("group", "organization")
    return True


def _governors(parse: Parse, index: int) -> Iterator[int]:
    """The words above a word, nearest first."""
    seen = {index}
    head = parse.words[index].head
    while head >= 0 and head not in seen and len(seen) < 40:
        seen.add(head)
        yield head
        head = parse.words[head].head


def _clause(parse: Parse, index: int) -> int:
    """The predicate that a mention is an argument of."""
    for head in _governors(parse, index):
        if parse.words[head].upos in ("VERB", "AUX") or any(
            parse.words[kid].deprel in ("cop", "nsubj", "nsubj:pass")
            for kid in parse.children[head]
        ):
            return head
    return -1


def _score(
    parse: Parse,
    pronoun: Reference,
    candidate: Reference,
    count: int,
    speaker: Participant | None,
) -> float:
    distance = pronoun.sentence - candidate.sentence
    score = -0.9 * min(distance, 6)
    score += {"subject": 1.2, "object": 0.2, "possessive": 0.0, "other": -0.3}[candidate.role]
    if candidate.entity is speaker:
        score += 1.0
    if candidate.quoted and not pronoun.quoted:
        score -= 1.2
    score += 0.25 * min(count, 6)
    if candidate.form == "pronoun":
        score += 0.4
    entity = candidate.entity
    if entity is not None and pronoun.gender and entity.gender is None:
        score -= 0.6
    if entity is not None and not entity.named:
        score -= 0.4
    above = distance == 0 and candidate.role == "subject"
    if above and parse.words[candidate.head].head in set(_governors(parse, pronoun.head)):
        score += 0.8
    return score


def rank_antecedents(
    parse: Parse, pronoun: Reference, focus: Focus, excluded: frozenset[int] = frozenset()
) -> list[tuple[float, Participant]]:
    """Participants that a pronoun may speak of, best first, with their scores.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        focus: the mentions before it.
        excluded: ids (of the objects) of participants that it can't be.
    """
    best: dict[int, tuple[float, Participant]] = {}
    counts: dict[int, int] = {}
    speaker = focus.last_speaker(pronoun.head)
    own = _clause(parse, pronoun.head)
    barred = set(excluded)
    found: list[Reference] = []
    looked = 0
    for candidate in reversed(focus.references):
        if candidate.head >= pronoun.head:
            continue
        looked += 1
        if looked > _WINDOW or pronoun.sentence - candidate.sentence > _SENTENCES:
            break
        entity = candidate.entity
        if entity is None or not _agrees(pronoun, entity):
            continue
        counts[id(entity)] = counts.get(id(entity), 0) + 1
        if (
            candidate.sentence == pronoun.sentence
            and pronoun.role != "possessive"
            and candidate.role in ("subject", "object")
            and own == _clause(parse, candidate.head) >= 0
        ):
            barred.add(id(entity))
        found.append(candidate)
        if len(counts) >= _CANDIDATES:
            break
    for candidate in found:
        entity = candidate.entity
        if entity is None or id(entity) in barred:
            continue
        score = _score(parse, pronoun, candidate, counts[id(entity)], speaker)
        if id(entity) not in best or score > best[id(entity)][0]:
            best[id(entity)] = (score, entity)
    return sorted(best.values(), key=lambda pair: -pair[0])
