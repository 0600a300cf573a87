"""Words are cut as the encoder's vocabulary was made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.reader.pieces import WordPieces

VOCABULARY = ["[UNK]", "un", "##want", "##ed", "president", "'", "s", ".", "u", "want", "cafe", '"']
PIECES = WordPieces(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("unwanted", ["un", "##want", "##ed"]),
        ("President", ["president"]),
        ("’s", ["'", "s"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("café", ["cafe"]),
        ("“", ['"']),
        ("xyz", ["[UNK]"]),
        ("wantxyz", ["[UNK]"]),
    ],
)
def test_longest_pieces_first(word: str, pieces: list[str]) -> None:
    assert [VOCABULARY[number] for number in PIECES(word)] == pieces


def test_a_link_costs_no_more_than_a_long_word() -> None:
    assert len(PIECES("s." * 5000)) == 6


@given(st.text(max_size=40))
def test_every_word_has_a_piece(word: str) -> None:
    assert all(0 <= number < len(VOCABULARY) for number in PIECES(word))
    assert PIECES(word)
