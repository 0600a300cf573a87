"""A reader as a file: int8 matrices with their scales, the rest in half precision.

The format can hold no code (``tensors``). The header has the shape, the pieces and the ranges.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import torch

from quoteattr.errors import ModelError
from quoteattr.reader.int8 import Range, has_kernels, rounded, use_int8
from quoteattr.reader.model_files import load_failure
from quoteattr.reader.network import Reader, Shape
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.tensors import read_tensors, write_tensors

__all__ = ["Loaded", "load_reader", "save_reader"]

_SCALE = ".scale"
_SMALL = 10_000  # values of a matrix that is not worth int8
_OPENS, _CLOSES = "[CLS]", "[SEP]"


@attrs.frozen(eq=False)
class Loaded:
    """A reader that is ready.

    Attributes:
        network: in evaluation mode.
        pieces: cuts words as the network knows them.
        separators: numbers of the pieces that open a window and close a paragraph.
        int8: whether it multiplies int8; otherwise it is slower, and differs by its rounding.
    """

    network: Reader
    pieces: WordPieces
    separators: tuple[int, int]
    int8: bool


def save_reader(
    path: Path, network: Reader, vocabulary: Sequence[str], ranges: Mapping[str, Range]
) -> None:
    """Write a model file.

    Args:
        path: the file.
        network: the trained network, in single precision.
        vocabulary: the pieces in the order of their numbers.
        ranges: as ``int8.ranges_of`` finds them.
    """
    tensors: dict[str, npt.NDArray[Any]] = {}
    for name, value in network.state_dict().items():
        if value.dim() == 2 and value.numel() >= _SMALL:
            values, scale = rounded(value.float())
            tensors[name] = values.numpy()
            tensors[name + _SCALE] = scale.numpy()
        else:
            tensors[name] = value.half().numpy()
    meta = {
        "shape": json.dumps(attrs.asdict(network.shape)),
        "vocabulary": "\n".join(vocabulary),
        "ranges": json.dumps({name: [r.low, r.high] for name, r in ranges.items()}),
    }
    write_tensors(path, tensors, meta)


def load_reader(path: Path, int8: bool = True) -> Loaded:
    """Read a model file.

    Args:
        path: the file.
        int8: multiply int8 where the machine can.

    Raises:
        ModelError: the file is missing or no reader; the message names the field.
    """
    try:
        tensors, meta = read_tensors(path)
    except OSError as error:
        raise load_failure(path, error) from error
    try:
        vocabulary = meta["vocabulary"].split("\n")
        shape: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in json.loads(meta["shape"]).items()
        }
        ranges = {name: Range(*pair) for name, pair in json.loads(meta["ranges"]).items()}
        network = Reader(Shape(**shape))
        network.load_state_dict(_state(tensors))
        network.eval()
        ready = int8 and has_kernels()
        if ready:
            use_int8(network, ranges)
        separators = (vocabulary.index(_OPENS), vocabulary.index(_CLOSES))
    except KeyError as error:
        raise ModelError(f"{path} is no reader: it lacks {error}") from error
    except (ValueError, TypeError) as error:
        raise ModelError(f"{path} is no reader: {error}") from error
    except (RuntimeError, MemoryError) as error:
        raise load_failure(path, error) from error
    return Loaded(network, WordPieces(vocabulary), separators, ready)


def _state(tensors: Mapping[str, npt.NDArray[Any]]) -> dict[str, torch.Tensor]:
    state = {}
    for name, values in tensors.items():
        if name.endswith(_SCALE):
            continue
        tensor = torch.from_numpy(values.astype(np.float32))
        if not torch.isfinite(tensor).all():
            raise ValueError(f"{name} has values that are no finite numbers")
        scale = tensors.get(name + _SCALE)
        state[name] = tensor if scale is None else tensor * torch.from_numpy(scale.copy())[:, None]
    return state
