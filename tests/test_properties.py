"""What holds for every result, whatever the article: tried on texts that nobody would write.

The parses are plain ones, so that thousands of texts take seconds. ``--hypothesis-profile=long``
tries 20,000 of each kind. A text that has found something stays as an example.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteattr.mask import mask
from quoteattr.quotes import Quotes
from quoteattr.text.marks import find_marks
from quoteattr.text.readable import readable
from tests.plain_parser import PlainAttributor
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


def check_spans(quotes: Quotes) -> None:
    """Each span slices back to the caller's text; the parts of a content are in order."""
    for quote in quotes:
        mentions = [mention for mention in (quote.source, quote.addressee) if mention]
        spans = [*quote.content, *(quote.cue.spans if quote.cue else ())]
        for span in (*spans, *(mention.span for mention in mentions)):
            assert 0 <= span.start < span.end <= len(quotes.text)
            assert quotes.text[span.start : span.end] == span.text
        assert all(left.end <= right.start for left, right in pairwise(quote.content))
        assert 0 <= quote.confidence <= 1
        assert quote.evidence


def check_order(quotes: Quotes) -> None:
    assert [quote.id for quote in quotes] == [f"q{i + 1}" for i in range(len(quotes))]
    starts = [quote.start for quote in quotes]
    assert starts == sorted(starts)


def check_nesting(quotes: Quotes) -> None:
    """A parent is there, begins first, and holds what is in it; no two say the same words."""
    by_id = {quote.id: quote for quote in quotes}
    for quote in quotes:
        parent = by_id[quote.parent] if quote.parent is not None else None
        seen = {quote.id}
        while parent is not None:
            assert parent.id not in seen
            seen.add(parent.id)
            assert parent.start <= quote.start < parent.end
            parent = by_id[parent.parent] if parent.parent is not None else None
    said = [(quote.parent, quote.content) for quote in quotes]
    assert len(set(said)) == len(said)


def check_speakers(quotes: Quotes) -> None:
    ids = [speaker.id for speaker in quotes.speakers]
    assert ids == [f"s{i + 1}" for i in range(len(ids))]
    for quote in quotes:
        for speaker in (*quote.via, *([quote.speaker] if quote.speaker else [])):
            assert speaker in quotes.speakers
        assert (quote.speaker_confidence is None) == (quote.speaker is None)
    for speaker in quotes.speakers:
        starts = [mention.span.start for mention in speaker.mentions]
        assert starts == sorted(set(starts))


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
def test_quotations_come_back_from_behind_their_masks(text: str):
    spans = [mark.span for mark in find_marks(text)]
    masked = mask(text, spans)
    assert masked.restore(masked.text) == text
    assert mask(masked.text, ()).text == masked.text
    assert mask(text, masked.pieces) == masked


@given(texts)
def test_a_readable_text_is_as_long(text: str):
    assert len(readable(text).text) == len(text)
