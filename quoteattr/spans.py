"""Places in an article: spans of the caller's text, the cues and mentions that they make up.

Offsets are code points, half-open, as Python slices them. ``quoteattr.model`` has the records that
are built on these, and gives these names as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import attrs

from quoteattr.errors import InputError
from quoteattr.fields import instance_of, one_of, read_record, to_tuple, tuple_of

__all__ = [
    "CUE_TYPES",
    "MENTION_TYPES",
    "Cue",
    "CueType",
    "Mention",
    "MentionType",
    "Span",
    "shorten",
]

CueType = Literal["speech", "writing", "thought", "intention", "attitude", "other"]
MentionType = Literal["name", "nominal", "pronoun"]

CUE_TYPES: tuple[str, ...] = get_args(CueType)
MENTION_TYPES: tuple[str, ...] = get_args(MentionType)

_REPR_WIDTH = 60


def shorten(text: str) -> str:
    """Text on one line of bounded length, as the records show it.

    >>> len(shorten("peace " * 50))
    60
    """
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

    start: int = attrs.field(validator=instance_of(int))
    end: int = attrs.field(validator=instance_of(int))
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
        return f"Span({self.start}, {self.end}, {shorten(self.text)!r})"

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
        hypothetical: "is going to say", "would say".
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
        return f"Cue({shorten(self.text)!r}, {self.type}{flags})"

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
    """A place where a speaker is named, described or referred to.

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
        return f"Mention({self.span.start}, {self.span.end}, {shorten(self.text)!r}, {self.type})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: the span's, with the type."""
        return {**self.span.to_dict(), "type": self.type}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Mention:
        """The inverse of ``to_dict``."""
        data = read_record(record, cls, "start", "end", "text", "type")
        return cls(Span.from_dict(data), data["type"])
