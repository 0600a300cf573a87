"""The speakers of turns: labels such as "Q." and "ML:", and turns without a cue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sources import source_entity
from quoteattr.relations import Relation
from quoteattr.syntax import Word
from quoteattr.words.names import body_words

__all__ = ["alternating_turns", "answers", "find_labels", "label"]

_ASKING = frozenset({"Q", "Q.", "Question", "Interviewer"})
_ANSWERING = frozenset({"A", "A.", "Answer", "Interviewee"})
_INITIALS = range(2, 5)  # letters
# Verbs and nouns of an introduction: "spoke to X", "an interview with X".
_ASKING_VERBS = frozenset({"interview", "question", "ask"})
_MEETING = _ASKING_VERBS | {
    *("speak", "talk", "conversation", "chat", "sit", "q&a", "meet", "catch", "discuss", "tell"),
}
_NUMBER = regex.compile(r" ?\d+\Z")  # of "A 1"
_TURN = "turn"  # the name of the sieve
_WITH = frozenset({"with", "to"})

_Part = Literal["asking", "asked"]


def label(discourse: Discourse, mention: Mention) -> Decision | None:
    """The speaker of a label in a transcript: "Q.", "ML:"; None if the text shows none."""
    return discourse.label(mention)


def find_labels(discourse: Discourse) -> dict[Mention, Entity | None]:
    """The labels of a transcript that are no names, and who each of them is.

    Initials are the only person who has them. "Q" is the person who asks by the introduction, or
    the paper that is told something; "A" is the one who is asked, or the only person that it names.
    Other labels have no speaker.

    Args:
        discourse: names are grouped, nothing is read.
    """
    labels = list(_labels(discourse))
    begin = min((mention.head for mention, _ in labels), default=0)
    asking: Entity | None = None
    asked: Entity | None = None
    if any(text in _ANSWERING | _ASKING for _, text in labels):
        asking, asked = _introduced(discourse, begin)
    bearers = _by_initials(discourse) if labels else {}
    out: dict[Mention, Entity | None] = {}
    for mention, text in labels:
        if text in _ASKING | _ANSWERING:
            found = asking if text in _ASKING else asked
            described = found is None and len(text) > 2  # "Interviewer" describes who that is
        else:
            initials = text.isupper() and len(text) in _INITIALS
            found = bearers.get(text.lower()) if initials else None
            described = found is None
        if not described and (found is None or found != discourse.entity_of(mention)):
            out[mention] = found
    return out


def answers(discourse: Discourse) -> dict[int, Decision]:
    """The answers of an interview, if its introduction shows who is asked.

    Args:
        discourse: names are grouped, nothing is read.
    """
    numbers = [i for i, r in enumerate(discourse.relations) if r.pattern == "answer"]
    if not numbers:
        return {}
    first = discourse.relations[numbers[0]].content[0][0]
    _, answering = _introduced(discourse, discourse.parse.words_within(0, first).stop)
    return {} if answering is None else dict.fromkeys(numbers, Decision(answering, _TURN))


def alternating_turns(discourse: Discourse) -> dict[int, Decision]:
    """The turns without a cue, each with the one of two persons whose turn it is.

    Args:
        discourse: all is read that is outside quotations.
    """
    out: dict[int, Decision] = {}
    run: list[int] = []
    next_paragraph = -1
    for number, relation in enumerate(discourse.relations):
        if relation.parent is not None or relation.kind == "indirect":
            continue
        first, last = _paragraphs(discourse, relation)
        if first != next_paragraph:
            out |= _alternating(discourse, run)
            run = []
        run.append(number)
        next_paragraph = last + 1
    return out | _alternating(discourse, run)


def _paragraphs(discourse: Discourse, relation: Relation) -> tuple[int, int]:
    """The first and the last paragraph that a content reaches into."""
    parse, content = discourse.parse, relation.content
    return parse.paragraph_at(content[0][0]), parse.paragraph_at(content[-1][1] - 1)


def _alternating(discourse: Discourse, run: list[int]) -> dict[int, Decision]:
    """The speakers of the open turns of a conversation, if two persons alternate in it."""
    relations = [discourse.relations[number] for number in run]
    if not any(relation.pattern == "turn" for relation in relations):
        return {}
    sides: tuple[set[Entity], set[Entity]] = (set(), set())
    for place, relation in enumerate(relations):
        if relation.pattern == "turn":
            continue
        found = source_entity(discourse, relation.source)
        if found is None or found.kind != "person" or found.plural:
            return {}
        sides[place % 2].add(found)
    if any(len(side) != 1 for side in sides) or sides[0] == sides[1]:
        return {}
    return {
        number: Decision(next(iter(sides[place % 2])), _TURN)
        for place, number in enumerate(run)
        if relations[place].pattern == "turn"
    }


def _labels(discourse: Discourse) -> Iterator[tuple[Mention, str]]:
    for relation in discourse.relations:
        mention = discourse.source_mention(relation.source)
        if relation.pattern == "transcript" and mention is not None and relation.source is not None:
            text = discourse.parse.text[relation.source.start : relation.source.end]
            yield mention, _NUMBER.sub("", text)


def _by_initials(discourse: Discourse) -> dict[str, Entity | None]:
    """The only person who has some initials; None where several have them."""
    out: dict[str, Entity | None] = {}
    for person in discourse.entities():
        if person.kind == "person":
            initials = "".join(token[:1] for token in person.tokens)
            out[initials] = None if initials in out else person
    return out


def _introduced(discourse: Discourse, begin: int) -> tuple[Entity | None, Entity | None]:
    """Who asks and who is asked, as far as the words before the first label show."""
    named: dict[Entity, None] = {}
    asking: dict[Entity, None] = {}
    asked: dict[Entity, None] = {}
    for mention in discourse.mentions:
        person = discourse.entity_of(mention)
        if mention.head >= begin:
            break
        if person is None or person.kind != "person" or person.author:
            continue
        named[person] = None
        part = _part(discourse, mention)
        if part is not None:
            (asking if part == "asking" else asked)[person] = None
    author = discourse.author()
    if author is not None and author.named:
        asking = {author: None}
    asker = next(iter(asking)) if len(asking) == 1 else None
    if not asking:
        asker = _paper(discourse, begin)
    left = [p for p in asked or named if p not in asking]
    return asker, left[0] if len(left) == 1 else None


def _paper(discourse: Discourse, begin: int) -> Entity | None:
    """The only paper spoken to before the first label: "Weber told the Hull Times"."""
    words, names = discourse.parse.words, body_words()["newspaper"]
    found: dict[Entity, None] = {}
    for mention in discourse.mentions:
        if mention.head >= begin:
            break
        paper, word = discourse.entity_of(mention), words[mention.head]
        if word.deprel in ("conj", "appos") and word.head >= 0:
            word = words[word.head]
        if paper is None or paper.kind != "organization" or names.isdisjoint(paper.tokens[-1:]):
            continue
        if word.head >= 0 and words[word.head].lemma.lower() in _MEETING:
            found[paper] = None
    return next(iter(found)) if len(found) == 1 else None


def _part(discourse: Discourse, mention: Mention) -> _Part | None:
    """Whether someone asks or is asked: "Hale interviewed Weber", "a talk with Weber".

    "Lee spoke to Hale" does not show which of the two asks.
    """
    words = discourse.parse.words
    word = words[mention.head]
    if word.deprel in ("conj", "appos") and word.head >= 0:
        word = words[word.head]
    if word.head < 0 or words[word.head].lemma.lower() not in _MEETING:
        return None
    verb = words[word.head]
    asks = verb.lemma.lower() in _ASKING_VERBS
    if word.deprel == "nsubj":
        return _part_of_subject(discourse, verb, asks=asks)
    if word.deprel.split(":")[0] in ("obl", "nmod"):
        return _part_of_oblique(discourse, word, verb, asks=asks)
    return "asked" if (asks and word.deprel == "obj") or word.deprel == "nsubj:pass" else None


def _part_of_subject(discourse: Discourse, verb: Word, *, asks: bool) -> _Part | None:
    met = [kid for kid in discourse.parse.children[verb.index] if _is_met(discourse, kid)]
    if not asks and any(_is_person(discourse, kid) for kid in met):
        return None
    return "asking" if met else "asked"


def _part_of_oblique(discourse: Discourse, word: Word, verb: Word, *, asks: bool) -> _Part | None:
    words = discourse.parse.words
    cases = _cases(discourse, word.index)
    if "by" in cases:
        return "asking"
    kids = discourse.parse.children[verb.index]
    by_someone = any(words[k].deprel == "nsubj" and _is_person(discourse, k) for k in kids)
    return None if (by_someone and not asks) or _WITH.isdisjoint(cases) else "asked"


def _cases(discourse: Discourse, index: int) -> frozenset[str]:
    words = discourse.parse.words
    return frozenset(words[kid].text.lower() for kid in discourse.parse.children[index])


def _is_person(discourse: Discourse, index: int) -> bool:
    """Whether a word belongs to the name of a person."""
    entity = discourse.entity_of(discourse.name_at(index))
    return entity is not None and entity.kind == "person"


def _is_met(discourse: Discourse, index: int) -> bool:
    """Whether a word is somebody who is spoken to."""
    word = discourse.parse.words[index]
    to_whom = word.deprel.startswith("obl") and not _WITH.isdisjoint(_cases(discourse, index))
    pronoun = word.text.lower() in ("him", "her", "them")
    return (pronoun or _is_person(discourse, index)) and (to_whom or word.deprel == "obj")
