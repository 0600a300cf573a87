"""What is wrong with predicted quotes, case by case, with likely causes.

Each gold attribution and each predicted quote is in at most one case; a pair without a fault is in
none. The faults of a case are:

missed
    A gold attribution that shares no word with a predicted content, or only with contents that
    are paired with other gold attributions.
spurious
    The same for a predicted quote.
extent
    Gold and prediction share some words, but less than half, so they are not paired.
source
    Paired, and the sources do not agree (``pairing.source_agrees``).
boundary
    Paired, and the content is not the same span.
cue
    Paired, and the cue is not the same span.

A pair can have several of the last three. Every fault has a cause in a few words: ``too long``,
``starts late``, ``no source``. For a missed attribution it says whether the lexicon has its cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.polnear import (
    GoldArticle,
    GoldAttribution,
    predicted_articles,
    publisher_of,
)
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.evaluation.cue_classes import cue_class
from quoteattr.evaluation.pairing import jaccard, source_agrees
from quoteattr.evaluation.score import cue_type_of, right_pairs
from quoteattr.evaluation.spans import Article

__all__ = ["FAULTS", "Case", "faults_of_article", "faults_of_split"]

FAULTS = {
    "missed": "missed",
    "spurious": "spurious",
    "extent": "half of the words differ",
    "source": "wrong source",
    "boundary": "wrong boundary",
    "cue": "wrong cue",
}
"""Faults, with their titles in tables."""

_Faults = tuple[tuple[str, str], ...]


@attrs.frozen
class Case:
    """A gold attribution, a prediction or a pair of them with faults.

    Attributes:
        article: the name of the article.
        publisher: the publisher, None if the name does not show it.
        faults: pairs of a fault and its cause.
        kind: the kind of the gold content, or of the predicted one without gold.
        cue_class: the class of the cue, likewise.
        gold: the attribution, None if the prediction is spurious.
        found: the predicted quote, None if there is none.
    """

    article: str
    publisher: str | None
    faults: _Faults
    kind: str
    cue_class: str
    gold: GoldAttribution | None
    found: PredictedQuote | None


def faults_of_split(
    split: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> dict[str, tuple[str, tuple[Case, ...]]]:
    """Text and cases of every article of a split, by name.

    Raises:
        InputError: the folder is not a PolNeAR split, or predictions are of no article in it.
    """
    articles = predicted_articles(split, predictions)
    return {
        gold.name: (gold.text, faults_of_article(gold, predictions.get(gold.name, ())))
        for gold in articles
    }


def faults_of_article(gold: GoldArticle, found: Sequence[PredictedQuote]) -> tuple[Case, ...]:
    """The cases of one article, in the order of the text.

    >>> text = "Ann said it rained."
    >>> gold = GoldAttribution(((9, 18),), ((4, 8),), ((0, 3),))
    >>> quote = PredictedQuote(((12, 18),), ((4, 8),), ((0, 3),))
    >>> [case.faults for case in faults_of_article(GoldArticle("a", text, (gold,)), [quote])]
    [(('boundary', 'starts late'),)]
    """
    comparison = _Comparison(Article(gold.text), gold.attributions, tuple(found))
    cases = [
        Case(
            article=gold.name,
            publisher=publisher_of(gold.name),
            faults=faults,
            kind=comparison.article.kind((one or other).content),  # type: ignore[union-attr]
            cue_class=cue_type_of(comparison.article, one or other),  # type: ignore[arg-type]
            gold=one,
            found=other,
        )
        for one, other, faults in comparison.all()
    ]
    return tuple(sorted(cases, key=_place))


def _place(case: Case) -> int:
    quote = case.gold or case.found
    return min(start for start, _ in quote.content) if quote else 0


@attrs.frozen
class _Comparison:
    """Gold and predictions of one article."""

    article: Article
    gold: tuple[GoldAttribution, ...]
    found: tuple[PredictedQuote, ...]

    def all(self) -> Iterator[tuple[GoldAttribution | None, PredictedQuote | None, _Faults]]:
        """What is compared and what is wrong with it."""
        pairs = dict(right_pairs(self.article, self.gold, self.found)["content@0.5"])
        for i, j in pairs.items():
            faults = tuple(self._of_pair(self.gold[i], self.found[j]))
            if faults:
                yield self.gold[i], self.found[j], faults
        loose = self._loose_pairs(set(pairs), set(pairs.values()))
        for i, j in loose.items():
            cause = _shape(self._words(self.gold[i].content), self._words(self.found[j].content))
            yield self.gold[i], self.found[j], (("extent", cause),)
        for i, one in enumerate(self.gold):
            if i not in pairs and i not in loose:
                yield one, None, (("missed", self._why_missed(one)),)
        taken = {*pairs.values(), *loose.values()}
        for j, other in enumerate(self.found):
            if j not in taken:
                yield None, other, (("spurious", self._why_spurious(other)),)

    def _of_pair(self, one: GoldAttribution, other: PredictedQuote) -> Iterator[tuple[str, str]]:
        normal = self.article.normalise
        if not source_agrees(self.article, one.source, other.source):
            yield "source", _other_source(one, other)
        if normal(one.content) != normal(other.content):
            yield "boundary", _wrong_boundaries(normal(one.content), normal(other.content))
        if normal(one.cue) != normal(other.cue):
            yield "cue", _shape(self._words(one.cue), self._words(other.cue))

    def _loose_pairs(self, gold: set[int], found: set[int]) -> dict[int, int]:
        """Unpaired gold and unpaired predictions that share words, the most similar first."""
        left = {i: self._words(o.content) for i, o in enumerate(self.gold) if i not in gold}
        right = {j: self._words(o.content) for j, o in enumerate(self.found) if j not in found}
        shares = sorted((-jaccard(left[i], right[j]), i, j) for i in left for j in right)
        pairs: dict[int, int] = {}
        for share, i, j in shares:
            if share < 0 and i not in pairs and j not in pairs.values():
                pairs[i] = j
        return pairs

    def _why_missed(self, one: GoldAttribution) -> str:
        words, cue = self._words(one.content), self._words(one.cue)
        if any(words & self._words(other.content) for other in self.found):
            return "within another quote"
        if any(cue & self._words(other.cue) for other in self.found):
            return "its cue has another content"
        if not cue:
            return "no cue"
        known = cue_class(self.article.text, one.cue) != "other"
        return "cue in the lexicon" if known else "cue not in the lexicon"

    def _why_spurious(self, other: PredictedQuote) -> str:
        words, cue = self._words(other.content), self._words(other.cue)
        if any(words & self._words(one.content) for one in self.gold):
            return "beside a paired quote"
        if any(cue & self._words(one.cue) for one in self.gold):
            return "its cue has another content"
        return "no attribution there"

    def _words(self, pieces: Pieces) -> frozenset[int]:
        return self.article.tokens(pieces)


def _other_source(one: GoldAttribution, other: PredictedQuote) -> str:
    if not other.source:
        return "no source"
    return "another source" if one.source else "gold has none"


def _shape(gold: frozenset[int], found: frozenset[int]) -> str:
    """How one set of words differs from another."""
    if not found or not gold:
        return "none there" if not found else "gold has none"
    if gold == found:
        return "punctuation"
    if found > gold:
        return "too long"
    if found < gold:
        return "too short"
    return "shifted" if gold & found else "elsewhere"


def _wrong_boundaries(gold: Pieces, found: Pieces) -> str:
    """Where the boundaries of a content are wrong."""
    if not gold or not found:
        return "empty"
    wrong = []
    if gold[0][0] != found[0][0]:
        wrong.append("starts early" if found[0][0] < gold[0][0] else "starts late")
    if gold[-1][1] != found[-1][1]:
        wrong.append("ends early" if found[-1][1] < gold[-1][1] else "ends late")
    return ", ".join(wrong) or "other pieces"
