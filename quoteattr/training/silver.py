"""Silver examples: later mentions of a name, as if a description stood in their place.

News with a gold entity for every description is scarce. What a name may be called by is in the
article itself, so any article makes examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.resolver import SIEVES, Sieve, read_article
from quoteattr.coreference.roles import specific_nouns
from quoteattr.coreference.sieves.antecedents import choices_of, groups_of
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.training.antecedents import Example
from quoteattr.words.cues import read_table
from quoteattr.words.names import body_words, noun_sense, place_of

__all__ = ["silver_examples"]

_EPITHETS = {"male": ("man",), "female": ("woman",)}
_MOST = 12  # examples of one text


def silver_examples(
    parse: Parse,
    relations: Sequence[Relation],
    weight: float,
    marks: Sequence[Mark] | None = None,
) -> list[Example]:
    """Later mentions of a name, each as if the article called it by a role that it has stated.

    "Ann Lee, the mayor, came. Lee said" becomes "the mayor said", and who that is, is known.

    Args:
        parse: the text.
        relations: its attributions.
        weight: how much each counts.
        marks: the quotation marks, where they have been read already.
    """
    found: list[Example] = []

    def masked(discourse: Discourse, mention: Mention) -> Decision | None:
        entity = discourse.entity_of(mention)
        if mention.name is None or entity is None or len(found) >= _MOST:
            return None
        if mention.role != "subject" or discourse.is_quoted(mention):
            return None
        if entity.plural or entity.author:
            return None
        descriptions = list(_descriptions_of(mention, entity))
        if not descriptions or mention is entity.mentions[0]:
            return None
        description = descriptions[mention.head % len(descriptions)]
        choices = choices_of(discourse, description)
        right = tuple(c.candidate is not None and c.candidate.entity == entity for c in choices)
        if any(right) and len(choices) > 2:
            features = tuple(choice.features for choice in choices)
            found.append(Example(groups_of(description), features, right, weight))
        return None

    read_article(parse, relations, sieves=(Sieve("masked", masked, None), *SIEVES), marks=marks)
    return found


def _descriptions_of(mention: Mention, entity: Entity) -> Iterator[Mention]:
    """How news would vary a name: by a role stated before, in part or with a general noun."""
    plain = attrs.evolve(
        mention, form="nominal", name=None, hint=None, determination="definite", owner=None
    )
    for role, stated in sorted(entity.roles.items(), key=lambda item: item[1]):
        if not 0 <= stated < mention.first or stated in range(mention.first, mention.last):
            continue
        for number, noun in enumerate([role.noun, *sorted(_general_nouns(role.noun))[:2]]):
            sense = noun_sense(noun)
            if sense is None or (sense.kind == "person") != (entity.kind == "person"):
                continue
            words = frozenset(sorted(role.modifiers)[: (mention.head + number) % 3])
            yield attrs.evolve(
                plain,
                lemma=noun,
                kind=sense.kind,
                gender=sense.gender,
                modifiers=words,
                proper=frozenset(w for w in words if place_of(w)),
                place=role.place if (mention.head + number) % 2 else None,
            )
    if entity.kind == "person":
        for noun in _EPITHETS.get(entity.gender or "", ()):
            yield attrs.evolve(plain, lemma=noun, kind="person", gender=entity.gender)
    if entity.kind == "organization":
        for noun in sorted(body_words()):
            if not body_words()[noun].isdisjoint(entity.tokens[-1:]):
                yield attrs.evolve(plain, lemma=noun, kind="organization", gender=None)


@cache
def _general_nouns(noun: str) -> frozenset[str]:
    generals = (row[0] for row in read_table("role_synonyms.tsv"))
    return frozenset(general for general in generals if noun in specific_nouns(general))
