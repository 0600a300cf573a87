"""What is known of an article while it is read: its mentions, its participants, who spoke."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import regex

from quoteattr.coreference.canonical import participant_of_known
from quoteattr.coreference.mentions.find import (
    find_references,
    nominal_reference,
    pronoun_reference,
)
from quoteattr.coreference.mentions.sources import described_in, is_apposed, named_in, names_listed
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.recency import Focus
from quoteattr.coreference.records import Reference, pronoun_of
from quoteattr.coreference.roles import Descriptions, loose_apposition
from quoteattr.coreference.sieves.chains import Chains
from quoteattr.coreference.sieves.known_roles import Offices
from quoteattr.coreference.sieves.ranker import Ranker, rank_antecedents
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks
from quoteattr.words.names import Person

__all__ = ["Story"]

_JOINING = frozenset({"and", "or", "&", "plus", "with", "nor"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_TURNS = frozenset({"cue:transcript", "cue:answer", "cue:block"})
_MARKED = regex.compile(r"“[^”]*”?|\"[^\"]*\"?|‘(?=\w)[^’]*’?|(?<!\w)'(?=\w)[^']*'?")


def _one_person(members: Sequence[Reference | None]) -> bool:
    """Whether a coordination has one article for all: "the senator and candidate"."""
    first, *others = members
    if first is None or first.form != "nominal" or first.determination == "bare":
        return False
    return all(
        r is not None
        and r.form == "nominal"
        and r.kind == first.kind == "person"
        and r.determination == "bare"
        for r in others
    )


class Story:
    """The state of one reading.

    Args:
        parse: the document.
        relations: its attributions; they tell who speaks where.
        rank: ranks the antecedents of pronouns.

    Attributes:
        references: all mentions in text order.
        by_head: the mention that a word heads.
        inside: the name that covers a word.
        focus: the mentions read so far.
        participants: in order of appearance.
        descriptions: participants by role.
        unnamed: participants known by a description alone, by its words, number and owner.
        source_of: the source that a word heads.
        cue_of: the lemma of the cue of the source that a word heads.
        chains: what the parser's own coreference says, once names are grouped.
        kin: relatives, by the owner's object id and the noun.
        settle: settles a mention out of turn; set by the reader.
        author: whoever wrote the article, once the article speaks of it.
        nobody: the words that head a mention which stands for nobody that is known.
        turn_of: whoever has a turn that no words attribute, by the relation.
        offices: of persons whom the caller told of and whom the article does not name.
    """

    def __init__(
        self, parse: Parse, relations: Sequence[Relation], rank: Ranker = rank_antecedents
    ) -> None:
        self.parse = parse
        self.rank = rank
        self.relations = relations
        self.participants: list[Participant] = []
        self.descriptions = Descriptions(())
        self.unnamed: dict[tuple[str, bool, int], Participant] = {}
        self.author: Participant | None = None
        self.nobody: set[int] = set()
        self.turn_of: dict[int, Participant] = {}
        self.offices = Offices(parse, ())
        self.chains: Chains | None = None
        self.kin: dict[tuple[int, str], Participant] = {}
        self.settle: Callable[[Reference], None] = lambda _reference: None
        self._marks: list[tuple[int, int]] | None = None
        self._surnames: dict[str, list[Participant]] | None = None
        self._bodies: dict[tuple[str, str], Participant] | None = None
        self._groups: dict[frozenset[int], Participant] = {}
        self.source_of: dict[int, SourceSpan] = {}
        self.references = find_references(parse)
        self.by_head = {reference.head: reference for reference in self.references}
        self.inside = {i: r for r in self.references if r.name for i in range(r.first, r.last)}
        self.cue_of: dict[int, str] = {}
        self._add_sources()
        self.focus = Focus(frozenset(self.source_of), self.inside)
        self._speaking = self._quoted_words()
        reported = self._reported_words()
        for reference in self.references:
            reference.quoted = reference.head in self._speaking
            reference.reported = reference.head in reported

    def _spans(self) -> Iterator[SourceSpan]:
        for relation in self.relations:
            if relation.source is not None:
                yield relation.source
            yield from relation.via

    def _add_sources(self) -> None:
        """Every source gets a mention, also one whose noun is no usual speaker."""
        for span in self._spans():
            if not 0 <= span.head < len(self.parse.words):
                continue
            reference = self.reference_of(span) or self.nominal(span.head)
            self.source_of.setdefault(reference.head, span)
        for relation in self.relations:
            source = self.reference_of(relation.source)
            if source is not None and relation.cue is not None:
                self.cue_of.setdefault(source.head, relation.cue.lemma)
        self.references = [self.by_head[head] for head in sorted(self.by_head)]

    def nominal(self, head: int) -> Reference:
        """The mention that a word heads, made if there is none yet."""
        found = self.inside.get(head) or self.by_head.get(head)
        if found is None:
            pronoun = pronoun_of(self.parse.words[head])
            if pronoun is not None:
                found = pronoun_reference(self.parse, head, pronoun)
            else:
                found = nominal_reference(self.parse, head)
            self.by_head[head] = found
        return found

    def _quoted_words(self) -> dict[int, int]:
        """The innermost relation in whose quotation marks a word stands."""
        inner: dict[int, int] = {}
        sizes = [sum(end - start for start, end in r.content) for r in self.relations]
        for i in sorted(range(len(self.relations)), key=lambda i: -sizes[i]):
            relation = self.relations[i]
            turn = not _TURNS.isdisjoint(relation.evidence)  # a transcript has no marks
            if relation.kind == "indirect" and not turn:
                continue
            for start, end in relation.content:
                parts = [(start, end)]
                if relation.kind == "mixed" and not turn:
                    parts = [m.span() for m in _MARKED.finditer(self.parse.text, start, end)]
                for left, right in parts:
                    for index in self.parse.words_within(left, right):
                        inner[index] = i
        return inner

    def _reported_words(self) -> set[int]:
        """The words that stand in the content of any relation."""
        return {
            index
            for relation in self.relations
            for start, end in relation.content
            for index in self.parse.words_within(start, end)
        }

    # --- look-ups ------------------------------------------------------------------------------

    def reference_of(self, span: SourceSpan | None) -> Reference | None:
        """The mention that a source comes down to."""
        if span is None or not 0 <= span.head < len(self.parse.words):
            return None
        reference = self.inside.get(span.head) or self.by_head.get(span.head)
        pronoun = reference.pronoun if reference is not None else None
        if pronoun is not None and pronoun.use != "indefinite":
            return reference
        named = named_in(self.parse, span, self.inside)
        if named is None and reference is not None and reference.name is not None:
            return described_in(self.parse, span, self.by_head, reference) or reference
        return named or reference

    def participant_of(self, span: SourceSpan | None) -> Participant | None:
        """Whoever a source is, a group if it names several."""
        reference = self.reference_of(span)
        if span is None or reference is None:
            return None
        return self._group_of(span) or reference.entity

    def speaker_at(self, index: int) -> Participant | None:
        """Whoever speaks the quotation that a word stands in."""
        relation = self._speaking.get(index)
        if relation is None:
            return None
        return self.turn_of.get(relation) or self.participant_of(self.relations[relation].source)

    def in_quotation(self, index: int) -> bool:
        """Whether a word stands in an attributed quotation."""
        return index in self._speaking

    def in_marks(self, index: int) -> bool:
        """Whether a word stands in quotation marks, attributed or not."""
        if self._marks is None:
            marks = find_marks(self.parse.text)
            self._marks = [(m.span.start, m.span.end) for m in marks if m.parent is None]
        start = self.parse.words[index].start
        place = bisect_right(self._marks, (start, len(self.parse.text))) - 1
        return place >= 0 and start < self._marks[place][1]

    def by_surname(self, surname: str) -> list[Participant]:
        """Persons named in full with a surname."""
        if self._surnames is None:
            self._surnames = {}
            for participant in self.participants:
                if participant.kind == "person" and len(participant.tokens) > 1:
                    self._surnames.setdefault(participant.tokens[-1], []).append(participant)
        return self._surnames.get(surname, [])

    def bodies(self) -> dict[tuple[str, str], Participant]:
        """Bodies of two words, by these: the Clinton campaign."""
        if self._bodies is None:
            self._bodies = {
                (p.tokens[0], p.tokens[1]): p
                for p in self.participants
                if p.kind == "organization" and len(p.tokens) == 2
            }
        return self._bodies

    # --- changes -------------------------------------------------------------------------------

    def take(self, participant: Participant, reference: Reference, rule: str) -> None:
        """Settle a mention, by a rule."""
        participant.add(reference)
        reference.evidence = rule

    def writer(self) -> Participant:
        """The author of the article."""
        if self.author is None:
            self.author = Participant(kind="person", name="the author", named=False, author=True)
            self.participants.append(self.author)
        return self.author

    def bring_in(self, person: Person) -> Participant:
        """A known person whom the article does not name becomes a participant."""
        participant = participant_of_known(person)
        self.participants.append(participant)
        self.descriptions.add(participant)
        self._surnames = None
        return participant

    # --- groups --------------------------------------------------------------------------------

    def coordination(self, head: int) -> tuple[Participant, list[Reference]] | None:
        """The group that a word makes with its conjuncts, if all are settled speakers."""
        kids = [k for k in self.parse.children[head] if self.parse.words[k].deprel == "conj"]
        heads = [head, *(k for k in kids if not loose_apposition(self.parse, k))]
        members = [self.inside.get(i) or self.by_head.get(i) for i in heads]
        return None if _one_person(members) else self.group(members)

    def group(
        self, members: Sequence[Reference | None]
    ) -> tuple[Participant, list[Reference]] | None:
        """The group of some mentions, if all are settled and there are two at least."""
        settled = [r for r in members if r is not None and r.entity is not None]
        if len(settled) < 2 or len(settled) < len(members):
            return None
        entities = list(dict.fromkeys(r.entity for r in settled if r.entity is not None))
        if len(entities) < 2:
            return None
        return self.group_of_participants(entities), settled

    def group_of_participants(self, entities: Sequence[Participant]) -> Participant:
        """The group with these members, one for the whole article."""
        key = frozenset(id(entity) for entity in entities)
        found = self._groups.get(key)
        if found is None:
            names = [entity.name for entity in entities]
            found = Participant(
                kind="group",
                name=", ".join(names[:-1]) + " and " + names[-1],
                named=all(entity.named for entity in entities),
                plural=True,
                members=tuple(entities),
            )
            self._groups[key] = found
            self.participants.append(found)
        return found

    def _group_of(self, span: SourceSpan) -> Participant | None:
        listed = names_listed(self.parse, span, self.inside)
        if listed:
            named = self.group(listed)
            return named[0] if named is not None else None
        within = self.parse.words_within(span.start, span.end)
        if not any(self.parse.words[i].text.lower() in _JOINING for i in within):
            return None
        if is_apposed(self.parse, span, self.inside):
            return None
        group = self.coordination(span.head)
        if group is None:
            return self._loose_group(span)
        heads = [self.parse.words[r.head] for r in group[1]]
        if not all(span.start <= w.start < span.end for w in heads):
            return None
        if not group[0].named and not group[0].references:
            group[0].name = " ".join(self.parse.text[span.start : span.end].split())
        return group[0]

    def _loose_group(self, span: SourceSpan) -> Participant | None:
        """A compound source of which not all is known: "Warren and a clutch of lawmakers"."""
        words = self.parse.words
        kids = [words[k] for k in self.parse.children[span.head] if words[k].deprel == "conj"]
        kids = [w for w in kids if span.start <= w.start < span.end and w.upos in _NOMINAL]
        first = self.inside.get(span.head) or self.by_head.get(span.head)
        if not kids or first is None or first.entity is None:
            return None
        others = [self.inside.get(w.index) or self.by_head.get(w.index) for w in kids]
        if any(loose_apposition(self.parse, w.index) for w in kids) or _one_person(
            [first, *others]
        ):
            return None
        if first in others or all(r is not None and r.entity is first.entity for r in others):
            return None
        name = " ".join(self.parse.text[span.start : span.end].split())
        known = self.unnamed.get((name.lower(), True, 0))
        if known is None:
            members = [r.entity for r in (first, *others) if r is not None and r.entity is not None]
            known = Participant(
                kind="group",
                name=name,
                named=False,
                plural=True,
                members=tuple(dict.fromkeys(members)),
            )
            self.unnamed[(name.lower(), True, 0)] = known
            self.participants.append(known)
            known.references.append(first)
        return known
