"""The reader's encoder in int8, with scales that are fixed when a model is exported.

Weights have a scale for each output, inputs one for each matrix. Scales that were found on each
batch would let one odd paragraph tip a decision elsewhere; with fixed ones a paragraph is read the
same alone and among others. The kernels are oneDNN's, which PyTorch has on x86 and ARM. Where they
are missing the weights are used in single precision, rounded as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import torch
from torch import nn
from torch.nn import functional

from quoteattr.reader.network import Batch, Reader, Rows, attend, gelu, with_neighbours

__all__ = ["Range", "has_kernels", "ranges_of", "rounded", "use_int8"]

_LEVELS = 255
_PROBE = 16
# oneDNN keeps code and memory for each number of rows that a matrix meets: rows are multiplied in
# blocks of two sizes, and the last block is filled up.
_BLOCK, _SMALL_BLOCK = 512, 128


@attrs.frozen
class Range:
    """The values that the inputs of a matrix had when the model was exported."""

    low: float
    high: float


def ranges_of(network: Reader, examples: Sequence[tuple[Batch, Rows | None]]) -> dict[str, Range]:
    """The range of the inputs of each matrix that int8 is used for.

    Args:
        network: in evaluation mode, in single precision.
        examples: batches of ordinary text to find the ranges, with the rows around cue heads.
    """
    found: dict[str, Range] = {}

    def note(name: str) -> Any:
        def hook(_module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            low, high = (float(bound) for bound in torch.aminmax(inputs[0]))
            before = found.get(name, Range(0.0, 0.0))
            found[name] = Range(min(before.low, low), max(before.high, high))

        return hook

    hooks = [
        module.register_forward_pre_hook(note(name)) for name, module in _matrices(network).items()
    ]
    with torch.inference_mode():
        for batch, rows in examples:
            states = network.states(network.words(batch))
            if rows is not None:
                network.roles(states, rows)
    for hook in hooks:
        hook.remove()
    return found


def _matrices(network: Reader) -> dict[str, nn.Linear]:
    """The matrices that most of the time goes into."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, nn.Linear) and name.startswith(("first", "encoder.", "convolutions."))
    }


def rounded(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A matrix as int8 rows, and the scale of each row."""
    scale = (weight.abs().amax(1) / 127).clamp(min=1e-12)
    return torch.round(weight / scale[:, None]).to(torch.int8), scale


def has_kernels() -> bool:
    """Whether this machine multiplies int8, and does it right, tried on a small matrix."""
    linear = nn.Linear(_PROBE, _PROBE)
    values = torch.linspace(-1, 1, _PROBE * _PROBE).view(_PROBE, _PROBE)
    try:
        plain = _Linear(linear, Range(-1, 1))
        inner = _Linear(linear, Range(-1, 1), activated=Range(-0.2, 2))
        found = plain(plain.levels(values))
        through = inner.values(inner(inner.levels(values)))
    except (AttributeError, RuntimeError):  # this torch or this processor has no such kernel
        return False
    expected = linear(values)
    close = torch.allclose(found, expected, atol=0.05)
    return close and torch.allclose(through, functional.gelu(expected), atol=0.05)


class _Linear:
    """Multiplies levels (rows, inputs), optionally with GELU and levels as output."""

    def __init__(self, linear: nn.Linear, inputs: Range, activated: Range | None = None) -> None:
        values, self._scale = rounded(linear.weight.detach().float())
        self._weight = torch.ops.onednn.qlinear_prepack(values, None)
        self._zeros = torch.zeros(len(values), dtype=torch.int32)
        self._bias = linear.bias.detach().float()
        self._in_scale, self._in_zero = _scale_of(inputs)
        self._shift = torch.tensor(self._in_zero + 0.5)  # cut off after adding: rounded
        self._activated = activated is not None
        self._out_scale, self._out_zero = (1.0, 0) if activated is None else _scale_of(activated)

    @property
    def zero(self) -> int:
        """The level of the input 0."""
        return self._in_zero

    def levels(self, values: torch.Tensor) -> torch.Tensor:
        """Inputs as levels; what lies beyond the range becomes its end."""
        shifted = torch.add(self._shift, values, alpha=1 / self._in_scale)
        return shifted.clamp_(0, _LEVELS).to(torch.uint8)

    def values(self, levels: torch.Tensor) -> torch.Tensor:
        """Output levels as numbers."""
        return (levels.float() - self._out_zero) * self._out_scale

    def __call__(self, levels: torch.Tensor) -> torch.Tensor:
        parts = [self._product(part, size) for part, size in _blocks(levels)]
        return parts[0] if len(parts) == 1 else torch.cat(parts)

    def _product(self, levels: torch.Tensor, size: int) -> torch.Tensor:
        rows = len(levels)
        levels = functional.pad(levels, (0, 0, 0, size - rows))
        kind = torch.uint8 if self._activated else torch.float32
        after, how = ("gelu", "none") if self._activated else ("none", "")
        out: torch.Tensor = torch.ops.onednn.qlinear_pointwise(
            levels, self._in_scale, self._in_zero, self._weight, self._scale, self._zeros,
            self._bias, self._out_scale, self._out_zero, kind, after, [], how,
        )  # fmt: skip
        return out[:rows]


def _blocks(levels: torch.Tensor) -> Iterator[tuple[torch.Tensor, int]]:
    """Rows in blocks, each with the number of rows that it is filled up to."""
    start = 0
    while start == 0 or start < len(levels):
        size = _BLOCK if len(levels) - start > _BLOCK - _SMALL_BLOCK else _SMALL_BLOCK
        yield levels[start : start + size], size
        start += size


def _scale_of(values: Range) -> tuple[float, int]:
    scale = max((values.high - values.low) / _LEVELS, 1e-12)
    return scale, round(-values.low / scale)


class _Layer(nn.Module):
    """A transformer layer in int8; the product before GELU hands levels to the next one."""

    def __init__(self, layer: Any, name: str, ranges: Mapping[str, Range]) -> None:
        super().__init__()
        self._heads = layer.attention
        self._triple = _Linear(layer.triple, ranges[f"{name}.triple"])
        self._out = _Linear(layer.out, ranges[f"{name}.out"])
        self._up = _Linear(layer.up, ranges[f"{name}.up"], activated=ranges[f"{name}.down"])
        self._down = _Linear(layer.down, ranges[f"{name}.down"])
        self._first_norm = layer.first_norm
        self._second_norm = layer.second_norm

    def forward(self, pieces: torch.Tensor, sizes: Sequence[int]) -> torch.Tensor:
        triple = self._triple(self._triple.levels(pieces))
        seen = attend(triple, sizes, self._heads)
        pieces = self._first_norm(pieces + self._out(self._out.levels(seen)))
        inner = self._down(self._up(self._up.levels(pieces)))
        out: torch.Tensor = self._second_norm(pieces + inner)
        return out


class _First(nn.Module):
    """The heads' first product."""

    def __init__(self, linear: nn.Linear, inputs: Range) -> None:
        super().__init__()
        self._linear = _Linear(linear, inputs)

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        return self._linear(self._linear.levels(words))


class _Convolution(nn.Module):
    """A convolution over the words around a cue head, in int8."""

    def __init__(self, convolution: Any, inputs: Range) -> None:
        super().__init__()
        self._product = _Linear(convolution.product, inputs)
        self._norm = convolution.norm

    def forward(self, row: torch.Tensor) -> torch.Tensor:
        levels = with_neighbours(self._product.levels(row), self._product.zero)
        seen = self._product(levels.flatten(0, 1)).view(row.shape)
        out: torch.Tensor = self._norm(row + gelu(seen))
        return out


def use_int8(network: Reader, ranges: Mapping[str, Range]) -> None:
    """Put int8 in the place of the network's large matrices; it can't be trained any more.

    Args:
        network: in evaluation mode.
        ranges: as ``ranges_of`` found them.
    """
    layers = network.encoder.layers
    for number, layer in enumerate(layers):
        layers[number] = _Layer(layer, f"encoder.layers.{number}", ranges)
    for number, convolution in enumerate(network.convolutions):
        name = f"convolutions.{number}"
        network.convolutions[number] = _Convolution(convolution, ranges[f"{name}.product"])
    network.first = _First(network.first, ranges["first"])  # type: ignore[assignment]
