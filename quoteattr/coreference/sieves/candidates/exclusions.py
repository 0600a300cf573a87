"""What shows that a description is not of an entity, though kind, number and gender fit.

Each question is about one way in which the article excludes it: another office, owner, country,
body, seat or name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.introductions import clash
from quoteattr.coreference.mentions.repairs import PLACES
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import (
    PREDECESSOR,
    fit,
    is_in_office,
    is_office,
    is_sitting,
    may_play,
    specific_nouns,
)
from quoteattr.coreference.sieves.candidates.records import is_accused
from quoteattr.coreference.sieves.candidates.wanted import (
    LATEST,
    Wanted,
    country_of,
    fits_exactly,
    names_after,
    nouns_after,
)
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import body_words, is_kin, place_of, title_noun

__all__ = ["is_called_otherwise", "is_excluded"]

_WINDOW = 80  # mentions looked back at for an owner
_SEATED = frozenset(
    {"mp", "msp", "mla", "td", "mpp", "mna", "mha", "mlc", "mca", "congressman"}
) | {
    *("congresswoman", "councillor", "assemblyman", "assemblywoman"),
}
_IN_UK = frozenset({"england", "scotland", "wales", "northern ireland"})
_OF = frozenset({"of"})
_OTHERS = frozenset({"other", "another", "different", "further"})
_NAMELESS = frozenset({"unnamed", "unidentified", "anonymous"})
_HIS = frozenset({"his", "her", "their"})
_COUNSEL = frozenset({"lawyer", "attorney", "counsel", "barrister", "solicitor"})
_PREDICATIVE = frozenset({"as", "for"})
_EMPLOYING = frozenset({"at", "of", "from", "with"})
_ELDER, _YOUNGER = frozenset({"elder", "older", "old"}), frozenset({"younger", "young"})
_COMPARED = frozenset({"elder", "older", "younger"})
_ANY_BODY = word_list("nouns of any body")
_BUSINESSES = word_list("nouns of businesses")
_COURT = word_list("court nouns")
_PUBLIC = word_list("words of names of public bodies")
_OVER_POLICE = word_list("words of names of bodies that watch the police")
_LARGE = frozenset({"company", "firm", "giant"})  # what papers are called, too


def is_excluded(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether the article shows that a description is not of an entity.

    Args:
        discourse: the reading so far.
        wanted: what the description asks.
        entity: one of the kind, number and gender that it asks for.
    """
    described = entity.key in wanted.described
    questions = _OF_ALL if described else (*_OF_ALL, *_OF_UNDESCRIBED)
    return any(excludes(discourse, wanted, entity) for excludes in questions)


def _is_only_predicate(discourse: Discourse, _: Wanted, entity: Entity) -> bool:
    """Whether an entity is but an office: "president" in "succeeded him as president"."""
    parse = discourse.parse
    return not entity.named and all(_is_predicate(parse, m) for m in entity.mentions[-LATEST:])


def _is_predicate(parse: Parse, mention: Mention) -> bool:
    """Whether a mention is a bare noun after "as" or "for": "a candidate for mayor"."""
    bare = mention.form == "nominal" and mention.determination == "bare" and not mention.plural
    if not bare or mention.kind != "person" or not parse.words[mention.head].text.islower():
        return False
    cases = (parse.words[kid] for kid in parse.children[mention.head])
    return any(case.deprel == "case" and case.lemma in _PREDICATIVE for case in cases)


def _has_no_name(_: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether a description is of somebody without a name, which an entity has."""
    return entity.named and not _NAMELESS.isdisjoint(wanted.mention.modifiers)


def _is_another_one(_: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether a description is of somebody else than those named before: "the other company".

    Not where an entity was called so, or has that as a role.
    """
    mention = wanted.mention
    if mention.pronoun or mention.plural or _OTHERS.isdisjoint(mention.modifiers):
        return False
    own = mention.modifiers & _OTHERS
    called = (m.modifiers for m in entity.mentions[-LATEST:] if m.lemma == mention.lemma)
    roles = (role.modifiers for role in entity.roles if role.noun == title_noun(mention.lemma))
    return all(own.isdisjoint(modifiers) for modifiers in (*called, *roles))


def _is_owned_stranger(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether "her trainer" or "his deputy" is not somebody: no role of the article says so.

    Kin have rules of their own, and bodies are called after their owners.
    """
    mention = wanted.mention
    words = discourse.parse.words
    owner = None if mention.owner is None else words[mention.owner]
    if owner is None or owner.text.lower() not in _HIS or mention.kind != "person":
        return False
    if mention.plural or not entity.named or is_kin(mention.lemma):
        return False
    if discourse.described_as(entity, mention.lemma) is not None:
        return False
    return not any(
        role.noun in wanted.nouns or title_noun(mention.lemma) in specific_nouns(role.noun)
        for role in entity.roles
    )


def _is_elsewhere(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether an entity is not of the country of a description: "the German foreign ministry"."""
    parse = discourse.parse
    if wanted.country is None or entity.kind not in ("organization", "person"):
        return False
    known = {country_of(parse, other) for other in entity.mentions[-LATEST:]}
    known |= {role.place for role in entity.roles}
    if entity.kind == "organization":
        named = {name for other in entity.mentions[-LATEST:] for name in _names_in(parse, other)}
        known |= {entity.place, *map(place_of, (*entity.tokens, *named))}
    known.discard(None)
    return bool(known) and not any(_may_be_same(wanted.country, other) for other in known)


def _may_be_same(own: str, other: str | None) -> bool:
    """Whether one thing can be of both places: "England captain" and "the British striker"."""
    both = {own, other}
    british = "united kingdom" in both and not both.isdisjoint(_IN_UK)
    return len(both) == 1 or british or "european union" in both


def _is_of_other_kind(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether "the miner, which dug" would be a person, or "the miner, who fell" a body."""
    parse, mention = discourse.parse, wanted.mention
    if mention.kind != "person" or mention.lemma not in body_words():
        return False
    words = parse.words
    pronouns = {
        words[kid].text.lower()
        for clause in parse.children[mention.head]
        if parse.main_relations[clause] == "acl" and clause > mention.head
        for kid in parse.children[clause]
        if words[kid].deprel.startswith("nsubj")
    }
    return (entity.kind == "person" and "which" in pronouns) or (
        entity.kind == "organization" and "who" in pronouns
    )


def _is_named_otherwise(_: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether the name of a body excludes the noun.

    "The carmaker" is not the Labour Party, nor "the bank" the Yorkshire Post, nor "the force" the
    Police Federation.
    """
    mention = wanted.mention
    if mention.lemma == "force":
        return not _OVER_POLICE.isdisjoint(entity.tokens)
    if mention.lemma not in _BUSINESSES or mention.lemma in entity.tokens:
        return False
    paper = len(entity.tokens) > 1 and _is_paper(entity) and mention.lemma not in _LARGE
    return paper or not _PUBLIC.isdisjoint(entity.tokens)


def _is_paper(entity: Entity) -> bool:
    """Whether a name shows a newspaper: "Yorkshire Post", "Daily Express"."""
    papers, tokens = body_words()["newspaper"], entity.tokens
    return tokens[0] == "daily" or (tokens[-1] in papers and entity.kind == "organization")


def _works_elsewhere(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether somebody has spoken in a role of another field: "Lawyer Ann Lee said" no "mayor" did.

    Who has not spoken may have changed office: a lawyer may have been elected mayor.
    """
    mention = wanted.mention
    if not any(discourse.is_source(m) for m in entity.mentions[-LATEST:]):
        return False
    noun = title_noun(mention.lemma)
    stated = {role.noun for role in entity.roles if "former" not in role.modifiers}
    if mention.plural or entity.kind != "person" or is_kin(noun) or any(map(is_kin, stated)):
        return False
    return not may_play(noun, entity) and clash(frozenset(stated), frozenset({noun}))


def _is_another_body(_: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether a body without a name has other nouns: "the fire service" after "police"."""
    mention = wanted.mention
    if entity.named or entity.kind != "organization" or mention.lemma in _ANY_BODY:
        return False
    known = {other.lemma for other in entity.mentions[-LATEST:] if other.form == "nominal"}
    means = body_words().get(mention.lemma, frozenset()) | specific_nouns(mention.lemma)
    return bool(known) and known.isdisjoint(means | {mention.lemma})


def _contradicts(_: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether the article gives the entity another office under the noun: "vice president"."""
    mention = wanted.mention
    noun = title_noun(mention.lemma)
    stated = any(role.noun == noun for role in entity.roles)
    return stated and fit(mention, entity, noun, exact=True) is None


def _holds_at_another_time(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether the entity has had the office of a description, or has it, and that is not meant.

    The article may tell how an office ends: "Its president, Ron Zeller, quit. The former president
    said". So "the former president" is not the president only where another one is known, or who
    is said to have the office now.
    """
    mention = wanted.mention
    if is_in_office(mention, entity):
        return False
    noun = title_noun(mention.lemma)
    if "former" not in mention.modifiers or is_sitting(entity, noun):
        return True
    before = (*discourse.holders(noun, ()), *discourse.holders(PREDECESSOR, ()))
    return any(is_in_office(mention, other) for other in before if other != entity)


def _is_other_holder(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether somebody else has the office with its body: "the leader of the council", "Labour"."""
    mention = wanted.mention
    if not is_office(title_noun(mention.lemma)):
        return False
    words = discourse.parse.words
    after = (words[i].lemma.lower() for i in nouns_after(discourse.parse, mention.head, _OF))
    body = {word for word in mention.proper.union(after) - {mention.lemma} if not place_of(word)}
    former = "former" in mention.modifiers
    known = {word for role in entity.roles for word in role.modifiers}.union(entity.tokens)
    if not body or not body.isdisjoint(known):
        return False
    return any(
        role.noun in wanted.nouns
        and not role.modifiers.isdisjoint(body)
        and ("former" in role.modifiers) == former
        for noun in sorted(wanted.nouns)
        for other in discourse.holders(noun, ())
        if other != entity
        for role in other.roles
    )


def _is_anothers(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether the entity is introduced as somebody else's: "Mason's lawyer" is not Dunn's."""
    mention = wanted.mention
    owner = discourse.owner_of(mention)
    if owner is None:
        return False
    if owner.kind == "person" and mention.lemma in _COUNSEL and _prosecutes(entity):
        return True
    roles = [role for role in entity.roles if role.noun == title_noun(mention.lemma)]
    stated = {word for role in roles for word in role.modifiers} - set(entity.tokens)
    same = discourse.described_as(entity, mention.lemma)
    before = discourse.owner_of(same) if same is not None else None
    if before is not None:
        return before != owner
    if not stated:  # mostly, and what follows is slow
        return False
    return any(
        m.name is not None and m.name.tokens[-1:] and m.name.tokens[-1] in stated
        for m, other in discourse.before(mention.head, _WINDOW)
        if other not in (owner, entity)
    )


def _prosecutes(entity: Entity) -> bool:
    """Whether somebody is a prosecutor, and so nobody's lawyer."""
    nouns = {role.noun for role in entity.roles}
    return "prosecutor" in nouns and nouns.isdisjoint(_COUNSEL)


def _is_accused(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether somebody is charged or tried, and so not "the prosecutor" or "the judge".

    A judge may be charged, too: then the article says that she is one.
    """
    noun = title_noun(wanted.mention.lemma)
    if noun not in _COURT or entity.kind != "person" or may_play(noun, entity):
        return False
    nouns = {role.noun for role in entity.roles}
    if not nouns.isdisjoint(wanted.nouns):
        return False
    return is_accused(discourse, entity, entity.mentions[-LATEST:])


def _is_no_relative(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether a name has another surname than "the mother of Tom Hale", and is called no mother."""
    mention = wanted.mention
    if not is_kin(mention.lemma) or not entity.named or len(entity.tokens) < 2:
        return False
    if any(is_kin(role.noun) for role in entity.roles):
        return False
    owner = discourse.owner_of(mention)
    for noun in nouns_after(discourse.parse, mention.head, _OF):
        owner = owner or discourse.entity_of(discourse.name_at(noun))
    if owner is None or not owner.named or len(owner.tokens) < 2:
        return False
    return owner.tokens[-1] != entity.tokens[-1]


def _is_of_unknown_age(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether nothing shows that somebody is "the elder brother" and not the younger one."""
    parse, mention = discourse.parse, wanted.mention
    if not is_kin(mention.lemma):
        return False
    before = {word.text.lower() for word in parse.words[mention.first : mention.head]}
    asked = next((one for one in (_ELDER, _YOUNGER) if before & one & _COMPARED), None)
    if asked is None:
        return False
    stated = [role.modifiers for role in entity.roles if role.noun == mention.lemma]
    stated += [m.modifiers for m in entity.mentions[-LATEST:] if m.lemma == mention.lemma]
    return all(asked.isdisjoint(modifiers) for modifiers in stated)


def _sits_elsewhere(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether a member has another seat: "the Penbridge MP" is no MP for Marlow East.

    A party is no seat: "the DUP MP" may be the one for Foyle.
    """
    parse, mention = discourse.parse, wanted.mention
    if mention.lemma not in _SEATED or not mention.proper:
        return False
    labels = (e for e in parse.entities if e.label in PLACES)
    places = {parse.words[i].lemma.lower() for e in labels for i in range(e.first, e.last)}
    asked = mention.proper & places
    seats = {word for role in entity.roles if role.noun == mention.lemma for word in role.modifiers}
    return bool(asked and seats & places) and asked.isdisjoint(seats)


def _is_of_another_body(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether somebody is introduced as of another body: "the Ryanair boss" is not "Hale at Davy".

    England and other countries are no bodies here: a player has a club beside them.
    """
    mention = wanted.mention
    if mention.kind != "person" or not mention.proper or fits_exactly(mention, entity):
        return False
    asked = _bodies(discourse, discourse.parse.children[mention.head])
    if not asked:
        return False
    parse = discourse.parse
    names = [m.head for m in entity.mentions[-LATEST:] if m.form == "name"]
    roles = [k for i in names for k in parse.children[i] if parse.words[k].deprel == "appos"]
    after = (k for i in (*names, *roles) for k in nouns_after(parse, i, _EMPLOYING))
    stated = _bodies(discourse, after)
    return bool(stated) and stated.isdisjoint(asked)


def _bodies(discourse: Discourse, heads: Iterable[int]) -> set[str]:
    """The words of the bodies that some of the words name, without countries and towns."""
    found = (discourse.entity_of(discourse.name_at(head)) for head in heads)
    bodies = (e for e in found if e is not None and e.kind == "organization" and e.place is None)
    return {token for body in bodies for token in body.tokens}


def is_called_otherwise(parse: Parse, mention: Mention, entity: Entity) -> bool:
    """Whether both contain names, but share none: "the Gallup poll", "the Marist poll".

    So do "police in Leeds" and "police in Bradford", and nouns: "hospital officials", "police
    officials".
    """
    others = [
        other
        for other in entity.mentions[-LATEST:]
        if other.form == "nominal" and other.lemma == mention.lemma
    ]
    for words_in in (_names_in, _nouns_in):
        own = words_in(parse, mention)
        known = {word for other in others for word in words_in(parse, other)} if own else set()
        if known and known.isdisjoint(own):
            return True
    return False


def _names_in(parse: Parse, mention: Mention) -> frozenset[str]:
    """Names before the noun of a description, or of where or whose it is."""
    return mention.proper | names_after(parse, mention)


def _nouns_in(parse: Parse, mention: Mention) -> frozenset[str]:
    """Nouns in a compound with the noun of a description."""
    words = parse.words
    kids = (words[kid] for kid in parse.children[mention.head])
    return frozenset(
        kid.lemma.lower() for kid in kids if kid.deprel == "compound" and kid.upos == "NOUN"
    )


_Question = Callable[[Discourse, Wanted, Entity], bool]
# The slow questions come last: few entities are left for them.
_OF_ALL: tuple[_Question, ...] = (
    _is_only_predicate,
    _has_no_name,
    _is_another_one,
    _is_owned_stranger,
    _is_elsewhere,
    _is_of_other_kind,
    _is_another_body,
    _contradicts,
    _holds_at_another_time,
    _is_other_holder,
    _is_anothers,
    _is_no_relative,
    _is_of_unknown_age,
    _sits_elsewhere,
)
# Of entities that the article has not described with the noun.
_OF_UNDESCRIBED: tuple[_Question, ...] = (
    _is_named_otherwise,
    _works_elsewhere,
    _is_accused,
    _is_of_another_body,
)
