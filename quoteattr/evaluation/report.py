"""The benchmark as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoteattr.evaluation.benchmark import Benchmark

__all__ = ["markdown", "table"]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers.

    >>> print(table(["step", "words/s"], [["marks", "7"]]))
    | step | words/s |
    |---|---:|
    | marks | 7 |
    """
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    out = ["| " + " | ".join(lines[0]) + " |", "|" + "|".join(lines[1]) + "|"]
    out.extend("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join(out)


def markdown(result: Benchmark) -> str:
    """All tables of a benchmark, ready for a page."""
    return "\n\n".join(
        [
            f"{result.articles} articles, {result.words:,} words; CPU time, one thread.",
            _stages(result),
            _load(result),
            _growth(result),
            _marks(result),
        ]
    )


def _stages(result: Benchmark) -> str:
    return table(
        ["step", "words per CPU second", "reference loops per 1,000 words"],
        (
            [stage.name, f"{stage.words_per_second:,.0f}", f"{stage.reference:.2f}"]
            for stage in result.stages
        ),
    )


def _load(result: Benchmark) -> str:
    load = result.load
    return table(
        ["start", "CPU seconds"],
        [
            ["import quoteattr", f"{load.import_quoteattr:.2f}"],
            ["import stanza (and torch)", f"{load.import_stanza:.2f}"],
            ["load and verify the models", f"{load.load_models:.2f}"],
            ["peak memory then, MB", _megabytes(load.megabytes)],
        ],
    )


def _growth(result: Benchmark) -> str:
    return table(
        [
            "words in one article",
            "quotes",
            "CPU seconds",
            "words per CPU second",
            "peak memory, MB",
        ],
        (
            [
                f"{row.words:,}",
                f"{row.quotes:,}",
                f"{row.seconds:.1f}",
                f"{row.words_per_second:,.0f}",
                _megabytes(row.megabytes),
            ]
            for row in result.growth
        ),
    )


def _marks(result: Benchmark) -> str:
    return table(
        ["quotation marks and nothing else", "CPU seconds", "ns each"],
        (
            [f"{row.characters:,}", f"{row.seconds:.3f}", f"{row.nanoseconds_each:,.0f}"]
            for row in result.marks
        ),
    )


def _megabytes(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}"
