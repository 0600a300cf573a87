"""Read corpora in CofeNet's form (Wang et al., COLING 2022): tokens with one tag each.

A text can be put together from the tokens where the corpus has nothing else. CofeNet's copy of
RiQuA (Papay & Padó, LREC 2020: quotations of 19th-century fiction) is such a corpus. There a
sequence is a passage, and sequences of one name that follow each other are paragraphs of one text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import attrs

from quoteattr.corpora.attributions import Pieces
from quoteattr.errors import InputError

__all__ = ["Tagged", "TaggedText", "Tags", "read_tagged", "tagged_texts", "text_of"]

Tags = tuple[str, ...]

_WRITTEN = {
    "``": "“", "''": "”", "--": "—",
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]",
}  # fmt: skip
_NO_SPACE_BEFORE = frozenset(",.;:!?)]”…%'’—") | {"n't", "n’t", "..."}
_NO_SPACE_AFTER = frozenset("“([—$")


@attrs.frozen
class Tagged:
    """One sequence of CofeNet's files: the name of its annotation, tokens, and a tag for each."""

    name: str
    tokens: tuple[str, ...]
    labels: Tags

    @property
    def article(self) -> str:
        """The name of the article: that of the annotation without the annotator."""
        return self.name.rsplit("_", 1)[0]


def read_tagged(path: Path) -> tuple[Tagged, ...]:
    """A file of CofeNet's: JSON lines with ``id``, ``tokens`` and ``labels``.

    Raises:
        InputError: a line has another form.
    """
    out = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            tagged = Tagged(str(row["id"]), tuple(row["tokens"]), tuple(row["labels"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}, line {number}: not a tagged sequence ({type(error).__name__}: {error}); "
                "it needs id, tokens and labels"
            ) from error
        if len(tagged.tokens) != len(tagged.labels):
            raise InputError(f"{path}, line {number}: it needs one label for each token")
        out.append(tagged)
    return tuple(out)


@attrs.frozen
class TaggedText:
    """A text with the tokens (code points) and tags of each of its sequences."""

    name: str
    text: str
    tokens: tuple[Pieces, ...]
    labels: tuple[tuple[str, ...], ...]


def text_of(tokens: Sequence[str]) -> tuple[str, Pieces]:
    """A text that could have these tokens, and the place of each token in it.

    >>> text, places = text_of(["``", "Do", "n't", ",", "''", "he", "said", "."])
    >>> text, places[2]
    ("“Don't,” he said.", (3, 6))
    """
    text = ""
    places = []
    before = "“"  # no blank before the first token
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
