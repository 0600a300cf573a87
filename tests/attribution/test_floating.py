"""Quotations without a cue of their own, and the shapes that quotations take on a page."""

from __future__ import annotations

from typing import Any

import pytest

from quoteattr import Attributor, Quote
from tests.attribution.test_tables import overlap
from tests.conftest import cases


def fits(quote: Quote, expected: dict[str, Any]) -> bool:
    speaker = quote.speaker.name if quote.speaker else None
    cue = quote.cue.text if quote.cue else None
    return (
        overlap(quote.text, expected["content"]) >= 0.9
        and speaker == expected["speaker"]
        and cue == expected.get("cue", cue)
        and quote.kind == expected.get("kind", quote.kind)
    )


def hold(quotes: tuple[Quote, ...], row: dict[str, Any]) -> None:
    found = [(quote.text, quote.speaker and quote.speaker.name) for quote in quotes]
    for expected in row["expect"]:
        assert any(fits(quote, expected) for quote in quotes), (expected, found)
    for phrase in row.get("never", []):
        assert not any(overlap(quote.text, phrase) >= 0.5 for quote in quotes), (phrase, found)


@pytest.mark.parametrize("row", cases("attribution_floating.json"))
def test_speech_in_marks_is_kept_with_its_speaker(
    attributor: Attributor, row: dict[str, Any]
) -> None:
    hold(tuple(attributor(row["text"])), row)


def test_a_speaker_who_is_inferred_gives_no_source(attributor: Attributor) -> None:
    _, quote = attributor("Mara Quist said she was furious. “Nobody told us a thing.”")
    assert quote.source is None
    assert quote.cue is None
    assert quote.speaker is not None
    assert quote.speaker.name == "Mara Quist"
    assert "speaker:floating" in quote.evidence


def test_what_is_reported_within_lies_in_the_quotation(attributor: Attributor) -> None:
    quotes = attributor("Mara Quist shook her head. “The mayor said that the road was safe.”")
    outer, inner = quotes
    assert inner.parent == outer.id
    assert outer.evidence[0] == "cue:floating-sentence"


NAMES = ("Mara Quist, 34, teacher", "Tom Hale, 50, builder", "Ana Soto, 61, nurse")
WORDS = ("“I will vote no. They all lie.”", "“I will vote yes.”", "“We have not decided yet.”")


@pytest.mark.parametrize("follow", [False, True], ids=["above", "below"])
def test_names_on_lines_are_all_on_the_side_of_the_one_that_is_alone(
    attributor: Attributor, *, follow: bool
) -> None:
    rows = zip(WORDS, NAMES, strict=True) if follow else zip(NAMES, WORDS, strict=True)
    quotes = attributor("\n\n".join(line for row in rows for line in row))
    speakers = {quote.text: quote.speaker and quote.speaker.name for quote in quotes}
    assert speakers == dict(zip(WORDS, ("Mara Quist", "Tom Hale", "Ana Soto"), strict=True))


def test_a_signature_says_nothing_about_the_side_of_other_names(attributor: Attributor) -> None:
    signed = f"{WORDS[0]}\n{NAMES[0]}"
    quotes = attributor("\n\n".join((NAMES[1], WORDS[1], NAMES[2], WORDS[2], signed)))
    speakers = [quote.speaker and quote.speaker.name for quote in quotes]
    assert speakers == ["Tom Hale", "Ana Soto", "Mara Quist"]


@pytest.mark.parametrize("before", ["the U.S.", "the shooting at 2 a.m.", "that Lee & Co."])
def test_the_stop_of_an_abbreviation_does_not_end_what_is_reported(
    attributor: Attributor, before: str
) -> None:
    (quote,) = attributor(f"Ann Lee said {before} “was not their fault,” but that they would pay.")
    assert quote.text == f"{before} “was not their fault,” but that they would pay"


@pytest.mark.parametrize("before", ["The U.S.", "The shooting at 2 a.m."])
def test_the_stop_of_an_abbreviation_does_not_begin_what_is_reported(
    attributor: Attributor, before: str
) -> None:
    (quote,) = attributor(f"{before} “was not their fault,” Ann Lee said.")
    assert quote.text == f"{before} “was not their fault,”"


def test_a_sentence_in_marks_begins_after_an_abbreviation(attributor: Attributor) -> None:
    quotes = attributor("She said it was late in the U.S. “Nobody told us anything.”")
    assert [quote.text for quote in quotes] == [
        "it was late in the U.S.",
        "“Nobody told us anything.”",
    ]


def test_a_name_line_may_say_that_somebody_is_retired(attributor: Attributor) -> None:
    first, second = (
        "Ann Lee, 41, nurse\n\n“It is a tax.”",
        "Paddy Mannion, 72, retired\n\n“I walk.”",
    )
    quotes = attributor(f"{first}\n\n{second}")
    speakers = [quote.speaker and quote.speaker.name for quote in quotes]
    assert speakers == ["Ann Lee", "Paddy Mannion"]


@pytest.mark.parametrize(
    "told",
    [
        "Nobody warned the traders, she said.",
        "No one asked the traders, Diaz said on Monday.",
        "The mayor told the traders, Diaz said.",
    ],
)
def test_a_quotation_after_what_is_reported_belongs_to_who_reports(
    attributor: Attributor, told: str
) -> None:
    before = f"Rosa Diaz has sold fruit there for 20 years. {told}"
    quotes = attributor(f"{before} “They came with a grader. We had no time to pack.”")
    assert [quote.speaker and quote.speaker.name for quote in quotes] == ["Rosa Diaz"] * 2


def test_who_tells_something_is_quoted_after_it(attributor: Attributor) -> None:
    quotes = attributor("The mayor warned the crowd. “Go home. The bridge is not safe.”")
    assert [quote.speaker and quote.speaker.name for quote in quotes] == ["The mayor"]
