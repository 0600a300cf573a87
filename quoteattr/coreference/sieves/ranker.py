"""Third-person pronouns: candidates from the words before, ranked by agreement and salience.

The weights in ``quoteattr/data/pronoun_weights.tsv`` are those of a conditional logistic model:
for each pronoun the probabilities of its candidates add up to one. After Denis and Baldridge
2008, "Specialized models and ranking for coreference resolution", EMNLP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import exp, log

import attrs

from quoteattr.coreference.mentions.repairs import same_line
from quoteattr.coreference.recency import Focus
from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse
from quoteattr.words.cues import read_table

__all__ = [
    "Candidate",
    "Ranker",
    "agrees",
    "candidates_of",
    "clause_of",
    "features_of",
    "governors",
    "group_of",
    "rank_antecedents",
]

_WINDOW = 80  # mentions looked back at
_CANDIDATES = 14  # entities compared
_SENTENCES = 10  # sentences looked back at
_BYLINE = 4  # sentences in which the author's name is a byline
_FRONTED = frozenset({"obl", "advcl", "nmod", "advmod"})


@attrs.frozen(eq=False)
class Candidate:
    """An entity that a pronoun may speak of, with what speaks for it."""

    entity: Entity
    mentions: tuple[Mention, ...]
    features: dict[str, float]


Ranker = Callable[[Parse, Mention, Focus, frozenset[int]], "list[tuple[float, Entity]]"]
"""Whatever ranks the antecedents of a pronoun, as ``rank_antecedents`` does."""


@cache
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {}
    for group, feature, weight in read_table("pronoun_weights.tsv"):
        weights.setdefault(group, {})[feature] = float(weight)
    return weights


def group_of(pronoun: Mention) -> str:
    """Which of the three models ranks a pronoun's antecedents: person, thing or plural."""
    form = pronoun.pronoun
    if form is None or form.gender in ("male", "female"):
        return "person"
    return "thing" if form.gender == "thing" else "plural"


def agrees(mention: Mention, entity: Entity) -> bool:
    """Whether an entity fits a third-person pronoun in kind, number and gender.

    Args:
        mention: a pronoun.
        entity: anyone.
    """
    pronoun = mention.pronoun
    if pronoun is None or pronoun.gender in ("male", "female"):
        return (
            entity.kind == "person"
            and not entity.plural
            and (mention.gender is None or entity.gender in (None, mention.gender))
        )
    if pronoun.gender == "thing":
        return entity.kind in ("organization", "document", "other") and not entity.plural
    if pronoun.number == "plural":
        several = entity.plural or entity.kind in ("group", "organization")
        return several or _could_be_anyone(entity)
    return True


def _could_be_anyone(entity: Entity) -> bool:
    """Whether singular "they" can stand for someone: "a teacher", of whom no gender is known."""
    return entity.kind == "person" and not entity.named and entity.gender is None


def _writes(mention: Mention, entity: Entity) -> bool:
    """Whether a mention is the author's "I" or byline; a closing note goes on with "she lives"."""
    if not entity.author:
        return False
    if mention.pronoun is not None:
        return mention.pronoun.person == 1
    return mention.sentence < _BYLINE and mention.role == "other"


def _can_speak(entity: Entity) -> bool:
    """Whether an entity can be a source: things as such can't, documents can."""
    return entity.kind != "other" or entity.named


def _beside(parse: Parse, pronoun: Mention, mention: Mention, own: int) -> bool:
    """Whether a mention is another argument of the pronoun's predicate, so not the same one."""
    if pronoun.pronoun is None or pronoun.pronoun.use == "reflexive":
        return False
    if pronoun.role not in ("subject", "object") or own < 0:
        return False
    if parse.words[mention.head].head == own and pronoun.pronoun.gender == "thing":
        return True  # "In a statement, it said"
    return mention.role in ("subject", "object") and own == clause_of(parse, mention.head)


def candidates_of(
    parse: Parse, pronoun: Mention, focus: Focus, excluded: frozenset[int] = frozenset()
) -> list[Candidate]:
    """The entities that a third-person pronoun may speak of, the latest mentioned first.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        focus: the mentions before it.
        excluded: ids (of the objects) of entities that it can't be.
    """
    found: dict[int, list[Mention]] = {}
    barred = set(excluded)
    speaker = focus.last_speaker(pronoun.head)
    own = clause_of(parse, pronoun.head)
    for mention, entity in focus.before(pronoun.head, _WINDOW):
        if pronoun.sentence - mention.sentence > _SENTENCES:
            break
        if not agrees(pronoun, entity) or _writes(mention, entity):
            continue
        if pronoun.head in focus.sources and not _can_speak(entity):
            continue
        if mention.sentence == pronoun.sentence and _beside(parse, pronoun, mention, own):
            barred.add(id(entity))
        found.setdefault(id(entity), []).append(mention)
        if len(found) >= _CANDIDATES:
            break
    ahead = _ahead(parse, pronoun, focus)
    if ahead is not None and ahead.entity is not None and agrees(pronoun, ahead.entity):
        found.setdefault(id(ahead.entity), []).insert(0, ahead)
    out: list[Candidate] = []
    source = pronoun.head in focus.sources
    for key, mentions in found.items():
        candidate = mentions[0].entity
        if key not in barred and candidate is not None:
            newer = 0 if mentions[0] is ahead else len(out)
            features = features_of(parse, pronoun, mentions, newer, speaker, source)
            out.append(Candidate(candidate, tuple(mentions), features))
    _compare(out)
    return out


def _compare(candidates: list[Candidate]) -> None:
    """Add what speaks for one candidate only beside the others."""
    most = max((len(c.mentions) for c in candidates), default=0)
    shown = any(c.entity.gender is not None for c in candidates)
    for candidate in candidates:
        if len(candidate.mentions) == most:
            candidate.features["most-mentioned"] = 1.0
        if shown and candidate.features.get("unknown-gender"):
            candidate.features["rival-of-gender"] = 1.0


def _ahead(parse: Parse, pronoun: Mention, focus: Focus) -> Mention | None:
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
    parse: Parse, pronoun: Mention, focus: Focus, excluded: frozenset[int] = frozenset()
) -> list[tuple[float, Entity]]:
    """Entities that a pronoun may speak of with their probabilities, best first.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        focus: the mentions before it.
        excluded: ids (of the objects) of entities that it can't be.
    """
    weights = _weights().get(group_of(pronoun), {})
    scored = [
        (sum(weights.get(name, 0.0) * value for name, value in c.features.items()), c.entity)
        for c in candidates_of(parse, pronoun, focus, excluded)
    ]
    top = max((score for score, _ in scored), default=0.0)
    total = sum(exp(score - top) for score, _ in scored)
    ranked = [(exp(score - top) / total, entity) for score, entity in scored]
    return sorted(ranked, key=lambda pair: -pair[0])


def governors(parse: Parse, index: int) -> Iterator[int]:
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
    above = [index, *governors(parse, index)]
    return sum(words[i].deprel.split(":")[0] in ("ccomp", "acl", "advcl") for i in above)


def clause_of(parse: Parse, index: int) -> int:
    """The predicate that a mention is an argument of."""
    for head in governors(parse, index):
        if parse.words[head].upos in ("VERB", "AUX") or any(
            parse.words[kid].deprel in ("cop", "nsubj", "nsubj:pass")
            for kid in parse.children[head]
        ):
            return head
    return -1


def features_of(
    parse: Parse,
    pronoun: Mention,
    mentions: Sequence[Mention],
    newer: int,
    speaker: Entity | None,
    source: bool,
) -> dict[str, float]:
    """What speaks for a candidate.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        mentions: the candidate's mentions near it, the latest first.
        newer: how many candidates were mentioned since.
        speaker: whoever spoke last.
        source: whether the pronoun is a source.
    """
    last = mentions[0]
    entity = last.entity
    distance = pronoun.sentence - last.sentence
    previous = [r for r in mentions if r.sentence == pronoun.sentence - 1]
    own = [r for r in mentions if r.sentence == pronoun.sentence]
    above = set(governors(parse, pronoun.head))
    out = {
        f"distance-{min(distance, 4)}": 1.0,
        f"role-{last.role}": 1.0,
        f"form-{last.form}": 1.0,
        "newer": log(1 + newer),
        "count": log(len(mentions)),
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
        unknown = entity is None or entity.gender is None
        out["unknown-gender"] = float(unknown)
        out[f"unknown-{pronoun.gender}"] = float(unknown)
    if pronoun.role == "subject":
        out["subject-speaker"] = out["speaker"]
        out["subject-previous"] = out["previous-subject"]
    if pronoun.role == "possessive":
        out["possessive-own"] = out["own-subject"]
    if last.head > pronoun.head:
        out["ahead"] = 1.0
    out |= _standing(parse, pronoun, last)
    if entity is not None and not pronoun.gender:
        out[f"kind-{entity.kind}"] = 1.0
        out["plural"] = float(entity.plural)
        out["members"] = float(bool(entity.members))
        out["same-word"] = float(any(r.lemma == pronoun.lemma for r in mentions))
        out["place"] = float(entity.place is not None)
        if source:
            out[f"source-kind-{entity.kind}"] = 1.0
            out["source-plural"] = out["plural"]
    return {name: value for name, value in out.items() if value}


def _standing(parse: Parse, pronoun: Mention, last: Mention) -> dict[str, float]:
    """Where the latest mention stands: by the pronoun's role, beside others, in the paragraph."""
    word = parse.words[last.head]
    relation = word.deprel.split(":")[0]
    kids = (parse.words[kid].deprel.split(":")[0] for kid in parse.children[last.head])
    return {
        f"roles-{pronoun.role}-{last.role}": 1.0,
        "conjoined": float(relation == "conj" or "conj" in kids),
        "paragraph": float(parse.paragraph_of(last.head) == parse.paragraph_of(pronoun.head)),
    }
