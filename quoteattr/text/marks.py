"""Quotation marks in raw text: a tree of marked spans, without any model.

In each paragraph, double marks are paired first (``double_marks``), then the single ones between
them, which may be apostrophes (``single_marks``). At the end, quotations that go on in the next
paragraph are joined. Time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.model import Span
from quoteattr.text.double_marks import pair_doubles
from quoteattr.text.furniture import is_short_line
from quoteattr.text.mark_tokens import Token, same_family, scan
from quoteattr.text.paragraphs import paragraph_spans
from quoteattr.text.readable import SIGN_FILLER, readable
from quoteattr.text.single_marks import SentenceEnds, grade_single, pair_singles

__all__ = ["Mark", "find_marks"]

# Every mark holds its text. Without a bound, nested marks would hold a copy each of the whole.
_MAX_DEPTH = 64
_MOST_BETWEEN = 8  # paragraphs without marks inside a quotation
# Some papers put the name below, and the closing mark after it: "We go on.⏎Jane Roe, mayor."
_NAME_LINE = regex.compile(r"\p{Lu}\S* \p{Lu}\S*(?: \S+){0,10}")
_TWO_CHARACTERS = ("``", "''", "‘‘", "’’")


@attrs.frozen
class Mark:
    """A stretch of text between quotation marks.

    Attributes:
        span: from the opening mark to the closing mark, both included, over all paragraphs.
        pieces: one per paragraph, each with its own marks.
        opening: the opening mark as written.
        closing: the closing mark as written, None if there is none.
        closed: whether there is a closing mark.
        parent: position of the enclosing mark in what ``find_marks`` returned.

    >>> find_marks("“Go,” he said.")[0].inner
    (Span(1, 4, 'Go,'),)
    """

    span: Span
    pieces: tuple[Span, ...]
    opening: str
    closing: str | None
    closed: bool
    parent: int | None = None

    @property
    def text(self) -> str:
        """The whole span as written, marks included."""
        return self.span.text

    @cached_property  # asked for at every cue in a quotation, which may have thousands of pieces
    def inner(self) -> tuple[Span, ...]:
        """The pieces without their marks."""
        out = []
        for i, piece in enumerate(self.pieces):
            first = self._opening_width(piece.text)
            last = len(piece.text)
            if self.closing is not None and i == len(self.pieces) - 1:
                last -= len(self.closing)
            first = min(first, last)  # a paragraph that is a closing mark alone
            out.append(Span(piece.start + first, piece.start + last, piece.text[first:last]))
        return tuple(out)

    def _opening_width(self, piece: str) -> int:
        if piece.startswith(self.opening):
            return len(self.opening)
        if piece.startswith(_TWO_CHARACTERS):
            return 2
        shown = readable(piece).text
        if not same_family(shown[:1], readable(self.opening).text[:1]):
            return 0
        return 1 + len(shown[1:]) - len(shown[1:].lstrip(SIGN_FILLER))


@attrs.define(eq=False)
class _Draft:
    """A mark that can still change; ``pieces`` are [start, end], ``end`` is the end of the last.

    A ``turned`` draft counts only if it is closed. Otherwise ``later`` takes its place: the first
    draft with an opening mark that was joined to it.
    """

    style: tuple[str, str]
    opening: str
    pieces: list[list[int]]
    closing: str | None = None
    turned: bool = False  # opened by a closing mark
    goes_on: bool = False  # unclosed, and may go on in the next paragraph
    later: _Draft | None = None

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def find_marks(text: str) -> tuple[Mark, ...]:
    r"""Every stretch between quotation marks: speech, titles, scare quotes.

    A quotation over several paragraphs is one mark with a piece per paragraph; each paragraph
    opens with a mark, only the last one closes. An opening mark without a closing one reaches to
    the end of its paragraph and has ``closed=False``. A closing mark without an opening one is
    ignored.
    Damaged marks (&ldquo; â€œ) are marks: see ``quoteattr.text.readable``.

    Args:
        text: any string; it is never changed.

    Returns:
        the marks by start, an outer one before those within it.

    Raises:
        InputError: ``text`` is not a string.

    >>> for mark in find_marks("“He said ‘no’,” she said. It's 'fine'."):
    ...     print(mark.text, mark.parent)
    “He said ‘no’,” None
    ‘no’ 0
    'fine' None
    """
    if not isinstance(text, str):
        raise InputError(f"find_marks needs a str, not {type(text).__name__}; decode bytes first")
    return _marks_of(text)


@lru_cache(maxsize=2)  # the parser and the attributor ask for the same article
def _marks_of(text: str) -> tuple[Mark, ...]:
    drafts: list[_Draft] = []
    waiting: list[_Draft] = []
    bare: list[tuple[int, int]] = []  # paragraphs without marks since the last one with some
    shown = readable(text).text
    spans = paragraph_spans(shown)
    paragraphs = [_in_paragraph(shown, start, end) for start, end in spans]
    mixed = not any(_is_layered(found) for found, _ in paragraphs)
    for (start, end), (found, closing) in zip(spans, paragraphs, strict=True):
        if not found and closing is None:
            bare.append((start, end))
            continue
        if closing is not None:
            _close(shown, waiting, [*bare, (start, closing.end)], closing)
            waiting = [draft for draft in waiting if draft.goes_on]
        apart = bare and not _may_interrupt(shown, bare)
        bare = []
        joined = 0 if apart else _join(shown, waiting, found, start, mixed=mixed)
        drafts += found[joined:]
        waiting = [draft for draft in (*waiting, *found[joined:]) if draft.pieces[-1][0] >= start]
        waiting = [draft for draft in waiting if draft.goes_on]
    kept = (draft.later if draft.turned and draft.closing is None else draft for draft in drafts)
    drafts = sorted((draft for draft in kept if draft is not None), key=lambda draft: draft.start)
    return _build(text, drafts)


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[_Draft], Token | None]:
    """The marks of the paragraph text[start:end], by start, and a closing one that comes first."""
    tokens = scan(text, start, end)
    if not tokens:
        return [], None
    others = [token for token in tokens if token.family != "single"]
    singles = [token for token in tokens if token.family == "single"]
    reading = pair_doubles(text, others)
    pairs = [(others[i], others[j]) for i, j in reading.pairs]
    unclosed = [others[i] for i in reading.unclosed if _is_opening(others[i])]
    singles += (half for i in reading.strays for half in _halves(others[i]))
    if singles:
        ends = SentenceEnds.of(text, start, end)
        for region in _regions(pairs, singles):
            marks = [grade_single(text, token, start, end) for token in region]
            closed, left = pair_singles(marks, ends)
            pairs += closed
            unclosed += left
    drafts = [
        _Draft(
            (left.family, left.style),
            text[left.start : left.end],
            [[left.start, right.end]],
            text[right.start : right.end],
        )
        for left, right in pairs
    ]
    drafts += (
        _Draft(
            (token.family, token.style),
            text[token.start : token.end],
            [[token.start, -1]],
            turned=token.role == "close",
        )
        for token in unclosed
    )
    drafts.sort(key=lambda draft: draft.start)
    _end_unclosed(text, drafts, start, end)
    return drafts, others[0] if reading.strays[:1] == (0,) else None


def _close(
    text: str, waiting: Sequence[_Draft], pieces: Sequence[tuple[int, int]], closing: Token
) -> None:
    """Close a quotation that opened some paragraphs ago, if no other one lies between.

    Args:
        text: the article.
        waiting: the quotations that wait for a continuation.
        pieces: the paragraphs since then, none of which opens with a mark, up to the closing one.
        closing: the closing mark.
    """
    opened = [d for d in waiting if d.style[0] == closing.family and not d.turned]
    last = text[slice(*pieces[-1])]
    alone = last == text[closing.start : closing.end]
    if len(opened) != 1 or len(pieces) > _MOST_BETWEEN or alone or _NAME_LINE.fullmatch(last):
        return
    draft = opened[0]
    draft.pieces += [list(piece) for piece in pieces]
    draft.closing = text[closing.start : closing.end]
    draft.goes_on = False


def _may_interrupt(text: str, paragraphs: Sequence[tuple[int, int]]) -> bool:
    """Whether paragraphs may interrupt a quotation: a single caption may."""
    return len(paragraphs) == 1 and is_short_line(text[slice(*paragraphs[0])])


def _is_opening(token: Token) -> bool:
    """Whether a mark without a closing one still looks like an opening one."""
    return token.look > 0 or token.role != "either" or token.left in ("edge", "space")


def _halves(token: Token) -> Iterator[Token]:
    """The two single marks of '' or ’’, which may close two quotations: 'She said 'no''."""
    if token.text in ("''", "’’"):
        for at in (token.start, token.start + 1):
            role = "either" if token.text == "''" else "close"
            style = "straight" if token.text == "''" else "curly"
            yield Token(at, at + 1, token.text[0], "single", style, role, token.left, token.right)


def _regions(pairs: Sequence[tuple[Token, Token]], singles: Sequence[Token]) -> list[list[Token]]:
    """The single marks, grouped by the innermost pair of other marks around them."""
    events = [(token.start, 0, token) for token in singles]
    events += ((left.start, 1, left) for left, _ in pairs)
    events += ((right.start, 2, right) for _, right in pairs)
    done: list[list[Token]] = []
    around: list[list[Token]] = [[]]
    for _, kind, token in sorted(events):
        if kind == 0:
            around[-1].append(token)
        elif kind == 1:
            around.append([])
        else:
            done.append(around.pop())
    return [region for region in (*done, *around) if region]


def _end_unclosed(text: str, drafts: Sequence[_Draft], start: int, end: int) -> None:
    """Extend unclosed marks to the end of the enclosing quotation, or of the paragraph."""
    around: list[_Draft] = []
    for draft in drafts:
        while around and around[-1].end <= draft.start:
            around.pop()
        parent = around[-1] if around else None
        if draft.closing is None:
            limit = parent.end - len(parent.closing or "") if parent else end
            draft.pieces[0][1] = _rstrip(text, draft.start + len(draft.opening), limit)
            draft.goes_on = limit == end and (not draft.turned or draft.start == start)
        if parent and parent.opening == draft.opening:
            # Marks of one form do not nest: the first one is a stray.
            parent.goes_on = False
        around.append(draft)


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _is_layered(found: Sequence[_Draft]) -> bool:
    """Whether double marks of one style lie within those of another: they mean different things."""
    return any(
        inner.start < outer.end
        and inner.style != outer.style
        and inner.style[0] == outer.style[0] == "double"
        for outer, inner in pairwise(found)
    )


def _join(
    text: str, waiting: Sequence[_Draft], found: Sequence[_Draft], start: int, *, mixed: bool
) -> int:
    """Join the marks that a paragraph begins with to those that wait for a continuation.

    Args:
        text: the article.
        waiting: the quotations that wait for a continuation.
        found: the marks of the paragraph.
        start: where it begins.
        mixed: whether straight and curly double marks mean the same in this text.

    Returns:
        how many marks of the paragraph were joined to earlier ones.
    """
    joined = 0
    for draft in waiting:
        if joined == len(found) or text[start : found[joined].start].strip():
            break
        more = found[joined]
        if more.style == draft.style or (mixed and more.style[0] == draft.style[0] == "double"):
            if draft.later is not None:
                draft.later.pieces += more.pieces
            elif draft.turned and not more.turned:
                draft.later = more
            draft.pieces += more.pieces
            draft.closing = more.closing
            draft.goes_on = more.goes_on
            start = more.start + len(more.opening)
            joined += 1
            if more.closing is not None and more.end - len(more.closing) <= start:
                break  # closed again: what follows is not in it
    return joined


def _build(text: str, drafts: Sequence[_Draft]) -> tuple[Mark, ...]:
    """The marks of drafts, each with its parent, without those that are nested too deep."""
    _cut_crossing(text, drafts)
    marks: list[Mark] = []
    around: list[int] = []
    for draft in sorted(drafts, key=lambda draft: draft.start):
        while around and marks[around[-1]].span.end <= draft.start:
            around.pop()
        if len(around) == _MAX_DEPTH:
            continue
        pieces = tuple(Span.of(text, start, end) for start, end in draft.pieces)
        span = pieces[0] if len(pieces) == 1 else Span.of(text, draft.start, draft.end)
        parent = around[-1] if around else None
        closed = draft.closing is not None
        around.append(len(marks))
        opening = text[draft.start : draft.start + len(draft.opening)]
        closing = text[draft.end - len(draft.closing) : draft.end] if draft.closing else None
        marks.append(Mark(span, pieces, opening, closing, closed, parent))
    return tuple(marks)


def _cut_crossing(text: str, drafts: Sequence[_Draft]) -> None:
    """End a stray opening mark before a quotation that goes on in the next paragraph."""
    around: list[_Draft] = []
    for draft in drafts:
        while around and around[-1].end < draft.end:
            other = around.pop()
            if other.end > draft.start:
                other.pieces = [piece for piece in other.pieces if piece[0] < draft.start]
                other.pieces[-1][1] = _rstrip(text, other.pieces[-1][0] + 1, draft.start)
        around.append(draft)
