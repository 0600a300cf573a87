"""Descriptions: "the Russian president", "his wife", "the agency", "the two men", "officials"."""

from __future__ import annotations

from quoteattr.coreference.descriptions import epithets, loose_apposition
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.references import Reference
from quoteattr.coreference.story import Story
from quoteattr.model import SpeakerKind
from quoteattr.names import body_words, given_name_gender, is_kin, kin_genders, noun_sense

__all__ = ["describe", "resolve_nominal"]

_FAR = 200  # mentions looked back at for a participant with the role
_NEAR = 40  # for one of the kind alone
_GONE = 25  # sentences: the distance of whoever is not within reach
_PER_SENTENCE = 0.12  # what a sentence of distance takes off the fit of a role
_SALIENT = 0.45  # probability from which a description goes to whoever is spoken of
_EXACT = 1.0  # fit from which a role is the very noun that was stated
_POOR = -0.4  # fit below which a role does not count
_BOTH = frozenset({"two", "2", "both", "pair"})
_GOING_ON = frozenset({"add", "continue", "conclude"})
_ANY_BODY = frozenset({"company", "firm", "group", "organization", "organisation", "charity"})
_COPULAR = frozenset({"it", "this", "that", "there"})


def resolve_nominal(story: Story, reference: Reference) -> None:
    """Settle a description: linked to whoever was introduced, else a participant of its own.

    Args:
        story: the reading so far.
        reference: a common-noun phrase of it.
    """
    beside = _apposition(story, reference)
    if beside is not None and _same_sort(reference, beside):
        reference.silent = True
        story.take(beside, reference, "speaker:apposition")
        return
    found: Participant | None = None
    rule = "speaker:description"
    if reference.determination in ("definite", "possessive") or _headline(story, reference):
        if is_kin(reference.lemma) and reference.owner is not None:
            found, rule = _kin(story, reference), "speaker:kin"
        elif reference.plural:
            found, rule = _several(story, reference), "speaker:description-group"
        else:
            found, rule = _one(story, reference)
    if found is not None:
        story.take(found, reference, rule)
        return
    old = story.unnamed.get(_key(story, reference))
    if (
        old is not None
        and old.references
        and (reference.plural or reference.determination != "indefinite")
    ):
        story.take(old, reference, "speaker:same-description")
        return
    describe(story, reference)


def _same_sort(reference: Reference, participant: Participant) -> bool:
    """Whether a body or document is not taken for a person, nor the other way round."""
    if reference.kind in (None, "other", "group") or participant.kind in ("other", "group"):
        return True
    return (reference.kind == "person") == (participant.kind == "person")


def describe(story: Story, reference: Reference) -> None:
    """A participant of its own, known by its description as written.

    Args:
        story: the reading so far.
        reference: the mention that becomes its first.
    """
    span = story.source_of.get(reference.head)
    words = story.parse.words
    start, end = words[reference.first].start, words[reference.last - 1].end
    if span is not None:
        start, end = span.start, span.end
    participant = Participant(
        kind=reference.kind or _kind_of_pronoun(reference),
        name=" ".join(story.parse.text[start:end].split()),
        named=False,
        plural=reference.plural,
        gender=reference.gender,
    )
    story.participants.append(participant)
    story.unnamed[_key(story, reference)] = participant
    if is_kin(reference.lemma) and reference.owner is not None:
        owner = _owner(story, reference)
        if owner is not None:
            story.kin[(id(owner), reference.lemma)] = participant
    story.take(participant, reference, "speaker:description-unnamed")


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


# --- apposition --------------------------------------------------------------------------------


def _apposition(story: Story, reference: Reference) -> Participant | None:
    """The participant of whom a noun phrase is an apposition or a predicate."""
    words = story.parse.words
    word = words[reference.head]
    for kid in story.parse.children[reference.head]:
        named = story.inside.get(kid)
        bracketed = kid > 0 and words[kid - 1].text == "("
        if named is None or words[kid].deprel != "appos" or reference.plural or bracketed:
            continue
        return named.entity
    before = _comma_apposition(story, reference)
    if before is not None:
        return before
    if word.head >= 0 and (word.deprel == "appos" or loose_apposition(story.parse, word.index)):
        found = story.inside.get(word.head) or story.by_head.get(word.head)
        if found is not None and found.head < reference.head:
            return found.entity if not reference.plural or found.plural else None
    if word.deprel == "conj" and word.head >= 0 and not reference.plural:
        found = story.by_head.get(word.head)
        if found is not None and found.silent and not found.plural:
            return found.entity
    return _subject_of_predicate(story, reference)


def _comma_apposition(story: Story, reference: Reference) -> Participant | None:
    """Clinton, in "Clinton, a former secretary of state, said", whatever the parse says."""
    words = story.parse.words
    first = reference.first
    if first < 2 or words[first - 1].text != "," or reference.plural:
        return None
    if reference.determination != "indefinite" or reference.kind != "person":
        return None
    named = story.inside.get(first - 2)
    if named is None or named.entity is None or named.entity.kind != "person":
        return None
    return named.entity


def _subject_of_predicate(story: Story, reference: Reference) -> Participant | None:
    words = story.parse.words
    below = [words[kid] for kid in story.parse.children[reference.head]]
    negated = any(w.lemma in ("not", "no", "never") for w in below)
    if reference.plural or negated or not any(w.deprel == "cop" for w in below):
        return None
    for w in below:
        subject = story.inside.get(w.index) or story.by_head.get(w.index)
        if subject is None or w.deprel != "nsubj" or w.text.lower() in _COPULAR:
            continue
        if subject.head < reference.head and not subject.plural:
            return subject.entity
    return None


# --- one ---------------------------------------------------------------------------------------


def _one(story: Story, reference: Reference) -> tuple[Participant | None, str]:
    if reference.kind in ("organization", "document"):
        if reference.owner is not None:
            return _owned_body(story, reference), "speaker:description"
        introduced = _introduced(story, reference)
        if introduced is not None:
            return introduced[1], "speaker:description"
        return _nearest_of_kind(story, reference), "speaker:description-kind"
    introduced = _introduced(story, reference)
    earlier = _same_noun(story, reference)
    if earlier is not None and (introduced is None or introduced[0] < _EXACT):
        return earlier, "speaker:same-description"
    if introduced is not None:
        return introduced[1], "speaker:description"
    if reference.kind != "person":
        return None, ""
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
    speaker = story.speaker_at(reference.head)
    latest: dict[Participant, int] = {}
    for candidate, entity in story.focus.before(reference.head, _FAR):
        latest.setdefault(entity, reference.sentence - candidate.sentence)
    matches = story.descriptions.matches(reference, latest)
    person = reference.kind in ("person", None)
    matches = [
        pair
        for pair in matches
        if pair[1] is not speaker and pair[0] > _POOR and (pair[1].kind == "person") == person
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


def _nearest_of_kind(story: Story, reference: Reference) -> Participant | None:
    """The agency, after "the Congressional Budget Office"; the report, after "a report"."""
    bodies = body_words().get(reference.lemma, frozenset())
    found: list[Participant] = []
    for candidate, entity in story.focus.before(reference.head, _NEAR):
        if entity.kind != reference.kind:
            continue
        fits = not (reference.modifiers - candidate.modifiers - set(entity.tokens))
        same = candidate.lemma == reference.lemma and fits
        same = same or (_any_body(reference, candidate, entity) and reference.lemma in _ANY_BODY)
        shown = entity.named and bodies & set(entity.tokens) and not reference.modifiers
        if not (same or shown):
            continue
        if candidate.role == "subject" or candidate.head in story.source_of:
            return entity
        found.append(entity)
    return found[0] if found else None


def _any_body(reference: Reference, candidate: Reference, entity: Participant) -> bool:
    """Whether a named body, subject just before, can be "the company" or "the group"."""
    near = reference.sentence - candidate.sentence <= 2 and candidate.role == "subject"
    return near and entity.named and not entity.place and not reference.modifiers


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
    if reference.determination != "definite" or after or reference.lemma not in epithets():
        return None
    ranked = story.rank(story.parse, reference, story.focus, frozenset())
    for probability, entity in ranked:
        if probability < _SALIENT:
            return None
        return entity if entity.named else None
    return None


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
    if found is not None or not owner.named or len(owner.tokens) < 2:
        return found
    gender = kin_genders().get(reference.lemma)
    for entity in story.by_surname(owner.tokens[-1]):
        if entity is not owner and gender in (entity.gender, given_name_gender(entity.tokens[0])):
            return entity
    return None


# --- several -----------------------------------------------------------------------------------


def _several(story: Story, reference: Reference) -> Participant | None:
    """The senators, after "Mr. Grassley and Mr. Leahy"; the two men, of the two spoken of."""
    sense = noun_sense(reference.lemma)
    if sense is None or sense.kind != "person":
        return None
    for candidate, entity in story.focus.before(reference.head, _NEAR):
        if entity.members and _fits_all(reference, entity.members, sense.gender):
            return entity
        if candidate.lemma == reference.lemma and candidate.plural and not reference.modifiers:
            return entity
    if not reference.modifiers & _BOTH:
        return None
    persons: dict[Participant, int] = {}
    for _, entity in story.focus.before(reference.head, _FAR):
        if entity.named and entity.kind == "person" and sense.gender in (None, entity.gender):
            persons[entity] = persons.get(entity, 0) + 1
    two = sorted(persons, key=lambda p: -persons[p])[:2]
    return story.group_of_participants(two) if len(two) == 2 else None


def _fits_all(reference: Reference, members: tuple[Participant, ...], gender: str | None) -> bool:
    if any(m.kind != "person" or not m.named or gender not in (None, m.gender) for m in members):
        return False
    if reference.determination != "definite" or (reference.modifiers & _BOTH and len(members) != 2):
        return False
    if gender is not None or reference.modifiers & _BOTH or reference.lemma in epithets():
        return True
    return any(role.noun == reference.lemma for member in members for role in member.roles)
