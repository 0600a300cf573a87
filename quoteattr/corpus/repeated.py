"""The same quotation in several places: shortened, split, with other punctuation, or reported.

Quotes are read longest first. Each is looked up by its shingles, three words in a row, in an index
of the quotes that lead a group, and compared with the few that share most of them. So the cost is
nearly linear in the number of quotes: an index entry holds a bounded number of groups, and a
quotation that a thousand articles have has one entry, not a thousand. (Broder 1997, *On the
resemblance and containment of documents*; here shingles only propose, and the longest common
subsequence of words decides.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise

import attrs

from quoteattr.corpus.people import MergedSpeaker
from quoteattr.corpus.records import CorpusQuote
from quoteattr.text.alignment import (
    Difference,
    common_length,
    compared_words,
    differences,
    in_wdiff,
)
from quoteattr.text.printable import on_one_line
from quoteattr.words.cues import read_table, word_list
from quoteattr.words.names import same_person, split_name

__all__ = ["Attribution", "RepeatedQuotation", "Variant", "group_texts", "repeated_quotation"]

_SHINGLE = 3
_MOST_LEADERS = 16  # of one shingle; a shingle that more groups have is a common phrase
_LEADERS_OF_A_GROUP = 2  # of one shingle
_COMPARED = 4  # leaders that a quote is compared with
_MOST_PLACES = 64  # of one shingle in one text
# Tuned on tests/cases/corpus_repeated.json.
_LEAST_WORDS = 5
_LEAST_CONTENT_WORDS = 3
_CONTAINED = 0.8  # of the shorter text's words, and of those that mean something
_OVERLAP = 8  # words in a row that two texts may share in place of that
_AROUND = 3  # words, and a quarter of the text's, by which its words may have moved
_NEW_MATERIAL = 0.9  # if its leader has less of a text, the text becomes a leader too


@attrs.frozen
class Attribution:
    """A speaker that some of the articles name for a quotation.

    Attributes:
        speaker: of the corpus; None where the articles do not show it.
        quotes: those that attribute it so.
    """

    speaker: MergedSpeaker | None
    quotes: tuple[CorpusQuote, ...]


@attrs.frozen
class Variant:
    """One wording of a quotation.

    Attributes:
        text: as written in the first of the quotes.
        quotes: those with these words, whatever their punctuation.
        differences: word by word, from the fullest wording to this one.
    """

    text: str
    quotes: tuple[CorpusQuote, ...]
    differences: tuple[Difference, ...]


@attrs.frozen
class RepeatedQuotation:
    """One quotation, wherever the articles of a corpus have it.

    Attributes:
        id: unique within the corpus ("g1"), in the order of its first quote.
        text: the fullest wording.
        variants: all wordings, the fullest first.
        attributions: the speakers that the articles name, each with its quotes; the most frequent
            first.
        speaker: the one speaker that all attributions allow; None if they name nobody, or differ.
        disagreement: whether two attributions name different people. A surname alone does not
            differ from a full name with it, nor a spokesperson from the body.
    """

    id: str
    text: str
    variants: tuple[Variant, ...]
    attributions: tuple[Attribution, ...]
    speaker: MergedSpeaker | None
    disagreement: bool

    @property
    def quotes(self) -> tuple[CorpusQuote, ...]:
        """All quotes of the group, by article."""
        every = (quote for variant in self.variants for quote in variant.quotes)
        return tuple(sorted(every, key=lambda quote: (quote.article, quote.start)))

    def __str__(self) -> str:
        lines = [self.text]
        for variant in self.variants[1:]:
            lines.append(f"  {in_wdiff(variant.differences)}")
        for attribution in self.attributions:
            who = attribution.speaker.name if attribution.speaker else "nobody"
            lines.append(f"  {len(attribution.quotes)} × {who}")
        if self.disagreement:
            lines.append("  The articles disagree on who said it.")
        return "\n".join(map(on_one_line, lines))


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for first, others in read_table("reported_words.tsv"):
        for form in (first, *others.split()):
            forms.setdefault(form, first)
    return forms


@attrs.frozen
class _Text:
    """What was said, as it is compared.

    Attributes:
        keys: its words, without what an editor put in brackets.
        gaps: positions of words with an ellipsis before them.
    """

    keys: tuple[str, ...]
    gaps: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Text:
        forms = _forms()
        words = [word for word in compared_words(text) if not word.bracketed]
        if words and words[0].key == "that":
            del words[0]
        return cls(
            tuple(forms.get(word.key, word.key) for word in words),
            tuple(i for i, word in enumerate(words) if word.after_gap and i),
        )

    @property
    def parts(self) -> Iterator[tuple[str, ...]]:
        """The words between ellipses."""
        for start, end in pairwise((0, *self.gaps, len(self.keys))):
            yield self.keys[start:end]

    @cached_property
    def words(self) -> dict[str, tuple[int, int]]:
        """The words, each with its first and last place."""
        found: dict[str, tuple[int, int]] = {}
        for i, key in enumerate(self.keys):
            found[key] = (found[key][0] if key in found else i, i)
        return found

    @cached_property
    def stretches(self) -> frozenset[tuple[str, ...]]:
        """All stretches of words that hardly anybody says twice."""
        return frozenset(_in_a_row(self.keys, _OVERLAP))

    @cached_property
    def places(self) -> dict[tuple[str, ...], list[int]]:
        """Where the shingles are; of one that is there very often, the first places."""
        found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, shingle in enumerate(_in_a_row(self.keys, _SHINGLE)):
            if len(found[shingle]) < _MOST_PLACES:
                found[shingle].append(i)
        return dict(found)


def group_texts(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Group the texts that are wordings of one quotation.

    A text belongs to a longer one if that has four fifths of its words in the same order and in
    one place (an ellipsis may skip any number of words), or shares a stretch of eight words with
    it. Numbers must agree. Texts of fewer than five words, or without three words that mean
    something, belong to nothing. Words that change in reported speech (pronouns, auxiliaries) count
    as equal.

    Args:
        texts: what was said, in any order; the order changes nothing.

    Returns:
        The positions of the texts of each group that has at least two, in order.

    >>> group_texts([
    ...     "We will not wait for Congress to act.",
    ...     "that they would not wait for Congress to act",
    ...     "The talks go on.",
    ... ])
    ((0, 1),)
    """
    read = [_Text.of(text) for text in texts]
    order = sorted(
        (i for i in range(len(texts)) if _is_long_enough(read[i].keys)),
        key=lambda i: (-len(read[i].keys), read[i].keys, read[i].gaps, i),
    )
    index = _Index()
    groups: defaultdict[int, list[int]] = defaultdict(list)
    seen: dict[tuple[str, ...], int] = {}
    for i in order:
        keys = read[i].keys
        if keys not in seen:
            seen[keys] = index.add(read[i])
        groups[seen[keys]].append(i)
    found = (tuple(sorted(group)) for group in groups.values() if len(group) > 1)
    return tuple(sorted(found))


def _is_long_enough(keys: Sequence[str]) -> bool:
    return len(keys) >= _LEAST_WORDS and len(_content(keys)) >= _LEAST_CONTENT_WORDS


def _content(keys: Sequence[str]) -> list[str]:
    function_words = word_list("function words of quotations")
    return [key for key in keys if key not in function_words]


class _Index:
    """The leaders of groups by their shingles."""

    def __init__(self) -> None:
        self._leaders: list[_Text] = []
        self._group_of: list[int] = []
        self._by_shingle: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self._groups = 0

    def add(self, text: _Text) -> int:
        """Put a text into the group that it belongs to, or into a new one; returns its number."""
        shingles = list(dict.fromkeys(_in_a_row(text.keys, _SHINGLE)))
        shared = Counter(leader for s in shingles for leader in self._found(s))
        best = sorted(shared, key=lambda leader: (-shared[leader], leader))[:_COMPARED]
        for leader in best:
            part = _part_shared(text, self._leaders[leader])
            if part:
                group = self._group_of[leader]
                if part < _NEW_MATERIAL:
                    self._lead(text, shingles, group)
                return group
        self._groups += 1
        self._lead(text, shingles, self._groups)
        return self._groups

    def _found(self, shingle: tuple[str, ...]) -> list[int]:
        found = self._by_shingle.get(shingle, [])
        return found if len(found) < _MOST_LEADERS else []

    def _lead(self, text: _Text, shingles: list[tuple[str, ...]], group: int) -> None:
        for shingle in shingles:
            leaders = self._by_shingle[shingle]
            # Wordings of one quotation must not crowd out others, nor look like a common phrase.
            own = sum(self._group_of[leader] == group for leader in leaders)
            if len(leaders) < _MOST_LEADERS and own < _LEADERS_OF_A_GROUP:
                leaders.append(len(self._leaders))
        self._leaders.append(text)
        self._group_of.append(group)


def _in_a_row(keys: Sequence[str], width: int) -> Iterator[tuple[str, ...]]:
    """As many words in a row, from each place."""
    for i in range(len(keys) - width + 1):
        yield tuple(keys[i : i + width])


def _part_shared(short: _Text, long: _Text) -> float:
    """The part of a text that a longer one has; 0 if they are not wordings of one quotation."""
    numbers = {key for key in short.keys if key[0].isdigit()}
    if not numbers <= long.words.keys():
        return 0.0
    equal = sum(_words_shared(part, long) for part in short.parts)
    part = equal / len(short.keys)
    if any(stretch in long.stretches for stretch in _in_a_row(short.keys, _OVERLAP)):
        return part
    content = _content(short.keys)
    known = sum(key in long.words for key in content)
    enough = known >= max(_LEAST_CONTENT_WORDS, _CONTAINED * len(content))
    return part if enough and part >= _CONTAINED else 0.0


def _words_shared(part: tuple[str, ...], long: _Text) -> int:
    """How many words of a part a longer text has in the same order, and in one place.

    Without the last, the words of any short sentence are somewhere in a long text. A part without
    shingles may be anywhere.
    """
    if len(part) >= _SHINGLE:
        return common_length(part, _window(part, long))
    there = [long.words[key] for key in part if key in long.words]
    in_order = all(left[0] < right[1] for left, right in pairwise(there))
    return len(there) if in_order else 1


def _window(part: tuple[str, ...], long: _Text) -> tuple[str, ...]:
    """The words of a longer text that are where most of the shingles of a part are."""
    votes = Counter(
        at - i
        for i, shingle in enumerate(_in_a_row(part, _SHINGLE))
        for at in long.places.get(shingle, ())
    )
    if not votes:
        return ()
    start = min(votes, key=lambda place: (-votes[place], place))
    around = _AROUND + len(part) // 4
    return long.keys[max(0, start - around) : start + len(part) + around]


def repeated_quotation(
    name: str, quotes: Sequence[CorpusQuote], speakers: dict[str, MergedSpeaker]
) -> RepeatedQuotation:
    """The record of a group.

    Args:
        name: the id of the group.
        quotes: its quotes.
        speakers: those of the corpus by id.
    """
    wordings: defaultdict[tuple[str, ...], list[CorpusQuote]] = defaultdict(list)
    for quote in quotes:
        wordings[tuple(word.key for word in compared_words(quote.text))].append(quote)
    ordered = sorted(wordings.items(), key=lambda row: (-len(row[0]), row[1][0].article, row[0]))
    fullest = ordered[0][1][0].text
    words = compared_words(fullest)
    variants = tuple(
        Variant(
            some[0].text,
            tuple(some),
            differences(fullest, words, some[0].text, compared_words(some[0].text)),
        )
        for _, some in ordered
    )
    by_speaker: defaultdict[str | None, list[CorpusQuote]] = defaultdict(list)
    for quote in quotes:
        by_speaker[quote.speaker].append(quote)
    attributions = tuple(
        Attribution(speakers[who] if who else None, tuple(some))
        for who, some in sorted(
            by_speaker.items(), key=lambda row: (row[0] is None, -len(row[1]), row[1][0].article)
        )
    )
    named = [one.speaker for one in attributions if one.speaker and one.speaker.named]
    disagreement = any(
        _differ(one, other) for i, one in enumerate(named) for other in named[i + 1 :]
    )
    return RepeatedQuotation(
        name, fullest, variants, attributions, _agreed(named, disagreement), disagreement
    )


def _differ(left: MergedSpeaker, right: MergedSpeaker) -> bool:
    """Whether two attributions can't both be right."""
    if left.kind != right.kind or left.kind not in ("person", "organization"):
        return False  # a body speaks by its people
    if None not in (left.identifier, right.identifier):
        return left.identifier != right.identifier
    if None not in (left.gender, right.gender) and left.gender != right.gender:
        return True
    one, other = (
        {split_name(name).tokens for name in (who.name, *who.aliases)} for who in (left, right)
    )
    if left.kind == "organization":
        return not one & other
    return not any(same_person(a, b) for a in one for b in other)


def _agreed(named: Sequence[MergedSpeaker], disagreement: bool) -> MergedSpeaker | None:
    """The one speaker of a quotation: of names that can be one person's, the longest."""
    if disagreement or not named or len({who.kind for who in named}) > 1:
        return None
    return max(named, key=lambda who: (len(split_name(who.name).tokens), len(who.occurrences)))
