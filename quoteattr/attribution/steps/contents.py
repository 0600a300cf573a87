"""What grammar corrects in the contents of all patterns: topics and times are not said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Attribution,
    Candidate,
    Pieces,
    in_text_order,
)
from quoteattr.relations import SourceSpan

__all__ = ["gapped_quotations"]

_GAPPED = 0.9  # of the score of the attribution whose cue is left out


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
                made = Candidate(
                    "gapped", source.head, (), "", item.candidate.cue_class, (mark,), source
                )
                out.append(Attribution(made, round(_GAPPED * item.score, 3)))
        if content != item.content:
            item = attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))
        out.append(item)
    return in_text_order(out)


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
        ):
            source = SourceSpan(
                parse.words[spoken[0]].start, parse.words[spoken[-1]].end, spoken[0]
            )
            yield before.span.end, source, (mark.span.start, mark.span.end)


def _stripped(analysis: Analysis, content: Pieces) -> Pieces:
    text = analysis.parse.text
    return tuple((a, a + len(text[a:b].rstrip(" ,;"))) for a, b in content)
