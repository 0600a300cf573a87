"""Third-person pronouns: candidates from the words before, ranked by agreement and salience.

The weights in ``quoteattr/data/pronoun_weights.tsv`` are those of a conditional logistic model:
for each pronoun the probabilities of its candidates add up to one. After Denis and Baldridge
2008, "Specialized models and ranking for coreference resolution", EMNLP.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import exp

import attrs

from quoteattr.coreference.participants import Participant
from quoteattr.coreference.recency import Focus
from quoteattr.coreference.records import Reference
from quoteattr.coreference.sieves.pronoun_features import clause_of, features_of, governors
from quoteattr.syntax import Parse
from quoteattr.words.cues import read_table

__all__ = ["Candidate", "Ranker", "agrees", "candidates_of", "group_of", "rank_antecedents"]

_WINDOW = 80  # mentions looked back at
_CANDIDATES = 14  # participants compared
_SENTENCES = 10  # sentences looked back at
_BYLINE = 4  # sentences in which the author's name is a byline
_FRONTED = frozenset({"obl", "advcl", "nmod", "advmod"})


@attrs.frozen(eq=False)
class Candidate:
    """A participant that a pronoun may speak of, with what speaks for it."""

    participant: Participant
    references: tuple[Reference, ...]
    features: dict[str, float]


Ranker = Callable[[Parse, Reference, Focus, frozenset[int]], "list[tuple[float, Participant]]"]
"""Whatever ranks the antecedents of a pronoun, as ``rank_antecedents`` does."""


@cache
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {}
    for group, feature, weight in read_table("pronoun_weights.tsv"):
        weights.setdefault(group, {})[feature] = float(weight)
    return weights


def group_of(pronoun: Reference) -> str:
    """Which of the three models ranks a pronoun's antecedents: person, thing or plural."""
    form = pronoun.pronoun
    if form is None or form.gender in ("male", "female"):
        return "person"
    return "thing" if form.gender == "thing" else "plural"


def agrees(reference: Reference, participant: Participant) -> bool:
    """Whether a participant fits a third-person pronoun in kind, number and gender.

    Args:
        reference: a pronoun.
        participant: anyone.
    """
    pronoun = reference.pronoun
    if pronoun is None or pronoun.gender in ("male", "female"):
        return (
            participant.kind == "person"
            and not participant.plural
            and (reference.gender is None or participant.gender in (None, reference.gender))
        )
    if pronoun.gender == "thing":
        return participant.kind in ("organization", "document", "other") and not participant.plural
    if pronoun.number == "plural":
        several = participant.plural or participant.kind in ("group", "organization")
        return several or _could_be_anyone(participant)
    return True


def _could_be_anyone(participant: Participant) -> bool:
    """Whether singular "they" can stand for someone: "a teacher", of whom no gender is known."""
    return participant.kind == "person" and not participant.named and participant.gender is None


def _writes(reference: Reference, participant: Participant) -> bool:
    """Whether a mention is the author's "I" or byline; a closing note goes on with "she lives"."""
    if not participant.author:
        return False
    if reference.pronoun is not None:
        return reference.pronoun.person == 1
    return reference.sentence < _BYLINE and reference.role == "other"


def _can_speak(participant: Participant) -> bool:
    """Whether a participant can be a source: things as such can't, documents can."""
    return participant.kind != "other" or participant.named


def _beside(parse: Parse, pronoun: Reference, reference: Reference, own: int) -> bool:
    """Whether a mention is another argument of the pronoun's predicate, so not the same one."""
    if pronoun.pronoun is None or pronoun.pronoun.use == "reflexive":
        return False
    if pronoun.role not in ("subject", "object") or own < 0:
        return False
    if parse.words[reference.head].head == own and pronoun.pronoun.gender == "thing":
        return True  # "In a statement, it said"
    return reference.role in ("subject", "object") and own == clause_of(parse, reference.head)


def candidates_of(
    parse: Parse, pronoun: Reference, focus: Focus, excluded: frozenset[int] = frozenset()
) -> list[Candidate]:
    """The participants that a third-person pronoun may speak of, the latest mentioned first.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        focus: the mentions before it.
        excluded: ids (of the objects) of participants that it can't be.
    """
    found: dict[int, list[Reference]] = {}
    barred = set(excluded)
    speaker = focus.last_speaker(pronoun.head)
    own = clause_of(parse, pronoun.head)
    for reference, entity in focus.before(pronoun.head, _WINDOW):
        if pronoun.sentence - reference.sentence > _SENTENCES:
            break
        if not agrees(pronoun, entity) or _writes(reference, entity):
            continue
        if pronoun.head in focus.sources and not _can_speak(entity):
            continue
        if reference.sentence == pronoun.sentence and _beside(parse, pronoun, reference, own):
            barred.add(id(entity))
        found.setdefault(id(entity), []).append(reference)
        if len(found) >= _CANDIDATES:
            break
    ahead = _ahead(parse, pronoun, focus)
    if ahead is not None and ahead.entity is not None and agrees(pronoun, ahead.entity):
        found.setdefault(id(ahead.entity), []).insert(0, ahead)
    out: list[Candidate] = []
    source = pronoun.head in focus.sources
    for key, references in found.items():
        participant = references[0].entity
        if key not in barred and participant is not None:
            newer = 0 if references[0] is ahead else len(out)
            features = features_of(parse, pronoun, references, newer, speaker, source)
            out.append(Candidate(participant, tuple(references), features))
    _compare(out)
    return out


def _compare(candidates: list[Candidate]) -> None:
    """Add what speaks for one candidate only beside the others."""
    most = max((len(c.references) for c in candidates), default=0)
    shown = any(c.participant.gender is not None for c in candidates)
    for candidate in candidates:
        if len(candidate.references) == most:
            candidate.features["most-mentioned"] = 1.0
        if shown and candidate.features.get("unknown-gender"):
            candidate.features["rival-of-gender"] = 1.0


def _ahead(parse: Parse, pronoun: Reference, focus: Focus) -> Reference | None:
    """The name that follows as the subject of the clause before which the pronoun stands.

    "In his speech, Trump …", "After she left, Ms. Lee …".
    """
    below = pronoun.head
    for head in governors(parse, pronoun.head):
        fronted = parse.words[below].deprel.split(":")[0] in _FRONTED and pronoun.head < head
        for kid in parse.children[head]:
            subject = parse.words[kid].deprel in ("nsubj", "nsubj:pass")
            if subject and fronted and below < kid:
                return focus.names.get(kid)
        below = head
    return None


def rank_antecedents(
    parse: Parse, pronoun: Reference, focus: Focus, excluded: frozenset[int] = frozenset()
) -> list[tuple[float, Participant]]:
    """Participants that a pronoun may speak of with their probabilities, best first.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        focus: the mentions before it.
        excluded: ids (of the objects) of participants that it can't be.
    """
    weights = _weights().get(group_of(pronoun), {})
    scored = [
        (sum(weights.get(name, 0.0) * value for name, value in c.features.items()), c.participant)
        for c in candidates_of(parse, pronoun, focus, excluded)
    ]
    top = max((score for score, _ in scored), default=0.0)
    total = sum(exp(score - top) for score, _ in scored)
    ranked = [(exp(score - top) / total, participant) for score, participant in scored]
    return sorted(ranked, key=lambda pair: -pair[0])
