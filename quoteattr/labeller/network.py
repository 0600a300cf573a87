"""The labeller's network: a small pretrained encoder, cue heads, and one relation at a time.

The encoder is the first layers of MiniLM (Wang et al., NeurIPS 2020), fine-tuned; what the parse
and the quotation marks say of a word joins its output. A cue head is a word of its own class; the
words around it are then labelled anew for each head, given how they lie to it, so that a content
may come in pieces and several cues may share a source.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import torch
from torch import nn
from torch.nn import functional

from quoteattr.labeller.inputs import FEATURES, Batch
from quoteattr.labeller.rows import PLACES, SIZES, Rows
from quoteattr.reader.network import Convolution, Layer

__all__ = ["ROLES", "LabelNetwork", "Shape"]

ROLES = ("none", "cue", "source", "content")

_FEATURE_WIDTHS = {"upos": 16, "xpos": 16, "relation": 24, "marks": 12, "entity": 12, "cue": 12}
_WORD = 256  # width of a word for the two tasks
_HEAD = 128


@attrs.frozen
class Shape:
    """What of the network differs between models.

    Attributes:
        layers: of the encoder.
        vocabulary: number of pieces.
        values: number of values of each feature, the unknown one included.
        branches: number of branches, the unknown one included.
        window: most pieces read together.
        width, hidden, attention: of the encoder's words, its inner layer, and number of heads.
        row: width of a word in a row.
        dropout: share of values left out in training.
    """

    layers: int
    vocabulary: int
    values: Mapping[str, int]
    branches: int
    window: int = 240
    width: int = 384
    hidden: int = 1536
    attention: int = 12
    row: int = 128
    dropout: float = 0.1


class _Encoder(nn.Module):
    """Pieces → words, each the mean of its pieces."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.window, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, batch: Batch) -> torch.Tensor:
        pieces, places = torch.from_numpy(batch.pieces), torch.from_numpy(batch.places)
        out = self.dropout(self.norm(self.pieces(pieces) + self.places(places)))
        for layer in self.layers:
            out = layer(out, batch.sizes)
        out = out.float()
        counts = torch.from_numpy(batch.counts)
        total = out.new_zeros(len(counts), out.shape[1])
        total.index_add_(0, torch.from_numpy(batch.words), out)
        mean: torch.Tensor = total / counts[:, None]
        return mean


class LabelNetwork(nn.Module):
    """Cue heads, and the roles of the words around each."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = _Encoder(shape)
        self.features = nn.ModuleDict(
            {name: nn.Embedding(shape.values[name], _FEATURE_WIDTHS[name]) for name in FEATURES}
        )
        self.join = nn.Linear(shape.width + sum(_FEATURE_WIDTHS.values()), _WORD)
        self.join_norm = nn.LayerNorm(_WORD)
        self.dropout = nn.Dropout(shape.dropout)
        self.word_dropout = nn.Dropout(2 * shape.dropout)
        self.head = nn.Sequential(
            nn.Linear(_WORD, _HEAD), nn.GELU(), nn.Dropout(shape.dropout), nn.Linear(_HEAD, 1)
        )
        self.of_word = nn.Linear(_WORD, shape.row)
        self.of_head = nn.Linear(_WORD, shape.row)
        sizes = {**SIZES, "branch": shape.branches}
        self.places = nn.ModuleDict({name: nn.Embedding(sizes[name], shape.row) for name in PLACES})
        self.row_norm = nn.LayerNorm(shape.row)
        self.convolutions = nn.ModuleList(Convolution(shape.row, shape.dropout) for _ in range(2))
        self.role = nn.Linear(shape.row, len(ROLES))
        for module in (*self.features.modules(), *self.places.modules()):
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.1)

    def words(self, batch: Batch) -> torch.Tensor:
        """Words in their context (words, width)."""
        parts = [
            self.encoder(batch),
            *(self.features[name](torch.from_numpy(batch.features[name])) for name in FEATURES),
        ]
        joined = functional.gelu(self.join(self.dropout(torch.cat(parts, 1))))
        out: torch.Tensor = self.word_dropout(self.join_norm(joined))
        return out

    def heads(self, words: torch.Tensor) -> torch.Tensor:
        """Log odds that a word heads a cue (words,)."""
        out: torch.Tensor = self.head(words)[:, 0]
        return out

    def roles(self, words: torch.Tensor, rows: Rows) -> torch.Tensor:
        """Scores of the roles of the words around each head (rows, words, roles)."""
        out = self.of_word(words)[torch.from_numpy(rows.words)]
        out = out + self.of_head(words[torch.from_numpy(rows.heads)])[:, None]
        for name in PLACES:
            out = out + self.places[name](torch.from_numpy(rows.places[name]))
        mask = torch.from_numpy(rows.mask)[:, :, None]
        out = self.row_norm(functional.gelu(out)) * mask
        for convolution in self.convolutions:
            out = convolution(out) * mask
        scores: torch.Tensor = self.role(out)
        return scores
