"""Train the labeller on PolNeAR, from the weights of a small pretrained encoder.

The objective has two parts: every word heads a cue or not; and around each gold head, every word
is cue, source, content or none of them. Words inside a gold content count for neither answer as
heads: PolNeAR annotates outermost attributions only, so nothing is known of them.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from quoteattr.attribution import analyse
from quoteattr.attribution.analysis import Analysis
from quoteattr.corpora.polnear import GoldArticle
from quoteattr.labeller.inputs import (
    Document,
    Window,
    batch_of,
    document_of,
    values_of,
    windows_of,
)
from quoteattr.labeller.labeller import TrainedLabeller, save_labeller
from quoteattr.labeller.network import ROLES, LabelNetwork, Shape
from quoteattr.labeller.rows import Rows, branches, row_of, rows_of
from quoteattr.reader.pieces import WordPieces
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks
from quoteattr.training.encoder import load_encoder, read_vocabulary
from quoteattr.training.parses import parses

__all__ = ["Labelled", "gold_roles", "train_labels"]

_BATCH = 8
_ENCODER_RATE = 2e-4
_RATE = 1e-3
_WARM_UP = 200
_HEAD_WEIGHT = 10.0
_ROLE_WEIGHT = 5.0
_LEAST_COUNT = 3  # values of a feature that are rarer count as unknown
_BRANCHES = 128
_IGNORED = -100
_RANKS = {"VERB": 0, "AUX": 1, "NOUN": 1, "PROPN": 1, "ADJ": 1}


@attrs.frozen
class Labelled:
    """One gold attribution over words: its head, and the words of each role."""

    head: int
    roles: Mapping[str, tuple[int, ...]]


@attrs.frozen(eq=False)
class _Example:
    document: Document
    gold: tuple[Labelled, ...]


def _overlapping(parse: Parse, pieces: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    spans = tuple(pieces)
    return tuple(w.index for w in parse.words if any(w.start < b and a < w.end for a, b in spans))


def gold_roles(gold: GoldArticle, parse: Parse) -> Iterator[Labelled]:
    """The attributions of an article over the words of its parse; those without a cue left out."""
    for attribution in gold.attributions:
        cue = _overlapping(parse, attribution.cue)
        tops = [i for i in cue if parse.words[i].head not in cue]
        if tops:
            head = min(tops, key=lambda i: (_RANKS.get(parse.words[i].upos, 2), i))
            roles = {
                "cue": cue,
                "source": _overlapping(parse, attribution.source),
                "content": _overlapping(parse, attribution.content),
            }
            yield Labelled(head, roles)


def _numbers(articles: Iterable[Analysis]) -> dict[str, dict[str, int]]:
    """Numbers of the values of every named feature, from 1, the frequent ones first."""
    counts: dict[str, Counter[str]] = {}
    for article in articles:
        for name, values in values_of(article).items():
            counts.setdefault(name, Counter()).update(values)
    return {
        name: {
            value: number
            for number, (value, count) in enumerate(counter.most_common(), 1)
            if count >= _LEAST_COUNT
        }
        for name, counter in counts.items()
    }


def _branch_numbers(examples: Iterable[_Example]) -> dict[str, int]:
    counts = Counter(
        name
        for example in examples
        for gold in example.gold
        for _, name, _ in branches(example.document, gold.head)
    )
    return {name: number for number, (name, _) in enumerate(counts.most_common(_BRANCHES), 1)}


def _targets(
    windows: Sequence[Window], golds: Sequence[tuple[Labelled, ...]]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Whether a word heads a cue, and whether that counts (words,)."""
    rights, counts = [], []
    for window, attributions in zip(windows, golds, strict=True):
        right, count = torch.zeros(len(window)), torch.ones(len(window))
        inside = [i - window.first for gold in attributions for i in gold.roles["content"]]
        count[[i for i in inside if 0 <= i < len(window)]] = 0
        heads = [gold.head - window.first for gold in attributions]
        heads = [i for i in heads if 0 <= i < len(window)]
        right[heads] = count[heads] = 1
        rights.append(right)
        counts.append(count)
    return torch.cat(rights), torch.cat(counts)


def _rows(
    windows: Sequence[Window],
    starts: Sequence[int],
    golds: Sequence[tuple[Labelled, ...]],
    numbers: Mapping[str, int],
) -> tuple[Rows, torch.Tensor] | None:
    """The gold heads of some windows as rows, and the role of each word; None without heads."""
    found = [
        (start - window.first, row_of(window, gold.head, numbers), gold)
        for window, start, attributions in zip(windows, starts, golds, strict=True)
        for gold in attributions
        if window.first <= gold.head < window.last
    ]
    if not found:
        return None
    rows = rows_of([(shift, row) for shift, row, _ in found])
    roles = np.full(rows.words.shape, _IGNORED, dtype=np.int64)
    for line, (_, row, gold) in zip(roles, found, strict=True):
        line[: len(row)] = 0
        for role in ("content", "source", "cue"):  # a word in two spans counts for the last
            places = [i - row.first for i in gold.roles[role]]
            line[[i for i in places if 0 <= i < len(row)]] = ROLES.index(role)
    return rows, torch.from_numpy(roles)


def _loss(
    network: LabelNetwork,
    windows: Sequence[Window],
    golds: Sequence[tuple[Labelled, ...]],
    numbers: Mapping[str, int],
) -> torch.Tensor:
    batch = batch_of(windows)
    right, counts = _targets(windows, golds)
    rows = _rows(windows, batch.starts, golds, numbers)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words = network.words(batch)
        each = functional.binary_cross_entropy_with_logits(
            network.heads(words).float(), right, reduction="none"
        )
        loss = _HEAD_WEIGHT * (each * counts).sum() / counts.sum().clamp(min=1)
        if rows is not None:
            scores = network.roles(words, rows[0]).float()
            loss = loss + _ROLE_WEIGHT * functional.cross_entropy(
                scores.flatten(0, 1), rows[1].flatten(), ignore_index=_IGNORED
            )
    return loss


def _batches(
    examples: Sequence[_Example], limit: int, chance: random.Random
) -> list[list[tuple[Window, tuple[Labelled, ...]]]]:
    """Windows of like length, cut and put together anew each time."""
    items = [
        (window, example.gold)
        for example in examples
        for window in windows_of(example.document, limit, chance.randint(limit // 3, limit))
    ]
    items.sort(key=lambda item: len(item[0]) + 40 * chance.random())
    batches = [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]
    chance.shuffle(batches)
    return batches


def _optimizer(network: LabelNetwork) -> torch.optim.Optimizer:
    network.encoder.pieces.weight.requires_grad_(False)  # the vectors of rare pieces stay in place
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in network.encoder.parameters()}
    rest = [p for p in network.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": _ENCODER_RATE}, {"params": rest, "lr": _RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _train(
    network: LabelNetwork,
    examples: Sequence[_Example],
    numbers: Mapping[str, int],
    epochs: int,
    chance: random.Random,
) -> Iterator[int]:
    """Train, yielding the number of each epoch when it is over."""
    optimizer = _optimizer(network)
    limit = network.shape.window
    steps = epochs * len(_batches(examples, limit, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)
    )
    started = time.monotonic()
    for epoch in range(1, epochs + 1):
        network.train()
        total = 0.0
        batches = _batches(examples, limit, chance)
        for batch in batches:
            windows, golds = zip(*batch, strict=True)
            optimizer.zero_grad()
            loss = _loss(network, windows, golds, numbers)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        seconds = time.monotonic() - started
        print(f"epoch {epoch}: loss {total / len(batches):.3f}, {seconds:.0f} s", flush=True)
        yield epoch


def train_labels(
    polnear: Path,
    cache: Path,
    encoder: Path,
    out: Path,
    layers: int = 3,
    epochs: int = 6,
    seed: int = 1,
    half: int = -1,
) -> dict[str, float]:
    """Train the labeller on a PolNeAR split; the model file is written after every epoch.

    Args:
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        cache: a folder for the parses of the split by the shipped Stanza models.
        encoder: a folder with ``model.safetensors`` and ``vocab.txt`` of a BERT-like encoder.
        out: the model file to write.
        layers: of the encoder that are kept, from the bottom.
        epochs: times that every article is read.
        seed: of everything random.
        half: 0 or 1 to train on every other article from there, so that the rest can be read by
            a model that never saw it.

    Returns:
        Numbers of articles, attributions and parameters.
    """
    torch.manual_seed(seed)
    vocabulary = read_vocabulary(encoder)
    pieces = WordPieces(vocabulary)
    pairs = [
        (gold, analyse(parse, find_marks(parse.text)))
        for number, (gold, parse) in enumerate(parses(polnear, cache))
        if half < 0 or number % 2 == half
    ]
    numbers = _numbers(article for _, article in pairs)
    examples = [
        _Example(document_of(article, numbers, pieces), tuple(gold_roles(gold, article.parse)))
        for gold, article in pairs
    ]
    shape = Shape(
        layers=layers,
        vocabulary=len(vocabulary),
        values={**{name: len(table) + 1 for name, table in numbers.items()}, "marks": 3},
        branches=_BRANCHES + 1,
    )
    network = LabelNetwork(shape)
    load_encoder(network, encoder)
    numbers["branch"] = _branch_numbers(examples)
    labeller = TrainedLabeller(network, pieces, numbers)
    for _ in _train(network, examples, numbers["branch"], epochs, random.Random(seed)):
        save_labeller(labeller, vocabulary, out)
    return {
        "articles": len(examples),
        "attributions": sum(len(example.gold) for example in examples),
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
    }
