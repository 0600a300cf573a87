"""Word vectors of the shipped models: lookup, storage and dequantisation.

Stanza stores vectors as one float32 matrix (40 MB for 100,000 words).  Here a row is
100 int8 values and one float16 scale, which is a quarter of that; the models were
trained on the dequantised rows, so nothing changes between training and use.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import UNK_ID, VOCAB_PREFIX

__all__ = ["NewsVocab", "place_holder", "quantise", "read_vectors", "write_vectors"]

_SAME = {
    "—": "-",
    "–": "-",
    "--": "-",
    "``": '"',
    "''": '"',
    "’": "'",
    "‘": "'",
    "…": ".",
    "...": ".",
}
_UNKNOWN: int = UNK_ID
_POSSESSIVE = ("'s", "’s", "s'", "s’")


class NewsVocab(PretrainedWordVocab):  # type: ignore[misc]
    """Vocabulary that finds a vector for possessives and typographic variants too.

    Stanza's entity tagger sees ``Trump's`` as one token; without this every possessive
    name would be an unknown word.

    >>> vocab = NewsVocab(["trump", "-"])
    >>> vocab.unit2id("trump’s") == vocab.unit2id("trump")
    True
    """

    def unit2id(self, unit: str) -> int:
        """Return the row of a lower-cased word, or the row of the unknown word."""
        ids: dict[str, int] = self._unit2id
        found = ids.get(unit)
        if found is not None:
            return found
        if unit.endswith(_POSSESSIVE[:2]):
            return ids.get(unit[:-2], _UNKNOWN)
        if unit.endswith(_POSSESSIVE[2:]):
            return ids.get(unit[:-1], _UNKNOWN)
        return ids.get(_SAME.get(unit, ""), _UNKNOWN)

    def __contains__(self, key: str) -> bool:
        return self.unit2id(key) != _UNKNOWN


def quantise(
    rows: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Return int8 rows and one float16 scale a row; ``rows ≈ values * scale[:, None]``."""
    scale = (np.abs(rows).max(axis=1) / 127).astype(np.float16)
    safe = np.where(scale == 0, np.float16(1), scale).astype(np.float32)
    values = np.clip(np.rint(rows / safe[:, None]), -127, 127).astype(np.int8)
    return values, scale


def write_vectors(
    path: Path,
    words: list[str],
    values: npt.NDArray[np.int8],
    scale: npt.NDArray[np.float16],
) -> None:
    """Write words and quantised rows to an ``.npz`` file without pickled objects."""
    text = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez(path, words=text, values=values, scale=scale)


def read_vectors(path: Path, name: Path) -> Pretrain:
    """Return the vectors as a Stanza ``Pretrain`` known under the file name ``name``.

    Raises:
        OSError, ValueError, KeyError: the file is missing or not what `write_vectors` wrote.
    """
    with np.load(path, allow_pickle=False) as data:
        words = data["words"].tobytes().decode().split("\n")
        values = torch.from_numpy(data["values"])
        scale = torch.from_numpy(data["scale"].astype(np.float32))
    rows = torch.zeros(len(VOCAB_PREFIX) + len(words), values.shape[1])
    torch.mul(values, scale[:, None], out=rows[len(VOCAB_PREFIX) :])
    pretrain = Pretrain(str(name))
    pretrain._vocab = NewsVocab(words)
    pretrain._emb = rows
    return pretrain


def place_holder(pretrain: Pretrain) -> Pretrain:
    """Return vectors of the same width that hold the special entries only."""
    empty = Pretrain()
    empty._vocab = NewsVocab([])
    empty._emb = pretrain.emb[: len(VOCAB_PREFIX)]
    return empty
