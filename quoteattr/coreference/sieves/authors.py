"""Who wrote the article, where a byline or a closing note tells."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.syntax import Parse

__all__ = ["find_author"]

_LINES = 4  # sentences at the beginning that may hold a byline
_NOTES = 5  # sentences at the end that may introduce the author


def find_author(parse: Parse, references: Sequence[Reference]) -> Participant | None:
    """The participant whom "By …" or a closing "… is a playwright" shows to be the author.

    Args:
        parse: the document.
        references: its mentions, names grouped.
    """
    end = len(parse.sentences)
    names = [r for r in references if r.name and r.entity and r.entity.kind == "person"]
    for reference in names:
        if reference.sentence >= _LINES:
            break
        if _byline(parse, reference):
            return reference.entity
    for reference in names:
        if reference.sentence >= max(end - _NOTES, 1) and _closing_note(parse, reference, end):
            return reference.entity
    return None


def _byline(parse: Parse, reference: Reference) -> bool:
    first = reference.first
    if first == 0 or parse.words[first - 1].text.lower() != "by":
        return False
    line = parse.text.rfind("\n", 0, parse.words[first - 1].start) + 1
    return not parse.text[line : parse.words[first - 1].start].strip()


def _closing_note(parse: Parse, reference: Reference, end: int) -> bool:
    """Whether a name is introduced only now, at the start of a sentence: "X is a playwright"."""
    entity = reference.entity
    if entity is None or reference.name is None or len(reference.name.tokens) < 2:
        return False
    if reference.first != parse.sentences[reference.sentence].first:
        return False
    if any(r.sentence < end - _NOTES for r in entity.references):
        return False
    head = parse.words[reference.head]
    if head.deprel != "nsubj" or head.head < 0:
        return False
    return any(parse.words[kid].deprel == "cop" for kid in parse.children[head.head])
