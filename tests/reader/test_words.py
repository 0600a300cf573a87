"""Words of raw text, as Universal Dependencies English counts them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.reader.words import word_spans


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t go.", "Do n’t go ."),
        ("She cannot, can't and won't.", "She can not , ca n't and wo n't ."),
        ("I'm gonna wait; Donna, Vienna and Rihanna won.", None),
        ("Mr. Lee met J. Smith of the U.S. Senate.", None),
        ("Trump’s 90’s hit", "Trump ’s 90 ’s hit"),
        ("a well-known, non-profit co-founder", "a well - known , non-profit co-founder"),
        ("$1,500.50 or 7% at 10:30 p.m. on 9/11", "$ 1,500.50 or 7 % at 10:30 p.m. on 9/11"),
        ("mail ann.lee@example.org or see https://example.org/a?b=1.", None),
        ("A’ja, N'Golo and I’m, I'LL", "A’ja , N'Golo and I ’m , I 'LL"),
        ("Nyong’o and O’Neill, d’Arc and L'Enfant", "Nyong’o and O’Neill , d’Arc and L'Enfant"),
        ("“Wait…” she said—twice", "“ Wait … ” she said — twice"),
        ("AT&T and Marks & Spencer", "AT&T and Marks & Spencer"),
        ("the members' vote", "the members ' vote"),
    ],
)
def test_words_follow_the_convention(text: str, expected: str | None):
    whole = {
        "I'm gonna wait; Donna, Vienna and Rihanna won.": (
            "I 'm gon na wait ; Donna , Vienna and Rihanna won ."
        ),
        "Mr. Lee met J. Smith of the U.S. Senate.": "Mr. Lee met J. Smith of the U.S. Senate .",
        "mail ann.lee@example.org or see https://example.org/a?b=1.": (
            "mail ann.lee@example.org or see https://example.org/a?b=1 ."
        ),
    }
    assert words(text) == (expected or whole[text]).split()


@given(st.text(max_size=200))
def test_words_cover_all_but_white_space(text: str):
    spans = list(word_spans(text))
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in inside)


@pytest.mark.parametrize(
    "unit", ["a.b", "a-", "1,000,", "a@", "'s", "don't", "x", "a/b.", "((", "A.", "1-"]
)
def test_long_runs_cost_no_more_than_their_length(unit: str):
    text = unit * (200_000 // len(unit))
    assert sum(end - start for start, end in word_spans(text)) == len(text)
