"""Reading CofeNet's files, and texts made of their tokens."""

from __future__ import annotations

import json

import pytest

from quoteattr.corpora.tagged import read_tagged, tagged_texts
from quoteattr.errors import InputError

TAGGED = [
    {
        "id": "book.ann",
        "tokens": ["``", "No", ",", "''", "said", "Ann", "."],
        "labels": ["B-content", "I-content", "I-content", "I-content", "B-cue", "B-source", "O"],
    },
    {"id": "book.ann", "tokens": ["He", "left", "."], "labels": ["O", "O", "O"]},
    {"id": "tale.ann", "tokens": ["It", "does", "n't", "--"], "labels": ["O", "O", "O", "O"]},
]


def test_texts_are_put_together_from_tokens(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text("\n".join(map(json.dumps, TAGGED)), encoding="utf-8")
    book, tale = tagged_texts(read_tagged(path))
    assert (book.name, book.text) == ("book.ann 1", "“No,” said Ann.\n\nHe left.")
    assert (tale.name, tale.text) == ("tale.ann 2", "It doesn't—")
    left = book.tokens[1][1]
    assert book.text[slice(*left)] == "left"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "line 1: not a tagged sequence"),
        ("[1]", "line 1: not a tagged sequence"),
        ('{"id": "a_x", "tokens": ["b"], "labels": []}', "line 1: it needs one label for each"),
    ],
)
def test_bad_tagged_files_are_refused(tmp_path, line, message):
    path = tmp_path / "t.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_tagged(path)
