"""The nesting of attributions: which of them lie in the content of another one."""

from __future__ import annotations

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, covers, in_text_order, length
from quoteattr.relations import SourceSpan

__all__ = ["nest"]


def nest(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Put attributions in text order, and each into the one whose content holds its cue.

    Outside quotation marks, what A reports that B said also comes through A.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    out: list[Attribution] = []
    open_items: list[Attribution] = []  # those that may enclose the next one
    for item in in_text_order(found):
        open_items = [other for other in open_items if other.content[-1][1] > item.content[0][0]]
        outer = next((o for o in reversed(open_items) if _encloses(analysis, o, item)), None)
        if outer is not None:
            item = _nested(analysis, outer, item)
        open_items.append(item)
        out.append(item)
    return tuple(out)


def _encloses(analysis: Analysis, outer: Attribution, inner: Attribution) -> bool:
    cue = analysis.parse.words[inner.candidate.head].start
    return (
        any(start <= cue < end for start, end in outer.content)
        and length(outer.content) > length(inner.content)
        and covers(outer.content, inner.content)
    )


def _nested(analysis: Analysis, outer: Attribution, inner: Attribution) -> Attribution:
    candidate = inner.candidate
    if candidate.head not in analysis.mark_of_word:
        candidate = attrs.evolve(candidate, via=(*_chain(outer), *candidate.via))
    return attrs.evolve(inner, candidate=candidate, parent=outer.key)


def _chain(item: Attribution) -> tuple[SourceSpan, ...]:
    """Those that pass on a content: A, in "A reported that B said …"."""
    candidate = item.candidate
    return candidate.via if candidate.source is None else (*candidate.via, candidate.source)
