"""Names of one article grouped into entities: one label, one canonical name each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from quoteattr.coreference.records import Entity, Mention, Role
from quoteattr.model import Gender, SpeakerKind
from quoteattr.words.names import (
    Person,
    honorific_gender,
    is_generation,
    is_given_name,
    is_kin,
    lone_name_gender,
    noun_sense,
    place_of,
    same_person,
    split_name,
    title_noun,
)

__all__ = ["entity_of_known", "group_names", "name_known", "never_named", "settle"]

_BUCKET = 60  # names that share a surname and are compared one by one
_NAME_KINDS: tuple[SpeakerKind, ...] = ("person", "organization", "group", "document", "other")


@attrs.define
class _Votes:
    """What the article says a name is a name of."""

    mentions: list[Mention]
    labels: Counter[SpeakerKind]

    def kind(self, tokens: tuple[str, ...]) -> SpeakerKind:
        score: dict[SpeakerKind, float] = dict.fromkeys(_NAME_KINDS, 0.0)
        for label, count in self.labels.items():
            score[label] += min(count, 3)
        for token in tokens if len(tokens) > 1 else ():
            sense = noun_sense(token)
            if sense and sense.kind in ("organization", "document"):
                score["organization"] += 2
        if any(mention.name and mention.name.titles for mention in self.mentions):
            score["person"] += 4
        if len(tokens) > 1 and is_given_name(tokens[0]) and not noun_sense(tokens[-1]):
            score["person"] += 2
        if any(_is_acronym(mention) for mention in self.mentions[:3]):
            score["organization"] += 3
        if len(tokens) > 2 and any(len(token) == 1 for token in tokens[:2]):
            score["person"] += 2
        if place_of(" ".join(tokens)) and score["person"] < 4:
            score["organization"] += 3
        for mention in self.mentions[:5]:
            if mention.hint:
                score[mention.hint] += 3
        return max(_NAME_KINDS, key=lambda kind: (score[kind], -_NAME_KINDS.index(kind)))


def _is_acronym(mention: Mention) -> bool:
    """Whether a name is written in capitals within brackets, as acronyms are introduced."""
    name = mention.name
    return name is not None and mention.bracketed and name.text.isupper()


def _votes(mentions: Iterable[Mention]) -> dict[tuple[str, ...], _Votes]:
    votes: dict[tuple[str, ...], _Votes] = {}
    for mention in mentions:
        if mention.name is None:
            continue
        tokens = _key(mention.name.tokens)
        vote = votes.setdefault(tokens, _Votes([], Counter()))
        vote.mentions.append(mention)
        if mention.kind:
            vote.labels[mention.kind] += 1
    return votes


def _key(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens


class _People:
    """Persons of one article, by surname and given name."""

    def __init__(self) -> None:
        self.by_surname: defaultdict[str, list[Entity]] = defaultdict(list)
        self.by_given: defaultdict[str, list[Entity]] = defaultdict(list)

    def full(self, tokens: tuple[str, ...]) -> Entity | None:
        """The entity whom a name of two words or more fits."""
        same = [
            person
            for person in self.by_surname[tokens[-1]][:_BUCKET]
            if same_person(tokens, person.tokens)
        ]
        exact = [person for person in same if person.tokens == tokens]
        return exact[0] if exact else same[0] if len(same) == 1 else None

    def add(self, person: Entity) -> None:
        if person not in self.by_surname[person.tokens[-1]]:
            self.by_surname[person.tokens[-1]].append(person)
        nicknames = [token for token in person.tokens[1:-1] if is_given_name(token)]
        for given in (person.tokens[0], *nicknames) if len(person.tokens) > 1 else ():
            if person not in self.by_given[given]:
                self.by_given[given].append(person)


def group_names(mentions: Sequence[Mention], known: Sequence[Person] = ()) -> list[Entity]:
    """Group the name mentions into entities and link each to its entity.

    Args:
        mentions: of one article, in text order.
        known: persons whom the caller names.

    Returns:
        The entities in order of first mention.
    """
    votes = _votes(mentions)
    kinds = {tokens: vote.kind(tokens) for tokens, vote in votes.items()}
    people = _People()
    out: list[Entity] = []
    for tokens in sorted(votes, key=lambda t: -len(t)):
        if len(tokens) > 1 and kinds[tokens] == "person":
            person = people.full(tokens)
            if person is None:
                person = _entity(votes[tokens].mentions[0], tokens, "person")
                people.add(person)
                out.append(person)
            _take(person, votes[tokens].mentions)
    lone: list[tuple[tuple[str, ...], _Votes]] = []
    for tokens, vote in votes.items():
        if len(tokens) > 1 and kinds[tokens] == "person":
            continue
        if len(tokens) == 1 and _short_form(people, tokens[0], kinds[tokens]):
            lone.append((tokens, vote))
            continue
        out.append(_entity(vote.mentions[0], tokens, kinds[tokens]))
        _take(out[-1], vote.mentions)
        if kinds[tokens] == "person":
            people.add(out[-1])
    name_known([p for p in out if p.kind == "person"], known)  # their gender tells bearers apart
    for tokens, vote in lone:
        _link_short(people, tokens[0], vote.mentions, out)
    out = _merge_organizations(out)
    name_known(out, known)
    for entity in out:
        entity.mentions.sort(key=lambda mention: mention.first)
        settle(entity)
    out.sort(key=lambda entity: entity.mentions[0].first)
    return out


def _entity(mention: Mention, tokens: tuple[str, ...], kind: SpeakerKind) -> Entity:
    assert mention.name is not None
    return Entity(kind=kind, name=mention.name.text, named=True, tokens=tokens)


def _take(entity: Entity, mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        entity.add(mention)


def _short_form(people: _People, token: str, kind: SpeakerKind) -> bool:
    found = bool(people.by_surname.get(token)) or bool(people.by_given.get(token))
    return found and (kind == "person" or not place_of(token))


def _link_short(people: _People, token: str, mentions: list[Mention], out: list[Entity]) -> None:
    """Give a bare surname or given name to the person for whom the article uses it."""
    surname = people.by_surname.get(token, [])
    candidates = (surname or people.by_given.get(token, []))[:_BUCKET]
    bearers: dict[Gender | None, Entity] = {}
    for mention in mentions:
        if mention.gender not in bearers:
            fitting = [
                person
                for person in candidates
                if mention.gender is None or _gender_of(person) in (None, mention.gender)
            ]
            told = [p for p in fitting if mention.gender and _gender_of(p) == mention.gender]
            fitting = told or fitting
            chosen = _main_bearer(fitting, [r.first for r in mentions])
            if chosen is None:
                chosen = _entity(mention, (token,), "person")
                out.append(chosen)
            bearers[mention.gender] = chosen
    for mention in mentions:
        bearers[mention.gender].add(mention)


def _main_bearer(candidates: list[Entity], bare: list[int]) -> Entity | None:
    """Of several with one surname the one who gets it alone.

    That is whoever was named in full before the surname first stands alone; of several, the one
    whom the article does not go on to name in full, which would tell him or her from the bearer.
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    full = {
        id(person): [r.first for r in person.mentions if r.name and len(r.name.tokens) > 1]
        for person in candidates
    }
    named = [person for person in candidates if full[id(person)]]
    begin = min((full[id(person)][0] for person in named), default=0)
    alone = next((first for first in bare if first > begin), bare[0])
    before = [person for person in named if full[id(person)][0] < alone]

    def rank(person: Entity) -> tuple[int, int]:
        firsts = full[id(person)]
        return (sum(first > alone for first in firsts), min(firsts, default=0))

    return min(before or candidates, key=rank)


def _gender_of(person: Entity) -> Gender | None:
    if person.gender_known:
        return person.gender
    counts = Counter(r.gender for r in person.mentions if r.gender)
    return counts.most_common(1)[0][0] if counts else person.gender


def _initials(tokens: Sequence[str]) -> str:
    return "".join(t[0] for t in tokens if t not in ("of", "and", "the", "for", "in", "on"))


def _merge_organizations(entities: list[Entity]) -> list[Entity]:
    """Join acronyms and short forms with the full names that they stand for."""
    full: dict[str, list[Entity]] = defaultdict(list)
    for p in entities:
        if p.kind != "person" and len(p.tokens) > 1:
            full[_initials(p.tokens)].append(p)
            full[p.tokens[-1]].append(p)
            if not place_of(p.tokens[0]):
                full[p.tokens[0]].append(p)
            full[" ".join(p.tokens[1:])].append(p)
            full[" ".join(p.tokens[-2:])].append(p)
    kept: list[Entity] = []
    for p in entities:
        target = None
        if p.kind != "person" and not place_of(" ".join(p.tokens)):
            found = [q for q in full.get(" ".join(p.tokens), []) if q is not p]
            distinct = list(dict.fromkeys(found))
            if len(distinct) == 1 and len(distinct[0].tokens) > len(p.tokens):
                target = distinct[0]
        if target is None:
            kept.append(p)
        else:
            _take(target, p.mentions)
    return kept


_OF = frozenset({"of", "for", "at", "the"})


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

    def of(self, entity: Entity) -> list[Person]:
        """Those whom the name of an entity fits."""
        plain = tuple(t for t in entity.tokens if not is_generation(t)) or entity.tokens
        exact = list(dict.fromkeys(self._forms.get(plain, [])))
        if not exact and entity.kind == "person" and plain:
            pairs = self._surnames.get(plain[-1], [])[:_BUCKET]
            exact = list(dict.fromkeys(p for tokens, p in pairs if same_person(tokens, plain)))
        return exact


def name_known(entities: Iterable[Entity], known: Sequence[Person]) -> None:
    """Name entities after the caller's persons; where two fit, neither does."""
    directory = _Directory(known)
    for entity in entities:
        fitting = _fitting(entity, directory.of(entity))
        if len(fitting) == 1:
            _identify(entity, fitting[0])


def never_named(entities: Iterable[Entity], known: Sequence[Person]) -> tuple[Person, ...]:
    """The caller's persons whose names the entities have not."""
    directory = _Directory(known)
    named = {person for entity in entities for person in directory.of(entity)}
    return tuple(person for person in known if person not in named)


def _fitting(entity: Entity, persons: list[Person]) -> list[Person]:
    """Of persons whose name fits, those whom gender, "Jr." and title do not rule out."""
    gender = _addressed_gender(entity)
    fitting = [p for p in persons if gender is None or p.gender in (None, gender)]
    if len(fitting) < 2:
        return fitting
    generation = split_name(entity.name).generation
    same = [p for p in fitting if split_name(p.name).generation == generation]
    fitting = same if len(same) == 1 else fitting
    nouns = {
        title_noun(title.split()[-1])
        for mention in entity.mentions
        for title in (mention.name.titles if mention.name else ())
    }
    holders = [p for p in fitting if nouns & {title_noun((r.split() or [""])[-1]) for r in p.roles}]
    return holders if len(holders) == 1 else fitting


def _addressed_gender(entity: Entity) -> Gender | None:
    """The gender that honorifics tell, where they do not contradict each other."""
    told = {
        gender
        for mention in entity.mentions
        for title in (mention.name.titles if mention.name else ())
        for word in title.split()
        if (gender := honorific_gender(word)) is not None
    }
    return told.pop() if len(told) == 1 else None


def _identify(entity: Entity, person: Person) -> None:
    entity.kind = "person"
    entity.identifier = person.identifier
    if person.gender:
        entity.gender, entity.gender_known = person.gender, True
    if entity.name != person.name:
        entity.aliases[entity.name] = None
    entity.name = person.name
    entity.tokens = split_name(person.name).tokens or entity.tokens
    for text in person.roles:
        words = text.split()
        if words:
            entity.roles[_told_role(words)] = -1


def entity_of_known(person: Person) -> Entity:
    """An entity made from a known person alone."""
    entity = Entity(kind="person", name=person.name, named=True)
    _identify(entity, person)
    return entity


def _told_role(words: list[str]) -> Role:
    """The role that a caller tells: "Chinese leader", "chief executive of Juno"."""
    end = next((i for i, word in enumerate(words) if i and word.lower() in _OF), len(words))
    pairs = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
    place = next((p for text in (*pairs, *words) if (p := place_of(text)) is not None), None)
    modifiers = frozenset(w.lower() for i, w in enumerate(words) if i != end - 1) - _OF
    return Role(title_noun(words[end - 1]), modifiers, place)


def _keep_article(entity: Entity) -> None:
    """Buildings and seats that speak for their tenants keep their article: "the Kremlin"."""
    mentions = entity.mentions
    definite = sum(r.determination == "definite" for r in mentions)
    place = entity.kind == "organization" and (
        any(r.is_place for r in mentions) or place_of(" ".join(entity.tokens))
    )
    if place and entity.name.startswith("The "):
        definite, entity.name = len(mentions), entity.name[4:]
    if place and 2 * definite > len(mentions):
        entity.aliases[entity.name] = None
        entity.name = f"the {entity.name}"


def settle(entity: Entity) -> None:
    """Canonical name, aliases, titles and gender from all name mentions."""
    counts: Counter[Gender] = Counter()
    best = entity.name if entity.identifier else ""
    forms: Counter[str] = Counter()
    for mention in entity.mentions:
        name = mention.name
        if name is None:
            continue
        forms[name.text] += 1
        for title in name.titles:
            if not is_kin(title.split()[-1].lower()):
                entity.titles[title] = None
        if mention.gender:
            counts[mention.gender] += 1
    if not best:
        longest = max((len(split_name(f).tokens) for f in forms), default=0)
        full = [f for f in forms if len(split_name(f).tokens) == longest]
        best = max(full, key=lambda f: forms[f], default=entity.name)
        entity.name = best
        entity.tokens = split_name(best).tokens or entity.tokens
    for form in forms:
        if form != best:
            entity.aliases[form] = None
    if entity.kind == "person" and counts and not entity.gender_known:
        entity.gender = counts.most_common(1)[0][0]
        entity.gender_known = True
    if entity.kind == "person" and not entity.gender and len(entity.tokens) == 1:
        entity.gender = lone_name_gender(entity.tokens[0])
    if entity.kind != "person":
        _keep_article(entity)
        entity.place = place_of(" ".join(entity.tokens))
        entity.plural = any(r.plural for r in entity.mentions)
