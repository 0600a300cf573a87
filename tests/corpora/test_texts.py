from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteattr.corpora.texts import read_texts
from quoteattr.errors import InputError

CASES = Path(__file__).parent.parent / "cases"


def test_files_in_order_of_their_names_line_ends_untouched(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"Two.\r\n")
    (tmp_path / "a.txt").write_bytes(b"One.")
    (tmp_path / "c.md").write_bytes(b"No.")
    assert list(read_texts(tmp_path)) == [("a", "One."), ("b", "Two.\r\n")]


@pytest.mark.parametrize(
    "table",
    [
        [{"text": "{Ann: Yes}, she said."}, {"text": ["One.", "Two."], "speakers": ["Ann Lee"]}],
        {"he": ["{Ann: Yes}, she said."], "she": [{"text": "One.\n\nTwo."}], "doc": "a.txt"},
    ],
)
def test_both_forms_of_case_tables_without_their_markup(tmp_path, table):
    (tmp_path / "t.json").write_text(json.dumps(table), encoding="utf-8")
    assert list(read_texts(tmp_path)) == [("t/1", "Yes, she said."), ("t/2", "One.\n\nTwo.")]


def test_every_text_of_the_tests_own_tables():
    texts = dict(read_texts(CASES))
    assert len(texts) > 1000
    assert [name for name, text in texts.items() if "{" in text] == []


@pytest.mark.parametrize(("name", "content"), [("a.txt", b"\xe9"), ("a.json", b"[1")])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=rf"{name} can't be read: "):
        list(read_texts(tmp_path))


def test_a_folder_without_texts(tmp_path):
    with pytest.raises(InputError, match=r"holds no \.txt and no \.json file"):
        list(read_texts(tmp_path))


def test_a_file_of_gold_quotes_has_its_texts_inside():
    path = Path(__file__).parents[2] / "seeds" / "stories_held.jsonl"
    texts = dict(read_texts(path))
    assert len(texts) == 36
    assert next(iter(texts)) == "story-h01"
    assert "\n\n" in texts["story-h01"]
