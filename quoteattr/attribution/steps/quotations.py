"""The attribution of each quotation: one cue for each, also where it goes on without a cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Attribution,
    Candidate,
    Covered,
    Pieces,
    in_text_order,
    is_subject,
    pieces_of_mark,
)
from quoteattr.attribution.quotations import changes_turn, merge_pieces
from quoteattr.relations import SourceSpan
from quoteattr.text.mark_tokens import before_closing
from quoteattr.text.marks import Mark

__all__ = [
    "gapped_quotations",
    "join_continuations",
    "one_cue_per_quotation",
    "own_sentences",
]

_LEAST_WORDS = 3
_GAPPED = 0.9  # of the score of the attribution whose cue is left out
_RECENT = 6  # attributions before a quotation that may be the one it continues
_LOOK_BACK = 20  # code points before a quotation that show whether a sentence ended
_FINAL = frozenset(".?!,;…")
_STOPS = frozenset(".?!…")
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_ADVERBIAL = frozenset(("advcl", "advmod", "nmod", "obl"))


def one_cue_per_quotation(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Leave each quotation to one cue.

    A content that reaches into the next sentence may include the next speaker's words. A quotation
    belongs to the attribution whose whole content it is, or whose cue it runs into; otherwise to
    the one with the nearest cue. Only whole pieces are removed, and never the last one.

    Args:
        analysis: of the article.
        found: the attributions so far; those whose cue is quoted stay as they are.
    """
    claims = [
        (mark, item)
        for item in found
        if item.candidate.head not in analysis.mark_of_word
        for mark in _quotations(analysis, item.content)
    ]
    claims.sort(key=lambda claim: -_distance(analysis, *claim))  # the last of equals wins
    owners = {piece: item.candidate.head for mark, item in claims for piece in pieces_of_mark(mark)}
    owners |= {
        piece: item.candidate.head
        for mark, item in claims
        if item.content == pieces_of_mark(mark) or _runs_into_cue(analysis, mark, item)
        for piece in pieces_of_mark(mark)
    }
    return tuple(_without_others(analysis, item, owners) for item in found)


def own_sentences(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """End an indirect quote at its full stop, where a quotation follows that is a sentence.

    “She said that it was late. “Nobody told us.”” is an indirect quote and a direct one, which
    ``floating_quotations`` adds. What comes before such a quotation and its cue is removed as well,
    and a phrase or clause that leads to one: “Of the costs, he said, “They are too high.””

    Args:
        analysis: of the article.
        found: the attributions so far; those whose cue is quoted stay as they are, and turns of a
            transcript, in which the speaker may quote somebody.
    """
    return tuple(
        item
        if item.candidate.head in analysis.mark_of_word or _is_turn(analysis, item)
        else _without_front(analysis, _within_sentence(analysis, item))
        for item in found
    )


def _is_turn(analysis: Analysis, item: Attribution) -> bool:
    """Whether a content is what a transcript has after a label, without marks."""
    first = analysis.parse.word_at(item.content[0][0])
    return item.candidate.pattern.name == "transcript" and first not in analysis.mark_of_word


def join_continuations(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Add quotations without an attribution to the one that they continue.

    “…,” she said. “…” is one attribution, also over a paragraph break (PolNeAR's guidelines). So is
    “The sea,” she could be heard saying, “is wide”, where the cue is only known to report the rest.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    claimed = _claimed(analysis, found)
    begun = [_with_beginning(analysis, item, claimed) for item in found]
    items = sorted(begun, key=lambda item: _first(analysis, item))
    ended = [_ends_reported(analysis, item) for item in items]
    recent: list[int] = []  # attributions that a quotation may continue, the likeliest last
    at = 0
    for mark in _continuations(analysis, items):
        while at < len(items) and _first(analysis, items[at]) < mark.span.start:
            if items[at].candidate.head not in analysis.mark_of_word:
                recent = [*recent[-_RECENT:], at]
            at += 1
        for k in reversed(recent):
            if not ended[k] and _continues(analysis, items[k], mark):
                items[k] = _with_quotation(analysis, items[k], mark)
                recent = [*[other for other in recent if other != k], k]
                break
    return tuple(items)


def gapped_quotations(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Give a quotation without a verb of its own to its speaker: said it was “…” and Benson “…”.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    out: list[Attribution] = []
    for item in found:
        content = item.content
        for start, source, mark in _gapped(analysis, item):
            cut = tuple((a, min(b, start)) for a, b in content if a < start)
            if cut and cut != content:
                content = _stripped(analysis, cut)
                made = Candidate.without_cue(
                    "gapped", source.head, (mark,), source, "gapped", item.candidate.cue_class
                )
                out.append(Attribution(made, round(_GAPPED * item.score, 3)))
        if content != item.content:
            item = attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))
        out.append(item)
    return in_text_order(out)


def _claimed(analysis: Analysis, found: Sequence[Attribution]) -> Covered:
    """What the attributions outside quotations have as content."""
    return Covered.by(
        item.content for item in found if item.candidate.head not in analysis.mark_of_word
    )


def _with_beginning(analysis: Analysis, item: Attribution, claimed: Covered) -> Attribution:
    """With the quotation of nobody that begins the sentence which this one ends in lower case."""
    cue, start = item.candidate.cue, item.content[0][0]
    at = bisect_left(analysis.outer_starts, start)
    if not cue or not 0 < at < len(analysis.outer_marks):
        return item
    before, mark = analysis.outer_marks[at - 1 : at + 1]
    parse, text = analysis.parse, analysis.parse.text
    between = parse.words_within(before.span.end, mark.span.start)
    goes_on = mark.span.start == start and text[mark.inner[0].start].islower()
    if not goes_on or cue[0][0] not in between:
        return item
    paragraph = parse.paragraphs[parse.paragraph_of(cue[0][0])][0]
    if (
        (before.span.start == paragraph or _follows_stop(analysis, before))
        and before_closing(before.text).endswith(",")
        and text[max(mark.span.start - _LOOK_BACK, 0) : mark.span.start].rstrip().endswith(",")
        and len({parse.words[i].sentence for i in between}) == 1
        and not claimed.touches(before.span.start, before.span.end)
    ):
        content = (*pieces_of_mark(before), *item.content)
        return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))
    return item


def _continuations(analysis: Analysis, found: Sequence[Attribution]) -> Iterator[Mark]:
    """The quotations that may continue another one.

    Right after a closed quotation, another speaker's turn begins.
    """
    claimed = _claimed(analysis, found)
    for before, mark in pairwise((None, *analysis.outer_marks)):
        if mark is None:
            continue
        adjoins = before is not None and changes_turn(analysis.parse.text, before, mark)
        if adjoins or claimed.touches(mark.span.start, mark.span.end):
            continue
        if _is_sentence(analysis, mark):
            yield mark


def _with_quotation(analysis: Analysis, item: Attribution, mark: Mark) -> Attribution:
    # What went before is merged already; a quotation may go on for hundreds of pieces.
    at = max(bisect_left(item.content, (mark.span.start, mark.span.end)) - 1, 0)
    merged = merge_pieces(analysis.parse.text, (*item.content[at:], *pieces_of_mark(mark)))
    content = (*item.content[:at], *merged)
    return attrs.evolve(
        item,
        candidate=attrs.evolve(item.candidate, content=content),
        notes=(*item.notes, "join:continued-quotation"),
    )


def _within_sentence(analysis: Analysis, item: Attribution) -> Attribution:
    """An attribution without the quotations that begin a sentence after what is reported."""
    if not item.candidate.cue or not _has_reported(analysis, item):
        return item
    cue = analysis.parse.words[item.candidate.cue[0][0]].start
    kept: list[tuple[int, int]] = []
    for start, end in item.content:
        at = _sentence_in_marks(analysis, start, end)
        if at is None or (at == start and not kept):
            kept.append((start, end))
        elif cue < at:
            if at > start:
                kept.append((start, _end_before(analysis, start, at)))
            break
        else:
            kept = [(at, end)]
    if tuple(kept) == item.content or not kept:
        return item
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=tuple(kept)))


def _without_front(analysis: Analysis, item: Attribution) -> Attribution:
    """Without an adverbial before the cue that leads to a sentence in marks: the reporter's words.

    The capital shows that the quotation is whole. In lower case it goes on with what is said: “If
    it rains, she said, “we will wait.”” So it may after a main clause.
    """
    cue = item.candidate.cue
    if not cue or len(item.content) < 2 or not _has_reported(analysis, item):
        return item
    parse, (first, *after) = analysis.parse, item.content
    inside = parse.words_within(*first)
    before = first[1] <= parse.words[cue[0][0]].start and not any(analysis.touching(None, *first))
    if not before or after[0][0] < parse.words[cue[-1][1] - 1].end:
        return item
    tops = parse.tops(inside[0], inside[-1] + 1)
    adverbial = all(parse.main_relations[top] in _ADVERBIAL for top in tops)
    mark = next(_quotations(analysis, tuple(after)), None)
    whole = mark is not None and mark.span.start == after[0][0] and _is_sentence(analysis, mark)
    if mark is None or not whole or not adverbial or not _is_capitalised(analysis, mark):
        return item
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=tuple(after)))


def _is_capitalised(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation begins with a capital that its first word would not have anyway."""
    words = analysis.parse.words
    inside = analysis.parse.words_within(mark.inner[0].start, mark.inner[-1].end)
    first = next((words[i] for i in inside if words[i].upos != "PUNCT"), None)
    return (
        first is not None
        and first.text[0].isupper()
        and first.upos != "PROPN"
        and first.lemma != "I"
    )


def _has_reported(analysis: Analysis, item: Attribution) -> bool:
    """Whether a content has words outside quotation marks."""
    return analysis.kind_of(item.content, None) == "mixed"


def _ends_reported(analysis: Analysis, item: Attribution) -> bool:
    """Whether what is reported ends after the cue: a quotation after it is one of its own."""
    if not item.candidate.cue or not _has_reported(analysis, item):
        return False
    cue = analysis.parse.words[item.candidate.cue[0][0]].start
    return item.content[-1][0] > cue


def _sentence_in_marks(analysis: Analysis, start: int, end: int) -> int | None:
    """Where the first quotation of text[start:end] begins that is a sentence after a full stop."""
    at = bisect_left(analysis.outer_starts, start)
    for mark in analysis.outer_marks[at : bisect_left(analysis.outer_starts, end)]:
        if _follows_stop(analysis, mark) and _is_sentence(analysis, mark):
            return mark.span.start
    return None


def _follows_stop(analysis: Analysis, mark: Mark) -> bool:
    """Whether a sentence ends before a quotation; the full stop of “U.S.” need not end one."""
    text = analysis.parse.text
    before = text[max(mark.span.start - _LOOK_BACK, 0) : mark.span.start].rstrip()
    goes_on = text[mark.inner[0].start].islower() and _is_abbreviated(analysis, mark.span.start)
    return before[-1:] in _STOPS and not goes_on


def _is_abbreviated(analysis: Analysis, at: int) -> bool:
    """Whether a full stop is part of the word before a place."""
    inside = analysis.parse.words_within(max(at - _LOOK_BACK, 0), at)
    text = analysis.parse.words[inside[-1]].text if inside else ""
    return text[-1:] in _STOPS and text[0].isalnum()


def _end_before(analysis: Analysis, start: int, at: int) -> int:
    """Where a content that begins at ``start`` ends, if another begins at ``at``."""
    end = start + len(analysis.parse.text[start:at].rstrip())
    if _is_abbreviated(analysis, end):
        return end
    return start + len(analysis.parse.text[start:end].rstrip(" .\n"))


def _distance(analysis: Analysis, mark: Mark, item: Attribution) -> int:
    """Code points between a quotation and a cue."""
    words = analysis.parse.words
    first, last = item.candidate.cue[0][0], item.candidate.cue[-1][1] - 1
    return max(words[first].start - mark.span.end, mark.span.start - words[last].end, 0)


def _quotations(analysis: Analysis, content: Pieces) -> Iterator[Mark]:
    """The closed quotations that a content holds whole."""
    whole = set(content)
    for start, end in content:
        at = bisect_left(analysis.outer_starts, start)
        for mark in analysis.outer_marks[at : bisect_left(analysis.outer_starts, end)]:
            inside = mark.span.end <= end or whole.issuperset(pieces_of_mark(mark))
            if mark.closed and inside:
                yield mark


def _runs_into_cue(analysis: Analysis, mark: Mark, item: Attribution) -> bool:
    """Whether a comma, and nothing but the source, comes between a quotation and its cue."""
    text = analysis.parse.text
    cue = analysis.parse.words[item.candidate.cue[0][0]].start
    source = item.candidate.source
    end = mark.span.end
    between = text[end:cue]
    if source is not None and end <= source.start and source.end <= cue:
        between = text[end : source.start] + text[source.end : cue]
    return cue >= end and before_closing(mark.text).endswith(",") and not between.strip()


def _without_others(
    analysis: Analysis, item: Attribution, owners: dict[tuple[int, int], int]
) -> Attribution:
    head = item.candidate.head
    kept = tuple(piece for piece in item.content if owners.get(piece, head) == head)
    if head in analysis.mark_of_word or not kept or len(kept) == len(item.content):
        return item
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=kept))


def _first(analysis: Analysis, item: Attribution) -> int:
    return min(item.content[0][0], analysis.parse.words[item.candidate.head].start)


def _is_sentence(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation is a sentence of its own; a scare quote or a title is none."""
    if not mark.closed:
        return False
    words = [
        analysis.parse.words[i] for i in analysis.parse.words_within(mark.span.start, mark.span.end)
    ]
    spoken = [word for word in words if word.upos != "PUNCT"]
    text = mark.inner[-1].text.rstrip()
    return (
        len(spoken) >= _LEAST_WORDS
        and any(word.upos in ("VERB", "AUX") for word in spoken)
        and text[-1:] in _FINAL
    )


def _continues(analysis: Analysis, item: Attribution, mark: Mark) -> bool:
    """Whether a quotation follows an attribution in its paragraph or opens the next one."""
    parse = analysis.parse
    at = parse.words_within(mark.span.start, mark.span.end)
    if not at:
        return False
    here = parse.paragraph_of(at[0])
    quoted = next((p for p in reversed(item.content) if any(analysis.touching(None, *p))), None)
    if quoted is None:
        return False
    before = {parse.paragraph_of(item.candidate.head)} | {
        parse.paragraph_of(i) for i in parse.words_within(*quoted)[-1:]
    }
    opens = parse.paragraphs[here][0] == mark.span.start
    return here in before or (opens and analysis.lines[here].before in before)


def _gapped(
    analysis: Analysis, item: Attribution
) -> Iterator[tuple[int, SourceSpan, tuple[int, int]]]:
    """Where "and Benson “…”" begins after an earlier quotation, with speaker and quotation."""
    parse = analysis.parse
    head = item.candidate.head
    marks = [
        mark
        for start, end in item.content
        for mark in analysis.touching(analysis.level_of(head), start, end)
        if mark.closed and start <= mark.span.start and mark.span.end <= end
    ]
    marks.sort(key=lambda mark: -mark.span.start)
    for mark, before in pairwise(marks):
        between = parse.words_within(before.span.end, mark.span.start)
        spoken = [i for i in between if parse.words[i].upos not in ("PUNCT", "CCONJ")]
        named = spoken and all(parse.words[i].upos == "PROPN" for i in spoken)
        joined = any(parse.words[i].upos == "CCONJ" for i in between)
        same = parse.words_within(mark.span.start, mark.span.end)
        if (
            named
            and joined
            and same
            and parse.words[same[0]].sentence == parse.words[head].sentence
            and not _is_spoken_of(analysis, item, before, mark)
        ):
            source = SourceSpan(
                parse.words[spoken[0]].start, parse.words[spoken[-1]].end, spoken[0]
            )
            yield before.span.end, source, (mark.span.start, mark.span.end)


def _is_spoken_of(analysis: Analysis, item: Attribution, before: Mark, mark: Mark) -> bool:
    """Whether the one before a quotation is spoken of, and does not speak.

    Russia “wants a deal” and Ukraine “doesn't want one”; called Lee “a liar” and Hale “a thief”.
    """
    parse = analysis.parse
    first = next(
        i
        for i in parse.words_within(mark.span.start, mark.span.end)
        if parse.words[i].end > mark.inner[0].start
    )
    if parse.words[first].xpos in _FINITE and parse.words[first].text[0].islower():
        return True
    source = item.candidate.source
    cue = parse.words[item.candidate.head].start
    return any(
        parse.words[i].upos == "PROPN"
        and (is_subject(parse.words[i].deprel) or parse.words[i].deprel in ("obj", "iobj"))
        and not (source is not None and source.start <= parse.words[i].start < source.end)
        for i in parse.words_within(min(cue, before.span.start), before.span.start)
    )


def _stripped(analysis: Analysis, content: Pieces) -> Pieces:
    text = analysis.parse.text
    return tuple((a, a + len(text[a:b].rstrip(" ,;"))) for a, b in content)
