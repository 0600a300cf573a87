"""The halves of the corpora.

A table that weighs what the reader says must be fitted on articles that the reader has not seen.
So two readers are trained, one on each half, and each labels the articles of the other half.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

from quoteattr.corpora.polnear import read_split

__all__ = ["news_half", "polnear_halves"]

_HALVES = ("even", "odd")


def news_half(name: str) -> str:
    """The half that an article of varied news is in, ``even`` or ``odd``.

    >>> news_half("a news article")
    'even'
    """
    return _HALVES[zlib.crc32(name.encode()) % 2]


def polnear_halves(split: Path) -> Mapping[str, str]:
    """The half of every article of a PolNeAR split: they take turns, in order.

    Args:
        split: a folder with ``text/`` and ``attributions/``.
    """
    return {gold.name: _HALVES[number % 2] for number, gold in enumerate(read_split(split))}
