"""A second cue within a content: whose is it?"""

from __future__ import annotations

import pytest

from quoteattr import Attributor
from tests.conftest import failing


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


@pytest.mark.parametrize(
    "credit",
    ["Ann Lee", "Ann Lee, minister for Leeds", "chief of police Ann Lee", "the poet Ann Lee"],
)
def test_a_credit_may_begin_with_who_that_is(attributor: Attributor, credit: str) -> None:
    (quote,) = attributor(f"“We will wait for the next train.” – {credit}")
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"


@pytest.mark.parametrize(
    "text",
    [
        "She was known as “the Iron Lady” – a nickname from Moscow.",
        "The minister said the plan was “dead” – a blow for Germany.",
        "The mayor called the plan “a waste of money” – the biggest in Leeds.",
        "Critics called the film “a masterpiece” — the best of the Cannes festival.",
        "He admired “the Iron Lady” – Margaret Thatcher.",
        "“We will wait.”\n\n– With files from The Canadian Press",
    ],
)
def test_a_name_in_a_remark_after_a_dash_is_no_credit(attributor: Attributor, text: str) -> None:
    assert not [quote for quote in attributor(text) if "cue:credit" in quote.evidence]


@pytest.mark.parametrize(
    "who",
    [
        "Police",
        pytest.param(
            "Officials",
            marks=failing("the reader ends no sentence after “U.S.”, and takes both for one name"),
        ),
        "Residents",
    ],
)
def test_a_sentence_is_no_speaker(attributor: Attributor, who: str) -> None:
    text = f"The suspect was born in the U.S. {who} said that he had no record."
    sources = {quote.source.span.text for quote in attributor(text) if quote.source is not None}
    assert sources <= {who}


def test_a_participle_after_the_speaker_is_no_sentence(attributor: Attributor) -> None:
    text = "Cruz has a list: several included on it told POLITICO they were leaning toward him."
    (quote,) = attributor(text)
    assert quote.source is not None
    assert quote.source.span.text.startswith("several")
