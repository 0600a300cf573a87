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

_PADDING = 1.4  # how much longer padding may make the sequences of one call


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
    """Bidirectional LSTM that runs each direction over padded sequences.

    PyTorch goes through packed sequences step by step, with a dozen calls a step.  Sequences of
    about one length fit into a tensor with little padding, which oneDNN goes through in one call.
    The other direction is the same with every sequence reversed, so that padding comes last in
    both and has no effect.  The final states are not computed (they are None).
    """

    def forward(  # type: ignore[override]
        self, packed: PackedSequence, hx: tuple[torch.Tensor, torch.Tensor] | None = None
    ) -> tuple[PackedSequence, None]:
        sizes = packed.batch_sizes.numpy()
        if hx is None:
            zeros = packed.data.new_zeros(2, int(sizes[0]), self.hidden_size)
            hx = (zeros, zeros)
        out = packed.data.new_empty(len(packed.data), 2 * self.hidden_size)
        for places, reverse, inside, columns in _blocks(sizes):
            for way, (order, weights) in enumerate(
                zip((places, reverse), self.all_weights, strict=True)
            ):
                state = [half[way : way + 1, columns].contiguous() for half in hx]
                hidden = torch.lstm(
                    packed.data[order], state, [*weights], True, 1, 0.0, False, False, False
                )[0]
                half = out[:, way * self.hidden_size : (way + 1) * self.hidden_size]
                half[order[inside]] = hidden[inside]
        return PackedSequence(out, packed.batch_sizes), None


def _blocks(
    sizes: npt.NDArray[np.int64],
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, slice]]:
    """Cut packed sequences into blocks of similar length.

    Args:
        sizes: how many sequences have a first, second ... element, as in ``batch_sizes``.

    Yields:
        For each block three tensors (length, sequences), where in the packed data each element
        is, in order and reversed, and whether it is none of the padding; and the sequences.
    """
    starts = np.cumsum(sizes) - sizes
    lengths = (sizes[:, None] > np.arange(sizes[0])).sum(0)
    first = 0
    while first < len(lengths):
        longest = lengths[first]
        needed = np.cumsum(lengths[first:])
        padded = longest * np.arange(1, len(needed) + 1)
        last = first + int(np.flatnonzero(padded <= _PADDING * needed)[-1]) + 1
        steps, columns = np.arange(longest)[:, None], np.arange(first, last)
        inside = steps < lengths[columns]
        places = np.where(inside, starts[steps] + columns, 0)
        back = np.where(inside, lengths[columns] - 1 - steps, 0)
        reverse = np.where(inside, starts[back] + columns, 0)
        yield (
            torch.from_numpy(places),
            torch.from_numpy(reverse),
            torch.from_numpy(inside),
            slice(first, last),
        )
        first = last


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
