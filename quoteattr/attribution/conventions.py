"""What an editor takes for the content, where PolNeAR's annotators take something else.

PolNeAR's contents have the whole complement, and its cues the preposition: urged [voters to go],
accused [Hill of theft], warned of [floods]. An editor calls what is asked or claimed the quote: to
go, of theft, of floods.
"""

from __future__ import annotations

import attrs
import regex

from quoteattr.model import Span
from quoteattr.relations import Relation

__all__ = ["as_editors_count"]

_PREPOSITION = regex.compile(r"\b(of|for|about|against)\s+\Z")
_REACH = 12  # code points before a content that a preposition and blanks may have


def as_editors_count(text: str, relation: Relation) -> Relation:
    """A relation with the content of the default.

    Args:
        text: the article.
        relation: an attribution, as PolNeAR's annotators count.
    """
    return _with_preposition(text, _without_addressee(text, relation))


def _with_preposition(text: str, relation: Relation) -> Relation:
    """A relation whose content begins with its preposition: warned [of more floods]."""
    start, end = relation.content[0]
    cue = relation.cue
    found = _PREPOSITION.search(text, max(0, start - _REACH), start)
    if found is None or cue is None or relation.kind == "direct":
        return relation
    spans = [span for span in cue.spans if span.start < found.start(1)]
    last = spans[-1] if spans else None
    if last is None or last.end > start or len(spans) < len(cue.spans):
        return relation
    if last.end > found.start(1):
        kept = text[last.start : found.start(1)].rstrip()
        spans[-1] = Span.of(text, last.start, last.start + len(kept))
    content = ((found.start(1), end), *relation.content[1:])
    return attrs.evolve(relation, content=content, cue=attrs.evolve(cue, spans=tuple(spans)))


def _without_addressee(text: str, relation: Relation) -> Relation:
    """A relation whose content does not begin with its addressee: urged voters [to go]."""
    addressee, others = relation.addressee, relation.content[1:]
    start, end = relation.content[0]
    if addressee is None or addressee.start != start:
        return relation
    if addressee.end == end and others:
        return attrs.evolve(relation, content=others)
    if addressee.end >= end:
        return relation
    rest = text[addressee.end : end]
    start = end - len(rest.lstrip())
    return attrs.evolve(relation, content=((start, end), *others))
