"""An article says the same whatever its quotation marks look like."""

from __future__ import annotations

import re

import pytest

from quoteattr import Attributor, Quotes
from tests.conftest import failing

ARTICLE = (
    "The council in Leith will close two libraries in May, its leader said on Monday.\n\n"
    "“We have no choice,” said Ann Hale. “The money isn’t there, and nobody will "
    "lend it to us.”\n\n"
    "Readers were angry. “The council”, said Tom Reid, a teacher, “has let us down.”\n\n"
    "He recalled that Ms Hale had called libraries “the heart of the city” only last year. “She "
    "told us, ‘They will stay open,’ and we believed her,” he said.\n\n"
    "Asked about that, Ms Hale said: “Times change.” She denied that it was a “broken promise”.\n\n"
    "“Children come here after school.\n\n"
    "“They have nowhere else to go,” said Mary Okoro, who has run the readers’ club since 2009."
)

# Outer opening and closing mark, inner ones.
STYLES = {
    "single": "‘’“”",
    "guillemets": "«»‹›",
    "guillemets pointing in": "»«›‹",
    "low and high": "„“‚‘",
    "low and right": "„”‚’",
    "corners": "「」『』",
    "straight": "\"\"''",
    "straight single": "''\"\"",
    "closing marks on both sides": "””’’",
}
DIFFERENT = {"straight": failing("the labels take “only last year” for a part of a content")}
# Each of these is no apostrophe in ARTICLE.
_INNER = re.compile(r"‘|(?<=,)’")


def restyled(style: str, article: str = ARTICLE) -> str:
    opening, closing, inner_opening, inner_closing = tuple(style)
    text = _INNER.sub(lambda match: "\1" if match.group() == "‘" else "\2", article)
    letters = {"“": opening, "”": closing, "\1": inner_opening, "\2": inner_closing}
    if "'" in style:
        letters["’"] = "'"
    return "".join(letters.get(letter, letter) for letter in text)


def summary(quotes: Quotes) -> list[tuple[object, ...]]:
    """What the quotes say, without the marks."""
    return [
        (
            [re.findall(r"\w+", piece.text) for piece in quote.content],
            quote.kind,
            quote.source.text.replace("’", "'") if quote.source else None,
            quote.cue.text if quote.cue else None,
            quote.speaker.name if quote.speaker else None,
        )
        for quote in quotes
        if quote.kind != "indirect"
    ]


# One asks, the other replies, once with a cue and once without.
QUESTIONS = (
    "“Are you sorry?” Mary Lee said to Ann Ray in court on Monday.\n\n"
    "“Not at all,” she replied.\n\n"
    "“Will you resign?” Bob Lee said to Tom Hale. “No,” came the answer. “I stay.”"
)


@pytest.fixture(scope="module")
def expected(attributor: Attributor) -> list[tuple[object, ...]]:
    return summary(attributor(ARTICLE))


def test_the_article_has_its_quotes(expected: list[tuple[object, ...]]) -> None:
    assert [(row[2], row[3]) for row in expected][:2] == [
        ("Ann Hale", "said"),
        ("Tom Reid, a teacher", "said"),
    ]
    assert expected[1][0] == [["The", "council"], ["has", "let", "us", "down"]]


@pytest.mark.parametrize(
    "style",
    [pytest.param(style, id=name, marks=DIFFERENT.get(name, ())) for name, style in STYLES.items()],
)
def test_marks_of_another_style_change_nothing(
    attributor: Attributor, expected: list[tuple[object, ...]], style: str
) -> None:
    assert summary(attributor(restyled(style))) == expected


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_question_is_one_in_marks_of_any_style(attributor: Attributor, style: str) -> None:
    quotes = attributor(restyled(style, QUESTIONS))
    assert [quote.speaker and quote.speaker.name for quote in quotes] == [
        "Mary Lee",
        "Ann Ray",
        "Bob Lee",
        None,
        "Tom Hale",
    ]


def test_marks_as_typesetters_and_wires_write_them(
    attributor: Attributor, expected: list[tuple[object, ...]]
) -> None:
    text = restyled("“”‘’").replace("“", "``").replace("”", "''").replace("‘", "`")
    assert summary(attributor(text)) == expected


def test_styles_may_change_from_quotation_to_quotation(
    attributor: Attributor, expected: list[tuple[object, ...]]
) -> None:
    paragraphs = [
        part
        for style in ("‘’“”", "«»‹›", "\"\"''", "„“‚‘", "“”‘’", "「」『』", "「」『』")
        for part in [restyled(style)]
    ]
    mixed = "\n\n".join(text.split("\n\n")[number] for number, text in enumerate(paragraphs))
    assert summary(attributor(mixed)) == expected
