"""A reader as a file: what it says stays the same, alone and among others; damage is an error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from quoteattr import ModelError
from quoteattr.reader.files import load_reader, save_reader
from quoteattr.reader.inputs import Document, Window, batch_of, document_of, rows_of
from quoteattr.reader.int8 import has_kernels, ranges_of
from quoteattr.reader.network import Reader, Shape
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.reading import read
from quoteattr.reader.tensors import read_tensors, write_tensors
from quoteattr.reader.words import word_spans
from quoteattr.text.marks import find_marks

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz.,'\""]
VOCABULARY += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
TEXT = "“We go,” Ann Lee said. It rained in the hills, and nobody came.\n\nThey waited all day."


def document(text: str = TEXT) -> Document:
    spans, paragraphs, start = [], [], 0
    for number, part in enumerate(text.split("\n\n")):
        inside = list(word_spans(text, start, start + len(part)))
        spans += inside
        paragraphs += [number] * len(inside)
        start += len(part) + 2
    return document_of(text, spans, paragraphs, find_marks(text), WordPieces(VOCABULARY))


@pytest.fixture(scope="module")
def network() -> Reader:
    torch.manual_seed(0)
    made = Reader(
        Shape(
            upos=("NOUN", "VERB"),
            xpos=("NN", "VB", "."),
            relations=("root", "nsubj"),
            names=("O", "B-PERSON", "I-PERSON"),
            vocabulary=len(VOCABULARY),
            layers=2,
        )
    )
    return made.eval()


@pytest.fixture(scope="module")
def path(network: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reader") / "reader.safetensors"
    article = document()
    batch = batch_of([Window(article, 0, len(article))], 2, 3)
    rows, _ = rows_of([(Window(article, 0, len(article)), 3, 0)])
    save_reader(made, network, VOCABULARY, ranges_of(network, [(batch, rows)]))
    return made


@pytest.mark.parametrize("int8", [True, False])
def test_a_saved_reader_says_nearly_the_same(network: Reader, path: Path, int8: bool):
    loaded = load_reader(path, int8=int8)
    assert loaded.int8 == (int8 and has_kernels())
    before = read(network, document(), (2, 3))
    after = read(loaded.network, document(), loaded.separators)
    assert np.abs(before.cues - after.cues).max() < 0.02
    assert (before.upos == after.upos).mean() > 0.9


def test_a_paragraph_is_read_the_same_alone_and_among_others(path: Path):
    loaded = load_reader(path)
    article = document()
    last = Window(article, 18, len(article))
    first = Window(article, 0, 18)
    with torch.inference_mode():
        alone = loaded.network.words(batch_of([last], *loaded.separators))
        among = loaded.network.words(batch_of([first, last, first], *loaded.separators))
    assert torch.equal(alone, among[len(first) : len(first) + len(last)])


def test_every_word_has_one_governor_in_its_sentence(path: Path):
    loaded = load_reader(path)
    found = read(loaded.network, document(), loaded.separators)
    assert [a for a, _ in found.sentences] == [0, *(b for _, b in found.sentences[:-1])]
    for first, last in found.sentences:
        heads = found.heads[first:last]
        assert (heads == -1).sum() == 1
        assert all(head == -1 or first <= head < last for head in heads.tolist())


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "nan", "missing", "shape"])
def test_the_message_names_a_damaged_file(path: Path, tmp_path: Path, damage: str):
    damaged = tmp_path / "damaged.safetensors"
    data = path.read_bytes()
    tensors, meta = read_tensors(path)
    if damage in ("cut", "garbage", "empty"):
        parts = {"cut": data[: len(data) // 2], "garbage": b"\xff" * 100, "empty": b""}
        damaged.write_bytes(parts[damage])
    elif damage == "nan":
        changed = {**tensors, "root": np.full_like(tensors["root"], np.nan)}
        write_tensors(damaged, changed, meta)
    elif damage == "missing":
        write_tensors(damaged, {k: v for k, v in tensors.items() if k != "root"}, meta)
    else:
        write_tensors(damaged, tensors, {**meta, "shape": '{"layers": 2}'})
    with pytest.raises(ModelError, match=r"damaged\.safetensors"):
        load_reader(damaged)


def test_a_missing_file_is_an_error(tmp_path: Path):
    with pytest.raises(ModelError, match=r"nothing\.safetensors is missing"):
        load_reader(tmp_path / "nothing.safetensors")
