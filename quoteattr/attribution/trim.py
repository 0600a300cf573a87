"""Where a content ends: an absolute clause behind it is the journalist's own.

"Trump said they would talk about trade, with the topic being a sign that …": PolNeAR's guidelines
(Newell, Margolin & Ruths 2018) ask for a conservative content. Other trailing clauses (", who …",
", adding …", ", while …") are cut about as often as kept in its training part, so they stay.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from quoteattr.attribution.candidates import Article

__all__ = ["without_absolute"]

_REACH = 9  # words from "with" to its participle
_LEAST = 3  # words that must be left
_SPEAKING = frozenset(("speech", "writing"))


def without_absolute(article: Article, indices: AbstractSet[int]) -> set[int]:
    """A clause's words up to "with … being …" or "with … saying …".

    Args:
        article: the parsed article.
        indices: the words of a content.

    Returns:
        The words that are kept.
    """
    first = min(indices, default=0)
    for i in sorted(indices):
        if article.lemmas[i] == "with" and i - first >= _LEAST and _is_absolute(article, i):
            return {k for k in indices if k < i}
    return set(indices)


def _is_absolute(article: Article, preposition: int) -> bool:
    words = article.parse.words
    if preposition in article.mark_of_word:
        return False
    for i in range(preposition + 1, min(preposition + _REACH, len(words))):
        if words[i].xpos == "VBG":
            speaks = article.lexicon.verbs.get(article.lemmas[i]) in _SPEAKING
            return i > preposition + 1 and (words[i].text.lower() in ("being", "having") or speaks)
        if words[i].upos in ("VERB", "AUX", "PUNCT", "SCONJ"):
            return False
    return False
