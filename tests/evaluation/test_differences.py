"""Which quotes differ: by what they say, not by their numbers."""

from __future__ import annotations

import json

import pytest

from quoteattr.evaluation.__main__ import main
from tests.factories import article


@pytest.fixture
def files(tmp_path):
    """Two files of predictions, and what changes the records of the second."""

    def write(change=lambda record: None, names=("oslo", "rome")):
        for path, changed in (("before.jsonl", False), ("after.jsonl", True)):
            records = [article(name).to_dict() for name in (names if changed else ("oslo", "rome"))]
            if changed:
                change(records[0])
            lines = "".join(json.dumps(record) + "\n" for record in records)
            (tmp_path / path).write_text(lines, encoding="utf-8")
        return [str(tmp_path / "before.jsonl"), str(tmp_path / "after.jsonl")]

    return write


def without_first_quote(record):
    """As if the first quote and so one speaker's number had not been found."""
    del record["quotes"][0]
    for number, quote in enumerate(record["quotes"], start=1):
        quote["id"] = f"q{number}"
    record["quotes"][2]["parent"] = "q2"


def test_identical_files(files, capsys):
    assert main(["diff", *files()]) == 0
    assert capsys.readouterr().out == "identical: 2 articles\n"


def test_versions_are_not_compared(files):
    assert main(["diff", *files(lambda record: record.update(meta={"quoteattr": "9"}))]) == 0


def test_confidences_that_differ_are_no_change(files, capsys):
    assert main(["diff", *files(without_first_quote)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "oslo",
        "  - “We will not wait,” 34-53; “We go on <now> & soon.” 83-107",
        "1 of 2 articles differ: 1 quote removed",
    ]


def test_a_quote_that_changed_is_shown_field_by_field(files, capsys):
    def change(record):
        quote = record["quotes"][1]
        quote.update(speaker="s3", confidence=0.75, evidence=["object"])
        quote["cue"].update(negated=False, type="thought")
        quote["content"][0].update(start=quote["content"][0]["start"] + 5, text="the talks end")

    assert main(["diff", *files(change)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "oslo",
        "  ~ the talks end 129-142",
        "      content: when the talks end 124-142 → the talks end 129-142",
        "      cue: say 120-123 (say, speech, negated) → say 120-123 (say, thought)",
        "      speaker: Ann Lee → Tom Berg",
        "      confidence: 0.5 → 0.75",
        "      evidence: clausal complement → object",
        "1 of 2 articles differ: 1 quote changed",
    ]


def test_a_speaker_that_changed(files, capsys):
    def change(record):
        record["speakers"][0].update(gender=None, aliases=["Lee", "Annie"])

    assert main(["diff", *files(change)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "oslo",
        "  ~ speaker Ann Lee",
        "      aliases: none → Annie",
        "      gender: female → none",
        "1 of 2 articles differ: 1 speaker changed",
    ]


def test_fields_may_be_ignored(files):
    def change(record):
        record["quotes"][0].update(confidence=0.5, evidence=[])

    assert main(["diff", *files(change), "--ignore", "confidence", "evidence"]) == 0
    assert main(["diff", *files(change), "--ignore", "confidence"]) == 1


def test_articles_and_order_count(files, capsys):
    assert main(["diff", *files(names=("oslo",))]) == 1
    assert "1 article removed" in capsys.readouterr().out
    assert main(["diff", *files(lambda record: record["quotes"].reverse())]) == 1
    assert "order: " in capsys.readouterr().out


def test_a_file_that_holds_no_predictions(files, tmp_path, capsys):
    before, after = files()
    (tmp_path / "after.jsonl").write_text("[1]\n", encoding="utf-8")
    assert main(["diff", before, after]) == 2
    assert "line 1: not a record of quotes" in capsys.readouterr().err
