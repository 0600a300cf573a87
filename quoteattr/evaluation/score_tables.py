"""Scores as Markdown tables: by kind, by class of cue, by publisher; two systems side by side."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.errors import InputError
from quoteattr.evaluation.bootstrap import RESAMPLES, SEED, difference, interval
from quoteattr.evaluation.cue_classes import CLASSES
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.score import (
    COLUMNS,
    MEASURES,
    STATEMENTS,
    Counted,
    Counts,
    Measure,
    Scores,
    scores_of,
)

__all__ = [
    "class_markdown",
    "comparison_markdown",
    "intervals_markdown",
    "publisher_markdown",
    "publishers",
    "scores_markdown",
]

_SHORT = ("content@0.5", "joint", "exact source", "exact cue", "exact content")


def scores_markdown(scores: Scores) -> str:
    """Precision / recall / F1 of every measure, by kind."""
    rows = [[measure, *(_cell(scores[measure][kind]) for kind in COLUMNS)] for measure in MEASURES]
    numbers = scores[MEASURES[0]]
    counts = [f"{numbers[kind].gold:,} / {numbers[kind].pred:,}" for kind in COLUMNS]
    return table(["measure", *COLUMNS], [*rows, ["gold / found", *counts]])


def intervals_markdown(
    counted: Sequence[Counted], resamples: int = RESAMPLES, seed: int = SEED
) -> str:
    """F1 with its 95 % confidence interval, by kind (``bootstrap``)."""
    counts = [item.counts for item in counted]
    scores = scores_of(counts)
    rows = []
    for measure in MEASURES:
        cells = []
        for kind in COLUMNS:
            low, high = interval(counts, measure, kind, resamples, seed).f
            cells.append(f"{scores[measure][kind].f:.1f} ({low:.1f} – {high:.1f})")
        rows.append([measure, *cells])
    return table(["F1 (95 % interval)", *COLUMNS], rows)


def class_markdown(counted: Sequence[Counted], resamples: int = RESAMPLES, seed: int = SEED) -> str:
    """Content@0.5 and joint by class of the cue, with the interval of joint.

    Recall of a class is over gold cues that have it by look-up, precision over predicted quotes
    whose cue has this type.
    """
    columns = ("all", STATEMENTS, *CLASSES)
    scores = scores_of((item.counts for item in counted), columns)
    rows = []
    for column in columns:
        content, joint = scores["content@0.5"][column], scores["joint"][column]
        if content.gold or content.pred:
            bounds = interval([item.counts for item in counted], "joint", column, resamples, seed)
            sizes = f"{content.gold:,} / {content.pred:,}"
            interval_of_joint = f"{bounds.f[0]:.1f} – {bounds.f[1]:.1f}"
            rows.append([column, sizes, _cell(content), _cell(joint), interval_of_joint])
    return table(["class of the cue", "gold / found", "content@0.5", "joint", "95 % of F1"], rows)


def publisher_markdown(
    counted: Sequence[Counted], resamples: int = RESAMPLES, seed: int = SEED
) -> str:
    """F1 of the main measures by publisher, with the interval of joint."""
    rows = []
    for name, counts in publishers(counted).items():
        scores = scores_of(counts)
        low, high = interval(counts, "joint", "all", resamples, seed).f
        gold, found = scores["joint"]["all"].gold, scores["joint"]["all"].pred
        cells = [f"{scores[measure]['all'].f:.1f}" for measure in _SHORT]
        sizes = [str(len(counts)), f"{gold:,} / {found:,}"]
        rows.append([name, *sizes, *cells, f"{low:.1f} – {high:.1f}"])
    head = ["publisher (F1)", "articles", "gold / found", *_SHORT, "95 % of joint"]
    return table(head, rows)


def comparison_markdown(
    first: Sequence[Counted],
    second: Sequence[Counted],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> str:
    """F1 of two systems on the same articles, and the interval of their difference.

    Raises:
        InputError: the articles are not the same.
    """
    if [item.name for item in first] != [item.name for item in second]:
        raise InputError("the two systems must be compared on the same articles")
    counts = [item.counts for item in first], [item.counts for item in second]
    rows = []
    for measure in MEASURES:
        for column in COLUMNS:
            gap = difference(*counts, measure, column, resamples, seed)
            rows.append(
                [
                    measure if column == "all" else f"{measure}, {column}",
                    f"{gap.first:.1f}",
                    f"{gap.second:.1f}",
                    f"{gap.points:+.1f}",
                    f"{gap.low:+.1f} to {gap.high:+.1f}",
                    f"{gap.p:.3f}",
                ]
            )
    return table(["F1", "first", "second", "second − first", "95 % interval", "p"], rows)


def publishers(counted: Sequence[Counted]) -> dict[str, list[Counts]]:
    """Counts of the articles of each publisher, in order of their names."""
    out: dict[str, list[Counts]] = {}
    for item in sorted(counted, key=lambda item: item.publisher or "unknown"):
        out.setdefault(item.publisher or "unknown", []).append(item.counts)
    return out


def _cell(measure: Measure) -> str:
    return f"{measure.p:.1f} / {measure.r:.1f} / **{measure.f:.1f}**"
