"""A quotation of two paragraphs with a cue each: what is nested in it is parted with it."""

from __future__ import annotations

from quoteattr.attribution.two_cues import split_at_second_cue
from quoteattr.text.marks import find_marks
from quoteattr.words.cues import default_lexicon
from tests.plain_parser import parse


def test_a_nested_quotation_is_parted_with_its_parent():
    text = "Lee said: “He said: ‘It was hard.\n“‘It got worse,’ he told me,” Hill added."
    marks = find_marks(text)
    assert [len(mark.pieces) for mark in marks] == [2, 2]
    parted = split_at_second_cue(parse(text), marks, default_lexicon())
    assert sorted(mark.text for mark in parted) == [
        "‘It got worse,’",
        "‘It was hard.",
        "“He said: ‘It was hard.",
        "“‘It got worse,’ he told me,”",
    ]
    for mark in parted:
        if mark.parent is not None:
            around = parted[mark.parent].span
            assert around.start <= mark.span.start
            assert mark.span.end <= around.end
