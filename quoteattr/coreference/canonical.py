"""What a participant is called: canonical name, aliases, titles, gender, identifier."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from quoteattr.coreference.participants import Participant, Role
from quoteattr.model import Gender
from quoteattr.words.names import (
    Person,
    honorific_gender,
    is_generation,
    is_kin,
    lone_name_gender,
    place_of,
    same_person,
    split_name,
    title_noun,
)

__all__ = ["name_known", "never_named", "participant_of_known", "settle"]

_OF = frozenset({"of", "for", "at", "the"})
_BUCKET = 60  # known persons who share a surname and are compared one by one


class _Directory:
    """The caller's persons, by their names and by surname."""

    def __init__(self, known: Iterable[Person]) -> None:
        self._forms: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        self._surnames: dict[str, list[tuple[tuple[str, ...], Person]]] = defaultdict(list)
        for person in known:
            for text in (person.name, *person.aliases):
                tokens = split_name(text).tokens
                if tokens:
                    self._forms[tokens].append(person)
                    self._surnames[tokens[-1]].append((tokens, person))

    def of(self, participant: Participant) -> list[Person]:
        """Those whom the name of a participant fits."""
        plain = tuple(t for t in participant.tokens if not is_generation(t)) or participant.tokens
        exact = list(dict.fromkeys(self._forms.get(plain, [])))
        if not exact and participant.kind == "person" and plain:
            pairs = self._surnames.get(plain[-1], [])[:_BUCKET]
            exact = list(dict.fromkeys(p for tokens, p in pairs if same_person(tokens, plain)))
        return exact


def name_known(participants: Iterable[Participant], known: Sequence[Person]) -> None:
    """Name participants after the caller's persons; where two fit, neither does."""
    directory = _Directory(known)
    for participant in participants:
        fitting = _fitting(participant, directory.of(participant))
        if len(fitting) == 1:
            _identify(participant, fitting[0])


def never_named(participants: Iterable[Participant], known: Sequence[Person]) -> tuple[Person, ...]:
    """The caller's persons whose names the participants have not."""
    directory = _Directory(known)
    named = {person for participant in participants for person in directory.of(participant)}
    return tuple(person for person in known if person not in named)


def _fitting(participant: Participant, persons: list[Person]) -> list[Person]:
    """Of persons whose name fits, those whom gender, "Jr." and title do not rule out."""
    gender = _addressed_gender(participant)
    fitting = [p for p in persons if gender is None or p.gender in (None, gender)]
    if len(fitting) < 2:
        return fitting
    generation = split_name(participant.name).generation
    same = [p for p in fitting if split_name(p.name).generation == generation]
    fitting = same if len(same) == 1 else fitting
    nouns = {
        title_noun(title.split()[-1])
        for reference in participant.references
        for title in (reference.name.titles if reference.name else ())
    }
    holders = [p for p in fitting if nouns & {title_noun((r.split() or [""])[-1]) for r in p.roles}]
    return holders if len(holders) == 1 else fitting


def _addressed_gender(participant: Participant) -> Gender | None:
    """The gender that honorifics tell, where they do not contradict each other."""
    told = {
        gender
        for reference in participant.references
        for title in (reference.name.titles if reference.name else ())
        for word in title.split()
        if (gender := honorific_gender(word)) is not None
    }
    return told.pop() if len(told) == 1 else None


def _identify(participant: Participant, person: Person) -> None:
    participant.kind = "person"
    participant.identifier = person.identifier
    if person.gender:
        participant.gender, participant.gender_known = person.gender, True
    if participant.name != person.name:
        participant.aliases[participant.name] = None
    participant.name = person.name
    participant.tokens = split_name(person.name).tokens or participant.tokens
    for text in person.roles:
        words = text.split()
        if words:
            participant.roles[_told_role(words)] = -1


def participant_of_known(person: Person) -> Participant:
    """A participant made from a known person alone."""
    participant = Participant(kind="person", name=person.name, named=True)
    _identify(participant, person)
    return participant


def _told_role(words: list[str]) -> Role:
    """The role that a caller tells: "Chinese leader", "chief executive of Juno"."""
    end = next((i for i, word in enumerate(words) if i and word.lower() in _OF), len(words))
    pairs = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
    place = next((p for text in (*pairs, *words) if (p := place_of(text)) is not None), None)
    modifiers = frozenset(w.lower() for i, w in enumerate(words) if i != end - 1) - _OF
    return Role(title_noun(words[end - 1]), modifiers, place)


def _keep_article(participant: Participant) -> None:
    """Buildings and seats that speak for their tenants keep their article: "the Kremlin"."""
    references = participant.references
    definite = sum(r.determination == "definite" for r in references)
    place = participant.kind == "organization" and (
        any(r.is_place for r in references) or place_of(" ".join(participant.tokens))
    )
    if place and participant.name.startswith("The "):
        definite, participant.name = len(references), participant.name[4:]
    if place and 2 * definite > len(references):
        participant.aliases[participant.name] = None
        participant.name = f"the {participant.name}"


def settle(participant: Participant) -> None:
    """Canonical name, aliases, titles and gender from all name references."""
    counts: Counter[Gender] = Counter()
    best = participant.name if participant.identifier else ""
    forms: Counter[str] = Counter()
    for reference in participant.references:
        name = reference.name
        if name is None:
            continue
        forms[name.text] += 1
        for title in name.titles:
            if not is_kin(title.split()[-1].lower()):
                participant.titles[title] = None
        if reference.gender:
            counts[reference.gender] += 1
    if not best:
        longest = max((len(split_name(f).tokens) for f in forms), default=0)
        full = [f for f in forms if len(split_name(f).tokens) == longest]
        best = max(full, key=lambda f: forms[f], default=participant.name)
        participant.name = best
        participant.tokens = split_name(best).tokens or participant.tokens
    for form in forms:
        if form != best:
            participant.aliases[form] = None
    if participant.kind == "person" and counts and not participant.gender_known:
        participant.gender = counts.most_common(1)[0][0]
        participant.gender_known = True
    if participant.kind == "person" and not participant.gender and len(participant.tokens) == 1:
        participant.gender = lone_name_gender(participant.tokens[0])
    if participant.kind != "person":
        _keep_article(participant)
        participant.place = place_of(" ".join(participant.tokens))
        participant.plural = any(r.plural for r in participant.references)
