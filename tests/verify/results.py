"""Results for texts whose speakers a reader finds at a glance, made without any model.

What is between marks is a quote of the person named nearest to it in its paragraph; what follows
"said that" is one of the person named before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.marks import find_marks

_REPORTED = re.compile(r"(?<= said that )[^.“”]+(?=\.)")


def result(text: str, people: Sequence[str], doc_id: str | None = None) -> Quotes:
    """The quotes of a text; ``people`` are full names, which the text may shorten to surnames."""
    speakers = {name: Speaker(f"s{i}", name) for i, name in enumerate(people, 1)}
    marks = [mark.span for mark in find_marks(text) if mark.parent is None]
    named = [
        (match.start(), match.end(), speakers[name])
        for name in people
        for match in re.finditer(rf"\b(?:{name}|{name.split()[-1]})\b", text)
        if not any(mark.start <= match.start() < mark.end for mark in marks)
    ]
    reported = [Span.of(text, *match.span()) for match in _REPORTED.finditer(text)]
    spans = [(span, "direct") for span in marks] + [(span, "indirect") for span in reported]
    numbers = count(1)
    quotes = [
        Quote(f"q{next(numbers)}", (span,), kind, speaker=_nearest(text, span, named))
        for span, kind in sorted(spans, key=lambda row: row[0].start)
    ]
    return Quotes(quotes, text=text, speakers=speakers.values(), doc_id=doc_id)


def _nearest(text: str, span: Span, named: Sequence[tuple[int, int, Speaker]]) -> Speaker | None:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    within = [row for row in named if start <= row[0] and (end < 0 or row[1] <= end)]
    if not within:
        return None
    return min(within, key=lambda row: max(row[0] - span.end, span.start - row[1]))[2]
