"""Passages that say at each quotation who a careful reader takes for its speaker.

``{Ann Lee: it was over}`` stands for the words ``it was over``, said by Ann Lee. Before the colon::

    Ann Lee/Lee         either name will do
    Ann Lee + Bob Ray   a group with these members
    Ann Lee|person      of this kind
    Ann Lee#q7          with this identifier; ``#`` alone: with none
    Ann Lee>reporters   said to them
    Ann Lee@The Herald  passed on by it
    -                   nobody is resolved

Braces may be nested. A case of a table is such a passage, or an object with ``text``,
what the caller knows (``known``), and ``fails``, the reason why it is expected to fail.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
import regex

from quoteattr.model import Quote, Speaker
from quoteattr.quotes import Quotes
from tests.conftest import failing

__all__ = ["Expected", "complaints", "passages", "read_passage"]

CASES = Path(__file__).parent.parent / "cases"
_DETERMINER = regex.compile(r"^(?:the|an?|his|her|their|its) ", regex.IGNORECASE)
_FIELDS = regex.compile(
    r"(?P<who>[^|#>@]+)(?:\|(?P<kind>\w+))?(?P<id>#\w*)?(?:>(?P<to>[^@]+))?(?:@(?P<via>.+))?"
)
_LEAST_SHARED = 0.5  # of the words of two contents for them to be the same one


@attrs.frozen
class Expected:
    """Whose words a stretch of a passage is; the fields are those of the markup."""

    start: int
    end: int
    who: tuple[str, ...]
    kind: str | None = None
    identifier: str | None = None
    addressee: str | None = None
    via: str | None = None


def read_passage(markup: str) -> tuple[str, tuple[Expected, ...]]:
    """The text of a passage, and who speaks where, in the order of the opening braces."""
    text = ""
    opened: list[tuple[int, str]] = []
    found: list[Expected] = []
    for piece in regex.findall(r"\{[^:{}]+: ?|\}|[^{}]+", markup):
        if piece.startswith("{"):
            opened.append((len(text), piece.removeprefix("{").rstrip(" :")))
        elif piece == "}":
            start, label = opened.pop()
            found.append(_expected(start, len(text), label))
        else:
            text += piece
    assert not opened, f"a brace is not closed: {markup}"
    return text, tuple(sorted(found, key=lambda e: (e.start, -e.end)))


def _expected(start: int, end: int, label: str) -> Expected:
    match = _FIELDS.fullmatch(label)
    assert match is not None, f"no such label: {label}"
    who = tuple(name.strip() for name in match["who"].split("/"))
    identifier = None if match["id"] is None else match["id"][1:]
    return Expected(start, end, who, match["kind"], identifier, match["to"], match["via"])


def passages(table: str) -> list[Any]:
    """The passages of a table in tests/cases as parameters of a test, by phenomenon and number."""
    rows: dict[str, list[Any]] = json.loads((CASES / table).read_text(encoding="utf-8"))
    out = []
    for phenomenon, cases in rows.items():
        for number, case in enumerate(cases, 1):
            row = {"text": case} if isinstance(case, str) else case
            marks = [failing(row["fails"])] if "fails" in row else []
            name = f"{phenomenon.replace(' ', '-')}-{number}"
            out.append(pytest.param(row, id=name, marks=marks))
    return out


def complaints(quotes: Quotes, expected: tuple[Expected, ...]) -> list[str]:
    """What is wrong with the speakers of a passage, a line each."""
    return [line for one in expected for line in _wrong(quotes, one)]


def _wrong(quotes: Quotes, one: Expected) -> list[str]:
    words = quotes.text[one.start : one.end]
    quote = max(quotes, key=lambda q: _shared(q, one, quotes.text), default=None)
    if quote is None or _shared(quote, one, quotes.text) < _LEAST_SHARED:
        return [] if one.who == ("-",) else [f"no quotation {words!r}"]
    if one.who == ("-",):
        return [] if quote.speaker is None else [f"{quote.speaker.name!r} says {words!r}"]
    if quote.speaker is None:
        return [f"nobody says {words!r}"]
    got, wrong = quote.speaker, []
    if not any(_is(got, name, quotes) for name in one.who):
        wrong.append(f"{got.name!r} {quote.evidence[-2:]} says {words!r}, not {one.who}")
    if one.kind not in (None, got.kind):
        wrong.append(f"{got.name!r} is of kind {got.kind}, not {one.kind}")
    if one.identifier is not None and one.identifier != (got.identifier or ""):
        wrong.append(f"{got.name!r} has the identifier {got.identifier}, not {one.identifier}")
    addressee = quote.addressee.text if quote.addressee else None
    if one.addressee not in (None, addressee):
        wrong.append(f"{words!r} is said to {addressee!r}, not to {one.addressee!r}")
    via = [_bare(speaker.name) for speaker in quote.via]
    if one.via is not None and _bare(one.via) not in via:
        wrong.append(f"{words!r} comes by {via}, not by {one.via!r}")
    return wrong


def _shared(quote: Quote, one: Expected, text: str) -> float:
    """Words in common over words of both; of a content in parts the part that fits best counts."""
    parts = [_words(text, span.start, span.end) for span in quote.content]
    wanted = _words(text, one.start, one.end)
    whole = frozenset().union(*parts)
    return max(len(part & wanted) / max(len(part | wanted), 1) for part in (*parts, whole))


def _words(text: str, start: int, end: int) -> frozenset[int]:
    """Where the words of a stretch of text begin."""
    return frozenset(match.start() for match in regex.finditer(r"\w+", text, pos=start, endpos=end))


def _is(speaker: Speaker, name: str, quotes: Quotes) -> bool:
    if "+" not in name:
        return _bare(speaker.name) == _bare(name)
    names = {other.id: other.name for other in quotes.speakers}
    members = {_bare(names.get(member, member)) for member in speaker.members}
    return members == {_bare(part) for part in name.split("+")}


def _bare(name: str) -> str:
    """A name without determiner, stops at its end and case."""
    return _DETERMINER.sub("", name.strip()).rstrip(".,").casefold()
