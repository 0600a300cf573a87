"""End to end: who says what in short passages of news, by phenomenon."""

from __future__ import annotations

from typing import Any

import pytest

from quoteattr.attributor import Attributor
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.words.names import Person
from tests.coreference.markup import complaints, passages, read_passage

TABLES = (
    *("names", "descriptions", "pronouns", "chains", "known", "turns", "press"),
    "world",
    "scorer",
)
_LEAST = 10  # passages of a phenomenon


@pytest.mark.parametrize(
    "row", [row for table in TABLES for row in passages(f"speakers_{table}.json")]
)
def test_a_reader_would_name_the_same_speakers(parser: StanzaParser, row: dict[str, Any]) -> None:
    text, expected = read_passage(row["text"])
    known = [Person(**person) for person in row.get("known", ())]
    # How sure a speaker must be is another question.
    attributor = Attributor(parser.pipeline, include="all", known=known, min_speaker_confidence=0.0)
    assert complaints(attributor(text), expected) == []


def test_it_is_given_where_one_body_is_spoken_of(attributor: Attributor) -> None:
    text, expected = read_passage(
        "The Justice Department sued the state. It said {Justice Department: the law was unfair}."
    )
    assert complaints(attributor(text), expected) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_phenomenon_has_its_passages(table: str) -> None:
    counts: dict[str, int] = {}
    for row in passages(f"speakers_{table}.json"):
        phenomenon = str(row.id).rsplit("-", 1)[0]
        counts[phenomenon] = counts.get(phenomenon, 0) + 1
    assert {name: n for name, n in counts.items() if n < _LEAST} == {}
