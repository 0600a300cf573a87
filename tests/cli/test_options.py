"""Options of the command line, its messages and exit status; a run with the shipped models."""

import json
import subprocess
import sys

import pytest

from quoteattr.quotes import Quotes
from quoteattr.words.names import Person
from tests import fake_attributor
from tests.cli.runs import ROOT


@pytest.mark.parametrize(
    "wrong",
    [
        ["--format", "xml"],
        ["--min-confidence", "2"],
        ["--min-confidence", "high"],
        ["--min-speaker-confidence", "-1"],
        ["--nonsense"],
        ["--jobs", "0"],
        ["--jobs", "3000000000"],
        ["-o", ""],
        ["-o", "a.jsonl.gz"],
        ["-f", "csv", "-o", "a.GZ"],
        ["--jobs", "many"],
        ["--cues", "tweet"],
        ["--resume"],
        ["--resume", "-f", "json", "-o", "a.json"],
        ["--format", "brat"],
        ["--format", "parquet"],
        ["--explain", "--jobs", "2"],
    ],
)
def test_wrong_usage(call, wrong: list[str]):
    status, out, err = call(*wrong)
    assert (status, out) == (2, "")
    assert "usage: quoteattr" in err


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["--models", "missing"], "quoteattr: models are missing; get them\n"),
        (["--include", "nonsense"], "quoteattr: include must be default or all, not 'nonsense'\n"),
    ],
)
def test_what_stops_everything_is_one_line(call, lee, wrong: list[str], message: str):
    for kind in ("csv", "html", "json"):
        assert call(lee, "-f", kind, *wrong) == (2, "", message)


def test_options_reach_the_attributor(call, lee):
    _, out, _ = call(lee, "-f", "jsonl", "--include", "speech,writing", "--min-confidence", "0.5")
    assert json.loads(out)["meta"] == {
        "include": ["speech", "writing"],
        "min_confidence": 0.5,
        "patterns_only": False,
    }
    _, out, _ = call(lee, "-f", "jsonl", "--patterns-only")
    assert json.loads(out)["meta"]["patterns_only"] is True
    _, out, _ = call(lee, "-f", "jsonl", "--min-speaker-confidence", "0.7")
    assert json.loads(out)["meta"]["min_speaker_confidence"] == 0.7


def test_known_people_and_cues_reach_the_attributor(call, lee, tmp_path, monkeypatch):
    made = []

    class Attributor(fake_attributor.Attributor):
        def __init__(self, models=None, **options):
            made.append(options)
            super().__init__(models)

    monkeypatch.setattr(sys.modules["quoteattr.attributor"], "Attributor", Attributor)
    people = tmp_path / "people.csv"
    people.write_text(
        "name,aliases,identifier,gender,roles\n"
        "Ann Lee,Lee; A. Lee,Q1,female,mayor of Oslo;author\nTom Berg,,,,\n",
        encoding="utf-8-sig",
    )
    cues = ["--cues", "tweet=writing,blog=writing", "--cues", "rap=speech"]
    assert call(lee, "--known", people, *cues)[0] == 0
    assert made[0]["known"] == (
        Person("Ann Lee", ("Lee", "A. Lee"), "Q1", "female", ("mayor of Oslo", "author")),
        Person("Tom Berg"),
    )
    assert made[0]["cues"] == {"tweet": "writing", "blog": "writing", "rap": "speech"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("person\nAnn Lee\n", "has no column 'name'"),
        ("name,wikidata\nAnn Lee,Q1\n", "unknown columns 'wikidata'"),
        ("name,gender\nAnn Lee,woman\n", "people.csv:2: Person.gender must be"),
        ("name\n \n", "people.csv:2: Person.name must be"),
        ("name,identifier\nLee, Ann,Q1\n", "people.csv:2: has more cells than the header"),
        ('name\n"Ann Lee\nTom Berg\n', "people.csv:3: opens a quotation mark"),
        (None, "can't be read: No such file"),
    ],
)
def test_a_wrong_file_of_people_is_refused(call, lee, tmp_path, content, message):
    path = tmp_path / "people.csv"
    if content is not None:
        path.write_text(content)
    status, out, err = call(lee, "--known", path)
    assert (status, out) == (2, "")
    assert message in err


def test_explain_writes_what_each_step_changed(call, tmp_path):
    path = tmp_path / "lee.txt"
    path.write_text("Lee: “No\x1b[2J.”", encoding="utf-8")
    status, out, err = call("--explain", path)
    assert status == 0
    assert out.splitlines() == [
        f"{path}: candidates: 1, attributions: 1",
        "first_step:",
        "  + content-0 nobody · no cue · Lee: “No\N{REPLACEMENT CHARACTER}[2J.” (0.50, cue:turn)",
        "speakers: none",
    ]
    assert err == f"quoteattr: {path}: a mark is never closed\n"


def test_explain_has_no_other_format(call, lee):
    status, out, err = call(lee, "--explain", "--format", "csv")
    assert (status, out) == (2, "")
    assert "--explain writes text, not csv" in err


def test_warnings_go_to_standard_error_unless_quiet(call, tmp_path):
    path = tmp_path / "open.txt"
    path.write_text("“Lee: “Peace.”", encoding="utf-8")
    status, _, err = call(path)
    assert (status, err) == (0, f"quoteattr: {path}: a mark is never closed\n")
    assert call("-q", path)[2] == ""


def test_verbose_shows_where_an_article_failed(call, tmp_path):
    (tmp_path / "boom.txt").write_text("BOOM")
    status, _, err = call("-v", tmp_path / "boom.txt")
    assert status == 1
    assert "Traceback" in err
    assert "Traceback" not in call(tmp_path / "boom.txt")[2]  # the next run is not verbose


def test_version_and_help(call):
    status, out, _ = call("--version")
    assert status == 0
    assert out.startswith("quoteattr ")
    status, out, _ = call("--help")
    assert status == 0
    assert "exit status" in out
    assert "quoteattr --jobs 2 -o quotes.jsonl" in out


def test_with_the_shipped_models(seed_quotes: Quotes, seed_text: str, tmp_path):
    """The one test here that is all real: ``python -m quoteattr`` as a user runs it."""
    path = tmp_path / "seed.txt"
    path.write_bytes(seed_text.encode())
    lines = json.dumps({"id": 1, "text": "“We go on,” Ann Lee said."}) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "quoteattr", "-f", "jsonl", str(path), "-"],
        input=lines.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == seed_quotes.to_dict()
    assert second["doc_id"] is None


def test_a_deleted_folder_is_one_line(call, tmp_path, monkeypatch):
    """Libraries of PyTorch end the process there, without a word of ours."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    line = "quoteattr: the current folder is deleted; change to another one\n"
    assert call("-f", "jsonl") == (2, "", line)


def test_missing_models_are_one_line(lee):
    done = subprocess.run(
        [sys.executable, "-m", "quoteattr", "--models", "no such folder", str(lee)],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "quoteattr: no such folder is not a folder of models; leave it out to use the shipped ones"
    ]
