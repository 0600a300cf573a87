from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.mask import mask, mask_quotes
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.marks import find_marks
from tests.verify.results import result

TEXT = "“We left,” said Ann. “He said ‘no’ twice.”"


def spans_of(text):
    return [mark.span for mark in find_marks(text)]


@st.composite
def texts_with_spans(draw):
    text = draw(st.text(alphabet=st.sampled_from("ab \n⟦⟧Q1“”😀\ud800"), max_size=30))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=6))
    return text, [Span.of(text, min(pair), max(pair)) for pair in pairs]


@given(texts_with_spans())
def test_a_masked_text_comes_back_unchanged(case):
    text, spans = case
    masked = mask(text, spans)
    assert masked.restore(masked.text) == text


@given(texts_with_spans())
def test_placeholders_are_new_and_occur_once(case):
    text, spans = case
    masked = mask(text, spans)
    for placeholder in masked.placeholders:
        assert placeholder not in text
        assert masked.text.count(placeholder) == 1


def test_only_the_outermost_span_is_cut_out():
    masked = mask(TEXT, spans_of(TEXT))
    assert [piece.text for piece in masked.pieces] == ["“We left,”", "“He said ‘no’ twice.”"]
    assert "no" not in masked.text


def test_spans_may_come_in_any_order():
    assert mask(TEXT, reversed(spans_of(TEXT))) == mask(TEXT, spans_of(TEXT))


def test_overlapping_spans_are_cut_out_as_one():
    masked = mask("one two three", [Span(0, 7, "one two"), Span(4, 13, "two three")])
    assert [piece.text for piece in masked.pieces] == ["one two three"]


def test_touching_spans_stay_apart():
    masked = mask("ab", [Span(0, 1, "a"), Span(1, 2, "b")])
    assert [piece.text for piece in masked.pieces] == ["a", "b"]


def test_a_quotation_over_paragraphs_is_cut_out_whole():
    text = "“One.\n\n“Two,” she said."
    masked = mask(text, spans_of(text))
    assert masked.pieces[0].text == "“One.\n\n“Two,”"
    assert masked.restore(masked.text) == text


def test_the_rewriting_may_change_the_order():
    masked = mask(TEXT, spans_of(TEXT))
    first, second = masked.placeholders
    assert masked.restore(f"{second} came before {first}") == (
        "“He said ‘no’ twice.” came before “We left,”"
    )


def test_a_text_may_contain_placeholders():
    text = "Write ⟦Q1⟧ or ⟦QQ2⟧, “she said”."
    masked = mask(text, spans_of(text))
    assert masked.restore(masked.text) == text


def test_more_than_nine_placeholders_differ():
    text = " ".join(f"“{i}”" for i in range(12))
    masked = mask(text, spans_of(text))
    assert masked.restore(" ".join(reversed(masked.placeholders))) == " ".join(
        f"“{i}”" for i in reversed(range(12))
    )


def test_a_missing_placeholder_is_named():
    masked = mask(TEXT, spans_of(TEXT))
    with pytest.raises(InputError, match="missing: ⟦Q2⟧"):
        masked.restore("Ann said ⟦Q1⟧.")


def test_a_doubled_placeholder_is_named():
    masked = mask(TEXT, spans_of(TEXT))
    with pytest.raises(InputError, match="more than once: ⟦Q1⟧"):
        masked.restore("⟦Q1⟧ ⟦Q1⟧ ⟦Q2⟧")


def test_an_unknown_placeholder_is_named():
    masked = mask(TEXT, spans_of(TEXT))
    with pytest.raises(InputError, match="unknown: ⟦Q3⟧"):
        masked.restore("⟦Q1⟧ ⟦Q2⟧ ⟦Q3⟧")


def test_nothing_to_mask_leaves_any_rewriting_alone():
    assert mask("Nothing said.", []).restore("Anything ⟦Q1⟧") == "Anything ⟦Q1⟧"


def test_a_span_of_another_text_is_refused():
    with pytest.raises(InputError, match="does not fit"):
        mask("Other text.", [Span(0, 4, "“no”")])


def test_a_span_past_the_end_is_refused():
    with pytest.raises(InputError, match="does not fit"):
        mask("ab", [Span(1, 4, "bcd")])


@pytest.mark.parametrize("spans", [["“no”"], [(0, 4)], None])
def test_anything_but_a_span_is_refused(spans):
    with pytest.raises(InputError, match="spans"):
        mask("“no”", spans)


def test_a_text_that_is_no_string_is_refused():
    with pytest.raises(InputError, match="str"):
        mask(b"no", [])
    with pytest.raises(InputError, match="str"):
        mask("no", []).restore(None)


def masked_and(rewriting):
    """A masked article, what a rewriting makes of it, and the result for the restored text."""
    people = ["Ann Lee", "Tom Berg"]
    text = "“We go on,” Ann Lee said.\n\n“It is late,” said Tom Berg.\n"
    masked = mask_quotes(result(text, people))
    rewritten = rewriting(masked.text)
    return masked, rewritten, result(masked.restore(rewritten), people)


def test_placeholders_that_stay_with_their_speakers_are_no_problem():
    masked, rewritten, restored = masked_and(
        lambda text: text.replace("said Tom Berg", "Berg said")
    )
    done = masked.check(rewritten, restored)
    assert [check.speaker for check in done.checks] == ["same", "same"]
    assert done.ok


def test_placeholders_that_change_places_change_speakers():
    swap = {"⟦Q1⟧": "⟦Q2⟧", "⟦Q2⟧": "⟦Q1⟧"}
    masked, rewritten, restored = masked_and(
        lambda text: re.sub("⟦Q.⟧", lambda match: swap[match.group()], text)
    )
    done = masked.check(rewritten, restored)
    assert [(c.text, c.said_by, c.found_with) for c in done.problems] == [
        ("It is late,", "Tom Berg", "Ann Lee"),
        ("We go on,", "Ann Lee", "Tom Berg"),
    ]
    assert [restored.text[c.found[0].start : c.found[0].end] for c in done.checks] == [
        "It is late,",
        "We go on,",
    ]


def test_a_placeholder_that_nobody_says_any_more():
    masked, rewritten, restored = masked_and(
        lambda text: text.replace("Ann Lee said", "so it goes")
    )
    assert [check.speaker for check in masked.check(rewritten, restored).checks] == ["lost", "same"]


@pytest.mark.parametrize("reported", ["indirect", "mixed"])
def test_a_quotation_within_reported_words_is_that_of_the_inner_speaker(reported):
    text = "Tim Morrison said that Fiona Hill had called it “the Gordon problem.”"
    people = ["Tim Morrison", "Fiona Hill"]
    masked = mask_quotes(nested(text, people, reported))
    assert masked.check(masked.text, nested(text, people, reported)).ok
    people.reverse()
    swapped = "Fiona Hill said that Tim Morrison had called it “⟦Q1⟧”"
    restored = nested(masked.restore(swapped), people, reported)
    assert [
        (check.said_by, check.found_with) for check in masked.check(swapped, restored).problems
    ] == [("Fiona Hill", "Tim Morrison")]


def nested(text, people, kind):
    """A result: the first of two people reports, and the second is quoted in marks."""
    outer, inner = (Speaker(f"s{i}", name) for i, name in enumerate(people, 1))
    said = Span.of(text, text.index("that "), len(text))
    called = Span.of(text, text.index("“"), len(text))
    quotes = [
        Quote("q1", [said], kind, speaker=outer),
        Quote("q2", [called], "mixed", speaker=inner, parent="q1"),
    ]
    return Quotes(quotes, text=text, speakers=[outer, inner])


def test_a_check_needs_speakers_and_the_restored_text():
    masked, rewritten, restored = masked_and(lambda text: text)
    with pytest.raises(InputError, match="mask_quotes"):
        mask(TEXT, spans_of(TEXT)).check(TEXT, restored)
    with pytest.raises(InputError, match="another text"):
        masked.check(rewritten, result("Nothing.", []))
    with pytest.raises(InputError, match="call extract"):
        mask_quotes("“No,” he said.")
