"""How probable a candidate is: a log-linear model of what its pattern found.

``python -m quoteattr.training reliability`` estimates its weights from annotated news. They can be
read: ``pattern+lemma=clause say`` is how much likelier "say" with a clause makes an attribution.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.cues import is_hypothetical, is_negated
from quoteattr.attribution.quotations import quote_kind
from quoteattr.linear import LogLinear, load, log_odds, probability_of
from quoteattr.words.names import noun_sense

__all__ = ["features", "label_features", "reliability"]

_CERTAIN = 0.9
_FIRST_PERSON = frozenset(["i", "we"])
_WELL_ATTESTED = "say"  # what a cue that the caller added is scored as
_TENTHS = 10  # of an overlap, as a feature
_MARGIN = probability_of(-8.0)  # log odds are between -8 and 8, as a feature


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
    pattern = candidate.pattern.name
    kind = quote_kind(analysis, candidate)
    yield "bias"
    yield f"pattern={pattern}"
    yield f"lemma={lemma}"
    yield f"pattern+lemma={pattern} {lemma}"
    yield f"pattern+class={pattern} {candidate.cue_class}"
    yield f"pattern+kind={pattern} {kind}"
    yield f"class+kind={candidate.cue_class} {kind}"
    if candidate.particle:
        yield f"pattern+particle={pattern} {candidate.particle}"
        yield f"lemma+particle={lemma} {candidate.particle}"
        yield f"pattern+lemma+particle={pattern} {lemma} {candidate.particle}"
    yield f"pattern+form={pattern} {head.xpos}"
    yield f"source={candidate.source_rule}"
    yield f"source+pattern={candidate.source_rule} {pattern}"
    person = _source_type(analysis, candidate)
    yield f"person={person}"
    yield f"person+class={person} {candidate.cue_class}"
    yield f"pattern+relation={pattern} {head.deprel.split(':')[0]}"
    if analysis.parse.paragraph_of(candidate.head) == 0:
        yield f"headline={pattern}"
    yield f"relation={head.deprel.split(':')[0]}"
    if not candidate.pattern.clausal and analysis.children(candidate.head, "ccomp"):
        yield f"beside-clause={pattern}"
    if is_negated(analysis, candidate.head):
        yield "negated"
        yield f"negated+class={candidate.cue_class}"
    if is_hypothetical(analysis, candidate.head):
        yield "hypothetical"
        yield f"hypothetical+class={candidate.cue_class}"
    length = sum(len(analysis.parse.words_within(a, b)) for a, b in candidate.content)
    size = min(int(math.log2(length + 1)), 6)
    yield f"length={size}"
    yield f"pattern+length={pattern} {size}"
    yield f"pieces={min(len(candidate.content), 3)}"
    first = analysis.parse.word_at(candidate.content[0][0])
    if first is not None:
        yield f"pattern+first={pattern} {words[first].upos}"
        if words[first].lemma.lower() in ("that", "to", "if", "whether"):
            yield f"pattern+opens={pattern} {words[first].lemma.lower()}"


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


def reliability(analysis: Analysis, candidate: Candidate, model: LogLinear | None = None) -> float:
    """The probability that a candidate is an attribution with the right content.

    With labels there are two models: of patterns alone, and of patterns and labels. The mean of
    their log odds decides; on new articles it is better than either. Only patterns decide on
    candidates within a quotation, because the labeller learns from outermost attributions only.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
        model: one model in place of the shipped ones.
    """
    if candidate.pattern.certain:
        return _CERTAIN
    if model is not None:
        return probability_of(model.score_of(features(analysis, candidate)))
    seen = tuple(_pattern_features(analysis, candidate))
    alone = load("reliability.tsv").score_of(seen)
    if analysis.labels is None or analysis.level_of(candidate.head) is not None:
        return probability_of(alone)
    labelled = load("reliability_labelled.tsv")
    both = labelled.score_of(seen) + labelled.score_of(label_features(analysis, candidate))
    return probability_of(both if candidate.labelled else (both + alone) / 2)


def label_features(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    """How far the labels agree with a candidate, as features; none without labels.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
    """
    labels = analysis.labels
    if labels is None:
        return
    odds = round(log_odds(labels.heads[candidate.head], _MARGIN))
    yield f"label-head={odds}"
    yield f"label-head+pattern={odds // 2} {candidate.pattern.name}"
    row = labels.rows.get(candidate.head)
    if row is None:
        return
    masses = analysis.masses[candidate.head]
    source_span = candidate.source
    spans = ((source_span.start, source_span.end),) if source_span is not None else ()
    content = _overlap(row.first, row.content, masses.content, analysis.spoken(candidate.content))
    source = _overlap(row.first, row.source, masses.source, analysis.spoken(spans))
    cue_words = {i for a, b in candidate.cue for i in range(a, b)}
    cue = _overlap(row.first, row.cue, masses.cue, cue_words)
    yield f"label-content={content}"
    yield f"label-content+pattern={content // 2} {candidate.pattern.name}"
    yield f"label-content+head={content // 2} {odds // 2}"
    yield f"label-source={source}"
    yield f"label-source+rule={source // 2} {candidate.source_rule}"
    yield f"label-source+content={source // 2} {content // 2}"
    yield f"label-cue={cue}"


def _overlap(
    first: int, probabilities: Sequence[float], expected: float, chosen: Collection[int]
) -> int:
    """Expected words in common over expected words in either, in tenths.

    An empty choice agrees the better, the fewer words are expected.

    Args:
        first: index of the first word that has a probability.
        probabilities: of the words around a cue head.
        expected: how many words to expect.
        chosen: indices of words.
    """
    if not chosen:
        return int(_TENTHS / (1 + expected))
    size = len(probabilities)
    shared = sum(probabilities[i - first] for i in chosen if 0 <= i - first < size)
    return int(_TENTHS * shared / (len(chosen) + expected - shared))
