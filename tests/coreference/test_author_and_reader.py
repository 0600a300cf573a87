"""The article's own "I" and "you" are marked: the news does not quote them."""

from __future__ import annotations

import pytest

from quoteattr.attributor import Attributor


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I think that the plan is a mistake.", "author"),
        ("You said that it would rain.", "reader"),
        ("She said that it would rain.", None),
        ("Ann Lee said that it would rain.", "person"),
        ("A spokesman said that it would rain.", "person"),
        ("The ten-year-old wrote that it would rain.", "person"),
        ("The 24-year-olds said that it would rain.", "group"),
    ],
)
def test_kinds_of_speakers(everything: Attributor, text: str, kind: str | None):
    (quote,) = everything(text)
    assert (quote.speaker.kind if quote.speaker else None) == kind


def test_the_author_with_a_byline_is_a_person(everything: Attributor):
    (quote,) = everything("By Ann Lee\n\nI think that the plan is a mistake.")
    assert quote.speaker is None or quote.speaker.kind == "person"
