"""Fit the probability that a quote with the right content has the right source, to PolNeAR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Labeller
from quoteattr.coreference import mention_type
from quoteattr.coreference.confidence import source_features
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.evaluation.pairing import assign, overlaps, source_agrees
from quoteattr.evaluation.spans import Article
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks
from quoteattr.training.linear import Example, fit, write_table
from quoteattr.training.parses import labelled_parses

__all__ = ["source_examples", "train_source_confidence"]

_PENALTY = 1.0
_LEAST_COUNT = 1
_HEADER = (
    "Weights of the probability that the source of a quote is the right one: a logistic model (L2 "
    "penalty 1), by python -m quoteattr.training source-confidence. Numbers only."
)


def source_examples(
    gold: GoldArticle, parse: Parse, labeller: Labeller | None = None
) -> Iterator[Example]:
    """The quotes of an article whose content is right: is their source?

    Args:
        gold: the article with its attributions.
        parse: of its text.
        labeller: reads the article; without one, patterns are alone.
    """
    article = Article(parse.text)
    every = attribute(analyse(parse, find_marks(parse.text), labeller=labeller))
    relations = [relation for relation in every if relation.parent is None]
    found = [_attribution(relation) for relation in relations]
    contents = [one.content for one in gold.attributions], [one.content for one in found]
    for left, right in assign(overlaps(article, *contents)):
        source = relations[right].source
        if source is not None:
            agrees = source_agrees(article, gold.attributions[left].source, found[right].source)
            features = source_features(relations[right], mention_type(parse, source))
            yield Example(features, agrees, gold.name)


def train_source_confidence(
    polnear: Path, cache: Path, labels: Sequence[Path], out: Path
) -> dict[str, float]:
    """Fit the model that the source of a quote is the right one, and write its table.

    Args:
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        cache: a folder for its parses, which take most of the time.
        labels: one or two readers, as for ``reliability``.
        out: the table to write, ``quoteattr/data/source_confidence.tsv``.

    Returns:
        The number of examples, and the share of right sources, in percent.
    """
    examples = [
        one
        for article in labelled_parses(polnear, cache, labels)
        for one in source_examples(*article)
    ]
    write_table(fit(examples, _PENALTY, _LEAST_COUNT), out, _HEADER)
    right = sum(example.right for example in examples)
    return {"sources": len(examples), "right": 100 * right / max(1, len(examples))}


def _attribution(relation: Relation) -> GoldAttribution:
    source = relation.source
    cue = relation.cue.spans if relation.cue else ()
    return GoldAttribution(
        content=relation.content,
        cue=tuple((span.start, span.end) for span in cue),
        source=((source.start, source.end),) if source else (),
    )
