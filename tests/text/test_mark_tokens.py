"""The table of quotation marks, as other modules ask for it."""

from __future__ import annotations

import pytest
import regex

from quoteattr.text.mark_tokens import (
    CLOSING,
    MARKS,
    OPENING,
    STRAIGHT,
    before_closing,
    character_class,
)


def test_every_mark_opens_closes_or_does_either() -> None:
    assert {"“", "„", "«", "「", "‘"} <= OPENING
    assert {"”", "»", "」", "’"} <= CLOSING
    assert {'"', "'", "''"} <= STRAIGHT
    assert len(MARKS) == len(OPENING) + len(CLOSING) + len(STRAIGHT)


@pytest.mark.parametrize("mark", sorted(MARKS))
def test_what_is_said_ends_before_its_closing_mark(mark: str) -> None:
    assert before_closing(f"Why?{mark}") == before_closing(f"Why? {mark}") == "Why?"


def test_an_expression_finds_each_mark_and_nothing_else() -> None:
    found = regex.compile(character_class(MARKS))
    assert all(found.fullmatch(mark) for mark in MARKS if len(mark) == 1)
    assert not any(map(found.fullmatch, "aZ0.,-][^\\ "))
