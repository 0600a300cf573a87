"""The reader's network: one small pretrained encoder, and a light head for each task.

The encoder is MiniLM (Wang et al., NeurIPS 2020). Its states of the words feed, in one product,
the heads for tags, sentence ends, the dependency tree (biaffine arcs: Dozat & Manning, ICLR 2017),
names, cue heads, and coreference (Dobrovolskii, "Word-Level Coreference Resolution", EMNLP 2021): a
vector of each word as a mention, another of it as an antecedent. The roles of the words around a
cue head are labelled for that head alone, so that a content may come in pieces and several cues may
share a source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs
import torch
from torch import nn
from torch.nn import functional

__all__ = [
    "MARKS",
    "ROLES",
    "SHAPES",
    "Batch",
    "Convolution",
    "Encoder",
    "First",
    "Layer",
    "Reader",
    "Rows",
    "Shape",
    "Sizes",
    "States",
    "attend",
    "gelu",
    "means",
    "with_neighbours",
]

ROLES = ("none", "cue", "source", "content")

SHAPES = 18
"""Number of shapes of a word, as ``inputs.document_of`` numbers them."""

MARKS = 6
"""Number of places of a word with respect to quotation marks."""

_ARC, _LABEL, _TAG, _NAME, _CUE, _ROW, _MENTION = 160, 224, 160, 192, 96, 128, 48
_PARTS = (_ARC, _ARC, _TAG, _NAME, _CUE, _LABEL, _LABEL, _ROW, _ROW, _ROW, _MENTION, _MENTION)
_ACTIVE = 5  # of these parts end in GELU at once, the others after a sum
_ACTIVE_WIDTH = sum(_PARTS[:_ACTIVE])
_DISTANCES, _PARAGRAPHS, _QUOTED = 33, 5, 6
_ROOT_OF_HALF = 0.5**0.5
_KERNEL = 5  # words that a convolution sees


@attrs.frozen
class Shape:
    """What of the network differs between models.

    Attributes:
        upos, xpos, relations, names: the labels, in the order of their numbers.
        vocabulary: number of pieces.
        layers: of the encoder.
        window: most pieces read together.
        width, hidden, attention: of the encoder's states, its inner layer, and number of heads.
        head: width of an attention head.
        dropout: share of values left out in training.
        piece_layers: number of the encoder's layers that read pieces; the others read words. None
            for all of them.
    """

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]
    vocabulary: int
    layers: int = 6
    window: int = 256
    width: int = 384
    hidden: int = 1536
    attention: int = 12
    head: int = 32
    dropout: float = 0.1
    piece_layers: int | None = None


@attrs.frozen(eq=False)
class Batch:
    """Windows one after the other, without padding.

    A unit is a word or a separator.

    Attributes:
        sizes, lengths: pieces and units of every window.
        pieces, places, shapes, marks: of every piece: its number, its place in its window, the
            shape of its word and the word's place with respect to quotation marks.
        units: the place of every piece's unit among the batch's units.
        counts: number of pieces of every unit.
        words: the units that are words.
    """

    sizes: tuple[int, ...]
    lengths: tuple[int, ...]
    pieces: torch.Tensor
    places: torch.Tensor
    shapes: torch.Tensor
    marks: torch.Tensor
    units: torch.Tensor
    counts: torch.Tensor
    words: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""
        tensors = (getattr(self, field.name) for field in attrs.fields(Batch)[2:])
        return Batch(self.sizes, self.lengths, *(tensor.to(device) for tensor in tensors))


@attrs.frozen(eq=False)
class Rows:
    """The words around some cue heads, row after row, with blanks between.

    Attributes:
        heads: place of the head of each word's row among the batch's words.
        words, mask: place of each word there, and 1 where there is one, 0 where there is a blank.
        distances, paragraphs, quoted: how each word lies to the head.
    """

    heads: torch.Tensor
    words: torch.Tensor
    mask: torch.Tensor
    distances: torch.Tensor
    paragraphs: torch.Tensor
    quoted: torch.Tensor

    def to(self, device: torch.device) -> Rows:
        """The same on another device."""
        return Rows(*(getattr(self, field.name).to(device) for field in attrs.fields(Rows)))


class Sizes(Protocol):
    """What a transformer layer needs to know of a network's shape."""

    @property
    def width(self) -> int:
        """Width of the states."""
        ...

    @property
    def hidden(self) -> int:
        """Width of the inner layer."""
        ...

    @property
    def attention(self) -> int:
        """Number of attention heads."""
        ...

    @property
    def head(self) -> int:
        """Width of an attention head."""
        ...

    @property
    def dropout(self) -> float:
        """Share of values left out in training."""
        ...


class Layer(nn.Module):
    """A transformer layer as in BERT (Devlin et al., NAACL 2019); it reads pieces or units."""

    def __init__(self, shape: Sizes) -> None:
        super().__init__()
        self.attention = shape.attention
        self.dropout = nn.Dropout(shape.dropout)
        seen = shape.attention * shape.head
        self.triple = nn.Linear(shape.width, 3 * seen)
        self.out = nn.Linear(seen, shape.width)
        self.up = nn.Linear(shape.width, shape.hidden)
        self.down = nn.Linear(shape.hidden, shape.width)
        self.first_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.second_norm = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, pieces: torch.Tensor, sizes: Sequence[int]) -> torch.Tensor:
        """The states of some windows after this layer; ``sizes`` are those of the windows."""
        return self.after_attention(pieces, attend(self.triple(pieces), sizes, self.attention))

    def after_attention(self, pieces: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """The states after this layer, given what each piece takes from the others."""
        pieces = self.first_norm(pieces + self.dropout(self.out(seen)))
        inner = self.down(functional.gelu(self.up(pieces)))
        out: torch.Tensor = self.second_norm(pieces + self.dropout(inner))
        return out


def attend(triple: torch.Tensor, sizes: Sequence[int], heads: int) -> torch.Tensor:
    """Attention within each window, without padding or a mask, which would be slower.

    Args:
        triple: queries, keys and values of every piece (pieces, 3 * heads * width of a head).
        sizes: pieces of every window.
        heads: number of heads.

    Returns:
        What each piece takes from its window (pieces, heads * width of a head).
    """
    each = triple.view(1, len(triple), 3, heads, -1).transpose(1, 3).unbind(2)
    windows = zip(*(torch.split(part, list(sizes), 2) for part in each), strict=True)
    seen = [functional.scaled_dot_product_attention(*window) for window in windows]
    return torch.cat([part[0].transpose(0, 1) for part in seen]).flatten(1)


class Encoder(nn.Module):
    """Pieces → words.

    The first layers read pieces. After them each word is one state, the mean of its pieces: the
    others have less to read, and lose nothing by it.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.piece_layers = shape.layers if shape.piece_layers is None else shape.piece_layers
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.window, shape.width)
        self.shapes = nn.Embedding(SHAPES, shape.width)
        self.marks = nn.Embedding(MARKS, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        for extra in (self.shapes, self.marks):
            nn.init.normal_(extra.weight, std=0.01)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Words in their context (words, width)."""
        out = self.embedded(batch)
        for layer in self.layers[: self.piece_layers]:
            out = layer(out, batch.sizes)
        out = means(out, batch)
        for layer in self.layers[self.piece_layers :]:
            out = layer(out, batch.lengths)
        return out.index_select(0, batch.words)

    def embedded(self, batch: Batch) -> torch.Tensor:
        """Pieces before the first layer (pieces, width)."""
        out = self.pieces(batch.pieces) + self.places(batch.places)
        out = out + self.shapes(batch.shapes) + self.marks(batch.marks)
        dropped: torch.Tensor = self.dropout(self.norm(out))
        return dropped


def means(pieces: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Units, each the mean of its pieces (units, width)."""
    out = pieces.float()
    total = out.new_zeros(len(batch.counts), out.shape[1]).index_add_(0, batch.units, out)
    return total / batch.counts[:, None]


class Convolution(nn.Module):
    """Lets neighbours agree."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.product = nn.Linear(_KERNEL * width, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, row: torch.Tensor) -> torch.Tensor:
        """Words (words, width), each seeing those beside it."""
        seen = self.product(with_neighbours(row))
        out: torch.Tensor = self.norm(row + self.dropout(gelu(seen)))
        return out


def gelu(values: torch.Tensor) -> torch.Tensor:
    """GELU (Hendrycks & Gimpel 2016) by its formula.

    PyTorch's own gives the same, but oneDNN, which it asks, keeps memory for each shape.
    """
    inner = values * _ROOT_OF_HALF
    if torch.is_grad_enabled():
        return values * 0.5 * (1 + torch.erf(inner))
    return inner.erf_().add_(1).mul_(values).mul_(0.5)  # the same numbers, in the same memory


def with_neighbours(row: torch.Tensor, nothing: float = 0) -> torch.Tensor:
    """Each word with those beside it.

    Args:
        row: values (words, width).
        nothing: the value of words beyond the ends.

    Returns:
        Values (words, 5 * width), from left to right.
    """
    side = _KERNEL // 2
    wide = functional.pad(row, (0, 0, side, side), value=nothing)
    width = row.shape[1]
    return wide.flatten().unfold(0, _KERNEL * width, width)  # neighbours lie side by side


class First(nn.Linear):
    """The first product of all heads.

    Attributes:
        active, others: the outputs that GELU follows, and those that it doesn't.
    """

    active = slice(_ACTIVE_WIDTH)
    others = slice(_ACTIVE_WIDTH, None)

    def __init__(self, width: int) -> None:
        super().__init__(width, sum(_PARTS))

    def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # type: ignore[override]
        """The outputs of words that GELU follows, after it, and the others (words, width)."""
        out = super().forward(words)
        return gelu(out[:, self.active]), out[:, self.others]


@attrs.frozen(eq=False)
class States:
    """What the first product of the heads says of every word, by task (words, width)."""

    dependent: torch.Tensor
    governor: torch.Tensor
    tag: torch.Tensor
    name: torch.Tensor
    cue: torch.Tensor
    labelled: torch.Tensor
    labelling: torch.Tensor
    row: torch.Tensor
    row_head: torch.Tensor
    row_key: torch.Tensor
    mention: torch.Tensor
    antecedent: torch.Tensor


class Reader(nn.Module):
    """All tasks over one encoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.dropout = nn.Dropout(2 * shape.dropout)
        self.first = First(shape.width)
        self.upos = nn.Linear(_TAG, len(shape.upos))
        self.xpos = nn.Linear(_TAG, len(shape.xpos))
        self.end = nn.Linear(_TAG, 1)
        self.name = nn.Linear(_NAME, len(shape.names))
        self.cue = nn.Linear(_CUE, 1)
        self.root = nn.Parameter(torch.randn(_ARC) * 0.1)
        self.root_label = nn.Parameter(torch.randn(_LABEL) * 0.1)
        self.arc = nn.Linear(_ARC, _ARC)
        self.label = nn.Linear(_LABEL, len(shape.relations))
        self.distances = nn.Embedding(_DISTANCES, _ROW)
        self.paragraphs = nn.Embedding(_PARAGRAPHS, _ROW)
        self.quoted = nn.Embedding(_QUOTED, _ROW)
        self.row_norm = nn.LayerNorm(_ROW)
        self.convolutions = nn.ModuleList(Convolution(_ROW, shape.dropout) for _ in range(2))
        self.role = nn.Linear(_ROW, len(ROLES))
        for table in (self.distances, self.paragraphs, self.quoted):
            nn.init.normal_(table.weight, std=0.1)

    @property
    def mention_width(self) -> int:
        """Width of a vector for coreference."""
        return _MENTION

    def words(self, batch: Batch) -> torch.Tensor:
        """Words in their context (words, width)."""
        out: torch.Tensor = self.encoder(batch)
        return out

    def states(self, words: torch.Tensor) -> States:
        """The first product of the heads."""
        active, others = self.first(self.dropout(words))
        parts = others.split(_PARTS[_ACTIVE:], 1)
        return States(
            *self.dropout(active).split(_PARTS[:_ACTIVE], 1),
            *parts[:-2],
            *map(torch.tanh, parts[-2:]),
        )

    def arcs(self, dependents: torch.Tensor, governors: torch.Tensor) -> torch.Tensor:
        """Scores of the governors of each word of some sentences of the same length.

        Args:
            dependents: states of the words (sentences, words, width).
            governors: the same words as governors.

        Returns:
            Scores (sentences, words, 1 + words); the first governor is the root.
        """
        root = self.root.expand(len(governors), 1, -1)
        governors = torch.cat([root, governors], 1)
        scores: torch.Tensor = self.arc(dependents) @ governors.transpose(1, 2)
        return scores

    def labelling(self, states: States) -> torch.Tensor:
        """States of the governors for their relations, the root last (words + 1, width)."""
        return torch.cat([states.labelling.float(), self.root_label[None]])

    def labels(self, labelled: torch.Tensor, labelling: torch.Tensor) -> torch.Tensor:
        """Scores of the relations between words and their governors (words, relations)."""
        out: torch.Tensor = self.label(self.dropout(gelu(labelled + labelling)))
        return out

    def roles(self, states: States, rows: Rows) -> torch.Tensor:
        """Scores of the roles of the words around each head (words, roles)."""
        # index_select is several times as fast as indexing by brackets.
        head = states.row_head.index_select(0, rows.heads)
        key = (1 + states.row_key).index_select(0, rows.words)
        out = head * key
        out += states.row.index_select(0, rows.words)
        out += self._placed(rows)
        mask = rows.mask[:, None]
        out = self.row_norm(gelu(out)).mul_(mask)
        for convolution in self.convolutions:
            out = convolution(out).mul_(mask)
        scores: torch.Tensor = self.role(out)
        return scores

    def _placed(self, rows: Rows) -> torch.Tensor:
        """What the places of words add, looked up once for all three (words, width)."""
        each = self.distances.weight[:, None, None] + self.paragraphs.weight[:, None]
        together = (each + self.quoted.weight).flatten(0, 2)
        place = (rows.distances * _PARAGRAPHS + rows.paragraphs) * _QUOTED + rows.quoted
        return functional.embedding(place, together)
