"""A reader as a file: what it says stays the same, alone and among others; damage is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

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
            piece_layers=1,
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


@pytest.mark.parametrize("kernels", [True, False])
def test_a_saved_reader_says_nearly_the_same(network: Reader, path: Path, kernels: bool):
    loaded = load_reader(path, kernels=kernels)
    assert loaded.kernels == (kernels and has_kernels())
    before = read(network, document(), (2, 3))
    after = read(loaded.network, document(), loaded.separators)
    assert np.abs(before.cues - after.cues).max() < 0.02
    assert (before.upos == after.upos).mean() > 0.9


def test_loading_draws_no_random_numbers(path: Path):
    before = torch.get_rng_state()
    load_reader(path)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_paragraph_is_read_the_same_alone_and_among_others(path: Path):
    loaded = load_reader(path)
    article = document()
    last = Window(article, 18, len(article))
    first = Window(article, 0, 18)
    with torch.inference_mode():
        alone = loaded.network.words(batch_of([last], *loaded.separators))
        among = loaded.network.words(batch_of([first, last, first], *loaded.separators))
    assert torch.equal(alone, among[len(first) : len(first) + len(last)])


def test_the_words_around_a_cue_head_are_labelled_the_same_alone_and_among_others(path: Path):
    loaded = load_reader(path)
    article = document()
    whole = Window(article, 0, len(article))
    heads = [(whole, head, 0) for head in (3, 7, 20)]
    with torch.inference_mode():
        states = loaded.network.states(loaded.network.words(batch_of([whole], *loaded.separators)))
        rows, places = rows_of(heads)
        among = loaded.network.roles(states, rows)
        for head, place in zip(heads, places, strict=True):
            alone = loaded.network.roles(states, rows_of([head])[0])
            count = place.last - place.first
            assert torch.allclose(alone[:count], among[place.places], atol=1e-6)


def test_every_word_has_one_governor_in_its_sentence(path: Path):
    loaded = load_reader(path)
    found = read(loaded.network, document(), loaded.separators)
    assert [a for a, _ in found.sentences] == [0, *(b for _, b in found.sentences[:-1])]
    for first, last in found.sentences:
        heads = found.heads[first:last]
        assert (heads == -1).sum() == 1
        assert all(head == -1 or first <= head < last for head in heads.tolist())


@pytest.fixture
def float64() -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def said(path: Path) -> tuple[bool, list[int], list[float]]:
    loaded = load_reader(path)
    found = read(loaded.network, document(), loaded.separators)
    return loaded.kernels, found.heads.tolist(), found.cues.tolist()


def test_the_settings_of_the_caller_change_nothing(path: Path, float64: None):
    with torch.device("meta"), torch.autocast("cpu"):
        under = said(path)
    torch.set_default_dtype(torch.float32)
    assert under == said(path)


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


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("layers", 10**9, "shape.layers must be at most 100"),
        ("layers", "2", "shape.layers must be a whole number above 0"),
        ("layers", 0, "shape.layers must be a whole number above 0"),
        ("piece_layers", 0, "shape.piece_layers must be a whole number above 0"),
        ("piece_layers", "2", "shape.piece_layers must be a whole number above 0"),
        ("window", 8, "shape.window must be at least 128"),
        ("window", True, "shape.window must be a whole number"),
        ("width", 10**12, "encoder.pieces.weight must have the size"),
        ("head", 10**12, "out.weight must have the size"),
        ("attention", 11, "out.weight must have the size"),
        ("vocabulary", 3, "shape.vocabulary is 3, but has"),
        ("upos", [], "shape.upos must be a list of names"),
        ("upos", "NOUN", "shape.upos must be a list of names"),
        ("xpos", [1, 2, 3], "shape.xpos must be a list of names"),
        ("names", ["O", "B-PERSON", "I-ORG"], "shape.names must have B-"),
        ("names", ["B-PERSON", "I-PERSON", "O"], "shape.names"),
        ("dropout", 9, "shape.dropout must lie between 0 and 1"),
        ("dropout", "x", "shape.dropout must lie between 0 and 1"),
        ("colour", "red", "unexpected keyword"),
    ],
)
def test_a_wrong_shape_is_told_with_the_field(
    path: Path, tmp_path: Path, field: str, value: object, told: str
):
    tensors, meta = read_tensors(path)
    shape = json.dumps({**json.loads(meta["shape"]), field: value})
    refused(tmp_path, tensors, {**meta, "shape": shape}, told)


@pytest.mark.parametrize(
    ("ranges", "told"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("null", "ranges must be an object"),
        ('{"first": [NaN, 1]}', "ranges.first must be two numbers"),
        ('{"first": [-1, Infinity]}', "ranges.first must be two numbers"),
        ('{"first": [2, 1]}', "ranges.first must be two numbers"),
        ('{"first": [0, 0]}', "ranges.first must be two numbers"),
        ('{"first": ["a", "b"]}', "ranges.first must be two numbers"),
        ('{"first": [0]}', "ranges.first must be two numbers"),
        ('{"first": [-1, 1, 2]}', "ranges.first must be two numbers"),
        ('{"first": null}', "ranges.first must be two numbers"),
        ('{"first": [0, 1]}', "lacks 'encoder.layers.0.triple'"),
    ],
)
def test_wrong_ranges_are_told(path: Path, tmp_path: Path, ranges: str, told: str):
    tensors, meta = read_tensors(path)
    refused(tmp_path, tensors, {**meta, "ranges": ranges}, told)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e38])
@pytest.mark.parametrize("name", ["root", "first.weight.scale"])
def test_numbers_with_which_sums_overflow_are_told(
    path: Path, tmp_path: Path, name: str, value: float
):
    tensors, meta = read_tensors(path)
    changed = np.full_like(tensors[name], value, dtype=np.float32)
    told = f"{name.removesuffix('.scale')} has values beyond ±65504, or NaN"
    refused(tmp_path, {**tensors, name: changed}, meta, told)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"root": None}, 'Missing key(s) in state_dict: "root"'),
        ({"root": np.zeros(3, dtype=np.float16)}, "size mismatch for root"),
        ({"colour": np.zeros(3, dtype=np.float16)}, 'Unexpected key(s) in state_dict: "colour"'),
    ],
)
def test_tensors_that_do_not_fit_are_told(
    path: Path, tmp_path: Path, changed: Mapping[str, Any], told: str
):
    tensors, meta = read_tensors(path)
    mixed = {**tensors, **changed}
    refused(tmp_path, {k: v for k, v in mixed.items() if v is not None}, meta, told)


def test_a_piece_that_comes_twice_is_told(path: Path, tmp_path: Path):
    tensors, meta = read_tensors(path)
    twice = {**meta, "vocabulary": meta["vocabulary"].replace("##a", "[CLS]", 1)}
    refused(tmp_path, tensors, twice, "vocabulary must have [CLS] once")


def test_scales_that_do_not_fit_are_told(path: Path, tmp_path: Path):
    tensors, meta = read_tensors(path)
    for scale in (np.float32(1).reshape(()), np.ones(3, dtype=np.float32)):
        refused(tmp_path, {**tensors, "first.weight.scale": scale}, meta, "first.weight.scale must")


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 100_000,
        b'{"a": {"dtype": "F32", "shape": [Infinity], "data_offsets": [0, 0]}}',
        b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 0]}}',
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]}}',
        b'{"a": {"dtype": ["F32"], "shape": [1], "data_offsets": [0, 4]}}',
        b'{"a": 3}',
        b"[1]",
        b"\xff\xfe",
    ],
)
def test_a_wrong_header_is_told(tmp_path: Path, header: bytes):
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(len(header).to_bytes(8, "little") + header)
    with pytest.raises(ModelError, match=r"damaged\.safetensors is not a safetensors file"):
        load_reader(damaged)


def refused(folder: Path, tensors: Mapping[str, Any], meta: Mapping[str, str], told: str) -> None:
    """Loading fails and says why, and where."""
    damaged = folder / "damaged.safetensors"
    write_tensors(damaged, tensors, meta)
    with pytest.raises(ModelError) as raised:
        load_reader(damaged)
    assert str(damaged) in str(raised.value)
    assert told in str(raised.value)


def test_a_missing_file_is_an_error(tmp_path: Path):
    with pytest.raises(ModelError, match=r"nothing\.safetensors is missing"):
        load_reader(tmp_path / "nothing.safetensors")
