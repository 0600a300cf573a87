"""The same words are the same name everywhere, unless a place clearly says otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from quoteattr.reader.inputs import Document, document_of
from quoteattr.reader.names import names_of
from quoteattr.reader.pieces import UNKNOWN, WordPieces
from quoteattr.reader.words import words_of

KINDS = ("DATE", "ORG", "PERSON")
NONE, DATE, ORG, PERSON = 0, 1, 3, 5  # an inside is one more than its beginning


def document(text: str) -> Document:
    spans, paragraphs = words_of(text)
    words = sorted({text[start:end].lower() for start, end in spans})
    return document_of(text, spans, paragraphs, (), WordPieces([UNKNOWN, *words]))


def labels(text: str, *likely: dict[int, float]) -> list[int]:
    """The labels of words, each with the log odds of its likely labels; those of no name are 0."""
    scores = np.full((len(likely), 2 * len(KINDS) + 1), -9.0, dtype=np.float32)
    scores[:, NONE] = 0.0
    for row, odds in zip(scores, likely, strict=True):
        for label, value in odds.items():
            row[label] = value
    scores -= np.logaddexp.reduce(scores, axis=1, keepdims=True)
    found: list[int] = names_of(scores, document(text), KINDS).tolist()
    return found


def test_a_name_goes_on_only_after_one_of_its_kind() -> None:
    found = labels("Ann Lee ran", {PERSON: 5.0}, {ORG + 1: 5.0, PERSON + 1: 4.9}, {})
    assert found == [PERSON, PERSON + 1, NONE]


def test_what_most_places_say_wins_over_a_doubtful_one() -> None:
    sure, doubtful = {PERSON: 6.0}, {ORG: 3.0, PERSON: 2.5}
    assert labels("Hale Hale Hale", sure, doubtful, sure) == [PERSON] * 3


def test_a_doubtful_word_is_a_name_as_elsewhere() -> None:
    assert labels("Hale ran Hale", {ORG: 6.0}, {}, {ORG: -0.5}) == [ORG, NONE, ORG]


def test_a_sure_place_stays_as_it_is() -> None:
    assert labels("Hale Hale Hale", {PERSON: 9.0}, {PERSON: 9.0}, {ORG: 9.0})[2] == ORG


@pytest.mark.parametrize("other", ["hale", "HALE"])
def test_another_outline_is_another_word(other: str) -> None:
    assert labels(f"Hale ran {other}", {ORG: 6.0}, {}, {ORG: -0.5}) == [ORG, NONE, NONE]


def test_a_date_says_nothing_about_names() -> None:
    found = labels("May ran May May", {DATE: 6.0}, {}, {PERSON: 2.0, DATE: 1.5}, {DATE: 6.0})
    assert found == [DATE, NONE, PERSON, DATE]


def test_names_of_several_words_are_compared_as_a_whole() -> None:
    text = "Hale Bank ran. Hale Bank ran."
    begins, goes_on = {ORG: 6.0}, {ORG + 1: 6.0}
    doubtful = {PERSON: 3.0, ORG: 2.8}
    found = labels(text, begins, goes_on, {}, {}, doubtful, {PERSON + 1: 3.0, ORG + 1: 2.8}, {}, {})
    assert found == [ORG, ORG + 1, NONE, NONE, ORG, ORG + 1, NONE, NONE]


def test_a_text_without_words_has_none() -> None:
    assert labels("") == []
