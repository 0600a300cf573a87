"""The resolver: every mention goes through the sieves, and the first answer decides.

After Lee et al. 2013, "Deterministic coreference resolution based on entity-centric,
precision-ranked rules", Computational Linguistics 39(4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

import attrs
import regex

from quoteattr.coreference.authors import find_author
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.entities import group_names
from quoteattr.coreference.floating import floating_turns
from quoteattr.coreference.introductions import introductions
from quoteattr.coreference.known_persons import KnownPersons
from quoteattr.coreference.known_roles import Offices
from quoteattr.coreference.mentions.index import index_mentions
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.roles import stated_roles, with_stated_roles
from quoteattr.coreference.sieves import antecedents, descriptions, newcomers, pronouns, turns
from quoteattr.coreference.sieves.appositions import apposition
from quoteattr.coreference.sieves.chains import chain, second_opinion
from quoteattr.coreference.sieves.groups import family_members, one_of_two, several
from quoteattr.coreference.sieves.newcomers import described_before, is_newcomer
from quoteattr.coreference.sources import coordination
from quoteattr.relations import Relation
from quoteattr.syntax import Parse, Word
from quoteattr.text.marks import Mark, find_marks

__all__ = ["SIEVES", "Sieve", "read_article"]

_LONGEST_SURNAME = 4  # words of a name after its head, with the bracket after it
_THEY = regex.compile(r"\bthey/them\b", regex.IGNORECASE)


@attrs.frozen
class Sieve:
    """One way to resolve a mention.

    Attributes:
        name: what the evidence calls it, after ``speaker:``. Two rows may share a name.
        resolve: the decision on a mention, None to leave it to the sieves below.
        prior: how often we expect it to be right, before any data; None where the scorer
            says how probable the entity is.
        by_hand: whether ``prior`` alone is the probability, because there is no annotated text to
            learn one from.
        weak: whether it gives way to a chain of the parser's own coreference that names another.
        final: whether no chain is asked at all.
    """

    name: str
    resolve: Callable[[Discourse, Mention], Decision | None]
    prior: float | None
    by_hand: bool = False
    weak: bool = False
    final: bool = False


def _own_name(discourse: Discourse, mention: Mention) -> Decision | None:
    """The entity that a name was grouped with."""
    entity = discourse.entity_of(mention) if mention.name is not None else None
    return None if entity is None else Decision(entity)


SIEVES: tuple[Sieve, ...] = (
    Sieve("turn", turns.label, 0.75, by_hand=True, final=True),
    Sieve("name", _own_name, 0.97, final=True),
    Sieve("relative-clause", pronouns.relative_clause, 0.95),
    Sieve("relative-nearest", pronouns.relative_nearest, 0.85),
    Sieve("author", pronouns.author, 0.95),
    Sieve("first-person-institution", pronouns.institution, 0.6),
    Sieve("first-person", pronouns.first_person, 0.95),
    Sieve("apposition", apposition, 0.95, final=True),
    Sieve("kin", descriptions.kin, 0.85),
    Sieve("description-group", several, 0.8, by_hand=True),
    Sieve("description-group", one_of_two, 0.8, by_hand=True),
    Sieve("known-role", descriptions.known_role, 0.85, by_hand=True),
    Sieve("description", descriptions.owned_body, 0.85),
    Sieve("description", descriptions.counterpart, 0.85),
    Sieve("antecedent", antecedents.antecedent, None),
    Sieve("description-unnamed", newcomers.unnamed, 0.9, weak=True),
    Sieve("chain", chain, 0.85, by_hand=True, final=True),
)
"""The sieves, in the order in which they are asked."""


def read_article(
    parse: Parse,
    relations: Sequence[Relation],
    known: KnownPersons | None = None,
    sieves: Sequence[Sieve] = SIEVES,
    marks: Sequence[Mark] | None = None,
    floating: Callable[[Discourse], Mapping[int, Decision]] = floating_turns,
) -> Discourse:
    """Resolve the mentions of an article: first all outside quotations, then those in them.

    Args:
        parse: the document.
        relations: its attributions.
        known: the caller's persons.
        sieves: in the order in which they are asked.
        marks: the quotation marks of the text, where they have been read already.
        floating: decides on the quotations without a cue, by the numbers of their relations.

    Returns:
        The discourse after the last mention. A mention that no sieve resolves has no entity.
    """
    known = known or KnownPersons(())
    discourse = _begin(parse, relations, known, find_marks(parse.text) if marks is None else marks)
    discourse.give_turns(turns.answers(discourse))
    discourse.set_labels(turns.find_labels(discourse))
    later: list[Mention] = []
    for mention in discourse.mentions:
        if discourse.is_quoted(mention) and mention.name is None:
            later.append(mention)
        else:
            _read(discourse, mention, sieves)
    discourse.give_turns(turns.alternating_turns(discourse))
    discourse.give_turns(floating(discourse))
    for mention in later:
        _read(discourse, mention, sieves)
    return discourse


def _begin(
    parse: Parse, relations: Sequence[Relation], known: KnownPersons, marks: Sequence[Mark]
) -> Discourse:
    """The discourse before anything is read: names grouped, with their roles, the author known."""
    index = index_mentions(parse, relations, known.spellings)
    names = [index.by_head[head] for head in sorted(index.by_head) if index.by_head[head].name]
    spans = [span for r in relations for span in (r.source, *r.via) if span is not None]
    sources = {mention.head for span in spans if (mention := index.of_source(span)) is not None}
    stated = {name.head: tuple(stated_roles(parse, name)) for name in names}
    named = group_names(names, known, introductions(parse, names, stated, sources))
    entities = [with_stated_roles(entity, stated) for entity in named]
    entities = _with_neutral_pronouns(parse, entities)
    author = find_author(parse, entities)
    if author is not None:
        entities = [attrs.evolve(e, author=True) if e == author else e for e in entities]
    offices = Offices(parse, known, known.named_by(named))
    return Discourse(parse, relations, marks, index, entities, offices)


def _with_neutral_pronouns(parse: Parse, entities: list[Entity]) -> list[Entity]:
    """The entities, with who is called "they": "Lee, who uses they/them pronouns"."""
    named = {mention.head: entity.key for entity in entities for mention in entity.mentions}
    heads = sorted(named)
    keys = set()
    for place in _THEY.finditer(parse.text):
        word = parse.word_at(place.start())
        number = bisect_left(heads, word) if word is not None else 0
        if word is not None and number:
            head = heads[number - 1]
            same = parse.words[head].sentence == parse.words[word].sentence
            if same and _says_pronouns(parse.words[head + 1 : word]):
                keys.add(named[head])
    return [attrs.evolve(e, neutral=True) if e.key in keys else e for e in entities]


def _says_pronouns(between: Sequence[Word]) -> bool:
    """Whether the words after a name make what follows its pronouns.

    So do a bracket, "who uses" and "whose pronouns are", but not "mocked" or "Hale banned the use
    of".
    """
    lemmas = [word.lemma.lower() for word in between if word.upos not in ("DET", "ADJ", "ADV")]
    if not lemmas or between[-1].xpos == "VBG":
        return False
    bracketed = lemmas[-1] == "(" and len(between) < _LONGEST_SURNAME
    uses = lemmas[-1] in ("use", "prefer") and between[-1].upos == "VERB"
    return bracketed or uses or lemmas[-2:] in (["go", "by"], ["pronoun", "be"])


def _read(
    discourse: Discourse,
    mention: Mention,
    sieves: Sequence[Sieve],
    waiting: tuple[Mention, ...] = (),
) -> None:
    """Decide on a mention, unless that is done, and let later ones refer to it.

    The antecedent of a relative pronoun comes first. ``waiting`` are the pronouns that wait for
    this mention: a damaged parse may go in circles.
    """
    if discourse.decision_on(mention) is None:
        for antecedent in pronouns.awaited(discourse, mention):
            if antecedent not in (*waiting, mention):
                discourse.add_antecedent(antecedent)
                _read(discourse, antecedent, sieves, (*waiting, mention))
        decision = _decide(discourse, mention, sieves)
        if decision is not None:
            discourse.decide(mention, decision)
    decision = discourse.decision_on(mention)
    if decision is None or decision.entity is None or discourse.was_read(mention):
        return
    if _may_be_referred_to(discourse, mention, decision):
        _pass(discourse, mention, decision)


def _may_be_referred_to(discourse: Discourse, mention: Mention, decision: Decision) -> bool:
    """Whether a later pronoun or description may refer to a mention.

    Not to a description beside a name: it is the name that counts. Nor to "those" in "those who
    left", unless they speak.
    """
    if decision.sieve == "description-unnamed" and mention.pronoun is not None:
        return discourse.is_source(mention)
    return decision.sieve != "apposition"


def _decide(discourse: Discourse, mention: Mention, sieves: Sequence[Sieve]) -> Decision | None:
    """The decision of the first sieve that answers, with what the parser's chains say to it."""
    for sieve in sieves:
        found = sieve.resolve(discourse, mention)
        if found is not None:
            name = found.sieve or sieve.name
            decision = Decision(found.entity, name, found.probability, found.sure)
            if sieve.final:
                return decision
            return second_opinion(
                discourse, mention, decision, weak=sieve.weak or is_newcomer(mention, decision)
            )
    return None


def _pass(discourse: Discourse, mention: Mention, decision: Decision) -> None:
    """Note a mention that is resolved: its names, its speaker, its group."""
    discourse.mark_read(mention)
    entity = discourse.entity_of(mention)
    if decision.sieve == "name" and entity is not None and mention is entity.mentions[0]:
        _learn_name(discourse, mention)
    quoted = discourse.is_quoted(mention)
    if not quoted or mention.name:
        discourse.remember(mention)
    entity = discourse.entity_of(mention)
    if quoted or entity is None:
        return
    # A speaker within what somebody else says is not the last speaker.
    if (mention.speaks or discourse.is_source(mention)) and not discourse.is_reported(mention):
        discourse.hear(mention, entity)
    _remember_group(discourse, mention)


def _learn_name(discourse: Discourse, mention: Mention) -> None:
    """At the first mention of a name: its descriptions before, and who is in the family."""
    entity = discourse.entity_of(mention)
    if entity is None:
        return
    members = family_members(discourse, entity)
    if members and not entity.members:
        discourse.change(attrs.evolve(entity, members=members))
    described = described_before(discourse, mention)
    if described is not None:
        discourse.merge(described, entity)


def _remember_group(discourse: Discourse, mention: Mention) -> None:
    """After the last member of a coordination, remember the group as a whole."""
    word = discourse.parse.words[mention.head]
    if word.deprel == "appos" and word.head >= 0:
        word = discourse.parse.words[word.head]  # "Ann Lee and her deputy, Tom Hale"
    found = coordination(discourse, word.head) if word.deprel == "conj" and word.head >= 0 else None
    if found is None or found[1][-1] not in (mention, discourse.mention_at(word.index)):
        return
    group, members = found
    first = members[0]
    whole = Mention(
        # In a damaged tree the members may be in any order.
        first=min(member.first for member in members),
        last=max(member.last for member in members),
        head=mention.head,
        form="name" if all(member.name for member in members) else "nominal",
        lemma="",
        sentence=first.sentence,
        role=first.role,
        plural=True,
        kind="group",
    )
    discourse.decide(whole, Decision(group))
    discourse.remember(whole)
