"""The weights and pieces of a pretrained encoder, which a reader or a teacher starts from.

Two kinds are read: BERT (MiniLM is of that form) and MPNet, which also has relative positions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import torch

from quoteattr.errors import InputError
from quoteattr.reader.tensors import read_tensors

__all__ = ["Pretrained", "read_pretrained", "read_vocabulary"]

_BERT = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "first_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "second_norm",
}
_MPNET = {
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "out",
    "attention.LayerNorm": "first_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "second_norm",
}
_TRIPLE = ("query", "key", "value")
_FIRST_PLACE = 2  # MPNet's places before it are those of padding
_OTHER_PIECES = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>"}  # as MPNet writes them


@attrs.frozen(eq=False)
class Pretrained:
    """A pretrained encoder.

    Attributes:
        width, hidden, attention: of its states, its inner layer, and number of heads.
        relative: whether it has relative positions.
        state: its weights, under the names that the reader's encoder gives them.
    """

    width: int
    hidden: int
    attention: int
    relative: bool
    state: Mapping[str, torch.Tensor]


def read_vocabulary(encoder: Path) -> list[str]:
    """The pieces of an encoder folder's ``vocab.txt`` in the order of their numbers."""
    return (encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def read_pretrained(
    encoder: Path, layers: int, window: int, vocabulary: Sequence[str]
) -> Pretrained:
    """Read a pretrained encoder.

    Args:
        encoder: a folder with ``model.safetensors``, ``vocab.txt`` and, for MPNet, its
            ``config.json``.
        layers: that are kept, from the bottom.
        window: number of places that are kept.
        vocabulary: the pieces in the order that they get, which may be another than the folder's.

    Raises:
        InputError: it has fewer layers, or not all of the pieces.
    """
    arrays, _ = read_tensors(encoder / "model.safetensors")
    tensors = {name: torch.from_numpy(values.copy()) for name, values in arrays.items()}
    config = encoder / "config.json"
    kind = json.loads(config.read_text(encoding="utf-8")) if config.exists() else {}
    relative = kind.get("model_type") == "mpnet"
    places = tensors["embeddings.position_embeddings.weight"]
    if relative:
        places = places[_FIRST_PLACE:]
    else:
        places = places + tensors["embeddings.token_type_embeddings.weight"][0]
    state = {
        "pieces.weight": _in_order(
            tensors["embeddings.word_embeddings.weight"], read_vocabulary(encoder), vocabulary
        ),
        "places.weight": places[:window],
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    if relative:
        state["relative.weight"] = tensors["encoder.relative_attention_bias.weight"]
    for number in range(layers):
        theirs = f"encoder.layer.{number}."
        if f"{theirs}output.dense.weight" not in tensors:
            raise InputError(f"{encoder} has {number} layers, not {layers}")
        for end in ("weight", "bias"):
            parts = {
                ours: tensors[f"{theirs}{part}.{end}"]
                for part, ours in (_MPNET if relative else _BERT).items()
            }
            parts["triple"] = torch.cat([parts.pop(name) for name in _TRIPLE])
            state |= {f"layers.{number}.{name}.{end}": value for name, value in parts.items()}
    return Pretrained(
        width=places.shape[1],
        hidden=len(state["layers.0.up.bias"]),
        attention=int(kind.get("num_attention_heads", 12)),
        relative=relative,
        state=state,
    )


def _in_order(vectors: torch.Tensor, theirs: Sequence[str], ours: Sequence[str]) -> torch.Tensor:
    """The vectors of the pieces in another order."""
    if list(theirs) == list(ours):
        return vectors
    place = {piece: number for number, piece in enumerate(theirs)}
    found = [place.get(_OTHER_PIECES.get(piece, piece), place.get(piece)) for piece in ours]
    missing = [piece for piece, number in zip(ours, found, strict=True) if number is None]
    if missing:
        raise InputError(f"the encoder lacks {len(missing)} pieces, such as {missing[0]!r}")
    return vectors[torch.tensor([number for number in found if number is not None])]
