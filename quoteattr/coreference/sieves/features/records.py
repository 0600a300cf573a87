"""What all candidates of a mention are compared with."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.frames import Frame
from quoteattr.coreference.records import Mention
from quoteattr.syntax import Parse
from quoteattr.text.mark_tokens import OPENING, STRAIGHT
from quoteattr.words.cues import word_list

__all__ = ["LATEST", "LEAD", "NEAR_MENTIONS", "Features", "Setting", "Speakers", "setting_of"]

Features = dict[str, float]
"""Values by name; those that are true or false count as 1 and 0."""

LEAD = 3
"""Sentences at the beginning of an article."""

NEAR_MENTIONS = 8
"""Mentions of a candidate whose predicates and vectors are looked at."""

LATEST = 40
"""Mentions of a candidate whose nouns are looked at."""

_ANSWERING = word_list("verbs of the accused")
_GOING_ON = word_list("verbs of going on")
_OPENING = OPENING | STRAIGHT
_LAST_SPEAKERS = 30  # attributions looked back at
_LONG_PARAGRAPH = 40  # sentences of a paragraph whose first one is sought
_BLANKS = 200  # code points at the beginning of a paragraph that may be blank


@attrs.frozen
class Speakers:
    """Who spoke before a mention.

    Attributes:
        last: key of the last speaker, None if nobody spoke.
        other: key of the last one who is somebody else.
        spoken: how often each of the last speakers spoke, by key.
    """

    last: Hashable
    other: Hashable
    spoken: Mapping[Hashable, int]

    @classmethod
    def of(cls, speakers: Sequence[Hashable]) -> Speakers:
        """Who spoke.

        Args:
            speakers: keys, the latest first.
        """
        spoken = {key: speakers.count(key) for key in dict.fromkeys(speakers)}
        last, other = (*spoken, None, None)[:2]
        return cls(last, other, spoken)


@attrs.frozen
class Setting:
    """What all candidates of a mention are compared with, worked out once for all of them.

    Attributes:
        mention: the one whose candidates they are.
        frame: where it is in its sentence.
        above: the words above it.
        paragraph: its number.
        topic: the sentence whose subject the paragraph is mostly about.
        speakers: who spoke before.
        addressee: key of who was addressed last, None if nobody was.
        quoted, reported: whether the mention is in what somebody says.
        goes_on: whether it is of somebody who goes on speaking: "he added".
        answers: whether it is the subject of a verb such as "deny".
        answers_charge: whether it answers with a noun: "denies assault", not "denies that he lied".
        place: of a source: "opens", "closes" or "inside"; None for another mention.
    """

    mention: Mention
    frame: Frame
    above: tuple[int, ...]
    paragraph: int
    topic: int
    speakers: Speakers
    addressee: Hashable | None
    quoted: bool
    reported: bool
    goes_on: bool
    answers: bool
    answers_charge: bool
    place: str | None


def setting_of(discourse: Discourse, mention: Mention) -> Setting:
    """What the candidates of a mention are compared with."""
    parse, head = discourse.parse, mention.head
    frame = discourse.frame_of(mention)
    addressee = discourse.last_addressee(head)
    clause = parse.words[frame.clause] if frame.clause >= 0 and mention.role == "subject" else None
    answers = clause is not None and clause.lemma.lower() in _ANSWERING
    clausal = answers and any(
        parse.words[kid].deprel == "ccomp" for kid in parse.children[frame.clause]
    )
    return Setting(
        mention=mention,
        frame=frame,
        above=parse.governors(head),
        paragraph=parse.paragraph_of(head),
        topic=_topic_sentence(parse, mention),
        speakers=Speakers.of(discourse.speakers_before(head, _LAST_SPEAKERS)),
        addressee=None if addressee is None else addressee.key,
        quoted=discourse.is_quoted(mention),
        reported=discourse.is_reported(mention),
        goes_on=discourse.cue_of.get(head) in _GOING_ON,
        answers=answers,
        answers_charge=answers and not clausal,
        place=_place_of(discourse, mention) if discourse.is_source(mention) else None,
    )


def _topic_sentence(parse: Parse, mention: Mention) -> int:
    """The first sentence of the mention's paragraph, or of the one before if it is the mention's.

    Its subject is mostly what the paragraph is about.
    """
    sentences, first = parse.sentences, mention.sentence - 1
    for _ in range(_LONG_PARAGRAPH):
        if first < 1 or sentences[first - 1].paragraph != sentences[first].paragraph:
            break
        first -= 1
    return first


def _place_of(discourse: Discourse, mention: Mention) -> str:
    """The place of a source: it opens a paragraph, or closes a quotation that does."""
    parse = discourse.parse
    span = discourse.source_of[mention.head]
    number = parse.paragraph_of(mention.head)
    begin = parse.paragraphs[number][0] if 0 <= number < len(parse.paragraphs) else 0
    if not parse.text[begin : min(span.start, begin + _BLANKS)].strip():
        return "opens"
    return "closes" if parse.text[begin : begin + 1] in _OPENING else "inside"
