from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.text.mark_tokens import scan
from quoteattr.text.marks import Mark, find_marks
from quoteattr.text.paragraphs import paragraph_spans
from tests.conftest import cases

ALL_MARKS = "“”‟„‘’‚\"'«»‹›`「」『』"


def as_case(mark: Mark) -> dict[str, object]:
    out: dict[str, object] = {"text": mark.text, "closed": mark.closed, "parent": mark.parent}
    if len(mark.pieces) > 1:
        out["pieces"] = [piece.text for piece in mark.pieces]
    return out


@pytest.mark.parametrize(
    "case",
    [
        *cases("marks_in_the_wild.json"),
        *cases("marks_synthetic.json"),
        *cases("marks_negative.json"),
    ],
)
def test_case(case):
    assert [as_case(mark) for mark in find_marks(case["text"])] == case["marks"]


# Prose with many marks, which random characters alone would seldom give.
chunks = st.sampled_from(
    [
        *ALL_MARKS,
        "``",
        "''",
        " ",
        " ",
        "\n",
        "\n\n",
        ", ",
        ". ",
        "—",
        "(",
        ")",
        "He said",
        "players",
        "it",
        "s",
        "90s",
        "12",
        "n",
        "tis",
        "😀",
        "\u0301",
        "\u200f",
        "\ud800",
        "\x00",
    ]
)
texts = st.one_of(st.lists(chunks, max_size=40).map("".join), st.text())


def check(text: str, marks: tuple[Mark, ...]) -> None:
    for mark in marks:
        assert text[mark.span.start : mark.span.end] == mark.text
        assert mark.span.start == mark.pieces[0].start
        assert mark.span.end == mark.pieces[-1].end
        for span in (*mark.pieces, *mark.inner):
            assert text[span.start : span.end] == span.text
        assert mark.pieces[0].text.startswith(mark.opening)
        assert mark.closed == (mark.closing is not None)
        if mark.closing is not None:
            assert mark.pieces[-1].text.endswith(mark.closing)
    for left, right in pairwise(marks):
        assert left.span.start < right.span.start


def check_nesting(marks: tuple[Mark, ...]) -> None:
    around: list[int] = []
    for i, mark in enumerate(marks):
        while around and marks[around[-1]].span.end <= mark.span.start:
            around.pop()
        assert mark.parent == (around[-1] if around else None)
        if mark.parent is not None:
            pieces = marks[mark.parent].pieces
            assert all(
                any(outer.start <= piece.start and piece.end <= outer.end for outer in pieces)
                for piece in mark.pieces
            )
        around.append(i)


@given(texts)
def test_any_text_gives_well_nested_marks_that_slice_back(text):
    marks = find_marks(text)
    check(text, marks)
    check_nesting(marks)


def opens_with_a_closing_mark(text: str) -> bool:
    """Whether ”text” may begin with a closing mark, which a later paragraph may close."""
    return any(
        token.role == "close" and (token.left == "edge" or token.look > 0)
        for start, end in paragraph_spans(text)
        for token in scan(text, start, end)
    )


def test_what_opens_with_a_closing_mark_takes_no_other_mark_along():
    (mark,) = find_marks("」“\n\n「“")
    assert (mark.span.start, mark.span.end, mark.closed) == (4, 6, False)


@given(texts, texts)
def test_a_text_without_unclosed_marks_leaves_the_text_after_it_alone(first, second):
    before = find_marks(first)
    if not all(mark.closed for mark in before) or opens_with_a_closing_mark(first):
        return
    gap = "\n\n"
    both = find_marks(first + gap + second)
    shift = len(first) + len(gap)
    expected = [(mark.span.start, mark.span.end, mark.parent) for mark in before]
    expected += [
        (
            mark.span.start + shift,
            mark.span.end + shift,
            None if mark.parent is None else mark.parent + len(before),
        )
        for mark in find_marks(second)
    ]
    assert [(mark.span.start, mark.span.end, mark.parent) for mark in both] == expected


@given(texts)
def test_windows_newlines_change_offsets_only(text):
    text = text.replace("\r", "")
    windows = find_marks(text.replace("\n", "\r\n"))
    assert [mark.text.replace("\r\n", "\n") for mark in windows] == [
        mark.text for mark in find_marks(text)
    ]


@pytest.mark.parametrize(
    "unit", ["“", '"', "'", "’", "»", ALL_MARKS, "“‘", "“ ", '" ', "“a\n\n", "‘a's ", '12" ', "”“"]
)
def test_a_text_of_nothing_but_marks_returns(unit):
    text = unit * (20_000 // len(unit))
    for mark in find_marks(text)[:100]:
        assert text[mark.span.start : mark.span.end] == mark.text


def test_a_million_nested_marks_do_not_hold_a_million_copies_of_the_text():
    text = "“" * 100_000 + "”" * 100_000
    marks = find_marks(text)
    assert any(mark.closed for mark in marks)
    assert sum(len(mark.text) for mark in marks) < 100 * len(text)


def test_alternating_marks_nest_to_any_depth_that_people_write():
    text = "“‘" * 12 + "no" + "’”" * 12
    marks = find_marks(text)
    assert [mark.parent for mark in marks] == [None, *range(23)]
    assert all(mark.closed for mark in marks)


def test_inner_spans_leave_out_the_marks_of_every_paragraph():
    marks = find_marks("``One.\n\n``Two,'' she said.")
    assert [span.text for span in marks[0].inner] == ["One.", "Two,"]


def test_opening_and_closing_marks_are_given_as_written():
    marks = find_marks("“No,\" he said. ''Yes,'' she said. ‘Well")
    assert [(mark.opening, mark.closing) for mark in marks] == [
        ("“", '"'),
        ("''", "''"),
        ("‘", None),
    ]


def test_bytes_are_refused_with_advice():
    with pytest.raises(InputError, match="decode"):
        find_marks(b"no")
