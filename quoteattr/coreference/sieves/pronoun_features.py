"""What speaks for an antecedent of a pronoun: agreement, distance, role, salience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from quoteattr.coreference.mentions.repairs import same_line
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.syntax import Parse

__all__ = ["clause_of", "features_of", "governors"]


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
    pronoun: Reference,
    references: Sequence[Reference],
    newer: int,
    speaker: Participant | None,
    source: bool,
) -> dict[str, float]:
    """What speaks for a candidate.

    Args:
        parse: the document.
        pronoun: a third-person pronoun.
        references: the candidate's mentions near it, the latest first.
        newer: how many candidates were mentioned since.
        speaker: whoever spoke last.
        source: whether the pronoun is a source.
    """
    last = references[0]
    entity = last.entity
    distance = pronoun.sentence - last.sentence
    previous = [r for r in references if r.sentence == pronoun.sentence - 1]
    own = [r for r in references if r.sentence == pronoun.sentence]
    above = set(governors(parse, pronoun.head))
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
        out["same-word"] = float(any(r.lemma == pronoun.lemma for r in references))
        out["place"] = float(entity.place is not None)
        if source:
            out[f"source-kind-{entity.kind}"] = 1.0
            out["source-plural"] = out["plural"]
    return {name: value for name, value in out.items() if value}


def _standing(parse: Parse, pronoun: Reference, last: Reference) -> dict[str, float]:
    """Where the latest mention stands: by the pronoun's role, beside others, in the paragraph."""
    word = parse.words[last.head]
    relation = word.deprel.split(":")[0]
    kids = (parse.words[kid].deprel.split(":")[0] for kid in parse.children[last.head])
    return {
        f"roles-{pronoun.role}-{last.role}": 1.0,
        "conjoined": float(relation == "conj" or "conj" in kids),
        "paragraph": float(parse.paragraph_of(last.head) == parse.paragraph_of(pronoun.head)),
    }
