"""Parses of a PolNeAR split by the shipped models, cached in a folder."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

from quoteattr.corpora.polnear import GoldArticle, read_split
from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parse

__all__ = ["parses"]


def parses(split: Path, cache: Path) -> Iterator[tuple[GoldArticle, Parse]]:
    """Every article of a split with its parse.

    Args:
        split: a folder with ``text/`` and ``attributions/``.
        cache: a folder for the parses, as pickles; delete it when the models change.
    """
    cache.mkdir(parents=True, exist_ok=True)
    parser: StanzaParser | None = None
    for gold in read_split(split):
        path = cache / f"{gold.name}.pkl"
        if path.exists():
            parse = pickle.loads(path.read_bytes())
        else:
            parser = parser or StanzaParser(load_pipeline())
            parse = parser(gold.text)
            path.write_bytes(pickle.dumps(parse))
        yield gold, parse
