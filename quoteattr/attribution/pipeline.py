"""Attribution as two lists: the patterns that propose, and the steps that decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, Candidate
from quoteattr.attribution.patterns.beside_quotations import quotation_candidates
from quoteattr.attribution.patterns.colons import colon_candidates
from quoteattr.attribution.patterns.labelled import labelled_candidates
from quoteattr.attribution.patterns.nouns import noun_candidates
from quoteattr.attribution.patterns.others import (
    adjective_candidates,
    hearing_candidates,
    preposition_candidates,
)
from quoteattr.attribution.patterns.verbs import verb_candidates
from quoteattr.attribution.patterns.word_order import order_candidates, rest_candidates
from quoteattr.attribution.quotations import leads, snap, without_stopped
from quoteattr.attribution.scoring import reliability
from quoteattr.attribution.sources import can_speak, said_by_report
from quoteattr.attribution.steps.boundaries import best_boundaries
from quoteattr.attribution.steps.clauses import (
    cleft_contents,
    fronted_conditions,
    own_predicates,
    relative_clauses,
    times_of_cues,
)
from quoteattr.attribution.steps.floating import floating_quotations
from quoteattr.attribution.steps.gapped import gapped_clauses
from quoteattr.attribution.steps.labelled import (
    agreeing_patterns,
    inner_sources,
    split_second_cues,
)
from quoteattr.attribution.steps.quotations import (
    gapped_quotations,
    join_continuations,
    one_cue_per_quotation,
    own_sentences,
)
from quoteattr.attribution.steps.selection import (
    best_of_each_cue,
    nest,
    no_rivals,
    one_of_each_content,
)
from quoteattr.attribution.steps.sources import (
    addressees_are_no_sources,
    addressees_end_at_contents,
    hearsay_has_no_source,
    passive_sources,
    receivers_are_no_sources,
    shared_sources_outside_contents,
)
from quoteattr.attribution.steps.turns import interview_answers, unattributed_turns
from quoteattr.linear import LogLinear
from quoteattr.text.mark_tokens import before_closing
from quoteattr.words.nouns import noun_sense

__all__ = ["PATTERNS", "STEPS", "Pattern", "Step", "propose", "with_scores"]

# Least score of “…,” Lee said and Lee said: “…”, where a wrong parse makes the score too low.
_UNMISTAKABLE = 0.6
_LEADING_ON = frozenset(",?!")  # before the closing mark of a quotation that its cue follows

Pattern = Callable[[Analysis], Iterator[Candidate]]
"""Proposes candidates; a wrong one costs nothing, because scores and steps decide."""

Step = Callable[[Analysis, tuple[Attribution, ...]], tuple[Attribution, ...]]
"""Takes the attributions of an article and returns better ones; it changes none in place."""

PATTERNS: tuple[Pattern, ...] = (
    verb_candidates,
    noun_candidates,
    adjective_candidates,
    preposition_candidates,
    hearing_candidates,
    colon_candidates,
    order_candidates,
    rest_candidates,
    quotation_candidates,
    labelled_candidates,
)
"""What proposes candidates. Of equally probable candidates the first one wins."""

STEPS: tuple[Step, ...] = (
    best_of_each_cue,
    no_rivals,
    best_boundaries,
    split_second_cues,
    inner_sources,
    agreeing_patterns,
    relative_clauses,
    fronted_conditions,
    own_predicates,
    cleft_contents,
    times_of_cues,
    addressees_are_no_sources,
    passive_sources,
    receivers_are_no_sources,
    shared_sources_outside_contents,
    hearsay_has_no_source,
    addressees_end_at_contents,
    own_sentences,
    one_cue_per_quotation,
    join_continuations,
    gapped_clauses,
    gapped_quotations,
    one_of_each_content,
    nest,
    unattributed_turns,
    interview_answers,
    floating_quotations,
)
"""What makes attributions of the candidates, in this order."""


def propose(analysis: Analysis) -> Iterator[Candidate]:
    """Every candidate of every pattern, its content snapped to the quotation marks.

    Without those headed by a word of a certain cue, and those whose content is a title.

    Args:
        analysis: of the article.
    """
    found = [candidate for pattern in PATTERNS for candidate in pattern(analysis)]
    certain = {
        i
        for candidate in found
        if candidate.pattern.certain
        for first, last in candidate.cue
        for i in range(first, last)
    }
    for candidate in found:
        if any(rejects(analysis, candidate) for rejects in _VETOES):
            continue
        if candidate.pattern.certain or candidate.head not in certain:
            snapped = snap(analysis, candidate)
            kept = without_stopped(analysis, snapped)
            if kept is not None and not analysis.is_work_title(kept.content):
                yield kept


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


_VETOES = (_is_in_name, _is_noun, _reports_quotation, _is_summons)


def with_scores(analysis: Analysis, model: LogLinear | None = None) -> Analysis:
    """An article with all its candidates, scored when a step first asks for them.

    Args:
        analysis: of the article.
        model: of candidates; the shipped ones by default.
    """
    return attrs.evolve(analysis, scorer=partial(_all_scored, model=model))


def _all_scored(analysis: Analysis, model: LogLinear | None) -> Iterator[Attribution]:
    return (_scored(analysis, candidate, model) for candidate in propose(analysis))


def _scored(analysis: Analysis, candidate: Candidate, model: LogLinear | None) -> Attribution:
    score = reliability(analysis, candidate, model)
    if leads(analysis, candidate):
        score = max(score, _UNMISTAKABLE)
    return Attribution(candidate, score)
