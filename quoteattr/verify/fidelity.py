"""How the words of a quotation compare with those of its source."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from quoteattr.text.alignment import Edit, Word, align
from quoteattr.verify.records import Status

__all__ = ["Fidelity", "compare_with_source"]

_WORST: tuple[Status, ...] = ("changed", "omitted", "edited", "shortened", "exact")


@attrs.frozen
class Fidelity:
    """How faithful a quotation is.

    Attributes:
        status: exact, shortened, edited, omitted or changed.
        score: the part of the quotation's own words, 0 to 1, that the source has.
        first, last: the words of the source that the quotation repeats, half-open.
        edits: from the source to the quotation, without what lies outside of ``first`` to ``last``.
    """

    status: Status
    score: float
    first: int
    last: int
    edits: tuple[Edit, ...]


def compare_with_source(source: Sequence[Word], quotation: Sequence[Word]) -> Fidelity:
    """Compare a quotation with the words that it should quote.

    Words may be left out at both ends. Within, an ellipsis shows that words are left out, and
    brackets that an editor put other words; without them, words are omitted or changed.

    >>> from quoteattr.text.alignment import compared_words
    >>> said = compared_words("I think we will not wait for the council to act")
    >>> quoted = ("we will not wait", "We will … act", "[Ministers] will not wait", "we will act")
    >>> for text in quoted:
    ...     print(compare_with_source(said, compared_words(text)).status)
    shortened
    edited
    edited
    omitted
    """
    edits = list(align([word.key for word in source], [word.key for word in quotation]))
    while edits and edits[0].kind == "deleted":
        del edits[0]
    while edits and edits[-1].kind == "deleted":
        del edits[-1]
    first = edits[0].left[0] if edits else 0
    last = edits[-1].left[1] if edits else 0
    found: set[Status] = {_status(edit, source, quotation) for edit in edits}
    if first > 0 or last < len(source):
        found.add("shortened")
    worst = [status for status in _WORST if status in found]
    own = sum(not word.bracketed for word in quotation)
    equal = sum(
        not quotation[i].bracketed for e in edits if e.kind == "equal" for i in range(*e.right)
    )
    return Fidelity(
        worst[0] if worst else "exact", equal / own if own else 0.0, first, last, tuple(edits)
    )


def _status(edit: Edit, source: Sequence[Word], quotation: Sequence[Word]) -> Status:
    if edit.kind == "equal":
        return "exact"
    gone = source[slice(*edit.left)]
    come = quotation[slice(*edit.right)]
    if edit.kind == "deleted":
        at = edit.right[0]
        following = quotation[at : at + 1]
        shown = any(word.after_gap for word in following) or any(
            word.bracketed for word in quotation[max(0, at - 1) : at + 1]
        )
        return "edited" if shown or all(word.bracketed for word in gone) else "omitted"
    return "edited" if all(word.bracketed for word in come) else "changed"
