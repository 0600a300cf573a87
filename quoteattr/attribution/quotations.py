"""Patterns around quotation marks, and contents snapped to the marks that they touch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from quoteattr.attribution.candidates import Article, Candidate, Pieces, is_subject
from quoteattr.attribution.cue_spans import verb_group
from quoteattr.attribution.sources import addressee_of, noun_phrase, source_of
from quoteattr.marks import Mark
from quoteattr.model import QuoteKind
from quoteattr.relations import SourceSpan

__all__ = ["Quotations", "merge_pieces"]

_REACH = 10  # words between a quotation and the verb that reports it
_CLIMB = 6
_BETWEEN = frozenset(" \t\n\r\u00a0,–—-")
_DASHES = frozenset("–—―-")
_CREDIT = 10  # words of "— JD Vance, vice president" at most
_SPEAKING = frozenset(("speech", "writing", "thought"))


def merge_pieces(text: str, pieces: Iterable[tuple[int, int]]) -> Pieces:
    """Sort pieces and join those that overlap or have only blanks between them."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            if start > out[-1][1] and "\n" in text[out[-1][1] : start]:
                out.append((start, end))
            else:
                out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return tuple(out)


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
        pieces = list(candidate.content)
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
                    grown.extend((piece.start, piece.end) for piece in mark.pieces)
        if not grown:
            return candidate
        return attrs.evolve(candidate, content=merge_pieces(self.article.parse.text, grown))

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
        for number, mark in enumerate(self.article.marks):
            if mark.closed:
                yield from self._cue_after(mark, mark.parent)
                yield from self._cue_before(number, mark)
                yield from self._credit(mark)

    def _word_after(self, mark: Mark) -> int | None:
        """First word after a mark with nothing but a comma or dash between."""
        parse = self.article.parse
        window = parse.text[mark.span.end : mark.span.end + 8]
        gap = len(window) - len(window.lstrip("".join(_BETWEEN)))
        return parse.word_at(mark.span.end + gap) if "\n" not in window[:gap] else None

    def _cue_after(self, mark: Mark, level: int | None) -> Iterator[Candidate]:
        words = self.article.parse.words
        first = self._word_after(mark)
        if first is None:
            return
        for verb in range(first, min(first + _REACH, len(words))):
            if words[verb].sentence != words[first].sentence or self.level_of(verb) != level:
                return
            if words[verb].upos != "VERB":
                continue
            if self._left_edge(verb) == first:
                yield self._verb_candidate("quotation+cue", verb, mark, "")
                return

    def _left_edge(self, verb: int) -> int:
        parse = self.article.parse
        edge = verb_group(self.article, verb)[0]
        for kid in parse.children[verb]:
            if is_subject(parse.words[kid].deprel) and kid < verb:
                edge = min(edge, parse.subtree(kid)[0])
        return edge

    def _cue_before(self, number: int, mark: Mark) -> Iterator[Candidate]:
        words = self.article.parse.words
        last, punctuation = self._word_before(mark)
        if last is None or self.level_of(last) != mark.parent:
            return
        current = last
        for _ in range(_CLIMB):
            lemma = self.article.lemmas[current]
            kind = self.article.lexicon.verbs.get(lemma)
            if words[current].upos == "VERB" and kind in _SPEAKING and current <= last:
                if last - current <= _REACH:
                    yield self._verb_candidate("cue+quotation", current, mark, punctuation)
                return
            if words[current].head < 0:
                return
            current = words[current].head

    def _word_before(self, mark: Mark) -> tuple[int | None, str]:
        """Last word before a mark and the punctuation between; a colon reaches over paragraphs."""
        parse = self.article.parse
        text = parse.text
        at = mark.span.start - 1
        while at >= 0 and text[at].isspace():
            at -= 1
        if at < 0:
            return None, ""
        punctuation = text[at] if text[at] in ",:" else ""
        if "\n" in text[at : mark.span.start] and punctuation != ":":
            return None, ""
        if punctuation:
            at -= 1
        return parse.word_at(at), punctuation

    def _verb_candidate(self, frame: str, verb: int, mark: Mark, punctuation: str) -> Candidate:
        source, rule = source_of(self.article, verb)
        lemma = self.article.lemmas[verb]
        return Candidate(
            frame=frame,
            head=verb,
            cue=(verb_group(self.article, verb),),
            lemma=lemma,
            cue_class=self.article.lexicon.verbs.get(lemma, "other"),
            content=tuple((piece.start, piece.end) for piece in mark.pieces),
            source=source,
            source_rule=rule,
            addressee=addressee_of(self.article, verb),
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
        rest = [i for i in parse.words_within(at + 1, paragraph[1])]
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
            content=tuple((piece.start, piece.end) for piece in mark.pieces),
            source=source,
            source_rule="credit",
        )
