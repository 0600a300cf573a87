"""The class of a cue by its words alone, for gold cues.

Predicted quotes have the type of their cue. Gold has none, so its cues are looked up by their head.
The head is the last word that the lexicon has as a reporting verb, else as a cue noun, else as an
adjective: "told" in "has repeatedly told", "accusation" in "made the accusation", "adamant" in "was
adamant". A colon or a dash alone is speech.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from quoteattr.corpora.attributions import Pieces
from quoteattr.model import CUE_TYPES
from quoteattr.words.cues import STATING, Lexicon, default_lexicon

__all__ = ["CLASSES", "cue_class", "cue_head", "is_statement"]

CLASSES = (*CUE_TYPES, "no cue")
"""Cue types, and ``no cue``; ``other`` is what the lexicon does not have."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Heads that the lexicon does not have.
_PHRASES = {"according": "speech", "per": "speech", "quote": "speech", "words": "speech"}
# Verbs of the lexicon that mostly support another word: "has made clear", "is said".
_LIGHT = frozenset(("be", "have", "do", "go", "make", "take", "give", "come", "keep", "get", "put"))


def cue_class(text: str, cue: Pieces, lexicon: Lexicon | None = None) -> str:
    """One of ``CLASSES``.

    Args:
        text: the article.
        cue: the span of the cue.
        lexicon: words with classes; the library's own without one.

    >>> text = "She has repeatedly told them, according to him."
    >>> [cue_class(text, span) for span in (((4, 23),), ((30, 42),), ((0, 3),), ())]
    ['speech', 'speech', 'other', 'no cue']
    """
    if not cue:
        return "no cue"
    return cue_head(" ".join(text[start:end] for start, end in cue), lexicon)[1]


def cue_head(cue: str, lexicon: Lexicon | None = None) -> tuple[str, str]:
    """Lemma and class of a cue's head; its last word and ``other`` if no word is known.

    >>> cue_head("has repeatedly told")
    ('tell', 'speech')
    """
    known = lexicon or default_lexicon()
    words = [word.lower() for word in _WORD.findall(cue)]
    if not any(map(str.isalnum, cue)):
        return cue.strip(), "speech"
    tables: tuple[tuple[Mapping[str, str], Callable[[str], str]], ...] = (
        ({k: v for k, v in known.verbs.items() if k not in _LIGHT}, lambda w: known.lemma(w, w)),
        (known.nouns, _singular),
        (known.adjectives, lambda word: word),
        (_PHRASES, lambda word: word),
    )
    for table, lemma_of in tables:
        for word in reversed(words):
            if lemma_of(word) in table:
                return lemma_of(word), table[lemma_of(word)]
    return (words[-1] if words else cue.strip()), "other"


def is_statement(kind: str, cue_type: str) -> bool:
    """Whether a quote says something, as far as its kind and its cue show.

    >>> is_statement("direct", "attitude"), is_statement("indirect", "attitude")
    (True, False)
    """
    return kind != "indirect" or cue_type in STATING or cue_type == "no cue"


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
