"""Read GUM (https://gucorpus.org) with all layers: parses with gold coreference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import attrs

from quoteattr.corpora.treebank import open_text
from quoteattr.syntax import Entity, Parse, Parser, Sentence, Word
from quoteattr.text.paragraphs import paragraph_spans

__all__ = ["GumText", "read_gum", "reparsed"]

_LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_BRACKETS = re.compile(r"\((?P<opens>[^()]+)|(?P<closes>[^()]+)\)|(?P<one>\))")


@attrs.frozen
class GumText:
    """One document.

    Attributes:
        genre: as in the document's name.
        parse: the gold parse, or the library's.
        chains: for the head word of each mention, the entity that it refers to.
        named: the entities that have a proper noun among their mentions.
    """

    genre: str
    parse: Parse
    chains: dict[int, str]
    named: frozenset[str] = frozenset()


def read_gum(path: Path) -> Iterator[GumText]:
    """The documents of a CoNLL-U file of GUM, in order.

    Args:
        path: the file, gzipped if its name ends in ".gz".
    """
    name, lines = "", list[str]()
    with open_text(path) as file:
        for line in file:
            if line.startswith("# newdoc id"):
                if lines:
                    yield _text(name, lines)
                name, lines = line.split("=")[1].strip(), []
            lines.append(line.rstrip("\n"))
    if lines:
        yield _text(name, lines)


def reparsed(text: GumText, parser: Parser) -> GumText:
    """The document with the library's own parse, but with gold coreference.

    Args:
        text: with gold trees, which are better than the library's.
        parser: the library's parser.
    """
    parse = parser(text.parse.text)
    chains: dict[int, str] = {}
    for head, chain in text.chains.items():
        index = parse.word_at(text.parse.words[head].start)
        if index is not None:
            chains.setdefault(index, chain)
    return GumText(text.genre, parse, chains, text.named)


class _Reader:
    """Words, sentences and mentions of the lines that were read so far."""

    def __init__(self) -> None:
        self.text = ""
        self.words: list[Word] = []
        self.sentences: list[Sentence] = []
        self.mentions: list[tuple[int, int, str, str]] = []
        self._open: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self._first = 0
        self._paragraph = -1

    def paragraph(self) -> None:
        self.text = f"{self.text.rstrip()}\n" if self.text else ""
        self._paragraph += 1

    def end(self) -> None:
        if len(self.words) > self._first:
            self.sentences.append(Sentence(self._first, len(self.words), max(self._paragraph, 0)))
            self._first = len(self.words)

    def word(self, columns: list[str]) -> None:
        index, start = len(self.words), len(self.text)
        self.text += columns[1]
        head = self._first + int(columns[6]) - 1 if columns[6] != "0" else -1
        misc = dict(item.split("=", 1) for item in columns[9].split("|") if "=" in item)
        self.words.append(
            Word(
                index,
                start,
                len(self.text),
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                head,
                columns[7],
                len(self.sentences),
            )
        )
        self.text += "" if misc.get("SpaceAfter") == "No" else " "
        self._brackets(index, misc.get("Entity", ""))

    def _brackets(self, index: int, annotation: str) -> None:
        last = ""
        for match in _BRACKETS.finditer(annotation):
            if match["opens"]:
                last, kind = match["opens"].split("-")[:2]
                self._open[last].append((index, kind))
                continue
            key = match["closes"].split("-")[0] if match["closes"] else last
            if self._open[key]:
                first, kind = self._open[key].pop()
                self.mentions.append((first, index + 1, key, kind))


def _text(name: str, lines: list[str]) -> GumText:
    reader = _Reader()
    for line in [*lines, ""]:
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            reader.paragraph()
        elif not line:
            reader.end()
        elif not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                reader.word(columns)
    words = reader.words
    chains: dict[int, str] = {}
    names: dict[int, Entity] = {}
    for first, last, key, kind in sorted(reader.mentions, key=lambda m: m[1] - m[0]):
        heads = [i for i in range(first, last) if not first <= words[i].head < last]
        if not heads:
            continue
        chains[heads[0]] = key
        if kind in _LABELS and words[heads[0]].upos == "PROPN":
            entity = _name_around(words, heads[0], first, last, _LABELS[kind])
            if not any(i in names for i in range(entity.first, entity.last)):
                names.update((i, entity) for i in range(entity.first, entity.last))
    parse = Parse(
        text=reader.text,
        words=tuple(words),
        sentences=tuple(reader.sentences),
        entities=tuple(sorted(set(names.values()), key=lambda e: e.first)),
        paragraphs=paragraph_spans(reader.text),
    )
    named = frozenset(chain for head, chain in chains.items() if words[head].upos == "PROPN")
    return GumText(name.split("_")[1] if "_" in name else "", parse, chains, named)


def _name_around(words: list[Word], head: int, first: int, last: int, label: str) -> Entity:
    """The run of proper nouns around a mention's head, as an entity recognizer would find it."""
    left, right = head, head + 1
    while left > first and words[left - 1].upos == "PROPN":
        left -= 1
    while right < last and words[right].upos == "PROPN":
        right += 1
    return Entity(left, right, label)
