"""Paragraphs that are no sentences: headings, captions, lines with a name."""

from __future__ import annotations

from itertools import takewhile

import attrs

from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.furniture import is_short_line
from quoteattr.words.names import is_honorific, is_rank, noun_sense

__all__ = ["Line", "is_clause", "lines_of", "name_line"]

_NAME_LINE = 12  # words of "Ann Lee, 34, teacher, Harborough" at most
_TITLES = 3  # words before the name at most
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
        name = name_line(parse, start, end) if short else None
        out.append(Line(name, before))
        skipped = skipped + 1 if short and name is None else 0
        if skipped == 0 or skipped > _MOST_SKIPPED or before is None:
            before = number
    return tuple(out)


def name_line(parse: Parse, start: int, end: int) -> SourceSpan | None:
    """The name with which a line without a verb begins, perhaps after titles.

    Args:
        parse: the document.
        start: first code point of the line.
        end: code point after its last one.
    """
    inside = parse.words_within(start, end)
    if not 0 < len(inside) <= 2 * _NAME_LINE or len(parse.text[start:end].split()) > _NAME_LINE:
        return None
    words = parse.words
    titles = list(takewhile(lambda i: i not in parse.entity_at, inside[:_TITLES]))
    entity = parse.entity_at.get(inside[0] + len(titles))
    if entity is None or entity.label != "PERSON" or entity.first != inside[0] + len(titles):
        return None
    if not all(_is_persons_title(words[i].text) for i in titles):
        return None
    last = entity.last
    while last <= inside[-1] and words[last].upos == "PROPN":
        last += 1  # the recognizer may know the given name only
    if any(is_clause(parse, i) for i in inside[last - inside[0] :]):
        return None
    after = words[last].text if last <= inside[-1] else ","
    if last > inside[-1] + 1 or (after not in _AFTER_NAME and not after.isdigit()):
        return None
    head = next(iter(parse.tops(entity.first, last)), last - 1)
    return SourceSpan(words[inside[0]].start, words[last - 1].end, head)


def is_clause(parse: Parse, index: int) -> bool:
    """Whether a word is the verb of a clause of its own.

    "retired" and "who gave one name" only say who somebody is.

    Args:
        parse: the document.
        index: the word.
    """
    word = parse.words[index]
    verb = parse.words[word.head] if word.upos == "AUX" and word.head >= 0 else word
    if word.upos not in ("VERB", "AUX") or verb.deprel == "acl:relcl":
        return False
    subject = any(parse.words[kid].deprel.startswith("nsubj") for kid in parse.children[index])
    return subject or word.upos == "AUX" or word.xpos in ("VBZ", "VBP")


def _is_persons_title(text: str) -> bool:
    """Whether a word may be a title before a name."""
    sense = noun_sense(text)
    person = sense is not None and sense.kind == "person" and text[:1].isupper()
    return person or is_honorific(text) or is_rank(text)
