"""The library's parses of texts and corpora, kept in a folder."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from quoteattr.attribution import analyse
from quoteattr.attribution.analysis import Labeller
from quoteattr.corpora.polnear import GoldArticle, read_split
from quoteattr.errors import InputError
from quoteattr.parsing.models import default_directory, load_pipeline, model_versions
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.reader.article import reader_at
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks

__all__ = ["CachedParser", "HalfReaders", "labelled_parses", "parses"]


class CachedParser:
    """The parser of the library with the shipped models; each text is parsed once.

    Args:
        folder: for the parses, as pickles; delete it when the parser changes. Each version of the
            reader has its own.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._reader = model_versions(default_directory())["reader"]
        self._parser: StanzaParser | None = None

    def __call__(self, text: str) -> Parse:
        """The parse of a text, from the folder if it is there."""
        key = hashlib.sha256(f"{self._reader}\n{text}".encode()).hexdigest()[:24]
        path = self._folder / f"{key}.pkl"
        if path.exists():
            known: Parse = pickle.loads(path.read_bytes())
            return known
        self._parser = self._parser or StanzaParser(load_pipeline())
        parse = self._parser(text)
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_bytes(pickle.dumps(parse))
        draft.replace(path)  # whole or not at all
        return parse


class HalfReaders:
    """Labels articles with the reader that has not seen them.

    Args:
        readers: model files of a reader that was trained on the even halves of the corpora, and of
            one that was trained on the odd halves; without them articles keep their labels.

    Raises:
        InputError: there is one reader, or there are more than two.
    """

    def __init__(self, readers: Sequence[Path]) -> None:
        if len(readers) not in (0, 2):
            raise InputError(f"labels must be two readers, of the even and odd halves: {readers}")
        # The reader of the even half labels the odd one.
        self._readers = dict(zip(("odd", "even"), map(reader_at, readers), strict=False))

    def __call__(self, parse: Parse, half: str) -> Parse:
        """A parse with the labels of the reader that was not trained on its half."""
        reader = self._readers.get(half)
        if reader is None:
            return parse
        return attrs.evolve(parse, labels=reader(analyse(parse, find_marks(parse.text))))


def parses(split: Path, cache: Path) -> Iterator[tuple[GoldArticle, Parse]]:
    """Every article of a PolNeAR split with its parse.

    Args:
        split: a folder with ``text/`` and ``attributions/``.
        cache: a folder for the parses.
    """
    parser = CachedParser(cache)
    return ((gold, parser(gold.text)) for gold in read_split(split))


def labelled_parses(
    split: Path, cache: Path, readers: Sequence[Path]
) -> Iterator[tuple[GoldArticle, Parse, Labeller]]:
    """The articles of a split, each with a reader that was not trained on it.

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
