"""How far a candidate can be trusted: a table of weights over what the pattern saw.

The table (``data/reliability.tsv``) holds one weight for each feature of a logistic model; it is
estimated from annotated news by ``python -m quoteattr.training reliability``. A weight can be read:
``frame+lemma=clause say`` says how much more often than usual "say" with a clause attributes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from quoteattr.attribution.candidates import Article, Candidate
from quoteattr.attribution.cues import is_hypothetical, is_negated
from quoteattr.attribution.labels import LABELLED, Labels, label_features
from quoteattr.attribution.quotations import Quotations
from quoteattr.words.cues import read_table
from quoteattr.words.names import noun_sense

__all__ = ["CERTAIN_FRAMES", "features", "load_weights", "reliability"]

# What these frames find is an attribution by its form; corpora hold too few to learn it from.
CERTAIN_FRAMES = frozenset(("quoted-as", "as-put", "in-words", "headline", "transcript", "credit"))
_CERTAIN = 0.9
_FIRST_PERSON = frozenset(["i", "we"])
_WELL_ATTESTED = "say"  # what a cue that the caller added is taken for


def features(
    article: Article, quotations: Quotations, candidate: Candidate, labels: Labels | None = None
) -> Iterator[str]:
    """The features of a candidate, by name; with labels, how far they agree too."""
    if labels is not None:
        yield from label_features(article, candidate, labels)
    words = article.parse.words
    head = words[candidate.head]
    lemma = candidate.lemma
    if lemma in article.lexicon.added:
        lemma = _WELL_ATTESTED
    frame = candidate.frame
    kind = quotations.kind(candidate.content, quotations.level_of(candidate.head))
    yield "bias"
    yield f"frame={frame}"
    yield f"lemma={lemma}"
    yield f"frame+lemma={frame} {lemma}"
    yield f"frame+class={frame} {candidate.cue_class}"
    yield f"frame+kind={frame} {kind}"
    yield f"class+kind={candidate.cue_class} {kind}"
    if candidate.particle:
        yield f"frame+particle={frame} {candidate.particle}"
        yield f"lemma+particle={lemma} {candidate.particle}"
        yield f"frame+lemma+particle={frame} {lemma} {candidate.particle}"
    yield f"frame+form={frame} {head.xpos}"
    yield f"source={candidate.source_rule}"
    yield f"source+frame={candidate.source_rule} {frame}"
    person = _source_type(article, candidate)
    yield f"person={person}"
    yield f"person+class={person} {candidate.cue_class}"
    yield f"frame+relation={frame} {head.deprel.split(':')[0]}"
    if article.parse.paragraph_of(candidate.head) == 0:
        yield f"headline={frame}"
    yield f"relation={head.deprel.split(':')[0]}"
    if not frame.endswith("clause") and article.children(candidate.head, "ccomp"):
        yield f"beside-clause={frame}"
    if is_negated(article, candidate.head):
        yield "negated"
        yield f"negated+class={candidate.cue_class}"
    if is_hypothetical(article, candidate.head):
        yield "hypothetical"
        yield f"hypothetical+class={candidate.cue_class}"
    length = sum(len(article.parse.words_within(a, b)) for a, b in candidate.content)
    size = min(int(math.log2(length + 1)), 6)
    yield f"length={size}"
    yield f"frame+length={frame} {size}"
    yield f"pieces={min(len(candidate.content), 3)}"
    first = article.parse.word_at(candidate.content[0][0])
    if first is not None:
        yield f"frame+first={frame} {words[first].upos}"
        if words[first].lemma.lower() in ("that", "to", "if", "whether"):
            yield f"frame+opens={frame} {words[first].lemma.lower()}"


def _source_type(article: Article, candidate: Candidate) -> str:
    if candidate.source is None:
        return "none"
    word = article.parse.words[candidate.source.head]
    if word.upos == "PRON":
        return "i-we" if word.lemma.lower() in _FIRST_PERSON else f"pron-{word.xpos}"
    entity = article.parse.entity_at.get(word.index)
    if entity is not None:
        return entity.label
    sense = noun_sense(word.lemma.lower()) if word.upos == "NOUN" else None
    return f"{word.upos}-{sense.kind}" if sense else word.upos


@cache
def load_weights(table: str = "reliability.tsv") -> Mapping[str, float]:
    """The weights of a table that the library ships, by feature."""
    return {name: float(weight) for name, weight in read_table(table)}


def reliability(
    article: Article,
    quotations: Quotations,
    candidate: Candidate,
    labels: Labels | None = None,
    weights: Mapping[str, float] | None = None,
) -> float:
    """Estimated probability that a candidate is an attribution with the right content.

    Beside labels, the two tables (patterns alone, patterns with labels) each give log odds, and the
    mean decides: on new articles it is better than either. What a pattern finds within a quotation
    is left to patterns: the labeller learns of outermost attributions only.

    Args:
        article: the parsed article.
        quotations: its marks.
        candidate: what a pattern, or the labeller, proposes.
        labels: what the labeller makes of the article.
        weights: one table in place of the shipped ones.
    """
    if candidate.frame in CERTAIN_FRAMES:
        return _CERTAIN

    if weights is not None:
        return _sigmoid(_odds(weights, features(article, quotations, candidate, labels)))
    seen = tuple(features(article, quotations, candidate))
    if labels is None or quotations.level_of(candidate.head) is not None:
        return _sigmoid(_odds(load_weights(), seen))
    table = load_weights("reliability_labelled.tsv")
    with_labels = _odds(table, seen) + _odds(table, label_features(article, candidate, labels))
    if candidate.frame == LABELLED:
        return _sigmoid(with_labels)
    return _sigmoid((with_labels + _odds(load_weights(), seen)) / 2)


def _odds(weights: Mapping[str, float], seen: Iterable[str]) -> float:
    return sum(weights.get(name, 0.0) for name in seen)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(min(value, 30.0), -30.0)))
