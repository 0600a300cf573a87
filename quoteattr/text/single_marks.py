"""Single quotation marks as opposed to apostrophes: ‘ ’ ' and similar ones.

Every mark gets a grade from its neighbours and the words beside it. Pairing is one pass over the
marks between the same pair of double marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

import attrs
import regex

from quoteattr.text.mark_tokens import Token, mark_words

__all__ = ["GradedMark", "SentenceEnds", "grade_single", "pair_singles"]

Grade = Literal["apostrophe", "open", "held", "either", "strong", "medium", "weak"]

_STACK_DEPTH = 32
_LOOK = 24
_QUOTED = ("'", "’")
_TOKENIZED = regex.compile(r"\w\s")
_WORD_AFTER = regex.compile(r"\p{L}++")
_NEXT_WORD = regex.compile(r"\s+(\p{L}++)")
_NOTHING_OWNED = regex.compile(r"\s*[\p{Ps}\p{Pd}]")
_WORD_BEFORE = regex.compile(r"[\p{L}\p{M}.]+\Z")
# "‘Iolani", "‘Āina": a Hawaiian letter, which is often written as a mark. All syllables are open.
_HAWAIIAN = regex.compile(
    r"(?!(?:One|Alone)\b)[AEIOUĀĒĪŌŪ](?:[hklmnpw]?[aeiouāēīōū]){1,12}+(?!\p{L})"
)
_DECADE = regex.compile(r"\d\d(?:s\b|(?!\d|[,.]\d|%))")
_JOINER = regex.compile(r"['’‘´][nN](?:['’´]|(?=\s))")
_POSSESSIVE = regex.compile(r"s(?!\w)")
_POSSESSOR = regex.compile(r"(?:[sxzSXZ]|\p{L}in|\d)\Z")
_LEADING_ELLIPSIS = regex.compile(r"\.(?:\s?\.|\p{L})|…")
_MARK_NEXT = regex.compile(r"[.,?!]['’](?!\w)")
_SPEECH_LEAD = regex.compile(r"[,:.?!]\s\Z")
_SENTENCE_END = regex.compile(r"[.?!…]['’\"”)\]]*+\s")


@attrs.frozen
class GradedMark:
    """A single mark with what it can be.

    Attributes:
        token: the mark.
        grade: ``open`` opens. ``held`` opens only if a closing mark would lack its partner ('tis).
            ``either`` closes if something is open, else opens. ``strong``, ``medium`` and ``weak``
            close; a weak one may be a possessive, so a later one is preferred to it.
        sure: whether it counts as an opening mark even without a closing one.
        word_end: for ``held``, the end of the word.
    """

    token: Token
    grade: Grade
    sure: bool = False
    word_end: int = -1


def grade_single(text: str, token: Token, start: int, end: int) -> GradedMark:
    """What a single mark can be, in the paragraph text[start:end].

    >>> from quoteattr.text.mark_tokens import scan
    >>> text = "the players' union"
    >>> grade_single(text, scan(text, 0, 18)[0], 0, 18).grade
    'weak'
    """
    left, right = token.left, token.right
    if (
        _is_joiner(text, token)
        or left == right == "word"
        or _is_possessive(text, token, start, end)
    ):
        return GradedMark(token, "apostrophe")
    if left in ("edge", "space", "open", "dash") and _can_lead(text, token, end):
        return _grade_opening(text, token, start, end)
    if token.role == "open" and left in ("edge", "open", "space"):
        opens = right == "space" or token.end < end  # ‘ Hello ’, or marks and nothing else
        return GradedMark(token, "open" if opens else "apostrophe", sure=opens)
    if left in ("edge", "open") and (token.role == "either" or token.start == start):
        opens = right == "space" and token.role == "either"
        return GradedMark(token, "open" if opens else "apostrophe")
    if right in ("word", "open"):
        return GradedMark(token, "either")
    return GradedMark(token, _grade_closing(text, token, start, end))


def _is_joiner(text: str, token: Token) -> bool:
    """Either mark of 'n' in rock 'n' roll."""
    around = text[max(0, token.start - 2) : token.end + 2]
    return bool(_JOINER.search(around)) and token.style in ("straight", "curly", "acute")


def _is_possessive(text: str, token: Token, start: int, end: int) -> bool:
    """``Yahoo!'s``, ``“Hamlet”’s``, and ``Wilson 's`` as tokenizers write it."""
    if token.right != "word" or token.role == "open":
        return False
    word = _WORD_AFTER.match(text, token.end, end)
    if word is None:
        return False
    if token.left in ("punct", "close"):
        return bool(_POSSESSIVE.match(text, token.end, end))
    if word.group() not in mark_words("clitic") or text[word.end() : word.end() + 1] in _QUOTED:
        return False
    before = text[max(start, token.start - 2) : token.start]
    return token.left == "edge" or bool(_TOKENIZED.fullmatch(before))


def _can_lead(text: str, token: Token, end: int) -> bool:
    return token.right in ("word", "open", "dash") or (
        token.right == "punct" and bool(_LEADING_ELLIPSIS.match(text, token.end, end))
    )


def _grade_opening(text: str, token: Token, start: int, end: int) -> GradedMark:
    word = _WORD_AFTER.match(text, token.end, end)
    if word and word.group().lower() in mark_words("elision"):
        return GradedMark(token, "held", word_end=word.end())
    name = _HAWAIIAN.match(text, token.end, end)
    if name:
        return GradedMark(token, "held", word_end=name.end())
    decade = _DECADE.match(text, token.end, end)
    if decade:
        return GradedMark(token, "held")
    if token.style == "tex" or token.role == "close" or token.style == "low":
        return GradedMark(token, "open")
    sure = (
        token.role == "open"
        or token.start == start
        or (
            bool(_SPEECH_LEAD.search(text[max(start, token.start - 2) : token.start]))
            and text[token.end : token.end + 1].isupper()
        )
    )
    return GradedMark(token, "open", sure=sure)


def _grade_closing(text: str, token: Token, start: int, end: int) -> Grade:
    left = token.left
    before = text[max(start, token.start - _LOOK) : token.start]
    if left == "space":  # a blank that a tokenizer wrote
        before = before.rstrip()
        left = "word" if before[-1:].isalnum() else "punct"
    possessor = bool(_POSSESSOR.search(before))
    if possessor and _MARK_NEXT.match(text, token.end, end):  # 'Not the others',' he said
        return "weak"
    if left != "word" or token.right in ("punct", "close", "edge"):
        return "strong"
    word = _WORD_BEFORE.search(before)
    clipped = word is not None and word.group().lower() in mark_words("clipped")
    if not clipped and not possessor:
        return "medium"
    follower = _NEXT_WORD.match(text, token.end, end)
    if _NOTHING_OWNED.match(text, token.end, end) or (
        follower and follower.group(1) in mark_words("follower")
    ):
        return "medium"
    return "weak"


@attrs.frozen
class SentenceEnds:
    """Where sentences end in a paragraph."""

    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> SentenceEnds:
        """The sentence ends of text[start:end]: a full stop or its like before white space."""
        return cls(tuple(match.start() for match in _SENTENCE_END.finditer(text, start, end)))

    def part(self, left: Token, right: Token) -> bool:
        """Whether a sentence ends between two marks, but not right before the second."""
        i = bisect_left(self.at, left.end)
        return i < len(self.at) and self.at[i] < right.start - 1


def pair_singles(
    marks: Sequence[GradedMark], ends: SentenceEnds
) -> tuple[list[tuple[Token, Token]], list[Token]]:
    """Pair single marks of one paragraph that lie between the same pair of other marks.

    Args:
        marks: graded, in order.
        ends: the sentence ends of the paragraph.

    Returns:
        (opening, closing) pairs, and the opening marks that stay unclosed.
    """
    pairing = _Pairing(ends)
    for mark in marks:
        if mark.grade == "held":
            pairing.held = mark
        elif mark.grade == "open" or (mark.grade == "either" and not pairing.opened):
            pairing.open(mark)
        elif mark.grade == "weak":
            pairing.close_weakly(mark.token)
        elif mark.grade != "apostrophe":
            pairing.close(mark.token)
    pairing.finish()
    return pairing.pairs, pairing.unclosed


@attrs.define
class _Open:
    """An opening mark that waits for its partner, and a weak one that may be it."""

    mark: GradedMark
    weak: Token | None = None


@attrs.define
class _Pairing:
    """The state of one pass over the marks of a paragraph.

    Attributes:
        ends: the sentence ends of the paragraph.
        opened: opening marks without a partner so far, the innermost last.
        held: the last elision; it opens if a closing mark would be left over.
        pairs, unclosed: the result.
    """

    ends: SentenceEnds
    opened: list[_Open] = attrs.field(factory=list)
    held: GradedMark | None = None
    pairs: list[tuple[Token, Token]] = attrs.field(factory=list)
    unclosed: list[Token] = attrs.field(factory=list)

    def open(self, mark: GradedMark) -> None:
        """Open a quotation; the outermost one ends if too many are open."""
        self.opened.append(_Open(mark))
        if len(self.opened) > _STACK_DEPTH and (oldest := self.opened.pop(0)).weak is not None:
            self.pairs.append((oldest.mark.token, oldest.weak))

    def close(self, token: Token) -> None:
        """Close the innermost quotation, else the elision that is held."""
        if self.held and not self.opened:
            self._close_held(self.held, token)
            return
        while self.opened and self._is_unlikely(self.opened[-1].mark, token):
            self.opened.pop()
        if self.opened:
            self.pairs.append((self.opened.pop().mark.token, token))
            self.held = None

    def close_weakly(self, token: Token) -> None:
        """Note a mark that may be a possessive: it closes only if no better one follows."""
        if self.held and not self.opened and token.start == self.held.word_end:
            self._close_held(self.held, token)  # the word 'tis'
            return
        if not self.opened or self.opened[-1].weak is not None:
            return
        if not self.ends.part(self.opened[-1].mark.token, token):
            self.opened[-1].weak = token

    def finish(self) -> None:
        """Close what is open with weak marks; the rest is unclosed or no mark at all."""
        for item in self.opened:
            if item.weak is not None:
                self.pairs.append((item.mark.token, item.weak))
            elif item.mark.sure:
                self.unclosed.append(item.mark.token)

    def _close_held(self, held: GradedMark, token: Token) -> None:
        self.pairs.append((held.token, token))
        self.held = None

    def _is_unlikely(self, opening: GradedMark, closing: Token) -> bool:
        """Whether a rare opening mark and a closing mark are in different sentences."""
        return _is_rare(opening) and self.ends.part(opening.token, closing)


def _is_rare(mark: GradedMark) -> bool:
    """Whether a mark of this form opens only now and then: a closing one, a low one."""
    return mark.token.role == "close" or mark.token.style == "low"
