"""Make the table of irregular lemmas from a treebank."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from quoteattr.corpora.treebank import open_text
from quoteattr.reader.lemmas import Lemmatizer, plain_form
from quoteattr.training.reader.encoder import read_vocabulary

__all__ = ["train_lemmas"]

_FORM, _LEMMA, _UPOS, _XPOS = 1, 2, 3, 4


def train_lemmas(
    treebank: Path, encoder: Path, out: Path, gold: Path | None = None
) -> dict[str, float]:
    """Write the forms whose lemma the rules get wrong.

    Args:
        treebank: CoNLL-U to learn from.
        encoder: a folder with ``vocab.txt``, which has the words that the rules choose from.
        out: the table to write.
        gold: CoNLL-U to measure on, with gold tags.

    Returns:
        The number of rows, and the share of right lemmas in per cent.
    """
    rules = Lemmatizer(frozenset(read_vocabulary(encoder)), {})
    counts: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for form, lemma, upos, xpos in _words(treebank):
        counts[plain_form(form), upos, xpos][lemma, form] += 1
    table = {}
    for (form, upos, xpos), seen in sorted(counts.items()):
        lemmas: Counter[str] = Counter()
        for (lemma, _), count in seen.items():
            lemmas[lemma] += count
        lemma = min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma))
        written = max((count, written) for (own, written), count in seen.items() if own == lemma)[1]
        # A row that begins with "#" would be a comment.
        if rules.by_rule(written, upos, xpos) != lemma and not form.startswith("#"):
            table[form, upos, xpos] = lemma
    rows = "".join(
        f"{form}\t{upos}\t{xpos}\t{lemma}\n" for (form, upos, xpos), lemma in table.items()
    )
    head = "# form\tupos\txpos\tlemma: what the rules of quoteattr.reader.lemmas get wrong\n"
    out.write_text(head + rows, encoding="utf-8")
    found = {"rows": float(len(table))}
    if gold is not None:
        lemmatizer = Lemmatizer(rules.vocabulary, table)
        right = [lemmatizer(form, upos, xpos) == lemma for form, lemma, upos, xpos in _words(gold)]
        found["lemmas"] = 100 * sum(right) / max(1, len(right))
    return found


def _words(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Form, lemma and tags of the words of a treebank."""
    with open_text(path) as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if len(row) > _XPOS and row[0].isdigit():
                yield row[_FORM], row[_LEMMA], row[_UPOS], row[_XPOS]
