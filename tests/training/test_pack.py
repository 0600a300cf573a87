"""Packing keeps what a model predicts and forgets where it was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from quoteattr.parsing.models import PROCESSORS, VECTORS, model_versions, verify
from quoteattr.parsing.vectors import quantise, read_vectors, write_vectors
from quoteattr.training.stanza.pack import halve, pack


def checkpoint() -> dict[str, object]:
    words = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>", "said"]
    return {
        "model": {"weight": torch.linspace(-2, 2, 12).view(3, 4), "steps": torch.tensor(7)},
        "optimizer_state_dict": {"step": 3},
        "config": {"hidden_dim": 4, "train_file": "somewhere/train.conllu", "save_dir": "there"},
        "vocab": {
            "word": {"_id2unit": words, "_unit2id": {w: i for i, w in enumerate(words)}},
            "_key2class": {"word": "NewsVocab"},
        },
    }


def packed(tmp_path: Path) -> Path:
    source = tmp_path / "trained.pt"
    torch.save(checkpoint(), source)
    vectors = tmp_path / VECTORS
    write_vectors(vectors, ["said"], *quantise(np.ones((1, 4), dtype=np.float32)))
    out = tmp_path / "models"
    pack(dict.fromkeys(PROCESSORS, source), vectors, out, "news", "1.0")
    return out


def test_packed_directory_is_verified_and_versioned(tmp_path: Path) -> None:
    out = packed(tmp_path)
    verify(out)
    assert model_versions(out)["ner"].startswith("news/1.0+")


def test_weights_survive_in_half_precision_and_paths_are_forgotten(tmp_path: Path) -> None:
    loaded = torch.load(packed(tmp_path) / "pos.pt", weights_only=True)
    weight = loaded["model"]["weight"]
    assert weight.dtype == torch.float16
    assert torch.allclose(weight.float(), torch.linspace(-2, 2, 12).view(3, 4), atol=1e-3)
    assert loaded["model"]["steps"].item() == 7
    assert loaded["config"] == {"hidden_dim": 4, "train_file": None, "save_dir": None}
    assert "optimizer_state_dict" not in loaded


def test_entity_model_keeps_only_the_special_entries_of_its_word_list(tmp_path: Path) -> None:
    out = packed(tmp_path)
    words = torch.load(out / "ner.pt", weights_only=True)["vocab"]["word"]
    assert words["_id2unit"] == ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>"]
    assert "said" not in words["_unit2id"]
    assert "said" in torch.load(out / "pos.pt", weights_only=True)["vocab"]["word"]["_unit2id"]


def test_halve_keeps_containers() -> None:
    value = halve({"a": [torch.ones(1), "text"], "b": (torch.tensor([1]),)})
    assert value["a"][0].dtype == torch.float16
    assert value["a"][1] == "text"
    assert value["b"][0].dtype == torch.int64


def test_vectors_round_trip_within_the_quantisation_step(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(5, 100)).astype(np.float32)
    rows[3] = 0
    write_vectors(tmp_path / "v.npz", [f"w{i}" for i in range(5)], *quantise(rows))
    pretrain = read_vectors(tmp_path / "v.npz", tmp_path / "v.npz")
    step = np.abs(rows).max(axis=1, keepdims=True) / 127
    assert (np.abs(pretrain.emb[4:].numpy() - rows) <= step * 0.51 + 1e-3).all()
    assert not pretrain.emb[:4].any()
