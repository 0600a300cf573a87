"""Quotation marks as tokens: what each can be, and what is on either side of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from quoteattr.text.readable import SIGN_FILLER
from quoteattr.words.cues import read_table

__all__ = [
    "CLOSING",
    "MARKS",
    "OPENING",
    "STRAIGHT",
    "Token",
    "before_closing",
    "character_class",
    "mark_words",
    "same_family",
    "scan",
]

# Whether a neighbour suggests an opening (1) or a closing mark (-1); a dash suggests neither.
_LEFT = {"edge": 1, "space": 1, "open": 1, "dash": 0, "punct": -1, "close": -1, "word": -1}
_RIGHT = {"edge": -1, "space": -1, "punct": -1, "close": -1, "dash": 0, "open": 1, "word": 1}

_CLASSES = (
    ("space", regex.compile(r"[\s\p{Z}]")),
    ("dash", regex.compile(r"[\p{Pd}/\\|~=<>]")),  # < and > begin or end a tag
    ("open", regex.compile(r"[\p{Ps}\p{Pi}¿¡]")),
    ("close", regex.compile(r"[\p{Pe}\p{Pf}]")),
    ("punct", regex.compile(r"(?![@#&*%§†‡′″])\p{Po}")),
)
_UNSEEN = regex.compile(r"[\p{Cf}\p{Mn}]+")


class Token(NamedTuple):
    """A mark in the text.

    Attributes:
        start, end: code points, with what fills the place of a mark of several characters.
        text: the mark itself.
        family: marks of one family close each other.
        style: marks of one style are better partners than others of the family ("curly", …).
        role: open, close or either, by the character alone.
        left, right: class of the nearest character that is not a mark: edge (of the paragraph),
            space, open, close, punct, dash or word.
    """

    start: int
    end: int
    text: str
    family: str
    style: str
    role: str
    left: str
    right: str

    @property
    def look(self) -> int:
        """Above 0 if the neighbours suggest an opening mark, below 0 if a closing one."""
        return _LEFT[self.left] + _RIGHT[self.right]


@cache
def _characters() -> dict[str, tuple[str, str, str]]:
    """(family, style, role) by mark."""
    return {
        mark: (family, style, role)
        for mark, family, style, role in read_table("marks_characters.tsv")
    }


def _marks_of(role: str) -> frozenset[str]:
    return frozenset(mark for mark, (_, _, found) in _characters().items() if found == role)


OPENING = _marks_of("open")
"""The marks that open by their form. In some styles they close: „Go“, »Go«."""

CLOSING = _marks_of("close")
"""The marks that close by their form; an apostrophe is among them."""

STRAIGHT = _marks_of("either")
"""The marks that may open or close; an apostrophe is among them."""

MARKS = OPENING | CLOSING | STRAIGHT
"""All quotation marks of ``marks_characters.tsv``."""

_AT_END = "".join(MARKS) + " \n"


def before_closing(text: str) -> str:
    """A text up to the marks and blanks at its end.

    >>> [before_closing(text) for text in ("„Why?“", "Why? »", "Why")]
    ['„Why?', 'Why?', 'Why']
    """
    return text.rstrip(_AT_END)


def character_class(marks: Iterable[str], further: str = "") -> str:
    """A regular expression for one of some marks; those of two characters are left out.

    Args:
        marks: marks of the table.
        further: what else it finds, as written within square brackets.

    >>> character_class(["“", "''", '"'], ".?")
    '[.?"“]'
    """
    return f"[{further}{''.join(sorted(regex.escape(mark) for mark in marks if len(mark) == 1))}]"


def same_family(left: str, right: str) -> bool:
    """Whether two characters are marks that may open or close the same quotation.

    >>> [same_family("“", '"'), same_family("I", '"')]
    [True, False]
    """
    marks = _characters()
    return left in marks and right in marks and marks[left][0] == marks[right][0]


@cache
def mark_words(kind: str) -> frozenset[str]:
    """The words of one kind in ``marks_words.tsv``, the table of words with an apostrophe.

    >>> "tis" in mark_words("elision")
    True
    """
    return frozenset(
        word
        for row_kind, words in read_table("marks_words.tsv")
        if row_kind == kind
        for word in words.split()
    )


@cache
def _pattern() -> regex.Pattern[str]:
    one = "".join(regex.escape(mark) for mark in _characters() if len(mark) == 1)
    return regex.compile(rf"'++|`++|‘‘|’’|[{one}]")


@lru_cache(maxsize=4096)
def _class_of(character: str) -> str:
    return next((name for name, found in _CLASSES if found.match(character)), "word")


def _role(character: str) -> str | None:
    entry = _characters().get(character)
    return entry and entry[2]


def _split_run(run: str, *, opening: bool) -> list[str]:
    """The marks in a run of ' or `: doubled ones first if it opens, else the single one first."""
    if run[0] not in "'`" or len(run) == 1:
        return [run]
    if run[0] == "`" and len(run) > 2:  # a fence, not a mark
        return []
    pairs = [run[0] * 2] * (len(run) // 2)
    rest = [run[0]] * (len(run) % 2)
    return pairs + rest if opening else rest + pairs


def scan(text: str, start: int, end: int) -> list[Token]:
    r"""All marks of the paragraph text[start:end], with their neighbours.

    Neighbours are looked up across adjoining marks, so that both marks of "'No,' …" open.

    Args:
        text: the whole text.
        start: first code point of the paragraph, white space at its edges left out.
        end: one past its last code point.

    Returns:
        the marks in order.

    >>> [(token.text, token.look) for token in scan("“'No,' he said”", 0, 15)]
    [('“', 2), ("'", 2), ("'", -2), ('”', -2)]
    """
    runs = [match.span() for match in _pattern().finditer(text, start, end)]
    lefts = _lefts(text, runs, start)
    rights = _rights(text, runs, end)
    out = []
    for (first, last), left, right in zip(runs, lefts, rights, strict=True):
        opening = _LEFT[left] + _RIGHT[right] > 0
        at = first
        for mark in _split_run(text[first:last], opening=opening):
            family, style, role = _characters()[mark]
            start, at = at, at + len(mark)
            while text[at : at + 1] == SIGN_FILLER:
                at += 1
            out.append(Token(start, at, mark, family, style, role, left, right))
    return out


def _lefts(text: str, runs: list[tuple[int, int]], start: int) -> list[str]:
    out: list[str] = []
    reached = start
    for first, last in runs:
        at = first
        # Readers see no combining mark or format character before the quotation mark.
        while at > reached and _UNSEEN.match(text[at - 1]):
            at -= 1
        if at == start:
            out.append("edge")
        else:
            out.append(out[-1] if at == reached and out else _class_of(text[at - 1]))
            if at == reached and _role(text[at - 1]) == "close" and _role(text[first]) == "open":
                out[-1] = "open"  # ”“: one quotation ends, the next begins
        reached = last
    return out


def _rights(text: str, runs: list[tuple[int, int]], end: int) -> list[str]:
    out: list[str] = []
    reached = end
    for first, last in reversed(runs):
        at = last
        while at < reached and _UNSEEN.match(text[at]):
            at += 1
        if at == end:
            out.append("edge")
        else:
            out.append(out[-1] if at == reached and out else _class_of(text[at]))
            if at == reached and _role(text[at]) == "open" and _role(text[last - 1]) == "close":
                out[-1] = "close"
        reached = first
    return out[::-1]
