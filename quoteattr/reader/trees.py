"""The best dependency tree, where each word has a score for each governor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["best_tree"]

_ROOTS = 5  # that are tried where the best governors make no tree


def best_tree(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """The tree with one root that has the highest sum of scores.

    Mostly each word's best governor makes a tree. Where it does not, cycles are contracted
    (Chu & Liu 1965; Edmonds 1967), and of several roots the best one is kept.

    Args:
        scores: (words, 1 + words); the first governor is the root.

    Returns:
        For each word the place of its governor, -1 for the root.

    >>> best_tree(np.array([[0, 9, 1], [5, 3, 0]], dtype=np.float32)).tolist()
    [1, -1]
    """
    scores = scores.copy()
    np.fill_diagonal(scores[:, 1:], -np.inf)  # no word governs itself
    heads = scores.argmax(1)
    if np.count_nonzero(heads == 0) != 1 or _cycle(heads) is not None:
        square = np.full((len(scores) + 1, len(scores) + 1), -np.inf, dtype=np.float64)
        square[1:] = scores
        heads = _one_root(square)
    found: npt.NDArray[np.int64] = heads.astype(np.int64) - 1
    return found


def _one_root(square: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The best tree over the likeliest roots."""
    if len(square) == 2:
        return np.zeros(1, dtype=np.int64)
    others = square[1:, 1:].max(1, initial=-np.inf)
    gains = square[1:, 0] - others
    best, best_score = None, -np.inf
    for root in (np.argsort(-gains)[:_ROOTS] + 1).tolist():
        if best is not None and others.sum() + gains[root - 1] <= best_score:
            break  # no tree with this root, or with a less likely one, is better
        heads = _spanning(square, root)
        score = float(square[np.arange(1, len(square)), heads].sum())
        if best is None or score > best_score:
            best, best_score = heads, score
    assert best is not None
    return best


def _spanning(square: npt.NDArray[np.float64], root: int) -> npt.NDArray[np.int64]:
    """The best tree in which only one word has the root as its governor."""
    scores = square.copy()
    scores[1:, 0] = -np.inf
    scores[root, :] = -np.inf
    scores[root, 0] = 0.0
    return _edmonds(scores)[1:]


def _edmonds(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Governors of the nodes of a graph, node 0 being the root; one contraction a call."""
    heads = scores.argmax(1)
    heads[0] = -1
    cycle = _cycle(heads[1:])
    if cycle is None:
        return _whole(heads)
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    rank = {int(node): place for place, node in enumerate(outside)}
    new = len(outside)
    smaller = np.full((new + 1, new + 1), -np.inf)
    smaller[:new, :new] = scores[np.ix_(outside, outside)]
    members = np.array(cycle)
    gain = scores[np.ix_(members, outside)] - scores[members, heads[members]][:, None]
    enter = gain.argmax(0)
    smaller[new, :new] = gain.max(0)
    leave = scores[np.ix_(outside, members)].argmax(1)
    smaller[:new, new] = scores[np.ix_(outside, members)].max(1)
    smaller[0, :] = -np.inf
    found = _edmonds(smaller)
    out = heads.copy()
    for node in outside[1:].tolist():
        governor = int(found[rank[node]])
        out[node] = members[leave[rank[node]]] if governor == new else outside[governor]
    entry = int(found[new])
    out[members[enter[entry]]] = outside[entry]
    return _whole(out)


def _whole(numbers: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    out: npt.NDArray[np.int64] = numbers.astype(np.int64)
    return out


def _cycle(heads: npt.NDArray[np.int64]) -> list[int] | None:
    """The nodes of some cycle; ``heads`` has those of node 1 and on, 0 being the root."""
    governor = [-1, *heads.tolist()]
    state = [0] * len(governor)  # 0: not seen, else the walk that saw it
    state[0] = -1
    for start in range(1, len(governor)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = governor[node]
        if state[node] == start:
            out = [node]
            after = governor[node]
            while after != node:
                out.append(after)
                after = governor[after]
            return out
    return None
