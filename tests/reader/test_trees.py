"""The best dependency tree, against all trees of short sentences."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quoteattr.reader.trees import best_tree

MATRICES = st.integers(1, 5).flatmap(
    lambda count: arrays(np.float32, (count, count + 1), elements=st.floats(-9, 9, width=32))
)


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(-1) != 1:
        return False
    for word in range(len(heads)):
        steps = 0
        while word >= 0 and steps <= len(heads):
            word, steps = heads[word], steps + 1
        if word >= 0:
            return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[word, head + 1] for word, head in enumerate(heads)))


@given(MATRICES)
def test_no_tree_is_better(scores: np.ndarray):
    found = tuple(best_tree(scores).tolist())
    assert is_tree(found)
    trees = filter(is_tree, product(range(-1, len(scores)), repeat=len(scores)))
    assert total(scores, found) >= max(total(scores, tree) for tree in trees) - 1e-3


def test_equal_scores_give_a_tree():
    assert is_tree(tuple(best_tree(np.zeros((40, 41), dtype=np.float32)).tolist()))
