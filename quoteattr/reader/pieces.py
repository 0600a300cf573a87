"""Words cut into the pieces of a BERT vocabulary.

Greedy longest match, as WordPiece does it (Schuster & Nakajima, ICASSP 2012; Devlin et al., NAACL
2019), for words that are tokenized already. Typographic marks count as their plain forms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence

__all__ = ["UNKNOWN", "WordPieces"]

UNKNOWN = "[UNK]"
"""The piece for what the vocabulary lacks."""

_MOST = 6  # pieces of a word that are read; longer words are links and hashes
_LONGEST = 100  # code points of a word that are looked at
_KEPT = 50_000  # words whose pieces are kept; a batch may hold any number of words
_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "..."}


class WordPieces:
    """A vocabulary that cuts words.

    Args:
        vocabulary: the pieces in the order of their numbers; inner ones begin with "##".

    >>> WordPieces(["[UNK]", "speak", "##s", "'"])("Speaks")
    (1, 2)
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self._seen: dict[str, tuple[int, ...]] = {}

    @property
    def vocabulary(self) -> Container[str]:
        """The pieces; those that open a word are words in lower case."""
        return self._number.keys()

    def __call__(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces, at least one."""
        word = word[:_LONGEST]  # kept ones are short
        found = self._seen.get(word)
        if found is None:
            pieces = [number for part in _parts(_folded(word)) for number in self._cut(part)]
            found = tuple(pieces[:_MOST]) or (self._number[UNKNOWN],)
            if len(self._seen) < _KEPT:
                self._seen[word] = found
        return found

    def _cut(self, part: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            end = len(part)
            while end > start and prefix + part[start:end] not in self._number:
                end -= 1
            if end == start:
                return [self._number[UNKNOWN]]
            out.append(self._number[prefix + part[start:end]])
            start = end
        return out


def _folded(word: str) -> str:
    """Lower-cased, without accents, with plain marks."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(_PLAIN.get(c, c) for c in decomposed if unicodedata.category(c) != "Mn")


def _parts(text: str) -> Iterator[str]:
    """Runs of letters and digits; every other visible character alone."""
    run = ""
    for character in text:
        if unicodedata.category(character)[0] in "PS":
            if run:
                yield run
            yield character
            run = ""
        elif not character.isspace():
            run += character
    if run:
        yield run
