"""What a trained labeller says about an article's words.

The labeller gives every word the probability that it heads a cue. For each likely head it gives the
probability that the words around it belong to its cue, its source, its content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

__all__ = ["Labels", "Row"]


@attrs.frozen
class Row:
    """The words around one cue head: ``first`` is the index of the first, one value for each.

    Attributes:
        first: index of the first word.
        cue, source, content: probability that a word belongs to it; they exclude each other.
    """

    first: int
    cue: Sequence[float]
    source: Sequence[float]
    content: Sequence[float]


@attrs.frozen
class Labels:
    """A labeller's reading of an article.

    Attributes:
        heads: for every word, the probability that it heads the cue of an attribution.
        rows: by the index of a likely head, the words around it.
    """

    heads: Sequence[float]
    rows: Mapping[int, Row]
