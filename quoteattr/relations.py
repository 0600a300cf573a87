"""What attribution gives to coreference: attributions whose speaker is not resolved yet.

The records refer to one parse. Offsets are code points of the caller's text, half-open.
"""

from __future__ import annotations

import attrs

from quoteattr.model import Cue, QuoteKind

__all__ = ["Relation", "SourceSpan"]


@attrs.frozen
class SourceSpan:
    """A source (or addressee) as written.

    Attributes:
        start, end: code points.
        head: index in ``Parse.words`` of its head word.
    """

    start: int
    end: int
    head: int


@attrs.frozen
class Relation:
    """One attribution before its speaker is resolved.

    Attributes:
        content: (start, end) pieces in order, disjoint.
        kind: direct, mixed or indirect.
        cue: the reporting words, None if a quotation has none of its own.
        source: who said it, as written; None if the text names nobody.
        inferred: whether the quotation has no source of its own; ``source`` is then a mention
            elsewhere in the text, of its likely speaker.
        addressee: to whom, as written.
        via: who passed it on, outermost first.
        parent: position of the relation in whose content this one lies, in the same tuple.
        statement: probability that an editor calls it a quote; None where nobody estimated it.
        confidence: probability that the relation holds.
        pattern: name of the pattern that found it, as in docs/explanation/evidence.md under
            ``cue:``; None where no pattern did (annotated relations).
        source_rule: how the source was found, as in docs/explanation/evidence.md under
            ``source:``; "none" where the rules found nobody, None where no rule looked.
        evidence: the rules that made it, in order, for people to read; code reads the fields above.
    """

    content: tuple[tuple[int, int], ...]
    kind: QuoteKind
    cue: Cue | None = None
    source: SourceSpan | None = None
    inferred: bool = attrs.field(default=False, kw_only=True)
    addressee: SourceSpan | None = None
    via: tuple[SourceSpan, ...] = ()
    parent: int | None = None
    statement: float | None = None
    confidence: float = 1.0
    pattern: str | None = None
    source_rule: str | None = None
    evidence: tuple[str, ...] = ()
