"""What the command line writes in each format, for one article, several or none."""

import csv
import io
import json

import pytest

from tests.cli.runs import run


def test_text_has_no_colours_in_a_pipe_and_fits_the_width():
    done = run(given="Lee: “" + "word " * 60 + "”\n", COLUMNS="40")
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) <= 40


def test_text_cannot_steer_the_terminal():
    done = run(given="Lee: “a\x1b[31mb\x07\u202ec”\n")
    assert not set("\x1b\x07\u202e") & set(done.stdout.decode())


def test_several_files_as_text(call, lee, berg):
    status, out, err = call(lee, berg)
    assert (status, err) == (0, "")
    assert out.startswith("lee: 1 quote, 1 speaker\n\nLee  direct")
    assert "\n\n\nberg: 2 quotes, 2 speakers\n" in out


@pytest.mark.parametrize("number", [0, 1, 2])
def test_json_is_always_an_array(call, lee, tmp_path, number: int):
    status, out, _ = call("-f", "json", *[lee] * number or [tmp_path / "none"])
    assert status == (0 if number else 1)
    assert [record["doc_id"] for record in json.loads(out)] == ["lee"] * number


def test_csv_has_one_header(call, lee, berg):
    _, out, _ = call("-f", "csv", lee, berg)
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [(row["doc_id"], row["speaker"], row["quote"]) for row in rows] == [
        ("lee", "Lee", "“Peace.”"),
        ("berg", "Berg", "“War?”"),
        ("berg", "Lee", "“No – peace.”"),
    ]


def test_csv_without_any_article_is_a_header():
    done = run("-f", "csv", "--input-format", "jsonl", given="")
    assert done.returncode == 0
    assert done.stdout.startswith(b"doc_id,quote_id,")
    assert done.stdout.count(b"\r\n") == 1


def test_html_is_one_page(call, lee, berg):
    _, out, _ = call("-f", "html", lee, berg)
    assert out.count("<!DOCTYPE html>") == out.count("</html>") == 1
    assert out.count('<section class="quoteattr">') == 2


@pytest.mark.parametrize(
    ("name", "start"), [("a.csv", "doc_id,"), ("a.HTML", "<!DOCTYPE"), ("a.out", "lee: 1 quote")]
)
def test_output_file_decides_the_format(call, lee, tmp_path, name: str, start: str):
    status, out, err = call(lee, "-o", tmp_path / name)
    assert (status, out, err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["lee.txt", name])


def test_standard_output_is_utf_8_whatever_the_locale(lee):
    done = run(lee, "-f", "jsonl", PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0")
    assert "“Peace.”" in done.stdout.decode("utf-8")
