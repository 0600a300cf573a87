"""Hypothesis strategies: any valid Quotes over any text, awkward ones preferred."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from quoteattr.model import (
    CUE_TYPES,
    GENDERS,
    KINDS,
    MENTION_TYPES,
    SPEAKER_KINDS,
    Cue,
    Mention,
    Quote,
    Span,
    Speaker,
)
from quoteattr.quotes import Quotes

AWKWARD = " \t\n\r\x0b\x85\u2028\x00\ufeff\"'“”‘’«»&<>;=,@+-—é\u0301𝄞👩🏽\u202e\u061c"

articles = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(codec="utf-8")), max_size=60)
words = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(codec="utf-8")), max_size=8)


@st.composite
def spans(draw: Any, text: str, *, most: int = 1) -> tuple[Span, ...]:
    """One to ``most`` disjoint spans in order; empty ones are valid too."""
    count = draw(st.integers(1, most))
    cut = st.integers(0, len(text))
    cuts = sorted(draw(st.lists(cut, min_size=2 * count, max_size=2 * count)))
    return tuple(Span.of(text, cuts[2 * i], cuts[2 * i + 1]) for i in range(count))


def mentions(text: str) -> st.SearchStrategy[Mention]:
    return st.builds(
        Mention, spans(text).map(lambda found: found[0]), st.sampled_from(MENTION_TYPES)
    )


def cues(text: str) -> st.SearchStrategy[Cue]:
    return st.builds(
        Cue, spans(text, most=2), words, st.sampled_from(CUE_TYPES), st.booleans(), st.booleans()
    )


@st.composite
def speakers(draw: Any, text: str) -> list[Speaker]:
    names = st.lists(words, max_size=2)
    return [
        Speaker(
            f"s{i + 1}",
            draw(words),
            kind=draw(st.sampled_from(SPEAKER_KINDS)),
            named=draw(st.booleans()),
            titles=draw(names),
            aliases=draw(names),
            gender=draw(st.sampled_from((None, *GENDERS))),
            members=draw(names),
            mentions=draw(st.lists(mentions(text), max_size=2)),
            identifier=draw(st.none() | words),
        )
        for i in range(draw(st.integers(0, 3)))
    ]


@st.composite
def results(draw: Any, texts: st.SearchStrategy[str] = articles) -> Quotes:
    """A valid result; a quote's parent is one of those before it."""
    text = draw(texts)
    known = draw(speakers(text))
    anyone = st.none() | st.sampled_from(known) if known else st.none()
    quotes = [
        Quote(
            f"q{i + 1}",
            draw(spans(text, most=3)),
            draw(st.sampled_from(KINDS)),
            cue=draw(st.none() | cues(text)),
            source=draw(st.none() | mentions(text)),
            speaker=draw(anyone),
            addressee=draw(st.none() | mentions(text)),
            via=tuple(draw(st.lists(st.sampled_from(known), max_size=2)) if known else ()),
            parent=draw(st.none() | st.sampled_from([f"q{j + 1}" for j in range(i)]))
            if i
            else None,
            confidence=draw(st.floats(0, 1)),
            evidence=draw(st.lists(words, max_size=2)),
            speaker_confidence=draw(st.none() | st.floats(0, 1)),
            statement=draw(st.none() | st.floats(0, 1)),
        )
        for i in range(draw(st.integers(0, 4)))
    ]
    return Quotes(
        quotes,
        text=text,
        speakers=known,
        warnings=draw(st.lists(words, max_size=2)),
        doc_id=draw(st.none() | words),
        meta=draw(st.just({}) | st.just({"quoteattr": "0.1.0", "models": {"en": {"a": [1, 2]}}})),
    )
