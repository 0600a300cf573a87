"""Linear layers and convolutions in int8, for a processor that multiplies int8 faster than floats.

Weights have a scale for each output, inputs one for each call, found from their range ("dynamic
quantization"). The kernels are oneDNN's, which torch brings along on x86 and ARM; where they are
missing, layers stay as they are.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

__all__ = ["quantize"]

_LEVELS = 254  # of 255, so that rounding never leaves the range
_PROBE = 16


class _Int8(nn.Module):
    """Multiplies by a matrix (outputs, inputs)."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        super().__init__()
        self.scale = (weight.abs().amax(1) / 127).clamp(min=1e-12)
        values = torch.round(weight / self.scale[:, None]).to(torch.int8)
        self.weight = torch.ops.onednn.qlinear_prepack(values, None)
        self.zeros = torch.zeros(len(weight), dtype=torch.int32)
        self.bias = bias

    def multiply(self, values: torch.Tensor, scale: float, zero: int) -> torch.Tensor:
        """The product of quantized inputs (rows, inputs)."""
        out: torch.Tensor = torch.ops.onednn.qlinear_pointwise(
            values, scale, zero, self.weight, self.scale, self.zeros, self.bias,
            1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip
        return out


def _quantized(values: torch.Tensor) -> tuple[torch.Tensor, float, int]:
    """Values as unsigned bytes, their scale and what stands for zero."""
    low, high = (float(bound) for bound in torch.aminmax(values))
    low, high = min(low, 0.0), max(high, 0.0)
    scale = max((high - low) / _LEVELS, 1e-12)
    zero = round(-low / scale)
    shifted = torch.add(torch.tensor(zero + 0.5), values, alpha=1 / scale)  # cut off: rounded
    return shifted.to(torch.uint8), scale, zero


class _Linear(_Int8):
    """In place of ``nn.Linear``."""

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        flat = values.reshape(-1, values.shape[-1])
        return self.multiply(*_quantized(flat)).view(*values.shape[:-1], -1)


class _Convolution(_Int8):
    """In place of ``nn.Conv1d`` of odd width that keeps the length; a sum of shifted products."""

    def __init__(self, convolution: nn.Conv1d) -> None:
        weight = convolution.weight.detach().transpose(1, 2).flatten(1)
        assert convolution.bias is not None
        super().__init__(weight, convolution.bias.detach())
        self.width = convolution.kernel_size[0]

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        rows, channels, length = values.shape
        quantized, scale, zero = _quantized(values.transpose(1, 2))
        side = self.width // 2
        padded = functional.pad(quantized, (0, 0, side, side), value=zero)
        shifted = torch.cat([padded[:, k : k + length] for k in range(self.width)], 2)
        out = self.multiply(shifted.reshape(-1, self.width * channels), scale, zero)
        return out.view(rows, length, -1).transpose(1, 2)


def _works() -> bool:
    """Whether the kernels are there and multiply right, tried on a small matrix."""
    linear = nn.Linear(_PROBE, _PROBE)
    values = torch.linspace(-1, 1, _PROBE * _PROBE).view(_PROBE, _PROBE)
    try:
        found = _Linear(linear.weight.detach(), linear.bias.detach())(values)
    except (AttributeError, RuntimeError):  # no such kernel in this torch, or not for this machine
        return False
    return torch.allclose(found, linear(values), atol=0.05)


def quantize(module: nn.Module) -> None:
    """Put int8 layers in the place of a module's linear layers and convolutions, in place.

    Args:
        module: a trained module in evaluation mode; it can't be trained any more.
    """
    if _works():
        _replace(module)


def _replace(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, _Linear(child.weight.detach(), child.bias.detach()))
        elif isinstance(child, nn.Conv1d):
            setattr(module, name, _Convolution(child))
        else:
            _replace(child)
