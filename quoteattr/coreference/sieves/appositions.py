"""Descriptions beside a name: appositions, predicates, "a nurse named Jo Beal"."""

from __future__ import annotations

import regex

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.mentions.tokens import is_excluded, same_line
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.roles import loose_apposition, said_of
from quoteattr.coreference.sources import coordination

__all__ = ["apposition"]

_BESIDE = frozenset({"nmod", "flat", "compound", "nmod:desc"})
_COPULAR = frozenset({"it", "this", "that", "there"})
_CALLING = frozenset({"name", "call", "identify", "know"})
_BEFORE_NAME = 4  # words after such a verb of which one begins a name
_LONGEST_CLAUSE = 12  # words before the name in "who asked to be identified only by her name, Ann"
_VAGUE = frozenset({"indefinite", "generic"})  # "one of them", "someone"
_ONLY = "(?: only| just| simply)*"
_OWN_NAME = regex.compile(  # what somebody says of the own name, before it
    "(?:who (?:would |had |has |only |also )*)?"
    "(?:"
    rf"(?:identif|introduc)(?:y|ied|ies|ying|e|ed|es|ing) (?:him|her|them)sel(?:f|ves){_ONLY} as"
    "|call(?:s|ed|ing) (?:him|her|them)sel(?:f|ves)"
    rf"|(?:gave|gives?|giving){_ONLY} (?:his|her|their|the)(?: first| full)? name"
    rf"{_ONLY}(?: as| of| ,)?"
    rf"|(?:ask|want|wish|prefer|agree|request)(?:s|ed|es|red|d|ing)?{_ONLY} to be"
    rf" (?:identified|known|called|named|referred to){_ONLY}"
    rf"(?: as| by (?:his|her|their)(?: first| given)? name{_ONLY}(?: ,)?)?"
    rf"|(?:is|was|had been|has been) (?:identified|known|called|named){_ONLY}(?: as)?"
    rf"|(?:goes|went|going){_ONLY} by{_ONLY}(?: the name(?: of)?)?"
    ")"
)


def apposition(discourse: Discourse, mention: Mention) -> Decision | None:
    """Who is named beside a description, or described by it: "Marsh, chairman of the board,".

    "One of them, who gave her name as Ann," has a name as well.
    """
    if mention.pronoun is not None and mention.pronoun.use in _VAGUE:
        found = _called(discourse, mention)
    else:
        found = _beside(discourse, mention) if mention.form == "nominal" else None
    if found is None or found.author:
        return None  # "I became governor" gives the author no other name
    return Decision(found) if _same_sort(mention, found) else None


def _same_sort(mention: Mention, entity: Entity) -> bool:
    """Whether a body or document is not taken for a person, nor the other way round."""
    if mention.kind in (None, "other", "group") or entity.kind in ("other", "group"):
        return True
    return (mention.kind == "person") == (entity.kind == "person")


def _beside(discourse: Discourse, mention: Mention) -> Entity | None:
    """The first answer of these rules."""
    for rule in (
        _apposed_name,
        _name_right_after,
        _comma_before,
        _called,
        _apposed_to,
        _subject_of_predicate,
    ):
        found = rule(discourse, mention)
        if found is not None:
            return found
    return None


def _apposed_name(discourse: Discourse, mention: Mention) -> Entity | None:
    """The name that the parse makes an apposition of the description: "the mayor, Ana Soto,"."""
    words = discourse.parse.words
    for kid in discourse.parse.children[mention.head]:
        named = discourse.name_at(kid)
        bracketed = kid > 0 and words[kid - 1].text == "("
        if named is None or words[kid].deprel != "appos" or bracketed:
            continue
        if _follows_preposition(discourse, mention, named):
            continue
        if is_excluded(discourse.parse, named.first):
            continue
        if not mention.plural:
            return discourse.entity_of(named)
        several = coordination(discourse, kid)  # "The senators — Ruth Lane and Cory Bell — said"
        if several is not None:
            return several[0]
    return None


def _name_right_after(discourse: Discourse, mention: Mention) -> Entity | None:
    """The name that follows a noun at once, whatever the parse makes of it: "the group Kauri"."""
    parse, after = discourse.parse, mention.head + 1
    named = discourse.name_at(after) if after < len(parse.words) else None
    if named is None or named.first != after or mention.determination == "bare" or mention.plural:
        return None
    above = parse.words[named.head]
    below = above.head == mention.head and above.deprel in _BESIDE
    return discourse.entity_of(named) if below and same_line(parse, mention.head, after) else None


def _follows_preposition(discourse: Discourse, mention: Mention, named: Mention) -> bool:
    """Whether a preposition belongs to a name: "a lawyer for singer Ann Lee".

    The parse may make such a name an apposition of the lawyer.
    """
    between = [w.upos for w in discourse.parse.words[mention.head + 1 : named.first]]
    nouns = {"NOUN", "PROPN"}
    return "ADP" in between and nouns.isdisjoint(between[between.index("ADP") :])


def _apposed_to(discourse: Discourse, mention: Mention) -> Entity | None:
    """The mention that the parse makes the description an apposition of.

    Not one in what the description says: "They met Ann Lee, a neighbour said".
    """
    word = discourse.parse.words[mention.head]
    if word.head < 0 or not (
        word.deprel == "appos" or loose_apposition(discourse.parse, word.index)
    ):
        return None
    found = discourse.mention_at(word.head)
    if found is None or found.head >= mention.head or (mention.plural and not found.plural):
        return None
    return None if found in discourse.said_by(mention) else discourse.entity_of(found)


def _comma_before(discourse: Discourse, mention: Mention) -> Entity | None:
    """Clinton, in "Clinton, a former secretary of state, said", found without the parse."""
    words = discourse.parse.words
    first = mention.first
    if first < 2 or words[first - 1].text != "," or mention.plural:
        return None
    if mention.determination != "indefinite" or mention.kind != "person":
        return None
    named = discourse.name_at(first - 2)
    if named is None or named in discourse.said_by(mention):
        return None
    return _person(discourse, named)


def _person(discourse: Discourse, named: Mention | None) -> Entity | None:
    entity = discourse.entity_of(named)
    return entity if entity is not None and entity.kind == "person" else None


def _called(discourse: Discourse, mention: Mention) -> Entity | None:
    """Jo Beal, in "my neighbor, a nurse named Jo Beal" and "a nurse who gave her name as Jo"."""
    parse = discourse.parse
    if mention.plural:
        return None
    beside = [k for k in parse.children[mention.head] if parse.words[k].deprel == "appos"]
    known = mention.determination == "definite"  # it has been introduced, maybe without a name
    for noun in (mention.head, *(() if known else beside)):
        for verb in parse.children[noun]:
            if not parse.words[verb].deprel.startswith("acl"):
                continue
            named = _own_name(discourse, noun, verb)
            if parse.words[verb].deprel == "acl" and parse.words[verb].lemma in _CALLING:
                named = _name_after(discourse, verb)
            found = discourse.entity_of(named)
            if found is not None:
                return found
    return None


def _own_name(discourse: Discourse, noun: int, verb: int) -> Mention | None:
    """The name that a clause about somebody ends in: "who identified himself only as Karim"."""
    words = discourse.parse.words
    clause = (i for i in discourse.parse.subtree(verb) if words[i].upos != "PUNCT")
    first = min((i for i in clause if i > noun), default=verb)
    for index in range(first, min(first + _LONGEST_CLAUSE, len(words))):
        named = discourse.name_at(index)
        if named is not None:
            before = " ".join(word.text.lower() for word in words[first : named.first])
            return named if named.kind != "organization" and _OWN_NAME.fullmatch(before) else None
    return None


def _name_after(discourse: Discourse, verb: int) -> Mention | None:
    """The name that follows "named", "known as", "identified only as" or "called “"."""
    words = discourse.parse.words
    for index in range(verb + 1, min(verb + 1 + _BEFORE_NAME, len(words))):
        named = discourse.name_at(index)
        if named is not None or words[index].upos not in ("ADP", "SCONJ", "ADV", "PUNCT"):
            return named
    return None


def _subject_of_predicate(discourse: Discourse, mention: Mention) -> Entity | None:
    """Marsh, in "Marsh is chairman" and "Marsh became chairman"."""
    head = None if mention.plural else said_of(discourse.parse, mention.head)
    subject = None if head is None else discourse.mention_at(head)
    if subject is None or discourse.parse.words[subject.head].text.lower() in _COPULAR:
        return None
    if subject.head >= mention.head or subject.plural:
        return None
    return discourse.entity_of(subject)
