"""How probable a candidate is: a log-linear model of what its pattern found.

``python -m quoteattr.training reliability`` estimates its weights from annotated news. They can be
read: ``pattern+lemma=clause say`` is how much likelier "say" with a clause makes an attribution.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import cache

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.cues import is_modal, is_negated
from quoteattr.attribution.quotations import quote_kind
from quoteattr.linear import LogLinear, joined, load, log_odds, probability_of
from quoteattr.words.names import noun_sense

__all__ = ["features", "label_features", "reliability"]

_CERTAIN = 0.9
_FIRST_PERSON = frozenset(["i", "we"])
_WELL_ATTESTED = "say"  # what a cue that the caller added is scored as
_OPENERS = frozenset({"that", "to", "if", "whether"})
_TENTHS = 10  # of an overlap, as a feature
_MARGIN = probability_of(-8.0)  # log odds are between -8 and 8, as a feature


def features(analysis: Analysis, candidate: Candidate) -> list[str]:
    """The features of a candidate, by name; with labels, also how far these agree.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
    """
    return [*label_features(analysis, candidate), *_pattern_features(analysis, candidate)]


def _pattern_features(analysis: Analysis, candidate: Candidate) -> list[str]:
    words = analysis.parse.words
    head = words[candidate.head]
    lemma = candidate.lemma
    if lemma in analysis.lexicon.added:
        lemma = _WELL_ATTESTED
    pattern = candidate.pattern.name
    kind = quote_kind(analysis, candidate)
    person = _source_type(analysis, candidate)
    relation = analysis.parse.main_relations[candidate.head]
    length = sum(len(analysis.parse.words_within(a, b)) for a, b in candidate.content)
    size = min(int(math.log2(length + 1)), 6)
    found = [
        "bias",
        f"pattern={pattern}",
        f"lemma={lemma}",
        f"pattern+lemma={pattern} {lemma}",
        f"pattern+class={pattern} {candidate.cue_class}",
        f"pattern+kind={pattern} {kind}",
        f"class+kind={candidate.cue_class} {kind}",
        f"pattern+form={pattern} {head.xpos}",
        f"source={candidate.source_rule}",
        f"source+pattern={candidate.source_rule} {pattern}",
        f"person={person}",
        f"person+class={person} {candidate.cue_class}",
        f"pattern+relation={pattern} {relation}",
        f"relation={relation}",
        f"length={size}",
        f"pattern+length={pattern} {size}",
        f"pieces={min(len(candidate.content), 3)}",
    ]
    if candidate.particle:
        found += (
            f"pattern+particle={pattern} {candidate.particle}",
            f"lemma+particle={lemma} {candidate.particle}",
            f"pattern+lemma+particle={pattern} {lemma} {candidate.particle}",
        )
    if analysis.parse.paragraph_of(candidate.head) == 0:
        found.append(f"headline={pattern}")
    if not candidate.pattern.clausal and analysis.children(candidate.head, "ccomp"):
        found.append(f"beside-clause={pattern}")
    if is_negated(analysis, candidate.head):
        found += ("negated", f"negated+class={candidate.cue_class}")
    if is_modal(analysis, candidate.head):
        found += ("hypothetical", f"hypothetical+class={candidate.cue_class}")
    first = analysis.parse.word_at(candidate.content[0][0])
    if first is not None:
        found.append(f"pattern+first={pattern} {words[first].upos}")
        opening = words[first].lemma.lower()
        if opening in _OPENERS:
            found.append(f"pattern+opens={pattern} {opening}")
    return found


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
    if analysis.labels is None or analysis.level_of(candidate.head) is not None:
        return probability_of(
            load("reliability.tsv").score_of(_pattern_features(analysis, candidate))
        )
    shipped = load("reliability_labelled.tsv") if candidate.labelled else _mean_of_both()
    return probability_of(shipped.score_of(features(analysis, candidate)))


@cache
def _mean_of_both() -> LogLinear:
    """The mean of the models of patterns alone and of patterns and labels."""
    both = {"alone": load("reliability.tsv"), "labels": load("reliability_labelled.tsv")}
    total = joined(both, both)
    return LogLinear({name: weight / len(both) for name, weight in total.weights.items()})


def label_features(analysis: Analysis, candidate: Candidate) -> list[str]:
    """How far the labels agree with a candidate, as features; none without labels.

    Args:
        analysis: of the article.
        candidate: what a pattern proposes.
    """
    labels = analysis.labels
    if labels is None:
        return []
    odds = round(log_odds(labels.heads[candidate.head], _MARGIN))
    pattern = candidate.pattern.name
    found = [f"label-head={odds}", f"label-head+pattern={odds // 2} {pattern}"]
    row = labels.rows.get(candidate.head)
    if row is None:
        return found
    masses = analysis.masses[candidate.head]
    source_span = candidate.source
    spans = ((source_span.start, source_span.end),) if source_span is not None else ()
    content = _overlap(row.first, row.content, masses.content, analysis.spoken(candidate.content))
    source = _overlap(row.first, row.source, masses.source, analysis.spoken(spans))
    cue_words = {i for a, b in candidate.cue for i in range(a, b)}
    cue = _overlap(row.first, row.cue, masses.cue, cue_words)
    found += (
        f"label-content={content}",
        f"label-content+pattern={content // 2} {pattern}",
        f"label-content+head={content // 2} {odds // 2}",
        f"label-source={source}",
        f"label-source+rule={source // 2} {candidate.source_rule}",
        f"label-source+content={source // 2} {content // 2}",
        f"label-cue={cue}",
    )
    return found


def _overlap(
    first: int, probabilities: Sequence[float], expected: float, chosen: Collection[int]
) -> int:
    """Expected words in common over expected words in either, in tenths.

    If no words are chosen, agreement is the higher, the fewer are expected.

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
