"""Paragraphs of raw text: where a newline ends one, and where it is only a wrapped line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex

__all__ = ["LINE_ENDS", "paragraph_spans"]

LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")

_LINE = regex.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_ONE_BREAK = regex.compile(r"[ \t\u00a0]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028])[ \t\u00a0]*")
_FIRST_WORD = regex.compile(r"\S++")
_NARROWEST, _WIDEST = 50, 100
# A wrapped line may be this many characters shorter than the width.
_SLACK = 4
_FINAL = frozenset(".?!…”\"’'")
_LONGEST_END = 5  # code points of a comma and the marks after it
_NEW_SPEECH = regex.compile(r"[“\"‘'«„‚`]")
# A quotation that ends its line, but not its sentence: “…,”
_ENDS_IN_COMMA = regex.compile(r",\s?(?:[”\"’'»]|''){1,2}\Z")
_ENDS_QUOTED = regex.compile(r"(?:[”\"’»]|'')\Z")


@lru_cache(maxsize=2)  # the marks are found by paragraphs, and so are the words
def paragraph_spans(text: str) -> tuple[tuple[int, int], ...]:
    r"""The non-blank paragraphs of a text, without white space at their ends.

    Every line is a paragraph, except for wrapped lines. These are a block of lines between blank
    lines, none of which had room for the next word, as in e-mail and wire copy; and a line whose
    sentence visibly goes on in the next line.

    Args:
        text: any string.

    Returns:
        (start, end) code points, half-open, in order.

    >>> paragraph_spans("One.\nTwo.\r\n\r\n  Three.")
    ((0, 4), (5, 9), (15, 21))
    >>> line = "He said that “the only thing that the committee had ever wanted to"
    >>> paragraph_spans(f"{line}\nhear from him” was this.") == ((0, len(line) + 25),)
    True
    """
    out: list[tuple[int, int]] = []
    block: list[tuple[int, int]] = []
    for line in _lines(text):
        if block and not _ONE_BREAK.fullmatch(text, block[-1][1], line[0]):
            out += _rejoin(text, block)
            block = []
        block.append(line)
    return (*out, *_rejoin(text, block))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.isspace():
            yield (
                match.start() + len(line) - len(line.lstrip()),
                match.start() + len(line.rstrip()),
            )


def _rejoin(text: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    wrapped = _is_wrapped(text, block)
    out = block[:1]
    for left, right in pairwise(block):
        if wrapped or _runs_on(text, left, right):
            out[-1] = (out[-1][0], right[1])
        else:
            out.append(right)
    return out


def _runs_on(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether a sentence visibly goes on in the next line, also after a quotation."""
    end = text[max(left[0], left[1] - _LONGEST_END) : left[1]]
    if text[right[0]].islower():
        goes_on = end[-1].isalnum() or end[-1] in ",-–—"
        return goes_on or bool(_ENDS_QUOTED.search(end))
    return bool(_ENDS_IN_COMMA.search(end)) and text[right[0]].isalpha()


def _is_wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    """Whether no line of a block had room for the word that the next one begins with."""
    width = max((end - start for start, end in block), default=0)
    if len(block) < 2 or not _NARROWEST <= width <= _WIDEST:
        return False
    if len(block) == 2 and _starts_speech(text, *block):
        return False
    if all(text[end - 1] in _FINAL for _, end in block):
        return False  # one sentence or turn a line, of about the same length by chance
    return all(
        left[1] - left[0] + 1 + _first_word_length(text, right) > width - _SLACK
        for left, right in pairwise(block)
    )


def _starts_speech(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether the second line is dialogue: the first ends a sentence, the second opens speech."""
    return text[left[1] - 1] in _FINAL and bool(_NEW_SPEECH.match(text, right[0]))


def _first_word_length(text: str, line: tuple[int, int]) -> int:
    match = _FIRST_WORD.match(text, line[0], min(line[1], line[0] + _WIDEST))
    return match.end() - match.start() if match else 0
