"""Other ends of a content: up to a clause that trails behind it, or on to the end of its sentence.

Where a content ends is for the reliability of each to say; a parse alone can't tell whether
", which …" is still what was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import attrs

from quoteattr.attribution.candidates import Article, Candidate, pieces_of

__all__ = ["longer", "shorter"]

_DIVIDERS = frozenset((",", "—", "–", "--", "-", ";", "("))
_TRAILING = frozenset(("acl", "advcl", "appos", "parataxis", "conj", "obl", "nmod", "ccomp", "dep"))
_LEAST = 2  # words that must be left, or come on top


def shorter(
    article: Article, candidate: Candidate, indices: AbstractSet[int]
) -> Iterator[Candidate]:
    """The candidate without the phrase that trails behind a comma, a dash or a conjunction.

    Args:
        article: the parsed article.
        candidate: of which this is a variant.
        indices: the words of its content.
    """
    words = article.parse.words
    chosen = sorted(i for i in indices if words[i].upos != "PUNCT")
    for before, first in zip(chosen[_LEAST - 1 :], chosen[_LEAST:], strict=False):
        divided = any(words[i].text in _DIVIDERS for i in range(before + 1, first))
        if not divided and words[first].upos not in ("CCONJ", "SCONJ"):
            continue
        relation = _trailing(article, first, chosen)
        if not divided and relation not in ("conj", "advcl"):
            continue
        if relation and first not in article.mark_of_word:
            content = pieces_of(article.parse, [i for i in chosen if i < first])
            yield attrs.evolve(
                candidate, frame=f"short-{candidate.frame}", content=content, particle=relation
            )
            return


def _trailing(article: Article, first: int, chosen: list[int]) -> str:
    """Relation of the phrase from a word to the content's end; empty if there is none."""
    words = article.parse.words
    top = first
    while words[top].head in chosen and words[top].head >= first:
        top = words[top].head
    relation = words[top].deprel.split(":")[0]
    if relation not in _TRAILING or words[top].head not in chosen:
        return ""
    tree = [i for i in article.parse.subtree(top) if words[i].upos != "PUNCT"]
    return relation if tree[0] >= first and tree[-1] >= chosen[-1] else ""


def longer(
    article: Article, candidate: Candidate, indices: AbstractSet[int], end: int
) -> Iterator[Candidate]:
    """The candidate with all that follows its content up to a word, if anything does.

    Args:
        article: the parsed article.
        candidate: of which this is a variant.
        indices: the words of its content, behind the cue.
        end: index of the last word that may belong to it.
    """
    words = article.parse.words
    first, last = min(indices), max(indices)
    if first < candidate.cue[0][1]:
        return
    added = [i for i in range(last + 1, end + 1) if words[i].upos != "PUNCT"]
    if len(added) < _LEAST or article.asides.intersection(added):
        return
    content = pieces_of(article.parse, range(first, end + 1))
    if content:
        yield attrs.evolve(
            candidate,
            frame=f"long-{candidate.frame}",
            content=content,
            particle=words[added[0]].upos.lower(),
        )
