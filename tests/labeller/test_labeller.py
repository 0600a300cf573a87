"""The labeller: windows that lose no word, a model file that survives the trip, clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.attribution.analysis import Analysis
from quoteattr.errors import ModelError
from quoteattr.labeller.inputs import FEATURES, document_of, windows_of
from quoteattr.labeller.labeller import TrainedLabeller, load_labeller, save_labeller
from quoteattr.labeller.network import LabelNetwork, Shape
from quoteattr.labeller.rows import branches
from quoteattr.reader.pieces import WordPieces
from quoteattr.syntax import Parse, Sentence, Word
from quoteattr.words.cues import default_lexicon

VOCABULARY = ["[UNK]", "a", "##b", "said", "."]
NUMBERS = {
    **{name: {"NOUN": 1, "dep": 1} for name in FEATURES if name != "marks"},
    "branch": {"SELF": 1, "vdep": 2},
}


def article(sentences: list[int], paragraphs: list[int] | None = None) -> Analysis:
    """Words "ab" in sentences of some lengths; every word hangs on the one before."""
    words: list[Word] = []
    parts: list[Sentence] = []
    numbers = paragraphs or [0] * len(sentences)
    for number, (length, paragraph) in enumerate(zip(sentences, numbers, strict=True)):
        first = len(words)
        for i in range(first, first + length):
            head = -1 if i == first else i - 1
            words.append(Word(i, 3 * i, 3 * i + 2, "ab", "ab", "NOUN", "", head, "dep", number))
        parts.append(Sentence(first, len(words), paragraph))
    text = "ab " * len(words)
    return Analysis(Parse(text, tuple(words), tuple(parts)), (), default_lexicon())


def labeller() -> TrainedLabeller:
    torch.manual_seed(1)
    shape = Shape(
        layers=1,
        vocabulary=len(VOCABULARY),
        values=dict.fromkeys(FEATURES, 3),
        branches=3,
        window=20,
        width=24,
        hidden=32,
        attention=2,
        row=16,
    )
    return TrainedLabeller(LabelNetwork(shape).eval(), WordPieces(VOCABULARY), NUMBERS)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=8),
    st.integers(4, 40),
)
def test_windows_hold_every_word_once(parts: list[tuple[int, bool]], limit: int) -> None:
    paragraphs = [sum(new for _, new in parts[: i + 1]) for i in range(len(parts))]
    document = document_of(
        article([length for length, _ in parts], paragraphs), NUMBERS, WordPieces(VOCABULARY)
    )
    windows = list(windows_of(document, limit))
    covered = [i for window in windows for i in range(window.first, window.last)]
    assert covered == list(range(len(document)))
    assert all(document.lengths[w.first : w.last].sum() <= limit for w in windows)


def test_a_paragraph_that_fits_is_not_cut() -> None:
    document = document_of(article([3, 3, 4], [0, 0, 1]), NUMBERS, WordPieces(VOCABULARY))
    windows = [(w.first, w.last) for w in windows_of(document, 14)]
    assert windows == [(0, 6), (6, 10)]


def test_branches_name_the_way_from_the_head() -> None:
    document = document_of(article([4]), NUMBERS, WordPieces(VOCABULARY))
    assert {word: (name, steps) for word, name, steps in branches(document, 1)} == {
        0: ("n^dep1", 1),
        1: ("SELF", 0),
        2: ("vdep", 1),
        3: ("vdep", 2),
    }


def test_every_word_is_read_and_roles_exclude_each_other() -> None:
    labels = labeller()(article([12, 30, 5], [0, 1, 2]))
    assert len(labels.heads) == 47
    assert all(0 <= value <= 1 for value in labels.heads)
    for head, row in labels.rows.items():
        assert row.first <= head < row.first + len(row.cue)
        sums = [sum(values) for values in zip(row.cue, row.source, row.content, strict=True)]
        assert all(total <= 1.0001 for total in sums)


def test_an_article_without_words_is_read_too() -> None:
    labels = labeller()(article([]))
    assert not labels.heads
    assert not labels.rows


def test_a_model_file_gives_the_same_labels(tmp_path: Path) -> None:
    path = tmp_path / "labels.pt"
    save_labeller(labeller(), VOCABULARY, path)
    text = article([9, 9])
    before, after = labeller()(text), load_labeller(path)(text)
    assert list(after.heads) == pytest.approx(list(before.heads), abs=0.02)


@pytest.mark.parametrize("content", [None, b"", b"no model", b"PK\x03\x04"])
def test_a_missing_or_damaged_file_names_its_repair(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "labels.pt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        load_labeller(path)
