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
from quoteattr.reader.pieces import UNKNOWN, WordPieces
from quoteattr.reader.reading import TOGETHER
from quoteattr.reader.tensors import read_tensors, write_tensors

__all__ = ["Loaded", "load_reader", "save_reader"]

_SCALE = ".scale"
_SMALL = 10_000  # values of a matrix that is not worth int8
_OPENS, _CLOSES = "[CLS]", "[SEP]"
_HIGHEST = 65_504  # of half precision; with these no sum overflows single precision
_MOST_LAYERS = 100
_LABELS = ("upos", "xpos", "relations", "names")
_NUMBERS = ("vocabulary", "layers", "window", "width", "hidden", "attention", "head")


@attrs.frozen(eq=False)
class Loaded:
    """A reader that is ready.

    Attributes:
        network: in evaluation mode.
        pieces: cuts words as the network knows them.
        separators: numbers of the pieces that open a window and close a paragraph.
        kernels: whether the processor multiplies int8; otherwise single precision does the same,
            and takes longer.
    """

    network: Reader
    pieces: WordPieces
    separators: tuple[int, int]
    kernels: bool


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


def load_reader(path: Path, kernels: bool = True) -> Loaded:
    """Read a model file.

    Args:
        path: the file.
        kernels: multiply int8 where the processor can.

    Raises:
        ModelError: the file is missing or not a reader; the message names the field.
    """
    try:
        tensors, meta = read_tensors(path)
    except OSError as error:
        raise load_failure(path, error) from error
    try:
        vocabulary = meta["vocabulary"].split("\n")
        shape = _shape(json.loads(meta["shape"]), vocabulary)
        ranges = _ranges(json.loads(meta["ranges"]))
        state = _state(tensors)
        _check_memory(shape, state)
        with (
            torch.random.fork_rng(devices=()),  # the caller's random numbers go on
            torch.device("cpu"),  # whatever the caller's default is
            torch.autocast("cpu", enabled=False),
        ):
            network = Reader(shape)
            network.load_state_dict(state, assign=True)
            network.eval()
            ready = kernels and has_kernels()
            use_int8(network, ranges, ready)
        separators = (vocabulary.index(_OPENS), vocabulary.index(_CLOSES))
    except KeyError as error:
        raise ModelError(f"{path} is not a reader: it lacks {error}") from error
    except (ValueError, TypeError) as error:
        raise ModelError(f"{path} is not a reader: {error}") from error
    except RecursionError:
        raise ModelError(f"{path} is not a reader: its header is nested too deeply") from None
    except (RuntimeError, MemoryError) as error:
        raise load_failure(path, error) from error
    return Loaded(network, WordPieces(vocabulary), separators, ready)


def _shape(record: Any, vocabulary: Sequence[str]) -> Shape:
    """The shape that a header names, checked field by field: an article must not find a fault."""
    if not isinstance(record, dict):
        raise ValueError(f"shape must be an object, not {_short(record)}")
    fields: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in record.items()
    }
    shape = Shape(**fields)
    for name in _LABELS:
        labels = getattr(shape, name)
        if not isinstance(labels, tuple) or not labels or not all(map(_is_name, labels)):
            raise ValueError(f"shape.{name} must be a list of names, not {_short(labels)}")
    given = () if shape.piece_layers is None else ("piece_layers",)
    for name in (*_NUMBERS, *given):
        number = getattr(shape, name)
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ValueError(f"shape.{name} must be a whole number above 0, not {_short(number)}")
    _check_names(shape.names)
    _check_sizes(shape, len(vocabulary))
    if not _is_number(shape.dropout) or not 0 <= shape.dropout <= 1:
        raise ValueError(f"shape.dropout must lie between 0 and 1, not {_short(shape.dropout)}")
    for piece in (UNKNOWN, _OPENS, _CLOSES):
        if vocabulary.count(piece) != 1:
            raise ValueError(f"vocabulary must have {piece} once")
    return shape


def _check_memory(shape: Shape, state: Mapping[str, torch.Tensor]) -> None:
    """A network is made only if the file has matrices of its size."""
    last = f"encoder.layers.{shape.layers - 1}"
    for name, size in (
        ("encoder.pieces.weight", (shape.vocabulary, shape.width)),
        ("encoder.places.weight", (shape.window, shape.width)),
        (f"{last}.up.weight", (shape.hidden, shape.width)),
        (f"{last}.out.weight", (shape.width, shape.attention * shape.head)),
    ):
        if tuple(state[name].shape) != size:
            raise ValueError(f"{name} must have the size {size}, not {tuple(state[name].shape)}")


def _check_names(names: Sequence[str]) -> None:
    for kind, inside in zip(names[1::2], names[2::2], strict=False):
        if not kind.startswith("B-") or inside != f"I-{kind[2:]}":
            raise ValueError(f"shape.names must have B-… and I-… of each kind, not {_short(kind)}")
    if names[0] != "O" or len(names) % 2 == 0:
        raise ValueError("shape.names must begin with O, then have B-… and I-… of each kind")


def _check_sizes(shape: Shape, pieces: int) -> None:
    if shape.layers > _MOST_LAYERS:
        raise ValueError(f"shape.layers must be at most {_MOST_LAYERS}, not {shape.layers}")
    if shape.window < TOGETHER:
        raise ValueError(f"shape.window must be at least {TOGETHER}, not {shape.window}")
    if shape.vocabulary != pieces:
        raise ValueError(f"shape.vocabulary is {shape.vocabulary}, but has {pieces} pieces")


def _ranges(record: Any) -> dict[str, Range]:
    """The ranges that a header names, by matrix."""
    if not isinstance(record, dict):
        raise ValueError(f"ranges must be an object, not {_short(record)}")
    found = {}
    for name, pair in record.items():
        two = isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair))
        low, high = pair if two else (0, 0)
        if not -_HIGHEST <= low <= 0 <= high <= _HIGHEST or low == high:
            raise ValueError(f"ranges.{name} must be two numbers around 0, not {_short(pair)}")
        found[name] = Range(float(low), float(high))
    return found


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    return f"{str(value)[:60]!r}"


def _state(tensors: Mapping[str, npt.NDArray[Any]]) -> dict[str, torch.Tensor]:
    state = {}
    for name, values in tensors.items():
        if name.endswith(_SCALE):
            continue
        found = values.astype(np.float32)
        scale = tensors.get(name + _SCALE)
        if scale is not None:
            if scale.shape != values.shape[:1]:
                raise ValueError(f"{name}{_SCALE} must have a number for each row of {name}")
            with np.errstate(all="ignore"):  # what overflows is told below
                found *= scale.astype(np.float32)[:, None]
        if not np.abs(found).max(initial=0) <= _HIGHEST:
            raise ValueError(f"{name} has values beyond ±{_HIGHEST}, or NaN")
        state[name] = torch.from_numpy(found)
    return state
