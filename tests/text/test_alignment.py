"""Words as texts are compared by them."""

import sys
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.text.alignment import align, common_length, compared_words

WORDS = st.lists(st.sampled_from("abcd"), max_size=80)


def keys(text):
    return [word.key for word in compared_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("“…”", []),
        ("We’ll go—now.", ["we'll", "go", "now"]),
        ("a well-known man", ["a", "well", "known", "man"]),
        ("U.S. growth of 3.5%", ["us", "growth", "of", "3.5", "%"]),
        ("$1,000 or €5", ["$", "1000", "or", "€", "5"]),
        ("[W]e wait", ["we", "wait"]),
        ("We wait[ed] here", ["we", "waited", "here"]),
        ("It ended.He left.", ["it", "ended", "he", "left"]),
        ("the players' union", ["the", "players", "union"]),
        ("won\u02bct", ["won't"]),
        ("cafe\u0301 fes\u00adti\u200bval", ["café", "festival"]),
        ("a \u00ad b", ["a", "b"]),
        ("1,5 million, 15 million", ["1,5", "million", "15", "million"]),
        ("1,500,000 or 15,00,000", ["1500000", "or", "1500000"]),
        ("It is -5, “−5” or 5", ["it", "is", "-5", "-5", "or", "5"]),
        ("in 2020-21", ["in", "2020", "21"]),
    ],
)
def test_what_is_a_word(text, expected):
    assert keys(text) == expected


def test_brackets_and_ellipses_mark_what_an_editor_did():
    words = compared_words("[The mayor] will … go. . . on, [he] wait[ed] and [w]on")
    assert [word.key for word in words if word.bracketed] == ["the", "mayor", "he", "waited"]
    assert [word.key for word in words if word.after_gap] == ["go", "on"]


def test_places_are_those_of_the_text():
    text = "“No,” Ann’s aide said."
    assert [text[w.start : w.end] for w in compared_words(text)] == ["No", "Ann’s", "aide", "said"]
    assert [w.start for w in compared_words(text, 6)] == [6, 12, 17]


@given(WORDS, WORDS)
def test_the_longest_common_subsequence_is_found_without_the_extra(left, right):
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            table[i + 1][j + 1] = (
                table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
            )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "rapidfuzz.distance", None)
        assert common_length(left, right) == table[-1][-1]


@given(WORDS, WORDS)
def test_the_extra_gives_the_same_number(left, right):
    pytest.importorskip("rapidfuzz")
    with_extra = common_length(left, right)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "rapidfuzz.distance", None)
        assert common_length(left, right) == with_extra


# As long as what is cut into parts.
LONG = st.lists(st.sampled_from(("a", "b", "c", *map(str, range(40)))), max_size=120).map(
    lambda words: words * 20
)


@given(st.one_of(WORDS, LONG), st.one_of(WORDS, LONG))
def test_edits_cover_both_sides_in_order(left, right):
    i = j = 0
    for edit in align(left, right):
        assert (edit.left[0], edit.right[0]) == (i, j)
        if edit.kind == "equal":
            assert left[slice(*edit.left)] == right[slice(*edit.right)]
        i, j = edit.left[1], edit.right[1]
    assert (i, j) == (len(left), len(right))


def test_neighbouring_edits_differ_in_kind_and_equal_words_are_found_in_a_long_text():
    said = [f"w{i}" for i in range(3_000)]
    quoted = [*said[:1_000], "x", *said[1_000:1_999], *said[2_001:]]
    assert [(edit.kind, edit.left, edit.right) for edit in align(said, quoted)] == [
        ("equal", (0, 1_000), (0, 1_000)),
        ("inserted", (1_000, 1_000), (1_000, 1_001)),
        ("equal", (1_000, 1_999), (1_001, 2_000)),
        ("deleted", (1_999, 2_001), (2_000, 2_000)),
        ("equal", (2_001, 3_000), (2_000, 2_999)),
    ]


@given(WORDS, WORDS)
def test_short_texts_are_aligned_as_difflib_does(left, right):
    kinds = {"equal": "equal", "delete": "deleted", "insert": "inserted", "replace": "replaced"}
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    assert [(edit.kind, *edit.left, *edit.right) for edit in align(left, right)] == [
        (kinds[tag], *places) for tag, *places in codes
    ]
