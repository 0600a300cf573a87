"""The ranker of antecedents: candidates from the words before, by agreement and salience.

The weights in ``quoteattr/data/pronoun_weights.tsv`` are those of a conditional logistic model:
for each pronoun the probabilities of its candidates add up to one. After Denis and Baldridge
2008, "Specialized models and ranking for coreference resolution", EMNLP.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache
from math import exp, log

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.mentions.tokens import same_line
from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse
from quoteattr.words.cues import read_table

__all__ = ["Candidate", "agrees", "candidates_of", "group_of", "rank_antecedents"]

_WINDOW = 80  # mentions looked back at
_CANDIDATES = 14  # entities compared
_SENTENCES = 10  # sentences looked back at
_BYLINE = 4  # sentences in which the author's name is a byline
_OF_SOURCES = ("embedded", "speaker", "named", "quoted")
_FRONTED = frozenset({"obl", "advcl", "nmod", "advmod"})


@attrs.frozen(eq=False)
class Candidate:
    """An entity that a pronoun may speak of, with what speaks for it."""

    entity: Entity
    mentions: tuple[Mention, ...]
    features: dict[str, float]


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
    return mention.role in ("subject", "object") and own == _clause_of(parse, mention.head)


def candidates_of(
    discourse: Discourse, pronoun: Mention, excluded: Entity | None = None
) -> list[Candidate]:
    """The entities that a third-person pronoun may speak of, the latest mentioned first.

    Args:
        discourse: the reading so far.
        pronoun: a third-person pronoun, or a description that stands for one.
        excluded: the entity that it can't be: the speaker of the quotation around it.
    """
    parse = discourse.parse
    found: dict[Hashable, list[Mention]] = {}
    entities: dict[Hashable, Entity] = {}
    barred = {excluded.key if excluded is not None else None}
    source = discourse.is_source(pronoun)
    own = _clause_of(parse, pronoun.head)
    for mention, entity in discourse.before(pronoun.head, _WINDOW):
        if pronoun.sentence - mention.sentence > _SENTENCES:
            break
        if not agrees(pronoun, entity) or _writes(mention, entity):
            continue
        if source and not _can_speak(entity):
            continue
        if mention.sentence == pronoun.sentence and _beside(parse, pronoun, mention, own):
            barred.add(entity.key)
        entities[entity.key] = entity
        found.setdefault(entity.key, []).append(mention)
        if len(found) >= _CANDIDATES:
            break
    ahead = _ahead(discourse, pronoun)
    follows = discourse.entity_of(ahead)
    if ahead is not None and follows is not None and agrees(pronoun, follows):
        entities[follows.key] = follows
        found.setdefault(follows.key, []).insert(0, ahead)
    out: list[Candidate] = []
    for key, mentions in found.items():
        if key not in barred:
            newer = 0 if mentions[0] is ahead else len(out)
            features = _features(discourse, pronoun, entities[key], mentions, newer)
            out.append(Candidate(entities[key], tuple(mentions), features))
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


def _ahead(discourse: Discourse, pronoun: Mention) -> Mention | None:
    """The name that follows as the subject, if the pronoun is in what precedes the clause.

    "In his speech, Trump …", "After she left, Ms. Lee …".
    """
    parse = discourse.parse
    below = pronoun.head
    for head in _governors(parse, pronoun.head):
        fronted = parse.words[below].deprel.split(":")[0] in _FRONTED and pronoun.head < head
        for kid in parse.children[head]:
            subject = parse.words[kid].deprel in ("nsubj", "nsubj:pass")
            if subject and fronted and below < kid:
                return discourse.name_at(kid)
        below = head
    return None


def rank_antecedents(
    discourse: Discourse, pronoun: Mention, excluded: Entity | None = None
) -> list[tuple[float, Entity]]:
    """Entities that a pronoun may speak of with their probabilities, best first.

    Args:
        discourse: the reading so far.
        pronoun: a third-person pronoun, or a description that stands for one.
        excluded: the entity that it can't be: the speaker of the quotation around it.
    """
    weights = _weights().get(group_of(pronoun), {})
    scored = [
        (sum(weights.get(name, 0.0) * value for name, value in c.features.items()), c.entity)
        for c in candidates_of(discourse, pronoun, excluded)
    ]
    top = max((score for score, _ in scored), default=0.0)
    total = sum(exp(score - top) for score, _ in scored)
    ranked = [(exp(score - top) / total, entity) for score, entity in scored]
    return sorted(ranked, key=lambda pair: -pair[0])


# --- features ----------------------------------------------------------------------------------


def _governors(parse: Parse, index: int) -> Iterator[int]:
    """The words above a word, nearest first."""
    seen = {index}
    head = parse.words[index].head
    while head >= 0 and head not in seen and len(seen) < 40:
        seen.add(head)
        yield head
        head = parse.words[head].head


def _embedding(parse: Parse, index: int) -> int:
    """In how many clauses that complement or modify something a word is."""
    words = parse.words
    above = [index, *_governors(parse, index)]
    return sum(words[i].deprel.split(":")[0] in ("ccomp", "acl", "advcl") for i in above)


def _clause_of(parse: Parse, index: int) -> int:
    """The predicate that a mention is an argument of."""
    for head in _governors(parse, index):
        if parse.words[head].upos in ("VERB", "AUX") or any(
            parse.words[kid].deprel in ("cop", "nsubj", "nsubj:pass")
            for kid in parse.children[head]
        ):
            return head
    return -1


def _features(
    discourse: Discourse,
    pronoun: Mention,
    entity: Entity,
    mentions: Sequence[Mention],
    newer: int,
) -> dict[str, float]:
    """What speaks for a candidate.

    Args:
        discourse: the reading so far.
        pronoun: a third-person pronoun.
        entity: the candidate.
        mentions: its mentions near the pronoun, the latest first.
        newer: how many candidates were mentioned since.
    """
    parse, last = discourse.parse, mentions[0]
    source = discourse.is_source(pronoun)
    out = {
        f"distance-{min(pronoun.sentence - last.sentence, 4)}": 1.0,
        f"role-{last.role}": 1.0,
        f"form-{last.form}": 1.0,
        "newer": log(1 + newer),
        "count": log(len(mentions)),
        "quoted": float(_is_deeper(discourse.is_quoted, last, pronoun)),
        "reported": float(_is_deeper(discourse.is_reported, last, pronoun)),
        "speaker": float(entity == discourse.last_speaker(pronoun.head)),
        "named": float(entity.named),
    }
    out |= _as_subject(parse, pronoun, mentions)
    if source:
        out |= {f"source-{name}": out[name] for name in _OF_SOURCES}
    if pronoun.gender:
        unknown = float(entity.gender is None)
        out |= {"unknown-gender": unknown, f"unknown-{pronoun.gender}": unknown}
    out |= _by_role(pronoun, out)
    out |= {"ahead": float(last.head > pronoun.head)} | _position(parse, pronoun, last)
    if not pronoun.gender:
        out |= _by_kind(pronoun, entity, mentions, source=source)
    return {name: value for name, value in out.items() if value}


def _is_deeper(inside: Callable[[Mention], bool], last: Mention, pronoun: Mention) -> bool:
    return inside(last) and not inside(pronoun)


def _as_subject(parse: Parse, pronoun: Mention, mentions: Sequence[Mention]) -> dict[str, float]:
    """Whether the candidate is a subject in the sentence before or in the pronoun's, and where."""
    last = mentions[0]
    subjects = [mention for mention in mentions if mention.role == "subject"]
    previous = [m for m in subjects if m.sentence == pronoun.sentence - 1]
    own = [m for m in subjects if m.sentence == pronoun.sentence]
    above = set(_governors(parse, pronoun.head))
    return {
        "previous-subject": float(bool(previous)),
        "own-subject": float(bool(own)),
        "above": float(any(parse.words[m.head].head in above for m in own)),
        "line": float(same_line(parse, last.head, pronoun.head)),
        "embedded": float(_embedding(parse, last.head) > _embedding(parse, pronoun.head)),
        "root-subject": float(any(not _embedding(parse, m.head) for m in previous)),
    }


def _by_role(pronoun: Mention, single: Mapping[str, float]) -> dict[str, float]:
    """Features together with the role of the pronoun."""
    if pronoun.role == "subject":
        return {
            "subject-speaker": single["speaker"],
            "subject-previous": single["previous-subject"],
        }
    if pronoun.role == "possessive":
        return {"possessive-own": single["own-subject"]}
    return {}


def _by_kind(
    pronoun: Mention, entity: Entity, mentions: Sequence[Mention], *, source: bool
) -> dict[str, float]:
    """What "it" and "they" may stand for."""
    out = {
        f"kind-{entity.kind}": 1.0,
        "plural": float(entity.plural),
        "members": float(bool(entity.members)),
        "same-word": float(any(m.lemma == pronoun.lemma for m in mentions)),
        "place": float(entity.place is not None),
    }
    if source:
        out |= {f"source-kind-{entity.kind}": 1.0, "source-plural": out["plural"]}
    return out


def _position(parse: Parse, pronoun: Mention, last: Mention) -> dict[str, float]:
    """The roles of both, whether the candidate is one of several, the paragraph."""
    word = parse.words[last.head]
    relation = word.deprel.split(":")[0]
    kids = (parse.words[kid].deprel.split(":")[0] for kid in parse.children[last.head])
    return {
        f"roles-{pronoun.role}-{last.role}": 1.0,
        "conjoined": float(relation == "conj" or "conj" in kids),
        "paragraph": float(parse.paragraph_of(last.head) == parse.paragraph_of(pronoun.head)),
    }
