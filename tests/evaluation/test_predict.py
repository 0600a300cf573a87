"""The command ``predict``: the quotes of the library as JSON lines."""

from __future__ import annotations

import json

import pytest

from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.run_commands import predict
from quoteattr.quotes import Quotes

TEXT = "Ann Lee said it rained.\r\nTom Hill left.\r\n"


@pytest.fixture
def split(tmp_path):
    """Two articles without annotations."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    for name in ("b", "a"):
        (tmp_path / "text" / f"{name}.txt").write_bytes(TEXT.encode())
    return tmp_path


def empty(text, doc_id):
    return Quotes((), text=text, doc_id=doc_id)


def test_one_line_a_text_named_as_given(tmp_path):
    out = tmp_path / "pred.jsonl"
    seen = []
    texts = [("a", TEXT), ("b", TEXT)]
    assert predict(texts, out, lambda text, doc_id: seen.append(text) or empty(text, doc_id)) == 2
    lines = out.read_bytes().decode().split("\n")
    assert [json.loads(line)["doc_id"] for line in lines[:-1]] == ["a", "b"]
    assert lines[-1] == ""
    assert seen == [TEXT, TEXT]


def test_command_says_what_is_wrong_and_fails(tmp_path, capsys):
    out = str(tmp_path / "pred.jsonl")
    assert main(["predict", "--polnear", str(tmp_path), "--out", out, "--include", "al"]) == 2
    assert 'include must be "default", "all" or some of' in capsys.readouterr().err


@pytest.mark.models
def test_command_writes_the_quotes_of_the_library(split, tmp_path):
    out = tmp_path / "pred.jsonl"
    assert main(["predict", "--polnear", str(split), "--out", str(out), "--only", "a"]) == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    (quote,) = Quotes.from_dict(record, TEXT)
    assert quote.speaker.name == "Ann Lee"
    assert [(span.start, span.end) for span in quote.content] == [(13, 22)]


@pytest.mark.models
def test_command_predicts_a_folder_of_texts_and_of_case_tables(tmp_path):
    folder, out = tmp_path / "texts", tmp_path / "pred.jsonl"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    cases = [{"label": "one", "text": "{s:Ann Lee} {v:said} {c:it rained}."}, {"left": "Lee"}]
    (folder / "b.json").write_text(json.dumps(cases), encoding="utf-8")
    assert main(["predict", "--texts", str(folder), "--out", str(out), "--only", "b/1"]) == 0
    (record,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    (quote,) = Quotes.from_dict(record, "Ann Lee said it rained.")
    assert (record["doc_id"], quote.text) == ("b/1", "it rained")
