"""Groups that sources name with "and" and "or"."""

from __future__ import annotations

import pytest

from quoteattr import Attributor


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ms Ito or Mr Sato said that the plant was safe.", "Ito or Sato"),
        ("Either Ann Ito or Ben Sato said that it was safe.", "Ann Ito or Ben Sato"),
        ("Ann Ito, Ben Sato or Eva Voss said that it was safe.", "Ann Ito, Ben Sato or Eva Voss"),
        ("Ann Ito and Ben Sato said that it was safe.", "Ann Ito and Ben Sato"),
    ],
)
def test_a_group_is_called_by_its_own_conjunction(
    attributor: Attributor, text: str, name: str
) -> None:
    (quote,) = attributor(text)
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.kind) == (name, "group")


def test_one_of_two_is_not_both(attributor: Attributor) -> None:
    text = "Ann Ito and Ben Sato said that it was safe. Either Ito or Sato said it was closed."
    names = [quote.speaker and quote.speaker.name for quote in attributor(text)]
    assert names == ["Ann Ito and Ben Sato", "Ann Ito or Ben Sato"]
