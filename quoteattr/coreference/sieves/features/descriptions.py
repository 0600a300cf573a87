"""Features of the candidates of a description, and of somebody new: nouns, roles, ages, owners."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.mentions.ages import age_in, ages_beside, is_age
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import epithets, fit, may_play, specific_nouns
from quoteattr.coreference.sieves.candidates import (
    Candidate,
    Group,
    group_of,
    is_in_headline,
    role_nouns,
)
from quoteattr.coreference.sieves.features.court import case_noun
from quoteattr.coreference.sieves.features.records import LATEST, LEAD, NEAR_MENTIONS, Features
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import age_spans, body_words, is_state, title_noun
from quoteattr.words.nouns import words_of_bodies

__all__ = ["Terms", "of_description", "of_new_description", "terms_of", "together"]

_VAGUE = word_list("vague nouns")
_ANY_BODY = word_list("nouns of any body")
_EMPTY = word_list("empty modifiers")
_DEMONSTRATIVE = frozenset({"this", "that", "these", "those"})
# These have a second weight for candidates that neither noun nor role matches.
_OF_UNMATCHED = {
    name: f"unmatched-{name}"
    for name in (
        *("speaker", "previous-subject", "named", "lead", "paragraphs-0", "distance-1"),
        *("role-none", "role-open", "role-other", "proper-match", "proper-none", "modifier-none"),
        *("owner-unknown", "place-match", "fresh", "only-quoted", "det-definite", "det-bare"),
    )
}
_MATCHES = frozenset({"same-head", "role-exact", "role-synonym", "accused-noun", "age-noun"})
_FITTING = 1.5  # fit of a role that the article states in the same word
_NAMES = 4  # names of a candidate beside which an age is looked for


@attrs.frozen
class Terms:
    """What a description says, worked out once for all candidates.

    Attributes:
        mention: the description.
        group: of its weights.
        noun: its noun, an abbreviated title spelled out.
        special: the nouns that its noun can mean.
        modifiers: those that tell something, without names.
        proper: the names before its noun.
        epithet: whether news uses it in place of a name.
        age: the one that it names, in figures.
        ages: those that its noun shows.
        number: three, in "mother of three"; empty without one.
        owner: him in "his wife".
        described: the latest description of each entity with the same noun, by key.
    """

    mention: Mention
    group: Group
    noun: str
    special: frozenset[str]
    modifiers: frozenset[str]
    proper: frozenset[str]
    epithet: bool
    age: str | None
    ages: range | None
    number: str
    owner: Entity | None
    described: Mapping[Hashable, Mention]


def terms_of(discourse: Discourse, mention: Mention) -> Terms:
    """What a description says."""
    parse, noun = discourse.parse, mention.lemma
    return Terms(
        mention=mention,
        group=group_of(mention),
        noun=title_noun(noun),
        special=specific_nouns(noun),
        modifiers=_asked(mention) - mention.proper,
        proper=mention.proper - {noun},
        epithet=_is_epithet(parse, mention),
        age=age_in(parse, mention),
        ages=age_spans().get(noun),
        number=_number_after(parse, mention.head),
        owner=discourse.owner_of(mention),
        described=discourse.described_with(noun),
    )


def of_description(discourse: Discourse, terms: Terms, candidate: Candidate) -> Features:
    """Whether noun, role, age, owner and modifiers of a description fit a candidate."""
    entity, mention = candidate.entity, terms.mention
    places = _places(entity) if mention.place is not None else frozenset[str]()
    out: Features = {f"det-{mention.determination}": 1.0, f"cand-{entity.kind}": 1.0}
    if mention.gender:
        out["gender-match"] = entity.gender == mention.gender
        out["gender-unknown"] = entity.gender is None
    out |= _head(discourse.parse, terms, entity)
    out |= _role(terms, entity, places)
    out["former-other"] = _is_of_another_time(terms, entity)
    out |= case_noun(discourse, mention, candidate)
    out |= _ages(discourse.parse, terms, entity)
    out |= _numbers(discourse.parse, terms, entity)
    matched = not _MATCHES.isdisjoint(out)
    out |= _modifiers(terms, entity, places)
    out |= _owner(discourse, terms, entity)
    if terms.group in ("one", "other"):
        out["epithet"] = terms.epithet and entity.named and not matched
        shows = mention.lemma in body_words() and _shows_noun(mention, entity)  # "the broadcaster"
        out["shows-noun"] = shows and entity.kind == "organization"
        out["unmatched"] = not (matched or terms.epithet or out["shows-noun"])
        out["only-name"] = not matched and mention.lemma in entity.tokens
        out["unmatched-unnamed"] = not matched and not entity.named
    else:
        out |= _body(mention, entity)
        out["members"] = bool(entity.members) and mention.determination == "definite"
        out["unmatched"] = not (matched or out["shows-noun"])
    return out


def _is_epithet(parse: Parse, mention: Mention) -> bool:
    """Whether news uses a description in place of a name: "the nominee", "the Italian"."""
    words = parse.words
    joined = (words[kid] for kid in parse.children[mention.head] if words[kid].deprel == "conj")
    nouns = {mention.lemma, *(word.lemma.lower() for word in joined)}
    return mention.lemma in mention.proper or not nouns.isdisjoint(epithets())


def _is_of_another_time(terms: Terms, entity: Entity) -> bool:
    """Whether "the former president" would be the president, or the other way round."""
    roles = [role for role in entity.roles if role.noun == terms.noun]
    past = "former" in terms.mention.modifiers
    return bool(roles) and all(("former" in role.modifiers) != past for role in roles)


def together(row: Mapping[str, float]) -> Features:
    """Features of a candidate that neither noun nor role matches."""
    if not row["unmatched"]:
        return {"matched-named": row["named"], "matched-speaker": row["speaker"]}
    return {joint: row[name] for name, joint in _OF_UNMATCHED.items() if name in row}


def _head(parse: Parse, terms: Terms, entity: Entity) -> Features:
    """How the entity was described before: with the same noun, with the same words."""
    mention, same = terms.mention, terms.described.get(entity.key)
    if same is None:
        if entity.named and not terms.special:
            return {}
        nouns = {m.lemma for m in entity.mentions[-LATEST:] if m.form == "nominal"}
        return {
            "synonym-head": not nouns.isdisjoint(terms.special),
            "other-noun": bool(nouns) and not entity.named,
        }
    return {
        "same-head": 1.0,
        "same-head-unnamed": not entity.named,
        "same-words": mention.modifiers == same.modifiers,
        "same-number": mention.plural == same.plural,
        "more-words": bool(_asked(mention) - _asked(same)),
        "other-place": mention.place not in (None, same.place),
        "same-headline": mention.sentence <= LEAD and is_in_headline(parse, same, mention),
    }


def _role(terms: Terms, entity: Entity, places: AbstractSet[str | None]) -> Features:
    """Whether the article gives the entity the role: this noun, a more special one, another."""
    mention, noun = terms.mention, terms.noun
    if mention.lemma in mention.proper and mention.place in places:  # "the Italian"
        return {"role-exact": 1.0, "role-fit": _FITTING}
    stated = {role.noun for role in entity.roles}
    if not stated:
        return {"role-none": 1.0}
    exact = fit(mention, entity, noun, exact=True)
    if exact is not None:
        return {"role-exact": 1.0, "role-fit": _bounded(exact)}
    special = {other for other in stated if _is_special(other, noun)}
    fits = [
        score
        for other in specific_nouns(noun) | special
        if (score := fit(mention, entity, other, exact=False)) is not None
    ]
    if fits:
        return {"role-synonym": 1.0, "role-fit": _bounded(max(fits))}
    if noun in stated:
        return {"role-contradicts": 1.0}
    if any(noun in specific_nouns(other) for other in stated):
        return {"role-general": 1.0}
    return {"role-open" if may_play(noun, entity) else "role-other": 1.0}


def _is_special(special: str, noun: str) -> bool:
    """Whether a noun has another one as its last part: "schoolteacher"."""
    return len(noun) > 4 and len(special) > len(noun) + 2 and special.endswith(noun)


def _bounded(score: float) -> float:
    return max(min(score, 3.0), -2.0)


def _asked(mention: Mention) -> frozenset[str]:
    if is_age(mention.lemma, mention.modifiers):
        return frozenset()
    return mention.modifiers - _EMPTY


def _modifiers(terms: Terms, entity: Entity, places: AbstractSet[str | None]) -> Features:
    """Whether roles, descriptions or name have the modifiers: "the Harborough MP"."""
    place = terms.mention.place in places
    known = _words_of(entity) if terms.proper or terms.modifiers else set[str]()
    proper, plain = terms.proper & known, terms.modifiers & known
    return {
        "proper-match": bool(proper) or (bool(terms.proper) and place),
        "proper-none": bool(terms.proper) and not proper and not place,
        "modifier-match": bool(plain),
        "modifier-none": bool(terms.modifiers) and not plain,
        "place-match": place,
        "place-other": bool(places) and not place,
    }


def _words_of(entity: Entity) -> set[str]:
    """What roles, the latest descriptions and the name say of an entity."""
    known = {word for role in entity.roles for word in role.modifiers}.union(entity.tokens)
    return known.union(*(m.modifiers for m in entity.mentions[-NEAR_MENTIONS:]))


def _places(entity: Entity) -> frozenset[str]:
    """The countries that roles and what is beside the name state of an entity."""
    beside = (m.place for m in entity.mentions[:_NAMES] if m.form == "name")
    stated = (*(role.place for role in entity.roles), *beside)
    return frozenset(place for place in stated if place)


def _owner(discourse: Discourse, terms: Terms, entity: Entity) -> Features:
    """Whether the entity is introduced as that owner's: "Mason's lawyer"."""
    mention, owner = terms.mention, terms.owner
    if mention.owner is None:
        return {}
    same = terms.described.get(entity.key)
    before = discourse.owner_of(same) if same is not None else None
    stated = {word for role in entity.roles for word in role.modifiers}
    known = owner is not None and not stated.isdisjoint(owner.tokens)
    agrees = known or (before is not None and before == owner)
    nouns = role_nouns(mention) if entity.roles else ()
    other = any(role.modifiers - _EMPTY for role in entity.roles if role.noun in nouns)
    return {
        "owner-same": agrees,
        "owner-unknown": not agrees,
        "owner-other": not agrees and other,
    }


def _ages(parse: Parse, terms: Terms, entity: Entity) -> Features:
    """Whether the age is the stated one: "the 56-year-old"."""
    asked, span = terms.age, terms.ages
    if asked is None and span is None:
        return {}
    ages = {age for m in entity.mentions[:_NAMES] for age in ages_beside(parse, m)}
    fits = asked in ages or (span is not None and any(int(age) in span for age in ages))
    out: Features = {
        "age-match": fits,
        "age-other": bool(ages) and not fits,
        "age-unknown": not ages and asked is not None,
    }
    return out | {"age-noun": 1.0} if span is not None and fits else out


def _numbers(parse: Parse, terms: Terms, entity: Entity) -> Features:
    """Whether the number of children is the stated one: "the mother of three"."""
    if not terms.number:
        return {}
    stated = {
        _number_after(parse, kid)
        for m in entity.mentions[:_NAMES]
        for kid in (m.head, *parse.children[m.head])
        if parse.words[kid].lemma.lower() == terms.mention.lemma
    } - {""}
    return {
        "number-match": terms.number in stated,
        "number-other": bool(stated) and terms.number not in stated,
    }


def _number_after(parse: Parse, head: int) -> str:
    """Three, in "mother of three"."""
    words = parse.words[head + 1 : head + 3]
    of_number = len(words) == 2 and words[0].text.lower() == "of" and words[1].upos == "NUM"
    hyphens = parse.words[head].text.lower().split("-of-")
    return words[1].text.lower() if of_number else hyphens[1] if len(hyphens) > 1 else ""


def _body(mention: Mention, entity: Entity) -> Features:
    """Whether a body can be "the agency": its name shows the noun, or shows another one."""
    shows = _shows_noun(mention, entity)
    other = entity.named and not shows and any(map(_shows_body, entity.tokens))
    acronym = entity.named and len(entity.tokens) == 1 and entity.name.isupper()
    place = entity.place is not None or is_state(entity.name)
    return {
        "shows-noun": shows,
        "shows-other": other,
        "acronym": acronym and not shows,
        "any-body": mention.lemma in _ANY_BODY and entity.named and not (shows or other or place),
        "body-place": place and not shows,
    }


def _shows_noun(mention: Mention, entity: Entity) -> bool:
    """Whether a name shows the noun: "the bank" of HSBC, "the airline" of Northgate Airlines."""
    shown = body_words().get(mention.lemma, frozenset()) | {mention.lemma}
    singular = {token.removesuffix("s") for token in entity.tokens}
    return entity.named and not shown.isdisjoint(singular.union(entity.tokens))


def _shows_body(token: str) -> bool:
    return token in body_words() or token in words_of_bodies()


def of_new_description(discourse: Discourse, terms: Terms) -> Features:
    """What speaks for somebody new as the entity of a description."""
    mention, words = terms.mention, discourse.parse.words
    kids = [words[kid] for kid in discourse.parse.children[mention.head]]
    after = {kid.deprel.split(":")[0] for kid in kids if kid.index > mention.head}
    opening = words[mention.first].text.lower()
    capital = mention.determination == "bare" and words[mention.head].text[:1].isupper()
    owner = terms.owner
    return {
        f"new-det-{mention.determination}": 1.0,
        "new-demonstrative": opening in _DEMONSTRATIVE,
        "new-clause": "acl" in after,
        "new-of": "nmod" in after,
        "new-modifiers": bool(terms.modifiers),
        "new-proper": bool(mention.proper),
        "new-place": mention.place is not None,
        "new-capital": capital,
        "new-lead": mention.sentence < LEAD,
        "new-epithet": mention.lemma in epithets(),
        "new-vague": mention.lemma in _VAGUE,
        "new-owner": mention.owner is not None,
        "new-named-owner": owner is not None and owner.named,
        "new-role-noun": bool(role_nouns(mention) - {mention.lemma}),
        "new-any-body": mention.lemma in _ANY_BODY,
        f"new-role-{mention.role}": 1.0,
        "new-age": terms.age is not None,
    }
