"""How probable a candidate is: a table of weights over what its pattern saw.

The table (``data/reliability.tsv``) holds one weight for each feature of a logistic model; it is
estimated from annotated news by ``python -m quoteattr.training reliability``. A weight can be read:
``frame+lemma=clause say`` says how much more often than usual "say" with a clause attributes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.cues import is_hypothetical, is_negated
from quoteattr.attribution.quotations import quote_kind
from quoteattr.words.cues import read_table
from quoteattr.words.names import noun_sense

__all__ = ["features", "label_features", "load_weights", "reliability"]

_CERTAIN = 0.9
_FIRST_PERSON = frozenset(["i", "we"])
_WELL_ATTESTED = "say"  # what a cue that the caller added is scored as
_TENTHS = 10  # of an overlap, as a feature
_HIGHEST = 8.0  # log odds, as a feature


def features(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    """The features of a candidate, by name; with labels, also how far these agree.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
    """
    yield from label_features(analysis, candidate)
    yield from _pattern_features(analysis, candidate)


def _pattern_features(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    words = analysis.parse.words
    head = words[candidate.head]
    lemma = candidate.lemma
    if lemma in analysis.lexicon.added:
        lemma = _WELL_ATTESTED
    frame = candidate.pattern.name
    kind = quote_kind(analysis, candidate)
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
    person = _source_type(analysis, candidate)
    yield f"person={person}"
    yield f"person+class={person} {candidate.cue_class}"
    yield f"frame+relation={frame} {head.deprel.split(':')[0]}"
    if analysis.parse.paragraph_of(candidate.head) == 0:
        yield f"headline={frame}"
    yield f"relation={head.deprel.split(':')[0]}"
    if not candidate.pattern.clausal and analysis.children(candidate.head, "ccomp"):
        yield f"beside-clause={frame}"
    if is_negated(analysis, candidate.head):
        yield "negated"
        yield f"negated+class={candidate.cue_class}"
    if is_hypothetical(analysis, candidate.head):
        yield "hypothetical"
        yield f"hypothetical+class={candidate.cue_class}"
    length = sum(len(analysis.parse.words_within(a, b)) for a, b in candidate.content)
    size = min(int(math.log2(length + 1)), 6)
    yield f"length={size}"
    yield f"frame+length={frame} {size}"
    yield f"pieces={min(len(candidate.content), 3)}"
    first = analysis.parse.word_at(candidate.content[0][0])
    if first is not None:
        yield f"frame+first={frame} {words[first].upos}"
        if words[first].lemma.lower() in ("that", "to", "if", "whether"):
            yield f"frame+opens={frame} {words[first].lemma.lower()}"


def _source_type(analysis: Analysis, candidate: Candidate) -> str:
    if candidate.source is None:
        return "none"
    word = analysis.parse.words[candidate.source.head]
    if word.upos == "PRON":
        return "i-we" if word.lemma.lower() in _FIRST_PERSON else f"pron-{word.xpos}"
    entity = analysis.parse.entity_at.get(word.index)
    if entity is not None:
        return entity.label
    sense = noun_sense(word.lemma.lower()) if word.upos == "NOUN" else None
    return f"{word.upos}-{sense.kind}" if sense else word.upos


@cache
def load_weights(table: str = "reliability.tsv") -> Mapping[str, float]:
    """The weights of a table that the library ships, by feature."""
    return {name: float(weight) for name, weight in read_table(table)}


def reliability(
    analysis: Analysis, candidate: Candidate, weights: Mapping[str, float] | None = None
) -> float:
    """Estimated probability that a candidate is an attribution with the right content.

    With labels there are two tables: patterns alone, and patterns with labels. Each gives log odds,
    and their mean decides: on new articles it is better than either. Candidates within a quotation
    are left to the patterns, because the labeller learns from outermost attributions only.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
        weights: one table in place of the shipped ones.
    """
    if candidate.pattern.certain:
        return _CERTAIN
    if weights is not None:
        return _sigmoid(_odds(weights, features(analysis, candidate)))
    seen = tuple(_pattern_features(analysis, candidate))
    if analysis.labels is None or analysis.level_of(candidate.head) is not None:
        return _sigmoid(_odds(load_weights(), seen))
    table = load_weights("reliability_labelled.tsv")
    with_labels = _odds(table, seen) + _odds(table, label_features(analysis, candidate))
    if candidate.labelled:
        return _sigmoid(with_labels)
    return _sigmoid((with_labels + _odds(load_weights(), seen)) / 2)


def _odds(weights: Mapping[str, float], seen: Iterable[str]) -> float:
    return sum(map(weights.get, seen, repeat(0.0)))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(min(value, 30.0), -30.0)))


def label_features(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    """How far the labels agree with a candidate, as features; none without labels.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
    """
    labels = analysis.labels
    if labels is None:
        return
    odds = round(_log_odds(labels.heads[candidate.head]))
    yield f"label-head={odds}"
    yield f"label-head+frame={odds // 2} {candidate.pattern.name}"
    row = labels.rows.get(candidate.head)
    if row is None:
        return
    content = _agreement(analysis, row.first, row.content, candidate.content)
    span = candidate.source
    source = _agreement(analysis, row.first, row.source, ((span.start, span.end),) if span else ())
    cue = _overlap(row.first, row.cue, {i for a, b in candidate.cue for i in range(a, b)})
    yield f"label-content={content}"
    yield f"label-content+frame={content // 2} {candidate.pattern.name}"
    yield f"label-content+head={content // 2} {odds // 2}"
    yield f"label-source={source}"
    yield f"label-source+rule={source // 2} {candidate.source_rule}"
    yield f"label-source+content={source // 2} {content // 2}"
    yield f"label-cue={cue}"


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-_HIGHEST, min(_HIGHEST, math.log(clipped / (1 - clipped))))


def _agreement(
    analysis: Analysis,
    first: int,
    probabilities: Sequence[float],
    pieces: Sequence[tuple[int, int]],
) -> int:
    """Expected overlap of some pieces with a label, punctuation left out, in tenths."""
    silent = analysis.punctuation
    chosen = {i for a, b in pieces for i in analysis.parse.words_within(a, b)} - silent
    spoken = [0.0 if i in silent else value for i, value in enumerate(probabilities, start=first)]
    return _overlap(first, spoken, chosen)


def _overlap(first: int, probabilities: Sequence[float], chosen: set[int]) -> int:
    """Expected words in common over expected words in either, in tenths.

    No words at all agree with a label as far as it is expected nowhere.
    """
    mass = sum(probabilities)
    if not chosen:
        return int(_TENTHS / (1 + mass))
    shared = sum(probabilities[i - first] for i in chosen if 0 <= i - first < len(probabilities))
    return int(_TENTHS * shared / (len(chosen) + mass - shared))
