"""The trained labeller: loads its model and reads articles with it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import torch

from quoteattr.attribution.analysis import Analysis
from quoteattr.errors import ModelError
from quoteattr.labeller.inputs import Document, Window, batch_of, document_of, windows_of
from quoteattr.labeller.network import LabelNetwork, Shape
from quoteattr.labeller.quantized import quantize
from quoteattr.labeller.rows import row_of, rows_of
from quoteattr.reader.pieces import WordPieces
from quoteattr.syntax import Labels, Row

__all__ = ["LABELS", "TrainedLabeller", "load_labeller", "save_labeller"]

LABELS = "labels.pt"

_HEAD = 0.08  # probability of a cue head from which the words around it are read
_WINDOWS = 8  # of a batch
_ROWS = 64
_SMALL = 10_000  # values of a matrix that is not worth quantising


@attrs.frozen(eq=False)
class TrainedLabeller:
    """Reads articles with a trained network.

    Attributes:
        network: the network, in evaluation mode.
        pieces: cuts words as the network knows them.
        numbers: number by value of each feature, and of each "branch".
    """

    network: LabelNetwork
    pieces: WordPieces
    numbers: Mapping[str, Mapping[str, int]]

    def document(self, article: Analysis) -> Document:
        """An article as the network's numbers."""
        return document_of(article, self.numbers, self.pieces)

    @torch.inference_mode()
    def __call__(self, article: Analysis) -> Labels:
        """The probabilities of every word of an article; empty for one without words."""
        document = self.document(article)
        heads = np.zeros(len(document), dtype=np.float32)
        rows: dict[int, Row] = {}
        windows = list(windows_of(document, self.network.shape.window))
        for start in range(0, len(windows), _WINDOWS):
            self._read(windows[start : start + _WINDOWS], heads, rows)
        return Labels(_floats(heads), rows)

    def _read(self, windows: Sequence[Window], heads: Any, rows: dict[int, Row]) -> None:
        batch = batch_of(windows)
        words = self.network.words(batch)
        likely = torch.sigmoid(self.network.heads(words)).numpy()
        wanted = []
        for window, start in zip(windows, batch.starts, strict=True):
            own = likely[start : start + len(window)]
            heads[window.first : window.last] = own
            for place in np.flatnonzero(own >= _HEAD):
                row = row_of(window, window.first + int(place), self.numbers["branch"])
                wanted.append((start - window.first, row))
        for start in range(0, len(wanted), _ROWS):
            part = wanted[start : start + _ROWS]
            scores = self.network.roles(words, rows_of(part))
            likely_roles = torch.softmax(scores, 2).transpose(1, 2).numpy()
            for (_, row), values in zip(part, likely_roles, strict=True):
                _, cue, source, content = (_floats(v[: len(row)]) for v in values)
                rows[row.head] = Row(row.first, cue, source, content)


def _floats(values: npt.NDArray[np.float32]) -> array[float]:
    """Values as plain data, in an eighth of the memory that a tuple takes."""
    return array("f", values.tobytes())


def _stored(tensor: torch.Tensor) -> Any:
    """Matrices as int8 rows with a scale each, the rest in half precision."""
    if tensor.dim() != 2 or tensor.numel() < _SMALL:
        return tensor.half()
    scale = (tensor.abs().amax(1) / 127).clamp(min=1e-8)
    return {"values": torch.round(tensor / scale[:, None]).to(torch.int8), "scale": scale}


def _restored(value: Any) -> torch.Tensor:
    if isinstance(value, dict):
        restored: torch.Tensor = value["values"].float() * value["scale"][:, None]
        return restored
    return value.float()  # type: ignore[no-any-return]


def save_labeller(labeller: TrainedLabeller, vocabulary: Sequence[str], path: Path) -> None:
    """Write a model file.

    Args:
        labeller: the trained labeller.
        vocabulary: the pieces in the order of their numbers.
        path: the file to write.
    """
    weights = {name: _stored(value) for name, value in labeller.network.state_dict().items()}
    torch.save(
        {
            "shape": attrs.asdict(labeller.network.shape),
            "vocabulary": "\n".join(vocabulary),
            "numbers": {name: dict(table) for name, table in labeller.numbers.items()},
            "weights": weights,
        },
        path,
    )


def load_labeller(path: Path) -> TrainedLabeller:
    """Read a model file; its network runs in int8 where the machine can.

    Raises:
        ModelError: the file is missing or no labeller; the message names the repair.
    """
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
        network = LabelNetwork(Shape(**stored["shape"]))
        network.load_state_dict(
            {name: _restored(value) for name, value in stored["weights"].items()}
        )
        pieces = WordPieces(stored["vocabulary"].split("\n"))
        numbers = stored["numbers"]
    except Exception as error:  # torch raises many types for a file that is no model of ours
        raise ModelError(
            f"model file {path} can't be loaded ({type(error).__name__}: {error}); repair with: "
            "python -m pip install --force-reinstall --no-deps quoteattr"
        ) from error
    network.eval()
    quantize(network)
    return TrainedLabeller(network, pieces, numbers)
