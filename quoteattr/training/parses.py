"""Parses of a PolNeAR split by the shipped models, cached in a folder."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteattr.attribution.analysis import Labeller
from quoteattr.corpora.polnear import GoldArticle, read_split
from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.reader.article import reader_at
from quoteattr.syntax import Parse

__all__ = ["labelled_parses", "parses"]


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


def labelled_parses(
    split: Path, cache: Path, readers: Sequence[Path]
) -> Iterator[tuple[GoldArticle, Parse, Labeller]]:
    """The articles of a split, each with a reader that never saw it.

    Args:
        split: a folder with ``text/`` and ``attributions/``.
        cache: a folder for the parses.
        readers: model files of a reader that was trained on articles 0, 2, 4 …, and of one that was
            trained on the others. Without the second, articles 0, 2, 4 … are left out.
    """
    labellers = [reader_at(path) for path in readers]
    for number, (gold, parse) in enumerate(parses(split, cache)):
        if number % 2:
            yield gold, parse, labellers[0]
        elif len(labellers) > 1:
            yield gold, parse, labellers[1]
