"""Who speaks where in an article, for the quotations without a cue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator

import attrs
import regex

from quoteattr.coreference.discourse import Discourse, ends_as_question
from quoteattr.coreference.records import Entity
from quoteattr.coreference.sources import source_entity
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.furniture import is_short_line

__all__ = [
    "HEADING",
    "Scene",
    "Utterance",
    "is_aside",
    "kind_of",
    "words_of",
]

HEADING = "heading"
"""The kind of quotations in headings."""

_FAMILY = "floating-"
_BACK = 12  # utterances before a quotation whose speakers are candidates
_AHEAD = 4  # utterances after it
_OF_ONE = 30  # utterances of one entity that are compared with a heading
_EXCHANGE = 2  # quotations before one; if any asks, another person may answer
_STATED = 0.5  # least statement score of an indirect quote that counts
_LONG = 3  # letters of the short words of a heading
_WORD = regex.compile(r"\w+")


def kind_of(relation: Relation) -> str | None:
    """The kind of a quotation without a cue whose speaker is not known yet; None for others."""
    pattern = relation.pattern or ""
    known = relation.source_rule == "name-line"
    return pattern[len(_FAMILY) :] if pattern.startswith(_FAMILY) and not known else None


@attrs.frozen
class Utterance:
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


class Scene:
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
        self._numbers = tuple(_numbers(discourse.parse)) or (0,)
        self._utterances = sorted(self._cued(), key=lambda one: one.start)
        self._starts = [one.start for one in self._utterances]
        self._quoted = sorted(
            (relation.content[0][0], ends_as_question(discourse.parse.text, relation.content))
            for relation in discourse.relations
            if relation.kind == "direct" and relation.parent is None
        )
        self._of: dict[Hashable, list[Utterance]] = {}
        for one in self._utterances:
            self._of.setdefault(one.entity.key, []).append(one)
        self.counts = Counter(one.entity.key for one in self._utterances)
        self.total = self.counts.total()
        most = max(self.counts.values(), default=0)
        keys = [key for key, count in self.counts.items() if count == most]
        self.most_quoted = frozenset(keys)
        self.main = self._of[keys[0]][0].entity if keys else None
        self._with_verb = frozenset(
            word.sentence for word in discourse.parse.words if word.upos in ("VERB", "AUX")
        )

    def _cued(self) -> Iterator[Utterance]:
        """What is said with a cue, or in a turn, or beside a name."""
        parse = self.discourse.parse
        for number, relation in enumerate(self.discourse.relations):
            if relation.parent is not None or kind_of(relation) is not None:
                continue
            if _is_stated(relation) and not is_aside(parse, _head_of_cue(parse, relation)):
                entity = self.discourse.turn_of(number)
                entity = entity or source_entity(self.discourse, relation.source)
                if entity is not None:
                    yield self._utterance(relation, entity, floating=False)

    def before(self, relation: Relation) -> list[Utterance]:
        """The last utterances before a quotation, the nearest first."""
        at = bisect_left(self._starts, relation.content[0][0])
        return self._utterances[max(at - _BACK, 0) : at][::-1]

    def after(self, relation: Relation) -> list[Utterance]:
        """The next utterances after a quotation, the nearest first."""
        at, end = bisect_left(self._starts, relation.content[0][0]), relation.content[-1][1]
        later = [one for one in self._utterances[at : at + 2 * _AHEAD] if one.start >= end]
        return later[:_AHEAD]

    def note(self, number: int, entity: Entity) -> None:
        """Note who speaks in a quotation without a cue."""
        relation = self.discourse.relations[number]
        one = self._utterance(relation, entity, floating=True)
        self._of.setdefault(entity.key, []).append(one)
        if kind_of(relation) != HEADING:
            place = bisect_right(self._starts, one.start)
            self._utterances.insert(place, one)
            self._starts.insert(place, one.start)

    def is_exchange(self, relation: Relation) -> bool:
        """Whether a quotation or one of those just before asks, so that another may answer."""
        at = bisect_right(self._quoted, (relation.content[0][0], True))
        return any(asks for _, asks in self._quoted[max(at - 1 - _EXCHANGE, 0) : at])

    def is_last_quotation(self, one: Utterance, start: int) -> bool:
        """Whether no quotation lies between an utterance and some place after it."""
        at = bisect_left(self._quoted, (start, False))
        return at == 0 or self._quoted[at - 1][0] <= one.end

    def has_verb(self, sentence: int) -> bool:
        """Whether a sentence has a verb; a byline has none."""
        return sentence in self._with_verb

    def repeats(self, said: frozenset[str], entity: Entity) -> float:
        """The greatest share of the words of a heading that are in one utterance of an entity."""
        wanted = frozenset(word for word in said if len(word) > _LONG) or said
        shared = (len(wanted & one.said) for one in self._of.get(entity.key, ())[:_OF_ONE])
        return max(shared, default=0) / max(1, len(wanted))

    def paragraph(self, place: int) -> int:
        """The number of the paragraph of a code point, short lines left out."""
        return self._numbers[self.discourse.parse.paragraph_at(place)]

    def paragraph_before(self, place: int) -> int:
        """Where the paragraph before that of a code point begins, short lines left out."""
        paragraphs = self.discourse.parse.paragraphs
        wanted = max(self.paragraph(place) - 1, 0)
        return paragraphs[bisect_left(self._numbers, wanted)][0] if paragraphs else 0

    def _utterance(self, relation: Relation, entity: Entity, *, floating: bool) -> Utterance:
        text = self.discourse.parse.text
        spans = relation.cue.spans if relation.cue is not None else ()
        start, end = relation.content[0][0], relation.content[-1][1]
        return Utterance(
            entity,
            min([start, *(span.start for span in spans)]),
            max([end, *(span.end for span in spans)]),
            self.paragraph(start),
            self.paragraph(max(end - 1, start)),
            ends_as_question(text, relation.content),
            words_of(text, relation),
            floating,
        )


def _head_of_cue(parse: Parse, relation: Relation) -> int | None:
    return parse.word_at(relation.cue.spans[0].start) if relation.cue is not None else None


def is_aside(parse: Parse, index: int | None) -> bool:
    """Whether a word is in a relative clause: *Lee* in "Hale, whom Lee accused, left"."""
    if index is None:
        return False
    above = (index, *parse.governors(index))
    return any(parse.words[i].deprel == "acl:relcl" for i in above)


def _is_stated(relation: Relation) -> bool:
    """Whether a relation is in quotation marks, or is probably a quote all the same."""
    likely = relation.statement is None or relation.statement >= _STATED
    return likely or relation.kind != "indirect"


def _numbers(parse: Parse) -> Iterator[int]:
    """A number for each paragraph; a short line has that of the paragraph before."""
    number = 0
    for place, (start, end) in enumerate(parse.paragraphs):
        number += place > 0 and not is_short_line(parse.text[start:end])
        yield number


def words_of(text: str, relation: Relation) -> frozenset[str]:
    """The words of what is said, in lower case."""
    said = " ".join(text[start:end] for start, end in relation.content)
    return frozenset(word.lower() for word in _WORD.findall(said))
