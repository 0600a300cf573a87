"""Who is quoted in an article, how often, and in which order lists show it."""

from __future__ import annotations

import attrs

from quoteattr.formats.result import Result
from quoteattr.model import Quote, Speaker

__all__ = ["Quoted", "described", "quoted_by_number"]


@attrs.frozen
class Quoted:
    """A speaker with the quotes of the article that are theirs.

    Attributes:
        speaker: None for the quotes without one.
        quotes: at least one, in the order of the text.
    """

    speaker: Speaker | None
    quotes: tuple[Quote, ...]


def quoted_by_number(quotes: Result) -> tuple[Quoted, ...]:
    """Every quoted speaker, those with most quotes first; at the end, the quotes without a speaker.

    Speakers with as many quotes are in the order of their first quotes.

    >>> from quoteattr.model import Quote, Span, Speaker
    >>> from quoteattr.quotes import Quotes
    >>> text, lee = "“No.” “Go,” Ann Lee said.", Speaker("s1", "Ann Lee")
    >>> nobodys = Quote("q1", [Span.of(text, 0, 5)], "direct")
    >>> hers = Quote("q2", [Span.of(text, 6, 11)], "direct", speaker=lee)
    >>> found = quoted_by_number(Quotes([nobodys, hers], text=text, speakers=[lee]))
    >>> [(entry.speaker and entry.speaker.name, len(entry.quotes)) for entry in found]
    [('Ann Lee', 1), (None, 1)]
    """
    speakers: dict[str | None, Speaker | None] = {}
    theirs: dict[str | None, list[Quote]] = {}
    for quote in quotes:
        key = quote.speaker.id if quote.speaker else None
        speakers[key] = quote.speaker
        theirs.setdefault(key, []).append(quote)
    entries = [Quoted(speakers[key], tuple(found)) for key, found in theirs.items()]
    return tuple(sorted(entries, key=lambda entry: (entry.speaker is None, -len(entry.quotes))))


def described(speaker: Speaker) -> str:
    """The name of a speaker, with titles.

    >>> described(Speaker("s1", "Ann Lee", titles=("Prime Minister",)))
    'Ann Lee (Prime Minister)'
    """
    return f"{speaker.name} ({', '.join(speaker.titles)})" if speaker.titles else speaker.name
