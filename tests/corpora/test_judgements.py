"""Judgements of attributions: the file in the repository, and files with mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr.corpora.judgements import Judgement, read_judgements
from quoteattr.errors import InputError

SHIPPED = Path(__file__).parent.parent.parent / "seeds" / "polnear_judgements.jsonl"


def test_a_line_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text('{"doc": "a", "judged": [[[[0, 4]], [[5, 9]], "yes"]]}\n', encoding="utf-8")
    assert read_judgements(path) == {"a": (Judgement(((0, 4),), ((5, 9),), "yes"),)}


def test_the_file_of_the_repository_is_read() -> None:
    judged = read_judgements(SHIPPED)
    assert len(judged) == 84
    assert {one.verdict for article in judged.values() for one in article} == {"yes", "no", "bad"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"doc": "a"}', "line 1: not a line of judgements"),
        ('{"doc": "a", "judged": [[[[0, 4]], [], "maybe"]]}', "must be one of yes, no, bad"),
        (
            '{"doc": "a", "judged": []}\n{"doc": "a", "judged": []}',
            "line 2: article a occurs twice",
        ),
        ("nothing", "line 1: not a line of judgements"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_judgements(path)
