"""Quotations over several paragraphs, the last of which has a cue of its own.

“We go,” Lee said. “It is late. / “Nobody stays,” she added. – The marks make one quotation of the
last two paragraphs, since the first of them does not close. But “said” ends before “added” begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import attrs
import regex

from quoteattr.model import Span
from quoteattr.syntax import Parse
from quoteattr.text.mark_tokens import OPENING, character_class
from quoteattr.text.marks import Mark
from quoteattr.words.cues import STATING, Lexicon

__all__ = ["split_at_second_cue"]

_CLAUSE_END = regex.compile(character_class(OPENING, r'."\n'))


def split_at_second_cue(parse: Parse, marks: Sequence[Mark], lexicon: Lexicon) -> tuple[Mark, ...]:
    """Part the last paragraph of a quotation from those before, where each has its own cue.

    Args:
        parse: the article.
        marks: its quotation marks.
        lexicon: the cue words.

    Returns:
        The marks, with other numbers for parents where some were parted. What is nested in a
        quotation that is parted is parted with it.
    """
    out: list[Mark] = []
    place: dict[int, tuple[int, ...]] = {}
    before: Mark | None = None
    for number, mark in enumerate(marks):
        if mark.parent is None:
            two = len(mark.pieces) > 1 and _has_two_cues(parse, before, mark, lexicon)
            parts = [mark.pieces[:-1], mark.pieces[-1:]] if two else [mark.pieces]
            parents: list[int | None] = [None] * len(parts)
            before = mark
        else:
            within = groupby(mark.pieces, partial(_around, out, place[mark.parent]))
            both = [(parent, tuple(pieces)) for parent, pieces in within]
            parts, parents = [pieces for _, pieces in both], [parent for parent, _ in both]
        place[number] = tuple(range(len(out), len(out) + len(parts)))
        out += map(partial(_part, mark), parts, parents)
    return tuple(out)


def _around(marks: Sequence[Mark], numbers: Sequence[int], piece: Span) -> int:
    """Which part of an enclosing quotation holds a piece of a nested one."""
    return next((n for n in reversed(numbers) if marks[n].span.start <= piece.start), numbers[0])


def _part(mark: Mark, pieces: tuple[Span, ...], parent: int | None) -> Mark:
    """Some pieces of a quotation as a mark of their own."""
    if pieces == mark.pieces:
        return attrs.evolve(mark, parent=parent)
    start, end = pieces[0].start, pieces[-1].end
    span = Span(start, end, mark.span.text[start - mark.span.start : end - mark.span.start])
    closing = mark.closing if pieces[-1] == mark.pieces[-1] else None
    return attrs.evolve(mark, span=span, pieces=pieces, closing=closing, parent=parent)


def _has_two_cues(parse: Parse, before: Mark | None, mark: Mark, lexicon: Lexicon) -> bool:
    """Whether one cue leads to a quotation and its last paragraph leads to another."""
    if not mark.closed or not mark.inner[-1].text.rstrip().endswith(","):
        return False
    if not _speaks(parse, *_sentence_behind(parse, mark), lexicon):
        return False
    first = parse.word_at(mark.span.start)
    if first is None:
        return False
    start = parse.paragraphs[parse.paragraph_of(first)][0]
    lead = parse.text[start : mark.span.start].rstrip()
    if lead.endswith(":"):
        return _speaks(parse, start, mark.span.start, lexicon)
    if before is None or not start <= before.span.end <= mark.span.start:
        return False
    interrupted = before.inner[-1].text.rstrip().endswith((",", "?", "!"))
    return interrupted and _speaks(parse, before.span.end, mark.span.start, lexicon)


def _sentence_behind(parse: Parse, mark: Mark) -> tuple[int, int]:
    """What follows a quotation in its line, up to the next quotation or full stop."""
    end = _CLAUSE_END.search(parse.text, mark.span.end)
    return mark.span.end, len(parse.text) if end is None else end.start()


def _speaks(parse: Parse, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech is between two code points."""
    return any(
        parse.words[i].upos == "VERB"
        and lexicon.verbs.get(lexicon.lemma(parse.words[i].text, parse.words[i].lemma)) in STATING
        for i in parse.words_within(start, end)
    )
