"""The author of the article, if a byline or a closing note names one."""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse
from quoteattr.text.mark_tokens import OPENING, STRAIGHT

__all__ = ["find_author"]

_LINES = 4  # sentences at the beginning that may hold a byline
_NOW = frozenset({"is", "’s", "'s"})
_OPENING = OPENING | STRAIGHT
_NOTES = 5  # sentences at the end that may introduce the author


def find_author(parse: Parse, entities: Iterable[Entity]) -> Entity | None:
    """The person that "By …" or a closing "… is a playwright" shows to be the author.

    Args:
        parse: the document.
        entities: those with a name.
    """
    end = len(parse.sentences)
    persons = [entity for entity in entities if entity.kind == "person"]
    names = sorted(((m.head, m, e) for e in persons for m in e.mentions), key=lambda row: row[0])
    for _, mention, entity in names:
        if mention.sentence >= _LINES:
            break
        if _byline(parse, mention):
            return entity
    for _, mention, entity in names:
        last = mention.sentence >= max(end - _NOTES, 1)
        if last and _closing_note(parse, mention, entity):
            return entity
    return None


def _byline(parse: Parse, mention: Mention) -> bool:
    """Whether "By" and a name begin a line; "By Trump's own account" is no byline."""
    first = mention.first
    if first == 0 or parse.words[first - 1].text.lower() != "by":
        return False
    if any(word.xpos == "POS" for word in parse.words[mention.last : mention.last + 1]):
        return False
    line = parse.text.rfind("\n", 0, parse.words[first - 1].start) + 1
    return not parse.text[line : parse.words[first - 1].start].strip()


def _closing_note(parse: Parse, mention: Mention, entity: Entity) -> bool:
    """Whether a name is introduced only now, at the start of a sentence: "X is a playwright".

    Where a quotation begins a later sentence, X is in the news. So is who "was the mayor then".
    """
    if mention.name is None or len(mention.name.tokens) < 2:
        return False
    if mention.first != parse.sentences[mention.sentence].first:
        return False
    if any(m.sentence < len(parse.sentences) - _NOTES for m in entity.mentions):
        return False
    head = parse.words[mention.head]
    if head.deprel != "nsubj" or head.head < 0:
        return False
    copulas = (parse.words[k] for k in parse.children[head.head] if parse.words[k].deprel == "cop")
    now = any(word.text.lower() in _NOW for word in copulas)
    later = parse.sentences[mention.sentence + 1 :]
    return now and not any(parse.words[s.first].text in _OPENING for s in later)
