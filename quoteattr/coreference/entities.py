"""The names of one article grouped into entities, each with one kind and one canonical name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

import attrs
import regex

from quoteattr.coreference.introductions import (
    Introduction,
    clash,
    share_field,
    share_role,
    title_nouns,
)
from quoteattr.coreference.known_persons import KnownPersons, without_article
from quoteattr.coreference.records import Entity, Mention
from quoteattr.model import Gender, SpeakerKind
from quoteattr.words.cues import word_list
from quoteattr.words.names import (
    guessed_gender,
    is_generation,
    is_given_name,
    is_kin,
    is_known_body,
    is_numeral,
    is_ruler_title,
    is_state,
    lone_name_gender,
    noun_sense,
    place_of,
    same_person,
    split_name,
    title_gender,
    title_noun,
)
from quoteattr.words.nouns import folded

__all__ = ["group_names"]

_OF_OTHERS = word_list("nouns of bodies of another name")
_COURT = word_list("court nouns")
_BUCKET = 60  # names that share a surname and are compared one by one
_LEAST_SURNAME = 4  # letters; particles such as "bin" and "van" are shorter
_NAME_KINDS: tuple[SpeakerKind, ...] = ("person", "organization", "group", "document", "other")
_LINKS = frozenset({"of", "and", "the", "for", "in", "on"})
_LEGAL_FORMS = word_list("legal forms")
_FEW_WORDS = 3  # of a body; its acronym has a letter for each
_LEAST_SPOKEN = 4  # letters of an acronym that is written like a name
_LEAST_LETTERS = 3  # of an acronym that is not just the initials
_LOCAL = word_list("bodies called after their places")
_OWNER = regex.compile(r"\w['’]s \p{Lu}")

_Tokens = tuple[str, ...]
_Key = tuple[frozenset[str], Gender | None]  # the roles and the gender in the titles of a name


def group_names(
    mentions: Sequence[Mention],
    known: KnownPersons | None = None,
    introduced: Mapping[int, Introduction] | None = None,
) -> tuple[Entity, ...]:
    """Group the names of an article into entities.

    Full names of persons come first, then other names, then bare surnames and given names, which
    join the persons who have them. Last, short names of bodies join the full ones.

    Args:
        mentions: the names, in text order.
        known: the caller's persons.
        introduced: what the words around the names say, by the heads of the names.

    Returns:
        The entities with their mentions, in order of first mention.
    """
    named = _by_tokens(mentions)
    kinds = {tokens: _kind_of(tokens, found) for tokens, found in named.items()}
    lone = {tokens[0] for tokens in named if len(tokens) == 1}
    drafts = _Drafts(introduced or {}, known or KnownPersons(()), lone)
    # "J. Chen" comes last: it is Jane or John Chen only if the article has but one of them.
    for tokens in sorted(named, key=lambda t: (_has_initials_alone(t), -len(t))):
        if len(tokens) > 1 and kinds[tokens] == "person":
            drafts.add_full_name(tokens, named[tokens])
    short: list[str] = []
    for tokens, found in named.items():
        if len(tokens) > 1 and kinds[tokens] == "person":
            continue
        if len(tokens) == 1 and drafts.may_be_short(tokens[0], kinds[tokens], found):
            short.append(tokens[0])
        else:
            drafts.add(tokens, kinds[tokens], found)
    drafts.identify(persons_only=True)  # their gender distinguishes bearers of a surname
    for token in short:
        drafts.add_short_name(token, named[(token,)])
    drafts.join_other_names()
    drafts.join_bodies()
    drafts.identify()
    entities = map(_with_canonical_name, drafts.entities.values())
    return tuple(sorted(entities, key=lambda entity: entity.mentions[0].first))


# --- kinds -------------------------------------------------------------------------------------


def _kind_of(tokens: _Tokens, mentions: Sequence[Mention]) -> SpeakerKind:
    """The kind with most votes: the recognizer's, the words' own, those of words beside.

    Args:
        tokens: a name.
        mentions: where the article has it.
    """
    labels = [mention.kind for mention in mentions]
    score = {kind: min(labels.count(kind), 3) for kind in _NAME_KINDS}
    score["person"] += _for_person(tokens, mentions)
    score["organization"] += _for_organization(tokens, mentions)
    if score["person"] < 4 and place_of(" ".join(tokens)):
        score["organization"] += 3
    for mention in mentions[:5]:
        if mention.hint:
            score[mention.hint] += 3
    return max(_NAME_KINDS, key=score.__getitem__)


def _for_person(tokens: _Tokens, mentions: Sequence[Mention]) -> int:
    if _is_owned(mentions):
        return 0
    titled = any(mention.name and mention.name.titles for mention in mentions)
    given = len(tokens) > 1 and is_given_name(tokens[0]) and not noun_sense(tokens[-1])
    initials = len(tokens) > 2 and any(len(token) == 1 for token in tokens[:2])
    return 4 * titled + 2 * given + 2 * initials


def _for_organization(tokens: _Tokens, mentions: Sequence[Mention]) -> int:
    senses = [noun_sense(token) for token in tokens] if len(tokens) > 1 else []
    nouns = sum(s is not None and s.kind in ("organization", "document") for s in senses)
    acronym = any(_is_acronym(mention) for mention in mentions[:3])
    return 2 * nouns + 3 * acronym + 4 * ("&" in tokens) + 4 * _is_owned(mentions)


def _is_owned(mentions: Sequence[Mention]) -> bool:
    """Whether a name has its owner inside: "Maria’s Rock Café" is no person, Maria is."""
    return any(m.name is not None and _OWNER.search(m.name.text) for m in mentions[:3])


def _is_acronym(mention: Mention) -> bool:
    """Whether a name is written in capitals within brackets, as acronyms are introduced."""
    name = mention.name
    return name is not None and mention.bracketed and name.text.isupper()


def _by_tokens(mentions: Iterable[Mention]) -> dict[_Tokens, list[Mention]]:
    found: defaultdict[_Tokens, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.name is not None:
            found[without_article(mention.name.tokens)].append(mention)
    return found


def _has_initials_alone(tokens: _Tokens) -> bool:
    """Whether nothing but initials comes before a surname."""
    return all(len(token) == 1 for token in tokens[:-1])


# --- grouping ----------------------------------------------------------------------------------


class _Drafts:
    """The entities while names are grouped: the one place where they change.

    Attributes:
        entities: by key, in the order in which they were added.
    """

    def __init__(
        self,
        introduced: Mapping[int, Introduction],
        known: KnownPersons,
        lone: Collection[str],
    ) -> None:
        self.entities: dict[Hashable, Entity] = {}
        self._introduced = introduced
        self._known = known
        self._by_surname: defaultdict[str, dict[Hashable, None]] = defaultdict(dict)
        self._by_given: defaultdict[str, dict[Hashable, None]] = defaultdict(dict)
        self._by_inner: defaultdict[str, dict[Hashable, None]] = defaultdict(dict)
        self._lone = lone

    # Queries.

    def may_be_short(self, token: str, kind: SpeakerKind, mentions: Sequence[Mention]) -> bool:
        """Whether a lone name is the surname or the given name of a person in the article.

        It is not if it is shown to be a body's, and was there before the person.
        """
        if kind == "person" and token in self._by_inner:
            return True
        if all(mention.hint == "organization" for mention in mentions):
            since = min((p.mentions[0].first for p in self._bearers(token)), default=-1)
            if mentions[0].first < since:
                return False
        found = token in self._by_surname or token in self._by_given
        return found and (kind == "person" or not place_of(token))

    def _with_full_name(self, tokens: _Tokens) -> Hashable | None:
        """The person that a name of two words or more fits."""
        bearers = list(self._by_surname.get(tokens[-1], ()))[:_BUCKET]
        same = [key for key in bearers if same_person(tokens, self.entities[key].tokens)]
        exact = [key for key in same if self.entities[key].tokens == tokens]
        if not bearers:  # "Pedro Castillo" for "Pedro Castillo Terrones"
            inner = list(self._by_inner.get(tokens[-1], ()))[:_BUCKET]
            same = [key for key in inner if self.entities[key].tokens[: len(tokens)] == tokens]
        return exact[0] if exact else same[0] if len(same) == 1 else None

    def _bearer(self, token: str, group: _Group, before: int) -> Entity | None:
        """The person that a bare surname or given name of the article means.

        Args:
            token: the name.
            group: the mentions, with what they have in common.
            before: the first word at which the article uses the name alone.
        """
        candidates = self._bearers(token)
        gender = group.gender
        fitting = [p for p in candidates if gender is None or _gender_of(p) in (None, gender)]
        fitting = [p for p in fitting if not self._is_other(p, token, group, before)]
        titled = [p for p in fitting if share_role(self._nouns(p), group.nouns)]
        if not titled and group.nouns and self._is_known_holder(token, group):
            return None
        return _main_bearer(titled or fitting, group, self._introduced)

    def _bearers(self, token: str) -> list[Entity]:
        """The persons with a surname, else those with a given name, else with another part.

        "Ortiz" is not Laura Romero Ortiz where the article calls her Romero and has a Pedro Ortiz
        Vega.
        """
        tables = (self._by_surname, self._by_given, self._by_inner)
        found = ([self.entities[k] for k in list(t.get(token, ()))[:_BUCKET]] for t in tables)
        bearers, given, inner = found
        if bearers and inner and all(map(self._is_called_by_first_surname, bearers)):
            return inner
        return bearers or given or inner

    def _is_called_by_first_surname(self, person: Entity) -> bool:
        """Whether the article uses the first of somebody's two surnames alone."""
        return any(token in self._lone and token in self._by_inner for token in person.tokens[1:-1])

    def _is_other(self, person: Entity, token: str, group: _Group, before: int) -> bool:
        """Whether title, kinship or gender show that a lone name is not a person's.

        "President Hale" is not "his wife, Ruth Hale", nor is "Hale" if it came before her. A mayor
        is no judge, "President Hale said he …" is no woman, and "King Charles" not "Charles Moore".
        Nor is "Inspector Doyle" the Sean Doyle who was arrested.
        """
        nouns = self._nouns(person)
        if share_role(nouns, group.nouns):
            return False
        if clash(nouns, group.nouns) or _is_royal(token, group, person):
            return True
        accused = any(self._introduction(m).accused for m in person.mentions)
        if accused and not nouns and not group.nouns.isdisjoint(_COURT):
            return True
        gender = _gender_of(person)
        heard = {g for m in group.mentions if (g := self._introduction(m).gender) is not None}
        unlike = gender is not None and heard and gender not in heard
        if group.nouns and unlike and not share_field(nouns, group.nouns):
            return True
        if not self._introduction(person.mentions[0]).relative:
            return False
        if group.gender is not None and group.gender == gender:
            return False
        return bool(group.nouns) or before < person.mentions[0].first

    def _is_known_holder(self, token: str, group: _Group) -> bool:
        """Whether one of the caller's persons has the surname and the role of a title."""
        for person in self._known.with_surname(token):
            nouns = {title_noun(word) for role in person.roles for word in role.split()}
            fits = group.gender is None or person.gender in (None, group.gender)
            if fits and share_role(frozenset(nouns), group.nouns):
                return True
        return False

    def _introduction(self, mention: Mention) -> Introduction:
        return self._introduced.get(mention.head, Introduction())

    def _nouns(self, person: Entity) -> frozenset[str]:
        """All roles that are stated where a person is named."""
        return frozenset().union(
            *(self._introduction(m).nouns | title_nouns(m) for m in person.mentions)
        )

    def _may_be_body(self, person: Entity) -> bool:
        """Whether nothing but the recognizer shows that a lone name is a person's."""
        if len(person.tokens) != 1 or person.known or is_given_name(person.tokens[0]):
            return False
        shown = (m.gender or self._introduction(m).gender for m in person.mentions)
        titled = any(m.name is not None and m.name.titles for m in person.mentions)
        return not (titled or any(shown))

    def _full_name_of(
        self,
        short: Entity,
        full: Mapping[str, Mapping[Hashable, None]],
        acronyms: Mapping[str, Collection[Hashable]],
    ) -> Hashable | None:
        """The one body that a short name, or one in capitals, is of."""
        text = " ".join(short.tokens)
        person = short.kind == "person"
        if place_of(text) or (person and not self._may_be_body(short)):
            return None
        found: Collection[Hashable] = full.get(text, ())
        if not found and len(short.tokens) == 1 and _may_be_acronym(short.name):
            found = acronyms.get(text, ())
        others = [self.entities[key] for key in found if key != short.key]
        if len(others) != 1 or len(others[0].tokens) <= len(short.tokens):
            return None
        if _is_another_body(others[0], short) or _is_in_its_place(others[0], short):
            return None
        acronym = _may_be_acronym(short.name) and text in _acronyms(others[0])
        shown = not person or acronym or _begins_with(others[0], short)
        return others[0].key if shown else None

    def _introduced_in_brackets(self) -> Iterator[tuple[Hashable, Hashable]]:
        """Short names of bodies with the full ones: "the Commission on Elections (Comelec)"."""
        ends = {m.last: key for key, entity in self.entities.items() for m in entity.mentions}
        for key, short in self.entities.items():
            found = (ends.get(m.first - 1) for m in short.mentions if m.bracketed)
            body = self.entities.get(next((one for one in found if one is not None), None))
            if body is not None and _may_abbreviate(short, body):
                yield key, body.key

    # Commands.

    def add(self, tokens: _Tokens, kind: SpeakerKind, mentions: Sequence[Mention]) -> None:
        """A new entity."""
        first = mentions[0]
        name = first.name.text if first.name is not None else ""
        entity = Entity(first.head, kind, name, True, tokens, mentions=tuple(mentions))
        self.entities[entity.key] = entity
        if kind != "person":
            return
        self._by_surname[tokens[-1]][entity.key] = None
        if len(tokens) > 1:
            nicknames = [token for token in tokens[1:-1] if is_given_name(token)]
            for given in (tokens[0], *nicknames):
                self._by_given[given][entity.key] = None
            # Many have two surnames, and most often use the first: Claudia Sheinbaum Pardo.
            for inner in () if is_generation(tokens[-1]) else tokens[1:-1]:
                if len(inner) >= _LEAST_SURNAME and not is_given_name(inner):
                    self._by_inner[inner][entity.key] = None

    def add_full_name(self, tokens: _Tokens, mentions: Sequence[Mention]) -> None:
        """The full name of a person: of one who is there, or of a new one."""
        key = self._with_full_name(tokens)
        if key is None:
            self.add(tokens, "person", mentions)
        else:
            self._take(key, mentions)

    def add_short_name(self, token: str, mentions: Sequence[Mention]) -> None:
        """Resolve a bare surname or given name, all mentions with one title and gender alike.

        Those with a title come first, then those with an honorific: mentions without either then
        go to the same persons.
        """
        groups: defaultdict[_Key, list[Mention]] = defaultdict(list)
        for mention in mentions:
            groups[title_nouns(mention), mention.gender].append(mention)
        before = min(mention.first for mention in mentions)
        bearers: dict[_Key, Entity] = {}
        plain = (
            self._bearer(token, _Group(tuple(found), nouns, gender), before)
            for (nouns, gender), found in groups.items()
            if gender is not None and not nouns and any(title for title, _ in groups)
        )
        addressed = frozenset(bearer.key for bearer in plain if bearer is not None)
        for nouns, gender in sorted(groups, key=lambda key: (not key[0], key[1] is None)):
            group = _Group(tuple(groups[nouns, gender]), nouns, gender, addressed)
            bearer = self._bearer(token, group, before)
            if bearer is None:
                self.add((token,), "person", group.mentions)
            else:
                bearers[nouns, gender] = bearer
        namesakes = self._namesakes(token, before)
        for other in _of_another_gender(bearers, groups):
            self.add((token,), "person", groups[other])
            del bearers[other]
        for (nouns, gender), bearer in bearers.items():
            fitting = {
                place: person
                for place, person in namesakes.items()
                if gender is None or _gender_of(person) in (None, gender)
            }
            others = fitting if not nouns and len(fitting) > 1 else {}
            for key, part in self._by_namesake(bearer, groups[nouns, gender], others):
                self._take(key, part)

    def _namesakes(self, token: str, alone: int) -> dict[int, Entity]:
        """The persons whose names begin with a word, by the places of their full names.

        In Korean and Chinese names the surname comes first. Popes and kings are no such namesakes.
        The surname alone does not mean somebody mentioned in passing: Kim Dae-ki in "Kim met Kim
        Dae-ki", or as an object once the article has spoken of another Kim by surname.

        Args:
            token: the surname.
            alone: the first word at which the article uses it alone.
        """
        if token in self._by_surname or lone_name_gender(token) is not None:
            return {}
        named = [
            (mention, person)
            for person in self._bearers(token)
            for mention in person.mentions
            if mention.name is not None and not all(map(is_numeral, mention.name.tokens[1:]))
        ]
        acting = {m for m, _ in named if m.role == "subject" or self._introduction(m).speaks}
        told_of = {mention.sentence for mention in acting}
        return {
            mention.first: person
            for mention, person in named
            if mention in acting or (mention.first < alone and mention.sentence not in told_of)
        }

    @staticmethod
    def _by_namesake(
        bearer: Entity, mentions: Sequence[Mention], namesakes: Mapping[int, Entity]
    ) -> Iterator[tuple[Hashable, list[Mention]]]:
        """Bare surnames in parts, each with who bears it.

        Kim Ki-hyun said … Kim said … Kim Dae-ki left … Kim said: after a full name, the surname
        alone means that person.
        """
        part: list[Mention] = []
        last = -1
        for mention in sorted(mentions, key=lambda mention: mention.first):
            new = [place for place in namesakes if last < place < mention.first]
            if new:
                yield bearer.key, part
                bearer, part = namesakes[max(new)], []
            part.append(mention)
            last = mention.first
        yield bearer.key, part

    def _take(self, key: Hashable, mentions: Iterable[Mention]) -> None:
        entity = self.entities[key]
        self.entities[key] = attrs.evolve(entity, mentions=_sorted((*entity.mentions, *mentions)))

    def identify(self, *, persons_only: bool = False) -> None:
        """Name entities after the caller's persons; where two fit, neither does."""
        for key, entity in self.entities.items():
            if not persons_only or entity.kind == "person":
                self.entities[key] = self._known.identified(entity)

    def join_other_names(self) -> None:
        """Join what persons are called, as the article says: "Ann Lee, known as Dot"."""
        called = {
            key: head
            for key, entity in self.entities.items()
            for mention in reversed(entity.mentions)  # the first one counts
            if (head := self._introduction(mention).called) is not None
        }
        if not called:  # most articles; the rest takes time
            return
        holders = {m.head: key for key, entity in self.entities.items() for m in entity.mentions}
        for key, head in called.items():
            owner = holders.get(head)
            if owner in (None, key) or owner not in self.entities or key not in self.entities:
                continue
            person = next((k for k in (owner, key) if self._is_full_person(k)), None)
            if person is None or place_of(" ".join(self.entities[key].tokens)):
                continue
            other = key if person == owner else owner
            self._take(person, self.entities[other].mentions)
            del self.entities[other]

    def _is_full_person(self, key: Hashable) -> bool:
        """Whether an entity is a person with a name of two words or more."""
        return self.entities[key].kind == "person" and len(self.entities[key].tokens) > 1

    def join_bodies(self) -> None:
        """Join acronyms and short names of bodies with the full names."""
        full = _short_names(self.entities.values())
        acronyms = _bodies_by_acronym(self.entities.values())
        longer = {
            key: other
            for key, entity in self.entities.items()
            if (other := self._full_name_of(entity, full, acronyms)) is not None
        }
        longer.update(self._introduced_in_brackets())
        for key in longer:
            whole = longer[key]
            while whole in longer:  # "UH", "University Hospital", "Leeds University Hospital"
                whole = longer[whole]
            self._take(whole, self.entities[key].mentions)
        for key in longer:
            del self.entities[key]


def _sorted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda mention: mention.first))


@attrs.frozen
class _Group:
    """Mentions of one bare name with the same titles and the same gender.

    Attributes:
        addressed: keys of the persons that the article calls "Mr Hale" or "Ms Hale".
    """

    mentions: tuple[Mention, ...]
    nouns: frozenset[str]
    gender: Gender | None
    addressed: frozenset[Hashable] = frozenset()


def _of_another_gender(
    bearers: Mapping[_Key, Entity], groups: Mapping[_Key, Sequence[Mention]]
) -> list[_Key]:
    """The groups of mentions whose bearer would be both a man and a woman: Mr Hale and Mrs Hale.

    The bearer has the gender that is shown more often. If both are shown as often, neither is it.
    """
    counts: defaultdict[Hashable, Counter[Gender]] = defaultdict(Counter)
    for (nouns, gender), bearer in bearers.items():
        if gender is not None:
            counts[bearer.key][gender] += len(groups[nouns, gender])
    return [
        (nouns, gender)
        for (nouns, gender), bearer in bearers.items()
        if gender is not None
        and any(
            number >= counts[bearer.key][gender]
            for other, number in counts[bearer.key].items()
            if other != gender
        )
    ]


def _is_royal(token: str, group: _Group, person: Entity) -> bool:
    """Whether a title goes with given names alone: "Prince Harry" is not Harry Kane.

    "Pope Leo" may be Leo XIV, and "King Bheki" the Zulu King Bheki ka Dube.
    """
    if token != person.tokens[0] or all(map(is_numeral, person.tokens[1:])):
        return False
    return bool(_ruler_titles(group.mentions) - _ruler_titles(person.mentions))


def _ruler_titles(mentions: Iterable[Mention]) -> set[str]:
    titles = (title for m in mentions if m.name for title in m.name.titles)
    return {word for title in titles for word in title.lower().split() if is_ruler_title(word)}


def _main_bearer(
    candidates: list[Entity],
    group: _Group,
    introduced: Mapping[int, Introduction],
) -> Entity | None:
    """Of several persons with one surname, the one that the surname alone means.

    It is the one named in full before the first bare surname. Of several such persons, it is the
    one of the gender of "Clinton said she …"; then the one that the article no longer names in
    full; then the one with the gender of an honorific; then for a bare surname the one who is
    not introduced as a relative, unless the others have died or are accused; then the one who has
    spoken; then for "Cllr Hale" the one who is not called "Ms Hale".
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    bare = [mention.first for mention in group.mentions]
    full = {
        person: [m for m in person.mentions if m.name and len(m.name.tokens) > 1]
        or list(person.mentions[:1])
        for person in candidates
    }
    begin = min(full[person][0].first for person in candidates)
    alone = next((first for first in bare if first > begin), bare[0])
    before = [person for person in candidates if full[person][0].first < alone]

    # An honorific shows the gender better than the next pronoun: "Mr Hale said she …".
    shown = () if group.gender is not None else group.mentions
    heard = {introduced[m.head].gender for m in shown if m.head in introduced} - {None}

    # "Mrs Hale" may well be the mother who speaks of Ann Hale.
    relatives = _relatives(candidates, introduced) if group.gender is None else frozenset()

    def rank(person: Entity) -> tuple[bool, bool, int, bool, bool, bool, bool, int]:
        named = full[person]
        # "Ms Hale" is hardly "Sergeant Hale".
        ranked = group.gender is not None and any(title_nouns(m) for m in person.mentions)
        unlike = len(heard) == 1 and _gender_of(person) not in (None, *heard)
        spoke = any(
            m.first < alone and m.head in introduced and introduced[m.head].speaks for m in named
        )
        other = group.gender is not None and _gender_of(person) is None
        later = sum(m.first > alone for m in named)
        kin = person in relatives
        plain = bool(group.nouns) and person.key in group.addressed
        return (unlike, ranked, later, other, kin, not spoke, plain, named[0].first)

    return min(before or candidates, key=rank)


def _relatives(
    candidates: Sequence[Entity], introduced: Mapping[int, Introduction]
) -> frozenset[Entity]:
    """Who is introduced as somebody's relative; nobody if that may be of a dead or accused one."""

    def at(mention: Mention) -> Introduction:
        return introduced.get(mention.head, Introduction())

    found = frozenset(person for person in candidates if at(person.mentions[0]).relative)
    others = (at(m) for person in candidates if person not in found for m in person.mentions)
    return frozenset() if any(one.dies or one.accused for one in others) else found


def _gender_of(person: Entity) -> Gender | None:
    if person.gender is not None:
        return person.gender
    return _gender_shown(person.tokens, person.mentions)


def _gender_shown(tokens: _Tokens, mentions: Iterable[Mention]) -> Gender | None:
    """The gender that most mentions of a person show."""
    shown = [m.gender for m in mentions if m.gender and not _begins_inside(m, tokens)]
    return max(dict.fromkeys(shown), key=shown.count, default=None)


def _begins_inside(mention: Mention, full: _Tokens) -> bool:
    """Whether a mention is a surname whose first word looks like a given name: "Al Marri"."""
    name = mention.name
    if name is None or name.titles or len(name.tokens) < 2:
        return False
    size = len(name.tokens)
    return size < len(full) and full[-size:] == name.tokens


def _short_names(entities: Iterable[Entity]) -> Mapping[str, dict[Hashable, None]]:
    """The bodies that a short name may mean: initials, first or last words, all but the first.

    A place is no short name of what is named after it: "Boston" is not "Boston University".
    """
    full: defaultdict[str, dict[Hashable, None]] = defaultdict(dict)
    for entity in entities:
        tokens = entity.tokens
        if entity.kind == "person" or len(tokens) < 2:
            continue
        bare = " ".join(token for token in tokens if token not in _LEGAL_FORMS)
        short = [_initials(tokens), tokens[-1], " ".join(tokens[1:]), " ".join(tokens[-2:]), bare]
        if not place_of(tokens[0]):
            short.append(tokens[0])
        for text in short:
            full[text][entity.key] = None
    return full


def _is_in_its_place(body: Entity, short: Entity) -> bool:
    """Whether a name is the place that a body is called after: "Texas", "University of Texas"."""
    places = sum(mention.is_place for mention in short.mentions)
    return 2 * places > len(short.mentions) and not _LOCAL.isdisjoint(body.tokens)


def _begins_with(body: Entity, short: Entity) -> bool:
    """Whether the article names a body before it uses its first word alone: "Palomar said"."""
    return body.tokens[0] == short.tokens[0] and body.mentions[0].first < short.mentions[0].first


def _is_another_body(body: Entity, short: Entity) -> bool:
    """Whether a longer name that comes later is that of another body: "Google DeepMind".

    So is "NHS England" where "the NHS" came first; "Boeing Co." is Boeing.
    """
    size = len(short.tokens)
    own = is_known_body(short.tokens) or short.name.isupper()
    if not own or body.tokens[:size] != short.tokens or _begins_with(body, short):
        return False
    rest = body.tokens[size:]
    return rest[-1] in _OF_OTHERS or place_of(" ".join(rest)) is not None


def _initials(tokens: Iterable[str]) -> str:
    return "".join(token[:1] for token in tokens if token not in _LINKS)


def _may_be_acronym(name: str) -> bool:
    """Whether a name is written as acronyms are: "HMRC", "MoD", "TfL", "PwC".

    Papers of Britain and Africa write those that are spoken as words like names: "Nehawu".
    """
    spoken = len(name) >= _LEAST_SPOKEN and name.isalpha() and name.istitle()
    return " " not in name and (spoken or sum(map(str.isupper, name)) > 1)


def _acronyms(body: Entity) -> frozenset[str]:
    """What the letters of a body may be, in lower case.

    Links may count ("MoD") or not, the parts of "Anti-Corruption" too, and capitals are kept: HMRC
    is HM Revenue & Customs. The country may be left out (the U.S. FDA), and the last of many words
    (Centers for Disease Control and Prevention).
    """
    words = [part for word in body.name.split() for part in word.split("-") if part]
    if len(words) > 1 and folded(words[-1]) in _LEGAL_FORMS:
        words.pop()
    nouns = [word for word in words if word.lower() not in _LINKS and word != "&"]
    own = [_letters(words), _letters(nouns)]
    if nouns and (place_of(nouns[0]) or is_state(nouns[0])):
        own.append(_letters(nouns[1:]))
    if len(nouns) > _FEW_WORDS and folded(nouns[-1]) not in _OF_OTHERS:
        own.append(_letters(nouns[:-1]))
    found = {letters for letters in own if len(letters) >= _LEAST_LETTERS}
    return frozenset({_initials(body.tokens), *found})


def _bodies_by_acronym(entities: Iterable[Entity]) -> Mapping[str, list[Hashable]]:
    """The bodies that letters may abbreviate."""
    found: defaultdict[str, list[Hashable]] = defaultdict(list)
    for body in entities:
        if body.kind != "person" and len(body.tokens) > 1:
            for letters in _acronyms(body):
                found[letters].append(body.key)
    return found


def _letters(words: Iterable[str]) -> str:
    """The first letters of words, and all letters of those in capitals."""
    return "".join(folded(w) if w.isupper() and len(w) < 4 else folded(w)[:1] for w in words)


def _may_abbreviate(short: Entity, body: Entity) -> bool:
    """Whether a word in brackets after a body is its short name: capitals, or letters of it."""
    text = short.tokens[0]
    if body.kind == "person" or len(body.tokens) < 2 or len(short.tokens) > 1 or place_of(text):
        return False
    letters = iter("".join(body.tokens))
    spelled = text[:1] == body.tokens[0][:1] and all(letter in letters for letter in text)
    return (len(text) > 1 and short.name.isupper()) or (len(text) > 2 and spelled)


# --- canonical names ---------------------------------------------------------------------------


def _with_canonical_name(entity: Entity) -> Entity:
    """An entity with canonical name, aliases, titles and gender from all of its names."""
    names = [mention.name for mention in entity.mentions if mention.name is not None]
    forms = Counter(name.text for name in names)
    name, tokens = entity.name, entity.tokens
    if not entity.known:
        whole = {one.text for one in names if one.tokens == tuple(map(folded, one.text.split()))}

        def size(text: str) -> int:  # "Prince Owusu" may have two words, and no title
            return len(text.split() if text in whole else split_name(text).tokens)

        name = max(forms, key=lambda text: (size(text), forms[text]), default=name)
        tokens = split_name(name).tokens or tokens
    titles = tuple(t for t in entity.written_titles if not is_kin(t.split()[-1].lower()))
    person = entity.kind == "person"
    gender = _shown_gender(entity, tokens) if person else entity.gender
    entity = attrs.evolve(
        entity,
        name=name,
        tokens=tokens,
        titles=titles,
        aliases=entity.also_called(form for form in forms if form != name),
        gender=gender,
        # The caller's gender is no guess.
        guessed=person and entity.gender is None and _is_guess(gender, tokens, titles),
        place=None if person else place_of(" ".join(tokens)),
        plural=not person and any(mention.plural for mention in entity.mentions),
    )
    return entity if person else _with_article(entity)


def _shown_gender(person: Entity, tokens: _Tokens) -> Gender | None:
    gender = person.gender or _gender_shown(tokens, person.mentions)
    lone = gender is None and len(tokens) == 1
    return lone_name_gender(tokens[0]) if lone else gender


def _is_guess(gender: Gender | None, tokens: _Tokens, titles: Iterable[str]) -> bool:
    """Whether nothing but a given name that is not common shows a gender."""
    guess = guessed_gender(tokens)
    return guess is not None and guess == gender and guess not in map(title_gender, titles)


def _with_article(entity: Entity) -> Entity:
    """Buildings and seats that speak for their tenants keep their article: "the Kremlin"."""
    mentions, name = entity.mentions, entity.name
    place = entity.kind == "organization" and (
        entity.place is not None or any(mention.is_place for mention in mentions)
    )
    if not place:
        return entity
    always = name.startswith("The ")
    name = name.removeprefix("The ")
    definite = sum(mention.determination == "definite" for mention in mentions)
    if always or 2 * definite > len(mentions):
        return attrs.evolve(entity, name=f"the {name}", aliases=entity.also_called((name,)))
    return entity
