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


@pytest.mark.parametrize(
    ("text", "source", "addressee"),
    [
        ("Mr Peake was approached by parents last week and urged to cancel the trip.", 1, 0),
        ("Mr Peake was visited by parents in May and warned that the school would close.", 1, 0),
        ("Mr Peake was contacted by parents and asked whether he would resign.", 1, 0),
        ("Mr Peake was summoned by parents and told he would have to go.", 1, 0),
        ("Mr Peake was interviewed by parents and warned not to speak to the press.", 1, 0),
        ("Mr Peake was arrested last week and urged to confess.", None, 0),
        # A verb with an object, or that needs none, is active.
        ("Mr Peake was cheered by parents and urged them to go home.", 0, None),
        ("Mr Peake was elected in May and urged parents to stay calm.", 0, 1),
        ("Mr Peake was cheered by parents and warned that the school would close.", 0, None),
        ("Mr Peake was booed by parents and vowed to run again.", 0, None),
        ("Mr Peake was praised by parents and told reporters that he would stay.", 0, None),
    ],
)
def test_a_bare_participle_after_a_passive_is_passive_too(
    attributor: Attributor, text: str, source: int | None, addressee: int | None
) -> None:
    names = ("Mr Peake", "parents")
    (quote,) = attributor(text)
    assert (quote.source and quote.source.text) == (None if source is None else names[source])
    if addressee is not None:
        assert quote.addressee is not None
        assert quote.addressee.text == names[addressee]


@pytest.mark.parametrize(
    "before",
    [
        "The tribunal in Galway was told that the men were paid more. It",
        "The inquest in Galway opened on Monday.\n\nIt",
        "Ann Lee told the inquest that her son was shy. It",
        "The court heard that she had lied. It was told that she was ill. It later",
        "Jurors were told that she had lied. They",
    ],
)
def test_a_pronoun_for_a_court_says_nothing(attributor: Attributor, before: str) -> None:
    quote = attributor(f"{before} heard she had raised the matter twice.")[-1]
    assert quote.text == "she had raised the matter twice"
    assert quote.source is None
    assert quote.speaker is None


@pytest.mark.parametrize(
    "before",
    [
        "Two brothers told the court that they were cold. They",
        "The firm told the court that it had no money. It",
        "The court is in Galway. The crew was on deck at noon. They",
    ],
)
def test_a_pronoun_for_others_keeps_its_source(attributor: Attributor, before: str) -> None:
    quotes = attributor(f"{before} heard that rivals would bid.")
    assert [quote.source.text for quote in quotes if quote.source][-1] == before.split()[-1]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“A disgrace” is what Ann Lee, a surgeon in York, had to say about it.", "Ann Lee"),
        ("“No comment” was all Bob Ray had to say.", "Bob Ray"),
        ("“We will see” is all the mayor was willing to say on Monday.", "the mayor"),
        ("“A joke” is what Ann Lee called the plan.", "Ann Lee"),
    ],
)
def test_what_somebody_had_to_say_is_a_quotation(
    attributor: Attributor, text: str, source: str
) -> None:
    (quote,) = attributor(text)
    assert quote.kind == "direct"
    assert quote.source is not None
    assert quote.source.text.startswith(source)


@pytest.mark.parametrize(
    "text",
    [
        "“Deep Water” is what Ann Lee had to read for the class.",
        "“Yes” is what Ann Lee forced her son to say.",
    ],
)
def test_what_somebody_had_to_do_is_no_quotation(attributor: Attributor, text: str) -> None:
    assert list(attributor(text)) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Ann Lee said it was late, Bob Ray that it was not.", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee said that it was late, and Bob Ray that it was not.", ["Ann Lee", "Bob Ray"]),
        (
            "Ann Lee said it was “late”, Bob Ray that it was “odd” and Cal Dunn that it was “sad”.",
            ["Ann Lee", "Bob Ray", "Cal Dunn"],
        ),
        (
            "The mayor said the road would open in May, the contractor that it would not.",
            ["The mayor", "the contractor"],
        ),
        ("The police said he had fled, his lawyer that he was ill.", ["The police", "his lawyer"]),
        # Other nouns before "that" speak to nobody.
        ("Ann Lee said it was late, and the claim that it was not was wrong.", ["Ann Lee"]),
        ("Ann Lee said she had sold the house, the car that she loved and the boat.", ["Ann Lee"]),
        ("Ann Lee said it was clear to the mayor, Bob Ray, that it was late.", ["Ann Lee"]),
        ("Ann Lee told Bob Ray that it was late and Cal Dunn that it was not.", ["Ann Lee"]),
        (
            "Ann Lee said she convinced Bob Ray that it was late, and Cal Dunn that it was not.",
            ["Ann Lee"],
        ),
    ],
)
def test_a_clause_whose_verb_is_left_out_has_a_speaker_of_its_own(
    attributor: Attributor, text: str, sources: list[str]
) -> None:
    quotes = attributor(text)
    assert [quote.source and quote.source.text for quote in quotes] == sources
    for quote, name in zip(quotes[1:], sources[1:], strict=True):
        assert quote.text.startswith("that ")
        assert all(name not in other.text for other in quotes)


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Shareholders were told by liquidator Ann Lee that the vault was empty.", "Shareholders"),
        ("Staff were informed by the bank that it would close.", "Staff"),
        ("Ann Lee was heard by a guard to say that it was late.", None),
    ],
)
def test_who_is_told_by_somebody_is_the_addressee(
    attributor: Attributor, text: str, addressee: str | None
) -> None:
    quote = attributor(text)[0]
    assert (quote.addressee and quote.addressee.text) == addressee


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ms Ito received a letter from the bank saying that her account was closed.", "the bank"),
        ("Ms Ito got an email from Mr Sato saying that the plant was closed.", "Mr Sato"),
        ("Ms Ito heard from her doctor that she was pregnant.", "her doctor"),
        ("Ms Ito received a letter saying that her account was closed.", "a letter"),
        ("Mr Roy heard Ms Lee telling the police that the plant was closed.", "Ms Lee"),
        (
            "Staff received an email from the chief executive, Ann Lee, saying that jobs would go.",
            "the chief executive, Ann Lee",
        ),
        # controls: the subject itself speaks
        ("Ms Ito received an award from the mayor, saying that it was an honour.", "Ms Ito"),
        ("Ms Ito received a letter from the bank and said that it was void.", "Ms Ito"),
        ("Mr Roy heard from the window that the door was open.", "Mr Roy"),
        ("Mr Roy left the court saying that the plant was safe.", "Mr Roy"),
        ("Ms Ito received criticism from Mr Sato for saying that it was closed.", "Ms Ito"),
    ],
)
def test_the_source_is_who_sends_the_words_and_not_who_receives_them(
    attributor: Attributor, text: str, source: str
) -> None:
    (quote,) = attributor(text)
    assert quote.source is not None
    assert quote.source.text == source


def test_who_is_shown_saying_something_says_it(attributor: Attributor) -> None:
    quotes = attributor("A fake video shows Mr Roy saying that the plant was safe.")
    (said,) = (quote for quote in quotes if quote.cue and quote.cue.text == "saying")
    assert said.speaker is not None
    assert said.speaker.name == "Roy"
