"""One reading of an article from left to right: every mention gets its participant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from quoteattr.coreference.descriptions import Descriptions, collect_roles, loose_apposition
from quoteattr.coreference.entities import Participant, group_names
from quoteattr.coreference.mentions import (
    Reference,
    find_references,
    nominal_reference,
    pronoun_of,
    pronoun_reference,
)
from quoteattr.coreference.pronouns import Focus, rank_antecedents
from quoteattr.coreference.source_spans import named_in, names_listed
from quoteattr.names import Person, noun_sense
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse

__all__ = ["Discourse"]

_MARKED = regex.compile(r"“[^”]*”?|\"[^\"]*\"?|‘(?=\w)[^’]*’?|(?<!\w)'(?=\w)[^']*'?")
_INSTITUTIONS = frozenset({"administration", "government", "campaign", "company", "agency", "team"})
_CLEAR = 0.6  # probability from which an antecedent makes a sure mention
_LEAST = 0.2  # below this nothing is settled


class Discourse:
    """The participants of an article and the mentions of each.

    Args:
        parse: the document.
        relations: its attributions; they tell who speaks where.
        known: persons whom the caller names.
    """

    def __init__(
        self, parse: Parse, relations: Sequence[Relation], known: Sequence[Person] = ()
    ) -> None:
        self.parse = parse
        self.relations = relations
        self.focus = Focus()
        self.participants: list[Participant] = []
        self._unnamed: dict[tuple[str, bool], Participant] = {}
        self._groups: dict[frozenset[int], Participant] = {}
        self._author: Participant | None = None
        self._source_of: dict[int, SourceSpan] = {}
        self._speakers: dict[int, Participant | None] = {}
        self.references = find_references(parse)
        self.by_head = {reference.head: reference for reference in self.references}
        self._inside = {i: r for r in self.references if r.name for i in range(r.first, r.last)}
        self._add_sources()
        self._speaking = self._quoted_words()
        for reference in self.references:
            reference.quoted = reference.head in self._speaking
        self.participants = group_names([r for r in self.references if r.name], known)
        collect_roles(parse, self.references)
        self._descriptions = Descriptions(self.participants)
        self._read()

    # --- preparation ---------------------------------------------------------------------------

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
            reference = self._find(span)
            if reference is None:
                word = self.parse.words[span.head]
                pronoun = pronoun_of(word)
                reference = (
                    pronoun_reference(self.parse, span.head, pronoun)
                    if pronoun
                    else nominal_reference(self.parse, span.head)
                )
                self.by_head[span.head] = reference
            self._source_of.setdefault(reference.head, span)
        self.references = [self.by_head[head] for head in sorted(self.by_head)]

    def _find(self, span: SourceSpan) -> Reference | None:
        reference = self._inside.get(span.head) or self.by_head.get(span.head)
        if reference is not None and reference.pronoun:
            return reference
        return named_in(self.parse, span, self._inside) or reference

    def _quoted_words(self) -> dict[int, int]:
        """The innermost relation in whose quotation marks a word stands."""
        inner: dict[int, int] = {}
        sizes = [sum(end - start for start, end in r.content) for r in self.relations]
        for i in sorted(range(len(self.relations)), key=lambda i: -sizes[i]):
            relation = self.relations[i]
            if relation.kind == "indirect":
                continue
            for start, end in relation.content:
                parts = [(start, end)]
                if relation.kind == "mixed":
                    parts = [m.span() for m in _MARKED.finditer(self.parse.text, start, end)]
                for left, right in parts:
                    for index in self.parse.words_within(left, right):
                        inner[index] = i
        return inner

    # --- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        later: list[Reference] = []
        for reference in self.references:
            if reference.quoted and reference.name is None:
                later.append(reference)
                continue
            self._settle(reference)
        for i, relation in enumerate(self.relations):
            self._speakers[i] = self._of_span(relation.source)
        for reference in later:
            self._settle(reference)

    def _settle(self, reference: Reference) -> None:
        if reference.entity is None:
            if reference.pronoun is not None:
                self._resolve_pronoun(reference)
            else:
                self._resolve_nominal(reference)
        else:
            reference.evidence = reference.evidence or "speaker:name"
        if reference.entity is None:
            return
        if not reference.quoted:
            self.focus.push(reference)
            if reference.head in self._source_of:
                self.focus.speakers.append((reference.head, reference.entity))
            self._push_group(reference)
        elif reference.name:
            self.focus.push(reference)

    def _push_group(self, reference: Reference) -> None:
        """After the last member of a coordination, the group as a whole."""
        word = self.parse.words[reference.head]
        if word.deprel != "conj" or word.head < 0:
            return
        group = self.coordination(word.head)
        if group is None or group[1][-1] is not reference:
            return
        first = group[1][0]
        whole = Reference(
            first=first.first,
            last=reference.last,
            head=reference.head,
            form="name" if all(r.name for r in group[1]) else "nominal",
            lemma="",
            sentence=first.sentence,
            role=first.role,
            plural=True,
            kind="group",
            entity=group[0],
        )
        self.focus.push(whole)

    def _conjuncts(self, head: int) -> list[int]:
        kids = [k for k in self.parse.children[head] if self.parse.words[k].deprel == "conj"]
        return [head, *(k for k in kids if not loose_apposition(self.parse, k))]

    def coordination(self, head: int) -> tuple[Participant, list[Reference]] | None:
        """The group that a word makes with its conjuncts, if all are settled speakers."""
        members = [self._inside.get(i) or self.by_head.get(i) for i in self._conjuncts(head)]
        return self.group(members)

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
        key = frozenset(id(entity) for entity in entities)
        group = self._groups.get(key)
        if group is None:
            names = [entity.name for entity in entities]
            group = Participant(
                kind="group",
                name=", ".join(names[:-1]) + " and " + names[-1],
                named=all(entity.named for entity in entities),
                plural=True,
                members=tuple(entities),
            )
            self._groups[key] = group
            self.participants.append(group)
        return group, settled

    # --- pronouns ------------------------------------------------------------------------------

    def _resolve_pronoun(self, reference: Reference) -> None:
        pronoun = reference.pronoun
        assert pronoun is not None
        if pronoun.use == "relative":
            self._resolve_relative(reference)
        elif pronoun.person == 1:
            self._resolve_first_person(reference)
        elif pronoun.person == 3 and pronoun.use in ("personal", "possessive", "reflexive"):
            self._resolve_third_person(reference)
        elif reference.head in self._source_of:
            self._describe(reference)

    def _resolve_first_person(self, reference: Reference) -> None:
        relation = self._speaking.get(reference.head)
        if relation is None:
            self._take(self.author(), reference, "speaker:author")
            return
        speaker = self._speakers.get(relation)
        if speaker is None:
            return
        if reference.plural and not speaker.plural:
            body = self._institution(reference, speaker)
            if body is not None:
                reference.sure = False
                self._take(body, reference, "speaker:first-person-plural-institution")
                return
        self._take(speaker, reference, "speaker:first-person-in-quotation")

    def _institution(self, reference: Reference, speaker: Participant) -> Participant | None:
        """The body for which a speaker with an office says "we": named in what he said before."""
        if not speaker.titles:
            return None
        for candidate in reversed(self.focus.references):
            if candidate.head >= reference.head:
                continue
            if reference.sentence - candidate.sentence > 4:
                return None
            if candidate.lemma in _INSTITUTIONS and candidate.entity is not None:
                return candidate.entity
        return None

    def _resolve_relative(self, reference: Reference) -> None:
        words = self.parse.words
        index = reference.head
        for _ in range(12):
            word = words[index]
            if word.deprel.startswith("acl") and word.head >= 0:
                if reference.lemma != "who" or self._may_be_who(word.head):
                    self._take_antecedent(reference, word.head)
                    return
                break
            if word.head < 0:
                break
            index = word.head
        if reference.lemma in ("who", "whom", "whose"):
            self._take_nearest_person(reference)

    def _may_be_who(self, head: int) -> bool:
        found = self._inside.get(head) or self.by_head.get(head)
        if found is None:
            return self.parse.words[head].upos in ("PRON", "DET", "NUM", "ADJ")
        return found.kind in ("person", "group", "organization", None)

    def _take_nearest_person(self, reference: Reference) -> None:
        """Where the parse gives "…, who" no antecedent, the person just before."""
        for index in range(reference.head - 1, max(reference.head - 12, -1), -1):
            found = self._inside.get(index) or self.by_head.get(index)
            if found is None or found.sentence != reference.sentence or found.pronoun:
                continue
            if found.entity is None:
                self._settle(found)
            if found.entity is not None and found.entity.kind in ("person", "group"):
                self._take(found.entity, reference, "speaker:relative-nearest")
                return

    def _take_antecedent(self, reference: Reference, head: int) -> None:
        antecedent = self._inside.get(head) or self.by_head.get(head)
        if antecedent is None:
            antecedent = nominal_reference(self.parse, head)
            self.by_head[head] = antecedent
        if antecedent.entity is None:
            self._settle(antecedent)
        if antecedent.entity is not None:
            self._take(antecedent.entity, reference, "speaker:relative-clause")

    def _resolve_third_person(self, reference: Reference) -> None:
        excluded: set[int] = set()
        relation = self._speaking.get(reference.head)
        speaker = self._speakers.get(relation) if relation is not None else None
        if speaker is not None:
            excluded.add(id(speaker))
        ranked = rank_antecedents(self.parse, reference, self.focus, frozenset(excluded))
        if not ranked or ranked[0][0] < _LEAST:
            return
        probability, entity = ranked[0]
        reference.sure = probability >= _CLEAR
        if reference.gender and entity.gender is None and entity.kind == "person":
            entity.gender = reference.gender
        rule = "speaker:pronoun-subject-agreement"
        if entity is self.focus.last_speaker(reference.head):
            rule = "speaker:pronoun-last-speaker"
        self._take(entity, reference, rule)

    # --- descriptions --------------------------------------------------------------------------

    def _resolve_nominal(self, reference: Reference) -> None:
        if reference.determination in ("definite", "possessive") or self._headline(reference):
            if reference.plural:
                found = self._plural_antecedent(reference)
            else:
                found = self._role_antecedent(reference)
            if found is not None:
                self._take(found, reference, "speaker:description")
                return
        key = (self._phrase(reference), reference.plural)
        old = self._unnamed.get(key)
        if old is not None and (reference.plural or reference.determination != "indefinite"):
            self._take(old, reference, "speaker:same-description")
            return
        self._describe(reference)

    def _headline(self, reference: Reference) -> bool:
        return (
            reference.determination == "bare"
            and not reference.plural
            and (self.parse.words[reference.head].text[:1].isupper())
        )

    def _phrase(self, reference: Reference) -> str:
        words = self.parse.words[reference.first : reference.last]
        return " ".join(w.text.lower() for w in words if w.upos not in ("DET", "PUNCT"))

    def _role_antecedent(self, reference: Reference) -> Participant | None:
        matches = self._descriptions.matches(reference)
        if len(matches) == 1:
            return matches[0]
        if matches:
            return self._nearest(reference, {id(m) for m in matches}) or matches[0]
        if reference.kind in ("organization", "document"):
            return self._nearest_kind(reference)
        return None

    def _nearest(self, reference: Reference, allowed: set[int]) -> Participant | None:
        for candidate in reversed(self.focus.references[-200:]):
            if candidate.head < reference.head and id(candidate.entity) in allowed:
                return candidate.entity
        return None

    def _nearest_kind(self, reference: Reference) -> Participant | None:
        """Say, "the agency" after "the Congressional Budget Office"."""
        if reference.determination != "definite" or len(reference.modifiers) > 0:
            return None
        for candidate in reversed(self.focus.references[-40:]):
            entity = candidate.entity
            if candidate.head >= reference.head or entity is None:
                continue
            if candidate.lemma == reference.lemma and entity.kind == reference.kind:
                return entity
            organization = reference.kind == entity.kind == "organization" and entity.named
            if organization and not entity.place and candidate.role != "possessive":
                return entity
        return None

    def _plural_antecedent(self, reference: Reference) -> Participant | None:
        for candidate in reversed(self.focus.references[-60:]):
            entity = candidate.entity
            if candidate.head >= reference.head or entity is None or not entity.members:
                continue
            sense = noun_sense(reference.lemma)
            if sense is None or sense.kind != "person":
                return None
            if all(
                m.kind == "person" and m.gender in (None, sense.gender, m.gender)
                for m in entity.members
            ):
                return entity
        return None

    def _describe(self, reference: Reference) -> None:
        """A participant of its own, known by its description."""
        span = self._source_of.get(reference.head)
        words = self.parse.words
        start, end = words[reference.first].start, words[reference.last - 1].end
        if span is not None:
            start, end = span.start, span.end
        name = " ".join(self.parse.text[start:end].split())
        participant = Participant(
            kind=reference.kind or "other",
            name=name,
            named=False,
            plural=reference.plural,
            gender=reference.gender,
        )
        self.participants.append(participant)
        self._unnamed[(self._phrase(reference), reference.plural)] = participant
        self._take(participant, reference, "speaker:description-unnamed")

    # --- results -------------------------------------------------------------------------------

    def author(self) -> Participant:
        """Whoever wrote the article."""
        if self._author is None:
            self._author = Participant(kind="person", name="the author", named=False, author=True)
            self.participants.append(self._author)
        return self._author

    def _take(self, participant: Participant, reference: Reference, rule: str) -> None:
        participant.add(reference)
        reference.evidence = rule

    def _of_span(self, span: SourceSpan | None) -> Participant | None:
        reference = self.reference_of(span)
        return reference.entity if reference is not None else None

    def reference_of(self, span: SourceSpan | None) -> Reference | None:
        """The mention that a source is."""
        if span is None or not 0 <= span.head < len(self.parse.words):
            return None
        return self._find(span)

    def group_of(self, span: SourceSpan) -> Participant | None:
        """The group that a compound source names."""
        if not 0 <= span.head < len(self.parse.words):
            return None
        listed = names_listed(self.parse, span, self._inside)
        if listed:
            named = self.group(listed)
            return named[0] if named is not None else None
        group = self.coordination(span.head)
        if group is None:
            return None
        ends = [self.parse.words[r.head] for r in group[1]]
        return group[0] if all(span.start <= w.start < span.end for w in ends) else None
