"""One reading of an article from left to right: every mention gets its participant."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.coreference.canonical import never_named
from quoteattr.coreference.discourse import Story
from quoteattr.coreference.entities import group_names
from quoteattr.coreference.records import Reference
from quoteattr.coreference.roles import Descriptions, collect_roles
from quoteattr.coreference.sieves.authors import find_author
from quoteattr.coreference.sieves.chains import Chains, could_describe
from quoteattr.coreference.sieves.descriptions import resolve_nominal
from quoteattr.coreference.sieves.known_roles import Offices
from quoteattr.coreference.sieves.namings import join_description
from quoteattr.coreference.sieves.pronouns import resolve_pronoun
from quoteattr.coreference.sieves.ranker import Ranker, agrees, rank_antecedents
from quoteattr.coreference.sieves.turns import name_labels, take_turns
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.names import Person

__all__ = ["read_story"]

# What is known by its words alone, or by the one in focus, yields to a chain with a name.
_WEAK = frozenset({"speaker:description-unnamed", "speaker:description-salience"})
_UNSURE = 0.6  # probability of an antecedent below which a chain decides


def read_story(
    parse: Parse,
    relations: Sequence[Relation],
    known: Sequence[Person] = (),
    rank: Ranker = rank_antecedents,
    marks: Sequence[Mark] | None = None,
) -> Story:
    """Read an article: names first, then everything outside quotations, then what is in them.

    Args:
        parse: the document.
        relations: its attributions.
        known: persons whom the caller names.
        rank: ranks the antecedents of pronouns; another one than ours to learn from.
        marks: the quotation marks, if they are read already.

    Returns:
        The finished reading; a mention that could not be settled has no participant.
    """
    story = Story(parse, relations, rank, marks)
    names = [r for r in story.references if r.name]
    story.participants = group_names(names, known)
    story.offices = Offices(parse, never_named(story.participants, known))
    collect_roles(parse, story.references)
    story.descriptions = Descriptions(story.participants)
    if parse.chains:
        story.chains = Chains(parse, story.inside)
    story.author = find_author(parse, story.references)
    if story.author is not None:
        story.author.author = True
    story.settle = lambda reference: _settle(story, reference)
    name_labels(story)
    later: list[Reference] = []
    for reference in list(story.references):
        if reference.quoted and reference.name is None:
            later.append(reference)
        else:
            _settle(story, reference)
    take_turns(story)
    for reference in later:
        _settle(story, reference)
    return story


def _settle(story: Story, reference: Reference) -> None:
    if reference.head in story.nobody:
        return
    if reference.entity is None:
        if reference.pronoun is not None:
            resolve_pronoun(story, reference)
        else:
            resolve_nominal(story, reference)
        _hear_chain(story, reference)
    elif not reference.evidence:
        reference.evidence = "speaker:name"
    if reference.entity is None or reference.silent or reference.read:
        return
    reference.read = True
    if reference.name is not None:
        join_description(story, reference)
    if not reference.quoted or reference.name:
        story.focus.push(reference)
    if not reference.quoted:
        # Whoever speaks only in what another one says does not hold the floor.
        source = reference.speaks or reference.head in story.source_of
        if source and not reference.reported:
            story.focus.speak(reference.head, reference.entity)
        _push_group(story, reference)


def _hear_chain(story: Story, reference: Reference) -> None:
    """Let the parser's own coreference settle what ours could not, or not surely."""
    found = story.chains.named(reference) if story.chains is not None else None
    if found is None or reference.silent:
        return
    pronoun = reference.pronoun
    if pronoun is not None and (pronoun.person != 3 or not agrees(reference, found)):
        return
    if pronoun is None and not could_describe(reference, found):
        return
    ours = reference.entity
    if ours is found:
        reference.chain = "chain:agrees"
    elif ours is None or reference.evidence in _WEAK or reference.probability < _UNSURE:
        if ours is not None:
            ours.references.remove(reference)
        story.take(found, reference, "speaker:chain")
        reference.probability, reference.sure = 1.0, True
    else:
        reference.chain = "chain:differs"


def _push_group(story: Story, reference: Reference) -> None:
    """After the last member of a coordination, the group as a whole."""
    word = story.parse.words[reference.head]
    if word.deprel != "conj" or word.head < 0:
        return
    group = story.coordination(word.head)
    if group is None or group[1][-1] is not reference:
        return
    first = group[1][0]
    whole = Reference(
        first=first.first,
        last=reference.last,
        head=reference.head,
        form="name" if all(r.name for r in group[1]) else "nominal",
        lemma="",
        sentence=first.sentence,
        role=first.role,
        plural=True,
        kind="group",
        entity=group[0],
    )
    group[0].references.append(whole)
    story.focus.push(whole)
