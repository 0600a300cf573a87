"""The newswire as text, and gold quotes that lie beside the corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quoteattr.corpora.news import read_news
from quoteattr.corpora.newswire import Token, paragraph_text, read_newswire, write_news
from quoteattr.errors import InputError

ROOT = Path(__file__).parents[2]


def tokens(text: str, names: str = "") -> list[Token]:
    """The words of a text; those of ``names`` are one name of a person."""
    inside = names.split()
    return [
        Token(word, ("B" if word == inside[0] else "I") + "-PERSON" if word in inside else "O")
        for word in text.split()
    ]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('" We won , " she said .', '"We won," she said.'),
        ("“ It ’s over , ” he said ( twice ) .", "“It’s over,” he said (twice)."),
        ("The bank 's loss was $ 5 m .", "The bank's loss was $5 m."),
        ("We ’ re late and / or lost", "We’re late and/or lost"),
        ("a well - known anti - war song", "a well-known anti-war song"),
        ("the COVID - 19 rules", "the COVID-19 rules"),
        ("KINSHASA , Jul 26 ( IPS ) - From here", "KINSHASA, Jul 26 (IPS) - From here"),
    ],
)
def test_paragraphs_read_as_they_were_printed(words: str, text: str):
    assert paragraph_text(tokens(words)) == text


def test_a_hyphen_in_a_name_joins_its_parts():
    name = "Cha Eun - woo"
    assert paragraph_text(tokens(f"{name} sang .", name)) == "Cha Eun-woo sang."
    assert paragraph_text(tokens("Lee Wong - Kim sang .")) == "Lee Wong - Kim sang."


def corpus(folder: Path, *paragraphs: str) -> Path:
    path = folder / "dev.json"
    rows = [[{"text": word, "ner": "O"} for word in text.split()] for text in paragraphs]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def gold(folder: Path, **changes: Any) -> Path:
    record = {
        "doc": "dev-00001",
        "split": "dev",
        "first": 1,
        "last": 3,
        "skip": [2],
        "length": 45,
        "quotes": [
            {
                "content": [[0, 8]],
                "cue": [17, 21],
                "source": [9, 16],
                "speaker": "Ann Lee",
                "nested": False,
            }
        ],
        "speakers": {
            "Ann Lee": {"aliases": [], "kind": "person", "named": True, "gender": "female"}
        },
    }
    path = folder / "quotes.jsonl"
    path.write_text(json.dumps(record | changes) + "\n", encoding="utf-8")
    return path


PARAGRAPHS = ("Other news .", '" We won " Ann Lee said .', "A caption .", "She had waited long .")


def test_an_article_is_written_as_other_gold_quotes_are(tmp_path: Path):
    out = tmp_path / "out"
    counts = write_news(gold(tmp_path), [corpus(tmp_path, *PARAGRAPHS)], out)
    assert counts == {"articles": 1, "quotes": 1}
    (article,) = read_news(out)
    assert article.text == '"We won" Ann Lee said.\n\nShe had waited long.\n'
    (quote,) = article.quotes
    pieces = [*quote.content, *quote.source, *quote.cue]
    assert [article.text[a:b] for a, b in pieces] == ['"We won"', "Ann Lee", "said"]


def test_another_version_of_the_corpus_is_an_error(tmp_path: Path):
    other = corpus(tmp_path, *PARAGRAPHS[:-1], "She had not waited long .")
    with pytest.raises(InputError, match="dev-00001 was annotated on another version"):
        write_news(gold(tmp_path), [other], tmp_path / "out")


def test_files_without_any_of_the_articles_are_an_error(tmp_path: Path):
    path = gold(tmp_path, split="train")
    with pytest.raises(InputError, match=r"no article is from dev: give train\.json\.gz"):
        write_news(path, [corpus(tmp_path, *PARAGRAPHS)], tmp_path / "out")


def test_a_file_of_another_form_is_an_error(tmp_path: Path):
    path = tmp_path / "train.json"
    path.write_text('[["word"]]', encoding="utf-8")
    with pytest.raises(InputError, match="no file of names in Stanza's JSON format"):
        read_newswire(path)


@pytest.mark.parametrize("name", ["quotes", "further", "held"])
def test_the_gold_quotes_of_the_project_are_whole(name):
    records = _records(f"newswire_{name}.jsonl")
    assert len({record["doc"] for record in records}) == len(records)
    for record in records:
        for quote in record["quotes"]:
            assert quote["speaker"] is None or quote["speaker"] in record["speakers"]
            spans = [*quote["content"], *filter(None, (quote["cue"], quote["source"]))]
            assert all(0 <= start < end <= record["length"] for start, end in spans)


def test_no_article_is_learned_from_and_held_out():
    """The paragraphs of held articles are in no other file."""
    held = [row for row in _records("newswire_quotes.jsonl") if row["split"] != "train"]
    held += _records("newswire_held.jsonl")
    learned = [row for row in _records("newswire_quotes.jsonl") if row["split"] == "train"]
    learned += _records("newswire_further.jsonl")
    assert _paragraphs(held).isdisjoint(_paragraphs(learned))


def _records(name: str) -> list[dict[str, Any]]:
    with (ROOT / "seeds" / name).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _paragraphs(records: list[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(row["split"], n) for row in records for n in range(row["first"], row["last"] + 1)}
