"""How far confidence can be trusted, and what leaving out the less sure quotes costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import attrs

from quoteattr.evaluation.counting import right_pairs
from quoteattr.evaluation.polnear import read_split
from quoteattr.evaluation.predictions import PredictedQuote
from quoteattr.evaluation.report import table
from quoteattr.evaluation.spans import Article

__all__ = ["Judged", "calibration_markdown", "judge_split"]

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
_LEAST = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


@attrs.frozen
class Judged:
    """A predicted quote of one kind: its confidence, and whether content and source are right."""

    kind: str
    confidence: float
    content: bool
    joint: bool


def judge_split(
    split: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> tuple[tuple[Judged, ...], int]:
    """Judge every predicted quote of a split by content@0.5 and joint (``score``).

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        predictions: by the name of the article's file.

    Returns:
        The judged quotes, and how many attributions the gold has.

    Raises:
        InputError: the folder is not a PolNeAR split.
    """
    out: list[Judged] = []
    gold = 0
    for item in read_split(split):
        gold += len(item.attributions)
        found = predictions.get(item.name, ())
        article = Article(item.text)
        right = {
            measure: {number for _, number in pairs}
            for measure, pairs in right_pairs(article, item.attributions, found).items()
        }
        out += [
            Judged(
                kind=article.kind(quote.content),
                confidence=quote.confidence,
                content=number in right["content@0.5"],
                joint=number in right["joint"],
            )
            for number, quote in enumerate(found)
        ]
    return tuple(out), gold


def calibration_markdown(judged: Sequence[Judged], gold: int) -> str:
    """Two Markdown tables: confidence against truth, and precision against recall.

    >>> print(calibration_markdown([Judged("direct", 0.95, True, False)], 2).splitlines()[2])
    | 0.9 – 1.0 | 1 | 0.95 | 100 | 0 |
    """
    return _reliability(judged) + "\n\n" + _trade(judged, gold)


def _reliability(judged: Sequence[Judged]) -> str:
    rows = []
    for low, high in pairwise(_BINS):
        own = [item for item in judged if low <= item.confidence < high]
        if own:
            mean = sum(item.confidence for item in own) / len(own)
            name = f"below {high}" if low == 0 else f"{low} – {min(high, 1.0)}"
            shares = _percent(own, "content"), _percent(own, "joint")
            rows.append([name, f"{len(own):,}", f"{mean:.2f}", *(f"{s:.0f}" for s in shares)])
    head = ["confidence", "quotes", "mean confidence", "right content, %", "and right source, %"]
    return table(head, rows)


def _trade(judged: Sequence[Judged], gold: int) -> str:
    rows = []
    for least in _LEAST:
        own = [item for item in judged if item.confidence >= least]
        quoted = [item for item in own if item.kind != "indirect"]
        recall = 100 * sum(item.joint for item in own) / gold if gold else 0.0
        rows.append(
            [
                f"{least:g}",
                f"{len(own):,}",
                f"{_percent(own, 'joint'):.1f}",
                f"{recall:.1f}",
                f"{len(quoted):,}",
                f"{_percent(quoted, 'joint'):.1f}",
            ]
        )
    head = ["`min_confidence`", "quotes", "precision, %", "recall, %"]
    return table([*head, "direct and mixed", "precision, %"], rows)


def _percent(judged: Sequence[Judged], measure: str) -> float:
    return 100 * sum(getattr(item, measure) for item in judged) / len(judged) if judged else 0.0
