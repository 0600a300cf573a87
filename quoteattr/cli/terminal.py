"""What a terminal shows: quotes as plain text, with colours if wanted, and messages."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from quoteattr.cli.streams import silence
from quoteattr.formats.quoted import Quoted, described, quoted_by_number
from quoteattr.formats.result import Result
from quoteattr.model import Quote
from quoteattr.text.printable import on_lines, on_one_line

if TYPE_CHECKING:
    from quoteattr.explanation import Explanation

__all__ = ["explanation_to_text", "tell", "tell_lines", "to_text", "write_to_stderr"]

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
# Each can be read on black and on white; neighbours are far apart.
_COLOURS = (33, 166, 28, 162, 100, 99, 30, 160)
# By number of quotes: the colours, the colours underlined. All further speakers are bold alone.
_STYLES = (
    *(f"\x1b[1;38;5;{colour}m" for colour in _COLOURS),
    *(f"\x1b[1;4;38;5;{colour}m" for colour in _COLOURS),
)
_STYLE = re.compile(r"\x1b\[[\d;]*m")
_INDENT = "    "
_LISTED = 12  # speakers that the summary names
_LONGEST_BAR = 12
_NOBODY = "(no speaker)"


def to_text(quotes: Result, *, width: int = 80, colour: bool = False) -> str:
    r"""Who is quoted how often; then each quote: speaker, cue and place on a line, and its words.

    Args:
        quotes: the result.
        width: columns to wrap to, at least 20.
        colour: whether to use terminal colours, one for each speaker.

    With a single speaker, the first line says how often. A quote within another one is indented.
    White space becomes single blanks, and control characters are replaced. The offsets are those of
    the article.

    >>> from quoteattr.model import Quote, Span, Speaker
    >>> from quoteattr.quotes import Quotes
    >>> text, lee = "“Peace,” Ann Lee said.", Speaker("s1", "Ann Lee")
    >>> made = Quote("q1", [Span.of(text, 0, 8)], "direct", speaker=lee, confidence=0.9)
    >>> print(to_text(Quotes([made], text=text, speakers=[lee])), end="")
    1 quote, 1 speaker
    <BLANKLINE>
    Ann Lee  direct · 0.90 · 0-8
        “Peace,”
    """
    width = max(width, 20)
    depths = _depths(quotes)
    deepest = width // 2 // len(_INDENT) - 1
    entries = quoted_by_number(quotes)
    styles = _styles(entries)
    lines = [_heading(quotes)]
    if len(entries) > 1:
        lines += ["", *_summary(entries, styles, width)]
    for quote in quotes:
        indent = _INDENT * min(depths[quote.id], deepest)
        style = styles[quote.speaker.id if quote.speaker else None]
        lines += ["", *_quote(quote, indent, width, style)]
    text = "\n".join(lines) + "\n"
    # Whatever the article has of them was replaced.
    return text if colour else _STYLE.sub("", text)


def tell(message: str) -> None:
    """Write a message to standard error, on one line, whatever the names in it hold."""
    tell_lines(f"quoteattr: {on_one_line(message)}\n")


def tell_lines(lines: str) -> None:
    """Write lines to standard error, whatever the texts in them hold."""
    write_to_stderr(on_lines(lines))


def write_to_stderr(text: str) -> None:
    """Write to standard error, unless it is closed, full, or a pipe that nobody reads.

    Args:
        text: our own words alone.
    """
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # there is no other place to report it
        silence(sys.stderr)


def explanation_to_text(explanation: Explanation, name: str) -> str:
    """How the quotes of an article and their speakers were found, with its place named.

    Args:
        explanation: of one article.
        name: of the article.
    """
    lines = f"{name}: {explanation}".split("\n")
    return "".join(f"{line[: _margin(line)]}{_clean(line)}\n" for line in lines)


def _margin(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def _heading(quotes: Result) -> str:
    quoted = len({quote.speaker.id for quote in quotes if quote.speaker})
    counts = f"{_count(len(quotes), 'quote')}, {_count(quoted, 'speaker')}"
    if quotes.error is not None:
        counts = f"failed: {_clean(quotes.error)}"
    if quotes.doc_id is None:
        return counts
    return f"{_styled(_clean(quotes.doc_id), _BOLD)}: {counts}"


def _styles(entries: Sequence[Quoted]) -> dict[str | None, str]:
    """The look of each speaker's name, by id; and of "nobody", by None."""
    speakers = [entry.speaker.id for entry in entries if entry.speaker]
    return {None: _BOLD, **dict(zip_longest(speakers, _STYLES[: len(speakers)], fillvalue=_BOLD))}


def _summary(
    entries: Sequence[Quoted], styles: Mapping[str | None, str], width: int
) -> Iterator[str]:
    """For each speaker, the number of quotes, as a bar too, and the name; a long list is cut."""
    listed = entries if len(entries) <= _LISTED + 1 else entries[:_LISTED]
    rest = entries[len(listed) :]
    most = max(len(entry.quotes) for entry in entries)
    longest = min(_LONGEST_BAR, width // 5)
    digits = len(str(max(most, sum(len(entry.quotes) for entry in rest))))
    for entry in listed:
        number = len(entry.quotes)
        bar = "█" * max(longest * number // most, 1)
        name = _clean(described(entry.speaker) if entry.speaker else _NOBODY)
        room = width - digits - longest - 2
        shown = name if len(name) <= room else f"{name[: room - 1]}…"
        style = styles[entry.speaker.id if entry.speaker else None]
        blanks = " " * (longest - len(bar))
        yield f"{number:{digits}} {_styled(bar, style)}{blanks} {_styled(shown, style)}"
    if rest:
        number = sum(len(entry.quotes) for entry in rest)
        yield f"{number:{digits}} {' ' * longest} {len(rest)} more"


def _depths(quotes: Result) -> dict[str, int]:
    parents = {quote.id: quote.parent for quote in quotes}
    depths = {}
    for quote in quotes:
        depth, parent = 0, quote.parent
        while parent is not None:  # which lies outside a part of a result
            depth, parent = depth + 1, parents.get(parent)
        depths[quote.id] = depth
    return depths


def _quote(quote: Quote, indent: str, width: int, style: str) -> Iterator[str]:
    who = _clean(_who(quote))
    facts = _clean(" · ".join(_facts(quote)))
    about = textwrap.wrap(
        f"{who}  {facts}", width, initial_indent=indent, subsequent_indent=indent + _INDENT
    )
    first = indent + who
    if about[0].startswith(first):
        rest = about[0][len(first) :]
        yield indent + _styled(who, style) + _styled(rest, _DIM)
        yield from (_styled(line, _DIM) for line in about[1:])
    else:
        yield from about
    words = " … ".join(_clean(span.text) for span in quote.content)
    yield from textwrap.wrap(
        words,
        width,
        initial_indent=indent + _INDENT,
        subsequent_indent=indent + _INDENT,
        break_on_hyphens=False,
    )


def _who(quote: Quote) -> str:
    if quote.speaker:
        return described(quote.speaker)
    return f"“{quote.source.text}” (not resolved)" if quote.source else _NOBODY


def _facts(quote: Quote) -> Iterator[str]:
    yield quote.kind
    if quote.cue:
        yield quote.cue.text
        yield from ["negated"] * quote.cue.negated
        yield from ["hypothetical"] * quote.cue.hypothetical
    if quote.addressee:
        yield f"to {quote.addressee.text}"
    if quote.via:
        yield f"via {', '.join(speaker.name for speaker in quote.via)}"
    yield f"{quote.confidence:.2f}"
    yield ", ".join(f"{span.start}-{span.end}" for span in quote.content)


def _clean(text: str) -> str:
    return on_one_line(" ".join(text.split()))


def _styled(text: str, style: str) -> str:
    return f"{style}{text}{_PLAIN}" if text else text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
