"""Relative clauses that report, and conditions that come before the speaker."""

from __future__ import annotations

import pytest

from quoteattr import Attributor


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The man police say shot the guard has been found.", "police", "shot the guard"),
        ("A man who police say shot the guard has been found.", "police", "shot the guard"),
        (
            "Mr Roy, who prosecutors said had stolen $4m, was jailed on Friday.",
            "prosecutors",
            "had stolen $4m",
        ),
        (
            "The woman witnesses said drove the car was arrested on Monday.",
            "witnesses",
            "drove the car",
        ),
        (
            "Police arrested a man who witnesses said fired the shots.",
            "witnesses",
            "fired the shots",
        ),
        (
            "The bomb, which police believe was planted on Monday, killed two.",
            "police",
            "which was planted on Monday",
        ),
        # controls: two nouns before the verb may be one source
        ("The city police say crime has fallen.", "The city police", "crime has fallen"),
        (
            "City officials said planned talks had failed.",
            "City officials",
            "planned talks had failed",
        ),
        (
            "The woman who said that the shop was closed has left.",
            "who",
            "that the shop was closed",
        ),
    ],
)
def test_a_relative_clause_has_its_own_source_and_end(
    attributor: Attributor, text: str, source: str, content: str
) -> None:
    (quote,) = attributor(text)
    assert quote.source is not None
    assert (quote.source.text, quote.text) == (source, content)


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Unless the firm pays, Ms Orr said the strike would go on.",
            ["Unless the firm pays", "the strike would go on"],
        ),
        (
            "If the union agrees, Ms Orr said the strike would end.",
            ["If the union agrees", "the strike would end"],
        ),
        (
            "If the bill passes, the minister told reporters that schools would close.",
            ["If the bill passes", "that schools would close"],
        ),
        # controls: a condition of the saying, a time, and no modal
        ("If the union agrees, I think the strike would end.", ["the strike would end"]),
        ("When the union met, Ms Orr said the strike would end.", ["the strike would end"]),
        ("If the union agreed, Ms Orr said the strike was over.", ["the strike was over"]),
    ],
)
def test_a_condition_before_the_speaker_is_a_part_of_what_is_said(
    attributor: Attributor, text: str, contents: list[str]
) -> None:
    (quote,) = attributor(text)
    assert [span.text for span in quote.content] == contents


@pytest.mark.parametrize(
    "text",
    [
        "What Lee said was that the bridge was closed.",
        "All Lee said was that the bridge was closed.",
        "All that Lee said was that the bridge was closed.",
        "Lee said that the bridge was closed.",
    ],
)
def test_the_content_of_a_cleft_sentence_begins_with_that(
    attributor: Attributor, text: str
) -> None:
    assert [quote.text for quote in attributor(text)] == ["that the bridge was closed"]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "The bridge is safe, the mayor said on Friday, but it will close for a month.",
            ["The bridge is safe", "it will close for a month"],
        ),
        (
            "The talks had failed, Lee said late on Monday, and the strike would go on.",
            ["The talks had failed", "the strike would go on"],
        ),
        # controls: the mayor's own time, and quotations
        (
            "The shop, Lee said in May, will close in June.",
            ["The shop", "will close in June"],
        ),
        (
            "“It is safe,” the mayor said on Friday, “but it will close.”",
            ["“It is safe,”", "“but it will close.”"],
        ),
        (
            "It will close, the mayor said, on Friday, and open in May.",
            ["It will close", "on Friday, and open in May"],
        ),
    ],
)
def test_the_day_of_the_saying_is_no_part_of_what_is_said(
    attributor: Attributor, text: str, contents: list[str]
) -> None:
    (quote,) = attributor(text)
    assert [span.text for span in quote.content] == contents
