"""The weights and pieces of a BERT-like encoder, which the reader starts from."""

from __future__ import annotations

from pathlib import Path

import torch

from quoteattr.reader.tensors import read_tensors

__all__ = ["encoder_state", "read_vocabulary"]

_LAYER = "encoder.layer.{}."
_PARTS = {
    "out": "attention.output.dense",
    "first_norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "second_norm": "output.LayerNorm",
}


def read_vocabulary(encoder: Path) -> list[str]:
    """The pieces of an encoder folder's ``vocab.txt`` in the order of their numbers."""
    return (encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def encoder_state(encoder: Path, layers: int, window: int) -> dict[str, torch.Tensor]:
    """Pretrained weights under the names that the reader's encoder gives them.

    Args:
        encoder: a folder with ``model.safetensors``.
        layers: that are kept, from the bottom.
        window: number of places that are kept.
    """
    arrays, _ = read_tensors(encoder / "model.safetensors")
    tensors = {name: torch.from_numpy(values.copy()) for name, values in arrays.items()}
    state = {
        "pieces.weight": tensors["embeddings.word_embeddings.weight"],
        "places.weight": tensors["embeddings.position_embeddings.weight"][:window]
        + tensors["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for number in range(layers):
        theirs = _LAYER.format(number)
        for kind in ("weight", "bias"):
            triple = [
                tensors[f"{theirs}attention.self.{part}.{kind}"]
                for part in ("query", "key", "value")
            ]
            state[f"layers.{number}.triple.{kind}"] = torch.cat(triple)
            for ours, part in _PARTS.items():
                state[f"layers.{number}.{ours}.{kind}"] = tensors[f"{theirs}{part}.{kind}"]
    return state
