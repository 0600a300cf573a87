"""The speakers of quotations without a cue, by a learned scorer.

The text does not state whose words such a quotation is. A conditional log-linear model, like that
of antecedents, compares those who speak or are named around it, and nobody: who spoke last, who
speaks next, who is quoted most, whom the sentence before is about.
``quoteattr/data/floating_weights.tsv`` has its weights; ``docs/maintainers/speakers.md`` says on
what they are fitted.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import log2

import attrs
import regex

from quoteattr.coreference.discourse import Discourse, ends_as_question
from quoteattr.coreference.records import Decision, Entity
from quoteattr.coreference.scene import (
    HEADING,
    Scene,
    Utterance,
    is_aside,
    kind_of,
    words_of,
)
from quoteattr.coreference.sources import source_entity
from quoteattr.linear import Weights, load_groups, shares
from quoteattr.relations import Relation
from quoteattr.text.mark_tokens import before_closing

__all__ = [
    "TABLE",
    "FloatingChoice",
    "choices",
    "floating_turns",
    "groups_of",
    "probable_choices",
]

TABLE = "floating_weights.tsv"

_WORDS = 300  # words before a quotation among which somebody is named, at most
_MOST = 3  # numbers above are one feature
_WORD = regex.compile(r"\w+")
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_OTHERS = frozenset({"he", "him", "his", "she", "her", "hers"})
_SPEAKING = ("person", "organization", "group")


@attrs.frozen
class FloatingChoice:
    """One choice for a quotation without a cue.

    Attributes:
        entity: None for nobody.
        features: values by name.
    """

    entity: Entity | None
    features: Mapping[str, float]


def groups_of(relation: Relation) -> tuple[str, str]:
    """The groups whose weights count for a quotation: headings or text, and its kind."""
    kind = kind_of(relation)
    return HEADING if kind == HEADING else "text", f"only-{kind}"


def floating_turns(discourse: Discourse, weights: Weights | None = None) -> dict[int, Decision]:
    """The most probable speaker of each quotation without a cue, by the number of its relation.

    Args:
        discourse: everything outside quotations has been read.
        weights: by group; the shipped ones by default.
    """
    ranked = probable_choices(discourse, weights)
    best = {number: found[0] for number, found in ranked.items()}
    return {
        number: Decision(choice.entity, "floating", probability)
        for number, (choice, probability) in best.items()
        if choice.entity is not None
    }


def probable_choices(
    discourse: Discourse, weights: Weights | None = None
) -> dict[int, list[tuple[FloatingChoice, float]]]:
    """The choices for each quotation without a cue and how probable they are, the best first.

    Args:
        discourse: everything outside quotations has been read.
        weights: by group; the shipped ones by default.
    """
    numbers = tuple(_in_order(discourse.relations))
    if not numbers:  # most articles; the rest takes time
        return {}
    known = load_groups(TABLE) if weights is None else weights
    scene = Scene(discourse)
    out: dict[int, list[tuple[FloatingChoice, float]]] = {}
    for number in numbers:
        found = _Quotation(scene, discourse.relations[number]).choices()
        models = [
            known[group] for group in groups_of(discourse.relations[number]) if group in known
        ]
        probable = shares([sum(m.score(choice.features) for m in models) for choice in found])
        ranked = zip(found, probable, strict=True)
        out[number] = sorted(ranked, key=lambda pair: pair[1], reverse=True)
        entity = out[number][0][0].entity
        if entity is not None:
            scene.note(number, entity)
    return out


def choices(
    discourse: Discourse, right: Mapping[int, Entity]
) -> Iterator[tuple[int, list[FloatingChoice]]]:
    """The choices for each quotation without a cue, the last one nobody.

    Args:
        discourse: the article, read to its end.
        right: the speakers of such quotations, by the numbers of their relations: who spoke last
            is a feature.
    """
    scene = Scene(discourse)
    for number in _in_order(discourse.relations):
        yield number, _Quotation(scene, discourse.relations[number]).choices()
        if number in right:
            scene.note(number, right[number])


def _in_order(relations: Sequence[Relation]) -> Iterator[int]:
    """The quotations without a cue; headings come last, they repeat what the text quotes."""
    kinds = [kind_of(relation) for relation in relations]
    yield from (i for i, kind in enumerate(kinds) if kind is not None and kind != HEADING)
    yield from (i for i, kind in enumerate(kinds) if kind == HEADING)


@attrs.frozen
class _Named:
    """The last mention of an entity before a quotation: where it is, and how."""

    entity: Entity
    start: int
    how: str


class _Quotation:
    """One quotation without a cue, and what is around it."""

    def __init__(
        self,
        scene: Scene,
        relation: Relation,
    ) -> None:
        text = scene.discourse.parse.text
        self._scene = scene
        self._relation = relation
        before, after = scene.before(relation), scene.after(relation)
        self._before, self._after = before, after
        self._paragraph = scene.paragraph(relation.content[0][0])
        self._said = words_of(text, relation)
        self._asks = ends_as_question(text, relation.content)
        self._repeated = source_entity(scene.discourse, relation.source)
        self._beside = self._named_beside()
        self._named = dict(self._named_before())
        # Entities by how near they speak, the nearest first.
        self._order_before = _order(before)
        self._people_before = _order(one for one in before if one.entity.kind == "person")
        self._order_after = _order(after)

    def choices(self) -> list[FloatingChoice]:
        """The choices with their features, the last one nobody."""
        entities = [entity for entity in self._candidates() if not entity.author]
        known = [
            FloatingChoice(entity, dict.fromkeys(self._features_of(entity), 1.0))
            for entity in dict.fromkeys(entities)
        ]
        nobody = dict.fromkeys(self._features_of_nobody(len(known)), 1.0)
        return [*known, FloatingChoice(None, nobody)]

    def _candidates(self) -> Iterator[Entity]:
        special = (self._repeated, self._beside, self._scene.main)
        yield from (entity for entity in special if entity is not None)
        yield from (one.entity for one in (*self._before, *self._after))
        yield from (named.entity for named in self._named.values())

    def _features_of_nobody(self, choices: int) -> Iterator[str]:
        yield "nobody"
        yield f"nobody-choices={min(choices, _MOST)}"
        if self._scene.is_exchange(self._relation):
            yield "nobody-exchange"
        near = bool(self._before) and self._paragraph - self._before[0].last <= _MOST
        yield f"nobody-near={near}"

    def _features_of(self, entity: Entity) -> Iterator[str]:
        yield from self._who(entity)
        yield from self._what_is_said(entity)
        yield from self._speaks_before(entity)
        yield from self._speaks_after(entity)
        yield from self._is_named(entity)
        yield from self._is_quoted_often(entity)

    def _who(self, entity: Entity) -> Iterator[str]:
        yield f"entity={entity.kind} {entity.named}"
        if entity.plural:
            yield "plural"

    def _what_is_said(self, entity: Entity) -> Iterator[str]:
        said = self._said
        if not said.isdisjoint(_I):
            yield f"says-I={entity.kind}"
        elif not said.isdisjoint(_WE):
            yield f"says-we={entity.kind}"
        if not said.isdisjoint(_OTHERS):
            yield f"says-he={said.isdisjoint(_I)} {entity.kind}"
            silent = entity.key not in self._order_before and entity.key not in self._order_after
            if said.isdisjoint(_I) and silent:
                yield "spoken-of"
        if entity.named and not said.isdisjoint(entity.tokens[-1:]):
            yield "names-himself"
        if kind_of(self._relation) == HEADING:
            yield f"repeats={int(_MOST * self._scene.repeats(said, entity))}"
            if entity == self._repeated:
                yield "repeated"

    def _speaks_before(self, entity: Entity) -> Iterator[str]:
        rank = self._order_before.get(entity.key)
        if rank is None:
            yield "before=none"
            return
        nearest = next(one for one in self._before if one.entity == entity)
        away = min(self._paragraph - nearest.last, _MOST + 1)
        yield f"before={rank}"
        yield f"before-away={away}"
        yield f"before-away={away} {min(rank, 1)}"
        if entity.key in self._people_before:
            yield f"before-person={self._people_before[entity.key]}"
        if rank == 0:
            yield f"last-floating={nearest.floating}"
            if self._follows(nearest.end):
                yield f"goes-on={nearest.asks or self._asks}"
            elif self._scene.is_exchange(self._relation):
                start = self._relation.content[0][0]
                yield f"exchange={self._scene.is_last_quotation(nearest, start)}"
            yield f"last-only={len(self._order_before) == 1}"
            if entity.key in self._order_after and self._order_after[entity.key] == 0:
                yield "around"

    def _named_beside(self) -> Entity | None:
        """Who is named right after a quotation that ends in a comma: “It rained,” Ann Lee, 34."""
        parse = self._scene.discourse.parse
        start, end = self._relation.content[-1]
        after = parse.word_at(end + 1)
        comma = before_closing(parse.text[start:end]).endswith(",")
        return self._scene.discourse.entity_of(
            self._scene.discourse.name_at(after) if comma and after is not None else None
        )

    def _follows(self, end: int) -> bool:
        """Whether a quotation follows at once what ends there."""
        between = self._scene.discourse.parse.text[end : self._relation.content[0][0]]
        return _WORD.search(between) is None

    def _speaks_after(self, entity: Entity) -> Iterator[str]:
        if entity == self._beside:
            yield "beside"
        rank = self._order_after.get(entity.key)
        if rank is not None:
            nearest = next(one for one in self._after if one.entity == entity)
            away = min(nearest.first - self._paragraph, _MOST)
            yield f"after={min(rank, 1)}"
            yield f"after-away={away} {min(rank, 1)}"

    def _is_named(self, entity: Entity) -> Iterator[str]:
        named = self._named.get(entity.key)
        if named is not None:
            later = sum(other.start > named.start for other in self._named.values())
            yield f"named={min(later, 2)}"
            yield f"named-as={named.how}"
            if entity.kind == "person":
                yield f"person-named-as={named.how}"

    def _is_quoted_often(self, entity: Entity) -> Iterator[str]:
        count = self._scene.counts[entity.key]
        yield f"count={min(int(log2(count + 1)), _MOST)}"
        yield f"share={min(4 * count // max(1, self._scene.total), _MOST)}"
        if entity.key in self._scene.most_quoted:
            yield f"most-quoted={len(self._scene.most_quoted) == 1}"

    def _named_before(self) -> Iterator[tuple[Hashable, _Named]]:
        """Who is named or described before a quotation, in its paragraph and the one before."""
        discourse = self._scene.discourse
        parse = discourse.parse
        start = self._relation.content[0][0]
        inside = parse.words_within(self._scene.paragraph_before(start), start)[-_WORDS:]
        last = parse.words[inside[-1]].sentence if inside else -1
        for index in inside:
            mention = discourse.headed_by(index)
            entity = discourse.entity_of(mention)
            if mention is None or entity is None or discourse.is_quoted(mention):
                continue
            telling = self._scene.has_verb(parse.words[index].sentence)
            if entity.kind in _SPEAKING and telling and not is_aside(parse, index):
                where = "sentence" if parse.words[index].sentence == last else "paragraph"
                role = "subject" if mention.role == "subject" else "other"
                whose = "reported" if discourse.is_reported(mention) else "told"
                whose = "quoted" if discourse.is_source(mention) else whose
                named = _Named(entity, parse.words[index].start, f"{where} {role} {whose}")
                yield entity.key, named


def _order(utterances: Iterable[Utterance]) -> dict[Hashable, int]:
    """The rank of each speaker by first utterance; those above some rank share it."""
    keys = dict.fromkeys(one.entity.key for one in utterances)
    return {key: min(rank, _MOST) for rank, key in enumerate(keys)}
