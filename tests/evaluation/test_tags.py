"""Exact F1 of tagged spans."""

from __future__ import annotations

import json

import pytest

from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.errors import InputError
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.tags import align, closed, paint, score_tags, tag_spans
from tests.evaluation.splits import GOLD, NAMES, SAID, write_predictions, write_split

TOKENS = ((0, 3), (4, 8), (9, 11), (12, 17))


def test_a_cue_wins_over_a_source_and_a_source_over_a_content():
    quote = PredictedQuote(((0, 17),), cue=((4, 8),), source=((0, 8),))
    assert paint(TOKENS, [quote]) == ("B-source", "B-cue", "B-content", "I-content")


def test_each_piece_is_a_span_and_a_span_of_another_sequence_begins_anew():
    quote = PredictedQuote(((0, 8), (9, 40)))
    assert paint(TOKENS, [quote]) == ("B-content", "I-content", "B-content", "I-content")
    assert paint(((20, 30), (31, 45)), [quote]) == ("B-content", "I-content")


def test_spans_of_tags():
    tags = ["I-cue", "B-cue", "I-cue", "B-cue", "O", "B-source", "I-content", "B-other"]
    spans = tag_spans(tags)
    assert spans["cue"] == {(1, 3), (3, 4)}
    assert spans["source"] == {(5, 6)}
    assert spans["content"] == frozenset()


def test_sequences_of_other_lengths_are_refused():
    with pytest.raises(InputError, match="2 gold tags can't be compared with 1 others"):
        score_tags([(("O", "O"), ("O",))])


def test_tokens_are_found_after_a_place_and_over_missing_punctuation():
    text = "No. He said “No. 1 — (maybe)…” "
    assert align(["No", "."], text, 3) == ((13, 15), (15, 16))
    found = align(["'''", "He", "said", ",", "``"], text)
    assert [text[a:b] for a, b in found] == ["", "He", "said", "", "“"]
    found = align(["--", "-LRB-", "maybe", "-RRB-", "..."], text)
    assert [text[a:b] for a, b in found] == ["—", "(", "maybe", ")", "…"]
    assert align(["Zed"], text) is None


def test_command_scores_paragraphs(tmp_path, capsys):
    split = write_split(tmp_path)
    pred = write_predictions(tmp_path / "p.jsonl", {NAMES[0]: GOLD, NAMES[1]: (SAID,)})
    out = tmp_path / "tags.json"
    given = ["--polnear", str(split), "--pred", str(pred), "--json", str(out)]
    assert main(["tags", *given]) == 0
    assert "| source | 100.0 | 41.7 | **58.8** | 12 | 5 |" in capsys.readouterr().out
    assert main(["tags", *given, "--closed"]) == 0
    assert "| source | 100.0 |" in capsys.readouterr().out
    assert json.loads(out.read_text(encoding="utf-8"))["content"]["gold"] == 12


def test_spans_are_closed_as_annotators_close_them():
    text = "Ann Lee, 59, said: “No.”"
    quote = PredictedQuote(((19, 24),), cue=((13, 17),), source=((0, 11),))
    assert closed(quote, text) == PredictedQuote(((19, 24),), ((13, 18),), ((0, 12),))
    plain = PredictedQuote(((19, 24),), cue=((13, 17),), source=((0, 7),))
    assert closed(plain, text).source == ((0, 7),)


def test_command_says_how_many_sequences_were_found(tmp_path, capsys):
    split = write_split(tmp_path)
    pred = write_predictions(tmp_path / "p.jsonl", {NAMES[0]: (SAID,)})
    tokens = ["``", "we", "will", "win", ".", "''"]
    labels = ["B-content", *["I-content"] * 5]
    rows = [
        {"id": f"{NAMES[0]}_x1", "tokens": tokens, "labels": labels},
        {"id": "elsewhere_x1", "tokens": ["No"], "labels": ["B-content"]},
    ]
    tagged = tmp_path / "t.txt"
    tagged.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    given = ["--polnear", str(split), "--pred", str(pred), "--tagged", str(tagged)]
    assert main(["tags", *given]) == 0
    printed = capsys.readouterr()
    assert printed.err == "1 of 2 sequences found in the articles\n"
    assert "| content | 100.0 | 50.0 | **66.7** | 2 | 1 |" in printed.out


TAGGED = [
    {
        "id": "book.ann",
        "tokens": ["``", "No", ",", "''", "said", "Ann", "."],
        "labels": ["B-content", "I-content", "I-content", "I-content", "B-cue", "B-source", "O"],
    },
    {"id": "book.ann", "tokens": ["He", "left", "."], "labels": ["O", "O", "O"]},
    {"id": "tale.ann", "tokens": ["It", "does", "n't", "--"], "labels": ["O", "O", "O", "O"]},
]


@pytest.mark.models
def test_commands_predict_and_score_texts_of_tokens(tmp_path, capsys):
    path, pred = tmp_path / "t.txt", tmp_path / "p.jsonl"
    path.write_text("\n".join(map(json.dumps, TAGGED)), encoding="utf-8")
    assert main(["predict", "--tagged", str(path), "--out", str(pred)]) == 0
    assert [json.loads(line)["doc_id"] for line in pred.read_text().splitlines()] == [
        "book.ann 1",
        "tale.ann 2",
    ]
    given = ["--tagged", str(path), "--pred", str(pred)]
    assert main(["tags", *given, "--kinds", "direct", "mixed"]) == 0
    assert "| content | 100.0 | 100.0 | **100.0** | 1 | 1 |" in capsys.readouterr().out
    assert main(["tags", *given, "--kinds", "indirect"]) == 0
    assert "| content | 0.0 | 0.0 | **0.0** | 1 | 0 |" in capsys.readouterr().out


def test_command_needs_some_gold(tmp_path, capsys):
    assert main(["tags", "--pred", str(tmp_path / "p.jsonl")]) == 2
    assert "give --polnear, --tagged or both" in capsys.readouterr().err
