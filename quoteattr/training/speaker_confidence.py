"""Fit the weights of ``coreference.confidence`` to PolNeAR and GUM.

PolNeAR tells of a quote with the right content whether its source is the right one; GUM
(https://gucorpus.org), with its coreference, whether a source was resolved to the right entity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from quoteattr.attribution import attribute
from quoteattr.attribution.labels import Labeller
from quoteattr.coreference import mention_type
from quoteattr.coreference.confidence import name_step, source_features, speaker_features
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.reading import read_story
from quoteattr.coreference.references import Reference
from quoteattr.coreference.story import Story
from quoteattr.evaluation.assignment import assign
from quoteattr.evaluation.counting import content_weights
from quoteattr.evaluation.polnear import GoldArticle, GoldAttribution
from quoteattr.evaluation.sources import source_agrees
from quoteattr.evaluation.spans import Article
from quoteattr.labeller import load_labeller
from quoteattr.marks import find_marks
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.training.gum import GumText, read_gum, reparsed
from quoteattr.training.parses import parses
from quoteattr.training.pronouns import Example, fit

__all__ = ["resolution_examples", "source_examples", "train_speaker_confidence"]

_GENRES = frozenset({"news", "interview", "speech", "essay", "bio"})
_SHARE = 0.3  # of an entity's names that must be in a chain
_PENALTY = 1.0
_HEADER = """\
# Weights of the confidence of speakers: two logistic models (L2 penalty 1), that a source is the
# right one, on PolNeAR's train part, and that it is resolved rightly, on GUM. Numbers only.
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
    every = attribute(parse, find_marks(parse.text), labeller=labeller)
    relations = [relation for relation in every if relation.parent is None]
    found = [_attribution(relation) for relation in relations]
    for left, right in assign(content_weights(article, gold.attributions, found)):
        source = relations[right].source
        if source is not None:
            agrees = source_agrees(article, gold.attributions[left].source, found[right].source)
            features = source_features(relations[right], mention_type(parse, source))
            yield _example(features, right=agrees)


def resolution_examples(text: GumText) -> Iterator[Example]:
    """The sources of a text, and the subjects that are third-person pronouns: who are they?

    Args:
        text: with the entity of every head word, parsed as the library would.
    """
    parse, chains = text.parse, text.chains
    story = read_story(parse, attribute(parse, find_marks(parse.text)))
    named = {chains[i] for i in story.inside if i in chains}
    for reference in story.references:
        participant = reference.entity
        if participant is None or participant.members or not _is_asked(story, reference):
            continue
        right = _is_right(reference, participant, chains, named)
        if right is not None:
            tokens = participant.tokens
            bearers = len(story.by_surname(tokens[-1])) if tokens else 0
            step = name_step(participant, reference, bearers)
            features = speaker_features(reference, step)
            if reference.head not in story.source_of:
                features["no-source"] = 1.0
            yield _example(features, right=right)


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
    from quoteattr.stanza_models import load_pipeline
    from quoteattr.stanza_parser import StanzaParser

    parser = StanzaParser(load_pipeline(models))
    labellers = [load_labeller(path) for path in labels]
    sources = [
        example
        for number, (gold, parse) in enumerate(parses(polnear, cache))
        for example in source_examples(gold, parse, labellers[1 - number % 2])
    ]
    texts = (
        reparsed(text, parser) for path in gum for text in read_gum(path) if text.genre in _GENRES
    )
    speakers = [example for text in texts for example in resolution_examples(text)]
    out.write_text(
        _HEADER + "".join(_rows(sources, "source")) + "".join(_rows(speakers, "speaker"))
    )


def _rows(examples: Sequence[Example], model: str) -> Iterator[str]:
    right = sum(example.right[0] for example in examples)
    print(f"{model}: {len(examples)} examples, {right} of them right")
    weights = fit(list(examples), _PENALTY)
    yield from (f"{model}\t{name}\t{weight}\n" for name, weight in sorted(weights.items()))


def _example(features: dict[str, float], *, right: bool) -> Example:
    """Right or wrong as a choice between the features and nothing: a logistic model."""
    return Example("", (features, {}), (right, not right))


def _attribution(relation: Relation) -> GoldAttribution:
    source = relation.source
    cue = relation.cue.spans if relation.cue else ()
    return GoldAttribution(
        content=relation.content,
        cue=tuple((span.start, span.end) for span in cue),
        source=((source.start, source.end),) if source else (),
    )


def _is_asked(story: Story, reference: Reference) -> bool:
    """Whether a mention is a source, or a pronoun like one; GUM does not name its authors."""
    if reference.evidence == "speaker:author" or not reference.evidence:
        return False
    pronoun = reference.pronoun
    if pronoun is None or pronoun.person != 3 or pronoun.use != "personal":
        return reference.head in story.source_of
    return reference.head in story.source_of or reference.role == "subject"


def _is_right(
    reference: Reference,
    participant: Participant,
    chains: Mapping[int, str],
    named: Iterable[str],
) -> bool | None:
    """Whether a mention is in the chain of its participant; None if GUM does not tell."""
    chain = chains.get(reference.head)
    if chain is None:
        return None
    if not participant.named and chain in named:
        return False
    asked = [r for r in participant.references if r.name or not participant.named]
    others = [r for r in asked if r is not reference]
    counts = Counter(chains[r.head] for r in others if r.head in chains)
    if not counts:
        return None if others else True
    return counts[chain] >= _SHARE * counts.total()
