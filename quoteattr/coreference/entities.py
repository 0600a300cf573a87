"""Names of one article grouped into participants: one label, one canonical name each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from quoteattr.coreference.canonical import name_known, settle
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.model import Gender, SpeakerKind
from quoteattr.words.names import Person, is_given_name, noun_sense, place_of, same_person

__all__ = ["group_names"]

_BUCKET = 60  # names that share a surname and are compared one by one
_NAME_KINDS: tuple[SpeakerKind, ...] = ("person", "organization", "group", "document", "other")


@attrs.define
class _Votes:
    """What the article says a name is a name of."""

    references: list[Reference]
    labels: Counter[SpeakerKind]

    def kind(self, tokens: tuple[str, ...]) -> SpeakerKind:
        score: dict[SpeakerKind, float] = dict.fromkeys(_NAME_KINDS, 0.0)
        for label, count in self.labels.items():
            score[label] += min(count, 3)
        for token in tokens if len(tokens) > 1 else ():
            sense = noun_sense(token)
            if sense and sense.kind in ("organization", "document"):
                score["organization"] += 2
        if any(reference.name and reference.name.titles for reference in self.references):
            score["person"] += 4
        if len(tokens) > 1 and is_given_name(tokens[0]) and not noun_sense(tokens[-1]):
            score["person"] += 2
        if any(_is_acronym(reference) for reference in self.references[:3]):
            score["organization"] += 3
        if len(tokens) > 2 and any(len(token) == 1 for token in tokens[:2]):
            score["person"] += 2
        if place_of(" ".join(tokens)) and score["person"] < 4:
            score["organization"] += 3
        for reference in self.references[:5]:
            if reference.hint:
                score[reference.hint] += 3
        return max(_NAME_KINDS, key=lambda kind: (score[kind], -_NAME_KINDS.index(kind)))


def _is_acronym(reference: Reference) -> bool:
    """Whether a name is written in capitals within brackets, as acronyms are introduced."""
    name = reference.name
    return name is not None and reference.bracketed and name.text.isupper()


def _votes(references: Iterable[Reference]) -> dict[tuple[str, ...], _Votes]:
    votes: dict[tuple[str, ...], _Votes] = {}
    for reference in references:
        if reference.name is None:
            continue
        tokens = _key(reference.name.tokens)
        vote = votes.setdefault(tokens, _Votes([], Counter()))
        vote.references.append(reference)
        if reference.kind:
            vote.labels[reference.kind] += 1
    return votes


def _key(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens


class _People:
    """Persons of one article, by surname and given name."""

    def __init__(self) -> None:
        self.by_surname: defaultdict[str, list[Participant]] = defaultdict(list)
        self.by_given: defaultdict[str, list[Participant]] = defaultdict(list)

    def full(self, tokens: tuple[str, ...]) -> Participant | None:
        """The participant whom a name of two words or more fits."""
        same = [
            person
            for person in self.by_surname[tokens[-1]][:_BUCKET]
            if same_person(tokens, person.tokens)
        ]
        exact = [person for person in same if person.tokens == tokens]
        return exact[0] if exact else same[0] if len(same) == 1 else None

    def add(self, person: Participant) -> None:
        if person not in self.by_surname[person.tokens[-1]]:
            self.by_surname[person.tokens[-1]].append(person)
        nicknames = [token for token in person.tokens[1:-1] if is_given_name(token)]
        for given in (person.tokens[0], *nicknames) if len(person.tokens) > 1 else ():
            if person not in self.by_given[given]:
                self.by_given[given].append(person)


def group_names(references: Sequence[Reference], known: Sequence[Person] = ()) -> list[Participant]:
    """Group the name references into participants and link each to its participant.

    Args:
        references: of one article, in text order.
        known: persons whom the caller names.

    Returns:
        The participants in order of first mention.
    """
    votes = _votes(references)
    kinds = {tokens: vote.kind(tokens) for tokens, vote in votes.items()}
    people = _People()
    out: list[Participant] = []
    for tokens in sorted(votes, key=lambda t: -len(t)):
        if len(tokens) > 1 and kinds[tokens] == "person":
            person = people.full(tokens)
            if person is None:
                person = _participant(votes[tokens].references[0], tokens, "person")
                people.add(person)
                out.append(person)
            _take(person, votes[tokens].references)
    lone: list[tuple[tuple[str, ...], _Votes]] = []
    for tokens, vote in votes.items():
        if len(tokens) > 1 and kinds[tokens] == "person":
            continue
        if len(tokens) == 1 and _short_form(people, tokens[0], kinds[tokens]):
            lone.append((tokens, vote))
            continue
        out.append(_participant(vote.references[0], tokens, kinds[tokens]))
        _take(out[-1], vote.references)
        if kinds[tokens] == "person":
            people.add(out[-1])
    name_known([p for p in out if p.kind == "person"], known)  # their gender tells bearers apart
    for tokens, vote in lone:
        _link_short(people, tokens[0], vote.references, out)
    out = _merge_organizations(out)
    name_known(out, known)
    for participant in out:
        participant.references.sort(key=lambda reference: reference.first)
        settle(participant)
    out.sort(key=lambda participant: participant.references[0].first)
    return out


def _participant(reference: Reference, tokens: tuple[str, ...], kind: SpeakerKind) -> Participant:
    assert reference.name is not None
    return Participant(kind=kind, name=reference.name.text, named=True, tokens=tokens)


def _take(participant: Participant, references: Iterable[Reference]) -> None:
    for reference in references:
        participant.add(reference)


def _short_form(people: _People, token: str, kind: SpeakerKind) -> bool:
    found = bool(people.by_surname.get(token)) or bool(people.by_given.get(token))
    return found and (kind == "person" or not place_of(token))


def _link_short(
    people: _People, token: str, references: list[Reference], out: list[Participant]
) -> None:
    """Give a bare surname or given name to the person for whom the article uses it."""
    surname = people.by_surname.get(token, [])
    candidates = (surname or people.by_given.get(token, []))[:_BUCKET]
    bearers: dict[Gender | None, Participant] = {}
    for reference in references:
        if reference.gender not in bearers:
            fitting = [
                person
                for person in candidates
                if reference.gender is None or _gender_of(person) in (None, reference.gender)
            ]
            told = [p for p in fitting if reference.gender and _gender_of(p) == reference.gender]
            fitting = told or fitting
            chosen = _main_bearer(fitting, [r.first for r in references])
            if chosen is None:
                chosen = _participant(reference, (token,), "person")
                out.append(chosen)
            bearers[reference.gender] = chosen
    for reference in references:
        bearers[reference.gender].add(reference)


def _main_bearer(candidates: list[Participant], bare: list[int]) -> Participant | None:
    """Of several with one surname the one who gets it alone.

    That is whoever was named in full before the surname first stands alone; of several, the one
    whom the article does not go on to name in full, which would tell him or her from the bearer.
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    full = {
        id(person): [r.first for r in person.references if r.name and len(r.name.tokens) > 1]
        for person in candidates
    }
    named = [person for person in candidates if full[id(person)]]
    begin = min((full[id(person)][0] for person in named), default=0)
    alone = next((first for first in bare if first > begin), bare[0])
    before = [person for person in named if full[id(person)][0] < alone]

    def rank(person: Participant) -> tuple[int, int]:
        firsts = full[id(person)]
        return (sum(first > alone for first in firsts), min(firsts, default=0))

    return min(before or candidates, key=rank)


def _gender_of(person: Participant) -> Gender | None:
    if person.gender_known:
        return person.gender
    counts = Counter(r.gender for r in person.references if r.gender)
    return counts.most_common(1)[0][0] if counts else person.gender


def _initials(tokens: Sequence[str]) -> str:
    return "".join(t[0] for t in tokens if t not in ("of", "and", "the", "for", "in", "on"))


def _merge_organizations(participants: list[Participant]) -> list[Participant]:
    """Join acronyms and short forms with the full names that they stand for."""
    full: dict[str, list[Participant]] = defaultdict(list)
    for p in participants:
        if p.kind != "person" and len(p.tokens) > 1:
            full[_initials(p.tokens)].append(p)
            full[p.tokens[-1]].append(p)
            if not place_of(p.tokens[0]):
                full[p.tokens[0]].append(p)
            full[" ".join(p.tokens[1:])].append(p)
            full[" ".join(p.tokens[-2:])].append(p)
    kept: list[Participant] = []
    for p in participants:
        target = None
        if p.kind != "person" and not place_of(" ".join(p.tokens)):
            found = [q for q in full.get(" ".join(p.tokens), []) if q is not p]
            distinct = list(dict.fromkeys(found))
            if len(distinct) == 1 and len(distinct[0].tokens) > len(p.tokens):
                target = distinct[0]
        if target is None:
            kept.append(p)
        else:
            _take(target, p.references)
    return kept
