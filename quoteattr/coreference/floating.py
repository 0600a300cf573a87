"""The speakers of quotations without a cue, by a learned scorer.

The text does not state whose words such a quotation is. A conditional log-linear model, like that
of antecedents, compares those who speak or are named around it, and nobody: who spoke last, who
speaks next, who is quoted most, whom the sentence before is about.
``quoteattr/data/floating_weights.tsv`` has its weights; ``docs/maintainers/speakers.md`` says on
what they are fitted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import log2

import attrs
import regex

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity
from quoteattr.coreference.sources import source_entity
from quoteattr.linear import Weights, load_groups, shares
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.furniture import is_short_line

__all__ = ["TABLE", "FloatingChoice", "choices", "floating_turns", "groups_of"]

TABLE = "floating_weights.tsv"

_FAMILY = "floating-"
_HEADING = "heading"
_BACK = 12  # utterances before a quotation whose speakers are candidates
_WORDS = 300  # words before a quotation among which somebody is named, at most
_AHEAD = 4  # utterances after it
_OF_ONE = 30  # utterances of one entity that are compared with a heading
_EXCHANGE = 2  # quotations before one; if any asks, another person may answer
_DEEP = 4  # governors of a word that are looked at
_MOST = 3  # numbers above are one feature
_STATED = 0.5  # least statement score of an indirect quote that counts
_LONG = 3  # letters of the short words of a heading
_WORD = regex.compile(r"\w+")
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_OTHERS = frozenset({"he", "him", "his", "she", "her", "hers"})
_SPEAKING = ("person", "organization", "group")
_CLOSING = "”\"’' "


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
    kind = _kind(relation)
    return _HEADING if kind == _HEADING else "text", f"only-{kind}"


def floating_turns(discourse: Discourse, weights: Weights | None = None) -> dict[int, Decision]:
    """The most probable speaker of each quotation without a cue, by the number of its relation.

    Args:
        discourse: everything outside quotations has been read.
        weights: by group; the shipped ones by default.
    """
    known = load_groups(TABLE) if weights is None else weights
    scene = _Scene(discourse)
    out: dict[int, Decision] = {}
    for number in _in_order(discourse.relations):
        found = scene.choices(number)
        models = [
            known[group] for group in groups_of(discourse.relations[number]) if group in known
        ]
        probable = shares([sum(m.score(choice.features) for m in models) for choice in found])
        best = max(range(len(found)), key=probable.__getitem__)
        entity = found[best].entity
        if entity is not None:
            out[number] = Decision(entity, "floating", probable[best])
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
    scene = _Scene(discourse)
    for number in _in_order(discourse.relations):
        yield number, scene.choices(number)
        if number in right:
            scene.note(number, right[number])


def _kind(relation: Relation) -> str | None:
    """The kind of a quotation without a cue whose speaker is not known yet; None for others."""
    pattern = relation.pattern or ""
    known = relation.source_rule == "name-line"
    return pattern[len(_FAMILY) :] if pattern.startswith(_FAMILY) and not known else None


def _in_order(relations: Sequence[Relation]) -> Iterator[int]:
    """The quotations without a cue; headings come last, they repeat what the text quotes."""
    kinds = [_kind(relation) for relation in relations]
    yield from (i for i, kind in enumerate(kinds) if kind is not None and kind != _HEADING)
    yield from (i for i, kind in enumerate(kinds) if kind == _HEADING)


@attrs.frozen
class _Utterance:
    """Something that somebody says.

    Attributes:
        start, end: of cue and content, code points.
        first, last: numbers of paragraphs, short lines left out.
        asks: whether it ends in a question.
        said: its words, lower case.
        floating: whether it has no cue.
    """

    entity: Entity
    start: int
    end: int
    first: int
    last: int
    asks: bool
    said: frozenset[str]
    floating: bool


class _Scene:
    """Who speaks where in an article; it grows as quotations without a cue get speakers.

    Attributes:
        discourse: the reading.
        counts: how often each entity speaks with a cue, by its key.
        total: the sum of these.
        most_quoted: keys of those who speak most often.
        main: the first of these to speak.
    """

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._numbers = tuple(_numbers(discourse.parse))
        found = []
        for number, relation in enumerate(discourse.relations):
            if (
                _is_stated(relation)
                and not _is_aside(discourse.parse, _head_of_cue(discourse.parse, relation))
                and relation.parent is None
                and _kind(relation) is None
            ):
                entity = discourse.turn_of(number) or source_entity(discourse, relation.source)
                if entity is not None:
                    found.append(self._utterance(relation, entity, floating=False))
        found.sort(key=lambda one: one.start)
        asking = [
            (r.content[0][0], _asks(discourse.parse.text, r))
            for r in discourse.relations
            if r.kind == "direct" and r.parent is None
        ]
        self._quoted = sorted(asking)
        self._utterances = found
        self._starts = [one.start for one in found]
        self._of: dict[Hashable, list[_Utterance]] = {}
        for one in found:
            self._of.setdefault(one.entity.key, []).append(one)
        self.counts = Counter(one.entity.key for one in found)
        self.total = self.counts.total()
        most = max(self.counts.values(), default=0)
        keys = [key for key, count in self.counts.items() if count == most]
        self.most_quoted = frozenset(keys)
        self.main = self._of[keys[0]][0].entity if keys else None
        self._telling = frozenset(
            word.sentence for word in discourse.parse.words if word.upos in ("VERB", "AUX")
        )

    def choices(self, number: int) -> list[FloatingChoice]:
        """The choices for a quotation without a cue, the last one nobody."""
        relation = self.discourse.relations[number]
        at = bisect_left(self._starts, relation.content[0][0])
        end = relation.content[-1][1]
        before = self._utterances[max(at - _BACK, 0) : at][::-1]
        after = [one for one in self._utterances[at : at + 2 * _AHEAD] if one.start >= end]
        return _Quotation(self, relation, before, after[:_AHEAD]).choices()

    def note(self, number: int, entity: Entity) -> None:
        """Note who speaks in a quotation without a cue."""
        relation = self.discourse.relations[number]
        one = self._utterance(relation, entity, floating=True)
        self._of.setdefault(entity.key, []).append(one)
        if _kind(relation) != _HEADING:
            place = bisect_right(self._starts, one.start)
            self._utterances.insert(place, one)
            self._starts.insert(place, one.start)

    def is_exchange(self, relation: Relation) -> bool:
        """Whether a quotation or one of those just before asks, so that another may answer."""
        at = bisect_right(self._quoted, (relation.content[0][0], True))
        return any(asks for _, asks in self._quoted[max(at - 1 - _EXCHANGE, 0) : at])

    def is_last_quotation(self, one: _Utterance, start: int) -> bool:
        """Whether no quotation lies between an utterance and some place after it."""
        at = bisect_left(self._quoted, (start, False))
        return at == 0 or self._quoted[at - 1][0] <= one.end

    def tells(self, sentence: int) -> bool:
        """Whether a sentence has a verb; a byline has none."""
        return sentence in self._telling

    def repeats(self, said: frozenset[str], entity: Entity) -> float:
        """The greatest share of the words of a heading that are in one utterance of an entity."""
        wanted = frozenset(word for word in said if len(word) > _LONG) or said
        shared = (len(wanted & one.said) for one in self._of.get(entity.key, ())[:_OF_ONE])
        return max(shared, default=0) / max(1, len(wanted))

    def paragraph(self, place: int) -> int:
        """The number of the paragraph of a code point, short lines left out."""
        return self._numbers[_paragraph(self.discourse.parse, place)]

    def paragraph_before(self, place: int) -> int:
        """Where the paragraph before that of a code point begins, short lines left out."""
        wanted = max(self.paragraph(place) - 1, 0)
        return self.discourse.parse.paragraphs[bisect_left(self._numbers, wanted)][0]

    def _utterance(self, relation: Relation, entity: Entity, *, floating: bool) -> _Utterance:
        text = self.discourse.parse.text
        spans = relation.cue.spans if relation.cue is not None else ()
        start, end = relation.content[0][0], relation.content[-1][1]
        return _Utterance(
            entity,
            min([start, *(span.start for span in spans)]),
            max([end, *(span.end for span in spans)]),
            self.paragraph(start),
            self.paragraph(max(end - 1, start)),
            _asks(text, relation),
            _words(text, relation),
            floating,
        )


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
        scene: _Scene,
        relation: Relation,
        before: Sequence[_Utterance],
        after: Sequence[_Utterance],
    ) -> None:
        text = scene.discourse.parse.text
        self._scene = scene
        self._relation = relation
        self._before, self._after = before, after
        self._paragraph = scene.paragraph(relation.content[0][0])
        self._said = _words(text, relation)
        self._asks = _asks(text, relation)
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
        if _kind(self._relation) == _HEADING:
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
        end = self._relation.content[-1][1]
        after = parse.word_at(end + 1)
        comma = parse.text[max(end - 2, 0) : end].startswith(",")
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
            telling = self._scene.tells(parse.words[index].sentence)
            if entity.kind in _SPEAKING and telling and not _is_aside(parse, index):
                where = "sentence" if parse.words[index].sentence == last else "paragraph"
                role = "subject" if mention.role == "subject" else "other"
                whose = "reported" if discourse.is_reported(mention) else "told"
                whose = "quoted" if discourse.is_source(mention) else whose
                named = _Named(entity, parse.words[index].start, f"{where} {role} {whose}")
                yield entity.key, named


def _head_of_cue(parse: Parse, relation: Relation) -> int | None:
    return parse.word_at(relation.cue.spans[0].start) if relation.cue is not None else None


def _is_aside(parse: Parse, index: int | None) -> bool:
    """Whether a word is in a relative clause: *Lee* in "Hale, whom Lee accused, left"."""
    for _ in range(_DEEP):
        if index is None or index < 0:
            return False
        word = parse.words[index]
        if word.deprel == "acl:relcl":
            return True
        index = word.head
    return False


def _is_stated(relation: Relation) -> bool:
    """Whether a relation is in quotation marks, or is probably a quote all the same."""
    likely = relation.statement is None or relation.statement >= _STATED
    return likely or relation.kind != "indirect"


def _order(utterances: Iterable[_Utterance]) -> dict[Hashable, int]:
    """The rank of each speaker by first utterance; those above some rank share it."""
    keys = dict.fromkeys(one.entity.key for one in utterances)
    return {key: min(rank, _MOST) for rank, key in enumerate(keys)}


def _numbers(parse: Parse) -> Iterator[int]:
    """A number for each paragraph; a short line has that of the paragraph before."""
    number = 0
    for place, (start, end) in enumerate(parse.paragraphs):
        number += place > 0 and not is_short_line(parse.text[start:end])
        yield number


def _paragraph(parse: Parse, place: int) -> int:
    """The paragraph of a code point."""
    return max(bisect_right(parse.paragraphs, (place, len(parse.text) + 1)) - 1, 0)


def _asks(text: str, relation: Relation) -> bool:
    start, end = relation.content[-1]
    return text[start:end].rstrip(_CLOSING).endswith("?")


def _words(text: str, relation: Relation) -> frozenset[str]:
    said = " ".join(text[start:end] for start, end in relation.content)
    return frozenset(word.lower() for word in _WORD.findall(said))
