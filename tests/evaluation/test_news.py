"""Scores on varied news: what is found, and whether the speaker is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quoteattr.corpora.news import read_news
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.news import score_news

TEXT = "“We go,” Ann Lee said. “It rains.” The mayor said he was glad. He was shown the door."
LEE: dict[str, Any] = {"aliases": ["Lee"], "kind": "person", "named": True, "gender": "unknown"}


def quote(content: str, cue: str | None, source: str | None, **more: Any) -> dict[str, Any]:
    def span(words: str | None) -> list[int] | None:
        return [TEXT.index(words), TEXT.index(words) + len(words)] if words else None

    row = {"content": [span(content)], "cue": span(cue), "source": span(source), "nested": False}
    return {**row, "speaker": None, **more}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    quotes = [
        quote("“We go,”", "said", "Ann Lee", speaker="Ann Lee"),
        quote("“It rains.”", None, None, speaker="Ann Lee"),
        quote("he was glad", "said", "The mayor"),
        quote("We go", "said", "Ann Lee", speaker="Ann Lee", nested=True),
    ]
    record = {"doc": "a", "quotes": quotes, "speakers": {"Ann Lee": LEE}}
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    return tmp_path


def found(words: str, speaker: str | None = None) -> PredictedQuote:
    start = TEXT.index(words)
    return PredictedQuote(content=((start, start + len(words)),), speaker=speaker)


def test_a_quote_is_right_with_its_speaker(gold: Path):
    quotes = [found("“We go,”", "Lee"), found("“It rains.”", "Al Ray"), found("shown the door")]
    scores = score_news(read_news(gold), {"a": quotes})
    every, direct, floating = scores["all"], scores["direct"], scores["floating"]
    assert (every.gold, every.predicted, every.found, every.precision) == (3, 3, 66.7, 66.7)
    assert (every.content_f1, every.joint_f1, every.wrong) == (66.7, 33.3, 50.0)
    assert (direct.gold, direct.content_f1, direct.joint_f1) == (2, 100.0, 50.0)
    assert (floating.gold, floating.found, floating.wrong) == (1, 100.0, 100.0)
    assert scores["indirect"].precision == 0.0


def test_nobody_is_right_where_nobody_can_be_named(gold: Path):
    scores = score_news(read_news(gold), {"a": [found("he was glad"), found("“We go,”")]})
    assert scores["indirect"].wrong == scores["indirect"].none == 0.0
    assert scores["direct"].none == 100.0


def test_another_reader_is_scored_on_the_articles_that_both_read(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    other = tmp_path / "other"
    (other / "text").mkdir(parents=True)
    (other / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    quotes = [
        quote("“We go,”", "said", "Ann Lee", speaker="Ann Lee"),
        quote("We go", "said", "Ann Lee", speaker="Ann Lee", nested=True),
    ]
    record = {"doc": "a", "quotes": quotes, "speakers": {"Ann Lee": LEE}}
    (other / "a.json").write_text(json.dumps(record), encoding="utf-8")
    alone = {**record, "doc": "b"}
    (gold / "b.json").write_text(json.dumps(alone), encoding="utf-8")
    (gold / "text" / "b.txt").write_text(TEXT, encoding="utf-8")
    assert main(["score-news", "--gold", str(gold), "--pred", str(other)]) == 0
    assert "| all | 3 | 33.3 | 100.0 | 50.0 | 50.0 | 50.0 |" in capsys.readouterr().out


def test_the_command_prints_a_table(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps({"doc_id": "a", "quotes": []}) + "\n", encoding="utf-8")
    assert main(["score-news", "--gold", str(gold), "--pred", str(path)]) == 0
    assert "| all | 3 | 0.0 |" in capsys.readouterr().out
