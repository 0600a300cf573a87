"""Whether two annotations of one source mean the same words."""

from __future__ import annotations

import re
from itertools import pairwise

from quoteattr.evaluation.pairing import jaccard
from quoteattr.evaluation.spans import Article, Pieces

__all__ = ["head_word", "source_agrees"]

_DETERMINERS = frozenset(("the", "a", "an"))
_MODIFIER = frozenset(("who", "that", "which", "of", "for", "in", "at", "from", "with"))
_BREAK = re.compile(r"[,–—()\[\]]|--")


def source_agrees(article: Article, gold: Pieces, found: Pieces) -> bool:
    """The lenient test of a source.

    Both are empty; or they share at least half of their words (Jaccard of the places of words,
    ``the``, ``a`` and ``an`` left out); or one holds the other's head word, at its place.

    >>> article = Article("Ann Lee, the mayor of Rome, said")
    >>> lee, whole, mayor = ((4, 7),), ((0, 26),), ((13, 18),)
    >>> source_agrees(article, whole, lee), source_agrees(article, lee, mayor)
    (True, False)
    """
    if not gold or not found:
        return not gold and not found
    left, right = _content_words(article, gold), _content_words(article, found)
    if not left or not right:
        return False
    return (
        jaccard(left, right) >= 0.5
        or head_word(article, left) in right
        or head_word(article, right) in left
    )


def head_word(article: Article, tokens: frozenset[int]) -> int:
    """The last capitalised word of a source's leading part, or that part's last word.

    The leading part has one word at least and ends before the first comma, dash or bracket, and
    before the first of ``who``, ``that``, ``which``, ``of``, ``for``, ``in``, ``at``, ``from`` and
    ``with``.

    >>> article = Article("Ann Lee, the mayor of Rome")
    >>> article.word(head_word(article, article.tokens([(0, 26)])))
    'Lee'
    """
    ordered = sorted(tokens)
    leading = ordered[:1]
    for previous, token in pairwise(ordered):
        between = article.text[article.words[previous][1] : article.words[token][0]]
        if _BREAK.search(between) or article.word(token).lower() in _MODIFIER:
            break
        leading.append(token)
    capitalised = [token for token in leading if article.word(token)[0].isupper()]
    return (capitalised or leading)[-1]


def _content_words(article: Article, pieces: Pieces) -> frozenset[int]:
    tokens = article.tokens(pieces)
    kept = frozenset(t for t in tokens if article.word(t).lower() not in _DETERMINERS)
    return kept or tokens
