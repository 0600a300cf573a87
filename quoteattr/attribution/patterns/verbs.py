"""Patterns around a verb: its complement is the content.

Each pattern yields candidates of its own kind. Scores decide later which of them hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Candidate,
    Pieces,
    is_subject,
    pieces_of,
    pieces_of_mark,
)
from quoteattr.attribution.content_ends import longer, shorter
from quoteattr.attribution.cues import is_compared, verb_group
from quoteattr.attribution.sources import (
    ReportingVerb,
    addressee_of,
    is_passive,
    noun_phrase,
    reporting_verb,
)
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import word_list

__all__ = ["verb_candidates"]

_PREPOSITIONS = word_list("verb prepositions")
# their subject is part of the content: "Trump appears to be …"
_RAISING = word_list("raising verbs")
_NOUN_COMPLEMENTS = frozenset(("of", "to", "between", "against", "over"))
_PHASE_VERBS = word_list("phase verbs")
_QUOTED_AS = word_list("quoted-as verbs")
# "as X said", "as Y put it": with other verbs "as" is mostly a matter of time
_LIKING = frozenset(("like", "love", "tend"))
_PRO_CLAUSES = frozenset(("it", "so", "that", "this"))  # that stand for what is said
_AS_VERBS = word_list("as-clause verbs")
_TIMES = word_list("times")
_RELATIVES = frozenset(("that", "which", "who", "whom"))
_QUOTED_REACH = 16  # words from "quoted" to "as saying"
# "was outraged by", "were surprised that": who is affected is who feels
_AFFECTING = frozenset(("about", "at", "by", "in", "of", "over", "to", "with"))


def verb_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """X said that …; promised to …; supported …; called for …; as X put it."""
    for word in analysis.parse.words:
        if word.upos != "VERB":
            continue
        yield from _VerbPatterns.at(analysis, word.index).run()


@attrs.frozen
class _VerbPatterns:
    """The patterns for one verb; ``base`` holds what its candidates share."""

    analysis: Analysis
    verb: int
    base: ReportingVerb
    passive: bool

    @classmethod
    def at(cls, analysis: Analysis, verb: int) -> _VerbPatterns:
        return cls(analysis, verb, reporting_verb(analysis, verb), is_passive(analysis, verb))

    def run(self) -> Iterator[Candidate]:
        yield from self._quoted_as()
        yield from self._clause()
        yield from self._embedded()
        yield from self._told()
        yield from self._infinitive()
        yield from self._objects()
        yield from self._prepositional()
        yield from self._of_noun()
        yield from self._affected()

    def _make(self, pattern: str, indices: set[int], **changes: Any) -> Iterator[Candidate]:
        kept = indices.difference(range(*self.base.cue)) - self.analysis.asides
        content = pieces_of(self.analysis.parse, kept)
        if not content:
            return
        made = self.base.candidate(pattern, content, **changes)
        yield made
        if self.base.cue_class == "other":
            return
        if made.pattern.shorter:
            yield from shorter(self.analysis, made, kept)
        if made.pattern.longer is not None:
            yield from longer(self.analysis, made, kept, self._end(made.pattern.longer))

    def _end(self, of: Literal["sentence", "clause"]) -> int:
        """The last word of the verb's sentence or clause."""
        if of == "clause":
            return self.analysis.parse.subtree(self.verb)[-1]
        sentence = self.analysis.parse.words[self.verb].sentence
        return self.analysis.parse.sentence_words(sentence)[-1]

    def _kids(self, *relations: str) -> list[int]:
        return self.analysis.children(self.verb, *relations)

    def _tree(self, *heads: int) -> set[int]:
        return set().union(*map(self.analysis.parse.subtree, heads))

    def _clause(self) -> Iterator[Candidate]:
        """X said (that) …; “…,” X said; told reporters that …"""
        clauses = self._kids("ccomp")
        if clauses:
            indices = self._tree(*clauses)
            to = addressee_of(self.analysis, self.verb)
            yield from self._make(
                "passive-clause" if self.passive else "clause", indices, addressee=to
            )
            objects = [kid for kid in self._kids("obj") if kid > self.verb]
            if objects:
                yield from self._make("object+clause", indices | self._tree(*objects))
        beside = [kid for kid in self._kids("parataxis") if kid > self.verb]
        if beside and not clauses:
            to = addressee_of(self.analysis, self.verb, quoted=True)
            yield from self._make("parataxis", self._tree(*beside), addressee=to)

    def _embedded(self) -> Iterator[Candidate]:
        """…, X said, …; …, as X put it; as X likes to point out, …"""
        words = self.analysis.parse.words
        top = self.verb
        if words[top].deprel == "xcomp" and self.analysis.lemmas[words[top].head] in _LIKING:
            top = words[top].head
        relation, head = self.analysis.parse.main_relations[top], words[top].head
        if relation not in ("advcl", "parataxis", "dep") or head < 0 or self._kids("ccomp"):
            return
        if relation == "advcl" and (not self._is_led_by_as(top) or self._says_thing()):
            return
        outer = self._tree(head) - self._tree(top)
        if relation != "advcl":
            to = addressee_of(self.analysis, self.verb)
            yield from self._make("embedded", outer, addressee=to)
        elif not is_compared(self.analysis, self.verb):
            put = self.base.source_rule == "subject" and self.base.lemma in _AS_VERBS
            if put or (top != self.verb and self.base.source is not None):
                yield from self._make("as-put", outer, cue_class="speech")
            else:
                yield from self._make("as-clause", outer)

    def _told(self) -> Iterator[Candidate]:
        """To hear X tell it, …; the way X tells it, …"""
        words, verb = self.analysis.parse.words, self.verb
        top = words[verb].head
        if self.base.lemma != "tell" or top < 0 or words[top].head < 0:
            return
        if not any(words[kid].text.lower() == "it" for kid in self._kids("obj", "iobj")):
            return
        relation = self.analysis.parse.main_relations[top]
        way = self.analysis.lemmas[top] == "way" and relation == "obl"
        hear = self.analysis.lemmas[top] == "hear" and self.analysis.case_of(top) == "to"
        phrase = self.analysis.parse.subtree(top)
        first = phrase[0] == self.analysis.parse.sentence_words(words[top].sentence)[0]
        apart = first or "," in (words[phrase[0]].text, words[phrase[0] - 1].text)
        tellers = self._kids("nsubj") or (self.analysis.children(top, "obj") if hear else [])
        if (way or hear) and apart and tellers:
            source = noun_phrase(self.analysis, tellers[0], verb)
            outer = self._tree(words[top].head) - self._tree(top)
            yield from self._make(
                "as-put", outer, source=source, source_rule="subject", cue_class="speech"
            )

    def _is_led_by_as(self, clause: int) -> bool:
        """Whether "as" is at the head of a clause, or its first word."""
        kids = self.analysis.children(clause, "mark", "advmod")
        first = self.analysis.parse.subtree(clause)[0]
        return any(self.analysis.lemmas[i] == "as" for i in (*kids, first))

    def _says_thing(self) -> bool:
        """Whether it is no clause that is said: "as the bishop was saying his goodbyes, …"."""
        things = {self.analysis.lemmas[kid] for kid in self._kids("obj")} - _TIMES
        lemma = self.base.lemma  # "as police warned drivers" is no thing
        known = lemma in _AS_VERBS and lemma != "warn"
        return known and bool(things) and things.isdisjoint(_PRO_CLAUSES)

    def _infinitive(self) -> Iterator[Candidate]:
        """Promised to …; urged X to …; is expected to …"""
        complements = self._kids("xcomp")
        if not complements or self._leads_to_speech(complements):
            return
        inner = self._tree(*complements)
        subjects = [k for k in self._kids("nsubj") if is_subject(self._deprel(k))]
        if self.passive:
            yield from self._make("passive-infinitive", inner)
            yield from self._make(
                "subject+infinitive", inner | self._tree(*subjects), source=None, source_rule="none"
            )
            return
        objects = [kid for kid in self._kids("obj", "iobj") if kid > self.verb]
        if objects:
            yield from self._make("object+infinitive", inner | self._tree(*objects))
        yield from self._make("infinitive", inner)
        if not objects and subjects and self.base.lemma in _RAISING:
            yield from self._make(
                "raised-subject", inner | self._tree(*subjects), source=None, source_rule="none"
            )

    def _leads_to_speech(self, complements: list[int]) -> bool:
        """Whether a verb only leads to the one that reports: "is going to say"."""
        return self.base.lemma in _PHASE_VERBS and any(
            self.analysis.verb_class(kid) in ("speech", "writing") for kid in complements
        )

    def _objects(self) -> Iterator[Candidate]:
        """Supported the plan; called it “…”; described the call as “…”; accused X of …"""
        titles = self.analysis.work_titles
        objects = [kid for kid in self._full("obj") if kid != self.verb and kid not in titles]
        subjects = [k for k in self._kids("nsubj") if is_subject(self._deprel(k))]
        target = objects or (subjects if self.passive else [])
        if not target:
            return
        if objects:
            yield from self._make("object", self._tree(*objects))
        elif self.passive:
            yield from self._make("passive-object", self._tree(*target))
        for kid in self._kids("obl", "advcl", "nmod", "xcomp"):
            preposition = self.analysis.case_of(kid) or ""
            if kid > self.verb and preposition in _PREPOSITIONS:
                tail = self._without_case(kid)
                cue = (self.base.cue,)
                both = self._tree(*target) | self._tree(kid)
                if not objects:  # "was viewed as": the preposition leads to the content
                    at = min(self.analysis.children(kid, "case", "mark"))
                    cue = (verb_group(self.analysis, self.verb, at),)
                    both = self._tree(*target) | tail
                yield from self._make("object+phrase", both, particle=preposition, cue=cue)
                yield from self._make("phrase-after-object", tail, particle=preposition, cue=cue)

    def _prepositional(self) -> Iterator[Candidate]:
        """Called for …; referred to …; talked about …"""
        for kid in self._kids("obl", "advcl"):
            if (
                kid < self.verb
                or self._deprel(kid) == "obl:agent"
                or kid in self.analysis.work_titles
            ):
                continue
            cases = [
                k
                for k in self.analysis.children(kid, "case", "mark")
                if self.analysis.lemmas[k] in _PREPOSITIONS
            ]
            if cases:
                particle = cases[0]
                while particle + 1 in cases:  # "weighed in on"
                    particle += 1
                yield from self._make(
                    "phrase",
                    self._without_case(kid),
                    particle=self.analysis.lemmas[particle],
                    cue=(verb_group(self.analysis, self.verb, particle),),
                )

    def _of_noun(self) -> Iterator[Candidate]:
        """The deadline that Congress imposed; a plan announced in May."""
        word = self.analysis.parse.words[self.verb]
        if not word.deprel.startswith("acl") or self.base.cue_class == "other":
            return
        if self._kids("ccomp", "xcomp"):
            return
        noun = self._tree(word.head) - self._tree(self.verb)
        if word.deprel == "acl" and word.xpos == "VBN":
            yield from self._make("participle", noun)
        elif word.deprel == "acl:relcl" and not self.passive:
            objects = self._full("obj")
            if self._full("nsubj") and not objects:
                yield from self._make("relative-object", noun)

    def _affected(self) -> Iterator[Candidate]:
        """Voters were outraged by [the raids]; pundits are shocked [that he leads]."""
        if not self.passive or self.base.cue_class != "attitude":
            return
        subjects = self._full("nsubj")
        if not subjects:
            return
        source = noun_phrase(self.analysis, subjects[0], self.verb)
        clauses = self._kids("ccomp", "xcomp")
        if clauses:
            yield from self._make(
                "affected-clause", self._tree(*clauses), source=source, source_rule="affected"
            )
        for kid in self._kids("obl", "advcl"):
            preposition = self.analysis.case_of(kid)
            if kid > self.verb and preposition in _AFFECTING:
                at = min(self.analysis.children(kid, "case", "mark"))
                yield from self._make(
                    "affected-phrase",
                    self._without_case(kid),
                    source=source,
                    source_rule="affected",
                    particle=preposition,
                    cue=(verb_group(self.analysis, self.verb, at),),
                )

    def _full(self, relation: str) -> list[int]:
        """Dependents that are no relative pronouns."""
        return [k for k in self._kids(relation) if self.analysis.lemmas[k] not in _RELATIVES]

    def _quoted_as(self) -> Iterator[Candidate]:
        """RIA quoted Putin as saying: …; “…,” RIA quoted him as saying; X was quoted as saying …"""
        saying = self._saying() if self.base.lemma in _QUOTED_AS else None
        if saying is None:
            return
        quoted, via = self._quoted_person(saying)
        words = self.analysis.parse.words
        content: Pieces = pieces_of(
            self.analysis.parse, set(self.analysis.parse.subtree(saying)) - {saying - 1, saying}
        )
        between = words[saying].end
        mark = self.analysis.mark_from(between)
        if mark and not self.analysis.parse.text[between : mark.span.start].strip(" ,:\u00a0"):
            content = pieces_of_mark(mark)
        content = tuple((a, b) for a, b in content if a >= between)
        if not self.analysis.children(saying, "ccomp", "obj", "parataxis", "xcomp") and not mark:
            content = self._clause_before() or content
        content = content or self._quotation_before()
        if content:
            yield self.base.candidate(
                "quoted-as",
                content,
                head=saying,
                cue=(self.base.cue, (saying - 1, saying + 1)),
                source=quoted,
                source_rule="quoted-object",
                via=via,
                lemma=self.analysis.lemmas[saying],
                cue_class="speech",
            )

    def _clause_before(self) -> Pieces:
        """The clause before the verb: The rail will stay shut, RIA quoted Putin as saying."""
        word = self.analysis.parse.words[self.verb]
        clauses = [kid for kid in self._kids("ccomp") if kid < self.verb]
        inside = self._tree(*clauses)
        if not clauses and word.deprel.split(":")[0] == "parataxis" and word.head < self.verb:
            inside = self._tree(word.head) - self._tree(self.verb)
        return pieces_of(self.analysis.parse, {i for i in inside if i < self.verb})

    def _quotation_before(self) -> Pieces:
        """The quotation that a comma leads over to the verb: “…,” RIA quoted Putin as saying."""
        parse = self.analysis.parse
        first = min(
            [self.base.cue[0], *(min(self._tree(k)) for k in self._kids("nsubj") if k < self.verb)]
        )
        source = self.base.source
        start = parse.words[first].start
        if source is not None and source.end <= parse.words[self.verb].start:
            start = min(start, source.start)
        mark = self.analysis.mark_to(start)
        if mark is None or not mark.closed or not mark.inner[-1].text.rstrip().endswith(","):
            return ()
        return () if parse.text[mark.span.end : start].strip() else pieces_of_mark(mark)

    def _saying(self) -> int | None:
        """The word after "as" in "quoted … as saying"."""
        words = self.analysis.parse.words
        for i in range(self.verb + 1, min(self.verb + _QUOTED_REACH, len(words) - 1)):
            if words[i].sentence != words[self.verb].sentence:
                return None
            if words[i].text.lower() == "as" and words[i + 1].xpos == "VBG":
                return i + 1
        return None

    def _quoted_person(self, saying: int) -> tuple[SourceSpan | None, tuple[SourceSpan, ...]]:
        """The source of what is quoted, without the clause of "saying", and who passed it on."""
        objects = self._kids("obj", "iobj")
        via = (self.base.source,) if self.base.source else ()
        if objects and not self.passive:
            return noun_phrase(self.analysis, objects[0], saying), via
        subjects = [k for k in self._kids("nsubj") if is_subject(self._deprel(k))]
        if self.passive and subjects:
            return noun_phrase(self.analysis, subjects[0]), via
        return None, via

    def _without_case(self, head: int) -> set[int]:
        drop = set(self.analysis.children(head, "case", "mark"))
        return self._tree(head) - drop

    def _deprel(self, index: int) -> str:
        return self.analysis.parse.words[index].deprel
