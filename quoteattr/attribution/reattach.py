"""Repairs of a parse that reporting verbs call for, made before any pattern looks at it.

Parsers attach a participle to the nearest verb: in "stressed that they are willing to help while
cautioning that …" *cautioning* lands under *help*, although who stresses is who cautions.
"""

from __future__ import annotations

import attrs

from quoteattr.lexicon import Lexicon
from quoteattr.syntax import Parse, Word

__all__ = ["reattach"]

_SPEAKING = frozenset(("speech", "writing"))
_DEPTH = 6


def reattach(parse: Parse, lexicon: Lexicon) -> Parse:
    """Hang reporting participles on the reporting verb above them.

    Args:
        parse: a parse.
        lexicon: the cue words.

    Returns:
        The parse, or a copy with some heads changed.
    """
    changed: dict[int, int] = {}
    for word in parse.words:
        if word.xpos == "VBG" and word.deprel in ("advcl", "conj") and _speaks(word, lexicon):
            head = _reporting_ancestor(parse, word, lexicon)
            if head is not None and head != word.head:
                changed[word.index] = head
    if not changed:
        return parse
    words = tuple(
        attrs.evolve(word, head=changed[word.index], deprel="advcl")
        if word.index in changed
        else word
        for word in parse.words
    )
    return attrs.evolve(parse, words=words)


def _speaks(word: Word, lexicon: Lexicon) -> bool:
    return lexicon.verbs.get(lexicon.lemma(word.text, word.lemma)) in _SPEAKING


def _reporting_ancestor(parse: Parse, word: Word, lexicon: Lexicon) -> int | None:
    """The reporting verb in whose complement a participle was hung, if nothing speaks between."""
    words = parse.words
    if any(words[kid].deprel.startswith("nsubj") for kid in parse.children[word.index]):
        return None
    if not any(
        words[kid].deprel in ("ccomp", "parataxis", "xcomp") for kid in parse.children[word.index]
    ):
        return None
    current = word.head
    for _ in range(_DEPTH):
        if current < 0:
            return None
        if words[current].upos == "VERB" and _speaks(words[current], lexicon):
            return current if current < word.index else None
        if words[current].deprel not in ("ccomp", "xcomp", "advcl", "conj"):
            return None
        current = words[current].head
    return None
