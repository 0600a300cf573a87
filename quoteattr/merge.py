"""Merge the speakers of many articles: who is the same person or organization in all of them?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

import attrs
import networkx as nx

from quoteattr.errors import InputError
from quoteattr.model import Gender, Speaker, SpeakerKind
from quoteattr.quotes import Quotes
from quoteattr.words.cues import read_table
from quoteattr.words.names import same_person, split_name, title_noun
from quoteattr.words.nouns import folded, nicknames

__all__ = ["MergedSpeaker", "Occurrence", "merge_speakers"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_BUCKET = 60  # people with one surname and given name who are compared; of more, none is joined


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
        kind: person, organization, group, document or other.
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

    @property
    def speaker(self) -> Speaker:
        return self.occurrence.speaker


_Part = tuple[_Entry, ...]


def merge_speakers(results: Iterable[Quotes]) -> tuple[MergedSpeaker, ...]:
    """Merge the speakers of many articles; in doubt, they stay apart.

    - Speakers with one identifier (``Attributor(known=…)``) are the same.
    - People are the same if their full names are. A surname alone, a given name alone, or an
      initial with a surname is never enough.
    - "Donald J. Trump" joins "Donald Trump", and "Bill" joins "William", if no third name of the
      batch fits as well.
    - Different suffixes (Jr.), identifiers, genders or fields of work (a judge, a coach) keep
      people apart. A name that could then belong to either stays alone.
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
    alone: list[_Part] = []
    identified: defaultdict[str, list[_Entry]] = defaultdict(list)
    people: defaultdict[tuple[tuple[str, ...], str], list[_Entry]] = defaultdict(list)
    bodies: defaultdict[tuple[str, tuple[str, ...]], list[_Entry]] = defaultdict(list)
    for entry in _entries(results):
        if entry.speaker.identifier is not None:
            identified[entry.speaker.identifier].append(entry)
        elif _is_full_name(entry):
            people[entry.tokens, entry.suffix].append(entry)
        elif _is_body(entry):
            bodies[entry.speaker.kind, entry.tokens].append(entry)
        else:
            alone.append((entry,))
    parts: list[_Part] = []
    for known in map(tuple, identified.values()):
        (parts if _is_full_name(known[0]) else alone).append(known)
    for group in people.values():
        _tell_apart(group, parts, alone)
    for group in bodies.values():
        _one_an_article(group, alone, alone)
    whole = sorted([*alone, *_join(parts)], key=lambda part: part[0].number)
    return tuple(_merged(f"m{i}", part) for i, part in enumerate(whole, 1))


def _entries(results: Iterable[Quotes]) -> Iterator[_Entry]:
    number = 0
    for article, quotes in enumerate(results):
        if not isinstance(quotes, Quotes):
            raise InputError(f"merge_speakers needs Quotes, one per article, not {quotes!r}")
        for speaker in quotes.speakers:
            words = [folded(word) for word in speaker.name.replace(",", " ").split()]
            yield _Entry(
                number,
                Occurrence(article, quotes.doc_id, speaker),
                _tokens_of(speaker),
                words[-1] if words and words[-1] in _SUFFIXES else "",
                _fields_of(speaker.titles),
            )
            number += 1


def _tokens_of(speaker: Speaker) -> tuple[str, ...]:
    tokens = split_name(speaker.name).tokens if speaker.named else ()
    return tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens


@cache
def _families() -> dict[str, str]:
    return {
        noun: field for field, nouns in read_table("role_families.tsv") for noun in nouns.split()
    }


def _fields_of(titles: Sequence[str]) -> frozenset[str]:
    words = (title_noun(word) for title in titles for word in title.split())
    return frozenset(field for word in words if (field := _families().get(word)))


def _is_full_name(entry: _Entry) -> bool:
    speaker, tokens = entry.speaker, entry.tokens
    if speaker.kind != "person" or not speaker.named or speaker.members or len(tokens) < 2:
        return False
    return len(tokens) > 2 or len(tokens[0]) > 1


def _is_body(entry: _Entry) -> bool:
    speaker = entry.speaker
    return speaker.named and speaker.kind != "person" and not speaker.members and bool(entry.tokens)


# --- people of one name ------------------------------------------------------------------------


def _tell_apart(group: Sequence[_Entry], parts: list[_Part], alone: list[_Part]) -> None:
    """Split people of one full name by gender, then by field of work; those without stay alone."""
    genders = {entry.speaker.gender for entry in group} - {None}
    if len(genders) < 2:
        by_gender = [list(group)]
    else:
        by_gender = [[e for e in group if e.speaker.gender == gender] for gender in genders]
        alone += ((entry,) for entry in group if entry.speaker.gender is None)
    for some in by_gender:
        fields = _linked([entry.fields for entry in some if entry.fields])
        if len(set(fields.values())) < 2:
            _one_an_article(some, parts, alone)
            continue
        by_field: defaultdict[str, list[_Entry]] = defaultdict(list)
        for entry in some:
            if entry.fields:
                by_field[fields[min(entry.fields)]].append(entry)
            else:
                alone.append((entry,))
        for one in by_field.values():
            _one_an_article(one, parts, alone)


def _linked(sets: Sequence[frozenset[str]]) -> dict[str, str]:
    """Each item mapped to the first one that shares a set with it, directly or through others."""
    graph = nx.Graph()
    for items in sets:
        nx.add_path(graph, items)
    return {item: min(linked) for linked in nx.connected_components(graph) for item in linked}


def _one_an_article(group: Sequence[_Entry], parts: list[_Part], alone: list[_Part]) -> None:
    """Merge speakers into one part, but leave those alone that share an article."""
    count = Counter(entry.occurrence.article for entry in group)
    part = tuple(entry for entry in group if count[entry.occurrence.article] == 1)
    alone += ((entry,) for entry in group if count[entry.occurrence.article] > 1)
    if part:
        parts.append(part)


# --- longer and shorter names ------------------------------------------------------------------


def _join(parts: Sequence[_Part]) -> list[_Part]:
    """Join longer and shorter names if each fits every other one, so that none is ambiguous."""
    buckets: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for i, part in enumerate(parts):
        tokens = part[0].tokens
        for given in {tokens[0], *nicknames().get(tokens[0], ())}:
            buckets[tokens[-1], given].add(i)
    fits = nx.Graph()
    fits.add_nodes_from(range(len(parts)))
    for bucket in buckets.values():
        if len(bucket) <= _BUCKET:
            pairs = combinations(sorted(bucket), 2)
            fits.add_edges_from((i, j) for i, j in pairs if _compatible(parts[i], parts[j]))
    joined: list[_Part] = []
    for linked in nx.connected_components(fits):
        if any(fits.degree[i] < len(linked) - 1 for i in linked):
            joined += (parts[i] for i in linked)
            continue
        members = (entry for i in linked for entry in parts[i])
        joined.append(tuple(sorted(members, key=lambda entry: entry.number)))
    return joined


def _compatible(left: _Part, right: _Part) -> bool:
    one, other = left[0], right[0]
    if None not in (one.speaker.identifier, other.speaker.identifier):
        return False
    if one.suffix != other.suffix or not same_person(one.tokens, other.tokens):
        return False
    middles = [part[0].tokens[1:-1] for part in (left, right)]
    if all(middles) and middles[0][0][0] != middles[1][0][0]:
        return False  # "George W. Bush", "George H. W. Bush"
    genders = {entry.speaker.gender for entry in (*left, *right)} - {None}
    fields = [frozenset().union(*(entry.fields for entry in part)) for part in (left, right)]
    if len(genders) > 1 or (all(fields) and not fields[0] & fields[1]):
        return False
    articles = [{entry.occurrence.article for entry in part} for part in (left, right)]
    return not articles[0] & articles[1]


def _merged(name: str, part: _Part) -> MergedSpeaker:
    speakers = [entry.speaker for entry in part]
    counts = Counter(speaker.name for speaker in speakers)
    called = max(counts, key=lambda known: (counts[known], len(known), known))
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
        occurrences=tuple(entry.occurrence for entry in part),
    )
