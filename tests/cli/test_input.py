"""What the command line reads: files, JSON lines, standard input; and what may be wrong there."""

import json
import subprocess

import pytest

from quoteattr.quotes import Quotes
from tests.cli.runs import BERG, LEE, ROOT, command, run


def test_standard_input_to_text():
    done = run(given=LEE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "1 quote, 1 speaker\n\nLee  direct · 1.00 · 5-13\n    “Peace.”\n"


@pytest.mark.parametrize("given", ["", " \n\n"])
def test_empty_input_is_no_error(given: str):
    done = run("-", "--format", "jsonl", given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["quotes"] == []


def test_offsets_fit_the_file_with_its_line_ends_and_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "bom.txt"
    text = "One.\r\nTwo.\rLee: “Hi.”"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = run("-f", "jsonl", path)
    quotes = Quotes.from_dict(json.loads(done.stdout), text)
    assert quotes[0].text == "“Hi.”"
    assert quotes.doc_id == "bom"


def test_same_names_in_two_folders_keep_their_paths(call, lee, tmp_path):
    other = tmp_path / "b" / "lee.txt"
    other.parent.mkdir()
    other.write_text(LEE, encoding="utf-8")
    _, out, _ = call("-f", "jsonl", lee, other)
    assert [json.loads(line)["doc_id"] for line in out.splitlines()] == [str(lee), str(other)]


def test_bad_files_are_told_and_the_rest_goes_on(lee, berg, tmp_path):
    bad = {
        "latin.txt": "Caf\xe9".encode("latin-1"),
        "image.txt": b"\x89PNG\r\n\x00\x00",
        "wide.txt": LEE.encode("utf-16"),
        "boom.txt": b"BOOM",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    names = [
        "lee.txt",
        "latin.txt",
        "gone.txt",
        "image.txt",
        "wide.txt",
        "boom.txt",
        ".",
        "berg.txt",
    ]
    done = run("-f", "jsonl", *names, cwd=tmp_path)
    assert done.returncode == 1
    assert [json.loads(line)["doc_id"] for line in done.stdout.splitlines()] == ["lee", "berg"]
    told = done.stderr.decode().splitlines()
    assert len(told) == 6
    assert "latin.txt: is not UTF-8 (0xe9 at byte 3)" in told[0]
    assert "iconv -f WINDOWS-1252" in told[0]
    assert told[1] == "quoteattr: gone.txt: can't be read: No such file or directory"
    assert "image.txt: is binary (NUL at byte 6)" in told[2]
    assert "wide.txt: is UTF-16" in told[3]
    assert told[4] == "quoteattr: boom.txt: RuntimeError: the parser gave up"
    assert told[5] == "quoteattr: .: can't be read: Is a directory"


def test_json_lines_keep_their_ids_and_bad_lines_their_numbers(tmp_path):
    path = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"id": "a", "text": LEE}),
        "",
        json.dumps({"id": 17, "text": BERG}),
        "{oops",
        json.dumps(["text"]),
        json.dumps({"id": "b", "body": LEE}),
        json.dumps({"id": "c", "text": None}),
        json.dumps({"id": True, "text": LEE}),
        "[" * 100_000,
        json.dumps({"text": LEE}),
    ]
    path.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    done = run("-f", "jsonl", path)
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["doc_id"] for record in records] == ["a", "17", "articles:10"]
    told = [line.split("articles.jsonl:")[1] for line in done.stderr.decode().splitlines()]
    assert [line.split(":")[0] for line in told] == ["4", "5", "6", "7", "8", "9"]
    assert "is not JSON: Expecting property name" in told[0]
    assert "is not a JSON object but list" in told[1]
    assert "has no 'text' (--text-field); its keys: 'id', 'body'" in told[2]
    assert "'text' is NoneType, not a string" in told[3]
    assert "'id' is bool" in told[4]


def test_json_lines_of_standard_input_with_other_fields():
    given = json.dumps({"url": "u1", "body": LEE}) + "\n" + json.dumps({"body": BERG})
    options = ["--input-format", "jsonl", "--text-field", "body", "--id-field", "url"]
    done = run("-f", "jsonl", *options, given=given)
    assert done.returncode == 0
    ids = [json.loads(line)["doc_id"] for line in done.stdout.splitlines()]
    assert ids == ["u1", "line:2"]


def test_json_lines_are_answered_one_by_one():
    """The first answer comes while the second line isn't written yet."""
    with subprocess.Popen(
        command("-f", "jsonl", "--input-format", "jsonl"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        for name in ("a", "b"):
            process.stdin.write(json.dumps({"id": name, "text": LEE}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["doc_id"] == name
        process.stdin.close()
        assert process.wait() == 0


def test_a_lone_surrogate_does_not_end_the_run():
    given = '{"id": "\\ud800", "text": "Lee: “\\ud800”"}\n'
    for kind in ("text", "json", "jsonl", "csv", "html"):
        done = run("-f", kind, "--input-format", "jsonl", given=given)
        assert (done.returncode, done.stderr) == (0, b"")
        done.stdout.decode("utf-8")
