"""Confidence of the speaker apart from that of the quote, steps of the evidence, abstention."""

from __future__ import annotations

import pytest

from quoteattr import Attributor, InputError, Person
from quoteattr.coreference import resolve
from quoteattr.parsing.stanza import StanzaParser
from tests.coreference.test_coreference import names, read, relations_of, run

PAIR = (
    "Ann Lee met Karoline Leavitt and Mary Burke in Rome.\n"
    "{c:“They went well,”} {s:Lee} {v:said}.\n"
    "{c:“It rained,”} {s:she} {v:said}.\n"
    "{s:A police officer} {v:said} {c:the road was closed}."
)


def test_a_name_is_surer_than_a_description_that_nobody_is_named_by(parser: StanzaParser) -> None:
    _, (name, _, description) = run(parser, PAIR)
    assert name.confidence is not None
    assert description.confidence is not None
    assert 0 < description.confidence < name.confidence < 1


def test_a_choice_is_less_sure_than_the_only_one_of_that_gender(parser: StanzaParser) -> None:
    choice = "Ann Lee met Mary Burke in Rome.\n{c:“It rained,”} {s:she} {v:said}."
    only = choice.replace("Mary Burke", "Peter Burke")
    unsure, sure = (run(parser, markup)[1][0].confidence for markup in (choice, only))
    assert unsure is not None
    assert sure is not None
    assert unsure < sure


@pytest.mark.parametrize(
    ("markup", "steps"),
    [
        ("{s:Ann Lee} {v:said} {c:it rained}.", ("mention:name", "speaker:name", "name:written")),
        (
            "Ann Lee came.\n{s:Lee} {v:said} {c:it rained}.",
            ("mention:name", "speaker:name", "name:fuller"),
        ),
        (
            "Bill Clinton came. Hillary Clinton came.\n{s:Mrs. Clinton} {v:said} {c:it rained}.",
            ("mention:name", "speaker:name", "name:shared-surname"),
        ),
        (
            "Ann Lee came. {c:“It rained,”} {s:she} {v:said}.",
            ("mention:pronoun", "speaker:antecedent", "name:linked"),
        ),
        (
            "{s:A police officer} {v:said} {c:it rained}.",
            ("mention:nominal", "speaker:description-unnamed", "name:description"),
        ),
        (
            "{s:Ann Lee and Bob Ray} {v:said} {c:it rained}.",
            ("mention:name", "speaker:name", "name:members"),
        ),
    ],
)
def test_evidence_has_the_mention_the_rule_and_the_name(
    parser: StanzaParser, markup: str, steps: tuple[str, ...]
) -> None:
    assert run(parser, markup)[1][0].evidence == steps


def test_a_name_of_a_known_person_is_a_step_of_its_own(parser: StanzaParser) -> None:
    known = (Person("Ann Lee", identifier="Q1"),)
    _, (resolved,) = run(parser, "{s:Ann Lee} {v:said} {c:it rained}.", known)
    assert resolved.evidence[-1] == "name:known"


def test_below_the_threshold_there_is_no_speaker(parser: StanzaParser) -> None:
    text, roles = read(PAIR)
    parse = parser(text)
    relations = relations_of(parse, roles)
    _, every = resolve(parse, relations)
    confidences = sorted(r.confidence or 0.0 for r in every)
    for least in (0.0, *confidences, 1.0):
        speakers, resolved = resolve(parse, relations, least=least)
        wanted = [
            n if (r.confidence or 0) >= least else None
            for n, r in zip(names(every), every, strict=True)
        ]
        assert names(resolved) == wanted
        assert {s.name for s in speakers} == set(wanted) - {None}
        for answer in resolved:
            assert (answer.confidence is None) == (answer.speaker is None)
            assert ("speaker:unsure" in answer.evidence) == (answer.speaker is None)


def test_the_attributor_abstains_and_says_so(attributor: Attributor) -> None:
    text = "Ann Lee met Mary Burke. “It rained,” she said."
    pipeline = attributor._parser.pipeline
    (given,) = Attributor(pipeline, min_speaker_confidence=0.0)(text)
    assert given.speaker is not None
    assert given.speaker_confidence is not None
    (withheld,) = Attributor(pipeline, min_speaker_confidence=0.999)(text)
    assert (withheld.speaker, withheld.speaker_confidence) == (None, None)
    assert withheld.source == given.source
    assert withheld.confidence == given.confidence
    assert withheld.evidence[-1] == "speaker:unsure"


@pytest.mark.parametrize("value", [-0.1, 1.1, "high", True, None])
def test_a_threshold_is_a_probability(attributor: Attributor, value: object) -> None:
    with pytest.raises(InputError, match="min_speaker_confidence must lie between 0 and 1"):
        Attributor(attributor._parser.pipeline, min_speaker_confidence=value)  # type: ignore[arg-type]
