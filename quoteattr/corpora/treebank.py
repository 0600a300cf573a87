"""Read Universal Dependencies treebanks as running text: words with their offsets.

Format: https://universaldependencies.org/format.html
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO, cast

import attrs

__all__ = ["TreeSentence", "TreeWord", "open_text", "read_treebank"]

_ID, _FORM, _UPOS, _XPOS, _HEAD, _RELATION, _MISC = 0, 1, 3, 4, 6, 7, 9


@attrs.frozen
class TreeWord:
    """A syntactic word of a treebank.

    Attributes:
        start, end: code points in the text of its sentence.
        upos, xpos: universal and Penn tag.
        head: place of its governor in the sentence, -1 for the root.
        relation: to the governor, with its subtype.
    """

    start: int
    end: int
    upos: str
    xpos: str
    head: int
    relation: str


@attrs.frozen
class TreeSentence:
    """A sentence of a treebank.

    Attributes:
        text: its tokens, with white space where the treebank has it.
        words: in order.
        opens_document, opens_paragraph: whether one begins here.
    """

    text: str
    words: tuple[TreeWord, ...]
    opens_document: bool
    opens_paragraph: bool


def open_text(path: Path) -> TextIO:
    """Open a file in UTF-8 to read, gzipped if its name ends in ".gz"."""
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
    return path.open(encoding="utf-8")


def read_treebank(path: Path) -> Iterator[TreeSentence]:
    """The sentences of a CoNLL-U file.

    Args:
        path: the file, gzipped if its name ends in ".gz".
    """
    rows: list[list[str]] = []
    document = paragraph = False
    with open_text(path) as lines:
        for line in (*lines, "\n"):
            line = line.rstrip("\n")
            if line.startswith("#"):
                document = document or line.startswith("# newdoc")
                paragraph = paragraph or line.split(" = ")[0] in ("# newpar", "# newpar id")
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                yield _sentence(rows, document, paragraph)
                rows, document, paragraph = [], False, False


def _sentence(rows: Sequence[list[str]], document: bool, paragraph: bool) -> TreeSentence:
    text = ""
    words: list[TreeWord] = []
    number = 0
    while number < len(rows):
        row = rows[number]
        if "." in row[_ID]:  # an empty node of the enhanced graph
            number += 1
            continue
        if "-" in row[_ID]:
            first, last = (int(part) for part in row[_ID].split("-"))
            parts = rows[number + 1 : number + 2 + last - first]
            number += 1 + len(parts)
        else:
            parts = [row]
            number += 1
        for part, (start, end) in zip(parts, _cut(row[_FORM], parts), strict=True):
            words.append(
                TreeWord(
                    start=len(text) + start,
                    end=len(text) + end,
                    upos=part[_UPOS],
                    xpos=part[_XPOS],
                    head=int(part[_HEAD]) - 1,
                    relation=part[_RELATION],
                )
            )
        text += row[_FORM]
        if "SpaceAfter=No" not in row[_MISC]:
            text += " "
    return TreeSentence(text, tuple(words), document, paragraph)


def _cut(token: str, parts: Sequence[list[str]]) -> list[tuple[int, int]]:
    """Where the words of a token are in it; by their lengths where they are spelled otherwise."""
    out: list[tuple[int, int]] = []
    start = 0
    for number, part in enumerate(parts, 1):
        left = len(parts) - number
        length = max(1, min(len(part[_FORM]), len(token) - start - left))
        end = len(token) if not left else start + length
        out.append((start, end))
        start = end
    return out
