"""Fit log-linear models (``quoteattr.linear``) with scikit-learn, and write their tables.

scikit-learn is needed here only: ``python -m pip install scikit-learn``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.linear import LogLinear

__all__ = [
    "Example",
    "calibration_error",
    "fit",
    "out_of_fold",
    "write_groups",
    "write_table",
]

_BINS = 10
_SMALLEST = 0.01  # weights below are left out of a table


@attrs.frozen
class Example:
    """Features with the answer.

    Attributes:
        features: values by name.
        right: the answer.
        group: what it comes from, as an article; groups are never divided between folds.
        weight: how much it counts.
    """

    features: Mapping[str, float]
    right: bool
    group: str
    weight: float = 1.0


def fit(examples: Sequence[Example], penalty: float, least_count: int) -> LogLinear:
    """The weights of a logistic model with an L2 penalty; deterministic.

    Args:
        examples: at least one right and one wrong.
        penalty: on half the square of each weight.
        least_count: features of fewer examples get no weight.

    Raises:
        InputError: no feature has so many examples, or all examples have the same answer.
        MissingDependencyError: scikit-learn is not installed.
    """
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingDependencyError(
            "this step needs scikit-learn: python -m pip install scikit-learn"
        ) from error
    counts = Counter(name for one in examples for name in one.features)
    frequent = {name for name, count in counts.items() if count >= least_count}
    if not frequent or len({one.right for one in examples}) == 1:
        raise InputError(
            f"no feature has {least_count} examples, or all have the same answer; more articles "
            "are needed"
        )
    names = DictVectorizer()
    matrix = names.fit_transform(
        [{n: v for n, v in one.features.items() if n in frequent} for one in examples]
    )
    model = LogisticRegression(C=1 / penalty, fit_intercept=False, max_iter=5000)
    model.fit(matrix, [one.right for one in examples], [one.weight for one in examples])
    weights = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    return LogLinear({str(name): float(weight) for name, weight in weights})


def out_of_fold(
    examples: Sequence[Example], penalty: float, least_count: int, folds: int = 7
) -> list[float]:
    """The probability of each example by a model that knows nothing of its group.

    Args:
        examples: of at least as many groups as there are folds.
        penalty: as for ``fit``.
        least_count: as for ``fit``.
        folds: number of parts; each is left out once.
    """
    sizes = Counter(one.group for one in examples)
    fold_of: dict[str, int] = {}
    loads = [0] * folds
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold_of[group] = min(range(folds), key=lambda fold: loads[fold])
        loads[fold_of[group]] += size
    out = [0.0] * len(examples)
    for fold in range(folds):
        known = [one for one in examples if fold_of[one.group] != fold]
        model = fit(known, penalty, least_count)
        for number, one in enumerate(examples):
            if fold_of[one.group] == fold:
                out[number] = model.probability(one.features)
    return out


def calibration_error(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error, over ten bins of equal width.

    >>> round(calibration_error([0.9, 0.9, 0.1], [True, True, False]), 3)
    0.1
    """
    gaps = [0.0] * _BINS
    for probability, answer in zip(probabilities, right, strict=True):
        gaps[min(_BINS - 1, int(probability * _BINS))] += probability - answer
    return sum(map(abs, gaps)) / max(1, len(probabilities))


def write_table(model: LogLinear, path: Path, header: str) -> None:
    """Write a model as a table; small weights are left out.

    Args:
        model: the weights.
        path: the table.
        header: what it is, one sentence; becomes a comment.
    """
    _write(path, header, "feature\tweight", _rows(model))


def write_groups(models: Mapping[str, LogLinear], path: Path, header: str) -> None:
    """Write one model for each group into one table; small weights are left out.

    Args:
        models: by the name of the group.
        path: the table.
        header: what it is, one sentence; becomes a comment.
    """
    rows = (f"{group}\t{row}" for group, model in sorted(models.items()) for row in _rows(model))
    _write(path, header, "group\tfeature\tweight", rows)


def _rows(model: LogLinear) -> Iterator[str]:
    for name, weight in sorted(model.weights.items()):
        if abs(weight) >= _SMALLEST:
            yield f"{name}\t{weight:.3g}"


def _write(path: Path, header: str, columns: str, rows: Iterable[str]) -> None:
    lines = (f"# {header}", f"# columns: {columns}", *rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
