"""A second cue within a content: whose is it?"""

from __future__ import annotations

import pytest

from quoteattr import Attributor


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "State media reported that Lee called the talks “useful” and stated Oslo was ready to "
            "work with Kiel on a plan.",
            "Lee",
        ),
        (
            "The agency reported that the minister denied the charge and insisted that he would "
            "stay.",
            "the minister",
        ),
    ],
)
def test_a_nested_source_is_within_the_content(
    attributor: Attributor, text: str, speaker: str
) -> None:
    nested = [quote for quote in attributor(text) if quote.parent is not None]
    assert nested
    assert {quote.speaker and quote.speaker.name for quote in nested} == {speaker}


def test_two_cues_of_one_source_are_two_quotes(attributor: Attributor) -> None:
    text = "Ann Lee said that the talks had failed and stressed that nobody was to blame."
    first, second = attributor(text)
    assert (first.text, second.text) == ("that the talks had failed", "that nobody was to blame")
    assert first.speaker == second.speaker
    assert second.parent is None


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Ronald Reagan was once asked how the Cold War would end.", "Ronald Reagan"),
        ("The minister was told that she must leave the country.", "The minister"),
    ],
)
def test_an_addressee_is_no_source(attributor: Attributor, text: str, addressee: str) -> None:
    (quote,) = attributor(text)
    assert quote.source is None
    assert quote.speaker is None
    assert quote.addressee is not None
    assert quote.addressee.text == addressee


def test_a_credit_names_who_said_it_whatever_follows(attributor: Attributor) -> None:
    text = (
        "“He lost the debate, and he knows it.” ― Karen Bell\n\nGetty/Instagram\n\n“I am afraid of "
        "what comes next for us.” ― Edwin Gomez"
    )
    assert [quote.speaker and quote.speaker.name for quote in attributor(text)] == [
        "Karen Bell",
        "Edwin Gomez",
    ]
