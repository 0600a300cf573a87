"""Models read plain marks; nothing else of a text changes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteattr.model import Span
from quoteattr.text.marks import find_marks
from quoteattr.text.plain_marks import with_plain_marks

PLAIN = "“The council,” said Lee, “hasn’t ‘paid’ in ‘March’.”"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "‘The council,’ said Lee, ‘hasn’t “paid” in “March”.’",
        "«The council,» said Lee, «hasn’t ‹paid› in “March”.»",
        "„The council,“ said Lee, „hasn’t ‚paid‘ in ‚March‘.“",
        "「The council,」 said Lee, 「hasn’t 『paid』 in 『March』.」",
        "”The council,” said Lee, ”hasn’t ’paid’ in ’March’.”",
    ],
)
def test_every_style_reads_as_the_plain_one(text: str) -> None:
    assert with_plain_marks(text) == PLAIN


def test_apostrophes_and_straight_double_marks_stay() -> None:
    text = "The players’ union didn't say \"no\" in '98, or 5' 6\"."
    assert with_plain_marks(text) == text


def test_every_paragraph_of_a_long_quotation_opens_plainly() -> None:
    assert with_plain_marks("«One.\n\n«Two,» he said.") == "“One.\n\n“Two,” he said."


@given(st.text("ab. \n'\"“”‘’«»„‚`「」", max_size=40))
@example("«.\n«")
def test_offsets_and_all_but_marks_stay(text: str) -> None:
    plain = with_plain_marks(text)
    assert len(plain) == len(text)
    inside = {i for mark in find_marks(text) for piece in mark.pieces for i in edges(piece)}
    assert all(a == b for i, (a, b) in enumerate(zip(text, plain, strict=True)) if i not in inside)


def edges(piece: Span) -> set[int]:
    """Places at which a piece may have a mark, of one character or two."""
    start, end = piece.start, piece.end
    return {start, start + 1, end - 2, end - 1}
