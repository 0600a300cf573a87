"""Find the passage of a long text that a quotation comes from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

import attrs

from quoteattr.text.alignment import Edit, Word
from quoteattr.verify.fidelity import Fidelity, compare_with_source

__all__ = ["Passage", "PassageIndex"]

_MOST_PLACES = 300  # of one pair of words; a more frequent pair proposes no place
_TRIED = 4  # places that a quotation is compared with
_NEAR = 400  # words between two parts of a quotation with an ellipsis
# Tuned on tests/cases/verify_transcripts.json.
_LEAST_SCORE = 0.6
_SHORT = 3  # a quotation of so few words must be there word for word


@attrs.frozen
class Passage:
    """Where words come from.

    Attributes:
        first, last: words of the source, half-open.
        fidelity: how they compare; its ``first`` and ``last`` count from the passage's own.
    """

    first: int
    last: int
    fidelity: Fidelity


class PassageIndex:
    """The words of a text by pairs, to find quotations in it.

    Pairs of words propose places, so that a text of any length is read once; an alignment with a
    few places decides.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = tuple(words)
        self._places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        keys = [word.key for word in words]
        for i, key in enumerate(keys):
            self._places[(key,)].append(i)
            if i + 1 < len(keys):
                self._places[key, keys[i + 1]].append(i)

    def find(self, quotation: Sequence[Word], least: float = _LEAST_SCORE) -> Passage | None:
        """The passage that a quotation comes from, the best one if there are several.

        Args:
            quotation: its words.
            least: the part of them, 0 to 1, that the passage must have.
        """
        parts = _parts(quotation)
        if not parts:
            return None
        longest = max(range(len(parts)), key=lambda i: len(parts[i]))
        core = self._best(parts[longest], 0, len(self.words))
        if core is None:
            return None
        first, last = core
        for part in reversed(parts[:longest]):
            found = self._best(part, max(0, first - _NEAR), first)
            first = found[0] if found else first
        for part in parts[longest + 1 :]:
            found = self._best(part, last, min(len(self.words), last + _NEAR))
            last = found[1] if found else last
        fidelity = compare_with_source(self.words[first:last], quotation)
        short = sum(not word.bracketed for word in quotation) <= _SHORT
        if fidelity.score < (1.0 if short else least):
            return None
        return Passage(first + fidelity.first, first + fidelity.last, fidelity)

    def _best(self, part: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
        """The words between ``start`` and ``end`` that a part of a quotation is most like."""
        best: tuple[float, int, tuple[int, int]] | None = None
        reach = max(3, len(part) // 2)
        for place in self._proposed(part, start, end):
            low = max(start, place - reach)
            high = min(end, place + len(part) + reach)
            window = self.words[low:high]
            first, last, equal, edits = _core(compare_with_source(window, part))
            if equal:
                # The most words; of equals, the fewest edits; then the first place.
                row = (equal, -edits, (low + first, low + last))
                if best is None or row[:2] > best[:2]:
                    best = row
        return best[2] if best else None

    def _proposed(self, part: Sequence[Word], start: int, end: int) -> list[int]:
        """Where a part may begin: the places that most of its pairs of words agree on."""
        keys = [word.key for word in part if not word.bracketed]
        size = max(2, len(part) // 2)
        votes: Counter[int] = Counter()
        nearest: dict[int, int] = {}
        pairs = [tuple(keys[i : i + 2]) for i in range(len(keys) - 1)] or [tuple(keys)]
        for i, pair in enumerate(pairs):
            places = self._places.get(pair, [])
            for place in places if len(places) <= _MOST_PLACES else []:
                if start <= place < end:
                    votes[(place - i) // size] += 1
                    nearest.setdefault((place - i) // size, place - i)
        best = sorted(votes, key=lambda bucket: (-votes[bucket], bucket))[:_TRIED]
        if best or len(pairs[0]) < 2 or not keys:
            return [nearest[bucket] for bucket in best]
        # No two words in a row are there: the rarest word places the part.
        rarest = min(keys, key=lambda key: len(self._places.get((key,), [])) or len(self.words))
        i = keys.index(rarest)
        places = self._places.get((rarest,), [])
        nearest_place = bisect_left(places, start)
        tried = places[nearest_place : nearest_place + _TRIED]
        return [place - i for place in tried if place < end]


def _parts(quotation: Sequence[Word]) -> list[list[Word]]:
    """A quotation cut where an ellipsis says that words are left out, without words in brackets."""
    parts: list[list[Word]] = [[]]
    for word in quotation:
        if word.after_gap and parts[-1]:
            parts.append([])
        if not word.bracketed:
            parts[-1].append(word)
    return [part for part in parts if part]


def _core(fidelity: Fidelity) -> tuple[int, int, int, int]:
    """First and last word, number of equal words and of edits, without stray words at the ends.

    A lone "the" some words before a passage does not belong to it.
    """
    edits = list(fidelity.edits)
    while (i := _stray(edits)) is not None:
        del edits[:i]
    backwards = edits[::-1]
    while (i := _stray(backwards)) is not None:
        del backwards[:i]
    edits = backwards[::-1]
    equal = sum(e.left[1] - e.left[0] for e in edits if e.kind == "equal")
    if not equal:
        return 0, 0, 0, 0
    # A word that is changed at an end is one word of the source, not all that follows.
    first, last = edits[0].left[0], edits[-1].left[1]
    if edits[0].kind == "replaced":
        first = max(first, edits[0].left[1] - (edits[0].right[1] - edits[0].right[0]))
    if edits[-1].kind == "replaced":
        last = min(last, edits[-1].left[0] + edits[-1].right[1] - edits[-1].right[0])
    return first, last, equal, sum(e.kind != "equal" for e in edits)


def _stray(edits: Sequence[Edit]) -> int | None:
    """How many edits to drop at the beginning: a word or two, far from what follows."""
    if len(edits) < 3 or edits[0].kind != "equal":
        return None
    size = edits[0].left[1] - edits[0].left[0]
    apart = edits[1].left[1] - edits[1].left[0] - (edits[1].right[1] - edits[1].right[0])
    return 2 if size <= 2 and apart > 2 + size else None
