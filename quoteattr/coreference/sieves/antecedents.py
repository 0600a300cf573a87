"""The scorer of antecedents: which entity a description or third-person pronoun is of.

A conditional log-linear model (Denis and Baldridge 2008, "Specialized models and ranking for
coreference resolution", EMNLP): the probabilities of the candidates of a mention and of somebody
new add up to one. ``quoteattr/data/antecedent_weights.tsv`` has its weights;
``docs/maintainers/speakers.md`` says on what they are fitted. A feature has a weight for all
pronouns or all descriptions, and one more for the group of the mention, such as bodies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sieves.candidates import Candidate, candidates_of, group_of
from quoteattr.coreference.sieves.conditions import is_third_person
from quoteattr.coreference.sieves.features import features_of
from quoteattr.coreference.sieves.newcomers import newcomer
from quoteattr.linear import LogLinear, Weights, joined, load_groups, shares
from quoteattr.syntax import Word
from quoteattr.words.names import place_of

__all__ = [
    "TABLE",
    "Choice",
    "antecedent",
    "choices_of",
    "decision_for",
    "groups_of",
    "is_scored",
    "probabilities",
]

TABLE = "antecedent_weights.tsv"  # by group of mentions and by family, pronouns and descriptions
_LATEST = 40  # mentions of an entity whose words are looked at
_CLEAR = 0.6  # probability from which an antecedent makes a sure mention


@attrs.frozen(eq=False)
class Choice:
    """One choice for a mention, with its features.

    Attributes:
        candidate: None for somebody new, or for nobody if the mention is a pronoun.
        features: values by name.
    """

    candidate: Candidate | None
    features: Mapping[str, float]


_NEW = Choice(None, {})


def is_scored(mention: Mention) -> bool:
    """Whether a mention is a description or a third-person pronoun."""
    return mention.form == "nominal" or is_third_person(mention)


def groups_of(mention: Mention) -> tuple[str, str]:
    """The groups whose weights count for a mention: its family and its own."""
    return "description" if mention.pronoun is None else "pronoun", group_of(mention)


def choices_of(discourse: Discourse, mention: Mention) -> list[Choice]:
    """The choices for a mention; the last one is somebody new.

    Args:
        discourse: the reading so far.
        mention: a description or a third-person pronoun.
    """
    return _choices(discourse, mention, candidates_of(discourse, mention))


def _choices(
    discourse: Discourse, mention: Mention, candidates: Sequence[Candidate]
) -> list[Choice]:
    rows = features_of(discourse, mention, candidates)
    found = zip((*candidates, None), rows, strict=True)
    return [Choice(candidate, row) for candidate, row in found if row is not None]


def probabilities(
    mention: Mention, choices: Sequence[Choice], weights: Weights | None = None
) -> list[float]:
    """How probable each of the choices is; they add up to one.

    Args:
        mention: a description or a third-person pronoun.
        choices: at least one.
        weights: models by group; those of the library if not given.
    """
    groups = groups_of(mention)
    model = _shipped(groups) if weights is None else joined(weights, groups)
    return shares([model.score(choice.features) for choice in choices])


@cache
def _shipped(groups: tuple[str, ...]) -> LogLinear:
    """The library's model of some groups together."""
    return joined(load_groups(TABLE), groups)


def antecedent(
    discourse: Discourse, mention: Mention, weights: Weights | None = None
) -> Decision | None:
    """The most probable entity; for a description perhaps a new one, for a pronoun nobody."""
    if not is_scored(mention):
        return None
    candidates = candidates_of(discourse, mention)
    if not candidates:
        return decision_for(discourse, mention, _NEW, 1.0)
    choices = _choices(discourse, mention, candidates)
    ranked = zip(probabilities(mention, choices, weights), choices, strict=True)
    probability, best = max(ranked, key=lambda pair: pair[0])
    return decision_for(discourse, mention, best, probability)


def decision_for(
    discourse: Discourse, mention: Mention, choice: Choice, probability: float
) -> Decision | None:
    """The decision for a choice; a pronoun shows the gender of its entity.

    Args:
        discourse: the reading so far.
        mention: a description or a third-person pronoun.
        choice: the one taken.
        probability: of the choice.
    """
    if choice.candidate is None:
        if mention.pronoun is not None:
            return None
        new = newcomer(discourse, mention)
        return Decision(new, sieve="description-unnamed", probability=probability)
    sure = probability >= _CLEAR
    guess = discourse.is_reported(mention)
    entity = _with_gender(mention, choice.candidate.entity, sure=sure, guess=guess)
    entity = _with_description(discourse, mention, entity)
    return Decision(entity, probability=probability, sure=sure)


def _with_gender(mention: Mention, entity: Entity, *, sure: bool, guess: bool) -> Entity:
    """The entity with the gender of a pronoun; a guess gives way to a sure one only.

    A pronoun in reported speech is a guess: in "Lee said she had killed it", she may be another.
    """
    if mention.gender is None or entity.kind != "person":
        return entity
    if entity.gender is None or (entity.guessed and sure):
        return attrs.evolve(entity, gender=mention.gender, guessed=guess)
    return entity


def _with_description(discourse: Discourse, mention: Mention, entity: Entity) -> Entity:
    """The entity, called by its first description that contains a name.

    "A poll … the Gallup poll" is the Gallup poll, "his government" the Japanese government.
    """
    words = discourse.parse.words
    if entity.named or entity.kind == "person" or mention.plural or not _has_name(mention, words):
        return entity
    if any(_has_name(other, words) for other in entity.mentions[-_LATEST:]):
        return entity
    first = next(i for i in range(mention.first, mention.last) if _is_name(words[i]))
    name = discourse.parse.text[words[first].start : words[mention.head].end]
    return attrs.evolve(entity, name=name)


def _has_name(mention: Mention, words: Sequence[Word]) -> bool:
    """Whether a description names somebody; in a headline, every word may look like a name."""
    inside = words[mention.first : mention.head]
    return words[mention.head].text.islower() and any(map(_is_name, inside))


def _is_name(word: Word) -> bool:
    """Whether a word is a name, or an adjective of a country: "Gallup", "Japanese"."""
    return word.upos == "PROPN" or (word.text[:1].isupper() and place_of(word.text) is not None)
