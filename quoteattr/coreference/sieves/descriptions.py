"""Descriptions: "the Russian president", "his wife", "the agency", "the two men", "officials"."""

from __future__ import annotations

from functools import cache

from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
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

_FAR = 200  # mentions looked back at for a participant with the role
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


def resolve_nominal(story: Story, reference: Reference) -> None:
    """Settle a description: linked to whoever was introduced, else a participant of its own.

    Args:
        story: the reading so far.
        reference: a common-noun phrase of it.
    """
    beside = described_beside(story, reference)
    if beside is not None:
        reference.silent = True
        _know_kin(story, reference, beside)
        story.take(beside, reference, "speaker:apposition")
        return
    found: Participant | None = None
    rule = "speaker:description"
    if reference.determination in ("definite", "possessive") or _headline(story, reference):
        if is_kin(reference.lemma) and reference.owner is not None:
            found, rule = _kin(story, reference), "speaker:kin"
        elif reference.plural or is_pair(story, reference):
            found, rule = resolve_several(story, reference), "speaker:description-group"
        else:
            found, rule = _one(story, reference)
    if found is not None:
        story.take(found, reference, rule)
        return
    announced = from_headline(story, reference)
    if announced is not None:
        announced.name = _as_written(story, reference)
        story.take(announced, reference, "speaker:same-description")
        return
    old = named_document(story, reference) or story.unnamed.get(_key(story, reference))
    if (
        old is not None
        and old.references
        and (reference.plural or reference.determination != "indefinite")
    ):
        story.take(old, reference, "speaker:same-description")
        return
    describe(story, reference)


def describe(story: Story, reference: Reference) -> None:
    """A participant of its own, known by its description as written.

    Args:
        story: the reading so far.
        reference: the mention that becomes its first.
    """
    if reference.pronoun is not None and is_pair(story, reference):
        two = resolve_several(story, reference)
        if two is not None:
            story.take(two, reference, "speaker:description-group")
            return
    participant = Participant(
        kind=reference.kind or _kind_of_pronoun(reference),
        name=_as_written(story, reference),
        named=False,
        plural=reference.plural,
        gender=reference.gender,
    )
    story.participants.append(participant)
    story.unnamed[_key(story, reference)] = participant
    _know_kin(story, reference, participant)
    story.take(participant, reference, "speaker:description-unnamed")


def _as_written(story: Story, reference: Reference) -> str:
    """The source that a mention heads, or the mention, without "himself" at its end.

    "A Gallup poll released on Friday" has its name in front of the noun.
    """
    words = story.parse.words
    span = story.source_of.get(reference.head)
    start, end = words[reference.first].start, words[reference.last - 1].end
    if span is not None:
        start, end = span.start, span.end
        if reference.kind == "document" and reference.proper and _is_described_on(story, reference):
            end = words[reference.head].end
    kept = story.parse.text[start:end].split()
    while len(kept) > 1 and kept[-1].lower() in _REFLEXIVE:
        kept.pop()
    return " ".join(kept)


def _is_described_on(story: Story, reference: Reference) -> bool:
    """Whether a participle follows the noun."""
    after = reference.head + 1
    words = story.parse.words
    return after < len(words) and words[after].deprel == "acl" and words[after].upos == "VERB"


def _know_kin(story: Story, reference: Reference, participant: Participant) -> None:
    """Keep whose wife or brother a participant is."""
    owner = _owner(story, reference) if is_kin(reference.lemma) else None
    if owner is not None:
        story.kin[(id(owner), reference.lemma)] = participant


def _kind_of_pronoun(reference: Reference) -> SpeakerKind:
    """The kind of whom "some", "someone" or "you" stands for; of an unknown noun, other."""
    if reference.plural or (reference.pronoun and reference.pronoun.person == 2):
        return "group"
    use = reference.pronoun.use if reference.pronoun else ""
    return "person" if use in ("generic", "indefinite") else "other"


def _key(story: Story, reference: Reference) -> tuple[str, bool, int]:
    """What two descriptions must share to be one: the words, the number, the owner."""
    words = story.parse.words[reference.first : reference.last]
    phrase = " ".join(w.text.lower() for w in words if w.upos not in ("DET", "PUNCT"))
    owner = _owner(story, reference)
    return phrase, reference.plural, id(owner) if owner is not None else 0


def _headline(story: Story, reference: Reference) -> bool:
    bare = reference.determination == "bare" and not reference.plural
    return bare and story.parse.words[reference.head].text[:1].isupper()


# --- one ---------------------------------------------------------------------------------------


def _one(story: Story, reference: Reference) -> tuple[Participant | None, str]:
    if reference.kind in ("organization", "document"):
        if reference.owner is not None:
            return _owned_body(story, reference), "speaker:description"
        introduced = _introduced(story, reference)
        if introduced is not None:
            return introduced[1], "speaker:description"
        return _nearest_of_kind(story, reference, reference.kind), "speaker:description-kind"
    earlier = _same_noun(story, reference)
    known = story.offices.holder(reference, story.participants) if earlier is None else None
    if known is not None:
        return story.bring_in(known), "speaker:known-role"
    introduced = _introduced(story, reference)
    if earlier is not None and (introduced is None or introduced[0] < _EXACT):
        return earlier, "speaker:same-description"
    if introduced is not None:
        return introduced[1], "speaker:description"
    if reference.kind != "person":
        return None, ""
    if reference.lemma in body_words() and reference.owner is None:
        return _nearest_of_kind(story, reference, "organization"), "speaker:description-kind"
    if _goes_on(story, reference):
        last = story.focus.last_speaker(reference.head)
        if last is not None and _may_be(reference, last):
            return last, "speaker:description-goes-on"
    return _salient(story, reference), "speaker:description-salience"


def _owned_body(story: Story, reference: Reference) -> Participant | None:
    """The body that "Mrs. Clinton's campaign" is, if it was named: the Clinton campaign."""
    owner = _owner(story, reference)
    if owner is None or not owner.tokens:
        return None
    return story.bodies().get((owner.tokens[-1], reference.lemma))


def _goes_on(story: Story, reference: Reference) -> bool:
    """Whether the cue says that someone goes on: "the chancellor added"."""
    return story.cue_of.get(reference.head) in _GOING_ON


def _may_be(reference: Reference, participant: Participant) -> bool:
    person = participant.kind == "person" and not participant.plural
    return (person and None in (reference.gender, participant.gender)) or (
        person and reference.gender == participant.gender
    )


def _introduced(story: Story, reference: Reference) -> tuple[float, Participant] | None:
    """Whoever was introduced with the role: the best fit, less what the distance takes off."""
    barred = (story.speaker_at(reference.head), _owner(story, reference))
    latest: dict[Participant, int] = {}
    for candidate, entity in story.focus.before(reference.head, _FAR):
        latest.setdefault(entity, reference.sentence - candidate.sentence)
    matches = story.descriptions.matches(reference, latest)
    person = reference.kind in ("person", None)
    matches = [
        pair
        for pair in matches
        if pair[1] not in barred and pair[0] > _POOR and (pair[1].kind == "person") == person
    ]
    if len(matches) < 2:
        return matches[0] if matches else None
    return max(matches, key=lambda pair: pair[0] - _PER_SENTENCE * latest.get(pair[1], _GONE))


def _same_noun(story: Story, reference: Reference) -> Participant | None:
    """The official, after "A White House official"."""
    for _, entity in story.focus.before(reference.head, _NEAR):
        earlier = entity.nouns.get(reference.lemma)
        if earlier is None or earlier.plural or entity.plural:
            continue
        if not (reference.modifiers - earlier.modifiers) and reference.place in (
            None,
            earlier.place,
        ):
            return entity
    return None


def _nearest_of_kind(story: Story, reference: Reference, kind: SpeakerKind) -> Participant | None:
    """The agency, after "the Congressional Budget Office"; the report, after "a report"."""
    bodies = body_words().get(reference.lemma, frozenset())
    plain = not reference.modifiers - _PLAIN
    found: list[Participant] = []
    for candidate, entity in story.focus.before(reference.head, _NEAR):
        if entity.kind != kind:
            continue
        fits = not (reference.modifiers - candidate.modifiers - set(entity.tokens))
        same = candidate.lemma == reference.lemma and fits
        # "The space agency", after NASA.
        some = plain or (len(entity.tokens) == 1 and entity.name.isupper())
        same = same or (some and _any_body(reference, candidate, entity))
        shown = entity.named and bodies & set(entity.tokens) and some
        if not (same or shown):
            continue
        if candidate.role == "subject" or candidate.head in story.source_of:
            return entity
        found.append(entity)
    return found[0] if found else None


def _any_body(reference: Reference, candidate: Reference, entity: Participant) -> bool:
    """Whether a named body, subject just before, can be "the company" or "the group".

    It can't if its name shows a body of another sort, as "Justice Department" does.
    """
    near = reference.sentence - candidate.sentence <= 2 and candidate.role == "subject"
    place = entity.place or candidate.is_place or is_state(entity.name)
    acronym = entity.name.isupper() and reference.lemma in _OF_ACRONYMS
    if not near or not entity.named or place or not (acronym or reference.lemma in _ANY_BODY):
        return False
    return not any(_shows_body(token) for token in entity.tokens)


@cache
def _shows_body(token: str) -> bool:
    return token in body_words() or any(token in words for words in body_words().values())


def _salient(story: Story, reference: Reference) -> Participant | None:
    """Whoever is spoken of, for descriptions that news varies names with: "the nominee"."""
    words = story.parse.words
    span = story.source_of.get(reference.head)
    after = [
        words[kid]
        for kid in story.parse.children[reference.head]
        if kid > reference.head and words[kid].deprel.startswith("acl")
    ]
    if span is not None:
        after = [word for word in after if word.start < span.end]
    nouns = {reference.lemma, *_conjoined_nouns(story, reference)} & epithets()
    if reference.proper and place_of(reference.lemma):
        nouns.add(reference.lemma)  # "The Italian said"
    if reference.determination != "definite" or after or not nouns:
        return None
    ranked = story.rank(story.parse, reference, story.focus, frozenset())
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


def _conjoined_nouns(story: Story, reference: Reference) -> list[str]:
    """The other nouns of a description with one article: "the former senator and nominee"."""
    words, children = story.parse.words, story.parse.children
    nouns = [k for k in children[reference.head] if k > reference.head and words[k].xpos == "NN"]
    below = {noun: {words[i].deprel for i in children[noun]} for noun in nouns}
    # The parser hangs them up as nmod, too, if an "of" stands between.
    return [words[n].lemma.lower() for n in nouns if "cc" in below[n] and "det" not in below[n]]


# --- kin ---------------------------------------------------------------------------------------


def _owner(story: Story, reference: Reference) -> Participant | None:
    if reference.owner is None:
        return None
    owner = story.inside.get(reference.owner) or story.by_head.get(reference.owner)
    return owner.entity if owner is not None else None


def _kin(story: Story, reference: Reference) -> Participant | None:
    """His wife: whoever was introduced so, else one of the same surname and that gender."""
    owner = _owner(story, reference)
    if owner is None:
        return None
    found = story.kin.get((id(owner), reference.lemma))
    if found is None and not owner.named and reference.lemma in owner.nouns:
        return owner  # "Her mother" is no grandmother: the owner of "her" was taken wrong
    if found is not None or not owner.named or len(owner.tokens) < 2:
        return found
    gender = kin_genders().get(reference.lemma)
    for entity in story.by_surname(owner.tokens[-1]):
        if entity is not owner and gender in (entity.gender, given_name_gender(entity.tokens[0])):
            return entity
    return None
