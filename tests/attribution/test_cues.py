"""What a cue consists of, and whether it is negated."""

from __future__ import annotations

import pytest

from quoteattr import Attributor


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
