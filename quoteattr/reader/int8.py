"""The reader's encoder in int8, with scales that are fixed when a model is exported.

Weights have a scale for each output, inputs one for each matrix. Scales that were found on each
batch would let one odd paragraph tip a decision elsewhere; with fixed ones a paragraph is read the
same alone and among others.

The kernels are oneDNN's, which PyTorch has on x86 and ARM. Where a processor has none, or only such
as overflow, the same whole numbers are multiplied in single precision. The sums are whole numbers
as well, and single precision holds them exactly up to 2**24, which few reach. So an article has
nearly the same quotes on every processor: what is not int8 (attention, norms) differs in its last
digits, which moves a confidence a little, and seldom an edge by a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import attrs
import torch
from torch import nn
from torch.nn import functional

from quoteattr.reader.network import Batch, First, Reader, Rows, attend, gelu, with_neighbours

__all__ = ["Range", "has_kernels", "ranges_of", "rounded", "use_int8"]

_LEVELS = 255
_PROBE = 64  # rows and columns of a matrix that kernels are tried on
_ROUNDING = 1e-5  # by which a kernel may differ there
# oneDNN keeps code and memory for each number of rows that a matrix meets. So rows are multiplied
# in blocks of the largest size, and the last block is filled up to the next one. More sizes would
# save up to 1 % of the time, but take 20 MB and more.
_SIZES = (64, 128, 256, 384, 512)


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
    """Whether this machine multiplies int8, and does it right.

    Old processors add two products in 16 bits, which overflow. The largest levels and weights show
    it.
    """
    values = torch.linspace(-1, 1, _PROBE * _PROBE, dtype=torch.float32).view(_PROBE, _PROBE)
    values[0] = 1
    weight = values.flip(1) / _PROBE
    bias = values[:, 0] / _PROBE
    try:
        for outputs in (None, Range(-0.2, 1)):
            own = _Kernel(weight, bias, Range(-1, 1), gelu=True, outputs=outputs)
            right = _Exact(weight, bias, Range(-1, 1), gelu=True, outputs=outputs)
            levels = own.levels(values)
            apart = (own(levels).float() - right(levels).float()).abs().max()
            if not apart <= (_ROUNDING if outputs is None else 1):
                return False
    except (AttributeError, RuntimeError):  # this torch or this processor has no such kernel
        return False
    return True


class _Product:
    """Multiplies levels (rows, inputs), optionally followed by GELU, with numbers or levels out.

    Args:
        weight: (outputs, inputs).
        bias: of each output.
        inputs: the range of the inputs.
        gelu: whether GELU follows.
        outputs: the range of the outputs, if they are levels; they are after GELU.
    """

    def __init__(
        self,
        weight: torch.Tensor,
        bias: torch.Tensor,
        inputs: Range,
        *,
        gelu: bool = False,
        outputs: Range | None = None,
    ) -> None:
        self._weight, self._scale = rounded(weight)
        self._bias = bias
        self._in_scale, self._in_zero = _scale_of(inputs)
        self._shift = torch.tensor(
            self._in_zero + 0.5, dtype=torch.float32
        )  # cut off after adding: rounded
        self._gelu = gelu
        self._in_levels = outputs is not None
        self._out_scale, self._out_zero = (1.0, 0) if outputs is None else _scale_of(outputs)

    @property
    def zero(self) -> int:
        """The level of the input 0."""
        return self._in_zero

    def levels(self, values: torch.Tensor) -> torch.Tensor:
        """Inputs as levels; what lies beyond the range becomes its end."""
        shifted = torch.add(self._shift, values, alpha=1 / self._in_scale)
        # PyTorch makes uint8 of single precision one by one; by way of int16 is 4 times as fast.
        return shifted.clamp_(0, _LEVELS).to(torch.int16).to(torch.uint8)

    def values(self, levels: torch.Tensor) -> torch.Tensor:
        """Output levels as numbers."""
        return (levels.float() - self._out_zero) * self._out_scale

    def __call__(self, levels: torch.Tensor) -> torch.Tensor:
        """The product with some levels (rows, inputs)."""
        parts = [self._multiplied(part) for part in torch.split(levels, _SIZES[-1])]
        return parts[0] if len(parts) == 1 else torch.cat(parts)

    def _multiplied(self, levels: torch.Tensor) -> torch.Tensor:
        missing = next(size for size in _SIZES if size >= len(levels)) - len(levels)
        if not missing:
            return self._whole(levels)
        return self._whole(functional.pad(levels, (0, 0, 0, missing)))[:-missing]

    def _whole(self, levels: torch.Tensor) -> torch.Tensor:
        """The product with a whole block."""
        raise NotImplementedError


class _Kernel(_Product):
    """The product by oneDNN's kernels."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._zeros = torch.zeros(len(self._weight), dtype=torch.int32)
        self._weight = torch.ops.onednn.qlinear_prepack(self._weight, None)

    def _whole(self, levels: torch.Tensor) -> torch.Tensor:
        kind = torch.uint8 if self._in_levels else torch.float32
        after, how = ("gelu", "none") if self._gelu else ("none", "")
        out: torch.Tensor = torch.ops.onednn.qlinear_pointwise(
            levels, self._in_scale, self._in_zero, self._weight, self._scale, self._zeros,
            self._bias, self._out_scale, self._out_zero, kind, after, [], how,
        )  # fmt: skip
        return out


class _Exact(_Product):
    """The same in single precision."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._weight = self._weight.float()

    def _whole(self, levels: torch.Tensor) -> torch.Tensor:
        sums = (levels.float() - self._in_zero) @ self._weight.T
        out = sums * self._in_scale * self._scale + self._bias  # rounded in oneDNN's order
        if self._gelu:
            out = gelu(out)
        if not self._in_levels:
            return out
        found = torch.round(out / self._out_scale + self._out_zero)
        return found.clamp_(0, _LEVELS).to(torch.uint8)


def _scale_of(values: Range) -> tuple[float, int]:
    scale = max((values.high - values.low) / _LEVELS, 1e-12)
    return scale, round(-values.low / scale)


class _Make(Protocol):
    """Makes a product of a matrix, or of some of its outputs.

    The ranges of inputs and outputs are given by the names of the matrices that they go into.
    """

    def __call__(
        self,
        linear: nn.Linear,
        inputs: str,
        *,
        of: slice = slice(None),
        gelu: bool = False,
        outputs: str | None = None,
    ) -> _Product: ...


class _Layer(nn.Module):
    """A transformer layer in int8; the product before GELU hands levels to the next one."""

    def __init__(self, layer: Any, name: str, make: _Make) -> None:
        super().__init__()
        self._heads = layer.attention
        self._triple = make(layer.triple, f"{name}.triple")
        self._out = make(layer.out, f"{name}.out")
        self._up = make(layer.up, f"{name}.up", gelu=True, outputs=f"{name}.down")
        self._down = make(layer.down, f"{name}.down")
        self._first_norm = layer.first_norm
        self._second_norm = layer.second_norm

    def forward(self, pieces: torch.Tensor, sizes: Sequence[int]) -> torch.Tensor:
        triple = self._triple(self._triple.levels(pieces))
        seen = attend(triple, sizes, self._heads)
        pieces = self._first_norm(self._out(self._out.levels(seen)).add_(pieces))
        inner = self._down(self._up(self._up.levels(pieces)))
        out: torch.Tensor = self._second_norm(inner.add_(pieces))
        return out


class _First(nn.Module):
    """The heads' first product: the outputs that GELU follows, and the others."""

    def __init__(self, active: _Product, others: _Product) -> None:
        super().__init__()
        self._active = active
        self._others = others

    def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        levels = self._active.levels(words)
        return self._active(levels), self._others(levels)


class _Convolution(nn.Module):
    """A convolution over the words around a cue head, in int8."""

    def __init__(self, product: _Product, norm: nn.Module) -> None:
        super().__init__()
        self._product = product
        self._norm = norm

    def forward(self, row: torch.Tensor) -> torch.Tensor:
        levels = with_neighbours(self._product.levels(row), self._product.zero)
        out: torch.Tensor = self._norm(self._product(levels).add_(row))
        return out


def use_int8(network: Reader, ranges: Mapping[str, Range], kernels: bool) -> None:
    """Put int8 in the place of the network's large matrices; it can't be trained any more.

    Args:
        network: in evaluation mode, in single precision.
        ranges: as ``ranges_of`` found them.
        kernels: whether the processor's kernels multiply, or single precision does.
    """
    kind = _Kernel if kernels else _Exact

    def product(
        linear: Any,
        inputs: str,
        *,
        of: slice = slice(None),
        gelu: bool = False,
        outputs: str | None = None,
    ) -> _Product:
        return kind(
            linear.weight.detach()[of],
            linear.bias.detach()[of],
            ranges[inputs],
            gelu=gelu,
            outputs=None if outputs is None else ranges[outputs],
        )

    layers: Any = network.encoder.layers
    for number, layer in enumerate(layers):
        layers[number] = _Layer(layer, f"encoder.layers.{number}", product)
    convolutions: Any = network.convolutions
    for number, one in enumerate(convolutions):
        made = product(one.product, f"convolutions.{number}.product", gelu=True)
        convolutions[number] = _Convolution(made, one.norm)
    active = product(network.first, "first", of=First.active, gelu=True)
    others = product(network.first, "first", of=First.others)
    network.first = _First(active, others)  # type: ignore[assignment]
