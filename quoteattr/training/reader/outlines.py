"""Where teachers are asked about documents: the sentences and likely cue heads of a reader."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np

from quoteattr.reader.files import Loaded, load_reader
from quoteattr.reader.inputs import Document
from quoteattr.reader.reading import read
from quoteattr.training.reader.examples import Outline

__all__ = ["Outlines"]

_LIKELY = 0.2  # probability of a cue head


class Outlines:
    """Outlines of documents by a reader, kept in a file.

    Args:
        model: the reader; it is loaded when the file lacks a document.
        store: the file.
    """

    def __init__(self, model: Path, store: Path) -> None:
        self._model = model
        self._store = store
        self._loaded: Loaded | None = None
        self._kept: dict[str, list[list[int]]] = {}
        if store.exists():
            self._kept = json.loads(store.read_text(encoding="utf-8"))

    def __call__(self, document: Document) -> Outline:
        """The outline of a document."""
        key = f"{len(document)} {zlib.crc32(document.pieces.tobytes()):08x}"
        if key not in self._kept:
            if self._loaded is None:
                self._loaded = load_reader(self._model)
            found = read(self._loaded.network, document, self._loaded.separators)
            heads = np.flatnonzero(found.cues >= _LIKELY).tolist()
            self._kept[key] = [[last for _, last in found.sentences], heads]
        ends, heads = self._kept[key]
        lengths = np.diff([0, *ends])
        return Outline(np.repeat(np.arange(len(ends)), lengths), tuple(heads))

    def save(self) -> None:
        """Write the outlines to the file."""
        self._store.write_text(json.dumps(self._kept), encoding="utf-8")
