"""The entity of a source; for a compound source, the group that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.mentions.sources import is_apposed, named_in, names_listed
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import loose_apposition
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list

__all__ = ["coordination", "group_of", "source_entity", "speaker_at"]

_JOINING = frozenset({"and", "or", "&", "plus", "with", "nor"})


def source_entity(discourse: Discourse, span: SourceSpan | None) -> Entity | None:
    """The entity that a source is, a group if the source names several."""
    mention = discourse.source_mention(span)
    if span is None or mention is None:
        return None
    entity = discourse.entity_of(mention)
    return (
        _compound(discourse, span)
        or _issuer(discourse, mention)
        or (_issuer_before(discourse, entity) if mention.determination != "possessive" else None)
        or entity
    )


def _issuer_before(discourse: Discourse, entity: Entity | None) -> Entity | None:
    """Who issued a statement that was introduced before: "The statement said …"."""
    if entity is None or entity.named or not entity.mentions:
        return None
    first = entity.mentions[0]
    return _issuer(discourse, first) if first.lemma == "statement" else None


def _issuer(discourse: Discourse, mention: Mention) -> Entity | None:
    """Who says what a statement or a letter says: "The bank’s statement", "A letter from Lee".

    A report or a study speaks for itself, and so does "the letter", once it is known.
    """
    if mention.lemma not in word_list("documents that speak for their issuers"):
        return None
    owner = discourse.owner_of(mention)
    if owner is not None and owner.kind in ("person", "organization"):
        return owner
    for noun in _nouns_below(discourse, mention.head):
        issuer = discourse.mention_at(noun)
        if issuer is None or issuer.determination == "possessive":
            continue  # "a statement from his office"
        entity = discourse.entity_of(issuer) if _is_issued_by(discourse, noun) else None
        if entity is not None and entity.kind in ("person", "organization"):
            return entity
    return None


def _nouns_below(discourse: Discourse, document: int) -> Iterator[int]:
    """The nouns of "a statement from the bank" and "a statement issued on Monday by the bank"."""
    parse = discourse.parse
    for child in parse.children[document]:
        relation = parse.words[child].deprel
        if relation == "nmod":
            yield child
        elif relation == "acl" and parse.words[child].lemma.lower() in word_list(
            "verbs of issuing"
        ):
            yield from (i for i in parse.children[child] if parse.main_relations[i] == "obl")


def _is_issued_by(discourse: Discourse, noun: int) -> bool:
    parse = discourse.parse
    return any(
        parse.words[i].deprel == "case" and parse.words[i].text.lower() in ("by", "from")
        for i in parse.children[noun]
    )


def speaker_at(discourse: Discourse, index: int) -> Entity | None:
    """The speaker of the quotation in which a word is, None if it is in none."""
    number = discourse.in_quotation(index)
    if number is None:
        return None
    turn = discourse.turn_of(number)
    return turn or source_entity(discourse, discourse.relations[number].source)


def group_of(discourse: Discourse, members: Sequence[Entity], word: str = "and") -> Entity:
    """The group with these members, the same one throughout the article.

    Args:
        discourse: the article.
        members: of the group.
        word: between the last two names, "or" where only one of them speaks.
    """
    keys = frozenset(member.key for member in members)
    key = keys if word == "and" else (word, keys)
    names = [member.name for member in members]
    return discourse.entity(key) or Entity(
        key=key,
        kind="group",
        name=f"{', '.join(names[:-1])} {word} {names[-1]}",
        named=all(member.named for member in members),
        plural=True,
        members=tuple(member.key for member in members),
    )


def coordination(discourse: Discourse, head: int) -> tuple[Entity, list[Mention]] | None:
    """The group that a word makes with its conjuncts, with their mentions.

    None unless each conjunct is the mention of an entity, and they are two entities at least.
    """
    parse = discourse.parse
    kids = [k for k in parse.children[head] if parse.words[k].deprel == "conj"]
    heads = [head, *(k for k in kids if not loose_apposition(parse, k))]
    members = [discourse.mention_at(i) for i in heads]
    joins = [k for kid in heads[1:] for k in parse.children[kid] if parse.words[k].deprel == "cc"]
    return None if _one_person(members) else _group(discourse, members, _word_of(parse, joins))


def _word_of(parse: Parse, words: Iterable[int]) -> str:
    """What joins a group: "or" where that is among some words, otherwise "and"."""
    return "or" if any(parse.words[i].text.lower() == "or" for i in words) else "and"


def _group(
    discourse: Discourse, mentions: Sequence[Mention | None], word: str
) -> tuple[Entity, list[Mention]] | None:
    """The group of some mentions, if all are resolved, to two entities at least."""
    found = [m for m in mentions if m is not None]
    entities = [e for m in found if (e := discourse.entity_of(m)) is not None]
    if len(entities) < len(mentions) or len(set(entities)) < 2:
        return None
    return group_of(discourse, list(dict.fromkeys(entities)), word), found


def _one_person(members: Sequence[Mention | None]) -> bool:
    """Whether a coordination has one article for all: "the senator and candidate"."""
    first, *others = members
    if first is None or first.form != "nominal" or first.determination == "bare":
        return False
    return all(
        m is not None
        and m.form == "nominal"
        and m.kind == first.kind == "person"
        and m.determination == "bare"
        for m in others
    )


def _names_one(discourse: Discourse, span: SourceSpan) -> bool:
    """Whether a source describes the only person that it names: "a nurse and mother, Ann Lee"."""
    parse, names = discourse.parse, discourse.names
    named = named_in(parse, span, names)
    within = parse.words_within(span.start, span.end)
    people = {names[i] for i in within if i in names and names[i].kind == "person"}
    return named is not None and people == {named[0]}


def _compound(discourse: Discourse, span: SourceSpan) -> Entity | None:
    """The group that a source names: "Warren and Sanders"."""
    parse = discourse.parse
    listed = names_listed(parse, span, discourse.names)
    within = parse.words_within(span.start, span.end)
    if listed:
        named = _group(discourse, listed, _word_of(parse, within))
        return named[0] if named is not None else None
    if not any(parse.words[i].text.lower() in _JOINING for i in within):
        return None
    if is_apposed(parse, span, discourse.names) or _names_one(discourse, span):
        return None
    found = coordination(discourse, span.head)
    return None if found is None else found[0]
