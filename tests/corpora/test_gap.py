"""Reading GAP."""

from __future__ import annotations

import pytest

from quoteattr.corpora.gap import Passage, read_gap
from quoteattr.errors import InputError

HEAD = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
SHE = "Ann Lee met Tom Hill. She was glad."
HE = "Bob Ray left early. He met Ann Lee."
ROWS = (
    f"d-1\t{SHE}\tShe\t22\tAnn Lee\t0\tTRUE\tTom Hill\t12\tFALSE\tx\n"
    f"d-2\t{HE}\tHe\t20\tBob Ray\t0\tTRUE\tAnn Lee\t27\tFALSE\tx\n"
)


@pytest.fixture
def path(tmp_path):
    out = tmp_path / "gap-x.tsv"
    out.write_text(HEAD + ROWS, encoding="utf-8")
    return out


def test_passages_are_read(path):
    first, second = read_gap(path)
    assert first == Passage(SHE, 22, True, ((0, 7), (12, 20)), (True, False))
    assert not second.feminine
    assert len(list(read_gap(path, limit=1))) == 1


@pytest.mark.parametrize("text", ["a\tb\n1\t2\n", HEAD + "d\tx\tshe\tnone\n"])
def test_another_file_is_refused(tmp_path, text):
    path = tmp_path / "x.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"row 1: not a passage of GAP .*gap-\*\.tsv"):
        list(read_gap(path))
