"""Run the library over a split of PolNeAR and write its quotes as JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from quoteattr.corpora.polnear import read_split
from quoteattr.quotes import Quotes

__all__ = ["predict", "predict_texts"]


def predict(
    split: Path,
    out: Path,
    attributor: Callable[[str, str | None], Quotes],
    only: Iterable[str] = (),
) -> int:
    """Write one line of ``Quotes.to_json`` per article, ``doc_id`` being the name of its file.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        out: the file to write.
        attributor: an ``Attributor``, or anything that is called like one.
        only: names of the articles to take; all without any.

    Returns:
        The number of articles written.

    Raises:
        InputError: the folder is not a PolNeAR split.
    """
    wanted = frozenset(only)
    texts = (
        (gold.name, gold.text) for gold in read_split(split) if not wanted or gold.name in wanted
    )
    return predict_texts(texts, out, attributor)


def predict_texts(
    texts: Iterable[tuple[str, str]], out: Path, attributor: Callable[[str, str | None], Quotes]
) -> int:
    """As ``predict``, for texts with their names."""
    count = 0
    with out.open("w", encoding="utf-8", newline="\n") as stream:
        for name, text in texts:
            stream.write(attributor(text, name).to_json() + "\n")
            count += 1
    return count
