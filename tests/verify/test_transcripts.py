"""Where the quotations of an article are in a transcript."""

from __future__ import annotations

from collections import Counter

import pytest

from quoteattr import InputError, verify_transcript
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.conftest import cases
from tests.verify.results import result

CASES = cases("verify_transcripts.json")


def verified(case):
    return verify_transcript(result(case["article"], case["people"]), case["transcript"])


@pytest.mark.parametrize("case", CASES)
def test_cases(case):
    checks = verified(case).checks
    assert len(checks) == len(case["expected"])
    for check, expected in zip(checks, case["expected"], strict=True):
        outcome, _, place = expected.partition(": ")
        verdict = [] if check.status == "not found" else [check.speaker]
        assert " ".join([check.status, *verdict]) == outcome
        if place:
            assert [span.text for span in check.found] == [place]


@pytest.mark.parametrize("case", CASES)
def test_places_are_those_of_the_transcript(case):
    for check in verified(case).checks:
        for span in check.found:
            assert case["transcript"][span.start : span.end] == span.text
        assert 0 <= check.score <= 1


def test_there_are_cases_of_every_kind():
    kinds = Counter(param.values[0]["kind"] for param in CASES)
    assert sum(kinds.values()) >= 20
    assert set(kinds) == {
        *("exact", "edited", "omitted", "changed", "not found", "speaker", "captions"),
    }


def test_the_passage_is_found_in_a_long_transcript():
    turns = [
        f"SPEAKER {i % 7}: Item {i} of the list was read and nobody spoke.\n" for i in range(3000)
    ]
    turns[1800] = "ANN LEE: We will not wait for the list to end.\n"
    article = result("“We will not wait for the list to end,” Ann Lee said.", ["Ann Lee"])
    (check,) = verify_transcript(article, "".join(turns)).checks
    assert (check.status, check.speaker, check.score) == ("exact", "same", 1.0)


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("PRIME MINISTER", "same"),
        ("THE PRIME MINISTER", "same"),
        ("ANN LEE, PRIME MINISTER", "same"),
        ("PRIME MINISTER, ANN LEE", "same"),
        ("PRIME MINISTER OF FREEDONIA", "same"),
        ("DEPUTY PRIME MINISTER", "unclear"),
        ("ATTORNEY GENERAL", "unclear"),
        ("NEWS ANCHOR", "unclear"),
        ("KING", "unclear"),
        ("ANN", "unclear"),
        ("TOM BERG, PRIME MINISTER", "changed"),
        ("PRIME MINISTER BERG", "changed"),
        ("TOM KING", "changed"),
        ("TOM", "changed"),
    ],
)
def test_a_label_may_be_an_office(label, verdict):
    text = "“We will not wait for the council to act,” Prime Minister Ann Lee said."
    lee = Speaker("s1", "Ann Lee", titles=("Prime Minister",))
    quote = Quote("q1", [Span.of(text, 0, text.index("”") + 1)], "direct", speaker=lee)
    article = Quotes([quote], text=text, speakers=[lee])
    transcript = f"HOST: And?\n{label}: We will not wait for the council to act.\n"
    (check,) = verify_transcript(article, transcript).checks
    assert (check.status, check.speaker) == ("exact", verdict)


@pytest.mark.parametrize(
    ("article", "transcript"),
    [
        (
            "<p>&ldquo;We <b>won&rsquo;t</b> wait for the min<i>ist</i>er&mdash;ever,&rdquo; "
            "Ann Lee said.</p>",
            "ANN LEE: We won’t wait for the minister — ever.\nTOM BERG: Oh.\n",
        ),
        (
            "“We won’t wait for the minister – ever,” Ann Lee said.",
            "<p>ANN LEE: We won&rsquo;t wait for the <i>minister</i> – ever.</p>"
            "<p>TOM BERG: Oh.</p>",
        ),
        (
            "“We won’t wait for the minister – ever,” Ann Lee said.",
            "ANN LEE: We wonâ€™t wait for the minister â€“ ever.\nTOM BERG: Oh.\n",
        ),
    ],
)
def test_html_and_broken_encodings_are_no_words(article, transcript):
    (check,) = verify_transcript(result(article, ["Ann Lee"]), transcript).checks
    assert (check.status, check.speaker, check.score) == ("exact", "same", 1.0)


@pytest.mark.parametrize(
    ("before", "label", "verdict"),
    [
        ("Tapper: Will you wait?", "Lee:", "same"),
        ("Tapper: Will you wait?", "Berg:", "changed"),
        ("TAPPER: Will you wait?", "Cooper:", "unclear"),
        ("LEE: Thank you.", "Note:", "unclear"),
        ("LEE: Thank you.", "Note that", "same"),
    ],
)
def test_a_label_that_is_there_once(before, label, verdict):
    """It may be anything; but the words after it are not those of the speaker before."""
    text = "“We will not wait for the council,” Ann Lee said.\n\n“No,” said Tom Berg.\n"
    transcript = f"{before}\n{label} We will not wait for the council.\nTapper: Thank you.\n"
    check, _ = verify_transcript(result(text, ["Ann Lee", "Tom Berg"]), transcript).checks
    assert (check.status, check.speaker) == ("exact", verdict)


def test_indirect_quotes_are_not_looked_for():
    article = result("Ann Lee said that the talks had failed.", ["Ann Lee"])
    assert len(article) == 1
    assert verify_transcript(article, "ANN LEE: The talks failed.").checks == ()


def test_what_is_no_result_is_refused():
    with pytest.raises(InputError, match="call extract"):
        verify_transcript("“No,” he said.", "No.")
    with pytest.raises(InputError, match="must be a str"):
        verify_transcript(result("", []), b"No.")
