"""Read the weights of a BERT-like encoder from a safetensors file into the labeller's network.

The format is https://github.com/huggingface/safetensors: the length of a JSON header, the header
with type, shape and place of every tensor, the tensors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from quoteattr.errors import InputError
from quoteattr.labeller.network import LabelNetwork

__all__ = ["encoder_state", "load_encoder", "read_tensors", "read_vocabulary"]

_TYPES = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
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


def read_tensors(path: Path) -> dict[str, torch.Tensor]:
    """Every tensor of a safetensors file by its name.

    Raises:
        InputError: the file is not in that format.
    """
    data = path.read_bytes()
    try:
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(data[8:start])
    except ValueError as error:
        raise InputError(f"{path} is no safetensors file: {error}") from error
    out = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = (start + offset for offset in entry["data_offsets"])
            values = np.frombuffer(data[first:last], dtype=_TYPES[entry["dtype"]])
            out[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return out


def encoder_state(
    tensors: Mapping[str, torch.Tensor], layers: int, window: int
) -> dict[str, torch.Tensor]:
    """Pretrained weights under the names that our encoders give them.

    Args:
        tensors: as ``read_tensors`` reads them.
        layers: that are kept, from the bottom.
        window: number of places that are kept.
    """
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


def load_encoder(network: LabelNetwork, encoder: Path) -> None:
    """Start a network's encoder from pretrained weights; it keeps the lowest layers.

    Args:
        network: a new network.
        encoder: a folder with ``model.safetensors``.
    """
    tensors = read_tensors(encoder / "model.safetensors")
    shape = network.shape
    network.encoder.load_state_dict(encoder_state(tensors, shape.layers, shape.window))
