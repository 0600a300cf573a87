"""Read LitBank: the beginnings of novels, with the entities of their mentions.

Bamman, Lewke & Mansoor 2020, "An Annotated Dataset of Coreference in English Literature", LREC.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import attrs

from quoteattr.corpora.treebank import open_text

__all__ = ["Novel", "read_litbank"]

_SENTENCES = 5  # that are put together as a paragraph: the files have no paragraphs
_BRACKET = re.compile(r"(?P<opens>\()?(?P<chain>\d+)(?P<closes>\))?")
_NO_SPACE_BEFORE = frozenset([*",.;:!?)%]", "'s", "’s", "n't", "n’t", "”"])
_NO_SPACE_AFTER = frozenset(["(", "[", "“"])


@attrs.frozen
class Novel:
    """The beginning of a novel.

    Attributes:
        text: tokens put together.
        words: start and end of each token, in code points.
        paragraphs: number of each token's paragraph.
        mentions: first and last (exclusive) token, and the entity.
    """

    text: str
    words: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]
    mentions: tuple[tuple[int, int, str], ...]


def read_litbank(path: Path) -> Iterator[Novel]:
    """The novels of a file in the CoNLL 2012 format.

    Args:
        path: the file, gzipped if its name ends in ".gz".
    """
    builder = _Builder()
    with open_text(path) as lines:
        for line in lines:
            columns = line.split()
            if line.startswith("#"):
                if builder.words:
                    yield builder.novel()
                    builder = _Builder()
            elif not columns:
                builder.end()
            else:
                builder.add(columns[3], columns[-1])
    if builder.words:
        yield builder.novel()


class _Builder:
    """The novel that is being read."""

    def __init__(self) -> None:
        self.words: list[tuple[int, int]] = []
        self._text = ""
        self._before = ""
        self._sentences = 0
        self._paragraphs: list[int] = []
        self._mentions: list[tuple[int, int, str]] = []
        self._open: defaultdict[str, list[int]] = defaultdict(list)

    def end(self) -> None:
        """A sentence ends."""
        self._sentences += 1
        if self._sentences % _SENTENCES == 0:
            self._text += "\n\n"

    def add(self, token: str, brackets: str) -> None:
        """A token, and the mentions that begin or end with it."""
        close = token in _NO_SPACE_BEFORE or self._before in _NO_SPACE_AFTER
        if self._text and not (close or self._text.endswith("\n")):
            self._text += " "
        index = len(self.words)
        self.words.append((len(self._text), len(self._text) + len(token)))
        self._text += token
        self._before = token
        self._paragraphs.append(self._sentences // _SENTENCES)
        for match in _BRACKET.finditer(brackets):
            if match["opens"]:
                self._open[match["chain"]].append(index)
            if match["closes"] and self._open[match["chain"]]:
                first = self._open[match["chain"]].pop()
                self._mentions.append((first, index + 1, match["chain"]))

    def novel(self) -> Novel:
        """What was read."""
        return Novel(self._text, tuple(self.words), tuple(self._paragraphs), tuple(self._mentions))
