"""Examples for the scorer of the speakers of quotations without a cue."""

from __future__ import annotations

import pytest

from quoteattr.attribution import analyse, attribute
from quoteattr.corpora.gold_speakers import GoldSpeaker
from quoteattr.errors import InputError
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.text.marks import find_marks
from quoteattr.training.conditional import Example, fit, most_probable
from quoteattr.training.floating import floating_examples

LEE = GoldSpeaker("Ann Lee", ("Lee",))
TEXT = (
    "Bob Ray said that the road was closed.\n\nAnn Lee has sold houses in Oslo for ten years. She "
    "lost two jobs.\n\n“I have never seen so few buyers.”"
)


def examples_of(parser: StanzaParser, speaker: GoldSpeaker | None) -> list[Example]:
    parse = parser(TEXT)
    marks = find_marks(TEXT)
    start = TEXT.index("“")
    quotes = [(((start, len(TEXT)),), speaker)]
    return list(floating_examples(parse, attribute(analyse(parse, marks)), quotes, marks))


def test_one_of_the_people_around_is_the_gold_speaker(parser: StanzaParser) -> None:
    (example,) = examples_of(parser, LEE)
    assert example.groups == ("text", "only-paragraph")
    assert sum(example.right) == 1
    assert not example.right[-1]


def test_nobody_is_right_where_the_gold_has_no_speaker(parser: StanzaParser) -> None:
    (example,) = examples_of(parser, None)
    assert [place for place, right in enumerate(example.right) if right] == [len(example.right) - 1]


def test_too_few_examples_are_told(parser: StanzaParser) -> None:
    with pytest.raises(InputError, match="more articles are needed"):
        fit([], 1.0)
    with pytest.raises(InputError, match="more articles are needed"):
        fit(examples_of(parser, LEE), 1.0, least_count=1000)


def test_what_was_learned_is_chosen(parser: StanzaParser) -> None:
    (example,) = examples_of(parser, LEE)
    weights = fit([example] * 10, 1.0)
    assert example.right[most_probable(example, weights)]
