"""Reading gold quotes of varied news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteattr import InputError
from quoteattr.corpora.news import read_news

ROOT = Path(__file__).parents[2]


def test_a_folder_without_gold_is_an_error(tmp_path: Path):
    with pytest.raises(InputError, match="give a folder of gold quotes"):
        list(read_news(tmp_path))
    (tmp_path / "text").mkdir()
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json has no gold quotes .* it needs doc"):
        list(read_news(tmp_path))


def test_a_file_has_the_texts_inside(tmp_path: Path):
    quote = {"content": [[9, 15]], "cue": [4, 8], "source": [0, 3], "speaker": "Ann"}
    record = {
        "doc": "a",
        "text": "Ann said it won.",
        "quotes": [{**quote, "nested": False}],
        "speakers": {"Ann": {"aliases": [], "kind": "person", "named": True}},
    }
    path = tmp_path / "news.jsonl"
    path.write_text(f"{json.dumps(record)}\n\n", encoding="utf-8")
    (article,) = read_news(path)
    assert (article.name, article.text) == ("a", "Ann said it won.")
    assert [source[2].name for source in article.sources] == ["Ann"]
    path.write_text(f"{json.dumps(record)}\n{{}}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2 of .*news\.jsonl has no gold quotes .* and text"):
        list(read_news(path))


@pytest.mark.parametrize("part", ["stories", "stories_held"])
def test_stories_mark_words_of_their_texts(part: str):
    """Every piece is inside its text and begins and ends with a word or a mark, not a blank."""
    articles = list(read_news(ROOT / "seeds" / f"{part}.jsonl"))
    assert len({article.name for article in articles}) == len(articles) >= 36
    for article in articles:
        for quote in article.quotes:
            for start, end in (*quote.content, *quote.cue, *quote.source):
                piece = article.text[start:end]
                assert len(piece) == end - start > 0, (article.name, piece)
                assert piece == piece.strip(), (article.name, piece)
