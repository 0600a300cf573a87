"""Where a content ends: without what the journalist adds.

"Trump said they would talk about trade, with the topic being a sign that …": PolNeAR's guidelines
(Newell, Margolin & Ruths 2018) ask for a conservative content. Other trailing clauses (", who …",
", adding …", ", while …") are cut about as often as kept in its training part, so they stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, pieces_of

__all__ = [
    "after_the_cue",
    "longer",
    "shorter",
    "without_absolute",
    "without_concession",
]

_REACH = 9  # words from "with" to its participle
_LEAST = 3  # words that must be left
_CONCESSIVE = frozenset(("though", "although"))
_SPEAKING = frozenset(("speech", "writing"))
_DIVIDERS = frozenset((",", "—", "–", "--", "-", ";", "("))
_TRAILING = frozenset(("acl", "advcl", "appos", "parataxis", "conj", "obl", "nmod", "ccomp", "dep"))
_LEAST_CHANGE = 2  # words that a shorter content must keep, or a longer one add


def without_absolute(analysis: Analysis, indices: AbstractSet[int]) -> set[int]:
    """A clause's words up to "with … being …" or "with … saying …".

    Args:
        analysis: of the article.
        indices: the words of a content.

    Returns:
        The words that are kept.
    """
    first = min(indices, default=0)
    for i in sorted(indices):
        if analysis.lemmas[i] == "with" and i - first >= _LEAST and _is_absolute(analysis, i):
            return {k for k in indices if k < i}
    return set(indices)


def without_concession(analysis: Analysis, indices: AbstractSet[int]) -> set[int]:
    """A content's words up to ", though …" or ", although …".

    Args:
        analysis: of the article.
        indices: the words of a content.

    Returns:
        The words before such a clause at the end; all where there is none.
    """
    words = analysis.parse.words
    for i in sorted(indices):
        if (
            analysis.lemmas[i] in _CONCESSIVE
            and i - 1 not in analysis.mark_of_word
            and words[i - 1].text == ","
            and words[i].head > i
            and max(analysis.parse.subtree(words[i].head)) >= max(indices) - 1
            and min(indices) < i - _LEAST
        ):
            return {k for k in indices if k < i}
    return set(indices)


def after_the_cue(
    analysis: Analysis, clause: int, cue: tuple[int, int], indices: AbstractSet[int]
) -> set[int]:
    """The content of "Although X, he said Y" without the clause before the cue.

    What is in quotation marks stays, and so does all of "X, he said, is Y".

    Args:
        analysis: of the article.
        clause: head of the clause that is the content.
        cue: first and last word of the cue, last exclusive.
        indices: the words of the content.
    """
    words = analysis.parse.words
    before = {i for i in indices if i < cue[0]}
    interpolated = cue[1] < len(words) and words[cue[1]].upos == "PUNCT"
    if clause < cue[0] or interpolated or not before.isdisjoint(analysis.mark_of_word):
        return set(indices)
    return set(indices) - before


def _is_absolute(analysis: Analysis, preposition: int) -> bool:
    words = analysis.parse.words
    if preposition in analysis.mark_of_word:
        return False
    for i in range(preposition + 1, min(preposition + _REACH, len(words))):
        if words[i].xpos == "VBG":
            speaks = analysis.verb_class(i) in _SPEAKING
            return i > preposition + 1 and (words[i].text.lower() in ("being", "having") or speaks)
        if words[i].upos in ("VERB", "AUX", "PUNCT", "SCONJ"):
            return False
    return False


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
    chosen = sorted(i for i in indices if words[i].upos != "PUNCT")
    for before, first in zip(chosen[_LEAST_CHANGE - 1 :], chosen[_LEAST_CHANGE:], strict=False):
        divided = any(words[i].text in _DIVIDERS for i in range(before + 1, first))
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
