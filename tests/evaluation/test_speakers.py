"""Scoring speakers: who is the same, and what is counted."""

from __future__ import annotations

import json

import pytest

from quoteattr.corpora.gold_speakers import GoldSpeaker
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.errors import InputError
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.calibration import judge_speakers
from quoteattr.evaluation.speakers import SpeakerScore, same_speaker, score_speakers, source_form

VANCE = GoldSpeaker("JD Vance", ("Vance",))
TIMES = GoldSpeaker("The New York Times", ("the Times",), is_person=False)
OFFICIAL = GoldSpeaker("a White House official", ("the aide",), is_named=False)
AUTHOR = GoldSpeaker("the author", is_named=False)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        (VANCE, "Vice President JD Vance", True),
        (VANCE, "Mr. Vance", True),
        (VANCE, "vance", True),
        (VANCE, "J. D. Vance", True),
        (VANCE, "Usha Vance", False),
        (VANCE, "Vance Miller", False),
        (VANCE, "Trump", False),
        (VANCE, "Mr.", False),
        (VANCE, "", False),
        (VANCE, None, False),
        (TIMES, "New York Times", True),
        (TIMES, "The New York Times Company", True),
        (TIMES, "Washington Post", False),
        (OFFICIAL, "A White House official", True),
        (OFFICIAL, "the official", True),
        (OFFICIAL, "an aide to the president", True),
        (OFFICIAL, "Donald Trump", False),
        (AUTHOR, None, True),
        (AUTHOR, "the author", True),
        (AUTHOR, "Trump", False),
    ],
)
def test_same_speaker(gold, predicted, same):
    assert same_speaker(gold, predicted) is same


@pytest.mark.parametrize(
    ("source", "gold", "form"),
    [
        ("he", VANCE, "pronoun"),
        ("Who", VANCE, "pronoun"),
        ("the vice president", VANCE, "nominal"),
        ("Mr. Vance", VANCE, "name"),
        ("Vance’s", VANCE, "name"),
        ("a White House official", OFFICIAL, "nominal"),
    ],
)
def test_form_of_a_source(source, gold, form):
    assert source_form(source, gold) == form


TEXT = "Ann Lee said it rained. She thinks it will stop. Officials fear a flood. It snows, we hear."
ANNOTATION = """T1\tSource 0 7\tAnn Lee
T2\tContent 13 22\tit rained
T3\tSource 24 27\tShe
T4\tContent 35 47\tit will stop
T5\tSource 49 58\tOfficials
T6\tContent 64 71\ta flood
T7\tSource 83 85\twe
T8\tContent 73 81\tIt snows
E1\tX:T9 Source:T1 Content:T2
E2\tX:T9 Source:T3 Content:T4
E3\tX:T9 Source:T5 Content:T6
E4\tX:T9 Source:T7 Content:T8
"""
KEY = {
    "doc": "a_1",
    "entities": {
        "E1": {"name": "Ann Lee", "aliases": ["Lee"], "kind": "person", "named": True},
        "E2": {"name": "officials", "aliases": [], "kind": "group", "named": False},
    },
    "sources": {"T1": "E1", "T3": "E1", "T5": "E2"},
}


@pytest.fixture
def split(tmp_path):
    for folder in ("text", "attributions", "speakers"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a_1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "text" / "b_1.txt").write_text("Nothing.", encoding="utf-8")
    (tmp_path / "attributions" / "a_1_x.ann").write_text(ANNOTATION, encoding="utf-8")
    (tmp_path / "attributions" / "a_1_y.ann").write_text("", encoding="utf-8")
    (tmp_path / "speakers" / "a_1.json").write_text(json.dumps(KEY), encoding="utf-8")
    return tmp_path


def quote(start, end, speaker):
    return PredictedQuote(content=((start, end),), speaker=speaker)


def test_found_and_resolved_are_different_measures(split):
    """One is right, one has the wrong speaker, one is missed; one prediction more is nothing."""
    found = [quote(13, 22, "Lee"), quote(35, 47, "Bob Hill"), quote(0, 3, "Ann Lee")]
    elsewhere = [quote(0, 7, "Ann Lee")]  # an article without gold speakers: left out
    scores = score_speakers(split, split / "speakers", {"a_1": found, "b_1": elsewhere})
    assert scores.groups == {
        "all": SpeakerScore(3, 66.7, 50.0, 33.3, given=100.0, precision=50.0),
        "name": SpeakerScore(1, 100.0, 100.0, 100.0, given=100.0, precision=100.0),
        "nominal": SpeakerScore(1, 0.0, 0.0, 0.0, given=0.0, precision=0.0),
        "pronoun": SpeakerScore(1, 100.0, 0.0, 0.0, given=100.0, precision=0.0),
        "named": SpeakerScore(2, 100.0, 50.0, 50.0, given=100.0, precision=50.0),
        "unnamed": SpeakerScore(1, 0.0, 0.0, 0.0, given=0.0, precision=0.0),
        "person": SpeakerScore(2, 100.0, 50.0, 50.0, given=100.0, precision=50.0),
        "organization": SpeakerScore(0, 0.0, 0.0, 0.0, given=0.0, precision=0.0),
        "group": SpeakerScore(1, 0.0, 0.0, 0.0, given=0.0, precision=0.0),
        "document": SpeakerScore(0, 0.0, 0.0, 0.0, given=0.0, precision=0.0),
    }
    assert (scores.precision, scores.f1, scores.predicted) == (33.3, 33.3, 3)
    assert (scores.wrong, scores.open) == (1, 0)


def test_a_speaker_left_open_is_not_wrong(split):
    found = [quote(13, 22, "Lee"), quote(35, 47, None)]
    scores = score_speakers(split, split / "speakers", {"a_1": found})
    assert scores.groups["all"] == SpeakerScore(3, 66.7, 50.0, 33.3, given=50.0, precision=100.0)
    assert (scores.wrong, scores.open) == (0, 1)


def test_sources_without_a_gold_speaker_cost_precision_only(split):
    scores = score_speakers(split, split / "speakers", {"a_1": [quote(73, 81, "Ann Lee")]})
    assert (scores.groups["all"].found, scores.precision, scores.predicted) == (0.0, 0.0, 1)


def test_without_predictions_nothing_is_found(split):
    scores = score_speakers(split, split / "speakers", {})
    assert scores.groups["all"] == SpeakerScore(3, 0.0, 0.0, 0.0, given=0.0, precision=0.0)
    assert (scores.precision, scores.f1, scores.predicted) == (0.0, 0.0, 0)


def test_gold_may_be_one_file_of_json_lines(split):
    lines = split / "speakers.jsonl"
    lines.write_text(
        "".join(
            json.dumps(json.loads(path.read_text("utf-8"))) + "\n\n"
            for path in sorted((split / "speakers").glob("*.json"))
        ),
        "utf-8",
    )
    found = {"a_1": [quote(13, 22, "Ann Lee")]}
    assert score_speakers(split, lines, found) == score_speakers(split, split / "speakers", found)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("{", "is no record of gold speakers"),
        ('{"doc": "a_1"}', "is no record of gold speakers .KeyError: 'entities'"),
        (json.dumps({**KEY, "sources": {"T1": "E9"}}), "is no record of gold speakers"),
        (json.dumps({**KEY, "doc": "c_1"}), "is about c_1, which is not in"),
    ],
)
def test_bad_gold_is_refused(split, key, message):
    (split / "speakers" / "a_1.json").write_text(key, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        score_speakers(split, split / "speakers", {})


def test_other_folders_and_other_articles_are_refused(split):
    with pytest.raises(InputError, match=r"holds no \.json file: give a folder of gold speakers"):
        score_speakers(split, split / "text", {})
    with pytest.raises(InputError, match="has no article z: give predictions of this split"):
        score_speakers(split, split / "speakers", {"z": []})


def test_command_prints_a_table_and_writes_the_numbers(split, tmp_path, capsys):
    pred, out = tmp_path / "pred.jsonl", tmp_path / "scores.json"
    record = {
        "doc_id": "a_1",
        "speakers": [{"id": "s1", "name": "Ann Lee"}],
        "quotes": [{"content": [{"start": 35, "end": 47}], "speaker": "s1"}],
    }
    pred.write_text(json.dumps(record) + "\n", encoding="utf-8")
    arguments = ["--polnear", str(split), "--speakers", str(split / "speakers")]
    assert main(["score-speakers", *arguments, "--pred", str(pred), "--json", str(out)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[2] == "| all | 3 | 33.3 | 100.0 | 33.3 | 100.0 | 100.0 |"
    assert printed[5] == "| pronouns | 1 | 100.0 | 100.0 | 100.0 | 100.0 | 100.0 |"
    assert "of 1 quotes: precision 100.0 %, recall 33.3 %, F1 50.0 %." in printed[-1]
    numbers = json.loads(out.read_text(encoding="utf-8"))
    assert numbers["f1"] == 50.0
    assert numbers["groups"]["named"]["recall"] == 50.0


def test_the_calibration_of_speaker_confidence(split, tmp_path, capsys):
    """One is right and sure, one is wrong and unsure; the second is withheld from 0.5."""
    pred = tmp_path / "pred.jsonl"
    quotes = [
        {"content": [[13, 22]], "speaker": "s1", "speaker_confidence": 0.93},
        {"content": [[35, 47]], "speaker": "s2", "speaker_confidence": 0.45},
        {"content": [[64, 71]], "speaker": None, "speaker_confidence": None},
    ]
    named = [{"id": "s1", "name": "Ann Lee"}, {"id": "s2", "name": "Bob Hill"}]
    record = {"doc_id": "a_1", "speakers": named, "quotes": quotes}
    pred.write_text(json.dumps(record) + "\n", encoding="utf-8")
    arguments = ["score-speakers", "--polnear", str(split), "--speakers", str(split / "speakers")]
    assert main([*arguments, "--pred", str(pred), "--calibration"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert "| below 0.5 | 1 | 0.45 | 0 |" in printed
    assert "| 0.9 – 1.0 | 1 | 0.93 | 100 |" in printed
    assert "Expected calibration error: 26.0 points." in printed
    assert "| 0.4 | 66.7 | 50.0 | 33.3 |" in printed
    assert "| 0.5 | 33.3 | 0.0 | 33.3 |" in printed


def test_a_speaker_without_confidence_can_not_be_calibrated(split):
    with pytest.raises(InputError, match="no speaker_confidence; give the output of predict"):
        judge_speakers(split, split / "speakers", {"a_1": [quote(13, 22, "Lee")]})
