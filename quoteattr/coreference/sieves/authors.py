"""Who wrote the article, where a byline or a closing note tells."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse

__all__ = ["find_author"]

_LINES = 4  # sentences at the beginning that may hold a byline
_NOTES = 5  # sentences at the end that may introduce the author


def find_author(parse: Parse, mentions: Sequence[Mention]) -> Entity | None:
    """The entity whom "By …" or a closing "… is a playwright" shows to be the author.

    Args:
        parse: the document.
        mentions: its mentions, names grouped.
    """
    end = len(parse.sentences)
    names = [r for r in mentions if r.name and r.entity and r.entity.kind == "person"]
    for mention in names:
        if mention.sentence >= _LINES:
            break
        if _byline(parse, mention):
            return mention.entity
    for mention in names:
        if mention.sentence >= max(end - _NOTES, 1) and _closing_note(parse, mention, end):
            return mention.entity
    return None


def _byline(parse: Parse, mention: Mention) -> bool:
    first = mention.first
    if first == 0 or parse.words[first - 1].text.lower() != "by":
        return False
    line = parse.text.rfind("\n", 0, parse.words[first - 1].start) + 1
    return not parse.text[line : parse.words[first - 1].start].strip()


def _closing_note(parse: Parse, mention: Mention, end: int) -> bool:
    """Whether a name is introduced only now, at the start of a sentence: "X is a playwright"."""
    entity = mention.entity
    if entity is None or mention.name is None or len(mention.name.tokens) < 2:
        return False
    if mention.first != parse.sentences[mention.sentence].first:
        return False
    if any(r.sentence < end - _NOTES for r in entity.mentions):
        return False
    head = parse.words[mention.head]
    if head.deprel != "nsubj" or head.head < 0:
        return False
    return any(parse.words[kid].deprel == "cop" for kid in parse.children[head.head])
