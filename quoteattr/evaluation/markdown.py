"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["table"]


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
