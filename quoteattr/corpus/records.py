"""The records of a corpus: its articles and quotes, without the articles' texts."""

from __future__ import annotations

import datetime

import attrs

from quoteattr.model import QuoteKind

__all__ = ["CorpusArticle", "CorpusQuote"]


@attrs.frozen
class CorpusArticle:
    """An article of a corpus.

    Attributes:
        doc_id: the caller's name of the article.
        outlet: who published it.
        date: the day it was published.
    """

    doc_id: str | None
    outlet: str | None = None
    date: datetime.date | None = None


@attrs.frozen
class CorpusQuote:
    """A quote of a corpus. With its article's result at hand, ``id`` finds the whole ``Quote``.

    Attributes:
        article: position of the article in the corpus, from 0.
        id: unique within the article ("q1").
        text: what was said, as written; pieces joined by a blank.
        kind: direct, mixed or indirect.
        start, end: code points of the article that the content lies between, half-open.
        words: the number of words in ``text``.
        speaker: id of the speaker in the corpus ("m3"); None if the article does not show it.
        source: who said it, as written.
        parent: id of the quote of the article in whose content this one lies.
        negated, hypothetical: whether the cue is: "did not say", "would say".
        confidence: probability between 0 and 1 that source, cue and content belong together.
        evidence: the rules that decided, in order.
    """

    article: int
    id: str
    text: str
    kind: QuoteKind
    start: int
    end: int
    words: int
    speaker: str | None = None
    source: str | None = None
    parent: str | None = None
    negated: bool = False
    hypothetical: bool = False
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()
