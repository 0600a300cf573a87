"""What became of the quotations of a text in its rewrite."""

from __future__ import annotations

from collections import Counter

import pytest

from quoteattr import InputError, verify_rewrite
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.conftest import cases
from tests.verify.results import result

CASES = cases("verify_rewrites.json")


def shown(check) -> str:
    """A check as "exact same moved": status, verdict on the speaker if there is one, move."""
    verdict = [] if check.status in ("lost", "new") else [check.speaker]
    return " ".join([check.status, *verdict, *["moved"] * check.moved])


def verified(case):
    texts = (case["original"], case["rewrite"])
    return verify_rewrite(*(result(text, case["people"]) for text in texts))


@pytest.mark.parametrize("case", CASES)
def test_cases(case):
    assert [shown(check) for check in verified(case).checks] == case["expected"]


@pytest.mark.parametrize("case", CASES)
def test_places_are_those_of_the_two_texts(case):
    for check in verified(case).checks:
        if check.place:
            assert case["original"][check.place.start : check.place.end] == check.place.text
        for span in check.found:
            assert case["rewrite"][span.start : span.end] == span.text
        assert 0 <= check.score <= 1


@pytest.mark.parametrize("case", CASES)
def test_a_text_keeps_its_own_quotations(case):
    for text in (case["original"], case["rewrite"]):
        quotes = result(text, case["people"])
        done = verify_rewrite(quotes, quotes)
        assert done.ok
        assert {(c.status, c.speaker, c.moved) for c in done.checks} <= {("exact", "same", False)}


def test_there_are_cases_of_every_kind():
    kinds = Counter(param.values[0]["kind"] for param in CASES)
    assert sum(kinds.values()) >= 40
    assert set(kinds) == {
        *("exact", "moved", "changed", "omitted", "edited", "shortened"),
        *("lost", "unmarked", "new", "marked", "speaker"),
    }


def test_a_change_is_shown_word_by_word():
    people = ["Ann Lee"]
    (check,) = verify_rewrite(
        result("“We will not wait,” Ann Lee said.", people),
        result("“We will never wait,” Ann Lee said.", people),
    ).checks
    assert [(d.kind, d.before, d.after) for d in check.differences] == [
        ("equal", "We will", "We will"),
        ("replaced", "not", "never"),
        ("equal", "wait", "wait"),
    ]
    assert check.score == 0.75
    assert check.is_problem


def test_words_reported_within_reported_words_are_those_of_the_inner_speaker():
    hale, duarte = Speaker("s1", "Tom Hale"), Speaker("s2", "Ana Duarte")
    original = result("“We will never pay for the bridge,” Tom Hale said.", ["Tom Hale"])
    text = "Ana Duarte said that Tom Hale had told her they will never pay for the bridge."
    outer = Quote("q1", [Span.of(text, 16, len(text) - 1)], "indirect", speaker=duarte)
    told = [Span.of(text, text.index("they"), len(text) - 1)]
    inner = Quote("q2", told, "indirect", speaker=hale, parent="q1")
    rewrite = Quotes([outer, inner], text=text, speakers=[duarte, hale])
    (check,) = verify_rewrite(original, rewrite).checks
    assert (check.status, check.speaker) == ("unmarked", "same")


def test_html_is_not_compared():
    people = ["Ann Lee"]
    (check,) = verify_rewrite(
        result("“We won’t wait for the minister,” Ann Lee said.", people),
        result(
            "<p>&ldquo;We won&rsquo;t <em>wait</em> for the minister,&rdquo; Ann Lee said.</p>",
            people,
        ),
    ).checks
    assert (check.status, check.differences[0].kind) == ("exact", "equal")


def test_what_is_no_result_is_refused():
    with pytest.raises(InputError, match="call extract"):
        verify_rewrite("“No,” he said.", result("", []))


def test_a_real_article(attributor):
    original = (
        "“We will not wait for the ministry,” Mayor Ann Lee said.\n\n“It is late,” said Tom Berg.\n"
    )
    done = verify_rewrite(
        attributor(original), attributor(original.replace("said Tom Berg", "Ann Lee added"))
    )
    assert [shown(check) for check in done.checks] == ["exact same", "exact changed"]
    assert verify_rewrite(attributor(original), attributor(original)).ok
