"""The typed result: frozen records with offsets into the caller's own string.

Offsets are code points, half-open, as Python slices them. Unknown is ``None``. Every record has
``to_dict`` and ``from_dict``; they round-trip exactly and are the JSON form of the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal, get_args

import attrs

from quoteattr.errors import InputError
from quoteattr.fields import (
    instance_of,
    is_probability,
    one_of,
    read_record,
    to_float,
    to_int,
    to_tuple,
    tuple_field,
    tuple_of,
)

__all__ = [
    "CUE_TYPES",
    "GENDERS",
    "KINDS",
    "MENTION_TYPES",
    "SPEAKER_KINDS",
    "Cue",
    "CueType",
    "Gender",
    "Mention",
    "MentionType",
    "Quote",
    "QuoteKind",
    "Span",
    "Speaker",
    "SpeakerKind",
]

QuoteKind = Literal["direct", "mixed", "indirect"]
CueType = Literal["speech", "writing", "thought", "intention", "attitude", "other"]
MentionType = Literal["name", "nominal", "pronoun"]
SpeakerKind = Literal["person", "organization", "group", "document", "other", "author", "reader"]
Gender = Literal["female", "male"]

KINDS: tuple[str, ...] = get_args(QuoteKind)
CUE_TYPES: tuple[str, ...] = get_args(CueType)
MENTION_TYPES: tuple[str, ...] = get_args(MentionType)
SPEAKER_KINDS: tuple[str, ...] = get_args(SpeakerKind)
GENDERS: tuple[str, ...] = get_args(Gender)

_REPR_WIDTH = 60


def _shorten(text: str) -> str:
    """The text on one line of at most ``_REPR_WIDTH`` characters, for ``repr``."""
    line = " ".join(text.split())
    return line if len(line) <= _REPR_WIDTH else line[: _REPR_WIDTH - 1] + "…"


@attrs.frozen(repr=False)
class Span:
    """A stretch of the caller's text: ``text == article[start:end]``.

    Attributes:
        start: first code point.
        end: one past the last code point.
        text: the covered text.

    >>> Span(10, 15, "peace")
    Span(10, 15, 'peace')
    """

    start: int = attrs.field(converter=to_int, validator=instance_of(int))
    end: int = attrs.field(converter=to_int, validator=instance_of(int))
    text: str = attrs.field(validator=instance_of(str))

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InputError(f"Span needs 0 <= start <= end, not {self.start} and {self.end}")
        if len(self.text) != self.end - self.start:
            raise InputError(
                f"Span {self.start}-{self.end} is {self.end - self.start} code points long, "
                f"its text {len(self.text)}"
            )

    def __repr__(self) -> str:
        return f"Span({self.start}, {self.end}, {_shorten(self.text)!r})"

    @classmethod
    def of(cls, article: str, start: int, end: int) -> Span:
        """The span of ``article[start:end]``.

        >>> Span.of("Peace, he said.", 0, 5)
        Span(0, 5, 'Peace')
        """
        return cls(start, end, article[start:end])

    def to_dict(self) -> dict[str, Any]:
        """``{"start": …, "end": …, "text": …}``."""
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Span:
        """The inverse of ``to_dict``; ``InputError`` says what is wrong with a record."""
        data = read_record(record, cls, "start", "end", "text")
        return cls(data["start"], data["end"], data["text"])


@attrs.frozen(repr=False)
class Cue:
    """The words that attribute: "said", "according to", "quoted … as saying".

    Attributes:
        spans: the words as written, in order.
        lemma: the dictionary form of the head ("say").
        type: speech, writing, thought, intention, attitude or other.
        negated: "did not say".
        hypothetical: "is going to say", "would say", "is expected to say".
    """

    spans: tuple[Span, ...] = attrs.field(converter=to_tuple, validator=tuple_of(Span))
    lemma: str = attrs.field(validator=instance_of(str))
    type: CueType = attrs.field(default="speech", validator=one_of(CUE_TYPES))
    negated: bool = attrs.field(default=False, validator=instance_of(bool))
    hypothetical: bool = attrs.field(default=False, validator=instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if not self.spans:
            raise InputError("Cue.spans must not be empty; a quote without a cue has cue=None")

    @property
    def text(self) -> str:
        """The words as written, pieces joined by " … "."""
        return " … ".join(span.text for span in self.spans)

    def __repr__(self) -> str:
        flags = ", negated" * self.negated + ", hypothetical" * self.hypothetical
        return f"Cue({_shorten(self.text)!r}, {self.type}{flags})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "spans": [span.to_dict() for span in self.spans],
            "lemma": self.lemma,
            "type": self.type,
            "negated": self.negated,
            "hypothetical": self.hypothetical,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Cue:
        """The inverse of ``to_dict``."""
        data = read_record(record, cls, "spans", "lemma", "type", "negated", "hypothetical")
        return cls(
            spans=tuple(Span.from_dict(span) for span in data["spans"]),
            lemma=data["lemma"],
            type=data["type"],
            negated=data["negated"],
            hypothetical=data["hypothetical"],
        )


@attrs.frozen(repr=False)
class Mention:
    """Words that name, describe or refer to a speaker.

    Attributes:
        span: the words as written.
        type: name, nominal ("the vice president") or pronoun.
    """

    span: Span = attrs.field(validator=instance_of(Span))
    type: MentionType = attrs.field(default="name", validator=one_of(MENTION_TYPES))

    @property
    def text(self) -> str:
        """The words as written."""
        return self.span.text

    def __repr__(self) -> str:
        return f"Mention({self.span.start}, {self.span.end}, {_shorten(self.text)!r}, {self.type})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: the span's, with the type."""
        return {**self.span.to_dict(), "type": self.type}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Mention:
        """The inverse of ``to_dict``."""
        data = read_record(record, cls, "start", "end", "text", "type")
        return cls(Span.from_dict(data), data["type"])


@attrs.frozen(repr=False)
class Speaker:
    """A speaker of one article: a person, an organization, a group, a document.

    Attributes:
        id: unique within the article ("s1").
        name: the fullest name, without honorific and title; a description if unnamed.
        kind: person, organization, group, document or other; author for "I" of an article whose
            author is not named, reader for "you".
        named: whether ``name`` is a name, not a description.
        titles: titles and honorifics that the article gives ("Vice President").
        aliases: other names that the article uses ("Vance").
        gender: female, male or None.
        members: ids or names of the members of a compound source.
        mentions: the mentions in the article, in order.
        identifier: the caller's own id, when known people were given.
    """

    id: str = attrs.field(validator=instance_of(str))
    name: str = attrs.field(validator=instance_of(str))
    kind: SpeakerKind = attrs.field(default="person", validator=one_of(SPEAKER_KINDS))
    named: bool = attrs.field(default=True, validator=instance_of(bool))
    titles: tuple[str, ...] = tuple_field(str)
    aliases: tuple[str, ...] = tuple_field(str)
    gender: Gender | None = attrs.field(default=None, validator=one_of(GENDERS, optional=True))
    members: tuple[str, ...] = tuple_field(str)
    mentions: tuple[Mention, ...] = tuple_field(Mention)
    identifier: str | None = attrs.field(default=None, validator=instance_of(str, optional=True))

    def __repr__(self) -> str:
        unnamed = "" if self.named else ", unnamed"
        return f"Speaker({self.id!r}, {_shorten(self.name)!r}, {self.kind}{unnamed})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "named": self.named,
            "titles": list(self.titles),
            "aliases": list(self.aliases),
            "gender": self.gender,
            "members": list(self.members),
            "identifier": self.identifier,
            "mentions": [mention.to_dict() for mention in self.mentions],
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Speaker:
        """The inverse of ``to_dict``."""
        names = [field.name for field in attrs.fields(cls)]
        data = dict(read_record(record, cls, *names))
        data["mentions"] = tuple(Mention.from_dict(mention) for mention in data["mentions"])
        return cls(**{name: data[name] for name in names})


def _check_probability(_quote: Quote, attribute: attrs.Attribute[Any], value: Any) -> None:
    if not is_probability(value):
        raise InputError(f"Quote.{attribute.name} must be a number between 0 and 1, not {value!r}")


@attrs.frozen(repr=False)
class Quote:
    """One attribution: who said what, by which words.

    Attributes:
        id: unique within the article ("q1").
        content: what was said, in order; "…," he said. "…" is one quote with two spans.
        kind: direct (within quotation marks), indirect (without any) or mixed.
        cue: the reporting words, None for a quotation without any.
        source: who said it, as written; None if the text names nobody.
        speaker: who that is; None if the text does not show it.
        addressee: to whom it was said, as written.
        via: who passed it on ("RIA Novosti quoted Putin as saying …").
        parent: id of the quote in whose content this one lies.
        confidence: probability between 0 and 1 that source, cue and content belong together.
        evidence: the rules that decided, in order.
        speaker_confidence: probability between 0 and 1 that ``speaker`` said it, given that the
            content is a quote; None without a speaker, or if it was not estimated.
        statement: probability between 0 and 1 that an editor calls it a quote: that somebody said,
            wrote or stated it as a belief, and that it is not a mere topic, plan or action; None if
            it was not estimated.
    """

    id: str = attrs.field(validator=instance_of(str))
    content: tuple[Span, ...] = attrs.field(converter=to_tuple, validator=tuple_of(Span))
    kind: QuoteKind = attrs.field(validator=one_of(KINDS))
    cue: Cue | None = attrs.field(default=None, validator=instance_of(Cue, optional=True))
    source: Mention | None = attrs.field(
        default=None, validator=instance_of(Mention, optional=True)
    )
    speaker: Speaker | None = attrs.field(
        default=None, validator=instance_of(Speaker, optional=True)
    )
    addressee: Mention | None = attrs.field(
        default=None, validator=instance_of(Mention, optional=True)
    )
    via: tuple[Speaker, ...] = tuple_field(Speaker)
    parent: str | None = attrs.field(default=None, validator=instance_of(str, optional=True))
    confidence: float = attrs.field(default=1.0, converter=to_float, validator=_check_probability)
    evidence: tuple[str, ...] = tuple_field(str)
    speaker_confidence: float | None = attrs.field(
        default=None, converter=to_float, validator=attrs.validators.optional(_check_probability)
    )
    statement: float | None = attrs.field(
        default=None, converter=to_float, validator=attrs.validators.optional(_check_probability)
    )

    def __attrs_post_init__(self) -> None:
        if not self.content:
            raise InputError("Quote.content must not be empty")
        for left, right in pairwise(self.content):
            if right.start < left.end:
                raise InputError(f"Quote.content must be in order and disjoint: {left}, {right}")

    @property
    def text(self) -> str:
        """What was said, as written; pieces joined by a blank."""
        return " ".join(span.text for span in self.content)

    @property
    def start(self) -> int:
        """First code point of the content."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """One past the last code point of the content."""
        return self.content[-1].end

    def __repr__(self) -> str:
        who = self.speaker.name if self.speaker else None
        return f"Quote({self.id!r}, {self.kind}, {_shorten(self.text)!r}, speaker={who!r})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; speakers by id, as ``Quotes.to_dict`` lists them once."""
        return {
            "id": self.id,
            "kind": self.kind,
            "content": [span.to_dict() for span in self.content],
            "cue": self.cue.to_dict() if self.cue else None,
            "source": self.source.to_dict() if self.source else None,
            "speaker": self.speaker.id if self.speaker else None,
            "addressee": self.addressee.to_dict() if self.addressee else None,
            "via": [speaker.id for speaker in self.via],
            "parent": self.parent,
            "confidence": self.confidence,
            "speaker_confidence": self.speaker_confidence,
            "statement": self.statement,
            "evidence": list(self.evidence),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], speakers: Mapping[str, Speaker]) -> Quote:
        """The inverse of ``to_dict``; ``speakers`` maps the ids that the record uses."""
        # Records of version 0.1 lack these two.
        names = {field.name for field in attrs.fields(cls)} - {"speaker_confidence", "statement"}
        data = read_record(record, cls, *sorted(names))
        used = [*data["via"], *([data["speaker"]] if data["speaker"] is not None else [])]
        unknown = [name for name in used if name not in speakers]
        if unknown:
            raise InputError(f"Quote {data['id']!r} names speakers that are not given: {unknown}")
        return cls(
            id=data["id"],
            content=tuple(Span.from_dict(span) for span in data["content"]),
            kind=data["kind"],
            cue=Cue.from_dict(data["cue"]) if data["cue"] else None,
            source=Mention.from_dict(data["source"]) if data["source"] else None,
            speaker=speakers[data["speaker"]] if data["speaker"] is not None else None,
            addressee=Mention.from_dict(data["addressee"]) if data["addressee"] else None,
            via=tuple(speakers[name] for name in data["via"]),
            parent=data["parent"],
            confidence=data["confidence"],
            evidence=tuple(data["evidence"]),
            speaker_confidence=data.get("speaker_confidence"),
            statement=data.get("statement"),
        )
