"""What the reader is trained for: one loss for each kind of example."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch.nn import functional

from quoteattr.reader.inputs import Window, rows_of
from quoteattr.reader.network import ROLES, Batch, Reader, Rows, States
from quoteattr.training.reader.examples import (
    Attribution,
    AttributionExample,
    NameExample,
    TreeExample,
)

__all__ = [
    "attribution_loss",
    "cue_targets",
    "name_loss",
    "role_targets",
    "sentences_of",
    "tree_loss",
]

_IGNORED = -100
_NEVER = -1e4  # score of a governor that does not exist
_TOGETHER = 16  # sentences whose arcs are scored in one product

# Weights of the losses, so that none is small beside the others. They are those of the labeller
# of version 0.1 for cues and roles, and were not tuned for the rest.
_END, _NAME, _CUE, _ROLE = 2.0, 3.0, 10.0, 4.0


def _joined(windows: Sequence[Window], values: Sequence[np.ndarray]) -> torch.Tensor:
    parts = [value[w.first : w.last] for w, value in zip(windows, values, strict=True)]
    return torch.from_numpy(np.concatenate(parts))


def sentences_of(window: Window, sentences: np.ndarray) -> list[tuple[int, int]]:
    """The sentences of a window as ranges of its words."""
    inside = sentences[window.first : window.last]
    cuts = (np.flatnonzero(np.diff(inside)) + 1).tolist()
    return list(pairwise([0, *cuts, len(inside)]))


def tree_loss(
    network: Reader, batch: Batch, windows: Sequence[Window], examples: Sequence[TreeExample]
) -> torch.Tensor:
    """Tags, sentence ends, governors and relations.

    Args:
        network: in training mode.
        batch: the windows as numbers.
        windows: the windows.
        examples: the example of each window.
    """
    device = batch.pieces.device
    states = network.states(network.words(batch))
    ends = []
    for window, example in zip(windows, examples, strict=True):
        end = np.zeros(len(window), dtype=np.float32)
        end[[last - 1 for _, last in sentences_of(window, example.sentences)]] = 1
        if window.last < len(example.document):  # the window may end within a sentence
            end[-1] = example.sentences[window.last] != example.sentences[window.last - 1]
        ends.append(end)
    upos = _joined(windows, [e.upos for e in examples]).to(device)
    xpos = _joined(windows, [e.xpos for e in examples]).to(device)
    loss = functional.cross_entropy(network.upos(states.tag).float(), upos)
    loss = loss + functional.cross_entropy(network.xpos(states.tag).float(), xpos)
    loss = loss + _END * functional.binary_cross_entropy_with_logits(
        network.end(states.tag)[:, 0].float(), torch.from_numpy(np.concatenate(ends)).to(device)
    )
    whole = _whole_sentences(windows, examples)
    if not whole:
        return loss
    relations = _joined(windows, [e.relations for e in examples]).to(device)
    return loss + _arc_loss(network, states, whole) + _label_loss(network, states, whole, relations)


def _whole_sentences(
    windows: Sequence[Window], examples: Sequence[TreeExample]
) -> list[tuple[int, np.ndarray]]:
    """Place of the first word in the batch, and governors, of the sentences that are not cut."""
    out = []
    start = 0
    for window, example in zip(windows, examples, strict=True):
        for first, last in sentences_of(window, example.sentences):
            heads = example.heads[window.first + first : window.first + last]
            heads = np.where(heads < 0, -1, heads - window.first - first)
            if heads.max() < last - first and heads.min() >= -1:
                out.append((start + first, heads))
        start += len(window)
    return sorted(out, key=lambda item: len(item[1]))


def _arc_loss(
    network: Reader, states: States, sentences: Sequence[tuple[int, np.ndarray]]
) -> torch.Tensor:
    device = states.tag.device
    total = states.tag.new_zeros((), dtype=torch.float32)
    for number in range(0, len(sentences), _TOGETHER):
        part = sentences[number : number + _TOGETHER]
        width = len(part[-1][1])
        places = np.zeros((len(part), width), dtype=np.int64)
        heads = np.full((len(part), width), _IGNORED, dtype=np.int64)
        missing = np.zeros((len(part), 1, width + 1), dtype=bool)
        for row, (start, gold) in enumerate(part):
            places[row, : len(gold)] = np.arange(start, start + len(gold))
            heads[row, : len(gold)] = gold + 1
            missing[row, 0, len(gold) + 1 :] = True
        index = torch.from_numpy(places).to(device)
        scores = network.arcs(states.dependent[index].float(), states.governor[index].float())
        scores = scores.masked_fill(torch.from_numpy(missing).to(device), _NEVER)
        total = total + functional.cross_entropy(
            scores.flatten(0, 1),
            torch.from_numpy(heads).to(device).flatten(),
            ignore_index=_IGNORED,
            reduction="sum",
        )
    return total / sum(len(gold) for _, gold in sentences)


def _label_loss(
    network: Reader,
    states: States,
    sentences: Sequence[tuple[int, np.ndarray]],
    relations: torch.Tensor,
) -> torch.Tensor:
    words = torch.from_numpy(np.concatenate([np.arange(s, s + len(h)) for s, h in sentences]))
    heads = torch.from_numpy(np.concatenate([np.where(h < 0, -1, h + s) for s, h in sentences]))
    words, heads = words.to(relations.device), heads.to(relations.device)
    scores = network.labels(states.labelled[words].float(), network.labelling(states)[heads])
    return functional.cross_entropy(scores.float(), relations[words])


def name_loss(
    network: Reader, batch: Batch, windows: Sequence[Window], examples: Sequence[NameExample]
) -> torch.Tensor:
    """Names; arguments as in ``tree_loss``."""
    names = _joined(windows, [e.names for e in examples]).to(batch.pieces.device)
    scores = network.name(network.states(network.words(batch)).name)
    return _NAME * functional.cross_entropy(scores.float(), names)


def cue_targets(
    windows: Sequence[Window], examples: Sequence[AttributionExample]
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each word heads a cue, and whether that counts.

    Within a content nothing is known, since PolNeAR annotates outermost attributions only, unless
    the content was made of a plain paragraph.
    """
    rights, counts = [], []
    for window, example in zip(windows, examples, strict=True):
        right = np.zeros(len(window), dtype=np.float32)
        count = np.ones(len(window), dtype=np.float32)
        inside = [i - window.first for gold in example.gold if not gold.known for i in gold.content]
        count[[i for i in inside if 0 <= i < len(window)]] = 0
        heads = [gold.head - window.first for gold in example.gold]
        heads = [i for i in heads if 0 <= i < len(window)]
        right[heads] = count[heads] = 1
        rights.append(right)
        counts.append(count)
    return np.concatenate(rights), np.concatenate(counts)


def role_targets(
    windows: Sequence[Window], examples: Sequence[AttributionExample]
) -> tuple[Rows, np.ndarray] | None:
    """The gold heads of some windows as rows, and the role of each word; None without heads."""
    heads: list[tuple[Window, int, int]] = []
    golds: list[Attribution] = []
    start = 0
    for window, example in zip(windows, examples, strict=True):
        for gold in example.gold:
            if window.first <= gold.head < window.last:
                heads.append((window, gold.head, start))
                golds.append(gold)
        start += len(window)
    if not heads:
        return None
    rows, bounds = rows_of(heads)
    roles = np.full(tuple(rows.words.shape), _IGNORED, dtype=np.int64)
    for line, (first, last), gold in zip(roles, bounds, golds, strict=True):
        line[: last - first] = 0
        for role in ("content", "source", "cue"):  # a word in two spans counts for the last
            inside = [i - first for i in getattr(gold, role) if first <= i < last]
            line[inside] = ROLES.index(role)
    return rows, roles


def attribution_loss(
    network: Reader,
    batch: Batch,
    windows: Sequence[Window],
    examples: Sequence[AttributionExample],
) -> torch.Tensor:
    """Cue heads, and the roles of the words around the gold ones; arguments as in ``tree_loss``."""
    device = batch.pieces.device
    right, counts = (torch.from_numpy(a).to(device) for a in cue_targets(windows, examples))
    found = role_targets(windows, examples)
    states = network.states(network.words(batch))
    each = functional.binary_cross_entropy_with_logits(
        network.cue(states.cue)[:, 0].float(), right, reduction="none"
    )
    loss = _CUE * (each * counts).sum() / counts.sum().clamp(min=1)
    if found is not None:
        scores = network.roles(states, found[0].to(device)).float()
        loss = loss + _ROLE * functional.cross_entropy(
            scores.flatten(0, 1),
            torch.from_numpy(found[1]).to(device).flatten(),
            ignore_index=_IGNORED,
        )
    return loss
