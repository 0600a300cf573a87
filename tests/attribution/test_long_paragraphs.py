"""Paragraphs that are longer than what the reader reads at once."""

from __future__ import annotations

import pytest

from quoteattr import Attributor

_BEFORE = "The road was shut for a week after the flood. "
_SAID = "Ann Lee said that the old town council would vote on the new plan in late March. "


@pytest.mark.parametrize("words", range(5, 20, 3))
def test_a_long_paragraph_is_cut_between_sentences(attributor: Attributor, words: int) -> None:
    text = "Well, " + "very " * words + _BEFORE * 21 + _SAID + _BEFORE * 8
    (quote,) = attributor(text)
    assert quote.text == "that the old town council would vote on the new plan in late March"
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"
