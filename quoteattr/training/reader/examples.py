"""Corpora as examples for the reader: words as numbers, beside what each corpus says of them.

The treebanks teach tags, trees and sentence ends, the newswire names, PolNeAR cues and roles.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs
import numpy as np
import numpy.typing as npt

from quoteattr.corpora.polnear import GoldArticle, read_split
from quoteattr.corpora.treebank import TreeSentence, TreeWord, read_treebank
from quoteattr.reader.inputs import Document, document_of
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.words import word_spans
from quoteattr.text.marks import find_marks
from quoteattr.text.paragraphs import paragraph_spans

__all__ = [
    "Attribution",
    "AttributionExample",
    "Labels",
    "NameExample",
    "TreeExample",
    "attribution_examples",
    "labels_of",
    "name_examples",
    "tree_examples",
]

Numbers = npt.NDArray[np.int64]

_LONGEST = 1500  # words of a treebank document that are kept together
_TOGETHER = 12  # paragraphs of the newswire in one document
_CAPITALS, _HEADLINE, _OPEN_END = 0.02, 0.02, 0.04  # shares of sentences that are restyled
_NO_SPACE_BEFORE = frozenset([*",.;:!?)%]", "'", "”", "’", "'s", "’s", "n't", "n’t"])
_NO_SPACE_AFTER = frozenset(["", *"($[“£€"])


@attrs.frozen
class Labels:
    """The labels of the tagging tasks, in the order of their numbers."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]


@attrs.frozen(eq=False)
class TreeExample:
    """A document of a treebank.

    Attributes:
        document: its words.
        upos, xpos, relations: numbers of the labels of every word.
        heads: index of the governor in the document, -1 for a root.
        sentences: number of every word's sentence.
    """

    document: Document
    upos: Numbers
    xpos: Numbers
    relations: Numbers
    heads: Numbers
    sentences: Numbers


@attrs.frozen(eq=False)
class NameExample:
    """Some paragraphs of the newswire; ``names`` has the number of every word's label."""

    document: Document
    names: Numbers


@attrs.frozen
class Attribution:
    """A gold attribution over words: the head of its cue, and the words of each role."""

    head: int
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]


@attrs.frozen(eq=False)
class AttributionExample:
    """An article of PolNeAR with its attributions."""

    document: Document
    gold: tuple[Attribution, ...]


def labels_of(treebank: Path, newswire: Path) -> Labels:
    """The labels that two training files use.

    Args:
        treebank: a CoNLL-U file.
        newswire: a file of names in Stanza's JSON format.
    """
    words = [word for sentence in read_treebank(treebank) for word in sentence.words]
    kinds = {tag[2:] for sentence in _newswire(newswire) for _, tag in sentence if tag != "O"}
    return Labels(
        upos=tuple(sorted({word.upos for word in words})),
        xpos=tuple(sorted({word.xpos for word in words})),
        relations=tuple(sorted({word.relation for word in words})),
        names=("O", *(f"{side}-{kind}" for kind in sorted(kinds) for side in "BI")),
    )


def tree_examples(
    path: Path, labels: Labels, pieces: WordPieces, chance: random.Random | None = None
) -> Iterator[TreeExample]:
    """The documents of a treebank.

    Args:
        path: a CoNLL-U file.
        labels: numbers the labels; what they don't have gets number 0.
        pieces: cuts words.
        chance: restyles some sentences, in capitals, as a headline, or without the last full
            stop; none without it.
    """
    numbers = [
        {name: number for number, name in enumerate(names)}
        for names in (labels.upos, labels.xpos, labels.relations)
    ]
    for sentences in _documents(read_treebank(path)):
        text = ""
        spans: list[tuple[int, int]] = []
        paragraphs: list[int] = []
        places: list[int] = []
        words: list[TreeWord] = []
        heads: list[int] = []
        paragraph = -1
        for place, sentence in enumerate(sentences):
            opens = sentence.opens_paragraph or paragraph < 0
            if chance is not None:
                sentence, alone = _restyled(sentence, chance)
                opens = opens or alone
            if opens:
                paragraph += 1
                text = text.rstrip() + "\n\n" if text else ""
            elif not text.endswith(" "):
                text += " "
            first = len(spans)
            for word in sentence.words:
                spans.append((len(text) + word.start, len(text) + word.end))
                heads.append(word.head + first if word.head >= 0 else -1)
            words += sentence.words
            paragraphs += [paragraph] * len(sentence.words)
            places += [place] * len(sentence.words)
            text += sentence.text
        yield TreeExample(
            document_of(text, spans, paragraphs, find_marks(text), pieces),
            upos=np.array([numbers[0].get(word.upos, 0) for word in words]),
            xpos=np.array([numbers[1].get(word.xpos, 0) for word in words]),
            relations=np.array([numbers[2].get(word.relation, 0) for word in words]),
            heads=np.array(heads),
            sentences=np.array(places),
        )


def _documents(sentences: Iterable[TreeSentence]) -> Iterator[list[TreeSentence]]:
    part: list[TreeSentence] = []
    for sentence in sentences:
        if part and (sentence.opens_document or sum(len(s.words) for s in part) > _LONGEST):
            yield part
            part = []
        part.append(sentence)
    if part:
        yield part


def _restyled(sentence: TreeSentence, chance: random.Random) -> tuple[TreeSentence, bool]:
    """A sentence as headlines and captions have it, and whether it is a paragraph of its own."""
    draw = chance.random()
    if draw < _CAPITALS:
        return attrs.evolve(sentence, text=_same_length(sentence.text, str.upper)), True
    if draw < _CAPITALS + _HEADLINE:
        return attrs.evolve(sentence, text=_same_length(sentence.text, str.title)), True
    last = len(sentence.words) - 1
    open_end = draw < _CAPITALS + _HEADLINE + _OPEN_END and last > 2
    stop = sentence.text.rstrip().endswith(".") and sentence.words[last].upos == "PUNCT"
    if open_end and stop and all(word.head != last for word in sentence.words):
        text = sentence.text[: sentence.words[last].start]
        return attrs.evolve(sentence, text=text, words=sentence.words[:last]), True
    return sentence, False


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """A text in other capitals, offsets kept: some letters have no capital of one character."""
    changed = change(text)
    return changed if len(changed) == len(text) else text


def _newswire(path: Path) -> list[list[tuple[str, str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return [[(token["text"], token["ner"]) for token in row] for row in json.load(stream)]


def name_examples(path: Path, labels: Labels, pieces: WordPieces) -> Iterator[NameExample]:
    """The newswire, some paragraphs together. Clitics of names are no part of them.

    Args:
        path: a file in Stanza's JSON format.
        labels: numbers the labels.
        pieces: cuts words.
    """
    numbers = {name: number for number, name in enumerate(labels.names)}
    rows = _newswire(path)
    for start in range(0, len(rows), _TOGETHER):
        text, spans, paragraphs, names = "", [], [], []
        for paragraph, row in enumerate(rows[start : start + _TOGETHER]):
            text += "\n\n" if text else ""
            before = ""
            for token, tag in row:
                clitic = len(token) > 1 and token[0] in "'’"
                close = token in _NO_SPACE_BEFORE or before in _NO_SPACE_AFTER or clitic
                text += token if close else f" {token}"
                inside = list(word_spans(text, len(text) - len(token)))
                for place, (first, last) in enumerate(inside):
                    ending = place > 0 and text[first] in "'’"
                    name = "O" if ending or tag == "O" else f"{'I' if place else tag[0]}-{tag[2:]}"
                    spans.append((first, last))
                    names.append(numbers.get(name, 0))
                    paragraphs.append(paragraph)
                before = token
        document = document_of(text, spans, paragraphs, find_marks(text), pieces)
        yield NameExample(document, np.array(names))


def attribution_examples(
    split: Path, pieces: WordPieces, head_of: Callable[[Document, Sequence[int]], int]
) -> Iterator[AttributionExample]:
    """The articles of a PolNeAR split.

    Args:
        split: a folder with ``text/`` and ``attributions/``.
        pieces: cuts words.
        head_of: which of the words of a cue is its head.
    """
    for article in read_split(split):
        spans, paragraphs = words_of(article.text)
        document = document_of(article.text, spans, paragraphs, find_marks(article.text), pieces)
        yield AttributionExample(document, tuple(_gold(article, document, head_of)))


def words_of(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The words of a raw text and the number of each one's paragraph."""
    spans: list[tuple[int, int]] = []
    paragraphs: list[int] = []
    for number, (start, end) in enumerate(paragraph_spans(text)):
        inside = list(word_spans(text, start, end))
        spans += inside
        paragraphs += [number] * len(inside)
    return spans, paragraphs


def _gold(
    article: GoldArticle,
    document: Document,
    head_of: Callable[[Document, Sequence[int]], int],
) -> Iterator[Attribution]:
    starts = np.array([start for start, _ in document.spans])

    def words(parts: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        out: set[int] = set()
        for start, end in parts:
            first = max(int(np.searchsorted(starts, start, side="right")) - 1, 0)
            last = int(np.searchsorted(starts, end))
            out.update(i for i in range(first, last) if document.spans[i][1] > start)
        return tuple(sorted(out))

    for gold in article.attributions:
        cue = words(gold.cue)
        if cue:
            yield Attribution(head_of(document, cue), cue, words(gold.source), words(gold.content))
