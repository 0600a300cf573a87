"""Turns that no words attribute, as quotes of their own."""

from __future__ import annotations

from quoteattr.attributor import Attributor

OPENING = (
    "Tim Hale met the officer at the gate.\n\n"
    "“Where were you on Friday?” Hale asked.\n\n"
    "“At home,” the officer replied.\n\n"
)
TURNS = "“Alone?”\n\n“With my sister. She can tell you that I was asleep.”\n\nHale left."


def test_a_turn_is_a_quote_without_cue_and_source(attributor: Attributor) -> None:
    quotes = attributor(OPENING + TURNS)
    turns = [quote for quote in quotes if "cue:turn" in quote.evidence]
    assert [quote.text for quote in turns] == [
        "“Alone?”",
        "“With my sister. She can tell you that I was asleep.”",
    ]
    assert all(quote.cue is None and quote.source is None for quote in turns)
    assert [quote.text for quote in quotes if quote.cue and quote.parent is None] == [
        "“Where were you on Friday?”",
        "“At home,”",
    ]


def test_what_is_reported_within_a_turn_belongs_to_it(everything: Attributor) -> None:
    quotes = {quote.id: quote for quote in everything(OPENING + TURNS)}
    inner = next(quote for quote in quotes.values() if quote.text.endswith("I was asleep"))
    assert inner.parent is not None
    assert quotes[inner.parent].evidence[0] == "cue:turn"


def test_without_questions_a_quotation_goes_on(attributor: Attributor) -> None:
    text = (
        "Ann Lee met Jake Ross.\n\n“It was close,” Lee said.\n\n“It was not,” Ross said.\n\n"
        "“I saw the numbers, and they were bad.”"
    )
    quotes = attributor(text)
    assert not any("cue:turn" in quote.evidence for quote in quotes)
    assert quotes[-1].speaker is not None
    assert quotes[-1].speaker.name == "Jake Ross"


def test_answers_belong_to_the_interviewee(attributor: Attributor) -> None:
    text = (
        "An interview with the climber Jan Novak\n\n**Were you afraid?**\n\n"
        "I was. My hands shook for an hour.\n\n**Would you go again?**\n\nI would go tomorrow."
    )
    quotes = [quote for quote in attributor(text) if "cue:answer" in quote.evidence]
    assert [quote.speaker.name for quote in quotes if quote.speaker] == ["Jan Novak"] * 2
    assert quotes[0].text == "I was. My hands shook for an hour."


def test_a_labelled_answer_has_all_its_paragraphs(attributor: Attributor) -> None:
    text = (
        "We met Jane Novak to talk about the fund.\n\n"
        "PR: Do you think it matters?\n\n"
        "JN: It does, as I see every week.\n\n"
        "It helps us grow. “There is a risk,” Ole Berg told me.\n\n"
        "PR: What comes next?\n\n"
        "JN: I would start with the farms.\n\n"
        "Novak lives in Lindbank."
    )
    quotes = {quote.id: quote for quote in attributor(text)}
    novak = [q for q in quotes.values() if q.speaker and q.speaker.name == "Jane Novak"]
    assert [[piece.text for piece in quote.content] for quote in novak] == [
        [
            "It does, as I see every week.",
            "It helps us grow. “There is a risk,” Ole Berg told me.",
        ],
        ["I would start with the farms."],
    ]
    (berg,) = (q for q in quotes.values() if q.speaker and q.speaker.name == "Ole Berg")
    assert berg.parent == novak[0].id


def test_what_nobody_says_between_two_labels_is_no_answer(attributor: Attributor) -> None:
    text = (
        "The panel met in Lindbank.\n\nAnn Lee: The bridge is safe.\n\nRain fell on the town hall."
        "\n\nBo Ray: The bridge is closed.\n\nAnn Lee: It opened at noon."
    )
    assert not any("Rain" in quote.text for quote in attributor(text))
