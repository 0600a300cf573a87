"""One reading of an article from left to right: every mention gets its entity."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.coreference.chains import Chains, could_describe
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.entities import group_names, never_named
from quoteattr.coreference.known_roles import Offices
from quoteattr.coreference.records import Mention
from quoteattr.coreference.roles import Descriptions, collect_roles
from quoteattr.coreference.sieves.authors import find_author
from quoteattr.coreference.sieves.descriptions import resolve_nominal
from quoteattr.coreference.sieves.namings import join_description
from quoteattr.coreference.sieves.pronouns import resolve_pronoun
from quoteattr.coreference.sieves.ranker import Ranker, agrees, rank_antecedents
from quoteattr.coreference.sieves.turns import name_labels, take_turns
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.words.names import Person

__all__ = ["read_discourse"]

# What is known by its words alone, or by the one in focus, yields to a chain with a name.
_WEAK = frozenset({"speaker:description-unnamed", "speaker:description-salience"})
_UNSURE = 0.6  # probability of an antecedent below which a chain decides


def read_discourse(
    parse: Parse,
    relations: Sequence[Relation],
    known: Sequence[Person] = (),
    rank: Ranker = rank_antecedents,
) -> Discourse:
    """Read an article: names first, then everything outside quotations, then what is in them.

    Args:
        parse: the document.
        relations: its attributions.
        known: persons whom the caller names.
        rank: ranks the antecedents of pronouns; another one than ours to learn from.

    Returns:
        The finished reading; a mention that could not be settled has no entity.
    """
    discourse = Discourse(parse, relations, rank)
    names = [r for r in discourse.mentions if r.name]
    discourse.entities = group_names(names, known)
    discourse.offices = Offices(parse, never_named(discourse.entities, known))
    collect_roles(parse, discourse.mentions)
    discourse.descriptions = Descriptions(discourse.entities)
    if parse.chains:
        discourse.chains = Chains(parse, discourse.inside)
    discourse.author = find_author(parse, discourse.mentions)
    if discourse.author is not None:
        discourse.author.author = True
    discourse.settle = lambda mention: _settle(discourse, mention)
    name_labels(discourse)
    later: list[Mention] = []
    for mention in list(discourse.mentions):
        if mention.quoted and mention.name is None:
            later.append(mention)
        else:
            _settle(discourse, mention)
    take_turns(discourse)
    for mention in later:
        _settle(discourse, mention)
    return discourse


def _settle(discourse: Discourse, mention: Mention) -> None:
    if mention.head in discourse.nobody:
        return
    if mention.entity is None:
        if mention.pronoun is not None:
            resolve_pronoun(discourse, mention)
        else:
            resolve_nominal(discourse, mention)
        _hear_chain(discourse, mention)
    elif not mention.evidence:
        mention.evidence = "speaker:name"
    if mention.entity is None or mention.silent or mention.read:
        return
    mention.read = True
    if mention.name is not None:
        join_description(discourse, mention)
    if not mention.quoted or mention.name:
        discourse.focus.push(mention)
    if not mention.quoted:
        # Whoever speaks only in what another one says does not hold the floor.
        source = mention.speaks or mention.head in discourse.source_of
        if source and not mention.reported:
            discourse.focus.speak(mention.head, mention.entity)
        _push_group(discourse, mention)


def _hear_chain(discourse: Discourse, mention: Mention) -> None:
    """Let the parser's own coreference settle what ours could not, or not surely."""
    found = discourse.chains.named(mention) if discourse.chains is not None else None
    if found is None or mention.silent:
        return
    pronoun = mention.pronoun
    if pronoun is not None and (pronoun.person != 3 or not agrees(mention, found)):
        return
    if pronoun is None and not could_describe(mention, found):
        return
    ours = mention.entity
    if ours is found:
        mention.chain = "chain:agrees"
    elif ours is None or mention.evidence in _WEAK or mention.probability < _UNSURE:
        if ours is not None:
            ours.mentions.remove(mention)
        discourse.take(found, mention, "speaker:chain")
        mention.probability, mention.sure = 1.0, True
    else:
        mention.chain = "chain:differs"


def _push_group(discourse: Discourse, mention: Mention) -> None:
    """After the last member of a coordination, the group as a whole."""
    word = discourse.parse.words[mention.head]
    if word.deprel != "conj" or word.head < 0:
        return
    group = discourse.coordination(word.head)
    if group is None or group[1][-1] is not mention:
        return
    first = group[1][0]
    whole = Mention(
        first=first.first,
        last=mention.last,
        head=mention.head,
        form="name" if all(r.name for r in group[1]) else "nominal",
        lemma="",
        sentence=first.sentence,
        role=first.role,
        plural=True,
        kind="group",
        entity=group[0],
    )
    group[0].mentions.append(whole)
    discourse.focus.push(whole)
