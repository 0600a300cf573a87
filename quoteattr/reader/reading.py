"""What the reader says of a document: sentences, tags, trees, names and cue heads."""

from __future__ import annotations

from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt
import torch

from quoteattr.reader.inputs import Document, Window, batch_of, windows_of
from quoteattr.reader.network import Reader, States
from quoteattr.reader.trees import best_tree

__all__ = ["TOGETHER", "Reading", "read"]

Numbers = npt.NDArray[np.int64]

TOGETHER = 128
"""Pieces of a window of several paragraphs: attention costs the square of it."""

_LONGEST = 160  # words of a sentence; scores of its arcs need the square of it


@attrs.frozen(eq=False)
class Reading:
    """The reader's answers for every word of a document.

    Attributes:
        sentences: (first, last) words, half-open, in order.
        upos, xpos, relations, names: numbers of the labels.
        heads: index of the governor in the document, -1 for a root.
        cues: probability that a word heads a cue.
    """

    sentences: tuple[tuple[int, int], ...]
    upos: Numbers
    xpos: Numbers
    relations: Numbers
    heads: Numbers
    names: Numbers
    cues: npt.NDArray[np.float32]


@torch.inference_mode()
def read(
    network: Reader,
    document: Document,
    separators: tuple[int, int],
    given: tuple[tuple[int, int], ...] | None = None,
) -> Reading:
    """Read a document.

    Args:
        network: in evaluation mode.
        document: its words.
        separators: numbers of the pieces that open a window and close a paragraph.
        given: its sentences, where they are known.

    Returns:
        What the network says.
    """
    count = len(document)
    upos, xpos, relations, names = (np.zeros(count, dtype=np.int64) for _ in range(4))
    heads = np.full(count, -1, dtype=np.int64)
    cues = np.zeros(count, dtype=np.float32)
    sentences: list[tuple[int, int]] = []
    device = network.root.device
    for window in windows_of(document, TOGETHER, network.shape.window):
        states = network.states(network.words(batch_of([window], *separators).to(device)))
        span = slice(window.first, window.last)
        upos[span] = network.upos(states.tag).argmax(1).cpu().numpy()
        xpos[span] = network.xpos(states.tag).argmax(1).cpu().numpy()
        names[span] = _names(network, states)
        cues[span] = torch.sigmoid(network.cue(states.cue)[:, 0].float()).cpu().numpy()
        if given is None:
            ends = network.end(states.tag)[:, 0].float().cpu().numpy()
            inside = list(_sentences(window, ends))
        else:
            inside = [
                (max(a, window.first), min(b, window.last))
                for a, b in given
                if a < window.last and b > window.first
            ]
        for first, last in inside:
            _read_tree(network, states, window, (first, last), heads, relations)
        sentences += inside
    return Reading(tuple(sentences), upos, xpos, relations, heads, names, cues)


def _sentences(window: Window, ends: npt.NDArray[np.float32]) -> list[tuple[int, int]]:
    """Sentences end where the network says so, with the paragraph, and before they are too long."""
    paragraphs = window.document.paragraphs[window.first : window.last]
    last_of = np.append(np.diff(paragraphs) != 0, True)
    cuts = np.flatnonzero(last_of | (ends > 0)) + 1
    out = []
    for first, last in pairwise([0, *cuts.tolist()]):
        while last - first > _LONGEST:
            at = first + 1 + int(ends[first : first + _LONGEST].argmax())
            out.append((first, at))
            first = at
        out.append((first, last))
    return [(window.first + first, window.first + last) for first, last in out]


def _read_tree(
    network: Reader,
    states: States,
    window: Window,
    sentence: tuple[int, int],
    heads: Numbers,
    relations: Numbers,
) -> None:
    """Write the governors and relations of a sentence."""
    first, last = sentence
    inside = slice(first - window.first, last - window.first)
    scores = network.arcs(
        states.dependent[inside][None].float(), states.governor[inside][None].float()
    )
    tree = best_tree(scores[0].cpu().numpy())
    places = np.where(tree < 0, -1, tree + first - window.first)
    governors = network.labelling(states)[torch.from_numpy(places).to(states.tag.device)]
    labels = network.labels(states.labelled[inside].float(), governors)
    heads[first:last] = np.where(tree < 0, -1, tree + first)
    relations[first:last] = labels.argmax(1).cpu().numpy()


def _names(network: Reader, states: States) -> Numbers:
    """The likeliest sequence in which a name goes on only after one of its kind.

    Labels are numbered "O", then for each kind its beginning (odd) and its inside (even).
    """
    scores = torch.log_softmax(network.name(states.name).float(), 1).cpu().numpy()
    best = scores.argmax(1)
    before = np.append(0, best[:-1])
    inside = (best > 0) & (best % 2 == 0)
    if not (inside & (before != best) & (before != best - 1)).any():
        plain: Numbers = best.astype(np.int64)
        return plain
    return _viterbi(scores)


def _viterbi(scores: npt.NDArray[np.float32]) -> Numbers:
    count = scores.shape[1]
    allowed = np.zeros((count, count), dtype=np.float32)
    for label in range(2, count, 2):
        allowed[:, label] = -np.inf
        allowed[[label - 1, label], label] = 0
    total = scores[0] + np.where((np.arange(count) > 0) & (np.arange(count) % 2 == 0), -np.inf, 0)
    pointers = np.zeros(scores.shape, dtype=np.int64)
    for row in range(1, len(scores)):
        ways = total[:, None] + allowed
        pointers[row] = ways.argmax(0)
        total = ways.max(0) + scores[row]
    out = np.zeros(len(scores), dtype=np.int64)
    out[-1] = total.argmax()
    for row in range(len(scores) - 1, 0, -1):
        out[row - 1] = pointers[row, out[row]]
    return out
