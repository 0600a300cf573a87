"""The markup of passages complains of what it should, so that no case passes by chance."""

from __future__ import annotations

import pytest

from quoteattr.model import Mention, Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.coreference.markup import complaints, read_passage


def quotes_of(text: str, content: str, speaker: Speaker | None) -> Quotes:
    start = text.index(content)
    quote = Quote(
        id="q1",
        content=(Span.of(text, start, start + len(content)),),
        kind="indirect",
        speaker=speaker,
        addressee=Mention(Span.of(text, 0, 3)),
    )
    return Quotes((quote,), text=text, speakers=(speaker,) if speaker else ())


ANN = Speaker(id="s1", name="Ann Lee", kind="person", named=True, identifier="q7")
SAID = "Ann Lee said {%s: the road was shut}."


def test_braces_are_no_part_of_the_text() -> None:
    text, (outer, inner) = read_passage("“{Ann Lee: He said {Bob: no}},” she said.")
    assert text == "“He said no,” she said."
    assert (text[outer.start : outer.end], outer.who) == ("He said no", ("Ann Lee",))
    assert (text[inner.start : inner.end], inner.who) == ("no", ("Bob",))


@pytest.mark.parametrize(
    "label", ["Ann Lee", "the Ann Lee", "Bob/Ann Lee", "Ann Lee|person#q7>Ann"]
)
def test_a_right_speaker_passes(label: str) -> None:
    text, expected = read_passage(SAID % label)
    assert complaints(quotes_of(text, "the road was shut", ANN), expected) == []


@pytest.mark.parametrize(
    "label",
    ["Bob", "Ann", "-", "Ann Lee|group", "Ann Lee#", "Ann Lee>Bob", "Ann Lee@Bob", "Ann + Lee"],
)
def test_a_wrong_speaker_does_not(label: str) -> None:
    text, expected = read_passage(SAID % label)
    assert len(complaints(quotes_of(text, "the road was shut", ANN), expected)) == 1


def test_nobody_and_nothing_differ() -> None:
    text, expected = read_passage(SAID % "Ann Lee")
    assert complaints(quotes_of(text, "the road was shut", None), expected) == [
        "nobody says 'the road was shut'"
    ]
    assert complaints(quotes_of(text, "Ann", ANN), expected) == ["no quotation 'the road was shut'"]
    nobody = read_passage(SAID % "-")[1]
    assert complaints(quotes_of(text, "the road was shut", None), nobody) == []
