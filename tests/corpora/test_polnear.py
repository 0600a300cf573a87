"""Reading PolNeAR's folders and brat files."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr import InputError
from quoteattr.corpora.polnear import GoldAttribution, read_annotation, read_split

TEXT = "“No,” Ann Lee said.\r\n“Never.”"  # line ends stay: the offsets count them
ANNOTATION = """T1\tSource 6 13\tAnn Lee
T2\tCue 14 18\tsaid
T3\tContent 0 5;21 29\t“No,” “Never.”
T4\tAttribution 14 18\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
A1\tNested E1
"""


@pytest.fixture
def split(tmp_path: Path) -> Path:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a_2016.txt").write_bytes(TEXT.encode())
    (tmp_path / "text" / "b_2016.txt").write_text("Nothing.", encoding="utf-8")
    (tmp_path / "attributions" / "a_2016_x1.ann").write_text(ANNOTATION, encoding="utf-8")
    (tmp_path / "attributions" / "a_2016_x2.ann").write_text("", encoding="utf-8")
    return tmp_path


def test_the_first_annotator_is_gold_and_pieces_are_kept(split: Path) -> None:
    first, second = read_split(split)
    assert (first.name, first.text) == ("a_2016", TEXT)
    assert first.attributions == (
        GoldAttribution(content=((0, 5), (21, 29)), cue=((14, 18),), source=((6, 13),)),
    )
    assert second.attributions == ()


def test_an_attribution_knows_its_first_source_by_name() -> None:
    annotation = (
        "T1\tSource 0 3\tAnn\nT2\tSource 4 7\tBob\nT3\tContent 8 10\tno\n"
        "E1\tAttribution:T9 Source2:T2 Source:T1 Content:T3\n"
        "E2\tAttribution:T9 Content:T3 Cue:T9\n"
        "E3\tAttribution:T9 Source:T1\n"
    )
    assert [one.source_name for one in read_annotation(annotation)] == ["T2", None]


def test_a_folder_that_is_no_split_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give a split, as polnear/dev"):
        list(read_split(tmp_path))


@pytest.mark.parametrize("line", ["T1\tSource\tAnn Lee", "T1\tSource 6 x\tAnn Lee", "E1\tNobody"])
def test_a_damaged_annotation_is_named(split: Path, line: str) -> None:
    path = split / "attributions" / "a_2016_x1.ann"
    path.write_text(ANNOTATION + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a_2016_x1\.ann is no brat annotation"):
        list(read_split(split))
