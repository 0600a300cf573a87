"""Parts of Stanza models that do less work when they only predict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch
from stanza.models.common.char_model import CharacterModel
from stanza.models.common.crf import CRFLoss
from stanza.models.common.utils import tensor_unsort
from stanza.models.tokenization.model import Tokenizer
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence

__all__ = ["lighten"]

_STEPS = 64  # of sequences that go through an LSTM in one call


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


class _Directions(nn.LSTM):
    """Bidirectional LSTM that runs each direction over padded pieces.

    PyTorch goes through packed sequences step by step, with a dozen calls a step; oneDNN takes
    padded ones in one call.  Sequences go through it some steps at a time, so that there is
    little padding; the other direction is the same with every sequence reversed, so that padding
    comes last in both and has no effect.  The number of steps is fixed since oneDNN keeps code
    for every shape that it saw.  The final states are not computed (they are None).
    """

    def forward(  # type: ignore[override]
        self, packed: PackedSequence, hx: tuple[torch.Tensor, torch.Tensor] | None = None
    ) -> tuple[PackedSequence, None]:
        data, sizes = packed.data, packed.batch_sizes.numpy()
        if hx is None:
            hx = (data.new_zeros(2, int(sizes[0]), self.hidden_size),) * 2
        out = data.new_empty(2, len(data), self.hidden_size)
        for way, weights in enumerate(self.all_weights):
            state = [part[way : way + 1] for part in hx]
            for places, inside in _pieces(sizes, reverse=way == 1):
                state = [part[:, : places.shape[1]].contiguous() for part in state]
                hidden, *state = torch.lstm(
                    data[places], state, [*weights], True, 1, 0.0, False, False, False
                )
                out[way, places[inside]] = hidden[inside]
        return PackedSequence(torch.cat([*out], 1), packed.batch_sizes), None


def _pieces(
    sizes: npt.NDArray[np.int64], *, reverse: bool
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Cut packed sequences into pieces of `_STEPS` elements, in order or reversed.

    Args:
        sizes: how many sequences have a first, second ... element, as in ``batch_sizes``.
        reverse: whether sequences are read from their ends.

    Yields:
        For each piece two tensors (steps, sequences that go on): where in the packed data an
        element is, and whether it is none of the padding.
    """
    starts = np.cumsum(sizes) - sizes
    lengths = (sizes[:, None] > np.arange(sizes[0])).sum(0)
    for first in range(0, len(sizes), _STEPS):
        steps, columns = np.arange(first, first + _STEPS)[:, None], np.arange(sizes[first])
        inside = steps < lengths[columns]
        order = lengths[columns] - 1 - steps if reverse else steps
        places = np.where(inside, starts[np.where(inside, order, 0)] + columns, 0)
        yield torch.from_numpy(places), torch.from_numpy(inside)


def lighten(model: nn.Module) -> None:
    """Put the lighter parts into a loaded model, in place; its results stay the same."""
    for module in model.modules():
        if type(module) is CharacterModel:
            module.__class__ = _DistinctWords
        elif type(module) is CRFLoss:
            module.__class__ = _TransitionsOnly
        elif type(module) is Tokenizer:
            for part in module.children():
                if type(part) is nn.LSTM and _fits(part):
                    part.__class__ = _Directions


def _fits(lstm: nn.LSTM) -> bool:
    """Whether an LSTM is of the one kind that `_Directions` runs, and faster by it."""
    one_layer = lstm.num_layers == 1 and lstm.bidirectional and lstm.bias and not lstm.proj_size
    on_cpu = all(weight.device.type == "cpu" for weight in lstm.parameters())
    available: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return one_layer and on_cpu and available
