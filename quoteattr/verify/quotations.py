"""The quotations of an article (what is between marks), each with the quote that it belongs to."""

from __future__ import annotations

import attrs

from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.alignment import Word, compared_words
from quoteattr.text.marks import find_marks

__all__ = ["Quotation", "quotations_of", "speaker_at"]


@attrs.frozen
class Quotation:
    """A stretch between quotation marks, not within another one.

    Attributes:
        span: without the marks.
        words: as they are compared.
        quote: the quote that it belongs to; None for a title, a nickname or scare quotes.
    """

    span: Span
    words: tuple[Word, ...]
    quote: Quote | None

    @property
    def keys(self) -> tuple[str, ...]:
        """The words, as they are compared."""
        return tuple(word.key for word in self.words)

    @property
    def speaker(self) -> Speaker | None:
        """Who said it; None if the article does not show it."""
        return self.quote.speaker if self.quote else None


def quotations_of(quotes: Quotes) -> tuple[Quotation, ...]:
    """The quotations of an article in order, with those that belong to no quote."""
    out = []
    for mark in find_marks(quotes.text):
        if mark.parent is not None:
            continue
        pieces = [piece for piece in mark.inner if piece.text.strip()]
        words = tuple(
            word for piece in pieces for word in compared_words(quotes.text, piece.start, piece.end)
        )
        if words:
            span = Span.of(quotes.text, pieces[0].start, pieces[-1].end)
            out.append(Quotation(span, words, _quote_of(quotes, span)))
    return tuple(out)


def _quote_of(quotes: Quotes, span: Span) -> Quote | None:
    """The quote in marks that holds most of a stretch; of two, the inner one."""
    found: Quote | None = None
    most = (span.end - span.start) / 2
    for quote in quotes:
        shared = _shared(quote, span.start, span.end)
        # A nested quote comes later; one that holds the whole stretch is nearer to the words.
        if quote.kind != "indirect" and shared >= most and shared > 0:
            found, most = quote, shared
    return found


def speaker_at(quotes: Quotes, start: int, end: int) -> tuple[bool, Speaker | None]:
    """Who speaks in a stretch of an article.

    Returns:
        whether a quote is there, and its speaker if the article shows it.
    """
    best = max(quotes, key=lambda quote: _shared(quote, start, end), default=None)
    if best is None or not _shared(best, start, end):
        return False, None
    return True, best.speaker


def _shared(quote: Quote, start: int, end: int) -> int:
    return sum(max(0, min(s.end, end) - max(s.start, start)) for s in quote.content)
