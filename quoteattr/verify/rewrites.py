"""Check that a rewrite kept the quotations of its original, and their speakers.

Quotations with equal words are paired first. What is left is paired by likeness, one with several
where a quotation was split or two were joined. What then has no partner is looked for in the
running text of the other side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from quoteattr.errors import InputError
from quoteattr.model import Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.alignment import (
    Word,
    common_length,
    differences,
    longest_ascending,
)
from quoteattr.verify.damaged import as_meant, words_as_meant
from quoteattr.verify.fidelity import Fidelity, compare_with_source
from quoteattr.verify.passages import PassageIndex
from quoteattr.verify.quotations import Quotation, Stretches, quotations_of
from quoteattr.verify.records import Check, SpeakerVerdict, Verification
from quoteattr.verify.speakers import compare_speakers, worst

__all__ = ["verify_rewrite"]

# Tuned on tests/cases/verify_rewrites.json.
_ALIKE = 0.6  # part of the words of the shorter quotation that the other has in the same order
_LEAST_COMMON = 3  # words that two quotations must share to be versions of one
_REPORTED = 0.8  # part of a quotation's words that the running text must have
_MOST = 64  # quotations that one is compared with; a word that more of them have proposes none


def verify_rewrite(original: Quotes, rewrite: Quotes) -> Verification:
    """Compare the quotations of a text with those of its rewrite.

    A rewrite is a summary, a translation back, the output of a language model, an edited copy.
    Words count, not their punctuation, their case and their marks.

    Args:
        original: the result for the original.
        rewrite: the result for the rewrite, made with the same options.

    Returns:
        One check for each quotation of the original, then one for each that only the rewrite has.

    Raises:
        InputError: one of them is not a ``Quotes``.

    >>> from quoteattr.model import Quote, Speaker
    >>> def said(text, name):
    ...     who = Speaker("s1", name)
    ...     quote = Quote("q1", [Span.of(text, 0, text.index("”") + 1)], "direct", speaker=who)
    ...     return Quotes([quote], text=text, speakers=[who])
    >>> done = verify_rewrite(
    ...     said("“We will not wait,” Ann Lee said.", "Ann Lee"),
    ...     said("“We will never wait,” said Tom Berg.", "Tom Berg"),
    ... )
    >>> print(done)
    1 quotation: 1 changed, 1 with another speaker
    <BLANKLINE>
    ✗ changed: other words; another speaker: Tom Berg, not Ann Lee
        Ann Lee: “We will not wait,”
        We will [-not-] {+never+} wait
        at 1-20, 75% of the words
    <BLANKLINE>
    """
    for result in (original, rewrite):
        if not isinstance(result, Quotes):
            raise InputError(
                f"verify_rewrite needs two Quotes, not {result!r}; call extract for each text"
            )
    return Verification("rewrite", tuple(_Comparison(original, rewrite).checks()))


class _Comparison:
    """The quotations of both texts, and which of them belong together."""

    def __init__(self, original: Quotes, rewrite: Quotes) -> None:
        self.original, self.rewrite = original, rewrite
        self.old, self.new = quotations_of(original), quotations_of(rewrite)
        self.groups = _groups(self.old, self.new)
        self._old_stretches, self._new_stretches = Stretches(original), Stretches(rewrite)
        self._by_word = _by_word(self.old, range(len(self.old)))
        self._old_words = PassageIndex(words_as_meant(as_meant(original.text)))
        self._new_words = PassageIndex(words_as_meant(as_meant(rewrite.text)))

    def checks(self) -> Iterator[Check]:
        """The checks of the original's quotations, then of what only the rewrite has."""
        of_old: dict[int, Check] = {}
        for olds, news in self.groups:
            of_old |= self._kept(olds, news)
        for i, quotation in enumerate(self.old):
            if quotation.quote and i not in of_old:
                of_old[i] = self._missing(quotation)
        moved = _moved(of_old)
        for i in sorted(of_old):
            if self.old[i].quote:
                yield attrs.evolve(of_old[i], moved=i in moved)
        paired = {j for _, news in self.groups for j in news}
        for j, quotation in enumerate(self.new):
            if quotation.quote and j not in paired and (check := self._added(quotation)):
                yield check

    def _kept(self, olds: Sequence[int], news: Sequence[int]) -> dict[int, Check]:
        """The checks of quotations that the rewrite has, at least in part."""
        before = [word for i in olds for word in self.old[i].words]
        after = _in_sequence(before, [self.new[j].words for j in news])
        whole = compare_with_source(before, after)
        new_of = {word.start: j for j in news for word in self.new[j].words}
        out = {}
        start = 0
        for i in olds:
            one = self.old[i]
            end = start + len(one.words)
            fidelity = whole
            own = after
            if len(olds) > 1:
                # Of joined quotations, each is compared with the words that are its own.
                own = _aligned_part(whole, after, start, len(before) if i == olds[-1] else end)
                fidelity = compare_with_source(one.words, own)
            start = end
            own_news = [self.new[j] for j in sorted({new_of[word.start] for word in own})]
            out[i] = Check(
                status=fidelity.status if own else "lost",
                text=_text(one),
                place=one.span,
                found=tuple(new.span for new in own_news),
                score=_kept_part(one.words, fidelity),
                differences=differences(self.original.text, one.words, self.rewrite.text, own),
                speaker=worst(
                    compare_speakers(one.speaker, new.speaker)
                    for new in own_news
                    if one.quote and new.quote
                ),
                said_by=_name(one),
                found_with=next((name for new in own_news if (name := _name(new))), None),
            )
        return out

    def _missing(self, one: Quotation) -> Check:
        """The check of a quotation that no quotation of the rewrite is like."""
        passage = self._new_words.find(one.words, _REPORTED)
        if passage is None:
            return Check("lost", _text(one), one.span, said_by=_name(one), speaker="unclear")
        words = self._new_words.words[passage.first : passage.last]
        place = Span.of(self.rewrite.text, words[0].start, words[-1].end)
        there, who = self._new_stretches.speaker_at(place.start, place.end)
        return Check(
            status="unmarked",
            text=_text(one),
            place=one.span,
            found=(place,),
            score=passage.fidelity.score,
            differences=differences(self.original.text, one.words, self.rewrite.text, words),
            speaker=compare_speakers(one.speaker, who) if there else "unclear",
            said_by=_name(one),
            found_with=who.name if who else None,
        )

    def _added(self, one: Quotation) -> Check | None:
        """The check of a quotation of the rewrite alone; None if it repeats one."""
        rarest = min((self._by_word.get(key, []) for key in one.keys), key=len)
        for old in (self.old[i] for i in rarest[:_MOST]):
            if _contains(old.keys, one.keys):
                verdict = compare_speakers(old.speaker, one.speaker) if old.quote else "unclear"
                if verdict != "changed":
                    return None
                return Check(
                    status="shortened",
                    text=_text(old),
                    place=old.span,
                    found=(one.span,),
                    score=len(one.words) / len(old.words),
                    speaker=verdict,
                    said_by=_name(old),
                    found_with=_name(one),
                )
        passage = self._old_words.find(one.words)
        if passage is None:
            return Check("new", _text(one), None, (one.span,), found_with=_name(one))
        words = self._old_words.words[passage.first : passage.last]
        there, who = self._old_stretches.speaker_at(words[0].start, words[-1].end)
        faithful = passage.fidelity.status in ("exact", "shortened", "edited")
        return Check(
            status="marked" if faithful else "new",
            text=_text(one),
            found=(one.span,),
            score=passage.fidelity.score,
            differences=differences(self.original.text, words, self.rewrite.text, one.words),
            speaker=compare_speakers(who, one.speaker) if there and faithful else "unclear",
            said_by=who.name if who and faithful else None,
            found_with=_name(one),
        )


def _groups(
    old: Sequence[Quotation], new: Sequence[Quotation]
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Which quotations of the original and of the rewrite are versions of each other."""
    pairs = _equal_pairs(old, new)
    used_old, used_new = {i for i, _ in pairs}, {j for _, j in pairs}
    free_old = [i for i in range(len(old)) if i not in used_old]
    free_new = [j for j in range(len(new)) if j not in used_new]
    best_of: dict[tuple[str, int], tuple[float, int, tuple[int, int]]] = {}
    for i, j in sorted(_proposed(old, new, free_old, free_new)):
        value = _likeness(old[i].keys, new[j].keys)
        for end in (("old", i), ("new", j)) if value else ():
            row = (value, -abs(i - j), (i, j))
            if end not in best_of or row[:2] > best_of[end][:2]:
                best_of[end] = row
    links = {pair for _, _, pair in best_of.values()}
    return (*(((i,), (j,)) for i, j in pairs), *_components(links))


def _by_word(quotations: Sequence[Quotation], numbers: Iterable[int]) -> dict[str, list[int]]:
    """The numbers of quotations that have a word, in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for key in set(quotations[number].keys):
            found[key].append(number)
    return dict(found)


def _proposed(
    old: Sequence[Quotation],
    new: Sequence[Quotation],
    free_old: Iterable[int],
    free_new: Iterable[int],
) -> Iterator[tuple[int, int]]:
    """Pairs that share a word, for each quotation those that share the most."""
    by_word = _by_word(new, free_new)
    shared: Counter[tuple[int, int]] = Counter()
    for i in free_old:
        for key in set(old[i].keys):
            numbers = by_word.get(key, ())
            if len(numbers) <= _MOST:
                shared.update((i, j) for j in numbers)
    taken: Counter[tuple[str, int]] = Counter()
    for i, j in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        ends = (("old", i), ("new", j))
        if all(taken[end] < _MOST for end in ends):
            taken.update(ends)
            yield i, j


def _equal_pairs(old: Sequence[Quotation], new: Sequence[Quotation]) -> tuple[tuple[int, int], ...]:
    """Quotations with the same words; of several, those of the same speaker and order first."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, quotation in enumerate(new):
        places[quotation.keys].append(j)
    verdicts: dict[tuple[str | None, str | None], SpeakerVerdict] = {}

    def verdict(left: Speaker | None, right: Speaker | None) -> SpeakerVerdict:
        pair = (left.id if left else None, right.id if right else None)
        if pair not in verdicts:
            verdicts[pair] = compare_speakers(left, right)
        return verdicts[pair]

    out: list[tuple[int, int]] = []
    last = -1
    # A quotation that is attributed chooses before a title with the same words.
    for i in sorted(range(len(old)), key=lambda i: (old[i].quote is None, i)):
        every = places[old[i].keys]
        free = every[:_MOST]
        if free:
            others = {j: verdict(old[i].speaker, new[j].speaker) != "same" for j in free}
            last = min(free, key=lambda j: (others[j], j < last, j))
            every.remove(last)
            out.append((i, last))
    return tuple(sorted(out))


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """How much two quotations share, 0 if they are no versions of one."""
    common = common_length(old, new)
    shorter = min(len(old), len(new))
    if common < min(_LEAST_COMMON, max(2, shorter)) or common / shorter < _ALIKE:
        return 0.0
    return common / shorter + common / max(len(old), len(new))


def _components(
    links: set[tuple[int, int]],
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """The connected parts of links between two sides, each side in order."""
    linked: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in links:
        linked[0, i].append((1, j))
        linked[1, j].append((0, i))
    out = []
    seen: set[tuple[int, int]] = set()
    for first in sorted(linked):
        if first in seen:
            continue
        seen.add(first)
        part, waiting = [first], [first]
        while waiting:
            more = set(linked[waiting.pop()]) - seen
            seen |= more
            part += more
            waiting += more
        sides = (sorted(n for side, n in part if side == own) for own in (0, 1))
        olds, news = map(tuple, sides)
        out.append((olds, news))
    return tuple(out)


def _in_sequence(source: Sequence[Word], parts: Sequence[Sequence[Word]]) -> list[Word]:
    """The words of the parts of a quotation, in the order that they have in the source.

    Between the parts the quotation is interrupted, so that words may be left out there. Very many
    parts stay in the order of the rewrite.
    """
    if 1 < len(parts) <= _MOST:
        parts = sorted(parts, key=lambda part: compare_with_source(source, part).first)
    out: list[Word] = []
    for part in parts:
        out += [attrs.evolve(part[0], after_gap=bool(out) or part[0].after_gap), *part[1:]]
    return out


def _aligned_part(fidelity: Fidelity, after: Sequence[Word], start: int, end: int) -> list[Word]:
    """The words of a rewritten quotation that correspond to ``start`` to ``end`` of its source."""
    low, high = len(after), 0
    edits = fidelity.edits
    for at in range(bisect_left(edits, start, key=lambda edit: edit.left[1]), len(edits)):
        edit = edits[at]
        if edit.left[0] >= end:
            break
        first, last = max(edit.left[0], start), min(edit.left[1], end)
        if edit.kind == "equal" and first < last:
            shift = edit.right[0] - edit.left[0]
            low, high = min(low, first + shift), max(high, last + shift)
        elif edit.kind != "equal" and start <= edit.left[0] < end:
            low, high = min(low, edit.right[0]), max(high, edit.right[1])
    return list(after[low:high])


def _kept_part(words: Sequence[Word], fidelity: Fidelity) -> float:
    """The part of the original's words that the rewrite has."""
    equal = sum(e.left[1] - e.left[0] for e in fidelity.edits if e.kind == "equal")
    return min(1.0, equal / len(words))


def _moved(checks: dict[int, Check]) -> set[int]:
    """The quotations that are not in the order of the original: as few as explain the new order."""
    placed = [(i, check.found[0].start) for i, check in sorted(checks.items()) if check.found]
    placed = [(i, at) for i, at in placed if checks[i].status not in ("unmarked", "lost")]
    return {i for i, _ in placed} - {i for i, _ in longest_ascending(placed)}


def _contains(long: Sequence[str], short: Sequence[str]) -> bool:
    width = len(short)
    return any(tuple(long[i : i + width]) == tuple(short) for i in range(len(long) - width + 1))


def _text(quotation: Quotation) -> str:
    return " ".join(quotation.span.text.split())


def _name(quotation: Quotation) -> str | None:
    return quotation.speaker.name if quotation.speaker else None
