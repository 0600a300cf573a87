"""Where a content ends: what the journalist goes on with is left out.

"Trump said they would talk about trade, with the topic being a sign that …": PolNeAR's guidelines
(Newell, Margolin & Ruths 2018) ask for a conservative content. Other trailing clauses (", who …",
", adding …", ", while …") are cut about as often as kept in its training part, so they stay.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from quoteattr.attribution.candidates import Article

__all__ = ["behind_the_cue", "within_relative_clause", "without_absolute", "without_concession"]

_REACH = 9  # words from "with" to its participle
_LEAST = 3  # words that must be left
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN", "MD"))
_CONCESSIVE = frozenset(("though", "although"))
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


def without_concession(article: Article, indices: AbstractSet[int]) -> set[int]:
    """A content's words up to ", though …" or ", although …".

    Args:
        article: the parsed article.
        indices: the words of a content.

    Returns:
        The words before such a clause at the end; all where there is none.
    """
    words = article.parse.words
    for i in sorted(indices):
        if (
            article.lemmas[i] in _CONCESSIVE
            and i - 1 not in article.mark_of_word
            and words[i - 1].text == ","
            and words[i].head > i
            and max(article.parse.subtree(words[i].head)) >= max(indices) - 1
            and min(indices) < i - _LEAST
        ):
            return {k for k in indices if k < i}
    return set(indices)


def within_relative_clause(article: Article, verb: int, indices: AbstractSet[int]) -> set[int]:
    """The content of "Vance, who said …, left for Rome" up to where the main clause goes on.

    Args:
        article: the parsed article.
        verb: the reporting verb.
        indices: the words of its content.

    Returns:
        The words before a comma that a finite verb follows; all if the verb is in no relative
        clause.
    """
    words = article.parse.words
    if words[verb].deprel == "acl:relcl":
        for i in sorted(indices):
            follows = words[i].text == "," and i + 1 in indices
            if follows and i not in article.mark_of_word and words[i + 1].xpos in _FINITE:
                return {k for k in indices if k < i}
    return set(indices)


def behind_the_cue(
    article: Article, clause: int, cue: tuple[int, int], indices: AbstractSet[int]
) -> set[int]:
    """The content of "Although X, he said Y" without the clause before the cue.

    What stands in quotation marks stays, and so does all of "X, he said, is Y".

    Args:
        article: the parsed article.
        clause: head of the clause that is the content.
        cue: first and last word of the cue, last exclusive.
        indices: the words of the content.
    """
    words = article.parse.words
    before = {i for i in indices if i < cue[0]}
    interpolated = cue[1] < len(words) and words[cue[1]].upos == "PUNCT"
    if clause < cue[0] or interpolated or not before.isdisjoint(article.mark_of_word):
        return set(indices)
    return set(indices) - before


def _is_absolute(article: Article, preposition: int) -> bool:
    words = article.parse.words
    if preposition in article.mark_of_word:
        return False
    for i in range(preposition + 1, min(preposition + _REACH, len(words))):
        if words[i].xpos == "VBG":
            speaks = article.verb_class(i) in _SPEAKING
            return i > preposition + 1 and (words[i].text.lower() in ("being", "having") or speaks)
        if words[i].upos in ("VERB", "AUX", "PUNCT", "SCONJ"):
            return False
    return False
