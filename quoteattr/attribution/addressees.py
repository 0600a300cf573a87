"""Who is asked or accused: urged *voters* to go, accused *Hill* of theft."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.sources import noun_phrase
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import word_list

__all__ = ["addressed", "from_the_addressee"]

_ASKING = word_list("verbs of asking somebody")
_BLAMING = word_list("verbs of blaming somebody")
_TIMES = word_list("times")
_OBJECTS = ("obj", "iobj", "obl")
_COMPLEMENTS = ("xcomp", "ccomp", "advcl")
_NOT = frozenset({"not", "never"})
_LINKS = frozenset({"of", "for"})
_BEGINNINGS = _LINKS | _NOT | {"to"}  # of what is asked or claimed
_CALLED_ON = (None, "on", "upon")  # before an addressee
_LONGEST = 25  # words of an addressee


def addressed(analysis: Analysis, candidate: Candidate) -> SourceSpan | None:
    """The addressee of a request or an accusation, right before its content or at its start.

    The subject of a passive is a piece of its own or outside: *drivers* were urged to turn back.

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
    for kid in analysis.children(verb, "nsubj:pass"):
        subject = noun_phrase(analysis, kid, verb)
        alone = len(candidate.content) > 1 and (subject.start, subject.end) == (start, end)
        return subject if alone or subject.end <= start else None
    inside = analysis.parse.words_within(start, end)[: _LONGEST + 1]
    near = range(inside.start - 1, inside.stop)  # the content may begin after "of"
    link = next((i for i in _links(analysis, lemma, verb) if i in near), None)
    while link is not None and link > inside.start and analysis.lemmas[link - 1] in _NOT:
        link -= 1  # urged voters | not to go
    if link is None or any(i in analysis.mark_of_word for i in (inside.start, link)):
        return None  # a quotation is never cut, and with less around it would be a direct quote
    if link <= inside.start:
        told = [k for k in analysis.children(verb, *_OBJECTS) if verb < k < link]
        told = [k for k in told if analysis.case_of(k) in _CALLED_ON]
        told = [k for k in told if analysis.lemmas[k] not in _TIMES]  # appealed on Friday
        return noun_phrase(analysis, told[0], verb) if told else None
    heads = [k for k in analysis.children(verb, *_OBJECTS) if inside.start <= k < link]
    if not heads or words[link - 1].upos == "PUNCT":
        return None
    return SourceSpan(start, words[link - 1].end, heads[0])


def from_the_addressee(
    analysis: Analysis, candidate: Candidate, addressee: SourceSpan | None
) -> tuple[tuple[int, int], ...]:
    """The content of a request or an accusation from its addressee on, as PolNeAR counts.

    The labels begin some contents there and others after it: accused [Hill of theft].

    Args:
        analysis: of the article.
        candidate: an attribution.
        addressee: of it.
    """
    (start, end), *others = candidate.content
    if addressee is None or candidate.lemma not in _ASKING | _BLAMING or addressee.end > start:
        return candidate.content
    parse = analysis.parse
    first, after = parse.words_within(start, end).start, parse.words_within(addressee.end, end)
    linked = bool(after) and parse.words[after.start].text in _BEGINNINGS  # no "that"
    if not linked or first - after.start > 1 or first in analysis.mark_of_word:
        return candidate.content
    return ((addressee.start, end), *others)


def _links(analysis: Analysis, lemma: str, verb: int) -> Iterator[int]:
    """Where what is asked or claimed may begin: the "to" of an infinitive, "of" or "for"."""
    words, parse = analysis.parse.words, analysis.parse
    for kid in parse.children[verb]:
        asks = lemma in _ASKING and parse.main_relations[kid] in _COMPLEMENTS
        blames = lemma in _BLAMING and parse.main_relations[kid] in (*_COMPLEMENTS, "obl")
        for below in parse.children[kid]:
            word = words[below]
            infinitive = asks and word.upos == "PART" and word.text.lower() == "to"
            if infinitive or (blames and word.text.lower() in _LINKS and below < kid):
                yield below
        if lemma in _BLAMING and parse.main_relations[kid] == "obj":
            yield from _doing(analysis, kid)


def _doing(analysis: Analysis, noun: int) -> Iterator[int]:
    """The "of" of a gerund that the parser put under who is accused: accused Hill of lying."""
    words, parse = analysis.parse.words, analysis.parse
    for kid in analysis.children(noun, "acl", "advcl", "nmod"):
        if words[kid].xpos == "VBG":
            yield from (k for k in parse.children[kid] if words[k].text.lower() in _LINKS)
