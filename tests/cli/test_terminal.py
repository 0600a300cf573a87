"""The text form: what a reader sees of each quote."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.cli.terminal import to_text
from quoteattr.model import Quote, Span
from quoteattr.quotes import Quotes
from tests.factories import article, crowd, mention
from tests.strategies import results

STYLE = r"\x1b\[[\d;]*m"


def test_article_reads_well():
    assert to_text(article()).splitlines() == [
        "oslo: 4 quotes, 2 speakers",
        "",
        "2 ████████████ Ann Lee (Prime Minister)",
        "1 ██████       Tom Berg",
        "1 ██████       (no speaker)",
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
    assert re.sub(STYLE, "", to_text(quotes, width=width, colour=True)) == plain


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


@pytest.mark.parametrize("width", [44, 80, 140])
def test_nothing_is_wider_than_the_terminal(width: int):
    lines = to_text(crowd(40), width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_the_most_quoted_come_first_and_a_long_list_is_cut():
    heading, _, *lines = to_text(crowd(16)).splitlines()
    summary = lines[: lines.index("")]
    assert heading == "crowd: 41 quotes, 16 speakers"
    assert len(summary) == 13
    counts = [int(line.split()[0]) for line in summary]
    assert counts[:12] == sorted(counts[:12], reverse=True)
    assert summary[-1].endswith(" 5 more")
    assert sum(counts) == 41
    assert not any(" more" in line for line in to_text(crowd(12)).splitlines())


def test_one_speaker_needs_no_summary():
    quotes = article()
    lines = to_text(quotes[:2]).splitlines()
    assert lines[:3] == ["oslo: 2 quotes, 1 speaker", "", to_text(quotes).splitlines()[6]]


def test_each_speaker_has_one_look_and_no_two_the_same():
    quotes = crowd(16)
    shown = to_text(quotes, colour=True)
    looks = {
        speaker.name: set(re.findall(rf"({STYLE}){speaker.name}", shown))
        for speaker in quotes.speakers
    }
    assert all(len(found) == 1 for found in looks.values())
    assert len(set.union(*looks.values())) == 16
