"""Where a content ends is decided among the candidates for its cue; patterns are evidence."""

from __future__ import annotations

import attrs

from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.labels import LABELLED, labelled_candidates
from quoteattr.attribution.steps.agreeing import with_patterns
from quoteattr.attribution.steps.boundaries import edge_features, with_best_edges
from quoteattr.attribution.steps.selection import Scored
from quoteattr.relations import SourceSpan
from tests.attribution.test_labels import TEXT, article, labels


def short() -> Candidate:
    (candidate,) = labelled_candidates(article(), labels())
    return candidate


def pattern() -> Candidate:
    """The same content without "that", by a pattern that saw an addressee."""
    start = TEXT.index("rain")
    return attrs.evolve(
        short(),
        frame="clause",
        content=((start, start + len("rain is near")),),
        addressee=SourceSpan(11, 18, 3),
    )


def scored(candidate: Candidate, score: float) -> Scored:
    return Scored(candidate, score, (f"cue:{candidate.frame}",))


def test_the_better_edges_win_and_the_score_stays() -> None:
    full, cut = scored(short(), 0.6), scored(pattern(), 0.9)
    chosen = with_best_edges(article(), [cut], [full, cut], labels(), {"first=that": 5.0})
    assert [TEXT[a:b] for a, b in chosen[0].content] == ["that rain is near"]
    assert chosen[0].score == 0.9


def test_a_candidate_that_is_hardly_believed_wins_nothing() -> None:
    full, cut = scored(short(), 0.1), scored(pattern(), 0.9)
    chosen = with_best_edges(article(), [cut], [full, cut], labels(), {"first=that": 5.0})
    assert chosen == [cut]


def test_what_was_joined_stays_joined() -> None:
    full, cut = scored(short(), 0.6), scored(pattern(), 0.9)
    joined = scored(attrs.evolve(pattern(), content=(*pattern().content, (0, 3))), 0.9)
    assert with_best_edges(article(), [joined], [full, cut], labels(), {"first=that": 5.0}) == [
        joined
    ]


def test_edges_see_the_words_on_either_side() -> None:
    features = set(edge_features(article(), pattern(), labels()))
    assert {"first=rain", "before=that", "gap-before=0", "gap-after=."} <= features


def test_the_pattern_is_named_and_gives_its_addressee() -> None:
    full, cut = scored(short(), 0.9), scored(pattern(), 0.6)
    (item,) = with_patterns([full], [full, cut])
    assert item.candidate.frame == LABELLED
    assert item.candidate.addressee == cut.candidate.addressee
    assert item.evidence == ("cue:labelled", "pattern:clause")


def test_a_pattern_with_another_content_is_not_named() -> None:
    full = scored(short(), 0.9)
    other = scored(attrs.evolve(pattern(), content=((11, 18),)), 0.6)
    (item,) = with_patterns([full], [full, other])
    assert item.evidence == ("cue:labelled",)
