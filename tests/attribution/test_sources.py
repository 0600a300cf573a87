"""How a source was found, as the evidence says it."""

from __future__ import annotations

import pytest

from quoteattr import Attributor
from quoteattr.attribution import analyse
from quoteattr.attribution.candidates import Attribution, Candidate
from quoteattr.attribution.steps.sources import passive_sources
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.text.marks import find_marks


def test_an_agent_that_is_found_late_is_named_as_such(parser: StanzaParser) -> None:
    text = "“We are ready,” I was told by engineer Martin Cole."
    analysis = analyse(parser(text), find_marks(text))
    told = next(word.index for word in analysis.parse.words if word.text == "told")
    cue = ((told - 1, told + 1),)
    found = Attribution(Candidate("quotation+cue", told, cue, "tell", "speech", ((0, 15),)), 0.9)
    (item,) = passive_sources(analysis, (found,))
    source = item.candidate.source
    assert source is not None
    assert text[source.start : source.end] == "engineer Martin Cole"
    assert item.evidence == ("cue:quotation+cue", "source:agent")


def test_the_source_of_a_cue_that_is_left_out_has_a_rule(attributor: Attributor) -> None:
    text = "While Hale called it “a triumph”, Osei said it was “a farce” and Benson “a waste”."
    quote = attributor(text)[-1]
    assert quote.source is not None
    assert quote.source.text == "Benson"
    assert quote.evidence[:2] == ("cue:gapped", "source:gapped")


@pytest.mark.parametrize(
    "text",
    [
        "Trump said Russia “wants a deal” and Ukraine “doesn't want one.”",
        "Farage said Labour was “finished” and Starmer “a liar”.",
        "Trump called Harris “a liar” and Biden “a disaster”.",
        "Ann Lee said “no deal” and Brexit “are the same thing”.",
    ],
)
def test_one_who_is_spoken_of_before_a_quotation_does_not_speak(
    attributor: Attributor, text: str
) -> None:
    (quote,) = attributor(text)
    assert quote.speaker is not None
    assert quote.speaker.name == text.split(" said ")[0].split(" called ")[0]


@pytest.mark.parametrize("spoken_of", ["it", "the plan"])
def test_two_who_speak_of_one_thing_both_speak(attributor: Attributor, spoken_of: str) -> None:
    quotes = attributor(f"Lee called {spoken_of} “a joke” and Hale “a farce”.")
    assert [quote.speaker and quote.speaker.name for quote in quotes] == ["Lee", "Hale"]


def test_a_quotation_without_a_cue_within_two_contents_is_one_quote(
    attributor: Attributor,
) -> None:
    quotes = attributor("Ann Lee praised “the heroes” and Sinn Fein “the martyrs”, she said.")
    assert [quote.text for quote in quotes].count("“the martyrs”") == 1
