"""How far the states of a pupil are from its teacher's, after each layer.

A reader that was made smaller learns fastest from the states of the whole one (Jiao et al.,
"TinyBERT", EMNLP Findings 2020).
"""

from __future__ import annotations

from typing import Any

import torch

from quoteattr.reader.network import Batch, Reader

__all__ = ["Match"]

_UNTIL = 0.6  # share of the steps after which states no longer count; not tuned


class Match:
    """Sees the states of two networks with as many layers of the same width.

    Layers that read pieces in one network and words in the other are not compared.

    Args:
        pupil: in training.
        teacher: in evaluation mode.
        weight: how much a distance counts at first.
    """

    def __init__(self, pupil: Reader, teacher: Reader, weight: float) -> None:
        self._teacher = teacher
        self._weight = weight
        self._own: list[torch.Tensor] = []
        self._right: list[torch.Tensor] = []
        for layer in pupil.encoder.layers:
            layer.second_norm.register_forward_hook(self._keep_own)  # type: ignore[union-attr]
        for layer in teacher.encoder.layers:
            layer.second_norm.register_forward_hook(self._keep_right)  # type: ignore[union-attr]

    def __call__(self, batch: Batch, done: float) -> torch.Tensor | float:
        """What the states of a batch that the pupil has just read add to the loss.

        Args:
            batch: it; the teacher reads it too if it was not asked about it.
            done: share of the steps that are done.
        """
        share = max(0.0, 1 - done / _UNTIL)
        if share and not self._right:
            with torch.no_grad():
                self._teacher.words(batch)
        pairs = list(zip(self._own, self._right, strict=True)) if share else []
        self._own.clear()
        self._right.clear()
        apart = [
            ((own.float() - right.float()) ** 2).mean() / right.float().var()
            for own, right in pairs
            if own.shape == right.shape
        ]
        return self._weight * share * sum(apart) / max(1, len(apart))

    def _keep_own(self, _: Any, __: Any, out: torch.Tensor) -> None:
        if out.requires_grad:  # the pupil also reads where nothing is learned: for heads of cues
            self._own.append(out)

    def _keep_right(self, _: Any, __: Any, out: torch.Tensor) -> None:
        self._right.append(out)
