"""Paragraphs that are no sentences: headings, captions, lines with a name."""

from __future__ import annotations

from typing import Literal

import attrs

from quoteattr.relations import SourceSpan
from quoteattr.syntax import Entity, Parse
from quoteattr.text.furniture import is_short_line

__all__ = ["Line", "LineKind", "lines_of"]

LineKind = Literal["text", "short", "name"]
_NAME_LINE = 12  # words of "Ann Lee, 34, teacher, Harborough" at most
_MOST_SKIPPED = 3  # lines that may interrupt what somebody says
_AFTER_NAME = (",", "(", "–", "—", "-", "|", "/")


@attrs.frozen
class Line:
    """One paragraph.

    Attributes:
        kind: "text"; "name" for a line that names one person and says who that is; "short" for
            other lines that are no sentence.
        name: the person of a line with a name.
        before: number of the paragraph that this one goes on from, short lines between left
            out; None for the first.
    """

    kind: LineKind
    name: SourceSpan | None
    before: int | None


def lines_of(parse: Parse) -> tuple[Line, ...]:
    """What kind of line every paragraph is.

    Args:
        parse: the document.
    """
    out: list[Line] = []
    before: int | None = None
    skipped = 0
    for number, (start, end) in enumerate(parse.paragraphs):
        text = parse.text[start:end]
        name = _named(parse, start, end) if is_short_line(text) else None
        kind: LineKind = "text"
        if name is not None:
            kind = "name"
        elif is_short_line(text):
            kind = "short"
        out.append(Line(kind, name, before))
        skipped = skipped + 1 if kind == "short" else 0
        if skipped == 0 or skipped > _MOST_SKIPPED or before is None:
            before = number
    return tuple(out)


def _named(parse: Parse, start: int, end: int) -> SourceSpan | None:
    """The name with which a line without a verb begins."""
    inside = parse.words_within(start, end)
    if not 0 < len(inside) <= 2 * _NAME_LINE or len(parse.text[start:end].split()) > _NAME_LINE:
        return None
    entity = parse.entity_at.get(inside[0])
    if entity is None or entity.label != "PERSON" or entity.first != inside[0]:
        return None
    if any(parse.words[i].upos in ("VERB", "AUX") for i in inside[entity.last - inside[0] :]):
        return None
    after = parse.words[entity.last].text if entity.last <= inside[-1] else ","
    if entity.last > inside[-1] + 1 or (after not in _AFTER_NAME and not after.isdigit()):
        return None
    words = parse.words
    heads = [i for i in range(entity.first, entity.last) if not _within(words[i].head, entity)]
    head = heads[0] if heads else entity.last - 1
    return SourceSpan(words[entity.first].start, words[entity.last - 1].end, head)


def _within(index: int, entity: Entity) -> bool:
    return entity.first <= index < entity.last
