"""Pair the marks that can't be apostrophes: “ ” " '' « » and similar ones.

A paragraph is read up to six times, from the strictest reading to the loosest. The reading that
leaves the fewest marks unpaired wins; of several, the one that leaves the fewest without doubt, and
then the first. Each reading is one pass with a stack.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs
import regex

from quoteattr.text.mark_tokens import Token

__all__ = ["Pairing", "pair_doubles"]

_STACK_DEPTH = 32

# 12" and 6'2": an inch sign follows a short number, but so does the end of "We are 12".
_SHORT_NUMBER = regex.compile(r"(?<![\d.,:/-])(?:\d{1,3}|\d{0,2}[½¼¾⅓⅔⅛⅜⅝⅞]|\d{1,2}\.\d)\Z")
_FEET = regex.compile(r"\d\s?['’′]\s?\d{1,2}(?:\.\d|\s?[½¼¾])?\Z")
_LOOK_BACK = 10


@attrs.frozen
class Pairing:
    """The result of one reading.

    Attributes:
        pairs: (opening, closing) positions in the token sequence.
        unclosed: positions of opening marks without a closing one, in order.
        strays: positions of closing marks without an opening one.
    """

    pairs: tuple[tuple[int, int], ...]
    unclosed: tuple[int, ...]
    strays: tuple[int, ...]


def pair_doubles(text: str, tokens: Sequence[Token]) -> Pairing:
    r"""Pair the marks of one paragraph.

    Args:
        text: the whole text.
        tokens: the paragraph's marks other than single ones, in order.

    Returns:
        the reading with the fewest unpaired marks.

    >>> from quoteattr.text.mark_tokens import scan
    >>> text = '"A 12" pizza," he said.'
    >>> pair_doubles(text, scan(text, 0, len(text))).pairs
    ((0, 2),)
    """
    best, fewest = Pairing((), (), ()), (len(tokens) + 1, 0)
    doubts = _doubts(text, tokens)
    for skipped in doubts:
        for strict in (True, False):
            reading = _read(tokens, skipped, strict=strict)
            alone = (*reading.unclosed, *reading.strays)
            number = len(alone), sum(i not in doubts[0] for i in alone)
            if number < fewest:
                best, fewest = reading, number
            if not alone:
                return best
    return best


def _doubts(text: str, tokens: Sequence[Token]) -> list[frozenset[int]]:
    """Three sets of marks to ignore: all doubtful ones, those before a better one, none.

    A doubtful mark is before a better one if the next mark closes, or is doubtful as well.
    """
    doubtful = frozenset(i for i, token in enumerate(tokens) if _is_doubtful(text, token))
    if not doubtful:
        return [doubtful]
    outdone = {
        i for i in doubtful if i + 1 < len(tokens) and (i + 1 in doubtful or tokens[i + 1].look < 0)
    }
    return [doubtful, frozenset(outdone), frozenset()]


def _is_doubtful(text: str, token: Token) -> bool:
    """Whether it may be no quotation mark: an inch sign, or between two letters (צה"ל)."""
    if token.role == "open" or token.left != "word":
        return False
    before = text[max(0, token.start - _LOOK_BACK) : token.start]
    if token.role == "close":
        return bool(_FEET.search(before))
    return token.right == "word" or bool(_SHORT_NUMBER.search(before))


class _Stack:
    """The open marks of a reading, counted by style, so that finding a partner needs no search."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.items: list[int] = []
        self.count: Counter[tuple[str, ...]] = Counter()

    def push(self, i: int) -> None:
        """Open a mark; if very many are open, drop the oldest."""
        self.items.append(i)
        self._add(i, 1)
        if len(self.items) > _STACK_DEPTH:
            self._add(self.items.pop(0), -1)

    def pop(self) -> int:
        i = self.items.pop()
        self._add(i, -1)
        return i

    def _add(self, i: int, number: int) -> None:
        token = self.tokens[i]
        for key in ((token.family,), (token.family, token.style), (token.family, "", token.text)):
            self.count[key] += number


def _read(tokens: Sequence[Token], skipped: frozenset[int], *, strict: bool) -> Pairing:
    stack = _Stack(tokens)
    pairs: list[tuple[int, int]] = []
    unclosed: list[int] = []
    strays: list[int] = []
    for i, token in enumerate(tokens):
        if i in skipped:
            continue
        is_end = i == len(tokens) - 1 and token.right == "edge"
        if not is_end and _opens(token, stack.count, strict=strict):
            stack.push(i)
            continue
        key = _partner(token, stack.count, strict=strict)
        if key is None:
            strays.append(i)
            continue
        while (top := stack.pop()) is not None:
            if _matches(tokens[top], key):
                pairs.append((top, i))
                break
            unclosed.append(top)
    unclosed += stack.items
    return Pairing(tuple(pairs), tuple(sorted(unclosed)), tuple(strays))


def _matches(token: Token, key: tuple[str, ...]) -> bool:
    return token.family == key[0] and (len(key) == 1 or token.style == key[1])


def _partner(
    token: Token, count: Counter[tuple[str, ...]], *, strict: bool
) -> tuple[str, ...] | None:
    """The open mark that a mark closes: of its style if ``strict``, else of its family."""
    keys: list[tuple[str, ...]] = [(token.family,)]
    if strict:
        keys.insert(0, (token.family, token.style))
    return next((key for key in keys if count[key] > 0), None)


def _closes_after_all(token: Token, count: Counter[tuple[str, ...]], *, strict: bool) -> bool:
    """Whether an opening mark closes here: „x“ and “x“."""
    if strict:
        return token.look < 0 and count[token.family, token.style] > 0
    ends = token.look <= 0 and token.left in ("word", "punct", "close")
    return ends and count[(token.family,)] > 0


def _opens(token: Token, count: Counter[tuple[str, ...]], *, strict: bool) -> bool:
    """Whether a mark opens, by its form, its neighbours and the marks that are open."""
    is_open = _partner(token, count, strict=False) is not None
    if token.role == "open":
        return not _closes_after_all(token, count, strict=strict)
    if token.role == "close":
        # ”x” begins with a closing mark.
        if token.left == "edge":
            return token.right != "edge"
        return token.look > 0 and (not is_open or count[token.family, "", token.text] > 0)
    if token.look != 0:
        return token.look > 0
    if strict:
        return count[token.family, token.style] == 0
    return not is_open
