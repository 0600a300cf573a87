"""What a cue consists of, whether it is negated, and what "as X said" reports."""

from __future__ import annotations

import pytest

from quoteattr import Attributor
from tests.conftest import failing


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("Ann Lee no longer says that she will stand.", "no longer says", "Ann Lee"),
        ("Neither Lee nor Hale said the bridge was safe.", "said", "Neither Lee nor Hale"),
        ("Neither side said the bridge was safe.", "said", "Neither side"),
        ("None of the experts said the bridge was safe.", "said", "None of the experts"),
        ("Not one witness said the bridge was safe.", "said", "Not one witness"),
        ("Nobody said the bridge was safe.", "said", "Nobody"),
        ("Lee denied saying that the bridge was safe.", "saying", "Lee"),
        ("Lee refused to say that the bridge was safe.", "refused to say", "Lee"),
        ("Lee did not say that the bridge was safe.", "did not say", "Lee"),
    ],
)
def test_what_was_not_said_is_marked(
    attributor: Attributor, text: str, cue: str, source: str
) -> None:
    (quote,) = attributor(text)
    assert quote.cue is not None
    assert quote.source is not None
    assert (quote.cue.text, quote.source.text) == (cue, source)
    assert quote.cue.negated


@pytest.mark.parametrize(
    "text",
    [
        "Both Lee and Hale said the bridge was safe.",
        "One witness said the bridge was safe.",
        "Lee said the bridge was no longer safe.",
        "Lee said that neither Hale nor Kim was safe.",
        "Lee, who had no money, said the bridge was safe.",
        "Lee not only said that the bridge was safe but that it was new.",
        "Lee agreed to say that the bridge was safe.",
    ],
)
def test_what_was_said_is_not_negated(attributor: Attributor, text: str) -> None:
    assert [quote.cue and quote.cue.negated for quote in attributor(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "As Lee explained the plan to reporters, protesters shouted outside.",
        "As Lee wrote the song, her mother was dying.",
        "Her marriage was falling apart as she wrote her book.",
        "As Lee noted down the number, the car sped off.",
        "The bridge was not as safe as Lee said.",
        "Inflation is not falling as fast as the minister predicted.",
    ],
)
def test_what_happens_meanwhile_and_what_is_compared_is_not_put_by_anybody(
    attributor: Attributor, text: str
) -> None:
    assert not [quote for quote in attributor(text) if "cue:as-put" in quote.evidence]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("As Lee put it, the bridge was safe.", "the bridge was safe"),
        pytest.param(
            "The bridge was safe, as Lee explained on Monday.",
            "The bridge was safe",
            marks=failing("the labels take “on Monday” for a part of the content"),
        ),
        ("As Reuters reported Monday, it was as safe as ever.", "it was as safe as ever"),
    ],
)
def test_what_is_said_as_somebody_puts_it(attributor: Attributor, text: str, content: str) -> None:
    (quote,) = attributor(text)
    assert quote.text == content
    assert "cue:as-put" in quote.evidence


@pytest.mark.parametrize(
    "text",
    [
        "The president is expected to say that the war is over.",
        "The minister plans to say on Friday that the plan has failed.",
        "The minister is set to announce that the tax will rise.",
        "The minister is to say on Friday that the plan has failed.",
        "The bank is due to announce that rates will rise.",
        "Prosecutors are preparing to argue that Roy lied.",
        pytest.param(
            "Had the doctor said that the drug was safe, she would have taken it.",
            marks=failing("the parser takes “said” for the main verb, not for that of a condition"),
        ),
        "Mr Roy will tell the court that the files were lost.",
    ],
)
def test_speech_that_is_planned_or_unreal_is_hypothetical(
    attributor: Attributor, text: str
) -> None:
    assert [quote.cue and quote.cue.hypothetical for quote in attributor(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Rao was forced to admit that the plan had failed.",
        "The doctor had said that the drug was safe.",
        "Ms Orr went on to say that the law was void.",
        "The minister, who is to retire, said that the plan had failed.",
        "Lee said she expected that the law would be void.",
        "Lee set about saying that the law was void.",
    ],
)
def test_speech_that_has_happened_is_not_hypothetical(attributor: Attributor, text: str) -> None:
    assert [quote.cue and quote.cue.hypothetical for quote in attributor(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is not as safe as Lee said.",
        "The bridge is not as strong as the council says.",
        "The plant is safer than Ms Ito said.",
        "Inflation is not falling as fast as the minister predicted.",
    ],
)
def test_what_is_compared_with_what_was_said_is_no_quote(attributor: Attributor, text: str) -> None:
    assert list(attributor(text)) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The bridge is as safe as ever, as Lee said.", "The bridge is as safe as ever"),
        ("Lee said the bridge was as safe as ever.", "the bridge was as safe as ever"),
        ("As many as 40 people died, Lee said.", "As many as 40 people died"),
    ],
)
def test_a_comparison_in_a_content_is_a_part_of_it(
    attributor: Attributor, text: str, content: str
) -> None:
    assert [quote.text for quote in attributor(text)] == [content]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Mr Roy rejected as “nonsense” claims that the files were lost.", ["rejected as"]),
        ("“We will wait,” claims Mr Roy.", ["claims"]),
        ("“The files are lost” claims the bank.", ["claims"]),
    ],
)
def test_a_noun_after_a_quotation_is_no_cue(
    attributor: Attributor, text: str, cues: list[str]
) -> None:
    assert [quote.cue and quote.cue.text for quote in attributor(text)] == cues
