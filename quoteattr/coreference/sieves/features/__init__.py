"""The features of candidates: agreement in words and roles, syntax, recency, speakers.

Their weights are in ``quoteattr/data/antecedent_weights.tsv``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Mention
from quoteattr.coreference.sieves.candidates import Candidate
from quoteattr.coreference.sieves.features.descriptions import (
    Terms,
    of_description,
    of_new_description,
    terms_of,
    together,
)
from quoteattr.coreference.sieves.features.pronouns import of_pronoun
from quoteattr.coreference.sieves.features.records import Features, Speakers, setting_of
from quoteattr.coreference.sieves.features.rivals import Rivals, compared
from quoteattr.coreference.sieves.features.shared import (
    is_said,
    is_unlike_person,
    likeness_of,
    shared_features,
)
from quoteattr.words.cues import word_list
from quoteattr.words.names import body_words

__all__ = ["features_of", "is_unlike_person"]

_VAGUE = word_list("vague nouns")
_NAMED_BEFORE = word_list("nouns of bodies named before")  # "the airline", after its name
_JUST_NOW = 3  # sentences


def features_of(
    discourse: Discourse, mention: Mention, candidates: Sequence[Candidate]
) -> list[Features | None]:
    """The features of the candidates of a mention, in the same order, and of somebody new.

    Those of a candidate that nothing makes likely are None: "the referee" is only somebody called
    that before. Somebody new is nobody, for a pronoun.

    Args:
        discourse: the reading so far.
        mention: a description or a third-person pronoun.
        candidates: the entities that it may refer to.
    """
    parse = discourse.parse
    terms = terms_of(discourse, mention) if mention.pronoun is None else None
    if not candidates:
        return [_of_new(discourse, mention, terms, ())]
    said = list(discourse.said_by(mention))
    quoted = [m for m in said if discourse.is_quoted(m)]
    candidates = _outside(candidates, {m.head for m in quoted})
    likeness = likeness_of(parse, mention, candidates)
    setting = setting_of(discourse, mention)
    nouns = [of_description(discourse, terms, c) if terms is not None else {} for c in candidates]
    rivals = Rivals.of(parse, mention, candidates, nouns)
    plain, speakers = _is_plain(mention), setting.speakers
    others = mention.gender is not None and any(_is_another(m, mention) for m in quoted)
    spoke = others and any(_spoke_just_now(mention, c, speakers) for c in candidates)
    rows: list[Features | None] = []
    for candidate, noun, like in zip(candidates, nouns, likeness, strict=True):
        if plain and noun.get("unmatched") and not _is_near(mention, candidate, rivals, noun):
            rows.append(None)
            continue
        row = shared_features(discourse, setting, candidate)
        if terms is not None:
            row |= noun
            row |= together(row)
            if not mention.modifiers and row["unmatched"]:
                row |= {"plain": 1.0, "plain-alone": len(candidates) == 1}
        else:
            row |= of_pronoun(discourse, mention, candidate, row)
        row["in-content"] = is_said(discourse, candidate.entity, said)
        row["addressed"] = candidate.entity.key == setting.addressee
        row |= compared(mention, candidate, rivals, row)
        # Who is silent where another one spoke just now is spoken of: "Reyes drowned. A neighbour
        # said … “He swam well,” he said."
        row["others-silent"] = spoke and not row["spoken"]
        row["likeness"] = like
        rows.append(_without_zeros(row))
    return [*rows, _of_new(discourse, mention, terms, likeness)]


def _without_zeros(row: Mapping[str, float]) -> Features:
    return {name: value for name, value in row.items() if value}


def _is_near(mention: Mention, candidate: Candidate, rivals: Rivals, noun: Features) -> bool:
    """Whether somebody with a name may be "the winger", though nothing says so.

    Nobody else in the paragraph may be, and the article gives the candidate no other role: a tenant
    is not "the landlord". What the vectors say is not asked: it is wrong too often.
    """
    if candidate is not rivals.here or not candidate.entity.named or "role-other" in noun:
        return False
    one = mention.kind == "person" and not mention.plural
    return one and mention.lemma not in _VAGUE and mention.lemma not in body_words()


def _is_plain(mention: Mention) -> bool:
    """Whether a description is a noun alone: "the referee" is only somebody called that before.

    Without this, the scorer gives it to somebody nearby, which is right too seldom.
    """
    return not (mention.pronoun or mention.modifiers or mention.lemma in _NAMED_BEFORE)


def _spoke_just_now(mention: Mention, candidate: Candidate, speakers: Speakers) -> bool:
    near = any(mention.sentence - last.sentence < _JUST_NOW for last in candidate.mentions[:1])
    return near and candidate.entity.key == speakers.last


def _outside(candidates: Sequence[Candidate], said: AbstractSet[int]) -> list[Candidate]:
    """The candidates, without mentions within what the source says unless they have no others."""
    if not said:
        return list(candidates)
    kept = (tuple(m for m in c.mentions if m.head not in said) for c in candidates)
    return [
        attrs.evolve(c, mentions=mentions) if mentions else c
        for c, mentions in zip(candidates, kept, strict=True)
    ]


def _is_another(quoted: Mention, source: Mention) -> bool:
    """Whether a pronoun in somebody's own words speaks of another one of the same gender."""
    pronoun = quoted.pronoun
    return pronoun is not None and pronoun.person == 3 and quoted.gender == source.gender


def _of_new(
    discourse: Discourse, mention: Mention, terms: Terms | None, likeness: Sequence[float]
) -> Features:
    """The features of somebody who has not been mentioned yet; of nobody, for a pronoun."""
    source = discourse.is_source(mention)
    out: Features = {"new": 1.0, "new-source": source, "new-rivals": log(1 + len(likeness))}
    if likeness:
        out["new-likeness"] = -max(likeness)
    if terms is not None:
        out |= of_new_description(discourse, terms)
    else:
        out[f"new-role-{mention.role}"] = 1.0
        out["new-plural-source"] = source and mention.plural
    return _without_zeros(out)
