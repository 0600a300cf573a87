"""Stanza's graph parser, with labels scored for chosen arcs only and a short way to the tree.

Stanza scores every relation for every pair of words, then uses one head a word; and it runs
the Chu-Liu/Edmonds algorithm on scores that make the first guess a cycle.  The model is the
same here (Dozat and Manning 2017, Deep biaffine attention for neural dependency parsing) and
so are its results; parsing takes a fraction of the time, and training less as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 (torch's own convention)
from stanza.models.common.biaffine import DeepBiaffineScorer
from stanza.models.common.chuliu_edmonds import chuliu_edmonds, chuliu_edmonds_one_root
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.head_constraints import (
    find_head_constraint_violations,
    resolve_head_constraint_violations,
)
from stanza.models.depparse.model import GraphParser
from torch import nn

__all__ = ["ArcParser", "best_tree"]

_ARCS = 32  # arcs whose labels are scored at a time

Scores = npt.NDArray[np.floating[Any]]
Tree = npt.NDArray[np.integer[Any]]


def best_tree(scores: Scores) -> Tree:
    """Return the best tree with one root, as the head of each word (0 is the root).

    Args:
        scores: ``scores[i, j]`` is the score of word j as the head of word i; row and
            column 0 stand for the root.

    >>> best_tree(np.log(np.array([[1, 1, 1], [0.9, 0.01, 0.09], [0.2, 0.7, 0.1]])))
    array([0, 0, 1])
    """
    heads: Tree = np.argmax(scores, axis=1)
    heads[0] = 0
    if np.count_nonzero(heads[1:] == 0) == 1:
        # Where following every head long enough ends at the root, there is no cycle.
        ancestors = heads
        for _ in range(len(heads).bit_length()):
            ancestors = ancestors[ancestors]
        if not ancestors.any():
            return heads
    tree: Tree = chuliu_edmonds(scores.astype(np.float64))
    if np.count_nonzero(tree[1:] == 0) != 1:
        tree = chuliu_edmonds_one_root(scores)
    return tree


class _ArcLabels:
    """Label scores of arcs, computed on demand."""

    def __init__(
        self, left: torch.Tensor, right: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor
    ) -> None:
        self._left, self._right, self._weight, self._bias = left, right, weight, bias

    def of(
        self, batch: torch.Tensor, dependents: torch.Tensor, heads: torch.Tensor
    ) -> torch.Tensor:
        """Return (arcs, labels) scores for three index tensors of the same length."""
        left, right = self._left[batch, dependents], self._right[batch, heads]
        size_left, size_right, labels = self._weight.shape
        weight = self._weight.reshape(size_left, size_right * labels)
        # In pieces whose products stay in the processor's cache.
        scores = [
            torch.bmm(some_right.unsqueeze(1), (some_left @ weight).view(-1, size_right, labels))
            for some_left, some_right in zip(
                torch.split(left, _ARCS), torch.split(right, _ARCS), strict=True
            )
        ]
        return torch.cat(scores).squeeze(1) + self._bias

    def of_sentence(self, index: int, length: int) -> torch.Tensor:
        """Return (length, length, labels) scores for every arc of one sentence."""
        left, right = self._left[index, :length], self._right[index, :length]
        product = torch.einsum("li,ijo->ljo", left, self._weight)
        return torch.einsum("ljo,mj->lmo", product, right) + self._bias


class _LabelScorer(DeepBiaffineScorer):  # type: ignore[misc]
    """Biaffine scorer that keeps its inputs instead of multiplying all pairs out."""

    def forward(self, dependents: torch.Tensor, heads: torch.Tensor) -> _ArcLabels:
        def with_one(hidden: torch.Tensor) -> torch.Tensor:
            hidden = self.dropout(self.hidden_func(hidden))
            return torch.cat([hidden, hidden.new_ones(*hidden.shape[:-1], 1)], -1)

        bilinear = self.scorer.W_bilin
        left, right = with_one(self.W1(dependents)), with_one(self.W2(heads))
        return _ArcLabels(left, right, bilinear.weight, bilinear.bias)


class _SharedDropout(nn.Dropout):
    """Dropout that draws one mask for an input that several scorers share."""

    _input: torch.Tensor | None = None
    _output: torch.Tensor | None = None

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        if hidden is not self._input or self._output is None:
            self._input, self._output = hidden, super().forward(hidden)
        return self._output


class ArcParser(GraphParser):  # type: ignore[misc]
    """A graph parser that reads and writes the same checkpoints as Stanza's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deprel.__class__ = _LabelScorer
        self.drop: nn.Dropout = _SharedDropout(self.args["dropout"])

    @classmethod
    def adopt(cls, parser: GraphParser) -> None:
        """Turn a loaded Stanza parser into one of this class, in place."""
        parser.__class__ = cls
        parser.deprel.__class__ = _LabelScorer

    def forward(self, *inputs: Any) -> tuple[torch.Tensor, None]:
        """Return the training loss: heads, labels of gold arcs, order and distance."""
        word_mask, head, deprel = inputs[1], inputs[9], inputs[10]
        scores, labels, offset, linear, distance = self.forward_scores(*inputs)
        padding = word_mask[:, 1:]
        batch, place = (~padding).nonzero(as_tuple=True)
        gold = head[batch, place]
        scores = scores.masked_fill(word_mask.unsqueeze(1), -float("inf"))
        loss = self.crit(scores[batch, place + 1], gold)
        loss = loss + self.crit(
            labels.of(batch, place + 1, gold), deprel[batch, place] - VOCAB_PREFIX_SIZE
        )
        if linear is not None:
            after = (offset[batch, place + 1, gold] > 0).long()
            score = linear[batch, place + 1, gold].unsqueeze(1)
            loss = loss + self.crit(torch.cat([-score / 2, score / 2], 1), after)
        if distance is not None:
            loss = loss - distance[batch, place + 1, gold].sum()
        return loss / len(batch), None

    def predict(self, *inputs: Any, resolve_head_constraints: bool = False) -> list[list[Any]]:
        """Return ``[head, relation]`` for each word of each sentence."""
        lengths = inputs[12]
        scores, labels, *_ = self.forward_scores(*inputs)
        log_scores = F.log_softmax(scores, 2).cpu().numpy()
        trees = [best_tree(log_scores[i, :n, :n]) for i, n in enumerate(lengths)]
        device = scores.device
        batch = torch.tensor([i for i, n in enumerate(lengths) for _ in range(1, n)], device=device)
        places = torch.tensor([j for n in lengths for j in range(1, n)], device=device)
        heads = torch.from_numpy(np.concatenate([tree[1:] for tree in trees])).to(device)
        best = (labels.of(batch, places, heads).argmax(1) + VOCAB_PREFIX_SIZE).tolist()
        vocab = self.vocab["deprel"]
        out, start = [], 0
        for i, n in enumerate(lengths):
            tree, relations = trees[i], vocab.unmap(best[start : start + n - 1])
            start += n - 1
            if resolve_head_constraints and find_head_constraint_violations(tree, relations):
                every = F.log_softmax(labels.of_sentence(i, n), -1).cpu().numpy()
                tree, raw = resolve_head_constraint_violations(
                    log_scores[i, :n, :n], every, tree, vocab
                )
                relations = vocab.unmap([label + VOCAB_PREFIX_SIZE for label in raw])
            out.append([list(pair) for pair in zip(tree[1:].tolist(), relations, strict=True)])
        return out
