"""Read articles with a loaded reader: raw text, or words that somebody else has found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.reader.files import Loaded, load_reader
from quoteattr.reader.inputs import document_of
from quoteattr.reader.lemmas import Lemmatizer, default_table
from quoteattr.reader.network import Shape
from quoteattr.reader.reading import Reading, label, read
from quoteattr.reader.words import words_of
from quoteattr.syntax import Labels
from quoteattr.text.marks import find_marks

__all__ = ["Article", "ArticleReader", "reader_at"]

_KEPT = 8  # readers
Spans = Sequence[tuple[int, int]]


@attrs.frozen(eq=False)
class Article:
    """What the reader says of an article.

    Attributes:
        text: the article.
        spans: (start, end) code points of every word.
        reading: the answers, as numbers.
        shape: has the names of these.
    """

    text: str
    spans: Spans
    reading: Reading
    shape: Shape

    @cached_property
    def labels(self) -> Labels:
        """The cue heads, roles and vectors."""
        return Labels(self.reading.cues.tolist(), self.reading.rows, self.reading.vectors)


@attrs.frozen(eq=False)
class ArticleReader:
    """Reads articles.

    Attributes:
        loaded: the network.
        lemmatizer: finds lemmas, given tags.
    """

    loaded: Loaded
    lemmatizer: Lemmatizer

    def read(self, text: str) -> Article:
        """Read raw text.

        Args:
            text: any string; blank lines divide paragraphs.
        """
        spans, paragraphs = words_of(text)
        return self.read_words(text, spans, paragraphs)

    def read_words(
        self,
        text: str,
        spans: Spans,
        paragraphs: Sequence[int],
        sentences: Sequence[tuple[int, int]] | None = None,
    ) -> Article:
        """Read words that are given.

        Args:
            text: the article.
            spans: (start, end) code points of every word.
            paragraphs: number of every word's paragraph.
            sentences: (first, last) words, half-open, in order; the reader finds them where None.
        """
        loaded = self.loaded
        document = document_of(text, spans, paragraphs, find_marks(text), loaded.pieces)
        reading = read(loaded.network, document, loaded.separators, sentences)
        return Article(text, spans, reading, loaded.network.shape)

    def __call__(self, article: Analysis) -> Labels:
        """The labels of the words of an article, which any parser may have parsed."""
        parse, marks = article.parse, article.marks
        count = len(parse.words)
        document = document_of(
            parse.text,
            [(word.start, word.end) for word in parse.words],
            [parse.paragraph_of(i) for i in range(count)],
            marks,
            self.loaded.pieces,
        )
        return label(self.loaded.network, document, self.loaded.separators)


def reader_at(path: Path) -> ArticleReader:
    """The reader of a model file, which is loaded once and kept until the file changes.

    Args:
        path: the file.

    Raises:
        ModelError: the file is missing or no reader.
    """
    return _reader_at(path.absolute(), _state(path))


@lru_cache(maxsize=_KEPT)
def _reader_at(path: Path, _: tuple[int, ...]) -> ArticleReader:
    """The reader of a file that is in some state."""
    loaded = load_reader(path)
    return ArticleReader(loaded, Lemmatizer(loaded.pieces.vocabulary, default_table()))


def _state(path: Path) -> tuple[int, ...]:
    """What changes with a file; empty where it can't be read, which is told when it is loaded."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
