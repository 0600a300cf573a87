"""Descriptions: "the Russian president", "his wife", "the agency", "the two men", "officials"."""

from __future__ import annotations

from functools import cache

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import epithets, may_play, specific_nouns
from quoteattr.coreference.sieves.appositions import described_beside
from quoteattr.coreference.sieves.groups import is_pair, resolve_several
from quoteattr.coreference.sieves.namings import from_headline, named_document
from quoteattr.model import SpeakerKind
from quoteattr.words.names import (
    body_words,
    given_name_gender,
    is_kin,
    is_state,
    kin_genders,
    place_of,
)

__all__ = ["describe", "resolve_nominal"]

_FAR = 200  # mentions looked back at for an entity with the role
_NEAR = 40  # for one of the kind alone
_GONE = 25  # sentences: the distance of whoever is not within reach
_PER_SENTENCE = 0.12  # what a sentence of distance takes off the fit of a role
_SALIENT = 0.45  # probability from which a description goes to whoever is spoken of
_UNLIKELY = 0.15  # weight of whoever was introduced as something else
_EXACT = 1.0  # fit from which a role is the very noun that was stated
_POOR = -0.4  # fit below which a role does not count
_GOING_ON = frozenset({"add", "continue", "conclude"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_ANY_BODY = frozenset({"company", "firm", "group", "organization", "organisation", "charity"}) | {
    *("newspaper", "paper", "magazine", "publication", "outlet", "network", "broadcaster", "site"),
    *("website", "bank", "nonprofit", "maker", "manufacturer", "retailer", "airline"),
}
_OF_ACRONYMS = frozenset({"agency", "regulator", "body"})
_PLAIN = frozenset({"news"})  # modifiers that tell a body from no other


def resolve_nominal(discourse: Discourse, mention: Mention) -> None:
    """Settle a description: linked to whoever was introduced, else an entity of its own.

    Args:
        discourse: the reading so far.
        mention: a common-noun phrase of it.
    """
    beside = described_beside(discourse, mention)
    if beside is not None:
        mention.silent = True
        _know_kin(discourse, mention, beside)
        discourse.take(beside, mention, "speaker:apposition")
        return
    found: Entity | None = None
    rule = "speaker:description"
    if mention.determination in ("definite", "possessive") or _headline(discourse, mention):
        if is_kin(mention.lemma) and mention.owner is not None:
            found, rule = _kin(discourse, mention), "speaker:kin"
        elif mention.plural or is_pair(discourse, mention):
            found, rule = resolve_several(discourse, mention), "speaker:description-group"
        else:
            found, rule = _one(discourse, mention)
    if found is not None:
        discourse.take(found, mention, rule)
        return
    announced = from_headline(discourse, mention)
    if announced is not None:
        announced.name = _as_written(discourse, mention)
        discourse.take(announced, mention, "speaker:same-description")
        return
    old = named_document(discourse, mention) or discourse.unnamed.get(_key(discourse, mention))
    if (
        old is not None
        and old.mentions
        and (mention.plural or mention.determination != "indefinite")
    ):
        discourse.take(old, mention, "speaker:same-description")
        return
    describe(discourse, mention)


def describe(discourse: Discourse, mention: Mention) -> None:
    """An entity of its own, known by its description as written.

    Args:
        discourse: the reading so far.
        mention: the mention that becomes its first.
    """
    if mention.pronoun is not None and is_pair(discourse, mention):
        two = resolve_several(discourse, mention)
        if two is not None:
            discourse.take(two, mention, "speaker:description-group")
            return
    entity = Entity(
        kind=mention.kind or _kind_of_pronoun(mention),
        name=_as_written(discourse, mention),
        named=False,
        plural=mention.plural,
        gender=mention.gender,
    )
    discourse.entities.append(entity)
    discourse.unnamed[_key(discourse, mention)] = entity
    _know_kin(discourse, mention, entity)
    discourse.take(entity, mention, "speaker:description-unnamed")


def _as_written(discourse: Discourse, mention: Mention) -> str:
    """The source that a mention heads, or the mention, without "himself" at its end.

    "A Gallup poll released on Friday" has its name in front of the noun.
    """
    words = discourse.parse.words
    span = discourse.source_of.get(mention.head)
    start, end = words[mention.first].start, words[mention.last - 1].end
    if span is not None:
        start, end = span.start, span.end
        if mention.kind == "document" and mention.proper and _is_described_on(discourse, mention):
            end = words[mention.head].end
    kept = discourse.parse.text[start:end].split()
    while len(kept) > 1 and kept[-1].lower() in _REFLEXIVE:
        kept.pop()
    return " ".join(kept)


def _is_described_on(discourse: Discourse, mention: Mention) -> bool:
    """Whether a participle follows the noun."""
    after = mention.head + 1
    words = discourse.parse.words
    return after < len(words) and words[after].deprel == "acl" and words[after].upos == "VERB"


def _know_kin(discourse: Discourse, mention: Mention, entity: Entity) -> None:
    """Keep whose wife or brother an entity is."""
    owner = _owner(discourse, mention) if is_kin(mention.lemma) else None
    if owner is not None:
        discourse.kin[(id(owner), mention.lemma)] = entity


def _kind_of_pronoun(mention: Mention) -> SpeakerKind:
    """The kind of whom "some", "someone" or "you" stands for; of an unknown noun, other."""
    if mention.plural or (mention.pronoun and mention.pronoun.person == 2):
        return "group"
    use = mention.pronoun.use if mention.pronoun else ""
    return "person" if use in ("generic", "indefinite") else "other"


def _key(discourse: Discourse, mention: Mention) -> tuple[str, bool, int]:
    """What two descriptions must share to be one: the words, the number, the owner."""
    words = discourse.parse.words[mention.first : mention.last]
    phrase = " ".join(w.text.lower() for w in words if w.upos not in ("DET", "PUNCT"))
    owner = _owner(discourse, mention)
    return phrase, mention.plural, id(owner) if owner is not None else 0


def _headline(discourse: Discourse, mention: Mention) -> bool:
    bare = mention.determination == "bare" and not mention.plural
    return bare and discourse.parse.words[mention.head].text[:1].isupper()


# --- one ---------------------------------------------------------------------------------------


def _one(discourse: Discourse, mention: Mention) -> tuple[Entity | None, str]:
    if mention.kind in ("organization", "document"):
        if mention.owner is not None:
            return _owned_body(discourse, mention), "speaker:description"
        introduced = _introduced(discourse, mention)
        if introduced is not None:
            return introduced[1], "speaker:description"
        return _nearest_of_kind(discourse, mention, mention.kind), "speaker:description-kind"
    earlier = _same_noun(discourse, mention)
    known = discourse.offices.holder(mention, discourse.entities) if earlier is None else None
    if known is not None:
        return discourse.bring_in(known), "speaker:known-role"
    introduced = _introduced(discourse, mention)
    if earlier is not None and (introduced is None or introduced[0] < _EXACT):
        return earlier, "speaker:same-description"
    if introduced is not None:
        return introduced[1], "speaker:description"
    if mention.kind != "person":
        return None, ""
    if mention.lemma in body_words() and mention.owner is None:
        return _nearest_of_kind(discourse, mention, "organization"), "speaker:description-kind"
    if _goes_on(discourse, mention):
        last = discourse.focus.last_speaker(mention.head)
        if last is not None and _may_be(mention, last):
            return last, "speaker:description-goes-on"
    return _salient(discourse, mention), "speaker:description-salience"


def _owned_body(discourse: Discourse, mention: Mention) -> Entity | None:
    """The body that "Mrs. Clinton's campaign" is, if it was named: the Clinton campaign."""
    owner = _owner(discourse, mention)
    if owner is None or not owner.tokens:
        return None
    return discourse.bodies().get((owner.tokens[-1], mention.lemma))


def _goes_on(discourse: Discourse, mention: Mention) -> bool:
    """Whether the cue says that someone goes on: "the chancellor added"."""
    return discourse.cue_of.get(mention.head) in _GOING_ON


def _may_be(mention: Mention, entity: Entity) -> bool:
    person = entity.kind == "person" and not entity.plural
    return (person and None in (mention.gender, entity.gender)) or (
        person and mention.gender == entity.gender
    )


def _introduced(discourse: Discourse, mention: Mention) -> tuple[float, Entity] | None:
    """Whoever was introduced with the role: the best fit, less what the distance takes off."""
    barred = (discourse.speaker_at(mention.head), _owner(discourse, mention))
    latest: dict[Entity, int] = {}
    for candidate, entity in discourse.focus.before(mention.head, _FAR):
        latest.setdefault(entity, mention.sentence - candidate.sentence)
    matches = discourse.descriptions.matches(mention, latest)
    person = mention.kind in ("person", None)
    matches = [
        pair
        for pair in matches
        if pair[1] not in barred and pair[0] > _POOR and (pair[1].kind == "person") == person
    ]
    if len(matches) < 2:
        return matches[0] if matches else None
    return max(matches, key=lambda pair: pair[0] - _PER_SENTENCE * latest.get(pair[1], _GONE))


def _same_noun(discourse: Discourse, mention: Mention) -> Entity | None:
    """The official, after "A White House official"."""
    for _, entity in discourse.focus.before(mention.head, _NEAR):
        earlier = entity.nouns.get(mention.lemma)
        if earlier is None or earlier.plural or entity.plural:
            continue
        if not (mention.modifiers - earlier.modifiers) and mention.place in (
            None,
            earlier.place,
        ):
            return entity
    return None


def _nearest_of_kind(discourse: Discourse, mention: Mention, kind: SpeakerKind) -> Entity | None:
    """The agency, after "the Congressional Budget Office"; the report, after "a report"."""
    bodies = body_words().get(mention.lemma, frozenset())
    plain = not mention.modifiers - _PLAIN
    found: list[Entity] = []
    for candidate, entity in discourse.focus.before(mention.head, _NEAR):
        if entity.kind != kind:
            continue
        fits = not (mention.modifiers - candidate.modifiers - set(entity.tokens))
        same = candidate.lemma == mention.lemma and fits
        # "The space agency", after NASA.
        some = plain or (len(entity.tokens) == 1 and entity.name.isupper())
        same = same or (some and _any_body(mention, candidate, entity))
        shown = entity.named and bodies & set(entity.tokens) and some
        if not (same or shown):
            continue
        if candidate.role == "subject" or candidate.head in discourse.source_of:
            return entity
        found.append(entity)
    return found[0] if found else None


def _any_body(mention: Mention, candidate: Mention, entity: Entity) -> bool:
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


def _salient(discourse: Discourse, mention: Mention) -> Entity | None:
    """Whoever is spoken of, for descriptions that news varies names with: "the nominee"."""
    words = discourse.parse.words
    span = discourse.source_of.get(mention.head)
    after = [
        words[kid]
        for kid in discourse.parse.children[mention.head]
        if kid > mention.head and words[kid].deprel.startswith("acl")
    ]
    if span is not None:
        after = [word for word in after if word.start < span.end]
    nouns = {mention.lemma, *_conjoined_nouns(discourse, mention)} & epithets()
    if mention.proper and place_of(mention.lemma):
        nouns.add(mention.lemma)  # "The Italian said"
    if mention.determination != "definite" or after or not nouns:
        return None
    ranked = discourse.rank(discourse.parse, mention, discourse.focus, frozenset())
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
    return best


def _conjoined_nouns(discourse: Discourse, mention: Mention) -> list[str]:
    """The other nouns of a description with one article: "the former senator and nominee"."""
    words, children = discourse.parse.words, discourse.parse.children
    nouns = [k for k in children[mention.head] if k > mention.head and words[k].xpos == "NN"]
    below = {noun: {words[i].deprel for i in children[noun]} for noun in nouns}
    # The parser hangs them up as nmod, too, if an "of" stands between.
    return [words[n].lemma.lower() for n in nouns if "cc" in below[n] and "det" not in below[n]]


# --- kin ---------------------------------------------------------------------------------------


def _owner(discourse: Discourse, mention: Mention) -> Entity | None:
    if mention.owner is None:
        return None
    owner = discourse.inside.get(mention.owner) or discourse.by_head.get(mention.owner)
    return owner.entity if owner is not None else None


def _kin(discourse: Discourse, mention: Mention) -> Entity | None:
    """His wife: whoever was introduced so, else one of the same surname and that gender."""
    owner = _owner(discourse, mention)
    if owner is None:
        return None
    found = discourse.kin.get((id(owner), mention.lemma))
    if found is None and not owner.named and mention.lemma in owner.nouns:
        return owner  # "Her mother" is no grandmother: the owner of "her" was taken wrong
    if found is not None or not owner.named or len(owner.tokens) < 2:
        return found
    gender = kin_genders().get(mention.lemma)
    for entity in discourse.by_surname(owner.tokens[-1]):
        if entity is not owner and gender in (entity.gender, given_name_gender(entity.tokens[0])):
            return entity
    return None
