"""Whoever has a turn: labels such as "Q." and "ML:", and turns that no words attribute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
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


def name_labels(story: Story) -> None:
    """Settle the labels of a transcript, before anything else is read.

    Initials are whoever alone has them. "Q" is whoever the introduction shows to ask, "A" whoever
    it shows to be asked, or the only person that it names; else they are nobody.

    Args:
        story: names are grouped, nothing is read.
    """
    answers = [i for i, relation in enumerate(story.relations) if _ANSWER in relation.evidence]
    if answers:
        first = story.relations[answers[0]].content[0][0]
        _, answering = _introduced(story, story.parse.words_within(0, first).stop)
        if answering is not None:
            story.turn_of.update(dict.fromkeys(answers, answering))
    labels = list(_labels(story))
    if not labels:
        return
    begin = min(reference.head for reference, _ in labels)
    asking: Participant | None = None
    asked: Participant | None = None
    if any(text in _ANSWERING | _ASKING for _, text in labels):
        asking, asked = _introduced(story, begin)
    for reference, text in labels:
        if text in _ASKING | _ANSWERING:
            found = asking if text in _ASKING else asked
            if found is None and len(text) > 2:
                continue  # "Interviewer" describes who that is
            _settle(story, reference, found)
        elif text.isupper() and len(text) in _INITIALS:
            found = _of_initials(story, text)
            if found is not None:
                _settle(story, reference, found)


def take_turns(story: Story) -> None:
    """Give each turn that no words attribute to the one of two whose turn it is.

    Args:
        story: all is read that stands outside quotations.
    """
    run: list[int] = []
    next_paragraph = -1
    for number, relation in enumerate(story.relations):
        if relation.parent is not None or relation.kind == "indirect":
            continue
        first, last = _paragraphs(story, relation)
        if first != next_paragraph:
            _alternate(story, run)
            run = []
        run.append(number)
        next_paragraph = last + 1
    _alternate(story, run)


def _paragraphs(story: Story, relation: Relation) -> tuple[int, int]:
    """The first and the last paragraph that a content reaches into."""
    paragraphs = story.parse.paragraphs
    first = bisect_right(paragraphs, (relation.content[0][0], len(story.parse.text))) - 1
    last = bisect_right(paragraphs, (relation.content[-1][1] - 1, len(story.parse.text))) - 1
    return first, last


def _alternate(story: Story, run: list[int]) -> None:
    """The speakers of a conversation, if exactly two persons take turns in it."""
    open_turns = [place for place, i in enumerate(run) if _TURN in story.relations[i].evidence]
    sides: tuple[set[int], set[int]] = (set(), set())
    person: dict[int, Participant] = {}
    for place, number in enumerate(run if open_turns else ()):
        found = story.participant_of(story.relations[number].source)
        if place in open_turns:
            continue
        if found is None or found.kind != "person" or found.plural:
            return
        sides[place % 2].add(id(found))
        person[place % 2] = found
    if all(len(side) == 1 for side in sides) and sides[0] != sides[1]:
        for place in open_turns:
            story.turn_of[run[place]] = person[place % 2]


def _labels(story: Story) -> Iterator[tuple[Reference, str]]:
    for relation in story.relations:
        reference = story.reference_of(relation.source)
        if _LABELLED in relation.evidence and reference is not None and relation.source is not None:
            yield reference, story.parse.text[relation.source.start : relation.source.end]


def _settle(story: Story, reference: Reference, found: Participant | None) -> None:
    """Make a label a mention of someone, or of nobody."""
    old = reference.entity
    if old is found and old is not None:
        return
    if old is not None:
        old.references.remove(reference)
        reference.entity = None
        if not old.references:
            story.participants.remove(old)
    if found is None:
        story.nobody.add(reference.head)
    else:
        reference.name = None  # "A" is no short form of the name
        story.take(found, reference, _RULE)


def _of_initials(story: Story, text: str) -> Participant | None:
    letters = list(text.lower())
    found = [
        person
        for person in story.participants
        if person.kind == "person" and [token[0] for token in person.tokens] == letters
    ]
    return found[0] if len(found) == 1 else None


def _introduced(story: Story, begin: int) -> tuple[Participant | None, Participant | None]:
    """Who asks and who is asked, as far as the words before the first label tell."""
    named: dict[Participant, None] = {}
    asking: dict[Participant, None] = {}
    asked: dict[Participant, None] = {}
    for reference in story.references:
        person = reference.entity
        if reference.head >= begin:
            break
        if person is None or person.kind != "person" or person.author:
            continue
        named[person] = None
        part = _part(story, reference)
        if part is not None:
            (asking if part == "asking" else asked)[person] = None
    if story.author is not None and story.author.named:
        asking = {story.author: None}
    asker = next(iter(asking)) if len(asking) == 1 else None
    left = [p for p in asked or named if p not in asking]
    return asker, left[0] if len(left) == 1 else None


def _part(story: Story, reference: Reference) -> Literal["asking", "asked"] | None:
    """What "Hale interviewed Weber", "a talk with Weber", "Hale spoke to her" tell of someone.

    "Lee spoke to Hale" does not tell which of the two asks.
    """
    words = story.parse.words
    word = words[reference.head]
    if word.deprel == "conj" and word.head >= 0:
        word = words[word.head]
    if word.head < 0 or words[word.head].lemma.lower() not in _MEETING:
        return None
    verb = words[word.head]
    relation = word.deprel.split(":")[0]
    asks = verb.lemma.lower() in _ASKING_VERBS
    kids = story.parse.children[verb.index]
    if word.deprel == "nsubj":
        met = [kid for kid in kids if _is_met(story, kid)]
        if not asks and any(_is_person(story, kid) for kid in met):
            return None
        return "asking" if met else "asked"
    if relation in ("obl", "nmod"):
        cases = _cases(story, word.index)
        if "by" in cases:
            return "asking"
        by_someone = any(words[kid].deprel == "nsubj" and _is_person(story, kid) for kid in kids)
        return None if (by_someone and not asks) or _WITH.isdisjoint(cases) else "asked"
    return "asked" if (asks and relation == "obj") or word.deprel == "nsubj:pass" else None


def _cases(story: Story, index: int) -> frozenset[str]:
    words = story.parse.words
    return frozenset(words[kid].text.lower() for kid in story.parse.children[index])


def _is_person(story: Story, index: int) -> bool:
    """Whether a word belongs to the name of a person."""
    named = story.inside.get(index)
    return named is not None and named.entity is not None and named.entity.kind == "person"


def _is_met(story: Story, index: int) -> bool:
    """Whether a word is whom somebody speaks to."""
    word = story.parse.words[index]
    to_whom = word.deprel.startswith("obl") and not _WITH.isdisjoint(_cases(story, index))
    pronoun = word.text.lower() in ("him", "her", "them")
    return (pronoun or _is_person(story, index)) and (to_whom or word.deprel == "obj")
