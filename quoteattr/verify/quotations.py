"""The quotations of an article (what is between marks), each with the quote that it belongs to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import attrs

from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.alignment import Word
from quoteattr.text.marks import find_marks
from quoteattr.verify.damaged import as_meant, words_as_meant

__all__ = ["Quotation", "Stretches", "quotations_of"]

_BLOCK = 1_000  # code points: contents are looked up by the blocks that they lie in


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
    stretches = Stretches(quotes)
    shown = as_meant(quotes.text)
    for mark in find_marks(quotes.text):
        if mark.parent is not None:
            continue
        pieces = [piece for piece in mark.inner if piece.text.strip()]
        words = tuple(
            word for piece in pieces for word in words_as_meant(shown, piece.start, piece.end)
        )
        if words:
            span = Span.of(quotes.text, pieces[0].start, pieces[-1].end)
            out.append(Quotation(span, words, stretches.quote_of(span)))
    return tuple(out)


class Stretches:
    """Who speaks where in an article."""

    def __init__(self, quotes: Quotes) -> None:
        self._quotes = quotes
        self._spans: defaultdict[int, list[tuple[int, Span]]] = defaultdict(list)
        for number, quote in enumerate(quotes):
            for span in quote.content:
                for block in range(span.start // _BLOCK, span.end // _BLOCK + 1):
                    self._spans[block].append((number, span))

    def quote_of(self, span: Span) -> Quote | None:
        """The quote in marks that holds most of a stretch; of two, the inner one."""
        found: Quote | None = None
        most = (span.end - span.start) / 2
        for number, shared in sorted(self._shared(span.start, span.end).items()):
            # A nested quote comes later; one that holds the whole stretch is nearer to the words.
            if self._quotes[number].kind != "indirect" and shared >= most:
                found, most = self._quotes[number], shared
        return found

    def speaker_at(self, start: int, end: int) -> tuple[bool, Speaker | None]:
        """Who speaks in a stretch; of two whose quotes hold as much of it, the inner one.

        Returns:
            whether a quote is there, and its speaker if the article shows it.
        """
        shared = self._shared(start, end)
        if not shared:
            return False, None
        # A nested quote comes later.
        best = max(shared, key=lambda number: (shared[number], number))
        return True, self._quotes[best].speaker

    def _shared(self, start: int, end: int) -> Mapping[int, int]:
        """By the number of the quote, how much of a stretch its content has."""
        shared: Counter[int] = Counter()
        blocks = range(start // _BLOCK, end // _BLOCK + 1)
        spans = {row for block in blocks for row in self._spans.get(block, ())}
        for number, span in spans:
            size = min(span.end, end) - max(span.start, start)
            if size > 0:
                shared[number] += size
        return shared
