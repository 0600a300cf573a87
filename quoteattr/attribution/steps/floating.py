"""Quotations without a cue: those that are speech become attributions.

Erin Walsh said that she was furious. “Nobody told us.” – Such a quotation has a source only if a
name is on the line beside it, or if it is in a heading and repeats what the text quotes.
Coreference finds the speakers of the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

import attrs
import regex

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Attribution,
    Candidate,
    Covered,
    Pieces,
    begins_at,
    in_text_order,
    pieces_of_mark,
)
from quoteattr.attribution.lines import name_line
from quoteattr.attribution.quotations import quote_kind
from quoteattr.relations import SourceSpan
from quoteattr.text.furniture import is_short_line
from quoteattr.text.mark_tokens import MARKS, character_class
from quoteattr.text.marks import Mark

__all__ = ["floating_quotations"]

_Kind = Literal["paragraph", "sentence", "heading", "fragment"]
# The share of these that are quotes in 77 articles of varied news: see
# docs/maintainers/attribution.md.
_SCORES: dict[_Kind, float] = {
    "paragraph": 0.9,
    "sentence": 0.85,
    "heading": 0.7,
    "fragment": 0.55,
}
_FRAGMENT = 4  # words of a fragment that is speech and no term
_LONG_FRAGMENT = 7  # words from which it needs no verb
_HEADLINE = 20  # words of a heading at most
_NEAR = 250  # code points beside a quotation that are looked at
_SHARE = 0.75  # of a heading's words that a quotation repeats
_EXCERPT = 3  # attributions to others within a quotation that is an excerpt
_SPEAKER_OR_ADDRESSEE = (["i"], ["we"], ["you"])
_POSTINGS = 30  # quotations that are compared with one heading, at most
_LISTED = regex.compile(r"[\W\d_]*")  # "3. " or "• " before a quotation
_FINAL = regex.compile(r"[.?!…]" + character_class(MARKS, r"\s\p{Pe}\p{Pf}") + r"*\Z")
_ENDED = regex.compile(character_class(MARKS, r".?!:…\p{Pe}\p{Pf}") + r"\Z")
_WORD = regex.compile(r"\w+")
_NEXT_LINE = regex.compile(r"[^\S\n]*+\n\s*+([^\n]++)\s*\Z")


def floating_quotations(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Add the quotations that are speech and belong to no attribution.

    Args:
        analysis: of the article.
        found: the attributions so far, nested and in text order.
    """
    reading = _Reading(analysis, found)
    headings: list[int] = []
    for number, mark in enumerate(analysis.outer_marks):
        free = not reading.is_claimed(mark) and not reading.is_excerpt(mark)
        kind = _kind_of(analysis, mark) if free else None
        if kind == "heading":
            headings.append(number)
        elif kind is not None:
            reading.add(number, kind)
    reading.add_headings(headings)
    added = in_text_order(reading.added)
    return in_text_order([*_nested(analysis, found, added), *added]) if added else found


def _nested(
    analysis: Analysis, found: Sequence[Attribution], added: Sequence[Attribution]
) -> Iterable[Attribution]:
    """Attributions within the added quotations get these as parents."""
    starts = [item.content[0][0] for item in added]
    for item in found:
        begin = begins_at(analysis.parse, item)
        place = bisect_right(starts, begin) - 1
        if item.parent is None and place >= 0 and begin < added[place].content[-1][1]:
            yield attrs.evolve(item, parent=added[place].key)
        else:
            yield item


# --- what is speech -------------------------------------------------------------------------------


def _kind_of(analysis: Analysis, mark: Mark) -> _Kind | None:
    """The kind of a quotation without an attribution; None for terms, titles and names."""
    parse = analysis.parse
    inside = parse.words_within(mark.span.start, mark.span.end)
    spoken = [parse.words[i].upos for i in inside if parse.words[i].upos != "PUNCT"]
    if not spoken or analysis.is_work_title(((mark.span.start, mark.span.end),)):
        return None
    final = _is_final(parse.text, mark)
    verb = not {"VERB", "AUX"}.isdisjoint(spoken)
    if not mark.closed:
        return "paragraph" if _opens_line(analysis, mark) and final and verb else None
    if _fills_line(analysis, mark) and (final or len(spoken) > 1):
        return "paragraph" if final else "heading"
    if _is_in_heading(analysis, mark):
        return "heading"
    if final and _is_sentence(analysis, mark):
        return "sentence"
    long = len(spoken) >= (_FRAGMENT if verb else _LONG_FRAGMENT)
    if not long or _in_title_case(mark.inner[0].text) or _is_named(analysis, inside[0]):
        return None
    return "fragment"


def _opens_line(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation begins its paragraph, but for a number or a bullet."""
    start, _ = _paragraph_around(analysis, mark)
    near = mark.span.start - start <= _NEAR
    return near and bool(_LISTED.fullmatch(analysis.parse.text, start, mark.span.start))


def _is_in_heading(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation is in a headline or a heading: a short paragraph that is no sentence."""
    start, end = _paragraph_around(analysis, mark)
    text = analysis.parse.text
    short = end - start < _NEAR and len(text[start:end].split()) <= _HEADLINE
    return short and not _FINAL.search(text[start:end])


def _is_sentence(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation with a full stop is a sentence of its own, not the end of another."""
    text, (start, _) = analysis.parse.text, _paragraph_around(analysis, mark)
    before = text[max(start, mark.span.start - _NEAR) : mark.span.start].rstrip()
    goes_on = text[mark.span.end : mark.span.end + _NEAR].lstrip()[:1].islower()
    begins = _opens_line(analysis, mark) or _ENDED.search(before)
    return bool(begins) and not goes_on and text[mark.inner[0].start].isupper()


def _fills_line(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation fills its paragraphs, but for a number, a bullet, a name below it."""
    _, end = _paragraph_around(analysis, mark)
    rest = _WORD.search(analysis.parse.text, mark.span.end, end)
    return _opens_line(analysis, mark) and (
        rest is None or _signature(analysis, mark, end) is not None
    )


def _signature(analysis: Analysis, mark: Mark, end: int) -> SourceSpan | None:
    """The name on the line below a quotation, if that is the last one of the paragraph."""
    text = analysis.parse.text
    line = _NEXT_LINE.match(text, mark.span.end, end)
    return name_line(analysis.parse, *line.span(1)) if line is not None else None


def _paragraph_around(analysis: Analysis, mark: Mark) -> tuple[int, int]:
    """From the start of a quotation's first paragraph to the end of its last one."""
    paragraphs = analysis.parse.paragraphs
    first, last = _paragraphs(analysis, mark)
    return paragraphs[first][0], paragraphs[last][1]


def _paragraphs(analysis: Analysis, mark: Mark) -> tuple[int, int]:
    """The numbers of a quotation's first and last paragraph."""
    parse = analysis.parse
    return parse.paragraph_at(mark.span.start), parse.paragraph_at(mark.span.end - 1)


def _is_final(text: str, mark: Mark) -> bool:
    """Whether a quotation ends a sentence, with the full stop inside the marks or right after."""
    inner = mark.inner[-1].text
    after = text[mark.span.end : mark.span.end + 2]
    return bool(_FINAL.search(inner)) or (after[:1] in (".", "?", "!") and after[1:].isspace())


def _in_title_case(text: str) -> bool:
    """Whether most words are capitalised, as in a title or a slogan on a sign."""
    words = [word for word in _WORD.findall(text) if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return bool(2 * capitals > len(words))


def _is_named(analysis: Analysis, first: int) -> bool:
    """Whether the word before names what is quoted: the slogan “put children first”."""
    words = analysis.parse.words
    before = first - 1
    if before > 0 and words[before].text == ",":
        before -= 1
    if before < 0 or words[before].sentence != words[first].sentence:
        return False
    return words[before].upos in ("NOUN", "PROPN")


# --- the quotations of an article -----------------------------------------------------------------


class _Reading:
    """One pass over an article's quotations.

    Attributes:
        added: the floating quotations found so far.
    """

    def __init__(self, analysis: Analysis, found: Sequence[Attribution]) -> None:
        self.added: list[Attribution] = []
        self._analysis = analysis
        self._found = found
        outermost = [
            item
            for item in found
            if not (item.candidate.cue and item.candidate.head in analysis.mark_of_word)
        ]
        self._claimed = Covered.by(item.content for item in outermost)
        self._quoted = sorted(
            begins_at(analysis.parse, item)
            for item in found
            if item.candidate.cue
            and item.candidate.head in analysis.mark_of_word
            and item.candidate.source is not None
            and _words(_text(analysis, item.candidate.source))[:1] not in _SPEAKER_OR_ADDRESSEE
        )
        self._names_follow = False
        self._quoting: list[Attribution] = []
        self._said: list[set[str]] = []
        self._postings: dict[str, list[int]] = {}

    def is_claimed(self, mark: Mark) -> bool:
        """Whether a quotation belongs to the content of some attribution already."""
        return self._claimed.touches(mark.span.start, mark.span.end)

    def is_excerpt(self, mark: Mark) -> bool:
        """Whether a quotation reports what several others say: a piece of a text, a transcript."""
        first = bisect_left(self._quoted, mark.span.start)
        return bisect_left(self._quoted, mark.span.end) - first >= _EXCERPT

    def add(self, number: int, kind: _Kind) -> None:
        """Add a quotation that is no heading, the mark with this number."""
        mark = self._analysis.outer_marks[number]
        name = None
        if kind == "paragraph":
            name = self._named_beside(mark)
            self._note_side(mark)
        self._add(pieces_of_mark(mark), kind, name, "name-line")

    def add_headings(self, numbers: Sequence[int]) -> None:
        """Add the quotations in headings, the marks with these numbers.

        A quotation that fills its line is speech if it has several words. One within a headline is
        speech if the text quotes somebody with its words. Several in one headline that are from one
        source are one mixed quote, with the words between them.
        """
        self._said, self._postings = self._words_of_quotations()
        marks = [self._analysis.outer_marks[number] for number in numbers]
        for _, group in groupby(marks, lambda mark: _paragraphs(self._analysis, mark)):
            self._add_heading(tuple(group))

    def _add_heading(self, marks: Sequence[Mark]) -> None:
        """Add the quotations of one heading."""
        if len(marks) == 1 and _fills_line(self._analysis, marks[0]):
            name = self._named_beside(marks[0])
            self._note_side(marks[0])
            if name is not None:
                self._add(pieces_of_mark(marks[0]), "heading", name, "name-line")
            else:
                source = _source_of(self._repeated(marks[0]))
                self._add(pieces_of_mark(marks[0]), "heading", source, "repeated")
            return
        repeated = [self._repeated(mark) for mark in marks]
        sources = {_source_of(item) for item in repeated if item is not None}
        if len(repeated) - repeated.count(None) > 1 and len(sources) == 1 and None not in sources:
            content = ((marks[0].span.start, marks[-1].span.end),)
            self._add(content, "heading", sources.pop(), "repeated")
            return
        for mark, item in zip(marks, repeated, strict=True):
            if item is not None:
                self._add(pieces_of_mark(mark), "heading", _source_of(item), "repeated")

    def _add(self, content: Pieces, kind: _Kind, source: SourceSpan | None, rule: str) -> None:
        head = self._analysis.parse.words_within(*content[0]).start
        candidate = Candidate.without_cue(f"floating-{kind}", head, content, source, rule)
        self.added.append(Attribution(candidate, _SCORES[kind]))

    # Names on lines of their own.

    def _named_beside(self, mark: Mark) -> SourceSpan | None:
        """The name on the line before or after a quotation that fills its paragraphs.

        If there is one on both sides, it is that on the side of the last name that was alone.
        """
        signed = self._signed(mark)
        above, below = self._names_around(mark)
        return signed or ((below or above) if self._names_follow else (above or below))

    def _note_side(self, mark: Mark) -> None:
        """Note on which side of a quotation the name is, if there is one name."""
        above, below = self._names_around(mark)
        if self._signed(mark) is None and (above is None) != (below is None):
            self._names_follow = above is None

    def _signed(self, mark: Mark) -> SourceSpan | None:
        """The name on the last line of the paragraph that a quotation ends in."""
        _, last = _paragraphs(self._analysis, mark)
        return _signature(self._analysis, mark, self._analysis.parse.paragraphs[last][1])

    def _names_around(self, mark: Mark) -> tuple[SourceSpan | None, SourceSpan | None]:
        """The names on the lines before and after the paragraphs of a quotation."""
        first, last = _paragraphs(self._analysis, mark)
        # A short line may lie between: "Ann Lee, Lindbank ¶ – Forecast: 4 per cent".
        above = self._name_of(first - 1) or self._name_of(first - 2, detail=first - 1)
        return above, self._name_of(last + 1)

    def _name_of(self, paragraph: int, detail: int | None = None) -> SourceSpan | None:
        """The name that a line is, if the line after it is a detail and no name."""
        lines, parse = self._analysis.lines, self._analysis.parse
        if not 0 <= paragraph < len(lines):
            return None
        if detail is not None and not is_short_line(parse.text[slice(*parse.paragraphs[detail])]):
            return None
        return lines[paragraph].name

    # Headings that repeat what somebody says.

    def _repeated(self, mark: Mark) -> Attribution | None:
        """The quotation of the text with the words of one in a heading."""
        wanted = set(_words(mark.text))
        if not wanted:
            return None
        telling = [word for word in wanted if len(word) > 3] or list(wanted)
        lists = [self._postings.get(word, []) for word in telling]

        def share(number: int) -> float:
            return len(wanted & self._said[number]) / len(wanted)

        # Of a quotation within another one, both have the words: the shorter one says them.
        best = max(
            min(lists, key=len)[:_POSTINGS],
            key=lambda number: (share(number), -len(self._said[number])),
            default=None,
        )
        return self._quoting[best] if best is not None and share(best) >= _SHARE else None

    def _words_of_quotations(self) -> tuple[list[set[str]], dict[str, list[int]]]:
        """The words of each quotation with a source, and the quotations of each word."""
        text = self._analysis.parse.text
        self._quoting = [
            item
            for item in in_text_order([*self._found, *self.added])
            if (item.candidate.source is not None or not item.candidate.cue)
            and quote_kind(self._analysis, item.candidate) != "indirect"
        ]
        said = [
            {word for start, end in item.content for word in _words(text[start:end])}
            for item in self._quoting
        ]
        postings: dict[str, list[int]] = {}
        for number, words in enumerate(said):
            for word in words:
                postings.setdefault(word, []).append(number)
        return said, postings


def _source_of(item: Attribution | None) -> SourceSpan | None:
    return None if item is None else item.candidate.source


def _text(analysis: Analysis, span: SourceSpan) -> str:
    return analysis.parse.text[span.start : span.end]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
