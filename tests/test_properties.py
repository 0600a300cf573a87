"""What holds for every result, whatever the article: tried on texts that nobody would write.

The parses are plain ones, so that thousands of texts take seconds. ``--hypothesis-profile=long``
tries 20,000 of each kind. A text that has found something stays as an example.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteattr.mask import mask
from quoteattr.quotes import Quotes
from quoteattr.text.marks import find_marks
from quoteattr.text.readable import readable
from tests.plain_parser import PlainAttributor
from tests.promises import check_nesting, check_order, check_spans, check_speakers
from tests.strategies import AWKWARD

VOCABULARY = (
    "Ann Lee said told that she he they who would not we I the according to Mr. mayor wife and "
    'reporters added asked whether it rained . . , , : ; ? ! … — - ( ) “ “ ” ” ‘ ’ " " \' « » '
    "LEE: HILL: Q. A. ML: <p> </p> &ldquo; &#8221; â€œ â€\x9d � http://a.example"
)
BLANKS = ("\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\x00", "\ud800", "\ud83d\ude00")
SENTENCES = (
    "“It rained,” Ann Lee said.",
    "“We left.",
    "“He told me: ‘It was hard.",
    "“‘It got worse,’” Tran said.",
    "Lee said: “He said: ‘It was hard.",
    "“‘It got worse,’ he told me,” Hill added.",
    "She said that he said “it rained” and added that they left.",
    "Tom Hill asked: “Again?” “No,” he said.",
    "The mayor, Ann Lee, said so.",
)

texts = st.one_of(
    st.lists(
        st.one_of(st.sampled_from(VOCABULARY.split()), st.sampled_from(BLANKS)), max_size=60
    ).map(" ".join),
    st.lists(st.one_of(st.sampled_from(SENTENCES), st.sampled_from(BLANKS)), max_size=8).map(
        "\n".join
    ),
    st.text(st.one_of(st.sampled_from(AWKWARD), st.characters()), max_size=60),
)


@pytest.fixture(scope="module")
def plain() -> PlainAttributor:
    return PlainAttributor(include="all")


@given(text=texts)
@example("“He told me: ‘It was hard.\n“‘It got worse,’” Tran said.")
@example("Lee said: “He said: ‘It was hard.\n“‘It got worse,’ he told me,” Hill added.")
def test_every_result_keeps_its_promises(plain: PlainAttributor, text: str):
    quotes = plain(text)
    assert quotes.text == text
    check_spans(quotes)
    check_order(quotes)
    check_nesting(quotes)
    check_speakers(quotes)


@given(text=texts)
def test_every_result_can_be_written_and_read_back(plain: PlainAttributor, text: str):
    quotes = plain(text)
    line = quotes.to_json()
    line.encode("utf-8")
    read = Quotes.from_dict(json.loads(line), text)
    assert [(q.content, q.cue, q.parent) for q in read] == [
        (q.content, q.cue, q.parent) for q in quotes
    ]
    assert Quotes.from_dict(quotes.to_dict(), text) == quotes
    with_text = Quotes.from_dict(json.loads(quotes.to_json(text=True)))
    assert len(with_text) == len(quotes)
    for written in (quotes.to_csv(), quotes.to_html(page=True)):
        written.encode("utf-8")


@given(st.lists(texts, max_size=6), st.randoms(use_true_random=False))
def test_an_article_is_read_the_same_alone_and_among_others(
    plain: PlainAttributor, articles: list[str], random
):
    alone = [plain(text) for text in articles]
    assert list(plain.pipe(articles)) == alone
    places = list(range(len(articles)))
    random.shuffle(places)
    assert [plain(articles[i]) for i in places] == [alone[i] for i in places]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(plain, articles)) == alone


@given(texts)
def test_masked_quotations_come_back(text: str):
    spans = [mark.span for mark in find_marks(text)]
    masked = mask(text, spans)
    assert masked.restore(masked.text) == text
    assert mask(masked.text, ()).text == masked.text
    assert mask(text, masked.pieces) == masked


@given(texts)
def test_a_readable_text_is_as_long(text: str):
    assert len(readable(text).text) == len(text)
