"""Making a reader smaller, and training it on."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest
import torch

from quoteattr.errors import InputError
from quoteattr.reader.files import load_reader
from quoteattr.reader.inputs import batch_of, windows_of
from quoteattr.reader.network import Reader, Shape
from quoteattr.reader.pieces import WordPieces
from quoteattr.training.reader.encoder import read_vocabulary
from quoteattr.training.reader.examples import text_document
from quoteattr.training.reader.prune import prune_reader
from quoteattr.training.reader.train import train_reader
from tests.training.tiny import news_folder

ONE = {"layers": 1, "steps": 4}


@pytest.fixture
def whole(corpora: dict[str, Path], tmp_path: Path) -> Path:
    """The folder of a finished training."""
    train_reader(**corpora, out=tmp_path / "whole", **ONE)
    return tmp_path / "whole"


def _prune(corpora: dict[str, Path], whole: Path, out: Path, **kept: int) -> dict[str, float]:
    return prune_reader(whole, corpora["encoder"], corpora["polnear"], out, **kept)


def test_a_reader_that_keeps_everything_stays_the_same(
    corpora: dict[str, Path],
    whole: Path,
    tmp_path: Path,
):
    found = _prune(corpora, whole, tmp_path / "same", hidden=1536, attention=12)
    assert found["layer 1"] < 1e-3


def test_layers_that_read_words_are_fitted_on_words(
    corpora: dict[str, Path],
    whole: Path,
    tmp_path: Path,
):
    shape = Shape(**json.loads((whole / "shape.json").read_text()))
    network = Reader(attrs.evolve(shape, layers=3, piece_layers=None))
    three = tmp_path / "three"
    three.mkdir()
    torch.save(network.state_dict(), three / "reader.pt")
    (three / "shape.json").write_text(json.dumps(attrs.asdict(network.shape)))
    found = _prune(corpora, three, tmp_path / "same", hidden=1536, attention=12)
    assert 0 < found["layer 3"] < 1e-3
    assert json.loads((tmp_path / "same" / "shape.json").read_text())["piece_layers"] == 2


def test_the_more_is_removed_the_more_states_differ(
    corpora: dict[str, Path],
    whole: Path,
    tmp_path: Path,
):
    off = [
        _prune(corpora, whole, tmp_path / str(hidden), hidden=hidden, attention=heads)["layer 1"]
        for hidden, heads in ((256, 8), (4, 1))
    ]
    assert off[0] < off[1] < 1


def test_a_smaller_reader_is_trained_on_and_shipped(
    corpora: dict[str, Path],
    chains: dict[str, list[Path]],
    whole: Path,
    tmp_path: Path,
):
    _prune(corpora, whole, tmp_path / "small", hidden=64, attention=3)
    train_reader(
        **corpora,
        **chains,
        news=[news_folder(tmp_path / "news")],
        out=tmp_path / "out",
        start=tmp_path / "small" / "reader.pt",
        teacher=whole,
        outlines=whole / "reader.safetensors",
        match=1,
        altered=0.5,
        shares=(0.2, 0.2, 0.2, 0.2, 0.2),
        layers=1,
        steps=20,
    )
    shape = load_reader(tmp_path / "out" / "reader.safetensors").network.shape
    assert (shape.hidden, shape.attention, shape.head) == (64, 3, 32)
    size = (tmp_path / "out" / "reader.safetensors").stat().st_size
    assert size < (whole / "reader.safetensors").stat().st_size


def test_matched_states_come_nearer_to_the_teachers(
    corpora: dict[str, Path],
    whole: Path,
    tmp_path: Path,
):
    _prune(corpora, whole, tmp_path / "small", hidden=4, attention=1)
    pieces = read_vocabulary(corpora["encoder"])
    window = next(windows_of(text_document("Ann Lee waits.", WordPieces(pieces)), 128, 256))
    batch = batch_of([window], pieces.index("[CLS]"), pieces.index("[SEP]"))

    def read(folder: Path) -> torch.Tensor:
        shape = Shape(**json.loads((folder / "shape.json").read_text()))
        network = Reader(shape).eval()
        network.load_state_dict(torch.load(folder / "reader.pt", weights_only=True))
        return network.words(batch).detach()

    def apart(match: float) -> float:
        out = tmp_path / f"match-{match}"
        train_reader(
            **corpora,
            out=out,
            layers=1,
            steps=40,
            start=tmp_path / "small" / "reader.pt",
            of_start=0,
            teacher=whole,
            outlines=whole / "reader.safetensors",
            match=match,
        )
        return float((read(out) - read(whole)).norm())

    assert apart(10.0) < apart(0.0)


def test_more_than_there_is_is_refused(corpora: dict[str, Path], whole: Path, tmp_path: Path):
    with pytest.raises(InputError, match="hidden 1536 and attention 12; it can't keep 2000 and 8"):
        _prune(corpora, whole, tmp_path / "out", hidden=2000)


def test_states_can_only_be_matched_with_a_teacher(corpora: dict[str, Path], tmp_path: Path):
    with pytest.raises(InputError, match="match needs one teacher"):
        train_reader(**corpora, out=tmp_path / "out", match=1)
    with pytest.raises(InputError, match="altered needs match"):
        train_reader(**corpora, out=tmp_path / "out", altered=0.5)
    with pytest.raises(InputError, match="altered must lie between 0 and 1, not 40"):
        train_reader(**corpora, out=tmp_path / "out", altered=40)


def test_a_teacher_of_another_depth_is_refused(
    corpora: dict[str, Path],
    whole: Path,
    tmp_path: Path,
):
    shape = Shape(**json.loads((whole / "shape.json").read_text()))
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    network = Reader(attrs.evolve(shape, layers=2))
    torch.save(network.state_dict(), deeper / "reader.pt")
    (deeper / "shape.json").write_text(json.dumps(attrs.asdict(network.shape)))
    options = {"teacher": deeper, "outlines": whole / "reader.safetensors", "match": 1, **ONE}
    with pytest.raises(InputError, match=r"a teacher of 1 layers and width 384.*has 2 and 384"):
        train_reader(**corpora, out=tmp_path / "out", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
