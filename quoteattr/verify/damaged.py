"""The words of a text that may hold HTML or be mis-encoded, as the attributor reads it."""

from __future__ import annotations

import attrs

from quoteattr.text.alignment import Word, compared_words
from quoteattr.text.readable import FILLERS, SIGN_FILLER, readable

__all__ = ["as_meant", "words_as_meant"]


def as_meant(text: str) -> str:
    """A text without HTML, with its signs as they were meant; it is as long as the given one."""
    shown = readable(text)
    return shown.text if shown.warnings else text


def words_as_meant(shown: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of a part of a text that ``as_meant`` returned.

    Args:
        shown: the whole text.
        start: the first code point to read.
        end: one past the last code point to read; the end of the text by default.

    >>> text = "<p>We <b>won&rsquo;t</b> go to the caf&eacute;.</p>"
    >>> [(word.key, text[word.start : word.end]) for word in words_as_meant(as_meant(text))][1:]
    [("won't", 'won&rsquo;t'), ('go', 'go'), ('to', 'to'), ('the', 'the'), ('café', 'caf&eacute;')]
    """
    end = len(shown) if end is None else end
    places = [i for i in range(start, end) if shown[i] not in FILLERS]
    if len(places) == end - start:
        return compared_words(shown, start, end)
    text = "".join(shown[i] for i in places)
    return tuple(
        attrs.evolve(word, start=places[word.start], end=_end(shown, places[word.end - 1] + 1))
        for word in compared_words(text)
    )


def _end(shown: str, end: int) -> int:
    """Where a word ends with what fills the place of its last sign."""
    while shown.startswith(SIGN_FILLER, end):
        end += 1
    return end
