"""The text form: what a reader sees of each quote."""

import re

from hypothesis import given
from hypothesis import strategies as st

from quoteattr.cli.terminal import to_text
from quoteattr.model import Quote, Span
from quoteattr.quotes import Quotes
from tests.factories import article, mention
from tests.strategies import results


def test_article_reads_well():
    assert to_text(article()).splitlines() == [
        "oslo: 4 quotes, 2 speakers",
        "",
        "Ann Lee (Prime Minister)  direct · said · 0.97 · 34-53, 83-107",
        "    “We will not wait,” … “We go on <now> & soon.”",
        "",
        "Ann Lee (Prime Minister)  indirect · say · negated · 0.50 · 124-142",
        "    when the talks end",
        "",
        "Tom Berg  mixed · replied · via Radio Oslo · 0.80 · 192-213",
        "    the plan was “a joke”",
        "",
        "    (no speaker)  direct · 0.25 · 205-213",
        "        “a joke”",
    ]


def test_a_source_that_is_not_resolved_is_shown_as_written():
    text = "“No,” he said."
    made = Quote("q1", [Span.of(text, 0, 5)], "direct", source=mention(text, "he", "pronoun"))
    assert "“he” (not resolved)  direct" in to_text(Quotes([made], text=text))


@given(results(), st.integers(20, 120))
def test_colours_change_nothing_but_the_looks(quotes: Quotes, width: int):
    plain = to_text(quotes, width=width)
    assert re.sub(r"\x1b\[\dm", "", to_text(quotes, width=width, colour=True)) == plain


@given(results())
def test_no_control_character_gets_through(quotes: Quotes):
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u202e]", to_text(quotes))


def test_long_words_and_deep_nesting_stay_within_the_width():
    text = "x" * 300
    made = [
        Quote(f"q{i}", [Span.of(text, i, 300 - i)], "direct", parent=f"q{i - 1}" if i else None)
        for i in range(20)
    ]
    lines = to_text(Quotes(made, text=text), width=40).splitlines()
    assert max(map(len, lines)) <= 40
