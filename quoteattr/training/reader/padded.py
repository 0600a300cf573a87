"""The encoder in a form for training: windows side by side, padded to the same length.

The library reads one window after the other without padding, which is faster on a processor. On a
GPU a few large products are faster than many small ones. Both forms have the same weights. This one
also has the relative positions of MPNet (Song et al., NeurIPS 2020), for teachers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import torch
from torch import nn
from torch.nn import functional

from quoteattr.reader.network import Batch, Encoder, Layer, Shape, means

__all__ = ["BUCKETS", "PaddedEncoder", "bucket_of"]

BUCKETS = 32
"""Number of relative positions that MPNet distinguishes."""

_EXACT, _FARTHEST = 8, 128  # pieces: nearer ones are counted one by one, farther ones are alike


class PaddedEncoder(Encoder):
    """Pieces → words.

    Args:
        shape: of the network.
        relative: whether attention depends on relative positions, as in MPNet.
    """

    def __init__(self, shape: Shape, relative: bool = False) -> None:
        super().__init__(shape)
        self.relative = nn.Embedding(BUCKETS, shape.attention) if relative else None

    def forward(self, batch: Batch) -> torch.Tensor:
        """Words in their context (words, width)."""
        out = self._through(self.layers[: self.piece_layers], self.embedded(batch), batch.sizes)
        out = means(out, batch)
        out = self._through(self.layers[self.piece_layers :], out, batch.lengths)
        return out.index_select(0, batch.words)

    def _through(
        self, layers: Iterable[nn.Module], states: torch.Tensor, sizes: Sequence[int]
    ) -> torch.Tensor:
        """The states of windows of these sizes after some layers."""
        device = states.device
        own = torch.tensor(sizes, device=device)
        there = torch.arange(max(sizes), device=device) < own[:, None]
        # Places, not a mask: the GPU would have to say first how many it has.
        rows = torch.repeat_interleave(
            torch.arange(len(own), device=device), own, output_size=len(states)
        )
        before = own.cumsum(0) - own
        places = torch.arange(len(states), device=device) - before[rows]
        at = rows * there.shape[1] + places
        padded = states.new_zeros(there.numel(), states.shape[1]).index_copy(0, at, states)
        padded = padded.view(*there.shape, -1)
        bias = torch.zeros(there.shape, device=device).masked_fill(~there, -torch.inf)
        bias = bias[:, None, None]
        if self.relative is not None:
            bias = bias + self._positions(there.shape[1])
        for layer in layers:
            assert isinstance(layer, Layer)
            padded = _after(layer, padded, bias)
        return padded.flatten(0, 1)[at]

    def _positions(self, length: int) -> torch.Tensor:
        """What attention adds for the place of a piece from another (1, heads, pieces, pieces)."""
        assert self.relative is not None
        places = torch.arange(length, device=self.relative.weight.device)
        buckets = bucket_of(places[None] - places[:, None])
        values: torch.Tensor = self.relative(buckets)
        return values.permute(2, 0, 1)[None]


def bucket_of(distance: torch.Tensor) -> torch.Tensor:
    """The number of a relative position: near ones one by one, far ones by powers.

    Args:
        distance: pieces from the piece that looks to the one that it looks at.
    """
    side = BUCKETS // 2
    size = distance.abs()
    steps = (side - _EXACT) / math.log(_FARTHEST / _EXACT)
    far = _EXACT + (torch.log(size.clamp(min=1).float() / _EXACT) * steps).long()
    near = torch.where(size < _EXACT, size, far.clamp(max=side - 1))
    return torch.where(distance > 0, side, 0) + near


def _after(layer: Layer, padded: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """The states (windows, length, width) after a layer; ``bias`` is added to attention."""
    windows, length, _ = padded.shape
    triple = layer.triple(padded).view(windows, length, 3, layer.attention, -1)
    query, key, value = triple.permute(2, 0, 3, 1, 4)
    added = bias.to(query.dtype).expand(windows, layer.attention, length, length)
    seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=added)
    return layer.after_attention(padded, seen.transpose(1, 2).reshape(windows, length, -1))
