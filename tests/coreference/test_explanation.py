"""Why a source got its speaker: the sieve, and whom the scorer compared; and how that reads."""

from __future__ import annotations

import pytest

from quoteattr import Attributor
from quoteattr.coreference.explanation import SpeakerExplanation
from quoteattr.linear import probability_of

LATE = (
    "Ann Lee met Mary Ray in Leeds on Monday. Ray left early. She said that it was late. A police "
    "spokesman said that two men were held.\n\n“We have nothing.”\n\n“It is over,” Lee said."
)


@pytest.fixture(scope="module")
def explained(attributor: Attributor) -> dict[str, SpeakerExplanation]:
    """The explanations by their sources."""
    found = attributor.explain(LATE).speakers
    return {one.source.text if one.source else "": one for one in found}


def test_the_speakers_are_those_of_the_quotes(
    attributor: Attributor, everything: Attributor, seed_text: str
) -> None:
    for chooses in (attributor, everything):
        for text in (LATE, seed_text):
            # The default joins quotations of one speaker in a row, and it cuts contents as editors
            # do; so sources and speakers are compared.
            quotes = {
                (q.source and q.source.span, q.speaker and q.speaker.name) for q in chooses(text)
            }
            found = chooses.explain(text).speakers
            assert {(one.source, one.speaker) for one in found if one.source} == {
                pair for pair in quotes if pair[0]
            }


def test_a_pronoun_shows_whom_the_scorer_compared(
    explained: dict[str, SpeakerExplanation],
) -> None:
    she = explained["She"]
    assert she.speaker == "Mary Ray"
    assert "speaker:antecedent" in she.evidence
    assert [choice.name for choice in she.choices] == ["Mary Ray", "Ann Lee", None]
    assert sum(choice.probability for choice in she.choices) == pytest.approx(1, abs=0.01)
    assert "root-subject" in [reason.feature for reason in she.choices[0].reasons]


def test_the_reasons_make_the_probabilities(explained: dict[str, SpeakerExplanation]) -> None:
    first, second, _ = explained["She"].choices
    sums = [sum(reason.log_odds for reason in one.reasons) for one in (first, second)]
    share = first.probability / (first.probability + second.probability)
    assert probability_of(sums[0] - sums[1]) == pytest.approx(share, abs=0.01)


def test_a_description_of_somebody_new_is_a_choice_too(
    explained: dict[str, SpeakerExplanation],
) -> None:
    spokesman = explained["A police spokesman"]
    assert spokesman.choices[0].name is None
    assert "speaker:description-unnamed" in spokesman.evidence


def test_a_quotation_without_a_cue_shows_whom_its_scorer_compared(
    explained: dict[str, SpeakerExplanation],
) -> None:
    alone = explained[""]
    assert [span.text for span in alone.content] == ["“We have nothing.”"]
    assert alone.speaker == alone.choices[0].name == "A police spokesman"
    assert {choice.name for choice in alone.choices} >= {"Ann Lee", "Mary Ray", None}


def test_a_name_needs_no_scorer(explained: dict[str, SpeakerExplanation]) -> None:
    assert explained["Lee"].choices == ()
    assert "speaker:name" in explained["Lee"].evidence


def test_a_speaker_who_is_not_sure_enough_is_still_among_the_choices(
    attributor: Attributor,
) -> None:
    strict = Attributor(attributor._parser.pipeline, min_speaker_confidence=0.99)
    found = strict.explain(LATE).speakers
    (she,) = (one for one in found if one.source and one.source.text == "She")
    assert (she.speaker, she.confidence) == (None, None)
    assert "speaker:unsure" in she.evidence
    assert she.choices[0].name == "Mary Ray"


def test_an_explanation_prints_the_best_three_and_six_reasons(attributor: Attributor) -> None:
    lines = str(attributor.explain(LATE)).splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("  She · that it was late → "))
    assert lines[at].startswith("  She · that it was late → Mary Ray (0.")
    assert [line[9:].partition(":")[0] for line in lines[at + 1 : at + 4]] == [
        "Mary Ray",
        "Ann Lee",
        "nobody mentioned",
    ]
    assert lines[at + 1].count(",") == 5
    assert str(attributor.explain("It rained.")).endswith("\nspeakers: none")
