"""Examples for the scorer of antecedents.

Most examples are mentions whose entity a corpus annotates: a ``Judge`` says which choice is right.
Mentions that the corpus does not annotate are resolved by the library, as in use.

Such corpora of news are small. *Silver* examples need no annotation: a later mention of a name is
replaced by a description that the article has used of the same entity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.resolver import SIEVES, Sieve, read_article
from quoteattr.coreference.roles import specific_nouns
from quoteattr.coreference.sieves.antecedents import (
    Choice,
    choices_of,
    decision_for,
    groups_of,
    is_scored,
)
from quoteattr.corpora.gap import Passage
from quoteattr.corpora.gold_speakers import GoldSource, GoldSpeaker
from quoteattr.corpora.gum import GumText
from quoteattr.evaluation.speakers import same_speaker
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.training.conditional import Example
from quoteattr.words.cues import read_table
from quoteattr.words.names import body_words, noun_sense, place_of

__all__ = [
    "EXPECTED",
    "Judge",
    "examples_of",
    "gap_judge",
    "gum_judge",
    "news_judge",
    "silver_examples",
]

Judge = Callable[[Discourse, Mention, Sequence[Choice]], tuple[bool, ...] | None]
"""Which of the choices are right; None if the corpus does not say."""

EXPECTED: Mapping[str, Mapping[str, float]] = {
    "description": {
        "age-match": 4.0,
        "age-other": -4.0,
        "number-match": 2.5,
        "number-other": -3.0,
        "former-other": -3.0,
        "epithet-rival-place": -2.0,
        "same-headline": 4.0,
        "only-name": -6.0,
        "plain": -1.0,
        "unlike-person": -1.5,
        "in-content": -1.0,
        "denies-accused": 1.5,
        "denies-blamed": 1.5,
        "denies-court": -1.5,
        "accused-noun": 4.0,
        "owner-other": -5.0,
        "addressed": 0.5,
    },
    "several": {"members": 2.0},
    "body": {"body-place": -1.5},
    "pronoun": {
        "denies-accused": 3.0,
        "denies-blamed": 4.0,
        "denies-court": -2.0,
        "only-quoted": -1.0,
        "unlike-person": -1.5,
        "in-content": -1.0,
        "addressed": 1.0,
        "unusual": -1.5,
        "others-silent": -2.5,
    },
}
"""Weights that we expect before we see data, for features of which corpora have few examples."""

_SHARE = 0.4  # of the mentions of an entity that must be in a chain
_EPITHETS = {"male": ("man",), "female": ("woman",)}
_MOST = 12  # silver examples of one text


def examples_of(
    parse: Parse,
    relations: Sequence[Relation],
    judge: Judge,
    weight: float = 1.0,
    marks: Sequence[Mark] | None = None,
) -> list[Example]:
    """The mentions of one text that the scorer decides on and whose entity is known.

    Args:
        parse: the text.
        relations: its attributions.
        judge: what the corpus says.
        weight: how much each counts.
        marks: the quotation marks, where they have been read already.
    """
    found: list[Example] = []

    def annotated(discourse: Discourse, mention: Mention) -> Decision | None:
        """What the corpus says of a mention, noted as an example; None if it says nothing."""
        if not is_scored(mention):
            return None
        choices = choices_of(discourse, mention)
        right = judge(discourse, mention, choices)
        if right is None or not any(right):
            return None
        if len(choices) > 1:
            features = tuple(choice.features for choice in choices)
            found.append(Example(groups_of(mention), features, right, weight))
        chosen = choices[right.index(True)]
        decided = decision_for(discourse, mention, chosen, 1.0)
        return decided or Decision(None)

    read_article(parse, relations, sieves=_before_the_scorer(annotated), marks=marks)
    return found


def _before_the_scorer(
    resolve: Callable[[Discourse, Mention], Decision | None],
) -> tuple[Sieve, ...]:
    """The sieves of the library with one more, which decides before the scorer is asked."""
    place = next(i for i, sieve in enumerate(SIEVES) if sieve.name == "antecedent")
    return (*SIEVES[:place], Sieve("antecedent", resolve, None), *SIEVES[place:])


def gum_judge(text: GumText) -> Judge:
    """GUM has the chain of every mention."""
    chains = text.chains

    def judge(_: Discourse, mention: Mention, choices: Sequence[Choice]) -> tuple[bool, ...] | None:
        chain = chains.get(mention.head)
        if chain is None:
            return None
        known = [_is_in(choice, chain) for choice in choices[:-1]]
        return (*known, not any(known))

    def _is_in(choice: Choice, chain: str) -> bool:
        if choice.candidate is None:
            return False
        entity = choice.candidate.entity
        votes = Counter(chains[m.head] for m in entity.mentions if m.head in chains)
        return votes.total() > 0 and votes[chain] >= _SHARE * votes.total()

    return judge


def gap_judge(parse: Parse, passage: Passage) -> Judge:
    """GAP has one pronoun for each text, and two names that it may refer to."""
    target = parse.word_at(passage.pronoun)
    spans = [span for span, meant in zip(passage.names, passage.meant, strict=True) if meant]

    def overlaps(entity: Entity, spans: Sequence[tuple[int, int]]) -> bool:
        return any(
            parse.words[m.first].start < end and parse.words[m.last - 1].end > start
            for m in entity.mentions
            if m.form == "name"
            for start, end in spans
        )

    def judge(_: Discourse, mention: Mention, choices: Sequence[Choice]) -> tuple[bool, ...] | None:
        if mention.head != target:
            return None
        right = tuple(
            c.candidate is not None and overlaps(c.candidate.entity, spans) for c in choices
        )
        return right if spans and any(right) else None

    return judge


def news_judge(parse: Parse, speakers: Sequence[GoldSource]) -> Judge:
    """News articles have the speakers of their sources.

    Args:
        parse: the article.
        speakers: start and end of each source, with its speaker.
    """
    gold: dict[int, GoldSpeaker] = {}
    for start, end, speaker in speakers:
        head = _head_of(parse, start, end)
        if head is not None:
            gold[head] = speaker

    def judge(
        discourse: Discourse, mention: Mention, choices: Sequence[Choice]
    ) -> tuple[bool, ...] | None:
        speaker = gold.get(mention.head)
        if speaker is None:
            return None
        known = [
            c.candidate is not None and _is_speaker(gold, speaker, c.candidate.entity)
            for c in choices[:-1]
        ]
        open_to_new = not speaker.is_named and (
            mention.plural or mention.determination in ("bare", "indefinite")
        )
        if mention.pronoun is not None or (any(known) and not open_to_new):
            return (*known, not any(known))
        new = decision_for(discourse, mention, choices[-1], 1.0)
        entity = new.entity if new is not None else None
        return (*known, entity is not None and same_speaker(speaker, entity.name))

    return judge


def _is_speaker(gold: Mapping[int, GoldSpeaker], speaker: GoldSpeaker, entity: Entity) -> bool:
    """Whether an entity is a gold speaker: by its sources, or else by its name."""
    speakers = [gold[m.head] for m in entity.mentions if m.head in gold]
    if speakers and not entity.named:
        return speakers.count(speaker) >= _SHARE * len(speakers)
    return same_speaker(speaker, entity.name)


def _head_of(parse: Parse, start: int, end: int) -> int | None:
    """The word of a span whose governor lies outside."""
    within = parse.words_within(start, end)
    for index in within:
        outside = not within.start <= parse.words[index].head < within.stop
        if outside and parse.words[index].upos not in ("PUNCT", "ADP", "DET"):
            return index
    return None


def silver_examples(
    parse: Parse,
    relations: Sequence[Relation],
    weight: float,
    marks: Sequence[Mark] | None = None,
) -> list[Example]:
    """Later mentions of a name, each replaced by a role that the article has stated.

    "Ann Lee, the mayor, came. Lee said" becomes "the mayor said", whose antecedent is known.

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
    """Descriptions that news could use for a name: roles stated before, or parts of them."""
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
