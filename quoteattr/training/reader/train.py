"""Train the reader on all of its tasks at once, from the weights of a small pretrained encoder.

Each step reads one batch of one corpus; which one is drawn by fixed shares. The schedule counts
steps, and a run that was interrupted goes on from its last checkpoint.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import torch
from torch import nn

from quoteattr.errors import InputError
from quoteattr.reader.files import save_reader
from quoteattr.reader.inputs import Window, batch_of, windows_of
from quoteattr.reader.int8 import ranges_of
from quoteattr.reader.network import Reader, Shape
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.reading import TOGETHER
from quoteattr.training.reader.encoder import encoder_state, read_vocabulary
from quoteattr.training.reader.examples import (
    attribution_examples,
    labels_of,
    name_examples,
    people_of,
    tree_examples,
)
from quoteattr.training.reader.losses import attribution_loss, name_loss, role_targets, tree_loss
from quoteattr.training.reader.measure import CueHeads, Measured, measure
from quoteattr.training.reader.temperatures import cool, temperatures

__all__ = ["train_reader"]

_WINDOW = 256  # pieces that are read together at most
_BATCH = 12  # windows
_SHARES = (0.26, 0.30, 0.44)  # of the steps: treebanks, newswire, PolNeAR
_ENCODER_RATE, _RATE = 2e-4, 1e-3
_WARM_UP = 200  # steps
_LEAST_RATE = 0.01  # share of the rate that is left at the end
_OF_START = 0.4  # share of the weights of ``start`` in the result: 0.3 and 0.5 beat 0 on dev
_KEEP_EVERY = 250  # steps between checkpoints
_MEASURE_EVERY = 2000
_RANGED = 40  # articles that the ranges of int8 are found on
_HALVES = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}
_NOISE = 30  # words by which the lengths of the windows of a batch may differ by chance


@attrs.frozen(eq=False)
class _Task:
    """One corpus: its examples, and what is learned from them."""

    examples: Sequence[Any]
    loss: Callable[..., torch.Tensor]


def _batches(
    examples: Sequence[Any], seed: str
) -> Iterator[tuple[tuple[Window, ...], tuple[Any, ...]]]:
    """Windows of like length, without end, cut and put together anew each time."""
    epoch = 0
    while True:
        chance = random.Random(f"{seed}-{epoch}")
        items = [
            (window, example)
            for example in examples
            for window in windows_of(
                example.document, TOGETHER, _WINDOW, chance.randint(TOGETHER // 3, TOGETHER)
            )
        ]
        items.sort(key=lambda item: len(item[0]) + _NOISE * chance.random())
        batches = [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]
        chance.shuffle(batches)
        for batch in batches:
            windows, golds = zip(*batch, strict=True)
            yield windows, golds
        epoch += 1


def _optimizer(network: Reader) -> torch.optim.Optimizer:
    network.encoder.pieces.weight.requires_grad_(False)  # the vectors of rare pieces stay in place
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in network.encoder.parameters()}
    rest = [p for p in network.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": _ENCODER_RATE}, {"params": rest, "lr": _RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def train_reader(
    treebank: Path,
    newswire: Path,
    polnear: Path,
    encoder: Path,
    out: Path,
    dev_treebank: Path | None = None,
    dev_newswire: Path | None = None,
    dev_polnear: Path | None = None,
    start: Path | None = None,
    layers: int = 6,
    steps: int = 9000,
    seed: int = 1,
    device: str = "cpu",
    half: str = "all",
    shares: Sequence[float] = _SHARES,
    heads: Path | None = None,
) -> dict[str, float]:
    """Train the reader; a checkpoint is written every few minutes, and a run goes on from it.

    Args:
        treebank: CoNLL-U of the treebanks.
        newswire: names in Stanza's JSON format.
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        encoder: a folder with ``model.safetensors`` and ``vocab.txt`` of a BERT-like encoder.
        out: a folder for ``reader.safetensors``, the model file, ``reader.pt``, the weights as they
            were trained, and ``checkpoint.pt``.
        dev_treebank: what to measure trees on, now and then.
        dev_newswire: what to measure names on.
        dev_polnear: what to measure attributions on, and to calibrate them; without it the reader
            is too sure of itself.
        start: ``reader.pt`` of an earlier training with the same labels and layers, to go on from.
            The result is the mean of both.
        layers: of the encoder that are kept, from the bottom.
        steps: batches to read.
        seed: of everything random.
        device: of torch, such as ``cpu`` or ``cuda``.
        half: of PolNeAR that is learned from: ``all``, ``even`` or ``odd`` articles, in order.
        shares: of the steps that the treebanks, the newswire and PolNeAR get.
        heads: ``heads.json`` of another training with the same seed: the heads of cues, which a
            finished reader finds better than one that has just begun.

    Returns:
        The last measures.

    Raises:
        InputError: ``half`` is none of these, or ``shares`` are not three numbers.
    """
    _check(half, shares)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = read_vocabulary(encoder)
    pieces = WordPieces(vocabulary)
    labels = labels_of(treebank, newswire)
    shape = Shape(**attrs.asdict(labels), vocabulary=len(vocabulary), layers=layers, window=_WINDOW)
    network = Reader(shape)
    network.encoder.load_state_dict(encoder_state(encoder, layers, _WINDOW), strict=False)
    if start is not None:
        weights = torch.load(start, map_location="cpu", weights_only=True)
        network.load_state_dict(weights)
    network.to(device)
    optimizer = _optimizer(network)
    done = _resumed(out / "checkpoint.pt", network, optimizer)
    separators = (vocabulary.index("[CLS]"), vocabulary.index("[SEP]"))

    people = people_of(newswire)
    trees = tree_examples(treebank, labels, pieces, random.Random(seed), people)
    if heads is not None and not (out / "heads.json").exists():
        shutil.copyfile(heads, out / "heads.json")
    tasks = [
        _Task(list(trees), tree_loss),
        _Task(list(name_examples(newswire, labels, pieces, random.Random(seed))), name_loss),
        _Task([], attribution_loss),
    ]
    sources = [_batches(task.examples, f"{seed}-{i}") for i, task in enumerate(tasks)]
    draws = _draws(seed, steps, shares)
    # PolNeAR marks cues, not their heads: the network's own trees find these, once it has learned
    # some. Until then its steps go to the treebanks.
    first = min(steps // 5, 1500) if start is None and heads is None else 0
    measured = Measured(network, labels, pieces, separators)
    began, read = time.monotonic(), 0
    for step in range(steps):
        if step >= first and not tasks[2].examples:
            head_of = CueHeads(network, separators, out / "heads.json")
            articles = list(attribution_examples(polnear, pieces, head_of, random.Random(seed)))
            tasks[2] = attrs.evolve(tasks[2], examples=articles[_HALVES[half]])
            head_of.save()
            sources[2] = _batches(tasks[2].examples, f"{seed}-2")
        task = draws[step] if step >= first or draws[step] != 2 else 0
        windows, golds = next(sources[task])
        if step < done:
            continue  # the same batches as before the interruption
        network.train()
        torch.manual_seed(seed * steps + step)  # a run that goes on drops out the same values
        _set_rate(optimizer, step, steps)
        batch = batch_of(windows, *separators).to(torch.device(device))
        with torch.autocast(torch.device(device).type, dtype=torch.bfloat16):
            loss = tasks[task].loss(network, batch, windows, golds)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        read += sum(len(window) for window in windows)
        if (step + 1) % _KEEP_EVERY == 0 or step + 1 == steps:
            seconds = time.monotonic() - began
            print(f"step {step + 1}: {read} words, {seconds:.0f} s", flush=True)
            _keep(out, network, optimizer, step + 1)
        if (step + 1) % _MEASURE_EVERY == 0 and step + 1 < steps:
            now = measure(measured, dev_treebank, dev_newswire, dev_polnear)
            print("  ".join(f"{name} {value:.2f}" for name, value in now.items()), flush=True)
    if start is not None:
        network.load_state_dict(_mean(network.state_dict(), weights))
        torch.save(network.state_dict(), out / "reader.pt")
    found = measure(measured, dev_treebank, dev_newswire, dev_polnear)
    network.cpu().eval()
    _calibrate(network, dev_polnear, pieces, separators)
    _export(out / "reader.safetensors", network, tasks[2].examples, separators, vocabulary)
    return found


def _check(half: str, shares: Sequence[float]) -> None:
    """Raise ``InputError`` if an option has a wrong value."""
    if half not in _HALVES:
        raise InputError(f"half must be one of {', '.join(_HALVES)}, not {half!r}")
    if len(shares) != len(_SHARES) or min(shares) < 0 or not sum(shares):
        raise InputError(f"shares must be three numbers, such as {_SHARES}, not {tuple(shares)}")


def _draws(seed: int, steps: int, shares: Sequence[float]) -> list[int]:
    """The number of the task that each step learns."""
    return [random.Random(f"{seed}-{step}").choices((0, 1, 2), shares)[0] for step in range(steps)]


def _set_rate(optimizer: torch.optim.Optimizer, step: int, steps: int) -> None:
    """Set the learning rates of a step: they rise for some steps, then fall."""
    rate = min(1.0, (step + 1) / _WARM_UP) * max(_LEAST_RATE, 1 - step / steps)
    for group, peak in zip(optimizer.param_groups, (_ENCODER_RATE, _RATE), strict=True):
        group["lr"] = peak * rate


def _calibrate(
    network: Reader, dev: Path | None, pieces: WordPieces, separators: tuple[int, int]
) -> None:
    """Make the network as sure of cue heads and roles as it is right on other articles."""
    if dev is not None:
        articles = list(attribution_examples(dev, pieces, CueHeads(network, separators)))
        cool(network, *temperatures(network, articles, separators))


def _mean(
    trained: Mapping[str, torch.Tensor], start: Mapping[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """The mean of the weights before and after a training.

    It is better than either (Wortsman et al., "Model soups", ICML 2022).
    """
    return {
        name: (1 - _OF_START) * value + _OF_START * start[name].to(value)
        for name, value in trained.items()
    }


def _export(
    path: Path,
    network: Reader,
    examples: Sequence[Any],
    separators: tuple[int, int],
    vocabulary: Sequence[str],
) -> None:
    """Write the model file, its ranges found on some articles."""
    batches = []
    for example in examples[:_RANGED]:
        for window in windows_of(example.document, TOGETHER, _WINDOW):
            roles = role_targets([window], [example])
            batches.append((batch_of([window], *separators), roles and roles[0]))
    save_reader(path, network, vocabulary, ranges_of(network, batches))


def _resumed(path: Path, network: Reader, optimizer: torch.optim.Optimizer) -> int:
    """Load a checkpoint where there is one; the number of steps that it had done."""
    if not path.exists():
        return 0
    stored = torch.load(path, map_location="cpu", weights_only=True)
    network.load_state_dict(stored["network"])
    optimizer.load_state_dict(stored["optimizer"])
    return int(stored["step"])


def _keep(out: Path, network: Reader, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Write a checkpoint, whole or not at all."""
    draft = out / "checkpoint.tmp"
    torch.save(
        {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, draft
    )
    draft.replace(out / "checkpoint.pt")
    torch.save(network.state_dict(), out / "reader.pt")
