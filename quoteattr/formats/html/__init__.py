"""An article as HTML: its quotes numbered and coloured by speaker, with a legend of the speakers.

Everything is escaped; there is no script and nothing is loaded. Between the tags of the text is
every character of the article and no other, so that copying gives the article back: numbers, names
and notes are content that CSS generates. Colours are translucent, to be readable on light and dark
pages.

``marks`` makes the text, ``legend`` the list of the speakers, ``keys`` the number and the colour of
each. ``style.css`` is their look.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2s
from importlib.resources import files

from quoteattr.formats.html.escaping import escaped
from quoteattr.formats.html.keys import keys_of
from quoteattr.formats.html.legend import filter_rules, legend
from quoteattr.formats.html.marks import marked
from quoteattr.formats.quoted import quoted_by_number
from quoteattr.formats.result import Result

__all__ = ["page_end", "page_start", "render", "section"]

_PAGE_STYLE = """\
:root{color-scheme:light dark}
body{color:CanvasText;background:Canvas;font:1rem/1.6 system-ui,sans-serif;\
margin:2em auto;max-width:50em;padding:0 1em}
h1,h2{line-height:1.25;overflow-wrap:anywhere}
"""


def render(quotes: Result, *, page: bool = False, scroll: bool = False) -> str:
    """The article with its quotes marked, as a piece of HTML or a whole page.

    A nested quote is marked within the outer one. Each part of an interrupted quote is marked, with
    the same number.

    Args:
        quotes: the result.
        page: whether to make a whole page. The style is part of the result in both cases.
        scroll: whether a long article scrolls in a box of limited height, as notebooks need.

    >>> from quoteattr.model import Quote, Span
    >>> from quoteattr.quotes import Quotes
    >>> text = "<b>“Peace,”</b> he said."
    >>> html = render(Quotes([Quote("q1", [Span.of(text, 3, 11)], "direct")], text=text))
    >>> "&lt;b&gt;<mark " in html and "“Peace,”</mark>&lt;/b&gt; he said." in html
    True
    """
    if page:
        body = _section(quotes, _prefix(quotes), heading=False, scroll=scroll)
        return page_start(quotes.doc_id or "Quotes") + body + page_end()
    body = _section(quotes, _prefix(quotes), heading=True, scroll=scroll)
    return f"<style>{_style()}</style>\n{body}"


def page_start(title: str) -> str:
    """The start of a page; any number of ``section`` may follow, then ``page_end``.

    Args:
        title: the page's title and its heading.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{_PAGE_STYLE}{_style()}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escaped(title)}</h1>\n"
    )


def page_end() -> str:
    """The end of a page."""
    return "</main>\n</body>\n</html>\n"


def section(quotes: Result, *, number: int | None = None) -> str:
    """One article within a page: heading, legend and text, without the style.

    Args:
        quotes: the result.
        number: the number of the article within the page. Ids contain it, so that the links of an
            article lead to its own quotes. Without it, they contain a digest of the article, which
            does not distinguish two results that are equal.
    """
    prefix = _prefix(quotes) if number is None else f"qa{number}"
    return _section(quotes, prefix, heading=True, scroll=False)


def _section(quotes: Result, prefix: str, *, heading: bool, scroll: bool) -> str:
    entries = quoted_by_number(quotes)
    keys = keys_of(entries)
    title = f"<h2>{escaped(quotes.doc_id)}</h2>\n" if heading and quotes.doc_id else ""
    told = (*quotes.warnings, *([f"failed: {quotes.error}"] if quotes.error is not None else []))
    notes = "".join(f'<p class="qa-note">{escaped(note)}</p>\n' for note in told)
    box = ' qa-scroll" tabindex="0" role="group" aria-label="Article' if scroll else ""
    return (
        f'<section class="quoteattr" id="{prefix}" lang="en">\n{title}'
        f"{filter_rules(keys, prefix)}{legend(quotes, entries, keys, prefix)}{notes}"
        f'<div class="qa-text{box}">{marked(quotes, keys, prefix)}</div>\n</section>\n'
    )


def _prefix(quotes: Result) -> str:
    """What the ids of an article begin with: a digest of the result."""
    found = [
        (quote.kind, quote.speaker and quote.speaker.id, [(s.start, s.end) for s in quote.content])
        for quote in quotes
    ]
    whole = repr((quotes.doc_id, quotes.text, found))  # which escapes lone surrogates
    return f"qa-{blake2s(whole.encode(), digest_size=4).hexdigest()}"


@cache
def _style() -> str:
    return files(__name__).joinpath("style.css").read_text(encoding="utf-8")
