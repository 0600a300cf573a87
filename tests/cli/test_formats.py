"""What the command line writes in each format, for one article, several or none."""

import csv
import io
import json
import re
import unicodedata

import pytest

from quoteattr.cli.output import write_brat
from quoteattr.formats.arrow import arrow_schema
from quoteattr.quotes import Quotes
from tests.cli.runs import LEE, run


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
    assert [record["doc_id"] for record in json.loads(out)] == ["lee"] * number or ["none"]


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
    assert re.findall('<section class="quoteattr" id="([^"]+)"', out) == ["qa1", "qa2"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", "doc_id,"),
        ("a.HTML", "<!DOCTYPE"),
        ("a.htm", "<!DOCTYPE"),
        ("a.ndjson", '{"'),
        ("a.out", "lee: 1 quote"),
    ],
)
def test_output_file_decides_the_format(call, lee, tmp_path, name: str, start: str):
    status, out, err = call(lee, "-o", tmp_path / name)
    assert (status, out, err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["lee.txt", name])


def test_standard_output_is_utf_8_whatever_the_locale(lee):
    done = run(lee, "-f", "jsonl", PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0")
    assert "“Peace.”" in done.stdout.decode("utf-8")


def test_web_annotations_are_one_array(call, lee, berg):
    status, out, _ = call("-f", "w3c", lee, berg)
    annotations = json.loads(out)
    assert status == 0
    assert [one["target"][0]["source"] for one in annotations] == ["lee", "berg", "berg"]


def test_the_id_of_a_line_is_a_source_beside_the_annotations(call, tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"text": "Lee: “Peace.”"}), encoding="utf-8")
    (annotation,) = json.loads(call("-f", "w3c", path)[1])
    assert annotation["target"][0]["source"] == "articles%3A1"


def test_quotations_are_one_array(call, lee, berg):
    quotations = json.loads(call("-f", "schemaorg", lee, berg)[1])
    assert [one["isPartOf"]["identifier"] for one in quotations] == ["lee", "berg", "berg"]


def test_quotations_can_stand_in_a_script_of_a_page(call, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Lee: “</script><!--”", encoding="utf-8")
    _, out, _ = call("-f", "schemaorg", path)
    assert "<" not in out
    assert json.loads(out)[0]["text"] == "“</script><!--”"


def test_brat_files_of_two_articles_are_never_one(tmp_path):
    # Systems that ignore case or take an accent apart have one name for some of these.
    ids = ("a", "a", "a-2", "", "..", "李" * 150, "李" * 149 + "安", "A", "é", "e\u0301")
    write_brat([Quotes((), text=f"{n}", doc_id=name) for n, name in enumerate(ids)], tmp_path)
    assert sorted(path.read_text() for path in tmp_path.glob("*.txt")) == list("0123456789")
    stems = {unicodedata.normalize("NFC", path.stem).lower() for path in tmp_path.glob("*.txt")}
    assert len(stems) == len(ids)


def test_brat_is_a_folder(call, lee, tmp_path):
    path = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": name, "text": LEE}) for name in ("a/b", "a/b", "../c")]
    path.write_text("\n".join(lines))
    assert call("-f", "brat", "-o", tmp_path / "out", lee, path) == (0, "", "")
    names = {one.name for one in (tmp_path / "out").iterdir()}
    stems = ("lee", "a_b", "a_b-2", "_c")
    assert names == {"annotation.conf"} | {f"{s}{e}" for s in stems for e in (".txt", ".ann")}
    assert (tmp_path / "out" / "lee.txt").read_bytes() == lee.read_bytes()
    bound = (tmp_path / "out" / "a_b-2.ann").read_text(encoding="utf-8").splitlines()[0]
    assert bound == "T1\tContent 5 13\t“Peace.”"


def test_parquet_is_the_table(call, lee, berg, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "quotes.parquet"
    assert call("-o", path, lee, tmp_path / "gone.txt", berg)[0] == 1
    table = parquet.read_table(path)
    assert table.schema.equals(arrow_schema())
    assert table.column("speaker").to_pylist() == ["Lee", None, "Berg", "Lee"]
    assert table.column("start").to_pylist()[:2] == [5, None]
    assert "can't be read" in table.column("error").to_pylist()[1]


def test_text_is_given_back_where_it_is_wanted(call, lee):
    assert json.loads(call("-f", "jsonl", "--with-text", lee)[1])["text"] == LEE
    assert "text" not in json.loads(call("-f", "jsonl", lee)[1])


def test_an_article_that_failed_is_in_every_table(call, lee, tmp_path):
    (tmp_path / "boom.txt").write_text("BOOM")
    files = [tmp_path / "boom.txt", lee]
    status, out, _ = call("-f", "csv", *files)
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert status == 1
    assert [(row["doc_id"], row["error"]) for row in rows] == [
        ("boom", "RuntimeError: the parser gave up"),
        ("lee", ""),
    ]
    assert "boom: failed: RuntimeError" in call(*files)[1]
    assert "failed: RuntimeError" in call("-f", "html", *files)[1]
