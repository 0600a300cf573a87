"""To whom a request or an accusation goes.

PolNeAR's contents have the whole complement: urged [voters to go], accused [Hill of theft]. An
editor calls what is asked or claimed the quote: to go, of theft.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import regex

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.sources import noun_phrase
from quoteattr.model import Span
from quoteattr.relations import Relation, SourceSpan
from quoteattr.words.cues import word_list

__all__ = ["addressed", "without_addressee"]

_ASKING = word_list("verbs of asking somebody")
_BLAMING = word_list("verbs of blaming somebody")
_OBJECTS = ("obj", "iobj", "obl")
_LINKS = frozenset({"of", "for"})
_PREPOSITION = regex.compile(r"\b(of|for|about|against)\s+\Z")
_LONGEST_PREPOSITION = 12
_LONGEST = 25  # words of an addressee


def addressed(analysis: Analysis, candidate: Candidate) -> SourceSpan | None:
    """The addressee of a request or an accusation, right before its content or at its start.

    Args:
        analysis: of the article.
        candidate: an attribution, or what is to become one.

    Returns:
        None for other attributions, and where the content is nothing but the addressee.
    """
    lemma = candidate.lemma
    if not candidate.cue or lemma not in _ASKING | _BLAMING:
        return None
    words, verb = analysis.parse.words, candidate.head
    start, end = candidate.content[0]
    inside = analysis.parse.words_within(start, end)[: _LONGEST + 1]
    link = next((i for i in _links(analysis, lemma, verb) if i in inside), None)
    if link is None or analysis.mark_of_word.get(inside.start) is not None:
        return None
    if link == inside.start:
        told = [k for k in analysis.children(verb, "obj", "iobj") if verb < k < link]
        return noun_phrase(analysis, told[0], verb) if told else None
    heads = [k for k in analysis.children(verb, *_OBJECTS) if inside.start <= k < link]
    if not heads or words[link - 1].upos == "PUNCT":
        return None
    return SourceSpan(start, words[link - 1].end, heads[0])


def _links(analysis: Analysis, lemma: str, verb: int) -> Iterator[int]:
    """Where what is asked or claimed may begin: the "to" of an infinitive, "of" or "for"."""
    words, parse = analysis.parse.words, analysis.parse
    for kid in parse.children[verb]:
        asks = lemma in _ASKING and parse.main_relations[kid] in ("xcomp", "ccomp", "advcl")
        blames = lemma in _BLAMING and parse.main_relations[kid] in ("obl", "advcl", "xcomp")
        for below in parse.children[kid]:
            word = words[below]
            infinitive = asks and word.upos == "PART" and word.text.lower() == "to"
            if infinitive or (blames and word.text.lower() in _LINKS and below < kid):
                yield below


def with_preposition(text: str, relation: Relation) -> Relation:
    """A relation whose content begins with its preposition: warned [of more floods].

    Args:
        text: the article.
        relation: an attribution.
    """
    start, end = relation.content[0]
    cue = relation.cue
    found = _PREPOSITION.search(text, max(0, start - _LONGEST_PREPOSITION), start)
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


def without_addressee(text: str, relation: Relation) -> Relation:
    """A relation whose content does not begin with its addressee.

    Args:
        text: the article.
        relation: an attribution.
    """
    addressee = relation.addressee
    start, end = relation.content[0]
    if addressee is None or addressee.start != start or addressee.end >= end:
        return relation
    rest = text[addressee.end : end]
    start = end - len(rest.lstrip())
    return attrs.evolve(relation, content=((start, end), *relation.content[1:]))
