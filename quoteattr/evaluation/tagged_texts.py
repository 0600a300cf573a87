"""Texts put together again from tagged tokens, for corpora that are there as tokens alone.

So is CofeNet's copy of RiQuA (Papay & Padó, LREC 2020): quotations of 19th-century fiction, each
sequence a passage. Sequences of one name that follow each other are paragraphs of one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import attrs

from quoteattr.evaluation.counting import Attribution
from quoteattr.evaluation.spans import Article, Pieces
from quoteattr.evaluation.tags import Tagged, paint

__all__ = ["TaggedText", "keep_kinds", "paint_texts", "tagged_texts", "text_of"]

_WRITTEN = {
    "``": "“", "''": "”", "--": "—",
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]",
}  # fmt: skip
_NO_SPACE_BEFORE = frozenset(",.;:!?)]”…%'’—") | {"n't", "n’t", "..."}
_NO_SPACE_AFTER = frozenset("“([—$")


@attrs.frozen
class TaggedText:
    """A text, with the places of the tokens of each of its sequences, and their tags."""

    name: str
    text: str
    tokens: tuple[Pieces, ...]
    labels: tuple[tuple[str, ...], ...]


def text_of(tokens: Sequence[str]) -> tuple[str, Pieces]:
    """A text that these tokens could come from, and where each of them is in it.

    >>> text, places = text_of(["``", "Do", "n't", ",", "''", "he", "said", "."])
    >>> text, places[2]
    ("“Don't,” he said.", (3, 6))
    """
    text = ""
    places = []
    before = "“"  # nothing stands before the first token
    for token in tokens:
        written = _WRITTEN.get(token, token)
        close = written in _NO_SPACE_BEFORE or (written[:1] in "'’" and len(written) <= 3)
        if text and not close and before not in _NO_SPACE_AFTER:
            text += " "
        places.append((len(text), len(text) + len(written)))
        text += written
        before = written
    return text, tuple(places)


def tagged_texts(rows: Iterable[Tagged]) -> tuple[TaggedText, ...]:
    r"""The texts of a file of tagged sequences.

    >>> rows = [Tagged("a", ("No", "."), ("O", "O")), Tagged("a", ("Yes",), ("O",))]
    >>> [(one.name, one.text, one.tokens[1]) for one in tagged_texts(rows)]
    [('a 1', 'No.\n\nYes', ((5, 8),))]
    """
    out = []
    for number, (name, own) in enumerate(groupby(rows, key=lambda row: row.name), start=1):
        text, tokens, labels = "", [], []
        for row in own:
            text += "\n\n" if text else ""
            paragraph, places = text_of(row.tokens)
            tokens.append(tuple((a + len(text), b + len(text)) for a, b in places))
            labels.append(row.labels)
            text += paragraph
        out.append(TaggedText(f"{name} {number}", text, tuple(tokens), tuple(labels)))
    return tuple(out)


def paint_texts(
    texts: Iterable[TaggedText], predictions: Mapping[str, Sequence[Attribution]]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Gold and predicted tags of each sequence, for ``score_tags``.

    Args:
        texts: of ``tagged_texts``.
        predictions: by the name of the text.
    """
    return [
        (labels, paint(tokens, predictions.get(one.name, ())))
        for one in texts
        for tokens, labels in zip(one.tokens, one.labels, strict=True)
    ]


def keep_kinds(
    texts: Mapping[str, str],
    predictions: Mapping[str, Sequence[Attribution]],
    kinds: Iterable[str],
) -> dict[str, list[Attribution]]:
    """Predictions of some kinds alone, for a corpus that has no others.

    Args:
        texts: by name.
        predictions: by the name of the text.
        kinds: direct, mixed or indirect, as ``Article.kind`` tells them.
    """
    wanted = frozenset(kinds)
    out = {}
    for name, found in predictions.items():
        article = Article(texts.get(name, ""))
        out[name] = [one for one in found if article.kind(one.content) in wanted]
    return out
