"""Prepare CoNLL-U files for the trainers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

__all__ = ["read_sentences", "strip_features", "write_sentences"]

Sentence = list[str]


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the lines of each sentence of a CoNLL-U file."""
    sentence: Sentence = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line:
                sentence.append(line)
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def write_sentences(path: Path, sentences: list[Sentence]) -> None:
    """Write sentences as CoNLL-U."""
    text = "".join("\n".join(sentence) + "\n\n" for sentence in sentences)
    path.write_text(text, encoding="utf-8")


def _without_features(sentence: Sentence) -> Sentence:
    out = []
    for line in sentence:
        if not line.startswith("#"):
            columns = line.split("\t")
            columns[5] = "_"
            line = "\t".join(columns)
        out.append(line)
    return out


def strip_features(source: Path, out: Path, every: int = 1) -> None:
    """Copy a treebank without FEATS, so that the tagger predicts UPOS and XPOS alone.

    Args:
        source: a CoNLL-U file.
        out: the file to write.
        every: keep every n-th sentence only (a development set for frequent evaluation).
    """
    sentences = list(read_sentences(source))[::every]
    write_sentences(out, [_without_features(sentence) for sentence in sentences])
    print(f"{out.name}: {len(sentences)} sentences")
