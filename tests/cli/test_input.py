"""What the command line reads: files, JSON lines, standard input; and what may be wrong there."""

import errno
import gzip
import json
import os
import subprocess
import sys
from functools import partialmethod
from pathlib import Path

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


def test_bad_files_are_reported_and_the_rest_is_read(lee, berg, tmp_path):
    bad = {
        "latin.txt": "Caf\xe9".encode("latin-1"),
        "image.txt": b"\x89PNG\r\n\x00\x00",
        "wide.txt": LEE.encode("utf-16"),
        "wider.txt": LEE.encode("utf-32"),
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
        "wider.txt",
        "boom.txt",
        "berg.txt",
    ]
    done = run("-f", "jsonl", *names, cwd=tmp_path)
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["doc_id"] for record in records] == [name.split(".")[0] for name in names]
    assert [record["doc_id"] for record in records if record["error"] is None] == ["lee", "berg"]
    messages = done.stderr.decode().splitlines()
    assert len(messages) == 6
    assert "latin.txt: is not UTF-8 (0xe9 at byte 3)" in messages[0]
    assert "iconv -f WINDOWS-1252" in messages[0]
    assert messages[1] == "quoteattr: gone.txt: can't be read: No such file or directory"
    assert "image.txt: is binary (NUL at byte 6)" in messages[2]
    assert "wide.txt: is UTF-16" in messages[3]
    assert "wider.txt: is UTF-32" in messages[4]
    assert messages[5] == "quoteattr: boom.txt: RuntimeError: the parser gave up"
    assert records[6]["error"] == "RuntimeError: the parser gave up"


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
    read = [record["doc_id"] for record in records if record["error"] is None]
    assert read == ["a", "17", "articles:10"]
    failed = [record["doc_id"] for record in records if record["error"] is not None]
    assert failed == ["articles:4", "articles:5", "b", "c", "articles:8", "articles:9"]
    messages = [line.split("articles.jsonl:")[1] for line in done.stderr.decode().splitlines()]
    assert [line.split(":")[0] for line in messages] == ["4", "5", "6", "7", "8", "9"]
    assert "is not JSON: Expecting property name" in messages[0]
    assert "is not a JSON object but list" in messages[1]
    assert "has no 'text' (--text-field); its keys: 'id', 'body'" in messages[2]
    assert "'text' is NoneType, not a string" in messages[3]
    assert "'id' is bool" in messages[4]


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


def ids(out: str) -> list[str]:
    return [json.loads(line)["doc_id"] for line in out.splitlines()]


def test_a_folder_is_all_that_is_in_it(call, lee, berg, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "more.jsonl").write_text(json.dumps({"id": "m", "text": LEE}))
    (tmp_path / "notes.md").write_text("Lee: “No article.”")
    status, out, _ = call("-f", "jsonl", tmp_path)
    assert (status, ids(out)) == (0, ["berg", "m", "lee"])


def test_a_pattern_is_the_files_that_match(call, lee, berg, tmp_path):
    status, out, _ = call("-f", "jsonl", tmp_path / "**" / "*.txt")
    assert (status, ids(out)) == (0, ["berg", "lee"])


@pytest.mark.parametrize("name", ["empty", "*.nothing"])
def test_a_folder_or_pattern_without_files_is_refused(call, tmp_path, name):
    (tmp_path / "empty").mkdir()
    status, out, err = call("-f", "jsonl", tmp_path / name)
    assert (status, out) == (2, "")
    assert err.startswith("quoteattr: ")
    assert name in err


def test_what_is_packed_is_unpacked(call, tmp_path):
    line = json.dumps({"id": "a", "text": LEE}) + "\n"
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    packed = gzip.compress(LEE.encode() * 99)
    (tmp_path / "cut.txt.gz").write_bytes(packed[:-12])
    (tmp_path / "bad.txt.gz").write_bytes(packed[:20] + b"\xff" * 20 + packed[40:])
    names = [tmp_path / name for name in ("bad.txt.gz", "news.jsonl.gz", "cut.txt.gz")]
    status, out, err = call("-f", "jsonl", *names)
    assert (status, ids(out)) == (1, ["bad", "a", "cut"])
    assert "bad.txt.gz: can't be read" in err
    assert "cut.txt.gz: can't be read" in err
    (tmp_path / "B.TXT.GZ").write_bytes(packed)
    assert ids(call("-f", "jsonl", tmp_path / "B.TXT.GZ")[1]) == ["B"]


def test_a_name_that_no_file_can_have_is_one_failure(call, lee):
    for name in ("x" * 300, "x/" * 3000, "nul\0.txt"):
        status, out, err = call("-f", "jsonl", name, lee)
        assert (status, len(ids(out))) == (1, 2)
        assert "can't be read" in err
    status, out, err = call("-f", "jsonl", "", lee)
    assert (status, out, err) == (2, "", "quoteattr: the name of a file is empty\n")


def test_what_cannot_be_read_in_a_folder_is_one_failure(call, lee, tmp_path, monkeypatch):
    """Its names can be listed where its files can't be opened."""
    (tmp_path / "closed.txt").write_text(LEE)
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "nothing")
    status_of, opened = Path.stat, Path.open

    def refuse(path, *arguments, known, **options):
        if path.name == "closed.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return known(path, *arguments, **options)

    monkeypatch.setattr(Path, "stat", partialmethod(refuse, known=status_of))
    monkeypatch.setattr(Path, "open", partialmethod(refuse, known=opened))
    status, out, err = call("-f", "jsonl", tmp_path)
    assert (status, ids(out)) == (1, ["closed", "lee"])
    assert "closed.txt: can't be read: Permission denied" in err


def test_a_folder_within_a_folder_that_cannot_be_read_is_refused(call, lee, tmp_path, monkeypatch):
    """Its articles would be left out, and nobody would know."""
    (tmp_path / "closed").mkdir()
    listed = os.scandir

    def scandir(path):
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    status, out, err = call("-f", "jsonl", tmp_path)
    assert (status, out) == (2, "")
    assert "closed: can't be read: Permission denied" in err


def test_a_table_has_one_article_per_row(call, tmp_path):
    path = tmp_path / "news.csv"
    path.write_bytes(
        b"\xef\xbb\xbfurl,body,more\r\n"
        + 'u1,"Lee: “One,\ntwo.”",x\r\n,Lee: “Three.”,x\r\n'.encode()
        + b"u3,Caf\xe9,x\r\n"
    )
    status, out, err = call("-f", "jsonl", "--text-field", "body", "--id-field", "url", path)
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [record["doc_id"] for record in records] == ["u1", "news:2", "u3"]
    assert records[0]["quotes"][0]["content"][0]["text"] == "“One,\ntwo.”"
    assert err == f"quoteattr: {path}:3: 'body' is not UTF-8\n"
    status, _, err = call("-f", "jsonl", path)
    assert status == 1
    assert "has no 'text' (--text-field); its columns: 'url', 'body', 'more'" in err


def test_a_row_of_a_table_that_loses_words_fails(call, tmp_path):
    path = tmp_path / "news.csv"
    rows = [
        "\nid,text,more",
        '1,"Lee: “Yes, no.”",x,,',
        "2,Lee: “Yes, no, perhaps.”",
        '3,"Lee: “One.”\n4,Lee: “Two.”\n5,Lee: “Three.”',
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    status, out, err = call("-f", "jsonl", path)
    found = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [(one["doc_id"], len(one["quotes"])) for one in found] == [("1", 1), ("2", 0), ("3", 0)]
    assert f"{path}:2: has more cells than the header" in err
    assert f'{path}:3: opens a quotation mark (") that nothing closes' in err


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("text,id,text", "has several columns 'text'"),
        ("id,text,id", "has several columns 'id'"),
        ('id,text,"more', "its header opens a quotation mark"),
    ],
)
def test_a_table_whose_header_is_wrong_fails(call, tmp_path, header, message):
    path = tmp_path / "news.csv"
    path.write_text(f"{header}\n1,Lee: “Yes.”,2\n", encoding="utf-8")
    status, _, err = call("-f", "jsonl", path)
    assert status == 1
    assert message in err


def test_parquet_has_one_article_per_row(call, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    path = tmp_path / "news.parquet"
    parquet.write_table(pa.table({"text": [LEE, None, BERG], "id": [1, 2, 3]}), path)
    status, out, err = call("-f", "jsonl", path)
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [(record["doc_id"], len(record["quotes"])) for record in records] == [
        ("1", 1),
        ("2", 0),
        ("3", 2),
    ]
    assert "'text' is NoneType, not a string" in err
    parquet.write_table(pa.table({"text": [LEE, BERG], "id": [1.0, float("nan")]}), path)
    status, out, _ = call("-f", "jsonl", path)
    assert (status, ids(out)) == (0, ["1", "news:2"])
    path.write_bytes(b"no parquet")
    assert call("-f", "jsonl", path)[0] == 1


def test_a_page_is_read_as_its_article_and_the_text_is_given_back(call, tmp_path):
    pytest.importorskip("trafilatura")
    body = "".join(f"<p>{words}</p>" for words in ["The mayor spoke for an hour. " * 8, LEE] * 4)
    page = f"<html><body><nav>Home</nav><article><h1>News</h1>{body}</article></body></html>"
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    status, out, _ = call("-f", "jsonl", path)
    record = json.loads(out)
    assert status == 0
    assert "<p>" not in record["text"]
    assert Quotes.from_dict(record)[0].text == "“Peace.”"


def test_a_package_that_is_missing_is_named(call, tmp_path, monkeypatch):
    for name, suffix in (("pyarrow", "parquet"), ("trafilatura", "html")):
        monkeypatch.setitem(sys.modules, name, None)
        path = tmp_path / f"news.{suffix}"
        path.write_text("")
        status, out, err = call("-f", "jsonl", path)
        assert (status, out) == (2, "")
        assert f"python -m pip install {name}" in err


def test_a_package_that_is_missing_is_named_before_the_first_article(
    call, lee, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    page, output = tmp_path / "page.html", tmp_path / "q.jsonl"
    page.touch()
    status, _, err = call("-o", output, lee, page)
    assert status == 2
    assert "python -m pip install trafilatura" in err
    assert call("-o", output, lee)[0] == 0


def test_what_a_package_misses_is_named(call, tmp_path, monkeypatch):
    (tmp_path / "trafilatura.py").write_text("import no_such_cleaner")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "trafilatura", raising=False)
    path = tmp_path / "page.html"
    path.touch()
    status, _, err = call(path)
    assert status == 2
    assert "HTML pages need trafilatura (No module named 'no_such_cleaner'): python -m" in err
