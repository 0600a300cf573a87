"""The list of the speakers, with links to their quotes; choosing one hides the others' marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoteattr.formats.html.escaping import escaped
from quoteattr.formats.html.keys import Key
from quoteattr.formats.quoted import Quoted
from quoteattr.formats.result import Result
from quoteattr.model import Quote

__all__ = ["filter_rules", "legend"]

_SHOWN = 12  # speakers that the legend shows at once
_FIRST_WORDS = 60  # characters of a quote in the list of a speaker's quotes
_SIGNS = (
    '<p class="qa-note qa-signs"><mark class="qa-direct">direct</mark> '
    '<mark class="qa-mixed">mixed</mark> <mark class="qa-indirect">indirect</mark> '
    '<span class="qa-cue">cue</span> <span class="qa-source">source</span></p>\n'
)


def legend(
    quotes: Result, entries: Sequence[Quoted], keys: Mapping[str | None, Key], prefix: str
) -> str:
    """The quoted speakers, those with most quotes first; a long list is folded.

    Args:
        quotes: the result.
        entries: its speakers, in order.
        keys: of the speakers.
        prefix: what the ids of the article begin with.
    """
    if not entries:
        return '<p class="qa-note">No quotes.</p>\n'
    places = {quote.id: i + 1 for i, quote in enumerate(quotes)}
    lines = [_entry(entry, keys, places, prefix) for entry in entries]
    # A single line takes no more room than the one that would hide it.
    shown = lines if len(lines) <= _SHOWN + 1 else lines[:_SHOWN]
    folded = lines[len(shown) :]
    everyone = (
        f'<li><label><input type="radio" name="{prefix}" checked> <span>everyone</span></label> '
        f"{_counted(len(quotes))}</li>\n"
    )
    more = (
        f'<details class="qa-more"><summary>{len(folded)} more</summary>\n'
        f"<ul>\n{''.join(folded)}</ul>\n</details>\n"
    )
    return (
        f'<fieldset class="qa-legend">\n<legend>Show the quotes of</legend>\n'
        f"<ul>\n{everyone}{''.join(shown)}</ul>\n{more if folded else ''}{_SIGNS}</fieldset>\n"
    )


def filter_rules(keys: Mapping[str | None, Key], prefix: str) -> str:
    """The style by which choosing a speaker hides the marks of all others.

    Args:
        keys: of the speakers.
        prefix: what the ids of the article begin with.
    """
    selectors = ",\n".join(
        f"#{prefix}:has(#{prefix}-f{key.number}:checked) .qa-text :not(.qa-s{key.number})"
        for key in keys.values()
    )
    return (
        f"<style>{selectors}\n{{--qa-off:transparent;--qa-gone:none;--qa-plain:normal}}</style>\n"
    )


def _entry(
    entry: Quoted, keys: Mapping[str | None, Key], places: Mapping[str, int], prefix: str
) -> str:
    key = keys[entry.speaker.id if entry.speaker else None]
    name = entry.speaker.name if entry.speaker else key.name
    titles = entry.speaker.titles if entry.speaker else ()
    known_as = f" {escaped(', '.join(titles))}" if titles else ""
    links = "".join(_link(quote, places[quote.id], prefix) for quote in entry.quotes)
    return (
        f'<li id="{prefix}-s{key.number}"><label>'
        f'<input type="radio" name="{prefix}" id="{prefix}-f{key.number}"> '
        f'<span><mark class="qa-direct {key.classes}"><b class="qa-number">{key.shown}</b> '
        f"{escaped(name)}</mark>{known_as}</span></label> "
        f"<details><summary>{_counted(len(entry.quotes))}</summary>\n"
        f"<ol>\n{links}</ol>\n</details></li>\n"
    )


def _link(quote: Quote, place: int, prefix: str) -> str:
    lines = (" ".join(span.text.split()) for span in quote.content)
    words = " … ".join(filter(None, lines))
    if len(words) > _FIRST_WORDS:
        words = f"{words[: _FIRST_WORDS - 1].rstrip()}…"
    return f'<li><a href="#{prefix}-q{place}">{escaped(words)}</a></li>\n' if words else ""


def _counted(number: int) -> str:
    return f"{number} quote{'' if number == 1 else 's'}"
