"""Other ends of a content: without what trails, and on to the end of its clause or sentence."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, pieces_of

__all__ = ["longer", "shorter"]

_DIVIDERS = frozenset((",", "—", "–", "--", "-", ";", "("))
_TRAILING = frozenset(("acl", "advcl", "appos", "parataxis", "conj", "obl", "nmod", "ccomp", "dep"))
_LEAST_CHANGE = 2  # words that a shorter content must keep, or a longer one add


def shorter(
    analysis: Analysis, candidate: Candidate, indices: AbstractSet[int]
) -> Iterator[Candidate]:
    """The candidate without the phrase that trails after a comma, a dash or a conjunction.

    Args:
        analysis: of the article.
        candidate: of which this is a variant.
        indices: the words of its content.
    """
    words = analysis.parse.words
    chosen = sorted(indices - analysis.punctuation)
    for before, first in zip(chosen[_LEAST_CHANGE - 1 :], chosen[_LEAST_CHANGE:], strict=False):
        apart = first > before + 1  # most words are not
        divided = apart and any(words[i].text in _DIVIDERS for i in range(before + 1, first))
        if not divided and words[first].upos not in ("CCONJ", "SCONJ"):
            continue
        relation = _trailing(analysis, first, chosen)
        if not divided and relation not in ("conj", "advcl"):
            continue
        if relation and first not in analysis.mark_of_word:
            content = pieces_of(analysis.parse, [i for i in chosen if i < first])
            yield attrs.evolve(
                candidate,
                pattern=f"short-{candidate.pattern.name}",
                content=content,
                particle=relation,
            )
            return


def _trailing(analysis: Analysis, first: int, chosen: list[int]) -> str:
    """Relation of the phrase from a word to the content's end; empty if there is none."""
    words = analysis.parse.words
    top = first
    while words[top].head in chosen and words[top].head >= first:
        top = words[top].head
    relation = words[top].deprel.split(":")[0]
    if relation not in _TRAILING or words[top].head not in chosen:
        return ""
    tree = [i for i in analysis.parse.subtree(top) if words[i].upos != "PUNCT"]
    return relation if tree[0] >= first and tree[-1] >= chosen[-1] else ""


def longer(
    analysis: Analysis, candidate: Candidate, indices: AbstractSet[int], end: int
) -> Iterator[Candidate]:
    """The candidate with all that follows its content up to a word, if anything does.

    Args:
        analysis: of the article.
        candidate: of which this is a variant.
        indices: the words of its content, after the cue.
        end: index of the last word that may belong to it.
    """
    words = analysis.parse.words
    first, last = min(indices), max(indices)
    if first < candidate.cue[0][1]:
        return
    added = [i for i in range(last + 1, end + 1) if words[i].upos != "PUNCT"]
    if len(added) < _LEAST_CHANGE or analysis.asides.intersection(added):
        return
    content = pieces_of(analysis.parse, range(first, end + 1))
    if content:
        yield attrs.evolve(
            candidate,
            pattern=f"long-{candidate.pattern.name}",
            content=content,
            particle=words[added[0]].upos.lower(),
        )
