"""Contents snapped to the quotation marks that they touch, and which kind of quote that makes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

import attrs

from quoteattr.attribution.candidates import Article, Candidate, Pieces, pieces_of_mark
from quoteattr.attribution.source_beside import source_beside
from quoteattr.attribution.turns import within_turn
from quoteattr.model import QuoteKind
from quoteattr.relations import SourceSpan
from quoteattr.text.marks import Mark
from quoteattr.text.paragraphs import LINE_ENDS

__all__ = ["Quotations", "merge_pieces"]

_DIVIDERS = (",", ";", ":", "—", "–", "-")


def merge_pieces(text: str, pieces: Iterable[tuple[int, int]]) -> Pieces:
    """Sort pieces and join those that overlap or have only blanks between them."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            if start > out[-1][1] and not LINE_ENDS.isdisjoint(text[out[-1][1] : start]):
                out.append((start, end))
            else:
                out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return tuple(out)


def _without(text: str, content: Pieces, source: SourceSpan | None) -> list[tuple[int, int]]:
    """Content pieces with the source's own words cut out at either end of a piece."""
    if source is None:
        return list(content)
    out = []
    for start, end in content:
        if start <= source.start and source.end <= end:
            rest = text[source.end : end]
            after = source.end + len(rest) - len(rest.lstrip(" ,;"))
            out += [(start, source.start), (after, end)]
        else:
            out.append((start, end))
    return [(start, end) for start, end in out if end - start > 1]


def _start(mark: Mark) -> int:
    return mark.span.start


@attrs.frozen
class Quotations:
    """The quotation marks of an article as patterns need them."""

    article: Article

    @cached_property
    def _levels(self) -> dict[int | None, list[int]]:
        out: dict[int | None, list[int]] = {}
        for number, mark in enumerate(self.article.marks):
            out.setdefault(mark.parent, []).append(number)
        return out

    @cached_property
    def _level_starts(self) -> dict[int | None, list[int]]:
        return {
            level: [self.article.marks[n].span.start for n in numbers]
            for level, numbers in self._levels.items()
        }

    def level_of(self, word: int) -> int | None:
        """The innermost mark that a word lies in."""
        return self.article.mark_of_word.get(word)

    def touching(self, level: int | None, start: int, end: int) -> Iterator[Mark]:
        """Marks of one level that share a code point with text[start:end]."""
        numbers = self._levels.get(level, [])
        if not numbers:
            return
        at = bisect_left(self._level_starts[level], end)
        for number in reversed(numbers[:at]):
            mark = self.article.marks[number]
            if mark.span.end <= start:
                break
            yield mark

    def snap(self, candidate: Candidate) -> Candidate:
        """Let a content that reaches into a quotation cover it whole.

        A content never leaves the quotation that its cue lies in.
        """
        level = self.level_of(candidate.head)
        taken = self._taken_for_source(candidate)
        if taken is not None:
            candidate = self._with_source_beside(candidate)
        pieces = _without(self.article.parse.text, candidate.content, candidate.source)
        pieces += pieces_of_mark(taken) if taken is not None else ()
        if level is not None:
            inside = self.article.marks[level].inner
            pieces = [
                (max(a, span.start), min(b, span.end))
                for a, b in pieces
                for span in inside
                if max(a, span.start) < min(b, span.end)
            ]
        grown = list(pieces)
        for a, b in pieces:
            for mark in self.touching(level, a, b):
                if mark.closed and not (a <= mark.span.start and mark.span.end <= b):
                    grown.extend(pieces_of_mark(mark))
        if not grown:
            return candidate
        content = self._up_to_conjunction(merge_pieces(self.article.parse.text, grown), level)
        content = self._in_turn(candidate, content, level)
        content = self._without_asides(candidate, content, level)
        return self._with_outer_source(attrs.evolve(candidate, content=content))

    def _in_turn(self, candidate: Candidate, content: Pieces, level: int | None) -> Pieces:
        """The content without what other speakers say before and behind."""
        words = self.article.parse.words
        first, last = candidate.cue[0][0], candidate.cue[-1][1]
        cue = words[first].start, words[last - 1].end
        marks = {m.span.start: m for a, b in content for m in self.touching(level, a, b)}
        in_order = [marks[start] for start in sorted(marks)]
        kept = within_turn(self.article.parse.text, content, in_order, cue)
        start = max(
            (b.span.start for a, b in pairwise(in_order) if self._reported_between(a, b, cue[0])),
            default=0,
        )
        return tuple((max(a, start), b) for a, b in kept if b > start) or content

    def _reported_between(self, left: Mark, right: Mark, cue: int) -> bool:
        """Whether two quotations before a cue have another cue between: “…?” she asked. “…,”"""
        words = self.article.parse.words
        return right.span.end <= cue and any(
            words[i].upos == "VERB" and self.article.verb_class(i) == "speech"
            for i in self.article.parse.words_within(left.span.end, right.span.start)
        )

    def _without_asides(self, candidate: Candidate, content: Pieces, level: int | None) -> Pieces:
        """What is told between “…,” said he, presently, “…” is not said."""
        text = self.article.parse.text
        cue_start = self.article.parse.words[candidate.head].start
        first = next(self.touching(level, *content[0]), None)
        if first is None or first.span.start != content[0][0] or first.span.end > cue_start:
            return content
        out = [piece for piece in content if piece[0] < cue_start]
        for start, end in content[len(out) :]:
            mark = min(self.touching(level, start, end), key=_start, default=None)
            told = mark is not None and text[start : mark.span.start].rstrip().endswith(_DIVIDERS)
            out.append((mark.span.start, end) if mark is not None and told else (start, end))
        return tuple(out)

    def _up_to_conjunction(self, content: Pieces, level: int | None) -> Pieces:
        """Stop at a quotation that is complete: in "told me, ‘Leave now,’ and I left"."""
        parse = self.article.parse
        start, end = content[0]
        for mark in self.touching(level, start, end):
            if mark.span.start == start and mark.closed and mark.span.end < end:
                after = next(iter(parse.words_within(mark.span.end, end)), None)
                complete = mark.inner[-1].text.rstrip()[-1:] in (",", ".", "?", "!")
                if complete and after is not None and parse.words[after].upos == "CCONJ":
                    return merge_pieces(parse.text, (*pieces_of_mark(mark), *content[1:]))
        return content

    def _taken_for_source(self, candidate: Candidate) -> Mark | None:
        """The quotation whose word is the source: ‘The council’, said Mr Hale, ‘has failed’."""
        source = candidate.source
        if source is None or self.level_of(candidate.head) is not None:
            return None
        level = self.level_of(source.head)
        if level is None:
            return None
        mark = self.article.marks[level]
        text = self.article.parse.text
        divided = mark.inner[-1].text.rstrip()[-1:] == "," or text[mark.span.end :][:1] == ","
        if not divided or mark.span.end > self.article.parse.words[candidate.head].start:
            return None
        return mark

    def _with_source_beside(self, candidate: Candidate) -> Candidate:
        beside = source_beside(self.article, candidate.head, candidate.head)
        return attrs.evolve(candidate, source=beside, source_rule="beside" if beside else "none")

    def _with_outer_source(self, candidate: Candidate) -> Candidate:
        """Replace a source that stands within the quoted content, where only a misparse puts it."""
        source = candidate.source
        if source is None or self.level_of(source.head) == self.level_of(candidate.head):
            return candidate
        if not any(a <= source.start < b for a, b in candidate.content):
            return candidate
        return self._with_source_beside(candidate)

    def kind(self, content: Pieces, level: int | None) -> QuoteKind:
        """direct, mixed or indirect, by where the words lie; marks around the cue don't count."""
        parse = self.article.parse
        inside = outside = 0
        for start, end in content:
            marks = list(self.touching(level, start, end))
            for i in parse.words_within(start, end):
                word = parse.words[i]
                if word.upos == "PUNCT":
                    continue
                if any(m.span.start <= word.start and word.end <= m.span.end for m in marks):
                    inside += 1
                else:
                    outside += 1
        if inside and not outside:
            return "direct"
        return "mixed" if inside else "indirect"
