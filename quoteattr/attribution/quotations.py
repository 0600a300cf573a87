"""Patterns around quotation marks, and contents snapped to the marks that they touch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from quoteattr.attribution.candidates import (
    Article,
    Candidate,
    Pieces,
    is_subject,
    pieces_of_mark,
)
from quoteattr.attribution.cue_spans import verb_group
from quoteattr.attribution.reporting import reporting_verb
from quoteattr.attribution.sources import addressee_of, noun_phrase
from quoteattr.attribution.turns import within_turn
from quoteattr.marks import Mark
from quoteattr.model import QuoteKind
from quoteattr.paragraphs import LINE_ENDS
from quoteattr.relations import SourceSpan

__all__ = ["Quotations", "merge_pieces"]

_REACH = 10  # words between a quotation and the verb that reports it
_REACH_AFTER = 28  # the source may come with a long apposition
_CLIMB = 6
_NOMINAL = frozenset(("PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM"))
_BETWEEN = frozenset(" \t\n\r\u00a0,–—-")
_DASHES = frozenset("–—―-")
_CREDIT = 10  # words of "— JD Vance, vice president" at most
_SPEAKING = frozenset(("speech", "writing", "thought"))


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


def _without(content: Pieces, source: SourceSpan | None) -> list[tuple[int, int]]:
    """Content pieces with the source's own words cut out at either end of a piece."""
    if source is None:
        return list(content)
    out = []
    for start, end in content:
        if start <= source.start and source.end <= end:
            out += [(start, source.start), (source.end, end)]
        else:
            out.append((start, end))
    return [(start, end) for start, end in out if end - start > 1]


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
        candidate = self._with_unquoted_source(candidate)
        pieces = _without(candidate.content, candidate.source)
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
        return self._with_outer_source(attrs.evolve(candidate, content=content))

    def _in_turn(self, candidate: Candidate, content: Pieces, level: int | None) -> Pieces:
        """The content without what other speakers say before and behind."""
        words = self.article.parse.words
        first, last = candidate.cue[0][0], candidate.cue[-1][1]
        marks = sorted(
            {m.span.start: m for a, b in content for m in self.touching(level, a, b)}.items()
        )
        cue = words[first].start, words[last - 1].end
        kept = within_turn(self.article.parse.text, content, [mark for _, mark in marks], cue)
        return kept or content

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

    def _with_unquoted_source(self, candidate: Candidate) -> Candidate:
        """The source of ‘The council’, said Mr Hale, ‘has failed’ is not the subject within."""
        source = candidate.source
        if source is None or self.level_of(candidate.head) is not None:
            return candidate
        level = self.level_of(source.head)
        if level is None:
            return candidate
        mark = self.article.marks[level]
        text = self.article.parse.text
        divided = mark.inner[-1].text.rstrip()[-1:] == "," or text[mark.span.end :][:1] == ","
        if not divided or mark.span.end > self.article.parse.words[candidate.head].start:
            return candidate
        beside = self._beside(candidate.head, candidate.head)
        return attrs.evolve(candidate, source=beside, source_rule="beside" if beside else "none")

    def _with_outer_source(self, candidate: Candidate) -> Candidate:
        """Replace a source that stands within the quoted content, where only a misparse puts it."""
        source = candidate.source
        if source is None or self.level_of(source.head) == self.level_of(candidate.head):
            return candidate
        if not any(a <= source.start < b for a, b in candidate.content):
            return candidate
        beside = self._beside(candidate.head, candidate.head)
        return attrs.evolve(candidate, source=beside, source_rule="beside" if beside else "none")

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

    def candidates(self) -> Iterator[Candidate]:
        """“…,” X said; X said: “…”; “…” — X."""
        for mark in self.article.marks:
            if mark.closed and not self._is_title(mark):
                yield from self._cue_after(mark)
                yield from self._cue_before(mark)
                yield from self._credit(mark)

    def _is_title(self, mark: Mark) -> bool:
        inside = self.article.parse.words_within(mark.span.start, mark.span.end)
        return bool(inside) and inside[0] in self.article.titles

    def _word_after(self, mark: Mark) -> int | None:
        """First word after a mark with nothing but a comma or dash between."""
        parse = self.article.parse
        window = parse.text[mark.span.end : mark.span.end + 8]
        gap = len(window) - len(window.lstrip("".join(_BETWEEN)))
        return parse.word_at(mark.span.end + gap) if LINE_ENDS.isdisjoint(window[:gap]) else None

    def _cue_after(self, mark: Mark) -> Iterator[Candidate]:
        words = self.article.parse.words
        first = self._word_after(mark)
        if first is None or self._has_stopped(mark, first):
            return
        alone = True  # no other verb lies between the quotation and the one that reports it
        for verb in range(first, min(first + _REACH_AFTER, len(words))):
            if words[verb].sentence != words[first].sentence or self.level_of(verb) != mark.parent:
                return
            if words[verb].upos != "VERB":
                continue
            joined = self._left_edge(verb, first) == first
            known = self.article.verb_class(verb) in _SPEAKING
            if joined or (alone and known):
                how = "joined" if joined else "loose"
                yield self._after_candidate(verb, first, mark, how)
                return
            alone = alone and words[verb].deprel.startswith("acl")

    def _has_stopped(self, mark: Mark, first: int) -> bool:
        """Whether a quotation ends its sentence, so that what follows begins another."""
        words = self.article.parse.words
        return (
            mark.inner[-1].text.rstrip().endswith(".")
            and words[first].text[:1].isupper()
            and first > 0
            and words[first].sentence != words[first - 1].sentence
        )

    def _left_edge(self, verb: int, first: int) -> int:
        """First word of a verb with its subject, as far as it lies behind the quotation."""
        parse = self.article.parse
        edge = verb_group(self.article, verb)[0]
        for kid in parse.children[verb]:
            if is_subject(parse.words[kid].deprel) and first <= kid < verb:
                edge = min(edge, max(parse.subtree(kid)[0], first))
        return edge

    def _after_candidate(self, verb: int, first: int, mark: Mark, how: str) -> Candidate:
        candidate = self._verb_candidate("quotation+cue", verb, mark, how)
        source = candidate.source
        if source is not None and (source.head >= first or "shared" in candidate.source_rule):
            return candidate
        beside = self._beside(verb, first)
        return attrs.evolve(candidate, source=beside, source_rule="beside" if beside else "none")

    def _beside(self, verb: int, first: int) -> SourceSpan | None:
        """The noun phrase next to a verb, where the parse gives it no subject."""
        words = self.article.parse.words
        start = verb_group(self.article, verb)[0]
        before = [i for i in range(first, start) if words[i].upos in _NOMINAL]
        if before:
            heads = [i for i in before if words[i].head not in range(first, start)]
            head = next((i for i in heads if words[i].upos != "DET"), before[0])
            last = start - 1
            while last > first and words[last].upos in ("PUNCT", "ADV"):
                last -= 1
            return SourceSpan(words[first].start, words[last].end, head)
        after = verb + 1
        if after >= len(words) or words[after].upos not in _NOMINAL:
            return None
        head = after
        while (
            words[head].head > head
            and words[words[head].head].upos in _NOMINAL
            and words[head].head - after <= _CLIMB
        ):
            head = words[head].head
        return noun_phrase(self.article, head)

    def _cue_before(self, mark: Mark) -> Iterator[Candidate]:
        words = self.article.parse.words
        last, punctuation = self._word_before(mark)
        if last is None or self.level_of(last) != mark.parent:
            return
        current = last
        for _ in range(_CLIMB):
            kind = self.article.verb_class(current)
            if words[current].upos == "VERB" and kind in _SPEAKING and current <= last:
                if last - current <= _REACH:
                    distance = "" if last == current else "far"
                    yield self._verb_candidate(
                        "cue+quotation", current, mark, punctuation + distance
                    )
                return
            if words[current].head < 0:
                return
            current = words[current].head

    def _word_before(self, mark: Mark) -> tuple[int | None, str]:
        """Last word before a mark and the colon or comma between; both reach over paragraphs."""
        parse = self.article.parse
        text = parse.text
        at = mark.span.start - 1
        while at >= 0 and text[at].isspace():
            at -= 1
        if at < 0:
            return None, ""
        punctuation = text[at] if text[at] in ",:" else ""
        if not punctuation and not LINE_ENDS.isdisjoint(text[at : mark.span.start]):
            return None, ""
        if punctuation:
            at -= 1
        return parse.word_at(at), punctuation

    def _verb_candidate(self, frame: str, verb: int, mark: Mark, punctuation: str) -> Candidate:
        return attrs.evolve(
            reporting_verb(self.article, verb),
            frame=frame,
            content=pieces_of_mark(mark),
            addressee=addressee_of(self.article, verb, quoted=True),
            particle=punctuation,
        )

    def _credit(self, mark: Mark) -> Iterator[Candidate]:
        """“…” — JD Vance"""
        parse = self.article.parse
        text = parse.text
        at = mark.span.end
        while at < len(text) and text[at] in " \t\u00a0\n\r":
            at += 1
        if at >= len(text) or text[at] not in _DASHES:
            return
        dash = parse.word_at(at)
        if dash is None:
            return
        paragraph = parse.paragraphs[parse.paragraph_of(dash)]
        rest = parse.words_within(at + 1, paragraph[1])
        if not 0 < len(rest) <= _CREDIT or any(
            parse.words[i].upos in ("VERB", "AUX") for i in rest
        ):
            return
        names = [i for i in rest if parse.words[i].upos == "PROPN"]
        if not names:
            return
        first_comma = next((i for i in rest if parse.words[i].text == ","), rest[-1] + 1)
        run = [i for i in names if i < first_comma] or names
        source = SourceSpan(parse.words[run[0]].start, parse.words[run[-1]].end, run[-1])
        if first_comma > rest[-1]:
            source = noun_phrase(self.article, run[0])
        yield Candidate(
            frame="credit",
            head=dash,
            cue=((dash, dash + 1),),
            lemma="—",
            cue_class="speech",
            content=pieces_of_mark(mark),
            source=source,
            source_rule="credit",
        )
