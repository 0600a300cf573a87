"""Which of several attributions of the same words is kept."""

from __future__ import annotations

from quoteattr.attribution import analyse
from quoteattr.attribution.candidates import Attribution, Candidate
from quoteattr.attribution.steps.selection import one_of_each_content
from quoteattr.text.marks import find_marks
from tests.plain_parser import parse

TEXT = "Lee said, Hill added that it rained."


def said(head: int, start: int, end: int, score: float) -> Attribution:
    cue = ((head, head + 1),)
    return Attribution(Candidate("clause", head, cue, "say", "speech", ((start, end),)), score)


def test_of_the_very_same_words_the_more_probable_attribution_is_kept():
    analysis = analyse(parse(TEXT), find_marks(TEXT))
    first, second = said(1, 20, 35, 0.6), said(4, 20, 36, 0.8)  # with and without the full stop
    other = said(1, 20, 27, 0.5)
    assert one_of_each_content(analysis, (first, second)) == (second,)
    assert one_of_each_content(analysis, (second, first)) == (second,)
    assert one_of_each_content(analysis, (other, second)) == (other, second)
