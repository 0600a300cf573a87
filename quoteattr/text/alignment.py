"""The words by which two texts are compared, and how two sequences of words align."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import attrs
import regex

__all__ = [
    "Difference",
    "Edit",
    "EditKind",
    "Word",
    "align",
    "common_length",
    "compared_words",
    "differences",
    "in_wdiff",
    "longest_ascending",
]

EditKind = Literal["equal", "deleted", "inserted", "replaced"]

# With signs within words that show nothing: a soft hyphen, a break that a page allows.
_UNSEEN = "\u00ad\u200b\u2060\u2063\ufeff"
_LETTERS = rf"[\p{{L}}\p{{M}}\p{{N}}{_UNSEEN}]"
_WITHOUT_UNSEEN = str.maketrans(dict.fromkeys(_UNSEEN, ""))
_SAME_SIGN = str.maketrans({"’": "'", "ʼ": "'", "−": "-"})
_THOUSANDS = regex.compile(r"(?<=\d),(?=(?:\d{2,3},)*\d{3}(?!\d))")
# "we", "don't", "1,000", "U.S."; "[W]e" and "wait[ed]" are one word, whose end an editor changed.
_TOKEN = regex.compile(
    rf"(?P<gap>…|\.(?:\s?\.){{2,}})"
    rf"|(?P<bracket>[\[\]])(?<!\[(?=\p{{L}}+\]{_LETTERS}))"
    rf"|(?P<word>\[\p{{L}}+\]{_LETTERS}+(?:['’]{_LETTERS}+)*|{_LETTERS}+\[\p{{L}}+\]"
    rf"|(?:(?<![^\s“\"‘'(])[-−](?=\p{{N}}))?{_LETTERS}+"
    rf"(?:(?:['’]|(?<=\p{{N}})[.,](?=\p{{N}})|(?<=\b\p{{L}})\.(?=\p{{L}})){_LETTERS}+)*"
    rf"|[$€£¥%])"
)
# What is aligned as a whole: the words of both sides, and the pairs of words that are equal.
_MOST_WORDS, _MOST_PAIRS = 1_000, 4_000


@attrs.frozen
class Word:
    """A word of a text, as it is compared.

    Attributes:
        key: the word in lower case, without brackets and, except in numbers, full stops.
        start, end: code points of the text, half-open.
        bracketed: whether an editor put it, or a part of it, between [brackets].
        after_gap: whether an ellipsis is before it, so that words may be left out there.
    """

    key: str
    start: int
    end: int
    bracketed: bool = False
    after_gap: bool = False


@attrs.frozen
class Edit:
    """Words of two sequences that correspond: equal, or changed.

    Attributes:
        kind: equal; deleted (left only); inserted (right only); replaced.
        left, right: positions in the two sequences, half-open.
    """

    kind: EditKind
    left: tuple[int, int]
    right: tuple[int, int]


@attrs.frozen
class Difference:
    """A stretch of two texts that is equal word by word, or differs.

    Attributes:
        kind: equal; deleted (in the first text only); inserted (in the second only); replaced.
        before, after: the words of the first and of the second text, as written.
    """

    kind: EditKind
    before: str
    after: str

    def to_dict(self) -> dict[str, str]:
        """The JSON form."""
        return {"kind": self.kind, "before": self.before, "after": self.after}


def compared_words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of a text, without punctuation, quotation marks and case.

    Args:
        text: any string.
        start: the first code point to read.
        end: one past the last code point to read; the end of the text by default.

    Returns:
        the words in order. Signs of currencies and "%" are words, hyphens separate words; a minus
        is a part of its number.

    >>> [word.key for word in compared_words("“Don’t,” he said — the U.S. owes $1,000.")]
    ["don't", 'he', 'said', 'the', 'us', 'owes', '$', '1000']
    >>> [(word.key, word.bracketed, word.after_gap) for word in compared_words("[We] go … home")]
    [('we', True, False), ('go', False, False), ('home', False, True)]
    """
    return tuple(_words(text, start, len(text) if end is None else end))


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    within = gap = False
    for match in _TOKEN.finditer(text, start, end):
        if match["gap"]:
            gap = True
        elif match["bracket"]:
            within = match["bracket"] == "["
        else:
            written = match["word"]
            key = _key(written)
            if not any(letter.isdigit() for letter in key):
                key = key.replace(".", "")  # U.S. and US, but not 3.5 and 35
            # "[W]e" only changes a capital; "wait[ed]" changes the word.
            changed = written.endswith("]")
            key = key.replace("[", "").replace("]", "")
            if key:  # a soft hyphen alone is no word
                yield Word(key, match.start(), match.end(), within or changed, gap)
                gap = False


def _key(written: str) -> str:
    """A word in lower case, however its letters, apostrophes and thousands are written."""
    key = written.casefold()
    if not key.isascii():
        key = unicodedata.normalize("NFC", key.translate(_WITHOUT_UNSEEN)).translate(_SAME_SIGN)
    return _THOUSANDS.sub("", key)


def align(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[Edit, ...]:
    """How two sequences of words correspond, longest common stretch first.

    This is Ratcliff and Obershelp's way, as in ``difflib``: people find its differences natural. It
    takes the square of the length. Sequences of more than a thousand words together are cut at
    words that both have once (patience diff), and then into parts of bounded size. So one edit may
    become two there.

    Args:
        left: words.
        right: the words to compare them with.

    Returns:
        the edits that turn ``left`` into ``right``, equal stretches included, in order.

    >>> for edit in align("we will not wait".split(), "we will wait here".split()):
    ...     print(edit.kind, edit.left, edit.right)
    equal (0, 2) (0, 2)
    deleted (2, 3) (2, 2)
    equal (3, 4) (2, 3)
    inserted (4, 4) (3, 4)
    """
    return tuple(_edits(_equal(left, right), len(left), len(right)))


def _edits(equal: Iterator[tuple[int, int, int]], left: int, right: int) -> Iterator[Edit]:
    """The edits around equal stretches; stretches that touch become one."""
    i = j = size = 0  # the edit that is open: equal words before (i, j)
    for a, b, count in equal:
        if (a, b) != (i, j):
            yield from _edit(i, j, size, a, b)
            size = 0
        i, j, size = a + count, b + count, size + count
    yield from _edit(i, j, size, left, right)


def _edit(i: int, j: int, size: int, left: int, right: int) -> Iterator[Edit]:
    """The equal words that end at (i, j), and what changes from there on."""
    if size:
        yield Edit("equal", (i - size, i), (j - size, j))
    if i < left or j < right:
        kind: EditKind = "replaced"
        if i == left:
            kind = "inserted"
        elif j == right:
            kind = "deleted"
        yield Edit(kind, (i, left), (j, right))


def _equal(left: Sequence[Hashable], right: Sequence[Hashable]) -> Iterator[tuple[int, int, int]]:
    """The equal stretches of two sequences in order: positions in both, and length."""
    if _is_short(left, right):
        yield from _alike(left, right, 0, 0)
        return
    i = j = 0
    for a, b in (*_anchors(left, right), (len(left), len(right))):
        yield from _in_parts(left[i:a], right[j:b], i, j)
        if a < len(left):
            yield a, b, 1
        i, j = a + 1, b + 1


def _alike(
    left: Sequence[Hashable], right: Sequence[Hashable], i: int, j: int
) -> Iterator[tuple[int, int, int]]:
    """The equal stretches of parts that begin at ``i`` and ``j``."""
    for a, b, count in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        if count:
            yield i + a, j + b, count


def _in_parts(
    left: Sequence[Hashable], right: Sequence[Hashable], i: int, j: int
) -> Iterator[tuple[int, int, int]]:
    """The same; what is too long is cut in halves."""
    if _is_short(left, right):
        yield from _alike(left, right, i, j)
        return
    a, b = len(left) // 2, len(right) // 2
    yield from _in_parts(left[:a], right[:b], i, j)
    yield from _in_parts(left[a:], right[b:], i + a, j + b)


def _is_short(left: Sequence[Hashable], right: Sequence[Hashable]) -> bool:
    """Whether two sequences are aligned as a whole."""
    if len(left) + len(right) > _MOST_WORDS:
        return False
    there = Counter(right)
    return sum(map(there.__getitem__, left)) <= _MOST_PAIRS


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[tuple[int, int], ...]:
    """Positions of words that both sequences have once, as many as are in the same order."""
    once = {word for word, count in Counter(left).items() if count == 1}
    places = {word: j for j, word in enumerate(right) if word in once}
    twice = {word for word, count in Counter(right).items() if count > 1}
    common = [
        (i, places[word]) for i, word in enumerate(left) if word in places and word not in twice
    ]
    return longest_ascending(common)


def longest_ascending(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The longest part of pairs, sorted by the first number, in which the second never falls.

    >>> longest_ascending([(0, 5), (1, 2), (2, 3), (3, 1)])
    ((1, 2), (2, 3))
    """
    ends: list[int] = []  # by length: the least second number of a part that long
    last: list[int] = []  # by length: the pair that such a part ends with
    before: list[int | None] = []
    for number, (_, second) in enumerate(pairs):
        k = bisect_right(ends, second)
        before.append(last[k - 1] if k else None)
        ends[k : k + 1] = [second]
        last[k : k + 1] = [number]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(pairs[at])
        at = before[at]
    return tuple(reversed(found))


def differences(
    before: str, first: Sequence[Word], after: str, second: Sequence[Word]
) -> tuple[Difference, ...]:
    """How the words of one text became those of another, with the words as written.

    Args:
        before: a text.
        first: its words, or some of them.
        after: the other text.
        second: its words, or some of them.

    Returns:
        all stretches in order, the equal ones too.

    >>> old, new = "We will not wait.", "We will never wait!"
    >>> [d.kind for d in differences(old, compared_words(old), new, compared_words(new))]
    ['equal', 'replaced', 'equal']
    """
    edits = align([word.key for word in first], [word.key for word in second])
    return tuple(
        Difference(
            edit.kind, _written(before, first, edit.left), _written(after, second, edit.right)
        )
        for edit in edits
    )


def _written(text: str, words: Sequence[Word], part: tuple[int, int]) -> str:
    if part[0] == part[1]:
        return ""
    return " ".join(text[words[part[0]].start : words[part[1] - 1].end].split())


def in_wdiff(found: Sequence[Difference]) -> str:
    """Differences on one line, in the notation of GNU wdiff: [-old-] {+new+}.

    >>> in_wdiff([Difference("equal", "We", "We"), Difference("replaced", "do", "will")])
    'We [-do-] {+will+}'
    """
    parts = []
    for one in found:
        if one.kind == "equal":
            parts.append(one.after)
        else:
            parts += [f"[-{one.before}-]"] * bool(one.before)
            parts += [f"{{+{one.after}+}}"] * bool(one.after)
    return " ".join(parts)


def common_length(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """The number of words of the longest common subsequence.

    ``rapidfuzz`` computes it if it is installed. The result is the same without it: the bits of one
    number are the positions of ``left`` (Hyyrö 2004, *Bit-parallel LCS-length computation
    revisited*), and Python's numbers have any length.

    >>> common_length("we will not wait".split(), "we do not wait".split())
    3
    """
    try:
        from rapidfuzz.distance import LCSseq
    except ImportError:
        return _common_length(left, right)
    return int(LCSseq.similarity(left, right))


def _common_length(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    places: dict[Hashable, int] = {}
    for i, word in enumerate(left):
        places[word] = places.get(word, 0) | 1 << i
    full = (1 << len(left)) - 1
    row = full
    for word in right:
        found = row & places.get(word, 0)
        row = (row + found | row - found) & full
    return len(left) - row.bit_count()
