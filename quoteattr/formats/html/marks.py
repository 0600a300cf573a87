"""The text of an article, with an element for every content, cue and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from quoteattr.formats.html.escaping import escaped
from quoteattr.formats.html.keys import Key, key_of
from quoteattr.formats.result import Result
from quoteattr.model import Cue, Quote, Span

__all__ = ["marked"]


def marked(quotes: Result, keys: Mapping[str | None, Key], prefix: str) -> str:
    """The article between tags: every character of it, and no other.

    Args:
        quotes: the result.
        keys: of the speakers.
        prefix: what the ids of the article begin with.
    """
    return "".join(_pieces(quotes.text, _marks(quotes, keys), prefix))


@attrs.frozen
class _Mark:
    """A stretch of the text that gets an element.

    Attributes:
        start: first code point.
        end: one past the last code point.
        tag: name of the element.
        kind: class of the element.
        title: what pointing at it shows.
        key: of the speaker.
        label: before a content, the number of its speaker, with the name at the first quote.
        place: of a quote's first part, the number of the quote from 1.
        note: what follows.
    """

    start: int
    end: int
    tag: str
    kind: str
    title: str
    key: Key
    label: str = ""
    place: int | None = None
    note: str = ""

    def opening(self, prefix: str, *, first: bool) -> str:
        """The start tag.

        Args:
            prefix: what the ids of the article begin with.
            first: whether the element begins here, not where another one cuts it.
        """
        target = f' id="{prefix}-q{self.place}"' if self.place and first else ""
        note = f' data-qa-note="{escaped(self.note)}"' if self.note else ""
        tag = (
            f'<{self.tag} class="{self.kind} {self.key.classes}"'
            f'{target}{note} title="{escaped(self.title)}">'
        )
        return tag + self._back_link(prefix) if self.label and first else tag

    def _back_link(self, prefix: str) -> str:
        """The number, which leads back to the legend. It has no text; CSS shows its label."""
        return (
            f'<a class="qa-number {self.key.classes}" href="#{prefix}-s{self.key.number}" '
            f'data-qa="{escaped(self.label)}" '
            f'aria-label="{escaped(f"{self.key.shown} {self.title}")}"></a>'
        )


def _marks(quotes: Result, keys: Mapping[str | None, Key]) -> list[_Mark]:
    """Every stretch to be marked; contents come before others that may cover the same stretch."""
    marks: list[_Mark] = []
    others: dict[tuple[int, int, str], _Mark] = {}
    for i, quote in enumerate(quotes):
        key = key_of(quote, keys)
        marks += _content_marks(quote, key, i + 1)
        for mark in (*_cue_marks(quote, key), *_source_marks(quote, key)):
            others.setdefault((mark.start, mark.end, mark.kind), mark)
    return [*_with_names(marks), *others.values()]


def _with_names(marks: list[_Mark]) -> Iterator[_Mark]:
    """Contents, with the name of each speaker at the first."""
    named = {0}  # nobody has no name
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.key.number in named:
            yield mark
        else:
            named.add(mark.key.number)
            yield attrs.evolve(mark, label=f"{mark.label} {mark.key.label}")


def _content_marks(quote: Quote, key: Key, place: int) -> Iterator[_Mark]:
    parts = [span for span in quote.content if span.start < span.end]
    for i, span in enumerate(parts):
        part = f"part {i + 1} of {len(parts)}" if len(parts) > 1 else ""
        title = " · ".join(filter(None, (*_facts(quote, key), part)))
        yield _Mark(
            span.start,
            span.end,
            "mark",
            f"qa-{quote.kind}",
            title,
            key,
            label=key.shown,
            place=None if i else place,
        )


def _facts(quote: Quote, key: Key) -> Iterator[str]:
    yield key.name
    yield quote.kind
    if quote.cue:
        yield " ".join(filter(None, (quote.cue.text, f"({quote.cue.type})", _flags(quote.cue))))
    if quote.addressee:
        yield f"to {quote.addressee.text}"
    if quote.via:
        yield f"via {', '.join(speaker.name for speaker in quote.via)}"
    yield f"confidence {quote.confidence:.2f}"


def _flags(cue: Cue) -> str:
    return ", ".join(["negated"] * cue.negated + ["hypothetical"] * cue.hypothetical)


def _cue_marks(quote: Quote, key: Key) -> Iterator[_Mark]:
    if quote.cue is None:
        return
    flags = _flags(quote.cue)
    title = ", ".join(filter(None, (f"cue: {quote.cue.lemma}", quote.cue.type, flags)))
    *early, last = quote.cue.spans
    for span in early:
        yield from _other(span, "qa-cue", title, key)
    yield from _other(last, "qa-cue", title, key, flags)


def _source_marks(quote: Quote, key: Key) -> Iterator[_Mark]:
    if quote.source:
        title = f"source: {key.name} ({quote.source.type})"
        yield from _other(quote.source.span, "qa-source", title, key)


def _other(span: Span, kind: str, title: str, key: Key, note: str = "") -> Iterator[_Mark]:
    if span.start < span.end:
        yield _Mark(span.start, span.end, "span", kind, title, key, note=note)


def _pieces(text: str, marks: list[_Mark], prefix: str) -> Iterator[str]:
    """Text and tags in order, nested properly: an element that overlaps another is cut in two."""
    todo = sorted(marks, key=lambda mark: (mark.start, -mark.end))[::-1]
    cuts = sorted({cut for mark in marks for cut in (mark.start, mark.end)})
    opened: list[_Mark] = []
    last = 0
    for cut in cuts:
        yield escaped(text[last:cut])
        last = cut
        kept: list[_Mark] = []
        while any(mark.end == cut for mark in opened):
            mark = opened.pop()
            yield f"</{mark.tag}>"
            if mark.end > cut:
                kept.append(mark)
        for mark in reversed(kept):
            yield mark.opening(prefix, first=False)
            opened.append(mark)
        while todo and todo[-1].start == cut:
            opened.append(todo.pop())
            yield opened[-1].opening(prefix, first=True)
    yield escaped(text[last:])
