"""How many quotation marks of real articles find their closing mark."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from quoteattr.text.marks import find_marks

__all__ = ["MarkCounts", "count_marks", "counts_markdown"]


@attrs.frozen
class MarkCounts:
    """Marked spans of so many articles, the unclosed ones, and how many articles have any."""

    articles: int
    marks: int
    unclosed: int
    with_unclosed: int


def count_marks(texts: Iterable[str]) -> MarkCounts:
    """Count the marked spans of articles.

    >>> count_marks(["“Yes,” she said.", "He said: “No."])
    MarkCounts(articles=2, marks=2, unclosed=1, with_unclosed=1)
    """
    found = [find_marks(text) for text in texts]
    unclosed = [sum(not mark.closed for mark in marks) for marks in found]
    return MarkCounts(
        articles=len(found),
        marks=sum(map(len, found)),
        unclosed=sum(unclosed),
        with_unclosed=sum(map(bool, unclosed)),
    )


def counts_markdown(counts: MarkCounts) -> str:
    """The counts in one line.

    >>> counts_markdown(MarkCounts(2, 200, 1, 1))
    '2 articles, 200 marks, 1 unclosed (0.5 %), in 1 articles'
    """
    share = 100 * counts.unclosed / counts.marks if counts.marks else 0.0
    return (
        f"{counts.articles:,} articles, {counts.marks:,} marks, "
        f"{counts.unclosed:,} unclosed ({share:.1f} %), in {counts.with_unclosed:,} articles"
    )
