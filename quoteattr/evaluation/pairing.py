"""Pair two lists one to one so that the pairs' weights sum to the most."""

from __future__ import annotations

from collections.abc import Sequence, Set
from math import inf

__all__ = ["assign", "jaccard"]


def jaccard(left: Set[int], right: Set[int]) -> float:
    """Size of the intersection over that of the union; 0 for two empty sets.

    >>> jaccard({1, 2}, {2, 3, 4})
    0.25
    """
    union = left | right
    return len(left & right) / len(union) if union else 0.0


def assign(weights: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    """The assignment of rows to columns with the greatest sum of weights.

    Args:
        weights: one row per item on the left, one column per item on the right, all of one length.

    Returns:
        Pairs of row and column; pairs of weight 0 or less are left out.

    The Hungarian method with shortest augmenting paths (Kuhn 1955; Jonker & Volgenant 1987).

    >>> sorted(assign([[0.9, 0.8], [0.85, 0.0]]))
    [(0, 1), (1, 0)]
    """
    if not weights or not weights[0]:
        return ()
    if len(weights) > len(weights[0]):
        return tuple((row, column) for column, row in assign(list(zip(*weights, strict=True))))
    # Rows and columns count from 1: column 0 is where each path starts, row 0 is "no row".
    row_cost = [0.0] * (len(weights) + 1)
    column_cost = [0.0] * (len(weights[0]) + 1)
    row_of = [0] * len(column_cost)
    for row in range(1, len(row_cost)):
        _add_row(row, weights, row_cost, column_cost, row_of)
    return tuple(
        (row - 1, column - 1)
        for column, row in enumerate(row_of)
        if column and row and weights[row - 1][column - 1] > 0
    )


def _add_row(
    new_row: int,
    weights: Sequence[Sequence[float]],
    row_cost: list[float],
    column_cost: list[float],
    row_of: list[int],
) -> None:
    """Give one more row a column, along the cheapest path of rows that change theirs."""
    columns = range(len(column_cost))
    lowest = [inf] * len(column_cost)
    before = [0] * len(column_cost)
    seen = [False] * len(column_cost)
    row_of[0], here = new_row, 0
    while row_of[here]:
        seen[here] = True
        row, step, nearest = row_of[here], inf, 0
        for column in columns:
            if seen[column]:
                continue
            cost = -weights[row - 1][column - 1] - row_cost[row] - column_cost[column]
            if cost < lowest[column]:
                lowest[column], before[column] = cost, here
            if lowest[column] < step:
                step, nearest = lowest[column], column
        for column in columns:
            if seen[column]:
                row_cost[row_of[column]] += step
                column_cost[column] -= step
            else:
                lowest[column] -= step
        here = nearest
    while here:
        row_of[here] = row_of[before[here]]
        here = before[here]
