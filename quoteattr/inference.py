"""Parts of Stanza models that do less work when they only predict."""

from __future__ import annotations

import torch
from stanza.models.common.char_model import CharacterModel
from stanza.models.common.crf import CRFLoss
from stanza.models.common.utils import tensor_unsort
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence

__all__ = ["lighten"]


class _DistinctWords(CharacterModel):  # type: ignore[misc]
    """Character model that reads each distinct word of a batch once."""

    def forward(
        self,
        chars: torch.Tensor,
        chars_mask: torch.Tensor,
        word_orig_idx: list[int],
        sentlens: list[int],
        wordlens: list[int],
    ) -> PackedSequence:
        words: PackedSequence
        if self.training:
            words = super().forward(chars, chars_mask, word_orig_idx, sentlens, wordlens)
            return words
        seen: dict[bytes, int] = {}
        first: list[int] = []
        places: list[int] = []
        for number, row in enumerate(chars.cpu().numpy()):
            place = seen.setdefault(row.tobytes(), len(first))
            if place == len(first):
                first.append(number)
            places.append(place)
        # Words come longest first, and so do their first occurrences.
        count = len(first)
        lengths = [wordlens[number] for number in first]
        words = super().forward(
            chars[first], chars_mask[first], list(range(count)), [count], lengths
        )
        out = tensor_unsort(words.data[places], word_orig_idx)
        return pack_sequence(out.split(sentlens))


class _TransitionsOnly(CRFLoss):  # type: ignore[misc]
    """CRF that computes its loss in training only; decoding needs the transitions alone."""

    def forward(
        self, inputs: torch.Tensor, masks: torch.Tensor, tag_indices: torch.Tensor
    ) -> tuple[torch.Tensor | float, torch.Tensor]:
        loss: torch.Tensor | float = 0.0
        if self.training:
            loss, _ = super().forward(inputs, masks, tag_indices)
        return loss, self._transitions


def lighten(model: nn.Module) -> None:
    """Put the lighter parts into a loaded model, in place; its results stay the same."""
    for module in model.modules():
        if type(module) is CharacterModel:
            module.__class__ = _DistinctWords
        elif type(module) is CRFLoss:
            module.__class__ = _TransitionsOnly
