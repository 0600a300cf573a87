"""Vetoes: what shows, before any score, that the cue of a candidate attributes nothing."""

from __future__ import annotations

from collections.abc import Callable

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.sources import can_speak, said_by_report
from quoteattr.text.mark_tokens import before_closing
from quoteattr.words.nouns import noun_sense

__all__ = ["VETOES"]

_LEADING_ON = frozenset(",?!")  # before the closing mark of a quotation that its cue follows


def _is_in_name(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a cue is a word of a full name: "Said Mezrag", "Sue Hale"."""
    named = analysis.parse.entity_at.get(candidate.head) if candidate.cue else None
    return named is not None and named.label == "PERSON" and named.last - named.first > 1


def _is_noun(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a cue is a noun that the parser takes for a verb: rejected as “nonsense” claims that

    A verb in the present tense without a subject or a conjunction cannot follow a quotation of
    another verb.
    """
    words, head = analysis.parse.words, candidate.head
    word = words[head]
    if not candidate.cue or word.xpos != "VBZ" or word.head < 0 or word.head >= head:
        return False
    marked = analysis.mark_to(word.start)
    after = marked is not None and not analysis.parse.text[marked.span.end : word.start].strip()
    linked = analysis.children(head, "nsubj", "cc", "mark", "advmod", "expl", "aux")
    return after and not linked and words[word.head].xpos in ("VBD", "VBN")


def _reports_quotation(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a cue only passes on who said a quotation: “…,” Lee is reported | to have said.

    The quotation is Lee's. Without one, "Lee is reported to have said so" is the content of nobody.
    """
    said = said_by_report(analysis, candidate.head) if candidate.cue else None
    if said is None:
        return False
    subjects = analysis.children(candidate.head, "nsubj")
    first = min((analysis.parse.subtree(kid)[0] for kid in subjects), default=candidate.head)
    mark = analysis.mark_to(analysis.parse.words[first].start)
    return (
        mark is not None
        and mark.closed
        and before_closing(mark.text)[-1:] in _LEADING_ON
        and not analysis.parse.text[mark.span.end : analysis.parse.words[first].start].strip()
    )


def _is_summons(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether somebody is cited for an offence: cited the driver for speeding, no words of his."""
    head = candidate.head
    if not candidate.cue or analysis.lemmas[head] != "cite" or analysis.children(head, "ccomp"):
        return False
    cited = [kid for kid in analysis.children(head, "obj") if _may_offend(analysis, kid)]
    offences = analysis.children(head, "obl", "advcl")
    return bool(cited) and any(analysis.case_of(kid) == "for" for kid in offences)


def _may_offend(analysis: Analysis, index: int) -> bool:
    """Whether a word is for a person or a body, and not for a document."""
    sense = noun_sense(analysis.lemmas[index])
    return can_speak(analysis.parse, index) and (sense is None or sense.kind != "document")


VETOES: tuple[Callable[[Analysis, Candidate], bool], ...] = (
    _is_in_name,
    _is_noun,
    _reports_quotation,
    _is_summons,
)
"""A candidate for which one of these is true attributes nothing."""
