"""Third-person pronouns: candidates from the words before, ranked by agreement and salience.

The weights in ``quoteattr/data/pronoun_weights.tsv`` are those of a conditional logistic model:
for each pronoun the probabilities of its candidates add up to one. After Denis and Baldridge
2008, "Specialized models and ranking for coreference resolution", EMNLP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import exp, log

import attrs

from quoteattr.coreference.focus import Focus
from quoteattr.coreference.name_repairs import same_line
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.references import Reference
from quoteattr.lexicon import read_table
from quoteattr.syntax import Parse

__all__ = ["Candidate", "Ranker", "candidates_of", "group_of", "rank_antecedents"]

_WINDOW = 80  # mentions looked back at
_CANDIDATES = 14  # participants compared
_SENTENCES = 10  # sentences looked back at


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


def _agrees(reference: Reference, participant: Participant) -> bool:
    pronoun = reference.pronoun
    if pronoun is None or pronoun.gender in ("male", "female"):
        return (
            participant.kind == "person"
            and not participant.plural
            and not participant.author
            and (reference.gender is None or participant.gender in (None, reference.gender))
        )
    if pronoun.gender == "thing":
        return participant.kind in ("organization", "document", "other") and not participant.plural
    if pronoun.number == "plural":
        return participant.plural or participant.kind in ("group", "organization")
    return True


def _can_speak(participant: Participant) -> bool:
    """Whether a participant can be a source: things as such can't, documents can."""
    return participant.kind != "other" or participant.named


def _governors(parse: Parse, index: int) -> Iterator[int]:
    """The words above a word, nearest first."""
    seen = {index}
    head = parse.words[index].head
    while head >= 0 and head not in seen and len(seen) < 40:
        seen.add(head)
        yield head
        head = parse.words[head].head


def _embedding(parse: Parse, index: int) -> int:
    """How many clauses deep a word stands in what others say or that they describe."""
    words = parse.words
    above = [index, *_governors(parse, index)]
    return sum(words[i].deprel.split(":")[0] in ("ccomp", "acl", "advcl") for i in above)


def _clause(parse: Parse, index: int) -> int:
    """The predicate that a mention is an argument of."""
    for head in _governors(parse, index):
        if parse.words[head].upos in ("VERB", "AUX") or any(
            parse.words[kid].deprel in ("cop", "nsubj", "nsubj:pass")
            for kid in parse.children[head]
        ):
            return head
    return -1


def _features(
    parse: Parse,
    pronoun: Reference,
    references: list[Reference],
    newer: int,
    speaker: Participant | None,
    source: bool,
) -> dict[str, float]:
    """What speaks for a candidate; ``references`` are its mentions, the latest first."""
    last = references[0]
    entity = last.entity
    distance = pronoun.sentence - last.sentence
    previous = [r for r in references if r.sentence == pronoun.sentence - 1]
    own = [r for r in references if r.sentence == pronoun.sentence]
    above = set(_governors(parse, pronoun.head))
    out = {
        f"distance-{min(distance, 4)}": 1.0,
        f"role-{last.role}": 1.0,
        f"form-{last.form}": 1.0,
        "newer": log(1 + newer),
        "count": log(len(references)),
        "quoted": float(last.quoted and not pronoun.quoted),
        "reported": float(last.reported and not pronoun.reported),
        "speaker": float(entity is speaker),
        "named": float(entity is not None and entity.named),
        "previous-subject": float(any(r.role == "subject" for r in previous)),
        "own-subject": float(any(r.role == "subject" for r in own)),
        "above": float(any(r.role == "subject" and parse.words[r.head].head in above for r in own)),
        "line": float(same_line(parse, last.head, pronoun.head)),
    }
    depth = _embedding(parse, last.head)
    out["embedded"] = float(depth > _embedding(parse, pronoun.head))
    out["root-subject"] = float(
        any(r.role == "subject" and not _embedding(parse, r.head) for r in previous)
    )
    if source:
        out["source-embedded"] = out["embedded"]
        out["source-speaker"] = out["speaker"]
        out["source-named"] = out["named"]
        out["source-quoted"] = out["quoted"]
    if pronoun.gender:
        out["unknown-gender"] = float(entity is None or entity.gender is None)
    if pronoun.role == "subject":
        out["subject-speaker"] = out["speaker"]
        out["subject-previous"] = out["previous-subject"]
    if pronoun.role == "possessive":
        out["possessive-own"] = out["own-subject"]
    if entity is not None and not pronoun.gender:
        out[f"kind-{entity.kind}"] = 1.0
        out["plural"] = float(entity.plural)
        out["same-word"] = float(any(r.lemma == pronoun.lemma for r in references))
    return {name: value for name, value in out.items() if value}


def _beside(parse: Parse, pronoun: Reference, reference: Reference, own: int) -> bool:
    """Whether a mention is another argument of the pronoun's predicate, so not the same one."""
    if pronoun.pronoun is None or pronoun.pronoun.use == "reflexive":
        return False
    if pronoun.role not in ("subject", "object") or own < 0:
        return False
    if parse.words[reference.head].head == own and pronoun.pronoun.gender == "thing":
        return True  # "In a statement, it said"
    return reference.role in ("subject", "object") and own == _clause(parse, reference.head)


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
    own = _clause(parse, pronoun.head)
    for reference, entity in focus.before(pronoun.head, _WINDOW):
        if pronoun.sentence - reference.sentence > _SENTENCES:
            break
        if not _agrees(pronoun, entity):
            continue
        if pronoun.head in focus.sources and not _can_speak(entity):
            continue
        if reference.sentence == pronoun.sentence and _beside(parse, pronoun, reference, own):
            barred.add(id(entity))
        found.setdefault(id(entity), []).append(reference)
        if len(found) >= _CANDIDATES:
            break
    out: list[Candidate] = []
    source = pronoun.head in focus.sources
    for key, references in found.items():
        participant = references[0].entity
        if key not in barred and participant is not None:
            features = _features(parse, pronoun, references, len(out), speaker, source)
            out.append(Candidate(participant, tuple(references), features))
    return out


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
