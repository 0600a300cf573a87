"""Estimate the weights of attribution, of candidates and of boundaries, from PolNeAR's train part.

A candidate counts as right when its cue touches the gold cue, its content overlaps the gold
content by half of the words, and its source is the gold source. Candidates inside a gold content
are left out: PolNeAR annotates outermost attributions only, so nothing is known of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from quoteattr.attribution import analyse
from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.pipeline import propose
from quoteattr.attribution.quotations import kind_of
from quoteattr.attribution.scoring import features
from quoteattr.attribution.steps.boundaries import boundary_features
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks
from quoteattr.training.parses import labelled_parses, parses

__all__ = ["Example", "examples_of", "fit", "train_reliability", "write_weights"]

_STEPS = 200
_PENALTY = 1.0
_LEAST_COUNT = 6  # features rarer than this get no weight: with 2, no better on new articles
_SMALLEST = 0.02


@attrs.frozen
class Example:
    """Features of one candidate, and whether it is right.

    Where labels were read, also what lies at its edges, and whether it is right to the word;
    that is None for candidates for a cue without any right one.
    """

    features: tuple[str, ...]
    right: bool
    edges: tuple[str, ...] = ()
    exact: bool | None = None


def examples_of(
    gold: GoldArticle, parse: Parse, labeller: Labeller | None = None
) -> Iterator[Example]:
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
        example = Example(tuple(features(analysis, candidate)), right)
        if analysis.labels is not None and candidate.head in found:
            example = attrs.evolve(
                example,
                edges=tuple(boundary_features(analysis, candidate)),
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
                and kind_of(analysis, gold.content, None) == "direct"
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


def fit(
    examples: Iterable[tuple[tuple[str, ...], bool]], penalty: float = _PENALTY
) -> dict[str, float]:
    """Weights of a logistic model with an L2 penalty, by feature name; deterministic.

    Args:
        examples: features and whether they are those of something right.
        penalty: on the square of the weights.
    """
    import torch

    data = list(examples)
    counts = Counter(name for example, _ in data for name in set(example))
    names = sorted(name for name, count in counts.items() if count >= _LEAST_COUNT)
    number = {name: i for i, name in enumerate(names)}
    rows = [[number[n] for n in example if n in number] for example, _ in data]
    labels = torch.tensor([float(right) for _, right in data])
    flat = torch.tensor([i for row in rows for i in row])
    owner = torch.tensor([k for k, row in enumerate(rows) for _ in row])
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")
    loss_of = torch.nn.BCEWithLogitsLoss(reduction="sum")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        logits = torch.zeros(len(rows)).index_add(0, owner, weights[flat])
        loss: torch.Tensor = loss_of(logits, labels) + penalty * weights.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return {n: round(w, 2) for n, w in zip(names, weights.detach().tolist(), strict=True)}


def write_weights(weights: dict[str, float], path: Path) -> None:
    """Write the table as data, small weights left out."""
    lines = [f"{name}\t{w:g}" for name, w in sorted(weights.items()) if abs(w) >= _SMALLEST]
    header = "# feature\tweight; see quoteattr.attribution.scoring\n"
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")


def train_reliability(
    polnear: Path, cache: Path, out: Path, labels: Sequence[Path] = ()
) -> dict[str, float]:
    """Estimate the tables from a PolNeAR split, with the shipped Stanza models.

    Args:
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        cache: a folder for the parses, which take most of the time.
        out: the folder for ``reliability.tsv``, the table of patterns alone, or with labels for
            ``reliability_labelled.tsv`` and ``edges.tsv``.
        labels: readers that were trained on the even half of the split, and on the odd one: each
            article is labelled by the one that never saw it. With one, the odd half counts alone.

    Returns:
        Numbers of candidates, right ones and weights.
    """
    articles = labelled_parses(polnear, cache, labels) if labels else parses(polnear, cache)
    examples = [example for article in articles for example in examples_of(*article)]
    weights = fit((example.features, example.right) for example in examples)
    name = "reliability_labelled.tsv" if labels else "reliability.tsv"
    write_weights(weights, out / name)
    if labels:
        edges = fit((e.edges, e.exact) for e in examples if e.exact is not None)
        write_weights(edges, out / "edges.tsv")
    right = sum(example.right for example in examples)
    return {"candidates": len(examples), "right": right, "weights": len(weights)}
