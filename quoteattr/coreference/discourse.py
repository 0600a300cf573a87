"""The state of an article while it is read: its mentions, its entities, who spoke.

Only ``Discourse`` changes; all other records of coreference are frozen. Its queries change nothing,
and its commands return nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import attrs

from quoteattr.coreference.frames import Frame, frame_of
from quoteattr.coreference.known_roles import Offices
from quoteattr.coreference.mentions.index import MentionIndex
from quoteattr.coreference.parser_chains import Chains
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.mark_tokens import before_closing
from quoteattr.text.marks import Mark

__all__ = ["Discourse", "ends_as_question"]

_UNMARKED = frozenset({"transcript", "answer", "block"})  # speech without quotation marks
_MANY = 40  # holders of one role; of more, only those mentioned lately are compared
_BEARERS = 60  # persons of one surname who are looked at


def ends_as_question(text: str, content: Sequence[tuple[int, int]]) -> bool:
    """Whether what is said ends as a question.

    Args:
        text: the article.
        content: code point pieces of it.
    """
    start, end = content[-1]
    return before_closing(text[start:end]).endswith("?")


def _is_request(parse: Parse, content: Sequence[tuple[int, int]]) -> bool:
    """Whether what is asked is to do something: "asked her not to stay", but not "what to do"."""
    words = parse.words
    for i in (i for start, end in content for i in parse.words_within(start, end)):
        verb = words[max(words[i].head, 0)]
        if words[i].text.lower() != "to" or words[i].upos != "PART" or verb.head < 0:
            continue
        between = words[verb.head + 1 : i]
        if words[verb.head].lemma == "ask" and not any(w.xpos[:1] == "W" for w in between):
            return not any(w.text.lower() in ("if", "whether") for w in between)
    return False


class Discourse:
    """The state of one reading.

    Args:
        parse: the document.
        relations: its attributions; they show who speaks where.
        marks: its quotation marks.
        index: its mentions.
        entities: those with a name, in order of first mention.
        offices: roles of the caller's persons that the article does not name.

    Attributes:
        mentions: in text order.
        source_of: the source whose mention a word heads.
        cue_of: the lemma of the cue beside the source whose mention a word heads.
        offices: as above.
        chains: what the parser's own coreference says.
    """

    def __init__(
        self,
        parse: Parse,
        relations: Sequence[Relation],
        marks: Sequence[Mark],
        index: MentionIndex,
        entities: Sequence[Entity],
        offices: Offices,
    ) -> None:
        self.parse = parse
        self.relations = relations
        self.offices = offices
        self.mentions = tuple(index.by_head[head] for head in sorted(index.by_head))
        self._index = index
        self._marks = [(m.span.start, m.span.end) for m in marks if m.parent is None]
        self.source_of: dict[int, SourceSpan] = {}
        self.cue_of: dict[int, str] = {}
        self._contents: dict[int, list[tuple[int, int]]] = {}
        self._addressed: dict[int, SourceSpan] = {}
        for relation in relations:
            for span in (*([relation.source] if relation.source else ()), *relation.via):
                mention = index.of_source(span)
                if mention is not None:
                    self.source_of.setdefault(mention.head, span)
            source = index.of_source(relation.source) if relation.source else None
            if source is not None:
                self._contents.setdefault(source.head, []).extend(relation.content)
            if source is not None and relation.cue is not None:
                self.cue_of.setdefault(source.head, relation.cue.lemma)
            if source is not None and relation.addressee is not None:
                self._addressed.setdefault(source.head, relation.addressee)
        self._quotation_at = _quoted_words(parse, relations, marks)
        # Antecedents and groups that are added while reading are in neither.
        reported = _reported_words(parse, relations)
        self._quoted = frozenset(m for m in self.mentions if m.head in self._quotation_at)
        self._reported = frozenset(m for m in self.mentions if m.head in reported)
        # Entities by key, the decisions on mentions, and indices of both.
        self._entities: dict[Hashable, Entity] = {}
        self._entity_of: dict[Mention, Hashable] = {}
        self._decisions: dict[Mention, Decision] = {}
        self._author: Hashable | None = None
        self._by_surname: dict[str, list[Hashable]] = {}
        self._bodies: dict[tuple[str, str], Hashable] = {}
        self._by_role: dict[str, dict[Hashable, None]] = {}
        self._described: dict[str, dict[Hashable, Mention]] = {}
        for entity in entities:
            self._introduce(entity)
            self._entity_of.update(dict.fromkeys(entity.mentions, entity.key))
        self._frames: dict[int, Frame] = {}
        # What has been read, in text order; what is in quotation marks was read last.
        self._read: set[Mention] = set()
        self._antecedents: set[int] = set()
        self._heads: list[int] = []
        self._recent: list[Mention] = []
        self._speaking: list[int] = []
        self._speakers: list[Hashable] = []
        self._turns: dict[int, Decision] = {}
        self._labels: dict[Mention, Hashable | None] = {}
        self.chains = Chains(parse, index.names, self._entity_of)

    # --- queries: mentions ---------------------------------------------------------------------

    def mention_at(self, index: int) -> Mention | None:
        """The name that covers a word, else the mention that it heads."""
        return self._index.at(index)

    def mention_or_new(self, index: int) -> Mention:
        """Like ``mention_at``; without one, a new mention with the word as head."""
        return self._index.at_or_new(index)

    def name_at(self, index: int) -> Mention | None:
        """The name that covers a word."""
        return self._index.names.get(index)

    def headed_by(self, index: int) -> Mention | None:
        """The mention that a word heads."""
        return self._index.by_head.get(index)

    @property
    def names(self) -> Mapping[int, Mention]:
        """The names, by each word that they cover."""
        return self._index.names

    def frame_of(self, mention: Mention) -> Frame:
        """Where a mention is in its sentence; kept, since many later ones are compared with it."""
        known = self._frames.get(mention.head)
        if known is None:
            known = self._frames[mention.head] = frame_of(self.parse, mention.head)
        return known

    def source_mention(self, span: SourceSpan | None) -> Mention | None:
        """The mention that a source is resolved to."""
        return None if span is None else self._index.of_source(span)

    def is_source(self, mention: Mention) -> bool:
        """Whether a source is resolved to a mention."""
        return mention.head in self.source_of

    def said_by(self, mention: Mention) -> Iterator[Mention]:
        """The mentions in what a source says.

        Args:
            mention: the one that the source is resolved to.
        """
        for start, end in self._contents.get(mention.head, ()):
            for index in self.parse.words_within(start, end):
                found = self._index.by_head.get(index)
                if found is not None:
                    yield found

    def is_quoted(self, mention: Mention) -> bool:
        """Whether a mention is in an attributed quotation."""
        return mention in self._quoted

    def is_reported(self, mention: Mention) -> bool:
        """Whether a mention is in the content of an attribution."""
        return mention in self._reported

    def is_antecedent(self, mention: Mention) -> bool:
        """Whether a relative clause describes a mention: "those who …"."""
        return mention.head in self._antecedents

    def in_quotation(self, index: int) -> int | None:
        """The number of the innermost relation in whose quotation a word is."""
        return self._quotation_at.get(index)

    def in_marks(self, index: int) -> bool:
        """Whether a word is in quotation marks, attributed or not."""
        start = self.parse.words[index].start
        place = bisect_right(self._marks, (start, len(self.parse.text))) - 1
        return place >= 0 and start < self._marks[place][1]

    # --- queries: entities ---------------------------------------------------------------------

    def entity(self, key: Hashable) -> Entity | None:
        """The entity with a key, as it is now."""
        return self._entities.get(key)

    def entities(self) -> Iterator[Entity]:
        """All entities."""
        return iter(self._entities.values())

    def entity_of(self, mention: Mention | None) -> Entity | None:
        """The entity of a mention; None if it is not resolved to one."""
        return None if mention is None else self._entities.get(self._entity_of.get(mention))

    def decision_on(self, mention: Mention) -> Decision | None:
        """What was decided on a mention, None as long as nothing was."""
        return self._decisions.get(mention)

    def members_of(self, entity: Entity) -> tuple[Entity, ...]:
        """The members of a group."""
        return tuple(self._entities[key] for key in entity.members)

    def owner_of(self, mention: Mention) -> Entity | None:
        """The entity that a possessive before a description names: him in "his wife"."""
        return None if mention.owner is None else self.entity_of(self.mention_at(mention.owner))

    def author(self) -> Entity | None:
        """The author of the article, once it is known or speaks of itself."""
        return self._entities.get(self._author)

    def by_surname(self, surname: str) -> list[Entity]:
        """Persons named in full with a surname; of many only the first ones."""
        return [self._entities[key] for key in self._by_surname.get(surname, ())[:_BEARERS]]

    def body(self, first: str, noun: str) -> Entity | None:
        """The body whose name is these two words: the Clinton campaign."""
        return self._entities.get(self._bodies.get((first, noun)))

    def holders(self, noun: str, lately: Iterable[Hashable]) -> list[Entity]:
        """Entities that were introduced with a role.

        Args:
            noun: of the role.
            lately: keys of the entities mentioned lately; of many holders only these count.
        """
        keys = self._by_role.get(noun, {})
        if len(keys) > _MANY:
            keys = dict.fromkeys(key for key in lately if key in keys)
        return [self._entities[key] for key in keys]

    def named_with_role(self, noun: str) -> Iterator[Entity]:
        """The entities with a name that were introduced with a role."""
        entities = (self._entities[key] for key in self._by_role.get(noun, ()))
        return (entity for entity in entities if entity.named)

    def described_as(self, entity: Entity, lemma: str) -> Mention | None:
        """The latest description of an entity with a noun."""
        return self.described_with(lemma).get(entity.key)

    def described_with(self, lemma: str) -> Mapping[Hashable, Mention]:
        """The latest description of each entity with a noun, by the key of the entity."""
        return self._described.get(lemma, {})

    # --- queries: what was read, who spoke -----------------------------------------------------

    def before(self, head: int, most: int) -> Iterator[tuple[Mention, Entity]]:
        """The mentions before a word with their entities, the nearest first.

        Args:
            head: index of the word.
            most: how many mentions to look back at.
        """
        end = bisect_left(self._heads, head)
        near = self._recent[max(end - most, 0) : end][::-1]
        entities = map(self._entities.get, map(self._entity_of.get, near))
        return ((m, entity) for m, entity in zip(near, entities, strict=True) if entity is not None)

    def mentioned_before(self, head: int, most: int) -> list[tuple[Entity, list[Mention]]]:
        """The entities mentioned before a word, each with those mentions, the nearest first.

        Args:
            head: index of the word.
            most: how many mentions to look back at.
        """
        end = bisect_left(self._heads, head)
        near = self._recent[max(end - most, 0) : end][::-1]
        found: defaultdict[Hashable, list[Mention]] = defaultdict(list)
        for key, mention in zip(map(self._entity_of.get, near), near, strict=True):
            found[key].append(mention)
        entities = self._entities
        return [(entities[key], own) for key, own in found.items() if key in entities]

    def speakers_before(self, head: int, most: int) -> list[Hashable]:
        """Keys of the speakers of the last attributions before a word, the latest first.

        Args:
            head: index of the word.
            most: how many attributions to look back at.
        """
        place = bisect_left(self._speaking, head)
        return self._speakers[max(place - most, 0) : place][::-1]

    def last_addressee(self, head: int) -> Entity | None:
        """Who is addressed in the last attribution that begins before a word."""
        place = bisect_left(self._speaking, head)
        span = self._addressed.get(self._speaking[place - 1]) if place else None
        return self.entity_of(self.source_mention(span))

    def spoken_of_before(self, head: int) -> Iterator[Entity]:
        """The entities that the last attribution before a word speaks of, as far as it was read."""
        place = bisect_left(self._speaking, head)
        said = self._contents.get(self._speaking[place - 1], ()) if place else ()
        for start, end in said:
            for index in self.parse.words_within(start, end):
                entity = self.entity_of(self._index.by_head.get(index))
                if entity is not None:
                    yield entity

    def asker_before(self, head: int, *, requests: bool = True) -> Entity | None:
        """Who asks somebody something in the last attribution that begins before a word.

        Args:
            head: index of the word.
            requests: whether it counts to ask somebody to do something.
        """
        place = bisect_left(self._speaking, head)
        said = self._contents.get(self._speaking[place - 1]) if place else None
        if not said or said[-1][1] > self.parse.words[head].start:
            return None
        marked = ends_as_question(self.parse.text, said)
        if not marked and self.cue_of.get(self._speaking[place - 1]) != "ask":
            return None
        if not (marked or requests) and _is_request(self.parse, said):
            return None
        return self._entities[self._speakers[place - 1]]

    def turn_of(self, number: int) -> Entity | None:
        """The speaker of a turn or a quotation without a cue, by the number of the relation."""
        entity = self._turns[number].entity if number in self._turns else None
        # A group that no mention names is not among the entities.
        return None if entity is None else self._entities.get(entity.key, entity)

    def decision_on_turn(self, number: int) -> Decision | None:
        """What was decided on a turn or a quotation without a cue, None if nothing was."""
        return self._turns.get(number)

    def label(self, mention: Mention) -> Decision | None:
        """What the introduction of a transcript decides on a label such as "Q."."""
        if mention not in self._labels:
            return None
        return Decision(self._entities.get(self._labels[mention]))

    def was_read(self, mention: Mention) -> bool:
        """Whether a mention has been read."""
        return mention in self._read

    # --- commands ------------------------------------------------------------------------------

    def add_antecedent(self, mention: Mention) -> None:
        """Add the antecedent of a relative pronoun, which may be no mention yet."""
        self._antecedents.add(mention.head)
        if self._index.at(mention.head) is None:
            self._index.add(mention)

    def decide(self, mention: Mention, decision: Decision) -> None:
        """Take a decision: the mention joins its entity, which changes as the decision says."""
        self._decisions[mention] = decision
        entity = decision.entity
        old = self.entity_of(mention)
        if old is not None and old != entity:
            place = old.mentions.index(mention)
            rest = old.mentions[:place] + old.mentions[place + 1 :]
            self._entities[old.key] = attrs.evolve(old, mentions=rest)
            del self._entity_of[mention]
        if entity is None:
            return
        if old != entity:
            entity = attrs.evolve(entity, mentions=(*entity.mentions, mention))
        if entity.key not in self._entities:
            self._introduce(entity)
        self._entities[entity.key] = entity
        self._entity_of[mention] = entity.key
        if mention.form == "nominal":
            self._described.setdefault(mention.lemma, {})[entity.key] = mention

    def _introduce(self, entity: Entity) -> None:
        self._entities[entity.key] = entity
        if entity.author and self._author is None:
            self._author = entity.key
        tokens = entity.tokens
        if entity.kind == "person" and len(tokens) > 1:
            self._by_surname.setdefault(tokens[-1], []).append(entity.key)
        if entity.kind == "organization" and len(tokens) == 2:
            self._bodies[tokens[0], tokens[1]] = entity.key
        for role in entity.roles:
            self._by_role.setdefault(role.noun, {})[entity.key] = None

    def change(self, entity: Entity) -> None:
        """Take a later version of an entity."""
        self._entities[entity.key] = entity

    def merge(self, described: Entity, named: Entity) -> None:
        """Give the mentions of an entity that was only described to one with a name."""
        for mention in described.mentions:
            self._entity_of[mention] = named.key
            if mention.form == "nominal":
                self._described.setdefault(mention.lemma, {})[named.key] = mention
        mentions = sorted((*named.mentions, *described.mentions), key=lambda m: m.first)
        self._entities[named.key] = attrs.evolve(
            named, mentions=tuple(mentions), gender=named.gender or described.gender
        )
        self._entities[described.key] = attrs.evolve(described, mentions=())

    def set_labels(self, labels: Mapping[Mention, Entity | None]) -> None:
        """Set the speakers of the labels of a transcript; None if a label's is unknown."""
        self._labels.update({m: e.key if e is not None else None for m, e in labels.items()})

    def give_turns(self, turns: Mapping[int, Decision]) -> None:
        """Set the speakers of quotations without a cue, by the numbers of the relations."""
        self._turns.update(turns)

    def mark_read(self, mention: Mention) -> None:
        """Note that a mention has been read."""
        self._read.add(mention)

    def remember(self, mention: Mention) -> None:
        """Let a mention be an antecedent of later ones."""
        place = bisect_right(self._heads, mention.head)
        self._heads.insert(place, mention.head)
        self._recent.insert(place, mention)

    def hear(self, mention: Mention, speaker: Entity) -> None:
        """Note who speaks, as the source of an attribution."""
        place = bisect_right(self._speaking, mention.head)
        self._speaking.insert(place, mention.head)
        self._speakers.insert(place, speaker.key)


def _quoted_words(
    parse: Parse, relations: Sequence[Relation], marks: Sequence[Mark]
) -> dict[int, int]:
    """The number of the innermost relation in whose quotation marks a word is."""
    inner: dict[int, int] = {}
    levels = _pieces_of_levels(marks)
    sizes = [sum(end - start for start, end in r.content) for r in relations]
    for i in sorted(range(len(relations)), key=lambda i: -sizes[i]):
        relation = relations[i]
        unmarked = relation.pattern in _UNMARKED
        if relation.kind == "indirect" and not unmarked:
            continue
        for start, end in relation.content:
            parts: Iterable[tuple[int, int]] = ((start, end),)
            if relation.kind == "mixed" and not unmarked:
                parts = _marked(levels, relation, start, end)
            for left, right in parts:
                inner.update(dict.fromkeys(parse.words_within(left, right), i))
    return inner


_Levels = Mapping[int | None, Sequence[tuple[int, int, int]]]
"""(start, end, number of the mark) of each piece of a mark, in order, by the mark around it."""


def _pieces_of_levels(marks: Sequence[Mark]) -> _Levels:
    out: dict[int | None, list[tuple[int, int, int]]] = {}
    for number, mark in enumerate(marks):
        pieces = ((piece.start, piece.end, number) for piece in mark.pieces)
        out.setdefault(mark.parent, []).extend(pieces)
    return {level: sorted(pieces) for level, pieces in out.items()}


def _marked(levels: _Levels, relation: Relation, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of text[start:end] in quotation marks that do not enclose the cue."""
    pieces = levels.get(_level_of(levels, relation), ())
    at = bisect_right(pieces, start, key=lambda piece: piece[1])
    while at < len(pieces) and pieces[at][0] < end:
        yield max(start, pieces[at][0]), min(end, pieces[at][1])
        at += 1


def _level_of(levels: _Levels, relation: Relation) -> int | None:
    """The number of the innermost mark around a cue; None without one."""
    level: int | None = None
    if relation.cue is None:
        return None
    offset = relation.cue.spans[0].start
    while pieces := levels.get(level):
        at = bisect_right(pieces, offset, key=lambda piece: piece[1])
        if at == len(pieces) or offset < pieces[at][0]:
            break
        level = pieces[at][2]
    return level


def _reported_words(parse: Parse, relations: Sequence[Relation]) -> frozenset[int]:
    """The words in the content of any relation.

    An addressee is no part of it, although annotators count it: "accused Sood of lying".
    """
    return frozenset(
        index
        for relation in relations
        for addressed in (_words_of(parse, relation.addressee),)
        for start, end in relation.content
        for index in parse.words_within(start, end)
        if index not in addressed
    )


def _words_of(parse: Parse, span: SourceSpan | None) -> range:
    return range(0) if span is None else parse.words_within(span.start, span.end)
