"""The kinds of patterns: one row holds everything that is known about one of them."""

from __future__ import annotations

from typing import Literal

import attrs

from quoteattr.model import QuoteKind

__all__ = ["PATTERN_KINDS", "Family", "PatternKind", "pattern_kind"]

Family = Literal[
    "verb",
    "noun",
    "adjective",
    "preposition",
    "colon",
    "word-order",
    "quotation",
    "labeller",
    "turn",
    "floating",
]


@attrs.frozen
class PatternKind:
    """A kind of pattern.

    Attributes:
        name: in the evidence (``cue:clause``), and in the features of the tables of weights.
        family: what the pattern starts from.
        certain: whether the form alone makes it an attribution. Corpora hold too few of these to
            learn a weight from.
        complement: whether the content is the clause that the cue takes. Such a clause wins over a
            fragment of it that is nearly as probable.
        clausal: whether the pattern accounts for a clause under the cue.
        joins: whether a second quotation joins the content of the same cue.
        after_stop: whether a quotation may end in a full stop before the cue: “…” That was how Lee
            put it.
        shorter: whether the content may also end earlier than in the parse.
        longer: whether it may also go on to the end of its sentence, or of its clause.
        quote_kind: the kind of every quote of this pattern; None where the marks decide.
    """

    name: str
    family: Family
    certain: bool = attrs.field(default=False, kw_only=True)
    complement: bool = attrs.field(default=False, kw_only=True)
    clausal: bool = attrs.field(default=False, kw_only=True)
    joins: bool = attrs.field(default=False, kw_only=True)
    after_stop: bool = attrs.field(default=False, kw_only=True)
    shorter: bool = attrs.field(default=False, kw_only=True)
    longer: Literal["sentence", "clause"] | None = attrs.field(default=None, kw_only=True)
    quote_kind: QuoteKind | None = attrs.field(default=None, kw_only=True)


_ROWS = (
    PatternKind("clause", "verb", complement=True, clausal=True, shorter=True, longer="sentence"),
    PatternKind("passive-clause", "verb", complement=True, clausal=True),
    PatternKind("object+clause", "verb", clausal=True),
    PatternKind("parataxis", "verb"),
    PatternKind("embedded", "verb"),
    PatternKind("as-clause", "verb", clausal=True),
    PatternKind("as-put", "verb", certain=True),
    PatternKind("quoted-as", "verb", certain=True),
    PatternKind("infinitive", "verb", shorter=True, longer="sentence"),
    PatternKind("object+infinitive", "verb", shorter=True, longer="sentence"),
    PatternKind("passive-infinitive", "verb"),
    PatternKind("subject+infinitive", "verb"),
    PatternKind("raised-subject", "verb"),
    PatternKind("object", "verb", shorter=True, longer="clause"),
    PatternKind("passive-object", "verb"),
    PatternKind("object+phrase", "verb", shorter=True),
    PatternKind("phrase-after-object", "verb"),
    PatternKind("phrase", "verb", shorter=True, longer="clause"),
    PatternKind("participle", "verb"),
    PatternKind("relative-object", "verb"),
    PatternKind("affected-clause", "verb", clausal=True),
    PatternKind("affected-phrase", "verb"),
    PatternKind("noun-clause", "noun", clausal=True),
    PatternKind("noun-clause-beside", "noun"),
    PatternKind("noun-infinitive", "noun"),
    PatternKind("noun-infinitive-beside", "noun"),
    PatternKind("noun-phrase", "noun"),
    PatternKind("noun-predicate", "noun"),
    PatternKind("noun-colon", "noun"),
    PatternKind("received", "noun"),
    PatternKind("adjective-clause", "adjective", clausal=True),
    PatternKind("adjective-infinitive", "adjective"),
    PatternKind("adjective-phrase", "adjective"),
    PatternKind("according-to", "preposition"),
    PatternKind("according-to-sentence", "preposition"),
    PatternKind("in-document", "preposition"),
    PatternKind("in-document-sentence", "preposition"),
    PatternKind("in-words", "preposition", certain=True),
    PatternKind("heard", "verb", clausal=True, certain=True),
    PatternKind("headline", "colon", certain=True),
    PatternKind("clause-colon", "colon", certain=True),
    PatternKind("transcript", "colon", certain=True),
    PatternKind("block", "colon", certain=True),
    PatternKind("interpolated", "word-order"),
    PatternKind("closing", "word-order"),
    PatternKind("closing-far", "word-order"),
    PatternKind("opened-rest", "word-order"),
    PatternKind("rest", "word-order"),
    PatternKind("opened-far", "word-order"),
    PatternKind("announced", "word-order"),
    PatternKind("quotation+cue", "quotation", joins=True),
    PatternKind("cue+quotation", "quotation", joins=True),
    PatternKind("credit", "quotation", certain=True),
    PatternKind("presented", "quotation", certain=True, after_stop=True),
    PatternKind("named-after", "quotation", certain=True),
    PatternKind("labelled", "labeller"),
    PatternKind("turn", "turn", quote_kind="direct"),
    PatternKind("answer", "turn", quote_kind="indirect"),
    PatternKind("gapped", "quotation", quote_kind="direct"),
    PatternKind("gapped-clause", "verb", certain=True),
    PatternKind("floating-paragraph", "floating"),
    PatternKind("floating-sentence", "floating"),
    PatternKind("floating-heading", "floating"),
    PatternKind("floating-fragment", "floating"),
)


def _variants(kind: PatternKind) -> tuple[PatternKind, ...]:
    """The kind itself, and those of its shorter and longer contents."""
    plain = PatternKind(kind.name, kind.family, clausal=kind.clausal)
    names = ["short"] * kind.shorter + ["long"] * (kind.longer is not None)
    return kind, *(attrs.evolve(plain, name=f"{name}-{kind.name}") for name in names)


PATTERN_KINDS = {kind.name: kind for row in _ROWS for kind in _variants(row)}
"""Every kind of pattern by its name."""


def pattern_kind(kind: str | PatternKind) -> PatternKind:
    """The row of a kind.

    Args:
        kind: its name, or the row itself.

    Raises:
        KeyError: there is no such kind.

    >>> pattern_kind("noun-phrase").family
    'noun'
    """
    return PATTERN_KINDS[kind] if isinstance(kind, str) else kind
