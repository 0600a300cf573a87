"""Names of a document from the scores of its words: the same words are the same name everywhere.

Words are labelled one by one, so "Hale" may be a person here and a place there. An article mostly
means the same, and what one place shows helps another (Finkel, Grenager & Manning, ACL 2005).

Labels are numbered "O", then for each kind its beginning (odd) and its inside (even).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from quoteattr.reader.inputs import Document
from quoteattr.reader.network import SHAPES

__all__ = ["NO_NAMES", "names_of"]

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]
_Span = tuple[int, int]  # first word, and the one after the last

NO_NAMES = frozenset({"DATE", "MONEY"})
"""Kinds that are labelled as well: "May" the month says nothing about May the minister."""

# Log odds against the beginning of a name, since training with words in other outlines finds too
# many names. Like the next two, tuned on the development set of the English Worldwide Newswire.
_NO_NAME = 0.6
_LEAST = -5.0  # log probability of a label at one place, at least, when another place is labelled
_MOST = 6.0  # log odds that all other places together can give


def names_of(scores: Values, document: Document, kinds: Sequence[str]) -> Numbers:
    """The number of every word's label.

    Args:
        scores: log probabilities of the labels (words, labels).
        document: the words.
        kinds: of names, in the order of their numbers.

    Returns:
        The likeliest sequence in which a name goes on only after one of its kind, corrected where
        the same words are labelled differently.
    """
    scores = scores.copy()
    scores[:, 1::2] -= _NO_NAME
    best = _likeliest(scores)
    excluded = np.array([False, *(kind in NO_NAMES for kind in kinds)])
    for places in _repeated(best, document, excluded):
        _agree(best, scores, places, excluded)
    return best


def _likeliest(scores: Values) -> Numbers:
    best: Numbers = scores.argmax(1)
    before = np.append(0, best[:-1])
    wrong = (best > 0) & (best % 2 == 0) & (before != best) & (before != best - 1)
    # Only the names between two words outside of names are looked at again.
    outside = np.append(-1, np.append(np.flatnonzero(best == 0), len(best)))
    for place in np.flatnonzero(wrong).tolist():
        at = int(np.searchsorted(outside, place))
        first, last = int(outside[at - 1]) + 1, int(outside[at])
        best[first:last] = _viterbi(scores[first:last])
    return best


def _viterbi(scores: Values) -> Numbers:
    count = scores.shape[1]
    allowed = np.zeros((count, count), dtype=np.float32)
    for number in range(2, count, 2):
        allowed[:, number] = -np.inf
        allowed[[number - 1, number], number] = 0
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


def _spans(labels: Numbers) -> Iterator[_Span]:
    """The names, as first word and the one after the last."""
    inside = np.flatnonzero(labels)
    begins = labels[inside] % 2 == 1
    begins |= np.diff(inside, prepend=-2) > 1
    starts = np.flatnonzero(begins)
    for start, end in zip(starts, np.append(starts, len(inside))[1:], strict=True):
        yield int(inside[start]), int(inside[end - 1]) + 1


def _repeated(
    labels: Numbers, document: Document, excluded: npt.NDArray[np.bool_]
) -> list[list[_Span]]:
    """The places of words that are a name somewhere, and come more than once."""
    offsets = document.offsets.tolist()
    outlines = (document.shapes % (SHAPES // 2)).tolist()  # whatever precedes the word
    places: dict[bytes, list[_Span]] = {}
    written: dict[bytes, set[tuple[int, ...]]] = {}
    lengths: defaultdict[int, set[int]] = defaultdict(set)  # of names, by their first piece

    def words_at(first: int, last: int) -> bytes:
        return document.pieces[offsets[first] : offsets[last]].tobytes()

    for first, last in _spans(labels):
        if not excluded[(labels[first] + 1) // 2]:
            words = words_at(first, last)
            places.setdefault(words, []).append((first, last))
            written.setdefault(words, set()).add(tuple(outlines[first:last]))
            lengths[int(document.pieces[offsets[first]])].add(last - first)
    opening = document.pieces[document.offsets[: len(labels)]]
    likely = np.isin(opening, np.fromiter(lengths, dtype=opening.dtype, count=len(lengths)))
    for first in np.flatnonzero(likely & (labels == 0)).tolist():
        for length in lengths[int(opening[first])]:
            last = first + length
            if last > len(labels) or labels[first:last].any():
                continue
            words = words_at(first, last)
            same_line = document.paragraphs[first] == document.paragraphs[last - 1]
            if tuple(outlines[first:last]) in written.get(words, ()) and same_line:
                places[words].append((first, last))
    return [found for found in places.values() if len(found) > 1]


def _agree(
    labels: Numbers, scores: Values, places: Sequence[_Span], excluded: npt.NDArray[np.bool_]
) -> None:
    """Label the same words anew, each place by its own scores and by those of the others."""
    own = np.stack(
        [
            np.append(
                scores[first:last, 0].sum(),
                scores[first, 1::2] + scores[first + 1 : last, 2::2].sum(0),
            )
            for first, last in places
        ]
    )
    own[:, excluded] = -np.inf
    own -= np.logaddexp.reduce(own, axis=1, keepdims=True)
    shown = np.maximum(own, _LEAST)
    others = shown.sum(0) - shown
    others = np.maximum(others - others.max(1, keepdims=True), -_MOST)
    chosen = np.where(excluded, -np.inf, own + others).argmax(1)
    for (first, last), kind in zip(places, chosen.tolist(), strict=True):
        labels[first:last] = 2 * kind
        labels[first] = max(2 * kind - 1, 0)
