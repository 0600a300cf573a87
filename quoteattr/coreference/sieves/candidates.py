"""Candidates: the entities that a description or a third-person pronoun may be of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.introductions import clash, dies
from quoteattr.coreference.mentions.ages import is_age
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
from quoteattr.coreference.sieves.conditions import is_linked, is_relative, is_third_person
from quoteattr.coreference.sources import speaker_at
from quoteattr.model import SPEAKER_KINDS, SpeakerKind
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import body_words, is_kin, place_of, title_noun

__all__ = [
    "Candidate",
    "Group",
    "agrees",
    "candidates_of",
    "group_of",
    "is_in_headline",
    "is_unusual",
    "role_nouns",
]

Group = Literal["person", "thing", "plural", "one", "body", "document", "several", "other"]
"""The group of weights for a mention: the first three for pronouns, the others for descriptions."""

_WINDOW = 80  # mentions looked back at for a pronoun
_SENTENCES = 10  # sentences looked back at for a pronoun
_JUST_NOW = 2  # sentences within which somebody without a name is likely to be meant
_ENTITIES = 14  # entities compared for a pronoun
_FAR = 200  # mentions looked back at for a description
_DESCRIBED = 24  # entities compared for a description
_SEATED = frozenset(
    {"mp", "msp", "mla", "td", "mpp", "mna", "mha", "mlc", "mca", "congressman"}
) | {
    *("congresswoman", "councillor", "assemblyman", "assemblywoman"),
}
_LATEST = 40  # mentions of an entity whose words are looked at
_BYLINE = 4  # sentences in which the author's name is a byline
_OPENING = 3  # sentences with a pronoun before the one with the name
_FRONTED = frozenset({"obl", "advcl", "nmod", "advmod"})
_IN_UK = frozenset({"england", "scotland", "wales", "northern ireland"})
_OF = frozenset({"of"})
_OTHERS = frozenset({"other", "another", "different", "further"})
_NAMELESS = frozenset({"unnamed", "unidentified", "anonymous"})
_REPORTED = frozenset({"ccomp", "parataxis"})
_ONE_OF_SEVERAL = frozenset({"one", "another"})
_HIS = frozenset({"his", "her", "their"})
_COUNSEL = frozenset({"lawyer", "attorney", "counsel", "barrister", "solicitor"})
_ANALYSTS = frozenset({"analyst", "economist", "strategist"})
_OF_ANALYSTS = frozenset({"brokerage", "consultancy"})
_EARLIER = frozenset({"had", "once", "before", "earlier", "previously", "last"})
_WOUNDING = frozenset({"shoot", "stab"})
_PREDICATIVE = frozenset({"as", "for"})
_WHERE = frozenset({"in", "at", "of", "for"})
_EMPLOYING = frozenset({"at", "of", "from", "with"})
_ELDER, _YOUNGER = frozenset({"elder", "older", "old"}), frozenset({"younger", "young"})
_COMPARED = frozenset({"elder", "older", "younger"})
_ANY_BODY = word_list("nouns of any body")
_BUSINESSES = word_list("nouns of businesses")
_PUBLIC = word_list("words of names of public bodies")
_OVER_POLICE = word_list("words of names of bodies that watch the police")
_LARGE = frozenset({"company", "firm", "giant"})  # what papers are called, too
_REPLYING = word_list("verbs of replying")
_OF_PERSONS = word_list("modifiers of persons")
_OF_BODIES = word_list("modifiers of bodies")


_Found = dict[Hashable, tuple[Entity, list[Mention]]]
"""Entities with their mentions, the latest first, by key."""


@attrs.frozen(eq=False)
class Candidate:
    """An entity that a mention may refer to.

    Attributes:
        entity: with what the article has said of it so far.
        mentions: its mentions near the mention, the latest first; none if it is far away.
        newer: how many candidates were mentioned since.
        ahead: whether the latest mention follows: "In his speech, Trump …".
    """

    entity: Entity
    mentions: tuple[Mention, ...]
    newer: int
    ahead: bool = False


def group_of(mention: Mention) -> Group:
    """Which group of weights scores the candidates of a mention."""
    pronoun = mention.pronoun
    if pronoun is not None:
        if pronoun.gender in ("male", "female"):
            return "person"
        return "thing" if pronoun.gender == "thing" else "plural"
    if is_age(mention.lemma, mention.modifiers):
        return "one"
    if mention.plural:
        return "several"
    if mention.kind == "person":
        return "one"
    if mention.kind == "organization":
        return "body"
    return "document" if mention.kind == "document" else "other"


def role_nouns(mention: Mention) -> frozenset[str]:
    """The nouns of roles that a description may mean."""
    noun = title_noun(mention.lemma)
    return specific_nouns(noun) | {noun}


def agrees(mention: Mention, entity: Entity) -> bool:
    """Whether an entity fits a third-person pronoun in kind, number and gender.

    Args:
        mention: a pronoun.
        entity: any entity.
    """
    pronoun = mention.pronoun
    if pronoun is None or pronoun.gender in ("male", "female"):
        return (
            entity.kind == "person"
            and not entity.plural
            and (mention.gender is None or entity.gender in (None, mention.gender))
        )
    if pronoun.gender == "thing":
        return entity.kind in ("organization", "document", "other") and not entity.plural
    if pronoun.number == "plural":
        several = entity.plural or entity.kind in ("group", "organization")
        return several or _could_be_anyone(entity)
    return True


def is_unusual(pronoun: Mention, entity: Entity) -> bool:
    """Whether a pronoun and a given name show different genders: "Abbey Lubega … he".

    Args:
        pronoun: a pronoun.
        entity: any entity.
    """
    singular = entity.kind == "person" and not entity.plural
    return singular and entity.guessed and pronoun.gender not in (None, entity.gender)


def candidates_of(discourse: Discourse, mention: Mention) -> list[Candidate]:
    """The entities that a mention may refer to, the latest mentioned first.

    Args:
        discourse: the reading so far.
        mention: a description or a third-person pronoun.
    """
    if is_third_person(mention):
        return _of_pronoun(discourse, mention)
    return _of_description(discourse, mention)


# --- pronouns ----------------------------------------------------------------------------------


def _of_pronoun(discourse: Discourse, pronoun: Mention) -> list[Candidate]:
    """Entities that agree with a pronoun; those of an unusual gender as well if nobody else fits.

    Who fits has a name, or was mentioned just now: "Keir Hale met a woman. She said". If nobody
    fits at all, it is who is introduced after the first words of the article.
    """
    found = _agreeing(discourse, pronoun, agrees)
    fits = any(one.entity.named or _is_near(pronoun, one) for one in found)
    if pronoun.gender is not None and not fits:
        found = _agreeing(discourse, pronoun, _may_agree)
    found = _living(discourse, pronoun, found)
    teller = _one_who_tells(discourse, pronoun)
    alone = [one for one in found if one.entity == teller]
    return alone or found or _introduced_next(discourse, pronoun)


def _one_who_tells(discourse: Discourse, pronoun: Mention) -> Entity | None:
    """Who tells of himself or herself: "One worshipper said she", but not "A spokesman said he"."""
    parse = discourse.parse
    clause = discourse.frame_of(pronoun).clause
    if pronoun.role != "subject" or clause < 0 or parse.main_relations[clause] not in _REPORTED:
        return None
    for kid in parse.children[parse.words[clause].head]:
        teller = discourse.mention_at(kid) if parse.words[kid].deprel == "nsubj" else None
        if teller is not None and discourse.is_source(teller):
            one = parse.words[teller.first].text.lower() in _ONE_OF_SEVERAL
            return discourse.entity_of(teller) if one and not teller.plural else None
    return None


def _living(discourse: Discourse, pronoun: Mention, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates without who has just died, if somebody else with a name fits.

    In "Ann Roe led the climb. Kate Moss died. She said", it is Roe. What the dead once said or had
    said is told with a year or another tense, or by somebody else: "Lee said she had refused to".
    """
    if pronoun.gender is None or not discourse.is_source(pronoun) or discourse.is_reported(pronoun):
        return candidates
    clause = discourse.frame_of(pronoun).clause
    words = discourse.parse.words
    beside = (words[kid] for kid in discourse.parse.children[clause]) if clause >= 0 else ()
    if any(word.text.lower() in _EARLIER or word.upos == "NUM" for word in beside):
        return candidates
    living = [one for one in candidates if not _has_died(discourse.parse, pronoun, one)]
    if len(living) == len(candidates) or not any(one.entity.named for one in living):
        return candidates
    return [attrs.evolve(one, newer=number) for number, one in enumerate(living)]


def _has_died(parse: Parse, pronoun: Mention, candidate: Candidate) -> bool:
    """Whether the sentence before says that somebody died; who is shot or stabbed may live."""
    words = parse.words
    before = (m for m in candidate.mentions if m.sentence == pronoun.sentence - 1)
    return any(
        dies(parse, m) and words[words[m.head].head].lemma.lower() not in _WOUNDING for m in before
    )


def _is_near(mention: Mention, candidate: Candidate) -> bool:
    """Whether somebody was mentioned in the last sentences before a mention."""
    latest = candidate.mentions[:1]
    return any(mention.sentence - other.sentence <= _JUST_NOW for other in latest)


def _may_agree(pronoun: Mention, entity: Entity) -> bool:
    """Whether an entity agrees, or disagrees only with a gender guessed from the given name."""
    return agrees(pronoun, entity) or is_unusual(pronoun, entity)


def _agreeing(
    discourse: Discourse, pronoun: Mention, fits: Callable[[Mention, Entity], bool]
) -> list[Candidate]:
    found: _Found = {}
    own = discourse.frame_of(pronoun).clause
    barred = _keys(
        speaker_at(discourse, pronoun.head),
        _asker(discourse, pronoun),
        *_named_after(discourse, pronoun, own),
    )
    for mention, entity in discourse.before(pronoun.head, _WINDOW):
        if pronoun.sentence - mention.sentence > _SENTENCES:
            break
        key = entity.key
        if not (key in found or fits(pronoun, entity)) or _writes(mention, entity):
            continue
        if mention.sentence == pronoun.sentence and _beside(discourse, pronoun, mention, own):
            barred.add(key)
        if key in found:
            found[key][1].append(mention)
            continue
        found[key] = entity, [mention]
        if len(found) >= _ENTITIES:
            break
    ahead = _ahead(discourse, pronoun)
    follows = discourse.entity_of(ahead)
    if ahead is not None and follows is not None and fits(pronoun, follows):
        found.setdefault(follows.key, (follows, []))[1].insert(0, ahead)
    return list(_listed(found, barred, ahead))


def _introduced_next(discourse: Discourse, pronoun: Mention) -> list[Candidate]:
    """Who is named first, as a subject: “It was dark,” he says. ¶ Bob Lee is 71."""
    parse = discourse.parse
    if pronoun.gender is None or pronoun.sentence >= _OPENING or not discourse.is_source(pronoun):
        return []
    names = map(discourse.name_at, range(pronoun.head + 1, len(parse.words)))
    name = next((name for name in names if name is not None and name.kind == "person"), None)
    entity = discourse.entity_of(name)
    if name is None or entity is None or name.sentence > pronoun.sentence + _OPENING:
        return []
    fits = name.role == "subject" and agrees(pronoun, entity)
    return [Candidate(entity, (name,), 0, ahead=True)] if fits else []


def _asker(discourse: Discourse, pronoun: Mention) -> Entity | None:
    """Who asked the last question, if somebody replies or the person asked fits the pronoun.

    In "A reporter asked Nair … she said", "she" is not the reporter. Nor is who only told somebody
    something, if that one replies: "Lowe told Hart that … He replied". A request is no question:
    the judge who asked Nair to sit down may go on. Who replies is mostly spoken of: "Lowe said that
    Hart had lied. “No,” he replied".
    """
    replied_to = _replied_to(discourse, pronoun) or _accuser(discourse, pronoun)
    if replied_to is not None:
        return replied_to
    addressee = discourse.last_addressee(pronoun.head)
    if addressee is None or not discourse.is_source(pronoun) or not agrees(pronoun, addressee):
        return None
    asker = discourse.asker_before(pronoun.head, requests=False)
    if asker is None and discourse.cue_of.get(pronoun.head) in _REPLYING:
        asker = next(map(discourse.entity, discourse.speakers_before(pronoun.head, 1)), None)
    return None if asker == addressee else asker


def _replied_to(discourse: Discourse, mention: Mention) -> Entity | None:
    """Who asked what somebody replies to."""
    replies = discourse.cue_of.get(mention.head) in _REPLYING
    return discourse.asker_before(mention.head) if replies else None


def _accuser(discourse: Discourse, pronoun: Mention) -> Entity | None:
    """Who has just said something of somebody else who fits, and so may reply to it.

    Not in "Asked about it, he replied": nobody shows who asked.
    """
    if discourse.cue_of.get(pronoun.head) not in _REPLYING:
        return None
    sentence = discourse.parse.sentences[pronoun.sentence]
    last = next(map(discourse.entity, discourse.speakers_before(pronoun.head, 1)), None)
    if any(word.lemma == "ask" for word in discourse.parse.words[sentence.first : sentence.last]):
        return None
    of = discourse.spoken_of_before(pronoun.head)
    return last if any(entity != last and agrees(pronoun, entity) for entity in of) else None


def _keys(*entities: Entity | None) -> set[Hashable]:
    return {entity.key for entity in entities if entity is not None}


def _listed(
    found: _Found, barred: AbstractSet[Hashable], ahead: Mention | None = None
) -> Iterator[Candidate]:
    number = 0
    for key, (entity, mentions) in found.items():
        if key not in barred:
            follows = ahead is not None and mentions[:1] == [ahead]
            yield Candidate(entity, tuple(mentions), 0 if follows else number, follows)
            number += 1


def _could_be_anyone(entity: Entity) -> bool:
    """Whether singular "they" can be an entity: "a teacher", or who "uses they/them pronouns"."""
    unknown = not entity.named and entity.gender is None
    return entity.kind == "person" and (unknown or entity.neutral)


def _writes(mention: Mention, entity: Entity) -> bool:
    """Whether a mention is the author's "I" or byline; a closing note goes on with "she lives"."""
    if not entity.author:
        return False
    if mention.pronoun is not None:
        return mention.pronoun.person == 1
    return mention.sentence < _BYLINE and mention.role == "other"


def _beside(discourse: Discourse, own: Mention, mention: Mention, clause: int) -> bool:
    """Whether a mention is another argument of the same predicate, and so of another entity."""
    if own.pronoun is not None and own.pronoun.use == "reflexive":
        return False
    if own.role not in ("subject", "object") or clause < 0:
        return False
    thing = own.pronoun is not None and own.pronoun.gender == "thing"
    if discourse.parse.words[mention.head].head == clause and thing:
        return True  # "In a statement, it said"
    argument = mention.role in ("subject", "object")
    return argument and clause == discourse.frame_of(mention).clause


def _named_after(discourse: Discourse, mention: Mention, clause: int) -> Iterator[Entity]:
    """Who is named as another argument of a subject's predicate: "the mayor will say to Lee"."""
    parse = discourse.parse
    if mention.role != "subject" or clause < 0:
        return
    predicates = [clause, *(k for k in parse.children[clause] if parse.words[k].deprel == "xcomp")]
    for predicate in predicates:
        for kid in parse.children[predicate]:
            argument = parse.main_relations[kid] in ("obj", "iobj", "obl") and kid > mention.head
            entity = discourse.entity_of(discourse.name_at(kid)) if argument else None
            if entity is not None:
                yield entity


def _ahead(discourse: Discourse, pronoun: Mention) -> Mention | None:
    """The name that follows as the subject, if the pronoun is in what precedes the clause.

    "In his speech, Trump …", "After she left, Ms. Lee …".
    """
    parse = discourse.parse
    below = pronoun.head
    for head in parse.governors(pronoun.head):
        fronted = parse.words[below].deprel.split(":")[0] in _FRONTED and pronoun.head < head
        for kid in parse.children[head]:
            subject = parse.words[kid].deprel in ("nsubj", "nsubj:pass")
            if subject and fronted and below < kid:
                return discourse.name_at(kid)
        below = head
    return None


# --- descriptions ------------------------------------------------------------------------------


@attrs.frozen
class _Wanted:
    """What a description asks of an entity, worked out once for all entities.

    Attributes:
        mention: the description.
        nouns: those of the roles that it may mean.
        group: of its weights.
        kinds: those of the entities that it may be of, unless it is of several.
        country: the one that it names.
        described: the latest description of each entity with the same noun, by key.
        open_to_all: whether it may be of an entity that was never described with the noun.
    """

    mention: Mention
    nouns: frozenset[str]
    group: Group
    kinds: Sequence[str]
    country: str | None
    described: Mapping[Hashable, Mention]
    open_to_all: bool


def _wanted(discourse: Discourse, mention: Mention, *, open_to_all: bool) -> _Wanted:
    group = group_of(mention)
    return _Wanted(
        mention=mention,
        nouns=role_nouns(mention),
        group=group,
        kinds=_kinds_of(mention, group),
        country=_country_of(discourse.parse, mention),
        described=discourse.described_with(mention.lemma),
        open_to_all=open_to_all,
    )


def _of_description(discourse: Discourse, mention: Mention) -> list[Candidate]:
    """Entities mentioned before that the description fits, and all that have the role anywhere."""
    open_to_all = is_linked(discourse, mention) and not is_relative(mention)
    if not (open_to_all or discourse.described_with(mention.lemma)):  # mostly
        return []
    wanted = _wanted(discourse, mention, open_to_all=open_to_all)
    parse, nouns, described = discourse.parse, wanted.nouns, wanted.described
    found: _Found = {}
    for entity, near in discourse.mentioned_before(mention.head, _FAR):
        if len(found) >= _DESCRIBED:
            break
        if (open_to_all or entity.key in described) and _may_be(discourse, wanted, entity):
            found[entity.key] = entity, near
    for noun in sorted(nouns) if open_to_all else ():
        for entity in discourse.holders(noun, list(found)):
            if entity.key not in found and _may_be(discourse, wanted, entity):
                found[entity.key] = entity, []
    if not found:
        return []
    if mention.lemma in _BUSINESSES - _OF_ANALYSTS:
        found = {k: v for k, v in found.items() if not _only_comments(parse, v[0])} or found
    listed = list(_listed(found, _barred(discourse, mention)))
    listed = [one for one in listed if _is_compatriot(mention, one)] or listed
    if not any(_was_introduced_as(mention, one) for one in listed):
        return listed
    return [one for one in listed if not _is_something_else(discourse, mention, one.entity, nouns)]


def _barred(discourse: Discourse, mention: Mention) -> set[Hashable]:
    """Keys of those that a description is not of, by what is beside it and by who speaks."""
    clause = discourse.frame_of(mention).clause
    barred = _keys(
        speaker_at(discourse, mention.head),
        discourse.owner_of(mention),
        _replied_to(discourse, mention),
        _unnamed_asker(discourse, mention),
        *_named_after(discourse, mention, clause),
        *_named_inside(discourse, mention),
    )
    for other, entity in discourse.before(mention.head, _FAR):
        if other.sentence != mention.sentence:
            break
        if _beside(discourse, mention, other, clause):
            barred.add(entity.key)
    return barred


def _named_inside(discourse: Discourse, mention: Mention) -> Iterator[Entity]:
    """Who is named in what says more of a description: "the skipper, who held Lee by the hood"."""
    parse = discourse.parse
    for kid in parse.children[mention.head]:
        if kid > mention.head and parse.main_relations[kid] in ("acl", "nmod"):
            for word in parse.subtree(kid):
                entity = discourse.entity_of(discourse.name_at(word))
                if entity is not None:
                    yield entity


def _was_introduced_as(mention: Mention, candidate: Candidate) -> bool:
    """Whether a name just mentioned has the very role of a description."""
    near = candidate.entity.named and _is_near(mention, candidate)
    return near and _fits_exactly(mention, candidate.entity)


def _fits_exactly(mention: Mention, entity: Entity) -> bool:
    return fit(mention, entity, title_noun(mention.lemma), exact=True) is not None


def _is_something_else(
    discourse: Discourse, mention: Mention, entity: Entity, nouns: frozenset[str]
) -> bool:
    """Whether the article gives somebody other roles only: the manager is not "the goalkeeper"."""
    stated = {role.noun for role in entity.roles}
    known = discourse.described_as(entity, mention.lemma) is not None
    if not stated or known or _fits_exactly(mention, entity):
        return False
    return stated.isdisjoint(nouns) and not may_play(title_noun(mention.lemma), entity)


def _unnamed_asker(discourse: Discourse, mention: Mention) -> Entity | None:
    """The reporter in “Your last year?” a reporter asked. “Ask me in May,” the keeper said."""
    asker = discourse.asker_before(mention.head) if discourse.is_source(mention) else None
    if asker is None or asker.named or any(m.lemma in role_nouns(mention) for m in asker.mentions):
        return None
    return asker


def _is_compatriot(mention: Mention, candidate: Candidate) -> bool:
    """Whether "the Czech" is somebody who was called Czech and was just spoken of."""
    if mention.lemma not in mention.proper or not _is_near(mention, candidate):
        return False
    return any(role.place == mention.place for role in candidate.entity.roles)


def _only_comments(parse: Parse, entity: Entity) -> bool:
    """Whether a body is named only for those who judge another: the "UBS" of "a UBS analyst"."""
    words = parse.words
    heads = [words[m.head].head for m in entity.mentions[-_LATEST:]]
    lemmas = {words[head].lemma.lower() if head >= 0 else "" for head in heads}
    return bool(lemmas) and lemmas <= _ANALYSTS


def _contradicts(mention: Mention, entity: Entity) -> bool:
    """Whether the article gives the entity another office under the noun: "vice president"."""
    noun = title_noun(mention.lemma)
    stated = any(role.noun == noun for role in entity.roles)
    return stated and fit(mention, entity, noun, exact=True) is None


def _holds_at_another_time(discourse: Discourse, mention: Mention, entity: Entity) -> bool:
    """Whether the entity has had the office of a description, or has it, and that is not meant.

    The article may tell how an office ends: "Its president, Ron Zeller, quit. The former president
    said". So "the former president" is not the president only where another one is known, or who
    is said to have the office now.
    """
    if is_in_office(mention, entity):
        return False
    noun = title_noun(mention.lemma)
    if "former" not in mention.modifiers or is_sitting(entity, noun):
        return True
    before = (*discourse.holders(noun, ()), *discourse.holders(PREDECESSOR, ()))
    return any(is_in_office(mention, other) for other in before if other != entity)


def _is_other_holder(
    discourse: Discourse, mention: Mention, entity: Entity, nouns: frozenset[str]
) -> bool:
    """Whether somebody else has the office with its body: "the leader of the council", "Labour"."""
    if not is_office(title_noun(mention.lemma)):
        return False
    words = discourse.parse.words
    after = (words[i].lemma.lower() for i in _nouns_after(discourse.parse, mention.head, _OF))
    body = {word for word in mention.proper.union(after) - {mention.lemma} if not place_of(word)}
    former = "former" in mention.modifiers
    known = {word for role in entity.roles for word in role.modifiers}.union(entity.tokens)
    if not body or not body.isdisjoint(known):
        return False
    return any(
        role.noun in nouns
        and not role.modifiers.isdisjoint(body)
        and ("former" in role.modifiers) == former
        for noun in sorted(nouns)
        for other in discourse.holders(noun, ())
        if other != entity
        for role in other.roles
    )


def _is_anothers(discourse: Discourse, mention: Mention, entity: Entity) -> bool:
    """Whether the entity is introduced as somebody else's: "Mason's lawyer" is not Dunn's."""
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


def _is_no_relative(discourse: Discourse, mention: Mention, entity: Entity) -> bool:
    """Whether a name has another surname than "the mother of Tom Hale", and is called no mother."""
    if not is_kin(mention.lemma) or not entity.named or len(entity.tokens) < 2:
        return False
    if any(is_kin(role.noun) for role in entity.roles):
        return False
    owner = discourse.owner_of(mention)
    for noun in _nouns_after(discourse.parse, mention.head, _OF):
        owner = owner or discourse.entity_of(discourse.name_at(noun))
    if owner is None or not owner.named or len(owner.tokens) < 2:
        return False
    return owner.tokens[-1] != entity.tokens[-1]


def _is_of_unknown_age(parse: Parse, mention: Mention, entity: Entity) -> bool:
    """Whether nothing shows that somebody is "the elder brother" and not the younger one."""
    if not is_kin(mention.lemma):
        return False
    before = {word.text.lower() for word in parse.words[mention.first : mention.head]}
    asked = next((one for one in (_ELDER, _YOUNGER) if before & one & _COMPARED), None)
    if asked is None:
        return False
    stated = [role.modifiers for role in entity.roles if role.noun == mention.lemma]
    stated += [m.modifiers for m in entity.mentions[-_LATEST:] if m.lemma == mention.lemma]
    return all(asked.isdisjoint(modifiers) for modifiers in stated)


def _sits_elsewhere(parse: Parse, mention: Mention, entity: Entity) -> bool:
    """Whether a member has another seat: "the Penbridge MP" is no MP for Marlow East.

    A party is no seat: "the DUP MP" may be the one for Foyle.
    """
    if mention.lemma not in _SEATED or not mention.proper:
        return False
    labels = (e for e in parse.entities if e.label in PLACES)
    places = {parse.words[i].lemma.lower() for e in labels for i in range(e.first, e.last)}
    asked = mention.proper & places
    seats = {word for role in entity.roles if role.noun == mention.lemma for word in role.modifiers}
    return bool(asked and seats & places) and asked.isdisjoint(seats)


def _nouns_after(parse: Parse, head: int, prepositions: frozenset[str]) -> Iterator[int]:
    """The heads of the phrases that such a preposition ties to a name or description."""
    words = parse.words
    for kid in parse.children[head]:
        after = kid > head and words[kid].deprel == "nmod"
        if after and any(words[k].text.lower() in prepositions for k in parse.children[kid]):
            yield kid


def _is_called_otherwise(parse: Parse, mention: Mention, entity: Entity) -> bool:
    """Whether both contain names, but share none: "the Gallup poll", "the Marist poll".

    So do "police in Leeds" and "police in Bradford", and nouns: "hospital officials", "police
    officials".
    """
    others = [
        other
        for other in entity.mentions[-_LATEST:]
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
    return mention.proper | _names_after(parse, mention)


def _names_after(parse: Parse, mention: Mention) -> frozenset[str]:
    """Names of where or whose a description is: "police in Leeds"."""
    words = parse.words
    nouns = _nouns_after(parse, mention.head, _WHERE)
    return frozenset(words[i].lemma.lower() for i in nouns if words[i].upos == "PROPN")


def _nouns_in(parse: Parse, mention: Mention) -> frozenset[str]:
    """Nouns in a compound with the noun of a description."""
    words = parse.words
    kids = (words[kid] for kid in parse.children[mention.head])
    return frozenset(
        kid.lemma.lower() for kid in kids if kid.deprel == "compound" and kid.upos == "NOUN"
    )


def _is_elsewhere(parse: Parse, own: str | None, entity: Entity) -> bool:
    """Whether an entity is not of the country of a description: "the German foreign ministry"."""
    if own is None or entity.kind not in ("organization", "person"):
        return False
    known = {_country_of(parse, other) for other in entity.mentions[-_LATEST:]}
    known |= {role.place for role in entity.roles}
    if entity.kind == "organization":
        named = {name for other in entity.mentions[-_LATEST:] for name in _names_in(parse, other)}
        known |= {entity.place, *map(place_of, (*entity.tokens, *named))}
    known.discard(None)
    return bool(known) and not any(_may_be_same(own, other) for other in known)


def _may_be_same(own: str, other: str | None) -> bool:
    """Whether one thing can be of both places: "England captain" and "the British striker"."""
    both = {own, other}
    british = "united kingdom" in both and not both.isdisjoint(_IN_UK)
    return len(both) == 1 or british or "european union" in both


def _country_of(parse: Parse, mention: Mention) -> str | None:
    """The country that a description names: of an adjective, its owner, or where it is.

    "German", "Uganda's health ministry", "the government in Beijing".
    """
    owner = None if mention.owner is None else place_of(parse.words[mention.owner].text)
    stated = mention.place or owner
    if stated is not None:
        return stated
    after = (place for name in sorted(_names_after(parse, mention)) if (place := place_of(name)))
    return next(after, None)


def _is_another_body(mention: Mention, entity: Entity) -> bool:
    """Whether a body without a name has other nouns: "the fire service" after "police"."""
    if entity.named or entity.kind != "organization" or mention.lemma in _ANY_BODY:
        return False
    known = {other.lemma for other in entity.mentions[-_LATEST:] if other.form == "nominal"}
    means = body_words().get(mention.lemma, frozenset()) | specific_nouns(mention.lemma)
    return bool(known) and known.isdisjoint(means | {mention.lemma})


def is_in_headline(parse: Parse, earlier: Mention, mention: Mention) -> bool:
    """Whether a description is in the headline, which leaves out articles, and not the other."""
    first, later = parse.paragraph_of(earlier.head), parse.paragraph_of(mention.head)
    return first == 0 < later and earlier.determination == "bare"


def _may_be(discourse: Discourse, wanted: _Wanted, entity: Entity) -> bool:
    """Whether a description may be of an entity: one that it is open to, or that had its noun."""
    mention, nouns = wanted.mention, wanted.nouns
    same = wanted.described.get(entity.key)
    if same is None:
        possible = _fits_kind(wanted, entity)
    elif mention.determination == "indefinite":
        # "A new poll" is somebody else's, or news; but a headline leaves the article out.
        possible = is_in_headline(discourse.parse, same, mention)
    elif _is_called_otherwise(discourse.parse, mention, entity):
        return False
    elif same.plural == mention.plural:
        possible = not _clashes(mention, entity)
    else:
        possible = wanted.open_to_all and _fits_kind(wanted, entity)
    # The slow questions come last: few entities are possible.
    return possible and not (
        _is_only_predicate(discourse.parse, entity)
        or (entity.named and not _NAMELESS.isdisjoint(mention.modifiers))
        or (_is_other(mention) and not _was_called_other(mention, entity))
        or _is_owned_stranger(discourse, mention, entity, nouns)
        or _is_elsewhere(discourse.parse, wanted.country, entity)
        or _is_of_other_kind(discourse.parse, mention, entity)
        or (same is None and _is_named_otherwise(mention, entity))
        or (same is None and _works_elsewhere(discourse, mention, entity))
        or _is_another_body(mention, entity)
        or _contradicts(mention, entity)
        or _holds_at_another_time(discourse, mention, entity)
        or _is_other_holder(discourse, mention, entity, nouns)
        or _is_anothers(discourse, mention, entity)
        or _is_no_relative(discourse, mention, entity)
        or _is_of_unknown_age(discourse.parse, mention, entity)
        or _sits_elsewhere(discourse.parse, mention, entity)
        or (same is None and _is_of_another_body(discourse, mention, entity))
    )


def _is_of_another_body(discourse: Discourse, mention: Mention, entity: Entity) -> bool:
    """Whether somebody is introduced as of another body: "the Ryanair boss" is not "Hale at Davy".

    England and other countries are no bodies here: a player has a club beside them.
    """
    if mention.kind != "person" or not mention.proper or _fits_exactly(mention, entity):
        return False
    asked = _bodies(discourse, discourse.parse.children[mention.head])
    if not asked:
        return False
    parse = discourse.parse
    names = [m.head for m in entity.mentions[-_LATEST:] if m.form == "name"]
    roles = [k for i in names for k in parse.children[i] if parse.words[k].deprel == "appos"]
    after = (k for i in (*names, *roles) for k in _nouns_after(parse, i, _EMPLOYING))
    stated = _bodies(discourse, after)
    return bool(stated) and stated.isdisjoint(asked)


def _bodies(discourse: Discourse, heads: Iterable[int]) -> set[str]:
    """The words of the bodies that some of the words name, without countries and towns."""
    found = (discourse.entity_of(discourse.name_at(head)) for head in heads)
    bodies = (e for e in found if e is not None and e.kind == "organization" and e.place is None)
    return {token for body in bodies for token in body.tokens}


def _works_elsewhere(discourse: Discourse, mention: Mention, entity: Entity) -> bool:
    """Whether somebody has spoken in a role of another field: "Lawyer Ann Lee said" no "mayor" did.

    Who has not spoken may have changed office: a lawyer may have been elected mayor.
    """
    if not any(discourse.is_source(m) for m in entity.mentions[-_LATEST:]):
        return False
    noun = title_noun(mention.lemma)
    stated = {role.noun for role in entity.roles if "former" not in role.modifiers}
    if mention.plural or entity.kind != "person" or is_kin(noun) or any(map(is_kin, stated)):
        return False
    return not may_play(noun, entity) and clash(frozenset(stated), frozenset({noun}))


def _is_other(mention: Mention) -> bool:
    """Whether a description means somebody else than those named before: "the other company"."""
    return not (mention.pronoun or mention.plural or _OTHERS.isdisjoint(mention.modifiers))


def _was_called_other(mention: Mention, entity: Entity) -> bool:
    """Whether an entity was called "the other company", or has that as a role."""
    own = mention.modifiers & _OTHERS
    called = (m.modifiers for m in entity.mentions[-_LATEST:] if m.lemma == mention.lemma)
    roles = (role.modifiers for role in entity.roles if role.noun == title_noun(mention.lemma))
    return any(not own.isdisjoint(modifiers) for modifiers in (*called, *roles))


def _is_owned_stranger(
    discourse: Discourse, mention: Mention, entity: Entity, nouns: frozenset[str]
) -> bool:
    """Whether "her trainer" or "his deputy" is not somebody: no role of the article says so.

    Kin have rules of their own, and bodies are called after their owners.
    """
    words = discourse.parse.words
    owner = None if mention.owner is None else words[mention.owner]
    if owner is None or owner.text.lower() not in _HIS or mention.kind != "person":
        return False
    if mention.plural or not entity.named or is_kin(mention.lemma):
        return False
    if discourse.described_as(entity, mention.lemma) is not None:
        return False
    return not any(
        role.noun in nouns or title_noun(mention.lemma) in specific_nouns(role.noun)
        for role in entity.roles
    )


def _is_only_predicate(parse: Parse, entity: Entity) -> bool:
    """Whether an entity is but an office: "president" in "succeeded him as president"."""
    return not entity.named and all(_is_predicate(parse, m) for m in entity.mentions[-_LATEST:])


def _is_predicate(parse: Parse, mention: Mention) -> bool:
    """Whether a mention is a bare noun after "as" or "for": "a candidate for mayor"."""
    bare = mention.form == "nominal" and mention.determination == "bare" and not mention.plural
    if not bare or mention.kind != "person" or not parse.words[mention.head].text.islower():
        return False
    cases = (parse.words[kid] for kid in parse.children[mention.head])
    return any(case.deprel == "case" and case.lemma in _PREDICATIVE for case in cases)


def _fits_kind(wanted: _Wanted, entity: Entity) -> bool:
    """Whether an entity is of the kind, number and gender of a description.

    Of other nouns, nothing shows the kind: the entity must have a role that they may mean.
    """
    if wanted.group == "several":
        fits = entity.plural or entity.kind == "group"
    else:
        several = entity.plural and entity.kind != "organization"
        fits = entity.kind in wanted.kinds and not several
    if not fits or entity.author or _clashes(wanted.mention, entity):
        return False
    return wanted.group != "other" or any(role.noun in wanted.nouns for role in entity.roles)


def _kinds_of(mention: Mention, group: Group) -> Sequence[str]:
    """What a description of one may be."""
    if group == "one":
        return _kinds_of_one(mention)
    if group == "body":
        return ("organization",)
    return ("document",) if group == "document" else SPEAKER_KINDS


def _kinds_of_one(mention: Mention) -> tuple[SpeakerKind, ...]:
    """What "the broadcaster" may be: somebody, or a body; "the veteran broadcaster" is no body."""
    if mention.lemma not in body_words() or not mention.modifiers.isdisjoint(_OF_PERSONS):
        return ("person",)
    if not mention.modifiers.isdisjoint(_OF_BODIES):
        return ("organization",)
    return ("person", "organization")


def _is_paper(entity: Entity) -> bool:
    """Whether a name shows a newspaper: "Yorkshire Post", "Daily Express"."""
    papers, tokens = body_words()["newspaper"], entity.tokens
    return tokens[0] == "daily" or (tokens[-1] in papers and entity.kind == "organization")


def _is_named_otherwise(mention: Mention, entity: Entity) -> bool:
    """Whether the name of a body excludes the noun.

    "The carmaker" is not the Labour Party, nor "the bank" the Yorkshire Post, nor "the force" the
    Police Federation.
    """
    if mention.lemma == "force":
        return not _OVER_POLICE.isdisjoint(entity.tokens)
    if mention.lemma not in _BUSINESSES or mention.lemma in entity.tokens:
        return False
    paper = len(entity.tokens) > 1 and _is_paper(entity) and mention.lemma not in _LARGE
    return paper or not _PUBLIC.isdisjoint(entity.tokens)


def _is_of_other_kind(parse: Parse, mention: Mention, entity: Entity) -> bool:
    """Whether "the miner, which dug" would be a person, or "the miner, who fell" a body."""
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


def _clashes(mention: Mention, entity: Entity) -> bool:
    return None not in (mention.gender, entity.gender) and mention.gender != entity.gender
