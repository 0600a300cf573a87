"""The entities that a third-person pronoun may be of."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.introductions import dies
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.sieves.candidates.records import (
    Candidate,
    Found,
    is_beside,
    is_near,
    keys_of,
    listed,
    named_after,
    replied_to,
    replies,
)
from quoteattr.coreference.sources import speaker_at
from quoteattr.syntax import Parse

__all__ = ["agrees", "candidates_of_pronoun", "is_unusual"]

_WINDOW = 80  # mentions looked back at
_SENTENCES = 10  # sentences looked back at
_ENTITIES = 14  # entities compared
_BYLINE = 4  # sentences in which the author's name is a byline
_OPENING = 3  # sentences with a pronoun before the one with the name
_FRONTED = frozenset({"obl", "advcl", "nmod", "advmod"})
_REPORTED = frozenset({"ccomp", "parataxis"})
_ONE_OF_SEVERAL = frozenset({"one", "another"})
_EARLIER = frozenset({"had", "once", "before", "earlier", "previously", "last"})
_WOUNDING = frozenset({"shoot", "stab"})


def candidates_of_pronoun(discourse: Discourse, pronoun: Mention) -> list[Candidate]:
    """Entities that agree with a pronoun; those of an unusual gender as well if nobody else fits.

    Who fits has a name, or was mentioned just now: "Keir Hale met a woman. She said". If nobody
    fits at all, it is who is introduced after the first words of the article.
    """
    found = _agreeing(discourse, pronoun, agrees)
    fits = any(one.entity.named or is_near(pronoun, one) for one in found)
    if pronoun.gender is not None and not fits:
        found = _agreeing(discourse, pronoun, _may_agree)
    found = _living(discourse, pronoun, found)
    teller = _one_who_tells(discourse, pronoun)
    alone = [one for one in found if one.entity == teller]
    return alone or found or _introduced_next(discourse, pronoun)


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


def _may_agree(pronoun: Mention, entity: Entity) -> bool:
    """Whether an entity agrees, or disagrees only with a gender guessed from the given name."""
    return agrees(pronoun, entity) or is_unusual(pronoun, entity)


def _could_be_anyone(entity: Entity) -> bool:
    """Whether singular "they" can be an entity: "a teacher", or who "uses they/them pronouns"."""
    unknown = not entity.named and entity.gender is None
    return entity.kind == "person" and (unknown or entity.neutral)


def _agreeing(
    discourse: Discourse, pronoun: Mention, fits: Callable[[Mention, Entity], bool]
) -> list[Candidate]:
    found: Found = {}
    own = discourse.frame_of(pronoun).clause
    barred = keys_of(
        speaker_at(discourse, pronoun.head),
        _asker(discourse, pronoun),
        *named_after(discourse, pronoun, own),
    )
    for mention, entity in discourse.before(pronoun.head, _WINDOW):
        if pronoun.sentence - mention.sentence > _SENTENCES:
            break
        key = entity.key
        if not (key in found or fits(pronoun, entity)) or _writes(mention, entity):
            continue
        if mention.sentence == pronoun.sentence and is_beside(discourse, pronoun, mention, own):
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
    return list(listed(found, barred, ahead))


def _writes(mention: Mention, entity: Entity) -> bool:
    """Whether a mention is the author's "I" or byline; a closing note goes on with "she lives"."""
    if not entity.author:
        return False
    if mention.pronoun is not None:
        return mention.pronoun.person == 1
    return mention.sentence < _BYLINE and mention.role == "other"


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


def _one_who_tells(discourse: Discourse, pronoun: Mention) -> Entity | None:
    """Who speaks of himself or herself: "One worshipper said she", not "A spokesman said he"."""
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


def _asker(discourse: Discourse, pronoun: Mention) -> Entity | None:
    """Who asked the last question, if somebody replies or the person asked fits the pronoun.

    In "A reporter asked Nair … she said", "she" is not the reporter. Nor is who only told somebody
    something, if that one replies: "Lowe told Hart that … He replied". A request is no question:
    the judge who asked Nair to sit down may go on. Who replies is mostly spoken of: "Lowe said that
    Hart had lied. “No,” he replied".
    """
    other = replied_to(discourse, pronoun) or _accuser(discourse, pronoun)
    if other is not None:
        return other
    addressee = discourse.last_addressee(pronoun.head)
    if addressee is None or not discourse.is_source(pronoun) or not agrees(pronoun, addressee):
        return None
    asker = discourse.asker_before(pronoun.head, requests=False)
    if asker is None and replies(discourse, pronoun):
        asker = next(map(discourse.entity, discourse.speakers_before(pronoun.head, 1)), None)
    return None if asker == addressee else asker


def _accuser(discourse: Discourse, pronoun: Mention) -> Entity | None:
    """Who has just said something of somebody else who fits, and so may reply to it.

    Not in "Asked about it, he replied": nobody shows who asked.
    """
    if not replies(discourse, pronoun):
        return None
    sentence = discourse.parse.sentences[pronoun.sentence]
    last = next(map(discourse.entity, discourse.speakers_before(pronoun.head, 1)), None)
    if any(word.lemma == "ask" for word in discourse.parse.words[sentence.first : sentence.last]):
        return None
    of = discourse.spoken_of_before(pronoun.head)
    return last if any(entity != last and agrees(pronoun, entity) for entity in of) else None
