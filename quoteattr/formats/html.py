"""An article as HTML: its quotes coloured and numbered by speaker, cues and sources marked.

Everything is escaped; there is no script and nothing is loaded. Between the tags of the text is
every character of the article and no other, so that copying gives the article back: numbers and
notes are content that CSS generates. Colours are translucent, to be readable on light and dark
pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import attrs

from quoteattr.formats.result import Result, without_surrogates
from quoteattr.model import Cue, Quote, Span, Speaker

__all__ = ["page_end", "page_start", "render", "section"]

_STYLE = """\
.quoteattr{color:inherit;max-width:48em;margin:0 0 2em}
.quoteattr .qa-text{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.9}
.quoteattr .qa-legend{list-style:none;padding:0;margin:.5em 0 1em;display:flex;flex-wrap:wrap;\
gap:.3em 1.2em;font-size:.9em;line-height:1.6}
.quoteattr .qa-legend li{margin:0}
.quoteattr .qa-note{font-size:.85em;opacity:.75}
.quoteattr mark{color:inherit;background:hsl(var(--qa) 50%/.3);border-radius:.2em;\
padding:.1em 0 .25em;\
-webkit-box-decoration-break:clone;box-decoration-break:clone;\
-webkit-print-color-adjust:exact;print-color-adjust:exact}
.quoteattr mark.qa-mixed{background:hsl(var(--qa) 50%/.2);\
border-bottom:2px solid hsl(var(--qa) 55%)}
.quoteattr mark.qa-indirect{background:hsl(var(--qa) 50%/.1);\
border-bottom:2px dashed hsl(var(--qa) 55%)}
.quoteattr mark mark{padding-bottom:0}
.quoteattr [data-qa]::before{content:attr(data-qa);font-size:.7em;font-weight:700;\
font-style:normal;line-height:1;vertical-align:.35em;margin-right:.2em;padding:0 .35em;\
border:1px solid hsl(var(--qa) 50%);border-radius:.6em}
.quoteattr .qa-cue{font-style:italic;text-decoration:underline dotted;text-underline-offset:.2em}
.quoteattr .qa-source{font-weight:600;text-decoration:underline solid hsl(var(--qa) 55%) 2px;\
text-underline-offset:.2em}
.quoteattr [data-qa-note]::after{content:" [" attr(data-qa-note) "]";font-size:.75em;\
font-style:normal}
"""

_PAGE_STYLE = """\
:root{color-scheme:light dark}
body{font:1rem/1.6 system-ui,sans-serif;margin:2em auto;max-width:50em;padding:0 1em}
"""

_GOLDEN_ANGLE = 137.508
_FIRST_HUE = 210
_GREY = "0 0%"


def render(quotes: Result, *, page: bool = False) -> str:
    """The article with its quotes marked, as a piece of HTML or (``page``) a whole page.

    A nested quote is marked within the outer one. Each part of an interrupted quote is marked, with
    the same number. The result contains its style in both cases.

    >>> from quoteattr.model import Quote, Span
    >>> from quoteattr.quotes import Quotes
    >>> text = "<b>“Peace,”</b> he said."
    >>> html = render(Quotes([Quote("q1", [Span.of(text, 3, 11)], "direct")], text=text))
    >>> "&lt;b&gt;<mark " in html and "“Peace,”</mark>&lt;/b&gt; he said." in html
    True
    """
    if page:
        return page_start(quotes.doc_id or "Quotes") + section(quotes) + page_end()
    return f"<style>{_STYLE}</style>\n{section(quotes)}"


def page_start(title: str) -> str:
    """The start of a page; any number of ``section`` may follow, then ``page_end``."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(title)}</title>\n<style>{_PAGE_STYLE}{_STYLE}</style>\n</head>\n<body>\n"
    )


def page_end() -> str:
    """The end of a page."""
    return "</body>\n</html>\n"


def section(quotes: Result) -> str:
    """One article within a page: heading, legend and text, without the style."""
    keys = _keys(quotes)
    heading = f"<h2>{_text(quotes.doc_id)}</h2>\n" if quotes.doc_id else ""
    told = (*quotes.warnings, *([f"failed: {quotes.error}"] if quotes.error is not None else []))
    notes = "".join(f'<p class="qa-note">{_text(note)}</p>\n' for note in told)
    body = "".join(_pieces(quotes.text, _marks(quotes, keys)))
    return (
        f'<section class="quoteattr">\n{heading}{_legend(quotes, keys)}{notes}'
        f'<div class="qa-text">{body}</div>\n</section>\n'
    )


@attrs.frozen
class _Key:
    """The number and the colour (hue and saturation) of a speaker."""

    number: str
    colour: str


@attrs.frozen
class _Mark:
    """A stretch of the text that gets an element."""

    start: int
    end: int
    tag: str
    classes: str
    title: str
    key: _Key
    number: str = ""
    note: str = ""

    def opening(self, *, first: bool) -> str:
        """The start tag; number and note are only where the stretch begins and ends."""
        number = f' data-qa="{_text(self.number)}"' if self.number and first else ""
        note = f' data-qa-note="{_text(self.note)}"' if self.note else ""
        return (
            f'<{self.tag} class="{self.classes}" style="--qa:{self.key.colour}"'
            f'{number}{note} title="{_text(self.title)}">'
        )


_NOBODY = _Key("?", _GREY)


def _text(text: str) -> str:
    # HTML parsers turn a carriage return into a line feed, but not a reference to it.
    return escape(without_surrogates(text)).replace("\r", "&#13;")


def _keys(quotes: Result) -> dict[str, _Key]:
    """Number and colour of every quoted speaker; hues differ by the golden angle."""
    quoted = {quote.speaker.id for quote in quotes if quote.speaker}
    return {
        speaker.id: _Key(str(i + 1), f"{(_FIRST_HUE + _GOLDEN_ANGLE * i) % 360:.0f} 80%")
        for i, speaker in enumerate(s for s in quotes.speakers if s.id in quoted)
    }


def _legend(quotes: Result, keys: dict[str, _Key]) -> str:
    counts = dict.fromkeys(keys, 0)
    unknown = 0
    for quote in quotes:
        if quote.speaker:
            counts[quote.speaker.id] += 1
        else:
            unknown += 1
    entries = [
        _entry(keys[speaker.id], _described(speaker), counts[speaker.id])
        for speaker in quotes.speakers
        if speaker.id in keys
    ]
    if unknown:
        entries.append(_entry(_NOBODY, "no speaker settled", unknown))
    if not entries:
        return '<p class="qa-note">No quotes.</p>\n'
    signs = (
        f'<li style="--qa:{_GREY}"><mark>direct</mark> <mark class="qa-mixed">mixed</mark> '
        '<mark class="qa-indirect">indirect</mark> <span class="qa-cue">cue</span> '
        '<span class="qa-source">source</span></li>\n'
    )
    return f'<ul class="qa-legend">\n{"".join(entries)}{signs}</ul>\n'


def _entry(key: _Key, name: str, count: int) -> str:
    return (
        f'<li><mark style="--qa:{key.colour}" data-qa="{key.number}">{_text(name)}</mark>'
        f" {count}</li>\n"
    )


def _described(speaker: Speaker) -> str:
    return f"{speaker.name} ({', '.join(speaker.titles)})" if speaker.titles else speaker.name


def _marks(quotes: Result, keys: dict[str, _Key]) -> list[_Mark]:
    """Every stretch to be marked; contents come before others that may cover the same stretch."""
    marks: list[_Mark] = []
    others: dict[tuple[int, int, str], _Mark] = {}
    for quote in quotes:
        key = keys[quote.speaker.id] if quote.speaker else _NOBODY
        marks += _content_marks(quote, key)
        for mark in (*_cue_marks(quote, key), *_source_marks(quote, key)):
            others.setdefault((mark.start, mark.end, mark.classes), mark)
    return [mark for mark in (*marks, *others.values()) if mark.start < mark.end]


def _content_marks(quote: Quote, key: _Key) -> Iterator[_Mark]:
    parts = len(quote.content)
    for i, span in enumerate(quote.content):
        part = f"part {i + 1} of {parts}" if parts > 1 else ""
        title = " · ".join(filter(None, (*_facts(quote), part)))
        kind = f"qa-{quote.kind}"
        yield _Mark(span.start, span.end, "mark", kind, title, key, number=key.number)


def _facts(quote: Quote) -> Iterator[str]:
    yield _described(quote.speaker) if quote.speaker else "no speaker settled"
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


def _cue_marks(quote: Quote, key: _Key) -> Iterator[_Mark]:
    for i, span in enumerate(quote.cue.spans if quote.cue else ()):
        assert quote.cue is not None
        flags = _flags(quote.cue)
        title = ", ".join(filter(None, (f"cue: {quote.cue.lemma}", quote.cue.type, flags)))
        note = flags if i == len(quote.cue.spans) - 1 else ""
        yield _mark(span, "qa-cue", title, key, note)


def _source_marks(quote: Quote, key: _Key) -> Iterator[_Mark]:
    if quote.source:
        name = quote.speaker.name if quote.speaker else "not settled"
        title = f"source: {name} ({quote.source.type})"
        yield _mark(quote.source.span, "qa-source", title, key, "")


def _mark(span: Span, classes: str, title: str, key: _Key, note: str) -> _Mark:
    return _Mark(span.start, span.end, "span", classes, title, key, note=note)


def _pieces(text: str, marks: list[_Mark]) -> Iterator[str]:
    """Text and tags in order, nested properly: an element that overlaps another is cut in two."""
    todo = sorted(marks, key=lambda mark: (mark.start, -mark.end))[::-1]
    cuts = sorted({cut for mark in marks for cut in (mark.start, mark.end)})
    opened: list[_Mark] = []
    last = 0
    for cut in cuts:
        yield _text(text[last:cut])
        last = cut
        kept: list[_Mark] = []
        while any(mark.end == cut for mark in opened):
            mark = opened.pop()
            yield f"</{mark.tag}>"
            if mark.end > cut:
                kept.append(mark)
        for mark in reversed(kept):
            yield mark.opening(first=False)
            opened.append(mark)
        while todo and todo[-1].start == cut:
            opened.append(todo.pop())
            yield opened[-1].opening(first=True)
    yield _text(text[last:])
