"""Texts unlike news articles: what nobody says is no quote, and what somebody says is one.

A row's ``expect`` must be found, its ``never`` must not be the content of a quote, and a row with
``nothing`` gives no quote at all.
"""

from __future__ import annotations

from typing import Any

import pytest

from quoteattr import Attributor, Quotes
from tests.attribution.test_tables import check, overlap
from tests.conftest import cases


def hold(quotes: Quotes, row: dict[str, Any]) -> None:
    check(quotes, {"expect": row.get("expect", [])})
    for phrase in row.get("never", []):
        assert [quote.text for quote in quotes if overlap(quote.text, phrase) >= 0.5] == []
    if row.get("nothing"):
        assert list(quotes) == []


@pytest.mark.parametrize("row", cases("attribution_text_types.json"))
def test_text_of_another_type(attributor: Attributor, row: dict[str, Any]) -> None:
    hold(attributor(row["text"]), row)


@pytest.mark.parametrize(
    "text",
    [
        "The council met.\n\nUPDATE: The vote was void.\n\nCORRECTION: The date was wrong.",
        "MEDIA ADVISORY\n\nWHO: Mayor Ann Lee\n\nWHAT: The mayor will open the bridge.",
        "POSITIVES: The team scored early.\n\nNEGATIVES: The defence was poor.",
    ],
)
def test_labels_of_what_follows_are_no_speakers(attributor: Attributor, text: str) -> None:
    assert list(attributor(text)) == []


def test_labels_of_speakers_beside_an_update_are_speakers(attributor: Attributor) -> None:
    text = "UPDATE: The vote was void.\n\nLEE: The bridge is safe.\n\nHILL: We will wait."
    quotes = attributor(text)
    assert [quote.speaker and quote.speaker.name for quote in quotes] == ["LEE", "HILL"]


@pytest.mark.parametrize(
    "text",
    [
        "NEW DELHI: Snow fell on Monday.\n\nMUMBAI: Police arrested four men.",
        "NEW YORK (AP): Snow fell on Monday.\n\nLONDON: Police arrested four men.",
        "LAHORE: Snow fell.\n\nISLAMABAD: Police arrested four men.\n\nLAHORE: A bus fell.",
    ],
)
def test_a_dateline_says_nothing(attributor: Attributor, text: str) -> None:
    assert list(attributor(text)) == []


def test_speakers_who_are_called_like_places_speak(attributor: Attributor) -> None:
    text = "LONDON: I wrote the book in May.\n\nPARIS: Was it hard?\n\nLONDON: It was."
    speakers = [quote.speaker and quote.speaker.name for quote in attributor(text)]
    assert speakers == ["LONDON", "PARIS", "LONDON"]


@pytest.mark.parametrize(
    ("headline", "sentence", "quoted"),
    [
        ("Germany: Train crash kills three", "Germany said on Monday that it would mourn.", False),
        ("Apple: The fall of a giant", "Apple said on Monday that it would pay.", False),
        ("Russia: West must back down", "Russia said the West must change course.", True),
        ("Unicef: Children at risk", "Unicef said on Monday that children were starving.", True),
        ("Merkel: We will wait", "Angela Merkel said on Monday that the plan had failed.", True),
    ],
)
def test_a_country_or_a_company_before_a_colon_may_be_the_topic(
    attributor: Attributor, headline: str, sentence: str, quoted: bool
) -> None:
    quotes = attributor(f"{headline}\n\n{sentence}")
    assert any("cue:headline" in quote.evidence for quote in quotes) == quoted
