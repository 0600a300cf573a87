"""Merge the speakers of many articles: who is the same person or organization in all of them?

Full names decide first (``_separate``, ``_join``). Then a surname with an office, "President
Obama", joins the one person who may hold that office (``_add_titled``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import attrs

from quoteattr.corpus.offices import Office, offices_of, places_conflict, places_fit
from quoteattr.errors import InputError
from quoteattr.model import Gender, Speaker, SpeakerKind
from quoteattr.quotes import Quotes
from quoteattr.words.cues import word_list
from quoteattr.words.names import (
    is_generation,
    is_ruler_title,
    same_person,
    split_name,
    title_noun,
)
from quoteattr.words.nouns import folded, nicknames, role_field

__all__ = ["MergedSpeaker", "Occurrence", "merge_occurrences", "merge_speakers"]

_BUCKET = 60  # most people of one surname and given name that are compared; of more, none is joined
# Of several namesakes, articles mean the one that has at least so many entries, and so many times
# the entries of all others.
_LEAST_MAIN = 3
_TIMES = 4
# The press calls them by one name: "Pope Francis" is a full name.


@attrs.frozen
class Occurrence:
    """A speaker of one article of the batch.

    Attributes:
        article: position of the article in the batch, from 0.
        doc_id: the caller's name of the article.
        speaker: the article's own record.
    """

    article: int
    doc_id: str | None
    speaker: Speaker


@attrs.frozen
class MergedSpeaker:
    """A speaker of a batch of articles, quoted in one of them or in many.

    Attributes:
        id: unique within the batch ("m1"), in order of appearance.
        name: the name that most articles use; of several such names the longest.
        kind: as a ``Speaker``'s: person, organization, group, document, other, author or reader.
        named: whether ``name`` is a name, not a description.
        titles, aliases: all that the articles give, in order of appearance.
        gender: female, male or None.
        identifier: the caller's own id, when known people were given.
        occurrences: the speakers of the single articles that were merged.
    """

    id: str
    name: str
    kind: SpeakerKind
    named: bool
    titles: tuple[str, ...]
    aliases: tuple[str, ...]
    gender: Gender | None
    identifier: str | None
    occurrences: tuple[Occurrence, ...]


@attrs.frozen(eq=False)
class _Entry:
    """An occurrence, with all that is compared."""

    number: int
    occurrence: Occurrence
    tokens: tuple[str, ...]
    suffix: str
    fields: frozenset[str]
    offices: frozenset[Office]

    @property
    def speaker(self) -> Speaker:
        return self.occurrence.speaker


_Part = tuple[_Entry, ...]


def merge_speakers(results: Iterable[Quotes]) -> tuple[MergedSpeaker, ...]:
    """Merge the speakers of many articles; in doubt, they stay apart.

    - Speakers with one identifier (``Attributor(known=…)``) are the same.
    - People are the same if their full names are. A surname alone, a given name alone, or an
      initial with a surname is never enough.
    - A surname with an office, "President Obama", joins the one person of that surname who holds
      the office in the batch, unless gender, country or body contradict. Kings, queens, princes
      and popes need no surname.
    - "Donald J. Trump" joins "Donald Trump", and "Bill" joins "William", if no third name of the
      batch fits as well.
    - Different suffixes (Jr.), identifiers, genders, fields of work (a judge, a coach) or places of
      one office (governors of two states) keep people apart. A name that could then belong to
      either stays alone, unless the batch has one of them far more often.
    - Organizations and documents are the same if their names are equal.
    - Two speakers of one article are never merged, nor are speakers without a name.

    The order of the articles changes nothing but ids and the order of titles and aliases.

    Args:
        results: the articles; only their speakers are kept.

    Returns:
        Every speaker of the batch once, in order of appearance.

    Raises:
        InputError: one of the results is not a ``Quotes``.

    >>> from quoteattr.model import Speaker
    >>> from quoteattr.quotes import Quotes
    >>> batch = [
    ...     Quotes((), text="", speakers=[Speaker("s1", "Ann Lee"), Speaker("s2", "Berg")]),
    ...     Quotes((), text="", speakers=[Speaker("s1", "Berg"), Speaker("s2", "Ann Lee")]),
    ... ]
    >>> [(who.id, who.name, len(who.occurrences)) for who in merge_speakers(batch)]
    [('m1', 'Ann Lee', 2), ('m2', 'Berg', 1), ('m3', 'Berg', 1)]
    """
    return merge_occurrences(_occurrences(results))


def _occurrences(results: Iterable[Quotes]) -> Iterator[Occurrence]:
    if not isinstance(results, Iterable):
        raise InputError(f"merge_speakers needs many Quotes, one per article, not {results!r}")
    for article, quotes in enumerate(results):
        if not isinstance(quotes, Quotes):
            raise InputError(f"merge_speakers needs Quotes, one per article, not {quotes!r}")
        for speaker in quotes.speakers:
            yield Occurrence(article, quotes.doc_id, speaker)


def merge_occurrences(occurrences: Iterable[Occurrence]) -> tuple[MergedSpeaker, ...]:
    """Merge speakers wherever they come from; see ``merge_speakers``.

    Args:
        occurrences: every speaker of every article once, article by article.

    Returns:
        Every speaker of the batch once, in order of appearance.
    """
    alone: list[_Part] = []
    titled: list[_Entry] = []
    identified: defaultdict[str, list[_Entry]] = defaultdict(list)
    people: defaultdict[tuple[tuple[str, ...], str], list[_Entry]] = defaultdict(list)
    bodies: defaultdict[tuple[str, tuple[str, ...]], list[_Entry]] = defaultdict(list)
    for number, occurrence in enumerate(occurrences):
        entry = _entry(number, occurrence)
        if entry.speaker.identifier is not None:
            identified[entry.speaker.identifier].append(entry)
        elif _is_full_name(entry):
            people[_full_name(entry), entry.suffix].append(entry)
        elif _is_body(entry):
            bodies[entry.speaker.kind, entry.tokens].append(entry)
        elif _is_person(entry) and entry.offices:
            titled.append(entry)
        else:
            alone.append((entry,))
    parts: list[_Part] = []
    for known in identified.values():
        # A known person may be called by a surname in some articles: a full name comes first.
        part = _full_names_first(known)
        (parts if _is_full_name(part[0]) else alone).append(part)
    for group in people.values():
        _separate(group, parts, alone)
    for group in bodies.values():
        _one_an_article(group, alone, alone)
    whole = [*alone, *_add_titled(titled, _join(parts))]
    whole.sort(key=lambda part: min(entry.number for entry in part))
    return tuple(_merged(f"m{i}", part) for i, part in enumerate(whole, 1))


def _entry(number: int, occurrence: Occurrence) -> _Entry:
    speaker = occurrence.speaker
    words = [folded(word) for word in speaker.name.replace(",", " ").split()]
    return _Entry(
        number,
        occurrence,
        _tokens_of(speaker),
        words[-1] if words and is_generation(words[-1]) else "",
        _fields_of(speaker.titles),
        offices_of(speaker.titles),
    )


def _tokens_of(speaker: Speaker) -> tuple[str, ...]:
    tokens = split_name(speaker.name).tokens if speaker.named else ()
    return tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens


def _fields_of(titles: Sequence[str]) -> frozenset[str]:
    words = (title_noun(word) for title in titles for word in title.split())
    return frozenset(field for word in words if (field := role_field(word)))


def _is_person(entry: _Entry) -> bool:
    speaker = entry.speaker
    named = speaker.kind == "person" and speaker.named and not speaker.members
    return named and bool(entry.tokens)


def _is_full_name(entry: _Entry) -> bool:
    tokens = entry.tokens
    if not _is_person(entry):
        return False
    if len(tokens) == 1:
        return any(is_ruler_title(office.name) for office in entry.offices)
    if tokens[0] in word_list("surname particles"):
        return False  # "de Blasio", "Le Pen"
    return len(tokens) > 2 or len(tokens[0]) > 1


def _full_name(entry: _Entry) -> tuple[str, ...]:
    """What people of one name share: the words of the name, of a lone name with its title."""
    if len(entry.tokens) > 1:
        return entry.tokens
    reigning = (office.name for office in entry.offices if is_ruler_title(office.name))
    return (min(reigning), *entry.tokens)


def _full_names_first(entries: Iterable[_Entry]) -> _Part:
    return tuple(sorted(entries, key=lambda entry: (not _is_full_name(entry), entry.number)))


def _is_body(entry: _Entry) -> bool:
    speaker = entry.speaker
    return speaker.named and speaker.kind != "person" and not speaker.members and bool(entry.tokens)


# --- people of one name ------------------------------------------------------------------------


def _separate(group: Sequence[_Entry], parts: list[_Part], alone: list[_Part]) -> None:
    """Split people of one full name by gender, field of work and place of office.

    An entry that could belong to several of them stays alone.
    """
    by_gender: defaultdict[Gender | None, list[_Entry]] = defaultdict(list)
    for entry in group:
        by_gender[entry.speaker.gender].append(entry)
    for some in _decided(by_gender, alone):
        fields = _linked([entry.fields for entry in some if entry.fields])
        by_field: defaultdict[str | None, list[_Entry]] = defaultdict(list)
        for entry in some:
            by_field[fields[min(entry.fields)] if entry.fields else None].append(entry)
        for one in _decided(by_field, alone):
            _separate_by_office(one, parts, alone)


def _separate_by_office(group: Sequence[_Entry], parts: list[_Part], alone: list[_Part]) -> None:
    """Split people of one name who hold one office in different places.

    If there are two such people, only entries with the same places are joined.
    """
    by_office: defaultdict[frozenset[Office] | None, list[_Entry]] = defaultdict(list)
    if any(places_conflict(a.offices, b.offices) for a, b in _pairs(group)):
        for entry in group:
            placed = any(office.places for office in entry.offices)
            by_office[entry.offices if placed else None].append(entry)
    else:
        by_office[None] += group
    for one in _decided(by_office, alone):
        _one_an_article(one, parts, alone)


def _decided(
    by_value: Mapping[Any, list[_Entry]], alone: list[_Part]
) -> Iterator[Sequence[_Entry]]:
    """Groups of entries that differ in something that keeps people apart, such as gender.

    Entries without a known value, under the key None, join the only group. If there are several,
    they join the one that is many times larger than all others together; the others are mistakes,
    or namesakes that are rarely meant. If no group is so large, they stay alone.
    """
    known = [some for value, some in by_value.items() if value is not None]
    unknown = by_value.get(None, [])
    largest = max(known, key=len, default=[])
    others = sum(map(len, known)) - len(largest)
    if len(largest) < max(1, _LEAST_MAIN * bool(others)) or len(largest) < _TIMES * others:
        alone += ((entry,) for entry in unknown) if known else ()
        yield from known if known else [unknown]
        return
    yield sorted([*largest, *unknown], key=lambda entry: entry.number)
    yield from (some for some in known if some is not largest)


def _pairs(group: Sequence[_Entry]) -> Iterator[tuple[_Entry, _Entry]]:
    """Pairs of entries, one for each choice of offices: a group has few of them."""
    distinct = {entry.offices: entry for entry in group}
    return combinations(distinct.values(), 2)


def _linked(sets: Sequence[frozenset[str]]) -> dict[str, str]:
    """Each item mapped to the first one that it is linked to, directly or through others."""
    top = {item: item for items in sets for item in items}

    def find(item: str) -> str:
        while top[item] != item:
            item = top[item]
        return item

    for items in sets:
        roots = sorted(find(item) for item in items)
        for root in roots:
            top[root] = roots[0]
    return {item: find(item) for item in top}


def _one_an_article(group: Sequence[_Entry], parts: list[_Part], alone: list[_Part]) -> None:
    """All as one part, except that two speakers of one article stay alone."""
    count = Counter(entry.occurrence.article for entry in group)
    part = tuple(entry for entry in group if count[entry.occurrence.article] == 1)
    alone += ((entry,) for entry in group if count[entry.occurrence.article] > 1)
    if part:
        parts.append(part)


# --- longer and shorter names ------------------------------------------------------------------


def _join(parts: Sequence[_Part]) -> list[_Part]:
    """Join longer and shorter forms of a name if every form fits all others: there is no choice."""
    buckets: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for i, part in enumerate(parts):
        tokens = part[0].tokens
        for given in {tokens[0], *nicknames().get(tokens[0], ())}:
            buckets[tokens[-1], given].add(i)
    fits: defaultdict[int, set[int]] = defaultdict(set)
    for bucket in buckets.values():
        if len(bucket) > _BUCKET:
            continue
        for i, j in combinations(sorted(bucket), 2):
            if _compatible(parts[i], parts[j]):
                fits[i].add(j)
                fits[j].add(i)
    joined: list[_Part] = []
    seen: set[int] = set()
    for i, part in enumerate(parts):
        if i in seen:
            continue
        clique = {i, *fits[i]}
        if any({j, *fits[j]} != clique for j in clique):
            joined.append(part)
            continue
        seen |= clique
        joined.append(_full_names_first(entry for j in clique for entry in parts[j]))
    return joined


def _compatible(left: _Part, right: _Part) -> bool:
    one, other = left[0], right[0]
    if None not in (one.speaker.identifier, other.speaker.identifier):
        return False
    if one.suffix != other.suffix or not same_person(one.tokens, other.tokens):
        return False
    if min(len(one.tokens), len(other.tokens)) < 2:
        return False  # "King William", "Prince William"
    middles = [part[0].tokens[1:-1] for part in (left, right)]
    if all(middles) and middles[0][0][0] != middles[1][0][0]:
        return False  # "George W. Bush", "George H. W. Bush"
    genders = {entry.speaker.gender for entry in (*left, *right)} - {None}
    fields = [frozenset().union(*(entry.fields for entry in part)) for part in (left, right)]
    if len(genders) > 1 or (all(fields) and not fields[0] & fields[1]):
        return False
    if any(places_conflict(a.offices, b.offices) for a in left for b in right):
        return False
    articles = [{entry.occurrence.article for entry in part} for part in (left, right)]
    return not articles[0] & articles[1]


# --- surnames with an office -------------------------------------------------------------------


@attrs.frozen
class _Bearer:
    """What is known of a person with a full name."""

    suffix: str
    genders: frozenset[Gender | None]
    offices: frozenset[Office]
    articles: frozenset[int]

    @classmethod
    def of(cls, part: _Part) -> _Bearer:
        return cls(
            part[0].suffix,
            frozenset(entry.speaker.gender for entry in part) - {None},
            frozenset().union(*(entry.offices for entry in part)),
            frozenset(entry.occurrence.article for entry in part),
        )


def _add_titled(titled: Sequence[_Entry], parts: Sequence[_Part]) -> list[_Part]:
    """Join each surname with an office to the one person who may be meant."""
    bearers = [_Bearer.of(part) for part in parts]
    by_surname: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        tokens = part[0].tokens
        for start in range(1, len(tokens)):
            by_surname[tokens[start:]].append(i)
    more: defaultdict[int | None, list[_Entry]] = defaultdict(list)
    for entry in titled:
        named = {i: bearers[i] for i in by_surname[entry.tokens]}
        more[_holder(entry, named)].append(entry)
    alone: list[_Part] = [(entry,) for entry in more[None]]
    out: list[_Part] = []
    for i, part in enumerate(parts):
        count = Counter(entry.occurrence.article for entry in more[i])
        fits: list[_Entry] = []
        for entry in more[i]:
            article = entry.occurrence.article
            if count[article] == 1 and article not in bearers[i].articles:
                fits.append(entry)
            else:
                alone.append((entry,))
        out.append((*part, *fits))
    return [*out, *alone]


def _holder(entry: _Entry, bearers: Mapping[int, _Bearer]) -> int | None:
    """The number of the person that a surname with an office means; None if it isn't clear.

    If one person at a time holds the office in a country, others of the surname don't matter. If a
    few do, the person must be the only one of the surname who holds an office. If many do, the
    place or the body must be the same as well.
    """
    in_office = 0
    holders = []
    for i, bearer in bearers.items():
        gender = entry.speaker.gender
        if gender and bearer.genders and gender not in bearer.genders:
            continue
        if bearer.suffix != entry.suffix:
            continue
        in_office += bool(bearer.offices)
        fit = [office.holders for office in entry.offices if places_fit(office, bearer.offices)]
        if fit and not places_conflict(entry.offices, bearer.offices):
            holders.append((i, "one" in fit))
    if len(holders) != 1:
        return None
    i, only_one = holders[0]
    return i if only_one or in_office == 1 else None


def _merged(name: str, part: _Part) -> MergedSpeaker:
    in_order = sorted(part, key=lambda entry: entry.number)
    speakers = [entry.speaker for entry in in_order]
    counts = Counter(speaker.name for speaker in speakers)
    full = {entry.speaker.name for entry in part if len(entry.tokens) > 1} or set(counts)
    called = max(full, key=lambda known: (counts[known], len(known), known))
    names = [*(s.name for s in speakers), *(alias for s in speakers for alias in s.aliases)]
    return MergedSpeaker(
        id=name,
        name=called,
        kind=speakers[0].kind,
        named=speakers[0].named,
        titles=tuple(dict.fromkeys(title for s in speakers for title in s.titles)),
        aliases=tuple(alias for alias in dict.fromkeys(names) if alias != called),
        gender=next((s.gender for s in speakers if s.gender), None),
        identifier=next((s.identifier for s in speakers if s.identifier is not None), None),
        occurrences=tuple(entry.occurrence for entry in in_order),
    )
