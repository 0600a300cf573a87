"""Descriptions of one: "the Russian president", "his wife", "the agency", "a voter"."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from functools import cache

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.entities import entity_of_known
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.roles import epithets, fit, may_play, specific_nouns
from quoteattr.coreference.sieves.conditions import (
    is_body,
    is_linked,
    is_one,
    is_open,
    is_relative,
)
from quoteattr.coreference.sieves.ranker import rank_antecedents
from quoteattr.coreference.sources import speaker_at
from quoteattr.model import SpeakerKind
from quoteattr.words.names import (
    body_words,
    given_name_gender,
    is_state,
    kin_genders,
    place_of,
    title_noun,
)

__all__ = [
    "exact_role",
    "goes_on",
    "headline",
    "kin",
    "known_role",
    "named_document",
    "nearest_of_kind",
    "owned_body",
    "same_noun",
    "same_words",
    "stated_role",
    "unnamed",
    "varied_name",
]

_FAR = 200  # mentions looked back at for an entity with the role
_NEAR = 40  # for one of the kind alone
_HEADLINE = 80  # for what a headline or the lead describes
_LEAD = 3  # sentences in which news describes before it names
_SOON = 8  # sentences from the description of a document to its name
_GONE = 25  # sentences: the distance of an entity that is out of reach
_PER_SENTENCE = 0.12  # what a sentence of distance takes off the fit of a role
_SALIENT = 0.45  # probability from which a description means the entity in focus
_UNLIKELY = 0.15  # weight of an entity that was introduced as something else
_EXACT = 1.0  # fit from which a role is the very noun that was stated
_POOR = -0.4  # fit below which a role does not count
_GOING_ON = frozenset({"add", "continue", "conclude"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_ANY_BODY = frozenset({"company", "firm", "group", "organization", "organisation", "charity"}) | {
    *("newspaper", "paper", "magazine", "publication", "outlet", "network", "broadcaster", "site"),
    *("website", "bank", "nonprofit", "maker", "manufacturer", "retailer", "airline"),
}
_OF_ACRONYMS = frozenset({"agency", "regulator", "body"})
_PLAIN = frozenset({"news"})  # modifiers that do not distinguish a body from others


# --- relatives ---------------------------------------------------------------------------------


def kin(discourse: Discourse, mention: Mention) -> Decision | None:
    """His wife: introduced as such, else the one of the same surname and of that gender."""
    owner = discourse.owner_of(mention)
    if owner is None or not is_relative(mention) or not is_linked(discourse, mention):
        return None
    known = discourse.relative(owner, mention.lemma)
    if known is None and not owner.named and discourse.described_as(owner, mention.lemma):
        return Decision(owner)  # "her mother" of a mother: the owner of "her" was taken wrong
    if known is not None:
        return Decision(known)
    if not owner.named or len(owner.tokens) < 2:
        return None
    gender = kin_genders().get(mention.lemma)
    for entity in discourse.by_surname(owner.tokens[-1]):
        if entity != owner and gender in (entity.gender, given_name_gender(entity.tokens[0])):
            return Decision(entity)
    return None


# --- roles -------------------------------------------------------------------------------------


def owned_body(discourse: Discourse, mention: Mention) -> Decision | None:
    """The body that "Mrs. Clinton's campaign" is, if it was named: the Clinton campaign."""
    owner = discourse.owner_of(mention)
    if owner is None or not owner.tokens or not is_body(mention):
        return None
    body = discourse.body(owner.tokens[-1], mention.lemma) if is_one(discourse, mention) else None
    return None if body is None else Decision(body)


def known_role(discourse: Discourse, mention: Mention) -> Decision | None:
    """One of the caller's persons who has the role, and whom the article does not name."""
    if is_body(mention) or not is_one(discourse, mention):
        return None
    person = discourse.offices.holder(mention, discourse.entities())
    if person is None or same_noun(discourse, mention) is not None:
        return None
    return Decision(discourse.entity(person) or entity_of_known(person))


def exact_role(discourse: Discourse, mention: Mention) -> Decision | None:
    """A person who was introduced with this very role."""
    if is_body(mention) or not is_one(discourse, mention):
        return None
    best = _introduced(discourse, mention)
    return Decision(best[1]) if best is not None and best[0] >= _EXACT else None


def same_noun(discourse: Discourse, mention: Mention) -> Decision | None:
    """The official, after "A White House official"."""
    if is_body(mention) or not is_one(discourse, mention):
        return None
    for _, entity in discourse.before(mention.head, _NEAR):
        earlier = discourse.described_as(entity, mention.lemma)
        if earlier is None or earlier.plural or entity.plural:
            continue
        same_place = mention.place in (None, earlier.place)
        if same_place and not (mention.modifiers - earlier.modifiers):
            return Decision(entity)
    return None


def stated_role(discourse: Discourse, mention: Mention) -> Decision | None:
    """The Russian president, after "President Putin" of Russia."""
    if not is_one(discourse, mention) or (is_body(mention) and mention.owner is not None):
        return None
    best = _introduced(discourse, mention)
    return None if best is None else Decision(best[1])


def _introduced(discourse: Discourse, mention: Mention) -> tuple[float, Entity] | None:
    """The entity introduced with the role: the best fit, less what the distance takes off."""
    barred = (speaker_at(discourse, mention.head), discourse.owner_of(mention))
    latest: dict[Hashable, int] = {}
    for candidate, entity in discourse.before(mention.head, _FAR):
        latest.setdefault(entity.key, mention.sentence - candidate.sentence)
    person = mention.kind in ("person", None)
    matches = [
        (fits, entity)
        for fits, entity in _matches(discourse, mention, latest)
        if entity not in barred and fits > _POOR and (entity.kind == "person") == person
    ]
    if len(matches) < 2:
        return matches[0] if matches else None
    return max(matches, key=lambda pair: pair[0] - _PER_SENTENCE * latest.get(pair[1].key, _GONE))


def _matches(
    discourse: Discourse, mention: Mention, lately: Collection[Hashable]
) -> list[tuple[float, Entity]]:
    """Entities that a description fits, with how well it does."""
    noun = title_noun(mention.lemma)
    best: dict[Entity, float] = {}
    for other in (noun, *sorted(specific_nouns(noun))):
        for entity in discourse.holders(other, lately):
            score = fit(mention, entity, other, exact=other == noun)
            if score is not None and score > best.get(entity, float("-inf")):
                best[entity] = score
    return [(score, entity) for entity, score in best.items()]


# --- kinds -------------------------------------------------------------------------------------


def nearest_of_kind(discourse: Discourse, mention: Mention) -> Decision | None:
    """The agency, after "the Congressional Budget Office"; the report, after "a report"."""
    if mention.owner is not None or not is_one(discourse, mention):
        return None
    if mention.kind not in ("organization", "document"):
        body = mention.kind == "person" and mention.lemma in body_words()
        return _nearest(discourse, mention, "organization") if body else None
    return _nearest(discourse, mention, mention.kind)


def _nearest(discourse: Discourse, mention: Mention, kind: SpeakerKind) -> Decision | None:
    """The nearest of a kind that is a subject or a source, else the nearest at all."""
    found: Entity | None = None
    for candidate, entity in discourse.before(mention.head, _NEAR):
        if entity.kind == kind and _may_be(mention, candidate, entity):
            if candidate.role == "subject" or discourse.is_source(candidate):
                return Decision(entity)
            found = found or entity
    return None if found is None else Decision(found)


def _may_be(mention: Mention, candidate: Mention, entity: Entity) -> bool:
    """Whether a description may stand for a body or document that was just mentioned."""
    unlike = mention.modifiers - candidate.modifiers - set(entity.tokens)
    if candidate.lemma == mention.lemma and not unlike:
        return True
    # "The space agency", after NASA.
    acronym = len(entity.tokens) == 1 and entity.name.isupper()
    if mention.modifiers - _PLAIN and not acronym:
        return False
    if _is_any_body(mention, candidate, entity):
        return True
    shown = body_words().get(mention.lemma, frozenset())
    return entity.named and not shown.isdisjoint(entity.tokens)


def _is_any_body(mention: Mention, candidate: Mention, entity: Entity) -> bool:
    """Whether a named body, subject just before, can be "the company" or "the group".

    It can't if its name shows a body of another sort, as "Justice Department" does.
    """
    near = mention.sentence - candidate.sentence <= 2 and candidate.role == "subject"
    place = entity.place or candidate.is_place or is_state(entity.name)
    acronym = entity.name.isupper() and mention.lemma in _OF_ACRONYMS
    if not near or not entity.named or place or not (acronym or mention.lemma in _ANY_BODY):
        return False
    return not any(_shows_body(token) for token in entity.tokens)


@cache
def _shows_body(token: str) -> bool:
    return token in body_words() or any(token in words for words in body_words().values())


# --- who is in focus ---------------------------------------------------------------------------


def goes_on(discourse: Discourse, mention: Mention) -> Decision | None:
    """Who spoke last, if the cue says that someone goes on: "the chancellor added"."""
    if not _may_vary(discourse, mention) or discourse.cue_of.get(mention.head) not in _GOING_ON:
        return None
    last = discourse.last_speaker(mention.head)
    if last is None or last.kind != "person" or last.plural:
        return None
    if mention.gender in (None, last.gender) or last.gender is None:
        return Decision(last)
    return None


def varied_name(discourse: Discourse, mention: Mention) -> Decision | None:
    """Who is in focus, for nouns with which news varies a name: "the nominee", "the Italian"."""
    nouns = _epithets(discourse, mention)
    if not nouns or not _may_vary(discourse, mention) or _is_modified(discourse, mention):
        return None
    ranked = rank_antecedents(discourse, mention)
    specific = [noun for noun in nouns if specific_nouns(noun)]
    if specific:
        # "The nominee" is nobody who was introduced as a judge or as someone's wife.
        ranked = [
            (p if all(may_play(noun, entity) for noun in specific) else _UNLIKELY * p, entity)
            for p, entity in ranked
        ]
    total = sum(probability for probability, _ in ranked)
    probability, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or not best.named or probability < _SALIENT * total:
        return None
    return Decision(best)


def _may_vary(discourse: Discourse, mention: Mention) -> bool:
    """Whether a description may vary the name of a person, and does not name a body."""
    body = mention.lemma in body_words() and mention.owner is None
    return mention.kind == "person" and not body and is_one(discourse, mention)


def _epithets(discourse: Discourse, mention: Mention) -> set[str]:
    """The nouns of a description with which news varies names."""
    if mention.form != "nominal" or mention.determination != "definite":
        return set()
    nouns = {mention.lemma, *_conjoined_nouns(discourse, mention)} & epithets()
    nationality = mention.proper and place_of(mention.lemma)  # "The Italian said"
    return nouns | {mention.lemma} if nationality else nouns


def _is_modified(discourse: Discourse, mention: Mention) -> bool:
    """Whether a clause or participle within the source describes the noun further."""
    words = discourse.parse.words
    span = discourse.source_of.get(mention.head)
    return any(
        kid > mention.head
        and words[kid].deprel.startswith("acl")
        and (span is None or words[kid].start < span.end)
        for kid in discourse.parse.children[mention.head]
    )


def _conjoined_nouns(discourse: Discourse, mention: Mention) -> list[str]:
    """The other nouns of a description with one article: "the former senator and nominee"."""
    words, children = discourse.parse.words, discourse.parse.children
    nouns = [k for k in children[mention.head] if k > mention.head and words[k].xpos == "NN"]
    below = {noun: {words[i].deprel for i in children[noun]} for noun in nouns}
    # Next to an "of", the parser attaches them as nmod, too.
    return [words[n].lemma.lower() for n in nouns if "cc" in below[n] and "det" not in below[n]]


# --- described before --------------------------------------------------------------------------


def headline(discourse: Discourse, mention: Mention) -> Decision | None:
    """What the headline calls "New poll", when the lead begins with "A new poll"."""
    if mention.form != "nominal" or mention.determination != "indefinite" or mention.plural:
        return None
    if mention.kind is None or not 0 < mention.sentence < _LEAD:
        return None
    found = {
        entity
        for candidate, entity in discourse.before(mention.head, _HEADLINE)
        if candidate.sentence == 0
        and candidate.determination == "bare"
        and candidate.form == "nominal"
        and candidate.lemma == mention.lemma
        and not (candidate.plural or entity.named or candidate.modifiers - mention.modifiers)
    }
    if len(found) != 1:
        return None
    return Decision(attrs.evolve(found.pop(), name=_as_written(discourse, mention)))


def named_document(discourse: Discourse, mention: Mention) -> Decision | None:
    """The poll of the lead, when "the Reuters/Ipsos poll" shows whose it is; it takes the name."""
    if mention.kind != "document" or not mention.proper or not _is_old(mention):
        return None
    found = {
        entity
        for candidate, entity in discourse.before(mention.head, _HEADLINE)
        if candidate.lemma == mention.lemma and not candidate.plural and entity.kind == "document"
    }
    entity = found.pop() if len(found) == 1 else None
    if entity is None or entity.named or mention.plural:
        return None
    first = entity.mentions[0].sentence
    if first >= _LEAD or mention.sentence - first > _SOON:
        return None
    words = discourse.parse.words
    # In a headline every word may look like a name.
    if any(m.proper and words[m.head].text.islower() for m in entity.mentions):
        return None
    return Decision(attrs.evolve(entity, name=_proper_part(discourse, mention)))


def _is_old(mention: Mention) -> bool:
    """Whether a description may speak of something that has been described: no "a voter"."""
    return mention.form == "nominal" and (mention.plural or mention.determination != "indefinite")


def _proper_part(discourse: Discourse, mention: Mention) -> str:
    """A description from the first word that may begin a name to the noun."""
    parse = discourse.parse
    words = parse.words[mention.first : mention.head + 1]
    start = next(
        word.start
        for word in words
        if word.upos == "PROPN" or (word.upos != "DET" and word.text[:1].isupper())
    )
    return parse.text[start : words[-1].end]


def same_words(discourse: Discourse, mention: Mention) -> Decision | None:
    """The voters, after "voters": known by these very words alone."""
    entity = discourse.unnamed(mention) if _is_old(mention) else None
    return Decision(entity) if entity is not None and entity.mentions else None


def unnamed(discourse: Discourse, mention: Mention) -> Decision | None:
    """An entity of its own, known by its description: "A police spokesman", "some"."""
    if mention.form != "nominal" and not is_open(discourse, mention):
        return None
    return Decision(
        Entity(
            key=mention.head,
            kind=mention.kind or _kind_of_pronoun(mention),
            name=_as_written(discourse, mention),
            named=False,
            plural=mention.plural,
            gender=mention.gender,
        )
    )


def _kind_of_pronoun(mention: Mention) -> SpeakerKind:
    """The kind that "some", "someone" or "you" stands for; for an unknown noun, other."""
    if mention.plural or (mention.pronoun and mention.pronoun.person == 2):
        return "group"
    use = mention.pronoun.use if mention.pronoun else ""
    return "person" if use in ("generic", "indefinite") else "other"


def _as_written(discourse: Discourse, mention: Mention) -> str:
    """The source that a mention heads, or the mention, without "himself" at its end.

    "A Gallup poll released on Friday" is "A Gallup poll": its name is before the noun.
    """
    words = discourse.parse.words
    span = discourse.source_of.get(mention.head)
    start, end = words[mention.first].start, words[mention.last - 1].end
    if span is not None:
        start, end = span.start, span.end
        after = words[mention.head + 1] if mention.head + 1 < len(words) else None
        participle = after is not None and after.deprel == "acl" and after.upos == "VERB"
        if mention.kind == "document" and mention.proper and participle:
            end = words[mention.head].end
    kept = discourse.parse.text[start:end].split()
    while len(kept) > 1 and kept[-1].lower() in _REFLEXIVE:
        kept.pop()
    return " ".join(kept)
