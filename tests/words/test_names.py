"""Names split and compared; the people that a caller knows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.words.names import (
    Person,
    full_given_names,
    is_state,
    noun_sense,
    place_of,
    same_person,
    split_name,
)
from tests.conftest import cases


@pytest.mark.parametrize("row", cases("names_split.json"))
def test_titles_are_no_part_of_the_name(row: dict[str, Any]) -> None:
    name = split_name(row["text"])
    assert name.text == row["name"]
    assert list(name.titles) == row["titles"]
    assert name.gender == row["gender"]
    assert name.generation == row.get("generation")


@pytest.mark.parametrize("row", cases("names_same.json"))
def test_one_person_under_two_names(row: dict[str, Any]) -> None:
    left, right = split_name(row["left"]).tokens, split_name(row["right"]).tokens
    assert same_person(left, right) is row["same"]
    assert same_person(right, left) is row["same"]


@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(text: str) -> None:
    name = split_name(text)
    assert name.text in text
    assert all(token == token.lower() for token in name.tokens)


def test_a_noun_shows_kind_and_gender() -> None:
    spokeswoman, report = noun_sense("spokeswoman"), noun_sense("report")
    assert spokeswoman is not None
    assert (spokeswoman.kind, spokeswoman.gender) == ("person", "female")
    assert report is not None
    assert report.kind == "document"
    assert noun_sense("apple") is None


def test_short_names_have_full_ones() -> None:
    assert full_given_names("tommy") == {"thomas"}
    assert full_given_names("thomas") == frozenset()


def test_a_state_is_nobody_unless_people_are_called_so() -> None:
    assert is_state("Ohio")
    assert not is_state("Virginia")


def test_capitals_mean_their_countries() -> None:
    assert place_of("-") is None
    assert place_of("Kremlin") == place_of("Russian") == place_of("Moscow") == "russia"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"name": " "}, "non-empty"), ({"name": "Ann Lee", "gender": "f"}, "female, male or None")],
)
def test_a_wrong_person_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Person(**arguments)


@pytest.mark.parametrize("noun", ["oboist", "schoolteacher", "ornithologist", "beautician"])
def test_endings_show_people(noun: str) -> None:
    sense = noun_sense(noun)
    assert sense is not None
    assert sense.kind == "person"


@pytest.mark.parametrize("noun", ["checklist", "pacemaker", "assist", "lindqvist", "twist"])
def test_like_endings_of_other_words_do_not(noun: str) -> None:
    assert noun_sense(noun) is None
