"""What the rows of ``cases/wild*.json`` expect, compared with the quotes of their text.

A row has ``text``, the quotes that are expected (``expect``) and strings that must not be returned
(``absent``). Quotes that are neither don't count. An expected quote has ``content``, a list of
pieces, and may have

- ``speaker``, ``kind``, ``source``, ``addressee``, ``speaker_kind``, ``titles``: what must be so;
- ``content_or``, ``speaker_or``: what is right as well (a speaker ``null`` is nobody);
- ``optional``: it need not be returned, but if it is, all must be right.

Several pieces may come as one quote or as several that are right each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from quoteattr import Quote, Quotes, Speaker

WORD = re.compile(r"\w+")
ARTICLES = {"a", "an", "the"}
HONORIFICS = {"mr", "mister", "mrs", "ms", "miss", "mx", "messrs", "sir", "dame", "lord", "lady"}
HONORIFICS |= {"dr", "doctor", "prof", "professor", "rev", "reverend", "hon"}
BEYOND = {
    *("of", "for", "at", "in", "on", "from", "with", "to", "by", "near", "behind", "under", "as")
}
BEYOND |= {"who", "whom", "whose", "which", "that", "there", "here", "outside"}
"""What ends the head of a description: “the head | of the union”, “a boy | there”."""

Row = dict[str, Any]


def complaints(quotes: Quotes, row: Row) -> list[str]:
    """What differs between the quotes of a text and what its row says."""
    found = [fault for want in row["expect"] if (fault := _missing(want, quotes))]
    for absent in row["absent"]:
        found += _unwanted(absent, quotes)
    return found


def _missing(want: Row, quotes: Quotes) -> str | None:
    contents = [want["content"], *want.get("content_or", [])]
    tries = [
        faults(want, quote)
        for content in contents
        for quote in quotes
        if _same_content(content, _pieces(quote))
    ]
    for content in contents if len(contents[0]) > 1 else []:
        tries += _in_parts(want, content, quotes)
    if not tries:
        return None if want.get("optional") else f"not found: {want['content']}"
    best = min(tries, key=len)
    return f"{want['content']}: {'; '.join(best)}" if best else None


def _in_parts(want: Row, content: list[str], quotes: Quotes) -> Iterator[list[str]]:
    """The faults of quotes that have one piece of a content each, if all its pieces are there."""
    out: list[str] = []
    for piece in content:
        these = [
            faults(want, quote, part=True)
            for quote in quotes
            if _same_content([piece], _pieces(quote))
        ]
        if not these:
            return
        out += min(these, key=len)
    yield out


def faults(want: Row, quote: Quote, *, part: bool = False) -> list[str]:
    """What is wrong with a quote whose content is right."""
    found = []
    speaker = quote.speaker
    if "speaker" in want:
        right = [want["speaker"], *want.get("speaker_or", [])]
        if not any(_same_speaker(one, speaker) for one in right):
            found.append(f"speaker {speaker.name if speaker else None!r}, not {right}")
    for key, got in (
        ("kind", quote.kind),
        ("speaker_kind", speaker.kind if speaker else None),
        ("source", quote.source.text if quote.source else None),
        ("addressee", quote.addressee.text if quote.addressee else None),
    ):
        if key in want and got != want[key] and not (part and want[key] == "mixed"):
            found.append(f"{key} {got!r}, not {want[key]!r}")
    titles = [_plain(title) for title in (speaker.titles if speaker else ())]
    found += [
        f"no title {title!r}" for title in want.get("titles", ()) if _plain(title) not in titles
    ]
    return found


def _pieces(quote: Quote) -> list[str]:
    return [span.text for span in quote.content]


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text.replace("’", "'"))]


def _same_content(expected: Sequence[str], got: Sequence[str]) -> bool:
    left, right = set(_words(" ".join(expected))), set(_words(" ".join(got)))
    return len(left & right) >= 0.9 * len(left | right)


def _plain(name: str) -> list[str]:
    """The words of a name without articles and honorifics."""
    found = _words(name.replace("&", " and "))
    return [word for word in found if word not in ARTICLES | HONORIFICS] or found


def _phrase(description: str) -> list[str]:
    """The words of a description up to its head, as written."""
    text = re.split(r"[,(–—]", description.replace("’", "'"))[0]
    found = re.findall(r"[\w']+(?:-[\w']+)*", text)
    for place, word in enumerate(found):
        if word.lower() in BEYOND and place:
            return found[:place]
    return found


def _same_speaker(expected: str | None, speaker: Speaker | None) -> bool:
    """Whether a name is the same, or a description of somebody unnamed has the same head."""
    if expected is None or speaker is None:
        return expected is None and speaker is None
    if _plain(expected) == _plain(speaker.name):
        return True
    if speaker.named or _phrase(expected)[-1][0].isupper():
        return False
    left, right = (
        [word.lower() for word in _phrase(name) if word.lower() not in ARTICLES]
        for name in (expected, speaker.name)
    )
    shared = set(left) <= set(right) or set(right) <= set(left)
    return bool(left and right) and left[-1] == right[-1] and shared


def _unwanted(absent: str, quotes: Quotes) -> Iterator[str]:
    """Pieces that are a string that must not be returned, or most of it and little else."""
    for match in re.finditer(re.escape(absent), quotes.text):
        mine = _places(quotes.text, *match.span())
        for span in (span for quote in quotes for span in quote.content):
            other = _places(quotes.text, span.start, span.end)
            both = 2 * len(mine & other)
            if both and both >= len(mine) and both >= len(other):
                yield f"returned: {span.text}"


def _places(text: str, start: int, end: int) -> set[int]:
    return {word.start() for word in WORD.finditer(text, start, end)}
