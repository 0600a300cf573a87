"""What the default returns, and what only ``include="all"`` does: an editor's idea of a quote."""

from __future__ import annotations

import json

import pytest

from quoteattr import Attributor
from quoteattr.model import Quote
from tests.conftest import CASES

TABLE: dict[str, list[str]] = json.loads(
    (CASES / "attribution_default.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("text", TABLE["quotes"])
def test_what_somebody_says_writes_or_believes_is_a_quote(
    attributor: Attributor, text: str
) -> None:
    assert len(attributor(text)) >= 1


@pytest.mark.parametrize("text", TABLE["others"])
def test_topics_plans_actions_and_attitudes_are_none(attributor: Attributor, text: str) -> None:
    assert list(attributor(text)) == []


def test_all_returns_plans_too_with_a_low_score(everything: Attributor) -> None:
    (plan,) = everything("The council plans to build a second bridge.")
    assert plan.statement is not None
    assert plan.statement < 0.2


def test_the_score_separates_saying_from_discussing(everything: Attributor) -> None:
    def score(text: str) -> float:
        return max((quote.statement or 0.0 for quote in everything(text)), default=0.0)

    said = score("Ann Lee said that the bridge would close on Monday.")
    discussed = score("Ann Lee discussed the bridge with reporters on Monday.")
    assert said > 0.9 > 0.4 > discussed


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee chanted “never again”.",
        "“Nonsense,” Lee sighed.",
        "“Out!” shouted Tom Hale.",
        "Lee could not bring herself to say “sorry”.",
    ],
)
def test_words_in_marks_of_somebody_named_are_kept(attributor: Attributor, text: str) -> None:
    assert [quote.kind for quote in attributor(text)] == ["direct"]


def test_a_quotation_without_a_cue_is_kept(attributor: Attributor) -> None:
    text = "“It was close,” Lee said.\n\n“We saw the numbers.”"
    assert "“We saw the numbers.”" in " ".join(quote.text for quote in attributor(text))


def test_the_default_is_a_part_of_all(
    attributor: Attributor, everything: Attributor, seed_text: str
) -> None:
    def places(quotes: list[Quote]) -> dict[tuple[str, int], int]:
        return {(repr(quote.cue), quote.end): quote.start for quote in quotes}

    few, many = places(list(attributor(seed_text))), places(list(everything(seed_text)))
    assert few.keys() < many.keys()
    # Contents of the default may begin later, after an addressee.
    assert all(start >= many[place] for place, start in few.items())


def test_whom_a_request_goes_to_is_no_part_of_it(attributor: Attributor) -> None:
    text = (
        "Ann Lee urged Nigerian authorities to stop the executions. She accused the government of "
        "ignoring the law. Bob Ray asked him to wait. The bank called on the states to cut taxes."
    )
    assert [
        (quote.text, quote.addressee and quote.addressee.text) for quote in attributor(text)
    ] == [
        ("to stop the executions", "Nigerian authorities"),
        ("of ignoring the law", "the government"),
        ("to wait", "him"),
        ("to cut taxes", "the states"),
    ]


def test_who_is_urged_or_accused_in_a_passive_is_no_part_of_it(attributor: Attributor) -> None:
    text = (
        "Drivers were urged by police to stay at home. Hale was accused on Tuesday by Ann Lee of "
        "taking bribes. Bob Ray appealed on Friday to voters to stay calm."
    )
    assert [
        (quote.text, quote.addressee and quote.addressee.text) for quote in attributor(text)
    ] == [
        ("to stay at home", "Drivers"),
        ("of taking bribes", "Hale"),
        ("to stay calm", None),
    ]


def test_a_preposition_belongs_to_the_content_and_in_all_to_the_cue(
    attributor: Attributor, everything: Attributor
) -> None:
    text = "Ann Lee warned of more floods in the spring."
    (few,), (many,) = attributor(text), everything(text)
    assert few.cue is not None
    assert many.cue is not None
    assert (few.cue.text, few.text) == ("warned", "of more floods in the spring")
    assert (many.cue.text, many.text) == ("warned of", "more floods in the spring")


def test_what_something_is_called_is_part_of_the_quote(attributor: Attributor) -> None:
    quotes = attributor("Ann Lee described the plan as reckless. She called Hale “a liar”.")
    assert [quote.text for quote in quotes] == ["the plan as reckless", "Hale “a liar”"]


@pytest.mark.xfail(
    strict=True, raises=ValueError, reason="the reader finds no attribution in this accusation"
)
def test_all_keeps_the_addressee_of_a_request_in_the_content(everything: Attributor) -> None:
    (quote,) = everything("The group accused the Nigerian government of unfulfilled pledges.")
    assert quote.text == "the Nigerian government of unfulfilled pledges"
    assert quote.addressee is not None
    assert quote.addressee.text == "the Nigerian government"


def test_without_the_labeller_the_score_still_separates_them(attributor: Attributor) -> None:
    patterns = Attributor(attributor._parser.pipeline, patterns_only=True)
    assert len(patterns("Ann Lee said that the bridge would close on Monday.")) == 1
    assert len(patterns("The council plans to build a second bridge.")) == 0


def test_who_is_accused_of_doing_something_is_no_part_of_it(attributor: Attributor) -> None:
    text = (
        "The union accused the bank of “rewarding shareholders while staff worry”. "
        "It also accused its neighbour of sheltering militants."
    )
    assert [quote.text for quote in attributor(text)] == [
        "of “rewarding shareholders while staff worry”",
        "of sheltering militants",
    ]


def test_a_phrase_after_the_cue_is_no_part_of_a_quotation(attributor: Attributor) -> None:
    text = (
        "“She was young, fit and in the care of a friend who did everything right,” he told the "
        "inquest at Saltby Town Hall. “The failure lay elsewhere.”"
    )
    (quote,) = attributor(text)
    assert quote.kind == "direct"
    assert [piece.text[-7:] for piece in quote.content] == ["right,”", "where.”"]


def test_what_somebody_is_urged_not_to_do_keeps_its_negation(attributor: Attributor) -> None:
    text = "The minister urged customers not to look for the data. A sign asks visitors to wait."
    quotes = attributor(text)
    assert [quote.text for quote in quotes] == ["not to look for the data", "to wait"]
    assert quotes[0].addressee is not None
    assert quotes[0].addressee.text == "customers"


def test_what_happens_meanwhile_is_no_part_of_a_quotation(attributor: Attributor) -> None:
    text = "Residents shouted “shame on you” as the result was read out."
    assert [(quote.kind, quote.text) for quote in attributor(text)] == [
        ("direct", "“shame on you”")
    ]


def test_a_bracket_within_a_content_is_closed(attributor: Attributor) -> None:
    (quote,) = attributor("Ann Lee said the port lost half of its ships (54 per cent).")
    assert quote.text == "the port lost half of its ships (54 per cent)"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ann Lee noted, cup in hand, that it was late.", "that it was late"),
        ("Ann Lee admitted, voice breaking, that it was late.", "that it was late"),
        ("Ann Lee remarked, letter in hand, that it was late.", "that it was late"),
        ("He conceded, tears in his eyes, that it was late.", "that it was late"),
        # What is said has no comma before it, or does not end with one.
        ("Ann Lee said the road, a mess, that leads to Cork was shut.", None),
        ("Ann Lee noted the fact, known to all, that the road was shut.", None),
        ("Ann Lee said, prices would rise, and that wages would fall.", None),
    ],
)
def test_what_somebody_does_meanwhile_is_neither_said_nor_addressed(
    attributor: Attributor, text: str, content: str | None
) -> None:
    (quote,) = attributor(text)
    whole = text.partition("said, ")[2] or text.partition("said ")[2] or text.split("noted ")[-1]
    assert quote.text == (content or whole.rstrip("."))
    assert quote.addressee is None


@pytest.mark.parametrize(
    "said",
    [
        "his client, who has two young children, had lost his job",
        "the man, whose van was parked outside, had lost his job",
        "his client was in Cork on Monday",
    ],
)
def test_a_relative_clause_belongs_to_the_noun_before_it(attributor: Attributor, said: str) -> None:
    before = "Hannah Lisle, prosecuting, said Mr Oyelaran heard glass breaking and ran away."
    quotes = attributor(f"{before} Colin Strake, defending, said {said}.")
    assert quotes[-1].text == said
