"""Estimate the weights of attribution, of candidates and of boundaries, from PolNeAR's train part.

A candidate counts as right when its cue touches the gold cue, its content overlaps the gold
content by half of the words, and its source is the gold source. Candidates inside a gold content
are left out: PolNeAR annotates outermost attributions only, so nothing is known of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from quoteattr.attribution import analyse
from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.pipeline import propose
from quoteattr.attribution.scoring import features
from quoteattr.attribution.steps.boundaries import boundary_features
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks
from quoteattr.training.linear import Example, fit, write_table
from quoteattr.training.parses import labelled_parses, parses

__all__ = ["JudgedCandidate", "examples_of", "train_reliability"]

_PENALTY = 10.0  # best log loss on other articles, of 2, 5, 10
_LEAST_COUNT = 6  # with 2, no better on new articles
_ALONE = "candidates, of patterns alone"
_LABELLED = "candidates, of patterns and labels"
_BOUNDARIES = "the boundaries of contents"


@attrs.frozen
class JudgedCandidate:
    """A candidate, judged by the gold attributions.

    Attributes:
        features: of the candidate.
        right: whether it is right.
        boundaries: features of the boundaries of its content; none without labels.
        exact: whether its content is right to the word; None if no candidate for its cue is right.
    """

    features: tuple[str, ...]
    right: bool
    boundaries: tuple[str, ...] = ()
    exact: bool | None = None


def examples_of(
    gold: GoldArticle, parse: Parse, labeller: Labeller | None = None
) -> Iterator[JudgedCandidate]:
    """The candidates of one article, and whether each is right."""
    analysis = analyse(parse, find_marks(parse.text), labeller=labeller)
    judged = [
        (candidate, right)
        for candidate in propose(analysis)
        if (right := _label(analysis, gold.attributions, candidate)) is not None
    ]
    found = {candidate.head for candidate, right in judged if right}
    contents = {_words(parse, attribution.content) for attribution in gold.attributions}
    for candidate, right in judged:
        example = JudgedCandidate(tuple(features(analysis, candidate)), right)
        if analysis.labels is not None and candidate.head in found:
            example = attrs.evolve(
                example,
                boundaries=tuple(boundary_features(analysis, candidate)),
                exact=right and _words(parse, candidate.content) in contents,
            )
        yield example


def _words(parse: Parse, pieces: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        i
        for start, end in pieces
        for i in parse.words_within(start, end)
        if parse.words[i].upos != "PUNCT"
    )


def _label(
    analysis: Analysis,
    attributions: Iterable[GoldAttribution],
    candidate: Candidate,
) -> bool | None:
    parse = analysis.parse
    content = _words(parse, candidate.content)
    cue = {i for first, last in candidate.cue for i in range(first, last)}
    nested = False
    for gold in attributions:
        words = _words(parse, gold.content)
        union = len(words | content)
        shared = len(words & content)
        cue_words = {i for a, b in gold.cue for i in parse.words_within(a, b)}
        if cue & cue_words and union:
            quoted_part = (
                candidate.pattern.joins
                and shared >= 0.9 * len(content)
                and analysis.kind_of(gold.content, None) == "direct"
            )
            if shared / union >= 0.5 or quoted_part:
                return _source_agrees(parse, gold.source, candidate)
        nested = nested or candidate.head in words
    return None if nested else False


def _source_agrees(parse: Parse, gold: Iterable[tuple[int, int]], candidate: Candidate) -> bool:
    words = _words(parse, gold)
    if candidate.source is None or not words:
        return candidate.source is None and not words
    own = _words(parse, ((candidate.source.start, candidate.source.end),))
    return candidate.source.head in words or len(words & own) >= 0.5 * len(words | own)


def train_reliability(
    polnear: Path, cache: Path, out: Path, labels: Sequence[Path] = ()
) -> dict[str, float]:
    """Estimate the tables from a PolNeAR split, with the shipped reader.

    Args:
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        cache: a folder for the parses, which take most of the time.
        out: the folder for ``reliability.tsv``, the table of patterns alone, or with labels for
            ``reliability_labelled.tsv`` and ``boundaries.tsv``.
        labels: readers that were trained on the even half of the split, and on the odd one: each
            article is labelled by the one that never saw it. With one, the odd half counts alone.

    Returns:
        Numbers of candidates, right ones and weights.
    """
    articles = labelled_parses(polnear, cache, labels) if labels else parses(polnear, cache)
    examples = [example for article in articles for example in examples_of(*article)]
    judged = [(example.features, example.right) for example in examples]
    if labels:
        weights = _train(judged, out / "reliability_labelled.tsv", _LABELLED)
        exact = [(e.boundaries, e.exact) for e in examples if e.exact is not None]
        _train(exact, out / "boundaries.tsv", _BOUNDARIES)
    else:
        weights = _train(judged, out / "reliability.tsv", _ALONE)
    right = sum(example.right for example in examples)
    return {"candidates": len(examples), "right": right, "weights": weights}


def _train(judged: Iterable[tuple[tuple[str, ...], bool]], table: Path, of: str) -> int:
    """Fit a model, write its table, and return its number of weights."""
    examples = [Example(dict.fromkeys(names, 1.0), right, "") for names, right in judged]
    model = fit(examples, _PENALTY, _LEAST_COUNT)
    header = (
        f"Weights of {of}: a logistic model (L2 penalty {_PENALTY:g}), "
        "by python -m quoteattr.training reliability. Numbers only."
    )
    write_table(model, table, header)
    return len(model.weights)
