"""Score the quotes and speakers of the default output on varied news.

Gold there is what an editor calls a quote. Nested quotes are left out on both sides. Contents are
paired as for content@0.5; a pair is right if its speaker is right as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from quoteattr.corpora.gold_speakers import AUTHOR, GoldSpeaker
from quoteattr.corpora.news import NewsArticle
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.pairing import assign, overlaps
from quoteattr.evaluation.spans import KINDS, Article
from quoteattr.evaluation.speakers import same_speaker

__all__ = ["NewsScore", "another_reading", "news_markdown", "score_news"]

ROWS = ("all", *KINDS, "floating")
"""All quotes, those of each kind, and those without a cue of their own."""

_Counts = Counter[tuple[str, str]]


@attrs.frozen
class NewsScore:
    """Scores of one row, in percent to one decimal.

    Attributes:
        gold, predicted: how many quotes there are.
        found: share of the gold quotes whose content is found.
        precision: share of the predicted quotes whose content is right.
        content_f1: of these two.
        exact_f1: the same for contents that are right to the word.
        joint_f1: the same for quotes whose speaker is right too.
        wrong, none: share of the quotes found with a wrong speaker, and with none.
    """

    gold: int
    predicted: int
    found: float
    precision: float
    content_f1: float
    exact_f1: float
    joint_f1: float
    wrong: float
    none: float


def score_news(
    articles: Iterable[NewsArticle], predictions: Mapping[str, Sequence[PredictedQuote]]
) -> dict[str, NewsScore]:
    """Scores by row.

    Args:
        articles: with their gold quotes.
        predictions: by the name of the article.
    """
    counts: _Counts = Counter()
    for article in articles:
        _count(article, predictions.get(article.name, ()), counts)
    return {row: _score(counts, row) for row in ROWS}


def another_reading(articles: Iterable[NewsArticle]) -> dict[str, tuple[PredictedQuote, ...]]:
    """The quotes of another careful reader, to be scored as if they were predicted.

    Args:
        articles: as that reader marked them. Nested quotes are left out.

    Returns:
        The quotes by the name of the article.
    """
    return {
        article.name: tuple(
            PredictedQuote(q.content, q.cue, q.source, q.speaker.name if q.speaker else None)
            for q in article.quotes
            if not q.nested
        )
        for article in articles
    }


def news_markdown(scores: Mapping[str, NewsScore]) -> str:
    """The scores as a Markdown table."""
    head = (
        "quotes", "gold", "found, %", "precision, %", "content F1", "exact F1", "joint F1",
        "wrong speaker, %", "no speaker, %",
    )  # fmt: skip
    rows = []
    for row, score in scores.items():
        predicted = [score.precision, score.content_f1, score.exact_f1, score.joint_f1]
        shown = ["–" if row == "floating" else f"{value:.1f}" for value in predicted]
        rows.append(
            [row, str(score.gold), f"{score.found:.1f}", *shown, f"{score.wrong:.1f}",
             f"{score.none:.1f}"]
        )  # fmt: skip
    return table(head, rows)


def _count(gold: NewsArticle, found: Sequence[PredictedQuote], counts: _Counts) -> None:
    article = Article(gold.text)
    quotes = [quote for quote in gold.quotes if not quote.nested]
    contents = [quote.content for quote in quotes], [quote.content for quote in found]
    pairs = dict(assign(overlaps(article, *contents)))
    hits = set(pairs.values())
    for number, predicted in enumerate(found):
        for row in ("all", article.kind(predicted.content)):
            counts[row, "predicted"] += 1
            counts[row, "predicted right"] += number in hits
    for number, quote in enumerate(quotes):
        guess = found[pairs[number]] if number in pairs else None
        rows = ["all", article.kind(quote.content), *(() if quote.cue else ("floating",))]
        for row in rows:
            counts[row, "gold"] += 1
            if guess is not None:
                counts[row, "found"] += 1
                counts[row, _verdict(quote.speaker, guess.speaker)] += 1
                counts[row, "exact"] += article.normalise(quote.content) == article.normalise(
                    guess.content
                )


def _verdict(gold: GoldSpeaker | None, guess: str | None) -> str:
    if gold is None:
        return "wrong" if guess else "right"
    if not guess:
        return "right" if gold.name == AUTHOR else "none"
    return "right" if same_speaker(gold, guess) else "wrong"


def _score(counts: _Counts, row: str) -> NewsScore:
    def share(part: str, whole: str) -> float:
        return round(100 * counts[row, part] / max(counts[row, whole], 1), 1)

    def f1(right: str) -> float:
        total = counts[row, "gold"] + counts[row, "predicted"]
        return round(200 * counts[row, right] / max(total, 1), 1)

    return NewsScore(
        gold=counts[row, "gold"],
        predicted=counts[row, "predicted"],
        found=share("found", "gold"),
        precision=share("predicted right", "predicted"),
        content_f1=f1("found"),
        exact_f1=f1("exact"),
        joint_f1=f1("right"),
        wrong=share("wrong", "found"),
        none=share("none", "found"),
    )
