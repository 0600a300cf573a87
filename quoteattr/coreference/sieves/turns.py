"""Whoever has a turn: labels such as "Q." and "ML:", and turns that no words attribute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.relations import Relation

__all__ = ["name_labels", "take_turns"]

_RULE = "speaker:turn"
_LABELLED = "cue:transcript"
_TURN = "cue:turn"
_ANSWER = "cue:answer"
_ASKING = frozenset({"Q", "Q.", "Question", "Interviewer"})
_ANSWERING = frozenset({"A", "A.", "Answer", "Interviewee"})
_INITIALS = range(2, 5)  # letters
# Verbs and nouns of an introduction: "spoke to X", "an interview with X".
_ASKING_VERBS = frozenset({"interview", "question", "ask"})
_MEETING = _ASKING_VERBS | {
    *("speak", "talk", "conversation", "chat", "sit", "q&a", "meet", "catch", "discuss", "tell"),
}
_WITH = frozenset({"with", "to"})


def name_labels(discourse: Discourse) -> None:
    """Settle the labels of a transcript, before anything else is read.

    Initials are whoever alone has them. "Q" is whoever the introduction shows to ask, "A" whoever
    it shows to be asked, or the only person that it names; else they are nobody.

    Args:
        discourse: names are grouped, nothing is read.
    """
    answers = [i for i, relation in enumerate(discourse.relations) if _ANSWER in relation.evidence]
    if answers:
        first = discourse.relations[answers[0]].content[0][0]
        _, answering = _introduced(discourse, discourse.parse.words_within(0, first).stop)
        if answering is not None:
            discourse.turn_of.update(dict.fromkeys(answers, answering))
    labels = list(_labels(discourse))
    if not labels:
        return
    begin = min(mention.head for mention, _ in labels)
    asking: Entity | None = None
    asked: Entity | None = None
    if any(text in _ANSWERING | _ASKING for _, text in labels):
        asking, asked = _introduced(discourse, begin)
    for mention, text in labels:
        if text in _ASKING | _ANSWERING:
            found = asking if text in _ASKING else asked
            if found is None and len(text) > 2:
                continue  # "Interviewer" describes who that is
            _settle(discourse, mention, found)
        elif text.isupper() and len(text) in _INITIALS:
            found = _of_initials(discourse, text)
            if found is not None:
                _settle(discourse, mention, found)


def take_turns(discourse: Discourse) -> None:
    """Give each turn that no words attribute to the one of two whose turn it is.

    Args:
        discourse: all is read that stands outside quotations.
    """
    run: list[int] = []
    next_paragraph = -1
    for number, relation in enumerate(discourse.relations):
        if relation.parent is not None or relation.kind == "indirect":
            continue
        first, last = _paragraphs(discourse, relation)
        if first != next_paragraph:
            _alternate(discourse, run)
            run = []
        run.append(number)
        next_paragraph = last + 1
    _alternate(discourse, run)


def _paragraphs(discourse: Discourse, relation: Relation) -> tuple[int, int]:
    """The first and the last paragraph that a content reaches into."""
    paragraphs = discourse.parse.paragraphs
    first = bisect_right(paragraphs, (relation.content[0][0], len(discourse.parse.text))) - 1
    last = bisect_right(paragraphs, (relation.content[-1][1] - 1, len(discourse.parse.text))) - 1
    return first, last


def _alternate(discourse: Discourse, run: list[int]) -> None:
    """The speakers of a conversation, if exactly two persons take turns in it."""
    open_turns = [place for place, i in enumerate(run) if _TURN in discourse.relations[i].evidence]
    sides: tuple[set[int], set[int]] = (set(), set())
    person: dict[int, Entity] = {}
    for place, number in enumerate(run if open_turns else ()):
        found = discourse.source_entity(discourse.relations[number].source)
        if place in open_turns:
            continue
        if found is None or found.kind != "person" or found.plural:
            return
        sides[place % 2].add(id(found))
        person[place % 2] = found
    if all(len(side) == 1 for side in sides) and sides[0] != sides[1]:
        for place in open_turns:
            discourse.turn_of[run[place]] = person[place % 2]


def _labels(discourse: Discourse) -> Iterator[tuple[Mention, str]]:
    for relation in discourse.relations:
        mention = discourse.source_mention(relation.source)
        if _LABELLED in relation.evidence and mention is not None and relation.source is not None:
            yield mention, discourse.parse.text[relation.source.start : relation.source.end]


def _settle(discourse: Discourse, mention: Mention, found: Entity | None) -> None:
    """Make a label a mention of someone, or of nobody."""
    old = mention.entity
    if old is found and old is not None:
        return
    if old is not None:
        old.mentions.remove(mention)
        mention.entity = None
        if not old.mentions:
            discourse.entities.remove(old)
    if found is None:
        discourse.nobody.add(mention.head)
    else:
        mention.name = None  # "A" is no short form of the name
        discourse.take(found, mention, _RULE)


def _of_initials(discourse: Discourse, text: str) -> Entity | None:
    letters = list(text.lower())
    found = [
        person
        for person in discourse.entities
        if person.kind == "person" and [token[0] for token in person.tokens] == letters
    ]
    return found[0] if len(found) == 1 else None


def _introduced(discourse: Discourse, begin: int) -> tuple[Entity | None, Entity | None]:
    """Who asks and who is asked, as far as the words before the first label tell."""
    named: dict[Entity, None] = {}
    asking: dict[Entity, None] = {}
    asked: dict[Entity, None] = {}
    for mention in discourse.mentions:
        person = mention.entity
        if mention.head >= begin:
            break
        if person is None or person.kind != "person" or person.author:
            continue
        named[person] = None
        part = _part(discourse, mention)
        if part is not None:
            (asking if part == "asking" else asked)[person] = None
    if discourse.author is not None and discourse.author.named:
        asking = {discourse.author: None}
    asker = next(iter(asking)) if len(asking) == 1 else None
    left = [p for p in asked or named if p not in asking]
    return asker, left[0] if len(left) == 1 else None


def _part(discourse: Discourse, mention: Mention) -> Literal["asking", "asked"] | None:
    """What "Hale interviewed Weber", "a talk with Weber", "Hale spoke to her" tell of someone.

    "Lee spoke to Hale" does not tell which of the two asks.
    """
    words = discourse.parse.words
    word = words[mention.head]
    if word.deprel == "conj" and word.head >= 0:
        word = words[word.head]
    if word.head < 0 or words[word.head].lemma.lower() not in _MEETING:
        return None
    verb = words[word.head]
    relation = word.deprel.split(":")[0]
    asks = verb.lemma.lower() in _ASKING_VERBS
    kids = discourse.parse.children[verb.index]
    if word.deprel == "nsubj":
        met = [kid for kid in kids if _is_met(discourse, kid)]
        if not asks and any(_is_person(discourse, kid) for kid in met):
            return None
        return "asking" if met else "asked"
    if relation in ("obl", "nmod"):
        cases = _cases(discourse, word.index)
        if "by" in cases:
            return "asking"
        by_someone = any(
            words[kid].deprel == "nsubj" and _is_person(discourse, kid) for kid in kids
        )
        return None if (by_someone and not asks) or _WITH.isdisjoint(cases) else "asked"
    return "asked" if (asks and relation == "obj") or word.deprel == "nsubj:pass" else None


def _cases(discourse: Discourse, index: int) -> frozenset[str]:
    words = discourse.parse.words
    return frozenset(words[kid].text.lower() for kid in discourse.parse.children[index])


def _is_person(discourse: Discourse, index: int) -> bool:
    """Whether a word belongs to the name of a person."""
    named = discourse.inside.get(index)
    return named is not None and named.entity is not None and named.entity.kind == "person"


def _is_met(discourse: Discourse, index: int) -> bool:
    """Whether a word is whom somebody speaks to."""
    word = discourse.parse.words[index]
    to_whom = word.deprel.startswith("obl") and not _WITH.isdisjoint(_cases(discourse, index))
    pronoun = word.text.lower() in ("him", "her", "them")
    return (pronoun or _is_person(discourse, index)) and (to_whom or word.deprel == "obj")
