"""How the words around a possible cue lie to it: in the sentence, the tree, and the marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from quoteattr.labeller.inputs import Document, Window
from quoteattr.reader.inputs import distances_of, quoted_of

__all__ = ["PLACES", "SIZES", "RowInput", "Rows", "branches", "row_of", "rows_of"]

Numbers = npt.NDArray[np.int64]

PLACES = ("distance", "branch", "depth", "sentence", "paragraph", "marks")
"""What is known of a word relative to a cue head, in the order of the network's tables."""

SIZES = {"distance": 33, "depth": 10, "sentence": 7, "paragraph": 5, "marks": 6}
"""How many values each has; that of ``branch`` is the model's."""

_REACH = 80  # words on either side of a cue head
_CLIMB = 3  # governors above the cue head whose branches are told apart


@attrs.frozen(eq=False)
class RowInput:
    """The words around one head: ``first`` is the first one's index in the document."""

    head: int
    first: int
    places: Mapping[str, Numbers]

    def __len__(self) -> int:
        return len(self.places["distance"])


def row_of(window: Window, head: int, numbers: Mapping[str, int]) -> RowInput:
    """The words of a window around one of its words.

    Args:
        window: the window.
        head: index of the word in the document.
        numbers: number of every branch, by name.
    """
    document = window.document
    first, last = max(window.first, head - _REACH), min(window.last, head + _REACH + 1)
    span = slice(first, last)
    branch = np.zeros(last - first, dtype=np.int64)
    depth = np.zeros(last - first, dtype=np.int64)
    for word, name, steps in branches(document, head):
        if first <= word < last:
            branch[word - first] = numbers.get(name, 0)
            depth[word - first] = min(steps, SIZES["depth"] - 1)
    return RowInput(
        head,
        first,
        {
            "distance": distances_of(np.arange(first, last) - head),
            "branch": branch,
            "depth": depth,
            "sentence": _clipped(document.sentences, span, head, 3),
            "paragraph": _clipped(document.paragraphs, span, head, 2),
            "marks": quoted_of(document.outer, document.inner, span, head),
        },
    )


def branches(document: Document, head: int) -> Iterator[tuple[int, str, int]]:
    """Every word near a head in the tree, the branch that it hangs on, and how many steps away.

    A branch is named by its relation: "v" for one below the head, "u" with the number of steps
    for one beside it, "n" for a governor.
    """
    relations = document.relations
    yield head, "SELF", 0
    for kid in document.children[head]:
        yield from _below(document, kid, f"v{relations[kid]}", 1)
    node = head
    for step in range(1, _CLIMB + 1):
        previous, node = node, document.heads[node]
        if node < 0:
            return
        up = relations[previous]
        yield node, f"n^{up}{step}", step
        for kid in document.children[node]:
            if kid != previous:
                beside = "" if step > 1 else up
                name = f"u{step}{beside}v{relations[kid]}"
                yield from _below(document, kid, name, step + 1)


def _below(document: Document, top: int, name: str, steps: int) -> Iterator[tuple[int, str, int]]:
    todo = [(top, steps)]
    while todo:
        word, depth = todo.pop()
        yield word, name, depth
        todo.extend((kid, depth + 1) for kid in document.children[word])


def _clipped(numbers: Numbers, span: slice, head: int, most: int) -> Numbers:
    apart: Numbers = np.clip(numbers[span] - numbers[head], -most, most)
    return apart + most


@attrs.frozen(eq=False)
class Rows:
    """Rows one below the other, padded to the same width.

    Attributes:
        heads: place of each row's head among the batch's words.
        words, mask: place of each word, and 1 where there is one (rows, words).
        places: by name, the value of each word (rows, words).
    """

    heads: Numbers
    words: Numbers
    mask: npt.NDArray[np.float32]
    places: Mapping[str, Numbers]


def rows_of(rows: Sequence[tuple[int, RowInput]]) -> Rows:
    """Put rows together.

    Args:
        rows: each with the place that the document's first word would have in the batch.
    """
    shape = (len(rows), max(len(row) for _, row in rows))
    words = np.zeros(shape, dtype=np.int64)
    mask = np.zeros(shape, dtype=np.float32)
    places = {name: np.zeros(shape, dtype=np.int64) for name in PLACES}
    for number, (shift, row) in enumerate(rows):
        count = len(row)
        words[number, :count] = np.arange(count) + row.first + shift
        mask[number, :count] = 1
        for name in PLACES:
            places[name][number, :count] = row.places[name]
    heads = np.array([row.head + shift for shift, row in rows], dtype=np.int64)
    return Rows(heads, words, mask, places)
