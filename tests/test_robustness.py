"""No text makes the library raise, and what holds for every result holds for odd texts too."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoteattr.quotes import Quotes
from tests.promises import check_nesting, check_order, check_spans, check_speakers

ARTICLE = (
    "OSLO — Ministers met on Monday.\n\n"
    "“We will not wait,” Prime Minister Ann Lee told reporters. “We go on.”\n\n"
    "The talks would ‘end’ on Friday, according to her office's Tom Hill.\n"
)

# Long ones are longer than the pieces in which the parser reads an article (8,000 code points).
ODD = {
    "empty": "",
    "one blank": " ",
    "white space only": " \t\u00a0\u2003\r\n \u3000 \n",
    "newlines only": "\n" * 5_000,
    "a NUL": "“We\x00 will win,” Ann Lee said.\x00",
    "control characters": "".join(map(chr, range(32))) + "“No,”\x07 Ann Lee said.\x1b[31m",
    "lone surrogates": "\ud83d “We \udc00will win,” Ann Lee said. \ud800",
    "private and unassigned": "“We\ue000 will\U000e0fff win,\ufdd0” Ann Lee said.",
    "byte order marks, zero widths": "\ufeff“We\u200b will win,\u200d” Ann\u2060 Lee said.\ufeff",
    "right to left": "\u202b“אנחנו ננצח,” אמר דוד לוי.\u202c She said: “نعم”.",
    "emoji": "👩‍👩‍👧‍👦 “We will win 🏆🇳🇴,” Ann Lee 👍🏽 said. 🎉",
    "combining marks": "“W\u0301e\u0302\u0303 do,” A\u030ann Le\u0301e sai\u0323d" + "\u0301" * 99,
    "carriage returns": "“We will win,” Ann Lee said.\r“We go on.”\r\rShe left.",
    "Windows line ends": ARTICLE.replace("\n", "\r\n"),
    "other line ends": ARTICLE.replace("\n", "\u2028").replace("\n\n", "\u2029"),
    "no-break blanks": ARTICLE.replace(" ", "\u00a0"),
    "no blanks": ARTICLE.replace(" ", ""),
    "capitals": ARTICLE.upper(),
    "quotation marks only": '"“”‘’\'«»' * 1_010,
    "opening marks only": "“" * 1_000,
    "closing marks only": "”" * 3_000,
    "marks within marks": "“a ‘" * 100 + "b" + "’ c”" * 100,
    "a word of 9,000 letters": "“We will win,” Ann Lee said of " + "x" * 9_000 + ".",
    "50,000 marks of punctuation": "Ann Lee said" + "." * 50_000,
    "2,000 words without a period": "Ann Lee said that it rained and " * 280,
    "an open bracket in each word": "(Ann (Lee (said (it (rained " * 20,
    "one word": "said",
    "cue at the end": "said Ann Lee said said said said",
    "passives that share an agent": "Lee was held and told to stay, shouted at and asked to go.",
    "cues only": "said told claimed according to " * 30,
    "pronouns only": "he she they it who I we " * 30,
    "names only": "Ann Lee Tom Hill JD Vance " * 30,
    "a table": "| said | Ann Lee |\n|---|---|\n| “x” | 3 |\n" * 10,
    "markup": "<p>&ldquo;We will win,&rdquo; <b>Ann Lee</b> said.</p><script>alert('x')</script>",
    "an address": "“See https://news.example/a?b=“c”&d='e'#said,” Ann Lee said to a@b.example.",
    "Chinese": "李安说：“我们会赢。”",
    "code": "def said(x): return \"\"\"“{x}”\"\"\" if x == 'Ann Lee' else f'{x!r}'",
}  # fmt: skip


LINE_END = re.compile("\r\n|[\r\u2028]")


def check(quotes: Quotes, text: str) -> None:
    """The article was read, and the result keeps its promises."""
    assert quotes.text == text
    assert quotes.error is None
    assert not any("failed" in warning for warning in quotes.warnings)
    check_spans(quotes)
    check_order(quotes)
    check_nesting(quotes)
    check_speakers(quotes)
    assert Quotes.from_dict(quotes.to_dict(), text) == quotes


def summary(quotes: Quotes) -> list[tuple[object, ...]]:
    """What a result says, without places and line ends."""
    return [
        (
            quote.kind,
            [LINE_END.sub("\n", span.text) for span in quote.content],
            quote.cue and [span.text for span in quote.cue.spans],
            quote.source and quote.source.span.text,
            quote.speaker and quote.speaker.name,
            quote.confidence,
            quote.evidence,
        )
        for quote in quotes
    ]


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text(attributor, text):
    quotes = attributor(text)
    check(quotes, text)
    # What is shown and written must cope as well.
    for shown in (quotes.to_json(), quotes.to_html(), quotes.to_csv()):
        shown.encode("utf-8")


def test_odd_texts_in_one_go_are_the_same_as_one_by_one(attributor):
    some = [text for text in ODD.values() if len(text) < 200]
    assert list(attributor.pipe(some)) == [attributor(text) for text in some]


def test_what_is_no_text_does_not_stop_the_others(attributor):
    texts = ["Ann Lee said it rained.", None, b"Ann Lee said it rained.", 7, ARTICLE]
    first, *odd, last = attributor.pipe(texts)
    assert len(first) == 1
    assert last.to_dict()["quotes"] == attributor(ARTICLE).to_dict()["quotes"]
    for quotes in odd:
        assert len(quotes) == 0
        assert "must be a str" in quotes.error


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends_do_not_matter(attributor, seed_text, seed_quotes, end):
    assert summary(attributor(seed_text.replace("\n", end))) == summary(seed_quotes)


def test_odd_words_around_it_leave_a_quote_alone(attributor):
    """One damaged paragraph costs nothing in the others."""
    damaged = "x" * 9_000 + "\n\n" + "“" * 100 + "\n\n"
    plain = attributor(ARTICLE)
    found = attributor(damaged + ARTICLE)
    assert [quote.text for quote in found if quote.start >= len(damaged)] == [
        quote.text for quote in plain
    ]


def test_same_text_same_result(attributor, seed_text, seed_quotes):
    assert attributor(seed_text, doc_id="seed") == seed_quotes


VOCABULARY = (
    "Ann Lee said told that she he they who not would we I the according to Mr. U.S. reporters "
    "quoted as saying claim's don’t $5 1,000 AP is of and “ ” \" ' ‘ ’ « » , . : ; — … ( ) 🎉 é"
)
BLANKS = ("\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\x00", "\ud800")
WORDS = st.sampled_from([*VOCABULARY.split(), *BLANKS])
MIXTURE = st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=40).map(" ".join)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.one_of(WORDS, st.text(max_size=2))),
    min_size=1,
    max_size=6,
)


def edited(edits):
    """The article with some characters put in and cut out."""
    text = ARTICLE
    for where, cut, new in edits:
        at = int(where * len(text))
        text = text[:at] + new + text[at + cut :]
    return text


slowly = settings(
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@slowly
@given(text=MIXTURE)
def test_any_mixture_of_words_and_marks(attributor, text):
    check(attributor(text), text)


@slowly
@given(edits=EDITS)
def test_any_damage_to_an_article(attributor, edits):
    text = edited(edits)
    check(attributor(text), text)
