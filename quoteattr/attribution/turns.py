"""Where another speaker's turn begins: “Ah, my dear,” said he, “poor Miss Taylor.” “Oh yes, sir,” …

A quotation that closes and one that opens right behind it are two speakers': who goes on leaves the
closing mark away, or says so between the two. In PolNeAR's train part that holds for 252 of 271
such pairs over a paragraph's end. Within a paragraph news also lists what one person said
(“Law and Order,” “Peace”); so there the first has to end a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quoteattr.attribution.candidates import Pieces
from quoteattr.text.marks import Mark
from quoteattr.text.paragraphs import LINE_ENDS

__all__ = ["changes_turn", "within_turn"]

_FINAL = (".", "?", "!", "…", "—", "–", "-")


def changes_turn(text: str, before: Mark, after: Mark) -> bool:
    """Whether the second of two quotations that follow each other is another speaker's.

    Args:
        text: the article.
        before: the first of two marks of one level.
        after: the second.

    >>> from quoteattr.text.marks import find_marks
    >>> [changes_turn(text, *find_marks(text)) for text in ("“No.” “Yes.”", "“No.” So: “Yes.”")]
    [True, False]
    """
    gap = text[before.span.end : after.span.start]
    if not before.closed or gap.strip():
        return False
    return not LINE_ENDS.isdisjoint(gap) or before.inner[-1].text.rstrip().endswith(_FINAL)


def within_turn(text: str, content: Pieces, marks: Sequence[Mark], cue: tuple[int, int]) -> Pieces:
    """A content without the turns before and behind the one that its cue stands beside.

    Args:
        text: the article.
        content: code point pieces.
        marks: the quotations that it touches, of one level, in order.
        cue: first and last code point of the cue, the last exclusive.

    Returns:
        What is left. Behind a cue that opens the content, a new paragraph alone begins no turn: a
        list may follow “She said:”.
    """
    first, last = 0, len(text)
    opens = content[0][0] >= cue[1]
    for before, after in pairwise(marks):
        if not changes_turn(text, before, after):
            continue
        if after.span.end <= cue[0]:
            first = after.span.start
        elif before.span.start >= cue[1] and not (opens and _apart(text, before, after)):
            last = before.span.end
            break
    clipped = ((max(start, first), min(end, last)) for start, end in content)
    return tuple((start, end) for start, end in clipped if start < end)


def _apart(text: str, before: Mark, after: Mark) -> bool:
    """Whether two quotations stand in paragraphs of their own."""
    return not LINE_ENDS.isdisjoint(text[before.span.end : after.span.start])
