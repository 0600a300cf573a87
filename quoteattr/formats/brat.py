"""brat standoff (https://brat.nlplab.org/standoff.html)."""

from __future__ import annotations

import re

from quoteattr.formats.result import Result, without_surrogates
from quoteattr.model import Cue, Quote, Span

__all__ = ["ANNOTATION_CONF", "to_brat"]

ANNOTATION_CONF = """\
[entities]
Content
Cue
Source
[relations]
Source\tArg1:Content, Arg2:Source
Cue\tArg1:Content, Arg2:Cue
[events]
[attributes]
Kind\tArg:Content, Value:direct|mixed|indirect
Negated\tArg:Cue
Hypothetical\tArg:Cue
"""
"""What brat must know of the annotations."""

# The format can't escape tabs and line ends. These are all characters that any reader takes for
# a line end.
_BRAT_PIECE = re.compile("[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def to_brat(quotes: Result) -> str:
    """A brat standoff file (https://brat.nlplab.org/standoff.html) to go with the text.

    It has text-bound annotations ``Content``, ``Cue`` and ``Source``, relations ``Source`` and
    ``Cue`` from a content, the attribute ``Kind`` of a content and ``Negated`` or ``Hypothetical``
    of a cue, and the resolved name as a note on the content. A cue or source of several quotes is
    written once. A span over a line end or tab is cut there, since the format can't hold these.

    >>> from quoteattr.model import Quote, Span
    >>> from quoteattr.quotes import Quotes
    >>> text = "“Peace,” he said."
    >>> print(to_brat(Quotes([Quote("q1", [Span.of(text, 0, 8)], "direct")], text=text)), end="")
    T1	Content 0 8	“Peace,”
    A1	Kind T1 direct
    """
    writer = _Brat(quotes.text)
    for quote in quotes:
        writer.add(quote)
    return without_surrogates("".join(f"{line}\n" for line in writer.lines))


class _Brat:
    """Numbers the annotations of one brat file and collects its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self._known: dict[tuple[str, tuple[tuple[int, int], ...]], str] = {}
        self._counts = {"T": 0, "R": 0, "A": 0, "#": 0}

    def add(self, quote: Quote) -> None:
        content = self._bound("Content", quote.content)
        if content is None:
            return
        self._line("A", f"Kind {content} {quote.kind}")
        source = self._bound("Source", (quote.source.span,) if quote.source else ())
        if source:
            self._line("R", f"Source Arg1:{content} Arg2:{source}")
        cue = self._cue(quote.cue) if quote.cue else None
        if cue:
            self._line("R", f"Cue Arg1:{content} Arg2:{cue}")
        if quote.speaker:
            name = " ".join(quote.speaker.name.split())
            self._line("#", f"AnnotatorNotes {content}\t{name}")

    def _cue(self, cue: Cue) -> str | None:
        known = len(self._known)
        name = self._bound("Cue", cue.spans)
        if len(self._known) > known:
            for attribute, holds in (("Negated", cue.negated), ("Hypothetical", cue.hypothetical)):
                if holds:
                    self._line("A", f"{attribute} {name}")
        return name

    def _bound(self, label: str, spans: tuple[Span, ...]) -> str | None:
        """The number of a text-bound annotation, new or not; ``None`` if it covers nothing."""
        pieces = tuple(
            match.span()
            for span in spans
            for match in _BRAT_PIECE.finditer(self.text, span.start, span.end)
        )
        key = (label, pieces)
        if not pieces:
            return None
        if key not in self._known or label == "Content":
            where = ";".join(f"{start} {end}" for start, end in pieces)
            words = " ".join(self.text[start:end] for start, end in pieces)
            self._known[key] = self._line("T", f"{label} {where}\t{words}")
        return self._known[key]

    def _line(self, letter: str, rest: str) -> str:
        self._counts[letter] += 1
        name = f"{letter}{self._counts[letter]}"
        self.lines.append(f"{name}\t{rest}")
        return name
