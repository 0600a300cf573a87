"""Repairs of what another tokenizer cut, and bounds on what it did not cut."""

from __future__ import annotations

from typing import Any

import pytest
from stanza.models.common.doc import Document

from quoteattr.parsing.stanza import StanzaParser
from quoteattr.parsing.tokens import mended

Given = str | tuple[str, ...]
"""A word; or a token, then the words that it is expanded to."""


def document(text: str, sentences: list[list[Given]], *, offsets: bool = True) -> Document:
    """A tokenized document; ``offsets``: whether the words of expanded tokens have their own."""
    out, at = [], 0
    for sentence in sentences:
        rows: list[dict[str, Any]] = []
        number = 1
        for given in sentence:
            token, *parts = (given,) if isinstance(given, str) else given
            start = text.index(token, at)
            at = start + len(token)
            ids = tuple(range(number, number + len(parts))) if parts else number
            rows.append({"id": ids, "text": token, "start_char": start, "end_char": at})
            for part in parts:
                place = {"start_char": start, "end_char": start + len(part)} if offsets else {}
                rows.append({"id": number, "text": part, **place})
                start, number = start + len(part), number + 1
            number += not parts
        out.append(rows)
    return Document(out, text=text)


def tokens(found: Document) -> list[list[str]]:
    return [[token.text for token in sentence.tokens] for sentence in found.sentences]


def words(found: Document) -> list[list[str]]:
    return [[word.text for word in sentence.words] for sentence in found.sentences]


@pytest.mark.parametrize(
    ("text", "given", "right"),
    [
        (
            "Lupita Nyong’o left.",
            [["Lupita", "Nyong", "’", "o", "left", "."]],
            [["Lupita", "Nyong’o", "left", "."]],
        ),
        ("Ng'ang'a left.", [["Ng'", "ang", "'a", "left", "."]], [["Ng'ang'a", "left", "."]]),
        ("Lee's dog", [["Lee", "'s", "dog"]], [["Lee", "'s", "dog"]]),
        ("Donna left.", [[("Donna", "Don", "na"), "left", "."]], [["Donna", "left", "."]]),
        (
            "A giant left.",
            [["A", ("giant", "gian", "t"), "left", "."]],
            [["A", "giant", "left", "."]],
        ),
        ("I’m gonna go.", [[("I’m", "I", "’m"), ("gonna", "gon", "na"), "go", "."]], None),
        ("I saw Donna", [["I", "saw", ("Donna", "Don", "na")]], [["I", "saw", "Donna"]]),
        ("It won’t go.", [["It", ("won’t", "wo", "n’t"), "go", "."]], None),
        (
            "Theresa May left.",
            [["Theresa"], ["May", "left", "."]],
            [["Theresa", "May", "left", "."]],
        ),
        ("Sen. Lee left.", [["Sen."], ["Lee", "left", "."]], [["Sen.", "Lee", "left", "."]]),
        ("Sen . Lee left.", [["Sen", "."], ["Lee", "left", "."]], None),
        ("by the Rep. He left.", [["by", "the", "Rep."], ["He", "left", "."]], None),
        (
            'James "Jim" Lee left.',
            [["James", '"', "Jim", '"'], ["Lee", "left", "."]],
            [["James", '"', "Jim", '"', "Lee", "left", "."]],
        ),
        ('He said "no" Lee left.', [["He", "said", '"', "no", '"'], ["Lee", "left", "."]], None),
        ("THE END It began.", [["THE", "END"], ["It", "began", "."]], None),
        ("Go. They left.", [["Go", "."], ["They", "left", "."]], None),
        ("The end\nIt began.", [["The", "end"], ["It", "began", "."]], None),
    ],
)
def test_names_that_are_cut_are_whole_again(
    text: str, given: list[list[Given]], right: list[list[str]] | None
) -> None:
    before = document(text, given)
    after = mended(before)
    if right is None:
        assert after is before
    else:
        assert words(after) == tokens(after) == right


@pytest.mark.parametrize(
    ("text", "given", "right"),
    [
        ("She won’t go.", [["She", ("won’t", "will", "not"), "go", "."]], None),
        (
            "Nyong’o won’t go.",
            [["Nyong", "’", "o", ("won’t", "will", "not"), "go", "."]],
            [["Nyong’o", "won’t", "go", "."]],
        ),
        ("She won’t\nHe will.", [["She", ("won’t", "will", "not")], ["He", "will", "."]], None),
        ("I am Donna Lee", [["I", "am", ("Donna", "Don", "na")], ["Lee"]], [["I am Donna Lee"]]),
    ],
)
def test_words_of_expanded_tokens_may_lack_offsets(
    text: str, given: list[list[Given]], right: list[list[str]] | None
) -> None:
    before = document(text, given, offsets=False)
    after = mended(before)
    if right is None:
        assert after is before
    else:
        assert [" ".join(sentence) for sentence in tokens(after)] == [" ".join(r) for r in right]


class _Pipeline:
    """Its tokenizer gives some document, whatever the text."""

    def __init__(self, given: Document) -> None:
        self.processors = {"tokenize": self}
        self._given = given

    def process(self, _: Document) -> Document:
        return self._given


def test_names_of_another_tokenizer_are_whole() -> None:
    text = "Theresa May won’t go."
    cut = document(text, [["Theresa"], ["May", ("won’t", "wo", "n’t"), "go", "."]])
    parse = StanzaParser(_Pipeline(cut))(text)
    assert [word.text for word in parse.words] == ["Theresa", "May", "wo", "n’t", "go", "."]
    assert len(parse.sentences) == 1


@pytest.mark.parametrize("offsets", [True, False])
def test_overlong_sentences_are_cut_between_tokens(*, offsets: bool) -> None:
    text = "and can’t " * 200
    given: list[Given] = ["and", ("can’t", "ca", "n’t")] * 200
    parse = StanzaParser(_Pipeline(document(text, [given], offsets=offsets)))(text)
    lengths = [sentence.last - sentence.first for sentence in parse.sentences]
    assert sum(lengths) == 600
    assert len(lengths) == 4
    assert max(lengths) <= 162  # a token is never cut
    assert {parse.words[sentence.first].text for sentence in parse.sentences} <= {
        "and",
        "ca",
        "can’t",
    }


def test_overlong_words_keep_their_place() -> None:
    text = "x" * 100 + " left."
    parse = StanzaParser(_Pipeline(document(text, [["x" * 100, "left", "."]])))(text)
    assert [(word.start, word.end) for word in parse.words] == [(0, 100), (101, 105), (105, 106)]
