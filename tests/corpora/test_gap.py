"""Reading GAP."""

from __future__ import annotations

import pytest

from quoteattr.corpora.gap import Passage, read_gap
from quoteattr.errors import InputError
from tests.corpora.examples import GAP, GAP_HEAD, SHE


@pytest.fixture
def path(tmp_path):
    out = tmp_path / "gap-x.tsv"
    out.write_text(GAP, encoding="utf-8")
    return out


def test_passages_are_read(path):
    first, second = read_gap(path)
    assert first == Passage(SHE, 22, True, ((0, 7), (12, 20)), (True, False))
    assert not second.feminine
    assert len(list(read_gap(path, limit=1))) == 1


@pytest.mark.parametrize("text", ["a\tb\n1\t2\n", GAP_HEAD + "d\tx\tshe\tnone\n"])
def test_another_file_is_refused(tmp_path, text):
    path = tmp_path / "x.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"row 1: not a passage of GAP .*gap-\*\.tsv"):
        list(read_gap(path))
