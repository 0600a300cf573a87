"""Fit the weights of ``coreference.confidence`` to PolNeAR and GUM.

PolNeAR tells of a quote with the right content whether its source is the right one; GUM
(https://gucorpus.org), with its coreference, whether a source was resolved to the right entity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Labeller
from quoteattr.coreference import mention_type
from quoteattr.coreference.confidence import source_features
from quoteattr.coreference.resolver import SIEVES
from quoteattr.corpora.gum import read_gum, reparsed
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.evaluation.counting import content_weights
from quoteattr.evaluation.pairing import assign, source_agrees
from quoteattr.evaluation.spans import Article
from quoteattr.labeller.labeller import load_labeller
from quoteattr.relations import Relation
from quoteattr.syntax import Parse, Parser
from quoteattr.text.marks import find_marks
from quoteattr.training.parses import parses
from quoteattr.training.pronouns import Example, fit
from quoteattr.training.resolution import ONLY_HERE, example, resolution_examples

__all__ = ["expected_examples", "source_examples", "train_speaker_confidence"]

_GENRES = frozenset({"news", "interview", "speech", "essay", "bio"})
_PENALTY = 1.0
# GUM has few sources that some sieves decide, and none for others: what we expect of each sieve
# counts like so many examples.
_EXPECTED_COUNT = 10
_LIKELY_SOURCE = 3.0  # log odds that a source is right, mostly
_HEADER = """\
# Weights of the confidence of speakers: two logistic models (L2 penalty 1), that a source is the
# right one, on PolNeAR's train part, and that it is resolved rightly, on GUM and what is
# expected of each sieve (20 examples each). Numbers only.
# columns: model\tfeature\tweight
"""


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
    for left, right in assign(content_weights(article, gold.attributions, found)):
        source = relations[right].source
        if source is not None:
            agrees = source_agrees(article, gold.attributions[left].source, found[right].source)
            features = source_features(relations[right], mention_type(parse, source))
            yield example(features, right=agrees)


def expected_examples() -> Iterator[Example]:
    """What is expected of each sieve, as made-up examples."""
    learned = [sieve for sieve in SIEVES if not sieve.by_hand]
    priors = {s.name: s.prior for s in learned if s.prior is not None}
    for name, share in priors.items():
        for number in range(_EXPECTED_COUNT):
            right = number < round(share * _EXPECTED_COUNT)
            yield example({"bias": 1.0, "source": _LIKELY_SOURCE, f"speaker:{name}": 1.0}, right=right)


def train_speaker_confidence(
    polnear: Path,
    cache: Path,
    gum: Sequence[Path],
    models: Path,
    labels: Sequence[Path],
    out: Path,
) -> None:
    """Fit both models and write the table.

    Args:
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        cache: a folder for its parses, which take most of the time.
        gum: CoNLL-U files of GUM with all layers, may be gzipped.
        models: a directory of models to parse GUM with.
        labels: two labellers, as for ``reliability``.
        out: the table to write, ``quoteattr/data/speaker_confidence.tsv``.
    """
    from quoteattr.parsing.models import load_pipeline
    from quoteattr.parsing.stanza import StanzaParser

    parser = StanzaParser(load_pipeline(models))
    labellers = [load_labeller(path) for path in labels]
    sources = [
        one
        for number, (gold, parse) in enumerate(parses(polnear, cache))
        for one in source_examples(gold, parse, labellers[1 - number % 2])
    ]
    speakers = [
        *_gum_examples(gum, parser, labellers[0]),
        *expected_examples(),
    ]
    out.write_text(
        _HEADER + "".join(_rows(sources, "source")) + "".join(_rows(speakers, "speaker")),
        encoding="utf-8",
    )


def _gum_examples(
    paths: Sequence[Path], parser: Parser, labeller: Labeller | None
) -> Iterator[Example]:
    for path in paths:
        for text in read_gum(path):
            if text.genre in _GENRES:
                yield from resolution_examples(reparsed(text, parser), labeller)


def _rows(examples: Sequence[Example], model: str) -> Iterator[str]:
    right = sum(one.right[0] for one in examples)
    print(f"{model}: {len(examples)} examples, {right} of them right")
    for name, weight in sorted(fit(list(examples), _PENALTY).items()):
        if not name.startswith(ONLY_HERE):
            yield f"{model}\t{name}\t{weight}\n"


def _attribution(relation: Relation) -> GoldAttribution:
    source = relation.source
    cue = relation.cue.spans if relation.cue else ()
    return GoldAttribution(
        content=relation.content,
        cue=tuple((span.start, span.end) for span in cue),
        source=((source.start, source.end),) if source else (),
    )
