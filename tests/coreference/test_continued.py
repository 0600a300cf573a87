"""Quotations that go on in the next paragraph are one quote, if one person says them."""

from __future__ import annotations

from quoteattr import Attributor


def test_a_quotation_goes_on_in_the_next_paragraphs(attributor: Attributor) -> None:
    (quote,) = attributor(
        "“The roof leaked,” Ann Lee said. “It has leaked since May.”\n\n“We told the owner.”\n\n"
        "“We have moved out.”"
    )
    assert [piece.text for piece in quote.content] == [
        "“The roof leaked,”",
        "“It has leaked since May.”",
        "“We told the owner.”",
        "“We have moved out.”",
    ]
    assert quote.evidence.count("join:same-speaker") == 1
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"


def test_an_answer_does_not_go_on_with_its_question(attributor: Attributor) -> None:
    quotes = attributor("“Did it rain?” Ann Lee asked. “Did it?”\n\n“It did. We were wet.”")
    assert [piece.text for piece in quotes[0].content] == ["“Did it rain?”", "“Did it?”"]
    assert quotes[1].text == "“It did. We were wet.”"


def test_what_is_reported_within_keeps_its_place(attributor: Attributor) -> None:
    whole, inner = attributor(
        "“The roof leaked,” Ann Lee said. “It is bad.”\n\n“The owner said that he would mend it.”"
    )
    assert len(whole.content) == 3
    assert inner.parent == whole.id
    assert inner.text == "that he would mend it"


def test_an_indirect_quote_and_a_quotation_after_it_stay_apart(attributor: Attributor) -> None:
    first, second = attributor("Ann Lee said that the roof leaked.\n\n“It has leaked since May.”")
    assert (first.kind, second.kind) == ("indirect", "direct")
    assert first.speaker == second.speaker


def test_a_group_may_say_what_has_no_cue(attributor: Attributor) -> None:
    quotes = attributor(
        "Ann Lee and Bob Ray said it rained. “We were wet, he said that he would help us.” They "
        "left."
    )
    group = quotes[1].speaker
    assert group is not None
    assert set(group.members) == {"Ann Lee", "Bob Ray"} or group.name == "Ann Lee and Bob Ray"
