"""Fit conditional log-linear models: one choice of several is right.

torch fits them; the tables are written by ``training.linear``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from quoteattr.errors import InputError
from quoteattr.linear import LogLinear, Weights

__all__ = ["Example", "fit", "most_probable"]

_STEPS = 150
_FLAT = 1e9


@attrs.frozen
class Example:
    """Something with several choices, such as a mention.

    Attributes:
        groups: whose weights count for it.
        features: of each of its choices.
        right: whether the choice is right.
        weight: how much it counts.
    """

    groups: tuple[str, str]
    features: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def fit(
    examples: Sequence[Example],
    penalty: float,
    expected: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
    least_count: int = 5,
) -> Weights:
    """Weights that make the right choices most probable, by group.

    Args:
        examples: of all groups.
        penalty: on the squared distance of each weight from what is expected, 0 mostly.
        expected: weights that we expect before we see data, by group; 0 where there is none.
        least_count: a feature of fewer choices has the weight that is expected.

    Raises:
        InputError: no feature has so many choices.
    """
    import torch

    names, table = _table(examples, expected, least_count)
    if not (examples and names):
        raise InputError(f"no feature has {least_count} examples; more articles are needed")
    owner = torch.tensor([i for i, e in enumerate(examples) for _ in e.right])
    allowed = torch.tensor([0.0 if right else -_FLAT for e in examples for right in e.right])
    counts = torch.tensor([example.weight for example in examples])
    prior = torch.tensor([expected.get(group, {}).get(name, 0.0) for group, name in names])
    weights = prior.clone().requires_grad_()
    back = table.t().to_sparse_csr()
    rows = table.to_sparse_csr()
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def log_sums(scores: torch.Tensor) -> torch.Tensor:
        top = torch.full((len(examples),), -_FLAT).scatter_reduce(0, owner, scores, "amax")
        odds = torch.exp(scores - top[owner])
        return top + torch.log(torch.zeros(len(examples)).scatter_add(0, owner, odds))

    def loss() -> torch.Tensor:
        """The loss, with its gradient by hand: that of a sparse table is slow."""
        with torch.no_grad():
            scores = rows @ weights
            every, right = log_sums(scores), log_sums(scores + allowed)
            missed = torch.exp(scores - every[owner]) - torch.exp(scores + allowed - right[owner])
            away = weights - prior
            weights.grad = back @ (missed * counts[owner]) + 2 * penalty * away
            return (counts * (every - right)).sum() + penalty * (away**2).sum()

    optimizer.step(loss)
    out: dict[str, dict[str, float]] = {}
    for (group, name), weight in zip(names, weights.tolist(), strict=True):
        out.setdefault(group, {})[name] = weight
    return {group: LogLinear(own) for group, own in out.items()}


def most_probable(example: Example, weights: Weights) -> int:
    """The number of the most probable choice.

    Args:
        example: the choices.
        weights: by group.
    """
    models = [weights[group] for group in example.groups if group in weights]
    scores = [sum(model.score(row) for model in models) for row in example.features]
    return scores.index(max(scores))


def _table(
    examples: Sequence[Example], expected: Mapping[str, Mapping[str, float]], least_count: int
) -> tuple[list[tuple[str, str]], Any]:
    """Groups and features in order, and the values: a sparse tensor with a row for each choice."""
    import torch

    counts = Counter(
        (group, name) for e in examples for row in e.features for name in row for group in e.groups
    )
    needed = {(group, name) for group, rows in expected.items() for name in rows}
    names = sorted({name for name, count in counts.items() if count >= least_count} | needed)
    column = {name: i for i, name in enumerate(names)}
    cells = [
        (number, column[group, name], value)
        for number, (groups, row) in enumerate(
            (e.groups, row) for e in examples for row in e.features
        )
        for name, value in row.items()
        for group in groups
        if (group, name) in column
    ]
    size = (sum(len(e.right) for e in examples), len(names))
    places = torch.tensor([[row for row, _, _ in cells], [place for _, place, _ in cells]])
    values = torch.tensor([value for _, _, value in cells])
    return names, torch.sparse_coo_tensor(places, values, size).coalesce()
