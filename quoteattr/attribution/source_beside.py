"""The source of a reporting verb to which the parse gives no subject: what stands beside it."""

from __future__ import annotations

from quoteattr.attribution.candidates import Article
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.sources import noun_phrase
from quoteattr.relations import SourceSpan

__all__ = ["source_beside"]

_CLIMB = 6
_NOMINAL = frozenset(("PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM"))


def source_beside(article: Article, verb: int, first: int) -> SourceSpan | None:
    """The noun phrase next to a verb, where the parse gives it no subject."""
    words = article.parse.words
    start = verb_group(article, verb)[0]
    before = [i for i in range(first, start) if words[i].upos in _NOMINAL]
    if before:
        heads = [i for i in before if words[i].head not in range(first, start)]
        head = next((i for i in heads if words[i].upos != "DET"), before[0])
        last = start - 1
        while last > first and words[last].upos in ("PUNCT", "ADV"):
            last -= 1
        return SourceSpan(words[first].start, words[last].end, head)
    after = verb + 1
    if after >= len(words) or words[after].upos not in _NOMINAL:
        return None
    head = after
    while (
        words[head].head > head
        and words[words[head].head].upos in _NOMINAL
        and words[head].head - after <= _CLIMB
    ):
        head = words[head].head
    return noun_phrase(article, head)
