"""The entities that a description may be of."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import may_play
from quoteattr.coreference.sieves.candidates.exclusions import is_called_otherwise, is_excluded
from quoteattr.coreference.sieves.candidates.records import (
    Candidate,
    Found,
    is_beside,
    is_near,
    keys_of,
    listed,
    named_after,
    replied_to,
    role_nouns,
)
from quoteattr.coreference.sieves.candidates.wanted import (
    LATEST,
    Wanted,
    clashes,
    fits_exactly,
    fits_kind,
    wanted_by,
)
from quoteattr.coreference.sieves.conditions import is_linked, is_relative
from quoteattr.coreference.sources import speaker_at
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import title_noun

__all__ = ["candidates_of_description", "is_in_headline"]

_FAR = 200  # mentions looked back at
_DESCRIBED = 24  # entities compared
_ANALYSTS = frozenset({"analyst", "economist", "strategist"})
_OF_ANALYSTS = frozenset({"brokerage", "consultancy"})
_BUSINESSES = word_list("nouns of businesses")


def candidates_of_description(discourse: Discourse, mention: Mention) -> list[Candidate]:
    """Entities mentioned before that the description fits, and all that have the role anywhere."""
    open_to_all = is_linked(discourse, mention) and not is_relative(mention)
    if not (open_to_all or discourse.described_with(mention.lemma)):  # mostly
        return []
    wanted = wanted_by(discourse, mention, open_to_all=open_to_all)
    parse, nouns, described = discourse.parse, wanted.nouns, wanted.described
    found: Found = {}
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
    left = list(listed(found, _barred(discourse, mention)))
    left = [one for one in left if _is_compatriot(mention, one)] or left
    if not any(_was_introduced_as(mention, one) for one in left):
        return left
    return [one for one in left if not _is_something_else(discourse, mention, one.entity, nouns)]


def _may_be(discourse: Discourse, wanted: Wanted, entity: Entity) -> bool:
    """Whether a description may be of an entity: one that it is open to, or that had its noun."""
    mention = wanted.mention
    same = wanted.described.get(entity.key)
    if same is None:
        possible = fits_kind(wanted, entity)
    elif mention.determination == "indefinite":
        # "A new poll" is somebody else's, or news; but a headline leaves the article out.
        possible = is_in_headline(discourse.parse, same, mention)
    elif is_called_otherwise(discourse.parse, mention, entity):
        return False
    elif same.plural == mention.plural:
        possible = not clashes(mention, entity)
    else:
        possible = wanted.open_to_all and fits_kind(wanted, entity)
    return possible and not is_excluded(discourse, wanted, entity)


def is_in_headline(parse: Parse, earlier: Mention, mention: Mention) -> bool:
    """Whether a description is in the headline, which leaves out articles, and not the other.

    "Officials" need no article, and "an official" is one of them.
    """
    first, later = parse.paragraph_of(earlier.head), parse.paragraph_of(mention.head)
    bare = earlier.determination == "bare" and earlier.plural == mention.plural
    return first == 0 < later and bare


def _barred(discourse: Discourse, mention: Mention) -> set[Hashable]:
    """Keys of those that a description is not of, by what is beside it and by who speaks."""
    clause = discourse.frame_of(mention).clause
    barred = keys_of(
        speaker_at(discourse, mention.head),
        discourse.owner_of(mention),
        replied_to(discourse, mention),
        _unnamed_asker(discourse, mention),
        *named_after(discourse, mention, clause),
        *_named_inside(discourse, mention),
    )
    for other, entity in discourse.before(mention.head, _FAR):
        if other.sentence != mention.sentence:
            break
        if is_beside(discourse, mention, other, clause):
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


def _unnamed_asker(discourse: Discourse, mention: Mention) -> Entity | None:
    """The reporter in “Your last year?” a reporter asked. “Ask me in May,” the keeper said."""
    asker = discourse.asker_before(mention.head) if discourse.is_source(mention) else None
    if asker is None or asker.named or any(m.lemma in role_nouns(mention) for m in asker.mentions):
        return None
    return asker


def _was_introduced_as(mention: Mention, candidate: Candidate) -> bool:
    """Whether a name just mentioned has the very role of a description."""
    near = candidate.entity.named and is_near(mention, candidate)
    return near and fits_exactly(mention, candidate.entity)


def _is_something_else(
    discourse: Discourse, mention: Mention, entity: Entity, nouns: frozenset[str]
) -> bool:
    """Whether the article gives somebody other roles only: the manager is not "the goalkeeper"."""
    stated = {role.noun for role in entity.roles}
    known = discourse.described_as(entity, mention.lemma) is not None
    if not stated or known or fits_exactly(mention, entity):
        return False
    return stated.isdisjoint(nouns) and not may_play(title_noun(mention.lemma), entity)


def _is_compatriot(mention: Mention, candidate: Candidate) -> bool:
    """Whether "the Czech" is somebody who was called Czech and was just spoken of."""
    if mention.lemma not in mention.proper or not is_near(mention, candidate):
        return False
    return any(role.place == mention.place for role in candidate.entity.roles)


def _only_comments(parse: Parse, entity: Entity) -> bool:
    """Whether a body is named only for those who judge another: the "UBS" of "a UBS analyst"."""
    words = parse.words
    heads = [words[m.head].head for m in entity.mentions[-LATEST:]]
    lemmas = {words[head].lemma.lower() if head >= 0 else "" for head in heads}
    return bool(lemmas) and lemmas <= _ANALYSTS
