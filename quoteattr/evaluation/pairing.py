"""Pair gold attributions with predicted ones: which of them mean the same?

``overlaps`` compares contents, ``assign`` pairs them one to one, ``source_agrees`` compares two
sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from quoteattr.corpora.attributions import Pieces
from quoteattr.errors import MissingDependencyError
from quoteattr.evaluation.spans import Article

__all__ = ["assign", "head_word", "jaccard", "overlaps", "source_agrees"]

_SAME = 0.5  # overlap of contents, and of sources, from which they mean the same
_DETERMINERS = frozenset(("the", "a", "an"))
_MODIFIER = frozenset(("who", "that", "which", "of", "for", "in", "at", "from", "with"))
_BREAK = re.compile(r"[,–—()\[\]]|--")


def jaccard(left: Set[int], right: Set[int]) -> float:
    """Size of the intersection over that of the union; 0 for two empty sets.

    >>> jaccard({1, 2}, {2, 3, 4})
    0.25
    """
    union = left | right
    return len(left & right) / len(union) if union else 0.0


def overlaps(
    article: Article, gold: Iterable[Pieces], found: Iterable[Pieces]
) -> list[list[float]]:
    """The share of words that contents have in common, with a row for each gold content.

    It is the Jaccard coefficient of their word tokens, or 0 for contents that share less than half.

    >>> overlaps(Article("It rained all day"), [((0, 9),)], [((3, 9),), ((10, 17),)])
    [[0.5, 0.0]]
    """
    columns = [article.tokens(pieces) for pieces in found]
    rows = [[jaccard(row, column) for column in columns] for row in map(article.tokens, gold)]
    return [[share if share >= _SAME else 0.0 for share in row] for row in rows]


def assign(weights: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    """The assignment of rows to columns with the greatest sum of weights.

    Args:
        weights: one row per item on the left, one column per item on the right.

    Returns:
        Pairs of row and column, without pairs of weight 0 or less.

    Raises:
        MissingDependencyError: scipy is not installed.

    >>> sorted(assign([[0.9, 0.8], [0.85, 0.0]]))
    [(0, 1), (1, 0)]
    """
    if not weights or not weights[0]:
        return ()
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise MissingDependencyError(
            "evaluation needs scipy: python -m pip install scipy"
        ) from error
    rows, columns = linear_sum_assignment(weights, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return tuple((row, column) for row, column in pairs if weights[row][column] > 0)


def source_agrees(article: Article, gold: Pieces, found: Pieces) -> bool:
    """Whether two sources of one article mean the same words, by a lenient test.

    They agree if both are empty, if they share at least half of their words (Jaccard coefficient
    of their tokens, without ``the``, ``a`` and ``an``), or if one contains the other's head word.

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
        jaccard(left, right) >= _SAME
        or head_word(article, left) in right
        or head_word(article, right) in left
    )


def head_word(article: Article, tokens: frozenset[int]) -> int:
    """The token of the last capitalised word in a source's leading part, else of its last word.

    The leading part has at least one word. It ends before the first comma, dash or bracket, and
    before the first of ``who``, ``that``, ``which``, ``of``, ``for``, ``in``, ``at``, ``from``,
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
