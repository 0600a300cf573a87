"""Paragraphs that are no sentences: headings, captions, lines with a name."""

from __future__ import annotations

import attrs

from quoteattr.relations import SourceSpan
from quoteattr.syntax import Entity, Parse
from quoteattr.text.furniture import is_short_line

__all__ = ["Line", "lines_of"]

_NAME_LINE = 12  # words of "Ann Lee, 34, teacher, Harborough" at most
_MOST_SKIPPED = 3  # lines that may interrupt what somebody says
_AFTER_NAME = (",", "(", "–", "—", "-", "|", "/")


@attrs.frozen
class Line:
    """One paragraph.

    Attributes:
        name: the person of a line that names one and says who that is; None for other lines.
        before: number of the paragraph that this one goes on from, short lines between left
            out; None for the first.
    """

    name: SourceSpan | None
    before: int | None


def lines_of(parse: Parse) -> tuple[Line, ...]:
    """What every paragraph is.

    Args:
        parse: the document.
    """
    out: list[Line] = []
    before: int | None = None
    skipped = 0
    for number, (start, end) in enumerate(parse.paragraphs):
        text = parse.text[start:end]
        short = is_short_line(text)
        name = _named(parse, start, end) if short else None
        out.append(Line(name, before))
        skipped = skipped + 1 if short and name is None else 0
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
