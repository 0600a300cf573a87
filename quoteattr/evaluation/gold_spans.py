"""The speakers that coreference finds for gold attributions, to measure it alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from quoteattr.coreference import resolve
from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.evaluation.cue_classes import cue_head
from quoteattr.evaluation.spans import Article
from quoteattr.model import Cue, CueType, QuoteKind, Span
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse, Parser

__all__ = ["gold_relations", "resolve_gold"]


def resolve_gold(
    articles: Iterable[GoldArticle], parser: Parser
) -> dict[str, tuple[PredictedQuote, ...]]:
    """Gold attributions as predicted quotes, with the speakers that coreference finds.

    Args:
        articles: with their gold attributions.
        parser: of the texts.

    Returns:
        The quotes by the name of the article, in the order of its gold attributions.
    """
    out = {}
    for gold in articles:
        parse = parser(gold.text)
        order = sorted(range(len(gold.attributions)), key=lambda i: _place(gold.attributions[i]))
        _, resolved = resolve(parse, gold_relations(parse, [gold.attributions[i] for i in order]))
        speakers = dict(zip(order, (one.speaker for one in resolved), strict=True))
        out[gold.name] = tuple(
            PredictedQuote(
                content=attribution.content,
                cue=attribution.cue,
                source=attribution.source,
                speaker=speaker.name if (speaker := speakers[i]) else None,
            )
            for i, attribution in enumerate(gold.attributions)
        )
    return out


def gold_relations(parse: Parse, attributions: Iterable[GoldAttribution]) -> tuple[Relation, ...]:
    """Gold attributions as relations, the input of coreference.

    Args:
        parse: the article.
        attributions: in the order of the text.
    """
    article = Article(parse.text)
    return tuple(
        Relation(
            content=tuple(sorted(attribution.content)),
            kind=cast(QuoteKind, article.kind(attribution.content)),
            cue=_cue(parse.text, attribution.cue),
            source=_source(parse, attribution.source),
            evidence=("gold",),
        )
        for attribution in attributions
    )


def _place(attribution: GoldAttribution) -> int:
    return min(start for start, _ in attribution.content)


def _cue(text: str, pieces: Pieces) -> Cue | None:
    if not pieces:
        return None
    lemma, kind = cue_head(" ".join(text[start:end] for start, end in pieces))
    spans = tuple(Span.of(text, start, end) for start, end in sorted(pieces))
    return Cue(spans, lemma, cast(CueType, kind))


def _source(parse: Parse, pieces: Pieces) -> SourceSpan | None:
    """The source from its first to its last piece, or its first one if it spans sentences."""
    if not pieces:
        return None
    start, end = min(pieces)[0], max(end for _, end in pieces)
    words = _touched(parse, start, end)
    if len({parse.words[i].sentence for i in words}) > 1:
        start, end = min(pieces)
        words = _touched(parse, start, end)
    if not words:
        return None
    # The head is the word governed from outside, or the first word if the parse has none such.
    heads = [i for i in words if parse.words[i].head not in words and _is_word(parse, i)]
    return SourceSpan(start, end, heads[0] if heads else words[0])


def _touched(parse: Parse, start: int, end: int) -> list[int]:
    return [word.index for word in parse.words if word.start < end and start < word.end]


def _is_word(parse: Parse, index: int) -> bool:
    return parse.words[index].upos not in ("PUNCT", "PART", "CCONJ", "DET", "ADP")
