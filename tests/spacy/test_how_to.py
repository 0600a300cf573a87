"""The code of the how-to runs as it is written, and prints what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

WHY = 'spaCy is not installed: python -m pip install -c constraints.txt ".[engines]"'
pytest.importorskip("spacy", reason=WHY)

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "spacy.md"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.models
@pytest.mark.engines
def test_the_page_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    compared = 0
    for kind, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "python":
            exec(block, names)
        else:
            assert capsys.readouterr().out == block
            compared += 1
    assert compared
    assert (tmp_path / "quotes.spacy").is_file()
