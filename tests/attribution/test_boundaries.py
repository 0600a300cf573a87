"""Where a content ends is decided among the candidates for its cue; patterns are evidence."""

from __future__ import annotations

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution
from quoteattr.attribution.patterns.labelled import labelled_candidates
from quoteattr.attribution.steps.boundaries import best_boundaries, boundary_features
from quoteattr.attribution.steps.labelled import agreeing_patterns
from quoteattr.linear import LogLinear
from quoteattr.relations import SourceSpan
from tests.attribution.test_labels import TEXT, analysis, labels

MODEL = LogLinear({"first=that": 5.0})


def full(score: float) -> Attribution:
    """The labeller's candidate, with "that"."""
    (candidate,) = labelled_candidates(analysis(labels()))
    return Attribution(candidate, score)


def pattern(score: float) -> Attribution:
    """The same content without "that", by a pattern that saw an addressee."""
    start = TEXT.index("rain")
    candidate = attrs.evolve(
        full(score).candidate,
        pattern="clause",
        content=((start, start + len("rain is near")),),
        addressee=SourceSpan(11, 18, 3),
    )
    return Attribution(candidate, score)


def read(*scored: Attribution) -> Analysis:
    return attrs.evolve(analysis(labels()), scorer=lambda _: scored)


def with_content(item: Attribution, content: tuple[tuple[int, int], ...]) -> Attribution:
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))


def test_the_better_boundaries_win_and_the_score_stays() -> None:
    whole, cut = full(0.6), pattern(0.9)
    (best,) = best_boundaries(read(whole, cut), (cut,), MODEL)
    assert [TEXT[a:b] for a, b in best.content] == ["that rain is near"]
    assert best.score == 0.9


def test_a_candidate_that_is_hardly_probable_wins_nothing() -> None:
    whole, cut = full(0.1), pattern(0.9)
    assert best_boundaries(read(whole, cut), (cut,), MODEL) == (cut,)


def test_what_was_joined_stays_joined() -> None:
    whole, cut = full(0.6), pattern(0.9)
    joined = with_content(cut, (*cut.content, (0, 3)))
    assert best_boundaries(read(whole, cut), (joined,), MODEL) == (joined,)


def test_without_labels_boundaries_stay() -> None:
    whole, cut = full(0.6), pattern(0.9)
    unlabelled: Analysis = attrs.evolve(read(whole, cut), labels=None)
    assert best_boundaries(unlabelled, (cut,), MODEL) == (cut,)


def test_boundaries_see_the_words_on_either_side() -> None:
    features = set(boundary_features(read(), pattern(0.9).candidate))
    assert {"first=rain", "before=that", "gap-before=0", "gap-after=."} <= features


def test_the_pattern_is_named_and_gives_its_addressee() -> None:
    whole, cut = full(0.9), pattern(0.6)
    (item,) = agreeing_patterns(read(whole, cut), (whole,))
    assert item.candidate.labelled
    assert item.candidate.addressee == cut.candidate.addressee
    assert item.evidence == ("cue:labelled", "source:labelled", "pattern:clause")


def test_a_pattern_with_another_content_is_not_named() -> None:
    whole, other = full(0.9), with_content(pattern(0.6), ((11, 18),))
    (item,) = agreeing_patterns(read(whole, other), (whole,))
    assert item.evidence == ("cue:labelled", "source:labelled")
