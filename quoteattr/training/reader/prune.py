"""Makes a reader smaller: fewer attention heads, and fewer neurons in the inner layers.

What is removed is what the states of some articles miss least once the rest has been fitted to give
the same states: the optimal brain surgeon (Hassibi & Stork, NeurIPS 1992), by heads and neurons in
place of single weights. It goes from the first layer to the last, and each one is fitted to the
whole reader's states on the states that the smaller one has so far.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs
import torch
from torch import nn

from quoteattr.corpora.news import read_news
from quoteattr.corpora.polnear import read_split
from quoteattr.errors import InputError
from quoteattr.reader.inputs import batch_of, windows_of
from quoteattr.reader.network import Batch, Layer, Reader, attend, gelu, means
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.reading import TOGETHER
from quoteattr.training.reader.encoder import read_vocabulary
from quoteattr.training.reader.examples import text_document
from quoteattr.training.reader.weights import PIECE_LAYERS, finished_reader

__all__ = ["prune_reader"]

_DAMPING = 1e-4  # share of the mean square that is added to each one, so that it can be inverted
_NEURONS_AT_ONCE = 64  # neurons that are removed before the rest are fitted again


def prune_reader(
    start: Path,
    encoder: Path,
    polnear: Path,
    out: Path,
    hidden: int = 512,
    attention: int = 8,
    news: Sequence[Path] = (),
    articles: int = 240,
    seed: int = 1,
) -> dict[str, float]:
    """Make a reader smaller, to go on training from it.

    The smaller one reads words in place of pieces after the second layer.

    Args:
        start: the folder of a finished training.
        encoder: a folder whose ``vocab.txt`` numbers the pieces.
        polnear: articles whose states are compared: a split of PolNeAR.
        out: a folder for ``reader.pt`` and ``shape.json``.
        hidden: neurons of an inner layer that are kept.
        attention: attention heads of a layer that are kept.
        news: further articles: folders or files of gold quotes of varied news.
        articles: number of articles that are drawn from all of them.
        seed: of the draw.

    Returns:
        For each layer, what its states differ by, as a share of their mean square.

    Raises:
        InputError: there is more to keep than the reader has, or no article.
    """
    whole = finished_reader(start, "cpu", PIECE_LAYERS)
    shape = whole.shape
    if not (1 <= hidden <= shape.hidden and 1 <= attention <= shape.attention):
        most = f"hidden {shape.hidden} and attention {shape.attention}"
        raise InputError(f"the reader has {most}; it can't keep {hidden} and {attention}")
    small = Reader(attrs.evolve(shape, hidden=hidden, attention=attention)).eval()
    small.load_state_dict(
        {k: v for k, v in whole.state_dict().items() if ".layers." not in k}, strict=False
    )
    texts = [gold.text for gold in read_split(polnear)]
    texts += [gold.text for folder in news for gold in read_news(folder)]
    if not texts:
        raise InputError("there is no article to compare states on")
    random.Random(seed).shuffle(texts)
    batches = list(_batches(texts[:articles], read_vocabulary(encoder), shape.window))
    found = {}
    with torch.inference_mode():
        states = [whole.encoder.embedded(batch) for batch in batches]
        fitted = [state.clone() for state in states]
        sizes = [batch.sizes for batch in batches]
        pairs = zip(whole.encoder.layers, small.encoder.layers, strict=True)
        for number, (layer, smaller) in enumerate(pairs):
            assert isinstance(layer, Layer)
            assert isinstance(smaller, Layer)
            if number == whole.encoder.piece_layers:
                states, fitted = _joined(states, batches), _joined(fitted, batches)
                sizes = [batch.lengths for batch in batches]
            seen = _fit_attention(layer, smaller, sizes, states, fitted)
            states, fitted = _fit_inner(layer, smaller, *seen)
            found[f"layer {number + 1}"] = _apart(states, fitted)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(small.state_dict(), out / "reader.pt")
    (out / "shape.json").write_text(json.dumps(attrs.asdict(small.shape)), encoding="utf-8")
    return found


def _batches(texts: Iterable[str], vocabulary: Sequence[str], window: int) -> Iterator[Batch]:
    pieces = WordPieces(vocabulary)
    separators = (vocabulary.index("[CLS]"), vocabulary.index("[SEP]"))
    for text in texts:
        windows = list(windows_of(text_document(text, pieces), TOGETHER, window))
        if windows:
            yield batch_of(windows, *separators)


_States = list[torch.Tensor]


def _joined(states: _States, batches: Sequence[Batch]) -> _States:
    """The states of units in place of those of pieces."""
    return [means(some, batch) for some, batch in zip(states, batches, strict=True)]


def _fit_attention(
    layer: Layer,
    smaller: Layer,
    sizes: Sequence[tuple[int, ...]],
    states: _States,
    fitted: _States,
) -> tuple[_States, _States]:
    """Fit the attention of a layer.

    Args:
        layer: of the whole reader.
        smaller: of the smaller one; its attention is set.
        sizes: of the windows of every article.
        states: the states before the layer, of the whole reader.
        fitted: the same of the smaller one.

    Returns:
        The states between attention and the inner layer, of both.
    """
    heads, width = layer.attention, layer.out.in_features // layer.attention
    wanted = [
        before + layer.out(attend(layer.triple(before), own, heads))
        for before, own in zip(states, sizes, strict=True)
    ]
    seen = [
        attend(layer.triple(before), own, heads) for before, own in zip(fitted, sizes, strict=True)
    ]
    missing = [right - before for right, before in zip(wanted, fitted, strict=True)]
    groups = torch.arange(heads * width).view(heads, width)
    kept = _fit(smaller.out, seen, missing, groups, smaller.attention, 1)
    rows = torch.cat([kept + part * heads * width for part in range(3)])
    _copy(smaller.triple, layer.triple, rows)
    for norm in ("first_norm", "second_norm"):
        getattr(smaller, norm).load_state_dict(getattr(layer, norm).state_dict())
    return [layer.first_norm(right) for right in wanted], [
        layer.first_norm(before + smaller.out(part[:, kept]))
        for before, part in zip(fitted, seen, strict=True)
    ]


def _fit_inner(
    layer: Layer, smaller: Layer, states: _States, fitted: _States
) -> tuple[_States, _States]:
    """Fit the inner layer of a layer; the states after it, of the whole reader and the smaller."""
    wanted = [before + layer.down(gelu(layer.up(before))) for before in states]
    active = [gelu(layer.up(before)) for before in fitted]
    missing = [right - before for right, before in zip(wanted, fitted, strict=True)]
    groups = torch.arange(layer.up.out_features)[:, None]
    hidden = smaller.up.out_features
    kept = _fit(smaller.down, active, missing, groups, hidden, _NEURONS_AT_ONCE)
    _copy(smaller.up, layer.up, kept)
    return [layer.second_norm(right) for right in wanted], [
        layer.second_norm(before + smaller.down(part[:, kept]))
        for before, part in zip(fitted, active, strict=True)
    ]


def _copy(smaller: nn.Linear, linear: nn.Linear, rows: torch.Tensor) -> None:
    smaller.weight.copy_(linear.weight[rows])
    smaller.bias.copy_(linear.bias[rows])


def _fit(
    linear: nn.Linear,
    inputs: _States,
    outputs: _States,
    groups: torch.Tensor,
    keep: int,
    at_once: int,
) -> torch.Tensor:
    """Set a matrix so that some of the inputs give the outputs as well as they can.

    Args:
        linear: the matrix; it has ``keep`` groups of inputs.
        inputs: of each article (pieces, inputs).
        outputs: of each article (pieces, outputs).
        groups: the inputs that are kept or removed together (groups, inputs of each).
        keep: number of groups that are kept.
        at_once: number of groups that are removed before the rest is fitted again.

    Returns:
        The numbers of the inputs that are kept.
    """
    size = inputs[0].shape[1]
    squares = torch.zeros(size + 1, size + 1, dtype=torch.float64)
    products = torch.zeros(size + 1, outputs[0].shape[1], dtype=torch.float64)
    for some, right in zip(inputs, outputs, strict=True):
        rows = torch.cat([some, torch.ones(len(some), 1)], 1).double()
        squares += rows.T @ rows
        products += rows.T @ right.double()
    squares += _DAMPING * squares.diagonal()[:-1].mean() * torch.eye(size + 1, dtype=torch.float64)
    constant = torch.tensor([size])
    while len(groups) > keep:
        rows = torch.cat([groups.flatten(), constant])
        inverse = torch.linalg.inv(squares[rows][:, rows])
        weights = inverse @ products[rows]
        missed = _missed(inverse, weights, *groups.shape)
        gone = missed.argsort()[: min(at_once, len(groups) - keep)]
        there = torch.ones(len(groups), dtype=torch.bool)
        there[gone] = False
        groups = groups[there]
    rows = torch.cat([groups.flatten(), constant])
    weights = torch.linalg.solve(squares[rows][:, rows], products[rows])
    linear.weight.copy_(weights[:-1].T)
    linear.bias.copy_(weights[-1])
    return groups.flatten()


def _missed(inverse: torch.Tensor, weights: torch.Tensor, groups: int, size: int) -> torch.Tensor:
    """How much the squared error grows without each group of inputs, the rest fitted again."""
    own = torch.arange(groups * size).view(groups, size)
    blocks = inverse[own[:, :, None], own[:, None, :]]
    parts = weights[own]
    return (parts * torch.linalg.solve(blocks, parts)).sum((1, 2))


def _apart(states: _States, fitted: _States) -> float:
    off = sum(float(((a - b) ** 2).sum()) for a, b in zip(states, fitted, strict=True))
    return off / sum(float((a**2).sum()) for a in states)
