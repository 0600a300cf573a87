"""Reading gold quotes of varied news."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr import InputError
from quoteattr.corpora.news import read_news


def test_a_folder_without_gold_is_an_error(tmp_path: Path):
    with pytest.raises(InputError, match="give a folder of gold quotes"):
        list(read_news(tmp_path))
    (tmp_path / "text").mkdir()
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json has no gold quotes .* it needs doc"):
        list(read_news(tmp_path))
