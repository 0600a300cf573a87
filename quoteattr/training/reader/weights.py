"""The networks of trainings: new ones, finished ones, smaller ones and means of several."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import attrs
import torch

from quoteattr.errors import InputError
from quoteattr.reader.network import Reader, Shape
from quoteattr.training.reader.padded import PaddedEncoder

__all__ = [
    "PIECE_LAYERS",
    "check_alike",
    "completed",
    "finished_reader",
    "mean_of",
    "new_network",
    "sized_like",
]

PIECE_LAYERS = 2
"""Layers that read pieces, the others read words.

With 1, an untrained reader loses 0.6 of joint F1 on PolNeAR dev; with 2, nothing.
"""

Weights = Mapping[str, torch.Tensor]


def new_network(shape: Shape, device: str, *, relative: bool = False) -> Reader:
    """An untrained network; a GPU, and a teacher with relative positions, read padded windows.

    Args:
        shape: of the network.
        device: of torch, where it will be.
        relative: whether it has the relative positions of MPNet.
    """
    network = Reader(shape)
    if relative or torch.device(device).type != "cpu":
        network.encoder = PaddedEncoder(shape, relative)
    return network


def finished_reader(folder: Path, device: str, piece_layers: int | None = None) -> Reader:
    """The network of a finished training, in evaluation mode.

    Args:
        folder: of the training, with ``shape.json`` and ``reader.pt``.
        device: of torch.
        piece_layers: the layers that read pieces, if not those of the training.
    """
    shape = Shape(**json.loads((folder / "shape.json").read_text(encoding="utf-8")))
    if piece_layers is not None:
        shape = attrs.evolve(shape, piece_layers=piece_layers)
    state = torch.load(folder / "reader.pt", map_location="cpu", weights_only=True)
    network = new_network(shape, device, relative="encoder.relative.weight" in state)
    network.load_state_dict(completed(state, network.state_dict()))
    return network.to(device).eval().requires_grad_(False)


def sized_like(shape: Shape, state: Weights) -> Shape:
    """A shape with as many neurons and attention heads as an earlier network has."""
    seen = state["encoder.layers.0.out.weight"].shape[1]
    hidden = len(state["encoder.layers.0.up.bias"])
    return attrs.evolve(shape, hidden=hidden, attention=seen // shape.head)


def completed(state: Weights, present: Weights) -> dict[str, torch.Tensor]:
    """The weights of an earlier network, with the last rows of present ones where it has fewer.

    A head that is new has the last rows of the heads' first product.
    """
    return {
        name: torch.cat([value, present[name][len(value) :].to(value)]) if value.dim() else value
        for name, value in state.items()
    }


def mean_of(one: Weights, other: Weights, share: float) -> dict[str, torch.Tensor]:
    """The mean of two networks, of which the other has a share.

    It is better than either (Wortsman et al., "Model soups", ICML 2022).
    """
    return {
        name: (1 - share) * value + share * other[name].to(value) for name, value in one.items()
    }


def check_alike(pupil: Shape, teacher: Shape) -> None:
    """Check that a pupil can have the states of its teacher.

    Raises:
        InputError: the teacher has other layers or another width.
    """
    if (pupil.layers, pupil.width) != (teacher.layers, teacher.width):
        raise InputError(
            f"match needs a teacher of {pupil.layers} layers and width {pupil.width}, like the "
            f"pupil; this one has {teacher.layers} and {teacher.width}"
        )
