"""Dialogue: each turn to its own cue, and no turn to two."""

from __future__ import annotations

import pytest

from quoteattr import Attributor

DIALOGUE = (
    "“Ah, my dear,” said he, “poor Miss Taylor. It is a grievous business.” “Oh yes, sir,” cried "
    "Isabella, “how you must miss her!”"
)


def test_turns_in_one_paragraph_stay_apart(attributor: Attributor) -> None:
    found = [
        (quote.source.text if quote.source else None, [piece.text for piece in quote.content])
        for quote in attributor(DIALOGUE)
        if quote.kind == "direct"
    ]
    assert found == [
        ("he", ["“Ah, my dear,”", "“poor Miss Taylor. It is a grievous business.”"]),
        ("Isabella", ["“Oh yes, sir,”", "“how you must miss her!”"]),
    ]


def test_an_answer_is_not_the_quotation_before_it(attributor: Attributor) -> None:
    quotes = attributor("“Will you run again?” “I will run,” Ann Lee said.")
    assert [(quote.text, quote.speaker and quote.speaker.name) for quote in quotes] == [
        ("“Will you run again?”", None),
        ("“I will run,”", "Ann Lee"),
    ]


def test_what_one_speaker_lists_stays_together(attributor: Attributor) -> None:
    quotes = attributor("The signs, Lee told reporters, said “Law and Order,” “Peace” and “Work.”")
    assert any("Law and Order" in quote.text and "Peace" in quote.text for quote in quotes)


def test_turns_without_a_cue_do_not_pile_up_on_the_last_speaker(attributor: Attributor) -> None:
    text = (
        "“The roof leaked,” Ann Lee said. “It has leaked since May.”\n\n“Did you tell the owner?”"
        "\n\n“I told him twice. He laughed.”"
    )
    quote, *turns = attributor(text)
    assert [piece.text for piece in quote.content] == [
        "“The roof leaked,”",
        "“It has leaked since May.”",
    ]
    assert [(turn.text, turn.speaker) for turn in turns] == [
        ("“Did you tell the owner?”", None),
        ("“I told him twice. He laughed.”", None),
    ]


@pytest.mark.parametrize("dash", [" – ", " — ", " - ", " -- "])
@pytest.mark.parametrize("names", [("Ann Smith", "Bob Jones"), ("SMITH", "JONES")])
def test_a_dash_after_a_name_is_like_a_colon(
    attributor: Attributor, dash: str, names: tuple[str, str]
) -> None:
    said = ("“I never said that. I was not there at all.”", "“You did say it, and you know it.”")
    text = "\n\n".join(name + dash + words for name, words in zip(names, said, strict=True))
    quotes = attributor(text)
    assert [quote.text for quote in quotes] == list(said)
    assert [quote.speaker and quote.speaker.name for quote in quotes] == list(names)


@pytest.mark.parametrize(
    "text",
    [
        "KYIV – “We are ready to go on,” Marko said on Friday.",
        "Paris – “We lost it all, and nobody came to help.”",
        "Bob Dylan – “Blowin’ in the Wind”\n\nAnn Smith – “Like a Rolling Stone”",
        "Ann Smith – “We lost it all,” she said. “Nobody came.”",
    ],
)
def test_a_dash_after_other_words_is_no_label(attributor: Attributor, text: str) -> None:
    assert not any("cue:transcript" in quote.evidence for quote in attributor(text))
