"""Examples for the scorer of antecedents: mentions whose entity a corpus tells.

Each corpus answers with a ``Judge``. A mention on which it is silent is resolved by the library, so
that what comes after has the same history as in use.
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
    is_scored,
)
from quoteattr.coreference.sieves.candidates import group_of
from quoteattr.corpora.gap import Passage
from quoteattr.corpora.gold_speakers import GoldSpeaker
from quoteattr.corpora.gum import GumText
from quoteattr.evaluation.speakers import same_speaker
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.cues import read_table
from quoteattr.words.names import body_words, noun_sense, place_of

__all__ = ["Example", "Judge", "examples_of", "gap_judge", "gum_judge", "news_judge", "silver_examples"]

Judge = Callable[[Discourse, Mention, Sequence[Choice]], tuple[bool, ...] | None]
"""Which of the choices are right; None if the corpus does not say."""

EXPECTED: Mapping[str, Mapping[str, float]] = {
    "description": {
        **{"age-match": 4.0, "age-other": -4.0, "number-match": 2.5, "number-other": -3.0},
        **{"owner-other": -2.0, "unlike-person": -1.5, "denies-accused": 1.5, "denies-court": -1.5},
    },
    "pronoun": {
        **{"denies-accused": 2.0, "denies-court": -2.0, "only-quoted": -1.0},
        **{"unlike-person": -1.5},
    },
}
"""Weights that we expect before any data, of what the corpora have few examples of."""

_SHARE = 0.4  # of the mentions of an entity that must be in a chain


@attrs.frozen
class Example:
    """One mention: the features of its choices, which are right, how much it counts."""

    group: str
    features: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]
    weight: float = 1.0
    source: bool = False


def examples_of(
    parse: Parse,
    relations: Sequence[Relation],
    judge: Judge,
    weight: float = 1.0,
    marks: Sequence[Mark] | None = None,
) -> list[Example]:
    """The mentions of one text that the scorer decides on and a corpus tells of.

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
        source = discourse.is_source(mention)
        features = tuple(choice.features for choice in choices)
        if len(choices) > 1:
            found.append(Example(group_of(mention), features, right, weight, source))
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

    def judge(
        discourse: Discourse, mention: Mention, choices: Sequence[Choice]
    ) -> tuple[bool, ...] | None:
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
    """GAP has one pronoun for each text, and two names that it may stand for."""
    target = parse.word_at(passage.pronoun)
    spans = [span for span, meant in zip(passage.names, passage.meant, strict=True) if meant]
    others = [span for span, meant in zip(passage.names, passage.meant, strict=True) if not meant]

    def overlaps(entity: Entity, spans: Sequence[tuple[int, int]]) -> bool:
        return any(
            parse.words[m.first].start < end and parse.words[m.last - 1].end > start
            for m in entity.mentions
            if m.form == "name"
            for start, end in spans
        )

    def judge(
        discourse: Discourse, mention: Mention, choices: Sequence[Choice]
    ) -> tuple[bool, ...] | None:
        if mention.head != target:
            return None
        right = tuple(
            c.candidate is not None and overlaps(c.candidate.entity, spans) for c in choices
        )
        return right if spans and any(right) else None

    del others
    return judge


def news_judge(parse: Parse, speakers: Sequence[tuple[int, int, GoldSpeaker]]) -> Judge:
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
        open_to_new = mention.plural or mention.determination in ("bare", "indefinite")
        if mention.pronoun is not None or (any(known) and not open_to_new):
            return (*known, not any(known))
        new = decision_for(discourse, mention, choices[-1], 1.0)
        entity = new.entity if new is not None else None
        return (*known, entity is not None and same_speaker(speaker, entity.name))

    return judge


def _is_speaker(gold: Mapping[int, GoldSpeaker], speaker: GoldSpeaker, entity: Entity) -> bool:
    """Whether an entity is a gold speaker: by its sources, or else by its name."""
    told = [gold[m.head] for m in entity.mentions if m.head in gold]
    if told and not entity.named:
        return told.count(speaker) >= _SHARE * len(told)
    return same_speaker(speaker, entity.name)


def _head_of(parse: Parse, start: int, end: int) -> int | None:
    """The word of a span whose governor lies outside."""
    within = parse.words_within(start, end)
    for index in within:
        if not within.start <= parse.words[index].head < within.stop:
            if parse.words[index].upos not in ("PUNCT", "ADP", "DET"):
                return index
    return None


def fit(
    examples: Sequence[Example], penalty: float, least: int = 5
) -> dict[tuple[str, str], float]:
    """Weights that make the right choices most probable, by group and feature.

    Args:
        examples: of all groups.
        penalty: of the squared weights, summed over all examples.
        least: a feature in fewer choices gets no weight.
    """
    import torch

    counts: Counter[tuple[str, str]] = Counter()
    for example in examples:
        for row in example.features:
            for group in _groups(example):
                counts.update((group, name) for name in row)
    expected = {(f, n): v for f, rows in EXPECTED.items() for n, v in rows.items()}
    names = sorted({name for name, count in counts.items() if count >= least} | {*expected})
    column = {name: i for i, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    of: list[int] = []
    right: list[float] = []
    for number, example in enumerate(examples):
        groups = _groups(example)
        for row, is_right in zip(example.features, example.right, strict=True):
            for name, value in row.items():
                for group in groups:
                    place = column.get((group, name))
                    if place is not None:
                        rows.append(len(of))
                        columns.append(place)
                        values.append(value)
            of.append(number)
            right.append(0.0 if is_right else -1e9)
    indices = torch.tensor([rows, columns])
    table = torch.sparse_coo_tensor(
        indices, torch.tensor(values), (len(of), len(names))
    ).coalesce().to_sparse_csr()
    back = torch.sparse_coo_tensor(
        indices.flip(0), torch.tensor(values), (len(names), len(of))
    ).coalesce().to_sparse_csr()
    owner, allowed = torch.tensor(of), torch.tensor(right)
    weight = torch.tensor([example.weight for example in examples])
    prior = torch.tensor([expected.get(name, 0.0) for name in names])
    weights = prior.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([weights], max_iter=150, line_search_fn="strong_wolfe")

    def sums(scores: torch.Tensor) -> torch.Tensor:
        top = torch.full((len(examples),), -1e9).scatter_reduce(0, owner, scores, "amax")
        odds = torch.exp(scores - top[owner])
        total = torch.zeros(len(examples)).scatter_add(0, owner, odds)
        return top + torch.log(total)

    def loss() -> torch.Tensor:
        """The loss, with its gradient by hand: sparse tables have a slow one."""
        with torch.no_grad():
            scores = table @ weights
            every, chosen = sums(scores), sums(scores + allowed)
            share = torch.exp(scores - every[owner]) - torch.exp(scores + allowed - chosen[owner])
            weights.grad = back @ (share * weight[owner]) + 2 * penalty * (weights - prior)
            return (weight * (every - chosen)).sum() + penalty * ((weights - prior) ** 2).sum()

    optimizer.step(loss)
    return {name: round(float(weights[i].detach()), 3) for name, i in column.items()}


def _groups(example: Example) -> tuple[str, str]:
    pronoun = example.group in ("person", "thing", "plural")
    return "pronoun" if pronoun else "description", example.group


def accuracy(weights: Mapping[tuple[str, str], float], examples: Sequence[Example]) -> float:
    """Share of the mentions whose most probable choice is right."""

    def score(example: Example, row: Mapping[str, float]) -> float:
        return sum(
            value * sum(weights.get((group, name), 0.0) for group in _groups(example))
            for name, value in row.items()
        )

    hits = 0
    for example in examples:
        scores = [score(example, row) for row in example.features]
        hits += example.right[scores.index(max(scores))]
    return hits / max(len(examples), 1)


# --- silver ------------------------------------------------------------------------------------


def silver_examples(
    parse: Parse,
    relations: Sequence[Relation],
    weight: float,
    most: int = 12,
    marks: Sequence[Mark] | None = None,
) -> list[Example]:
    """Later mentions of a name, each as if its place were taken by what the article says of it.

    "Ann Lee, the mayor, …. Lee said" becomes "the mayor said", and somebody of 56 years becomes
    "the 56-year-old". The right entity is known, whoever annotated the text.

    Args:
        parse: the text.
        relations: its attributions.
        weight: how much each counts.
        most: examples of one text.
        marks: the quotation marks, where they have been read already.
    """
    found: list[Example] = []

    def masked(discourse: Discourse, mention: Mention) -> Decision | None:
        entity = discourse.entity_of(mention)
        if mention.name is None or entity is None or len(found) >= most:
            return None
        if mention.role != "subject" or discourse.is_quoted(mention) or entity.plural or entity.author:
            return None
        descriptions = list(_descriptions_of(parse, mention, entity))
        if not descriptions or mention is entity.mentions[0]:
            return None
        description = descriptions[mention.head % len(descriptions)]
        choices = choices_of(discourse, description)
        right = tuple(c.candidate is not None and c.candidate.entity == entity for c in choices)
        if any(right) and len(choices) > 2:
            features = tuple(choice.features for choice in choices)
            source = discourse.is_source(mention)
            found.append(Example(group_of(description), features, right, weight, source))
        return None

    read_article(parse, relations, sieves=(Sieve("masked", masked, None), *SIEVES), marks=marks)
    return found


def _descriptions_of(parse: Parse, mention: Mention, entity: Entity) -> Iterator[Mention]:
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


_EPITHETS = {"male": ("man",), "female": ("woman",)}


@cache
def _general_nouns(noun: str) -> frozenset[str]:
    generals = (row[0] for row in read_table("role_synonyms.tsv"))
    return frozenset(general for general in generals if noun in specific_nouns(general))
