"""Paragraphs of raw text."""

from __future__ import annotations

import pytest

from quoteattr.text.paragraphs import paragraph_spans

WRAPPED = (
    "The minister said on Monday that the bridge would be closed for\n"
    "repairs until the end of May, and that buses would run instead\n"
    "of trains on the northern line while the work went on, he said.\n"
    "\n"
    "Nobody was hurt in the accident, which closed two of four lanes\n"
    "for most of the night."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One.", ["One."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\r\nTwo.\r\n\r\nThree.", ["One.", "Two.", "Three."]),
        ("One.\rTwo.\u2028Three.\u2029Four.", ["One.", "Two.", "Three.", "Four."]),
        ("  One. \u00a0\n\n\n  Two.  ", ["One.", "Two."]),
    ],
)
def test_every_line_is_a_paragraph(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraph_spans(text)] == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hard_wrapped_lines_are_joined(newline: str) -> None:
    text = WRAPPED.replace("\n", newline)
    found = [text[start:end] for start, end in paragraph_spans(text)]
    assert len(found) == 2
    assert found[0].startswith("The minister")
    assert found[0].endswith("he said.")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("“We will go,”\nsaid Ann Lee.", 1),
        ("“Will you go?”\nasked Ann Lee.", 1),
        ("“We will go,”\nAnn Lee said.", 1),
        ("“We will go.”\nAnn Lee said so.", 2),
        ("“We will go,”\n\nsaid Ann Lee.", 2),
        ("“We will go,” said Lee.\n“We stay,” said Hale.", 2),
    ],
)
def test_a_line_that_ends_with_a_quotation_goes_on(text: str, count: int) -> None:
    assert len(paragraph_spans(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The bridge will be closed for repairs until May, he said.\n" * 3, 3),
        (
            "MR JUSTICE BYRNE: Do you accept that you signed it?\n"
            "THE WITNESS: I signed a lot of things that day.\n"
            "MS CARROLL: My Lord, the witness has answered.",
            3,
        ),
        (
            "The bridge will be closed for repairs until the end of May.\n"
            "Buses will run instead of trains on the northern line while\n"
            "the work goes on, he said.",
            1,
        ),
    ],
)
def test_sentences_of_about_the_same_length_are_no_wrapped_lines(text: str, count: int) -> None:
    assert len(paragraph_spans(text)) == count
