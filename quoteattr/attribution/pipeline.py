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
from quoteattr.attribution.vetoes import VETOES
from quoteattr.linear import LogLinear

__all__ = ["PATTERNS", "STEPS", "Pattern", "Step", "propose", "with_scores"]

# Least score of “…,” Lee said and Lee said: “…”, where a wrong parse makes the score too low.
_UNMISTAKABLE = 0.6

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
        if any(rejects(analysis, candidate) for rejects in VETOES):
            continue
        if candidate.pattern.certain or candidate.head not in certain:
            snapped = snap(analysis, candidate)
            kept = without_stopped(analysis, snapped)
            if kept is not None and not analysis.is_work_title(kept.content):
                yield kept


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
