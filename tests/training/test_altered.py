"""Altered texts: which words are swapped, and that only a teacher answers for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from quoteattr.reader.inputs import windows_of
from quoteattr.reader.pieces import WordPieces
from quoteattr.training.reader.altered import Swaps
from quoteattr.training.reader.examples import TreeExample, labels_of, tree_examples
from quoteattr.training.reader.targets import Targets, targets_of

NOUNS = "abcdefgh"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *NOUNS, "the", "now", "##ly", "."]
NEWSWIRE = '[[{"text": "Ann", "ner": "O"}]]'
SEPARATORS = (2, 3)


def _row(number: int, word: str, tags: str) -> str:
    return f"{number}\t{word}\t{word}\t{tags}\t_\t{min(number - 1, 1)}\tdep\t_\t_\n"


@pytest.fixture
def example(tmp_path: Path) -> tuple[TreeExample, tuple[str, ...]]:
    """A sentence of eight nouns, an article, an adverb of two pieces and a full stop."""
    words = [(noun, "NOUN\tNN") for noun in NOUNS * 4]
    words += [("the", "DET\tDT"), ("nowly", "ADV\tRB"), (".", "PUNCT\t.")]
    treebank, newswire = tmp_path / "a.conllu", tmp_path / "names.json"
    treebank.write_text("".join(_row(n, *word) for n, word in enumerate(words, 1)) + "\n")
    newswire.write_text(NEWSWIRE)
    labels = labels_of(treebank, newswire)
    return next(iter(tree_examples(treebank, labels, WordPieces(VOCABULARY)))), labels.upos


def _targets(example: TreeExample) -> Targets:
    return targets_of(
        [(window, example, None) for window in windows_of(example.document, 128, 256)], SEPARATORS
    )


def test_words_become_others_with_the_same_tags(
    example: tuple[TreeExample, tuple[str, ...]],
) -> None:
    tree, upos = example
    plain = _targets(tree)
    swaps = Swaps([tree], upos, len(VOCABULARY), 1.0, 1)
    altered = [swaps(plain, step) for step in range(20)]
    before = plain.batch.pieces.numpy()
    nouns = np.isin(before, [VOCABULARY.index(noun) for noun in NOUNS])
    for batch in (one.batch.pieces.numpy() for one in altered):
        assert (batch[~nouns] == before[~nouns]).all()  # nothing else has words of its kind
        assert np.isin(batch[nouns], before[nouns]).all()
    changed = [(one.batch.pieces.numpy() != before).sum() for one in altered]
    assert 0.05 < sum(changed) / (20 * nouns.sum()) < 0.25


def test_of_altered_words_the_corpus_says_nothing(
    example: tuple[TreeExample, tuple[str, ...]],
) -> None:
    tree, upos = example
    plain = _targets(tree)
    altered = Swaps([tree], upos, len(VOCABULARY), 1.0, 1)(plain, 0)
    assert plain.upos is not None
    assert plain.governors is not None
    assert altered.upos is altered.xpos is altered.ends is altered.governors is None
    assert altered.whole is plain.whole  # a teacher says how these words depend on each other


def test_a_share_of_the_batches_is_altered_and_the_same_ones_again(
    example: tuple[TreeExample, tuple[str, ...]],
) -> None:
    tree, upos = example
    plain = _targets(tree)
    swaps = Swaps([tree], upos, len(VOCABULARY), 0.5, 1)
    found = [swaps(plain, step) for step in range(100)]
    assert 30 < sum(one is plain for one in found) < 70
    again = [swaps(plain, step) for step in range(100)]
    for one, other in zip(found, again, strict=True):
        assert torch.equal(one.batch.pieces, other.batch.pieces)
