"""Fit the statement score (``quoteattr.attribution.statements``) to what people call a quote.

There are two kinds of examples. In varied news with gold quotes, an attribution that is paired with
a gold quote is a quote, and any other is not. In some PolNeAR articles, readers have judged every
attribution. The labeller was trained on these, and readers differ from annotators. So some features
have a second weight for PolNeAR, which is not written to the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from quoteattr.attribution import analyse
from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.candidates import Attribution
from quoteattr.attribution.pipeline import STEPS, with_scores
from quoteattr.attribution.statements import statement_features
from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.judgements import Judgement, read_judgements
from quoteattr.corpora.news import NewsArticle, read_news
from quoteattr.corpora.polnear import read_split
from quoteattr.evaluation.pairing import assign, jaccard, overlaps
from quoteattr.evaluation.spans import Article
from quoteattr.linear import LogLinear
from quoteattr.parsing.models import labeller_of, load_pipeline
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parse, Parser
from quoteattr.text.marks import find_marks
from quoteattr.training.halves import news_half, polnear_halves
from quoteattr.training.linear import Example, calibration_error, fit, out_of_fold, write_table
from quoteattr.training.parses import HalfReaders

__all__ = ["judged_examples", "news_examples", "train_statements"]

_PENALTY = 4.0  # best log loss out of fold, of 1, 2, 3, 4, 5, 10, 30
_LEAST_COUNT = 3
_PATTERNS_ONLY = 0.5  # weight of an attribution that was found without the labeller
_SAME = 0.5  # overlap from which a judgement is one of the same content
_THERE = "judged:"
_OF_THE_SOURCE = ("bias", "confidence", "label", "kind=", "class=", "form=")
_LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7)
_HEADER = (
    "Weights of the statement score: a logistic model (L2 penalty) of what editors call a quote, "
    "by python -m quoteattr.training statements. Numbers only."
)


def news_examples(
    gold: NewsArticle, parse: Parse, labeller: Labeller | None = None
) -> Iterator[Example]:
    """The attributions of an article; those that are paired with a gold quote are right.

    Args:
        gold: the article with its quotes.
        parse: of its text.
        labeller: reads the article; without one, patterns are alone.
    """
    article = Article(gold.text)
    analysis, found = _attributions(parse, labeller)
    contents = [quote.content for quote in gold.quotes], [item.content for item in found]
    right = {pair[1] for pair in assign(overlaps(article, *contents))}
    weight = 1.0 if labeller else _PATTERNS_ONLY
    for number, features in enumerate(_features(analysis, found)):
        yield Example(features, number in right, gold.name, weight)


def judged_examples(
    name: str,
    judged: Sequence[Judgement],
    parse: Parse,
    labeller: Labeller | None = None,
) -> Iterator[Example]:
    """The attributions of an article that somebody has judged.

    An attribution that has no judgement of its own takes that of one with the same cue and much the
    same content; others are left out.

    Args:
        name: of the article.
        judged: the judgements.
        parse: of its text.
        labeller: reads the article; without one, patterns are alone.
    """
    article = Article(parse.text)
    analysis, found = _attributions(parse, labeller)
    weight = 1.0 if labeller else _PATTERNS_ONLY
    for item, features in zip(found, _features(analysis, found), strict=True):
        judgement = _judgement(article, item.content, _cue(parse, item), judged)
        if judgement is not None:
            there = {_THERE + n: v for n, v in features.items() if n.startswith(_OF_THE_SOURCE)}
            yield Example({**features, **there}, judgement.verdict == "yes", name, weight)


def train_statements(
    world: Sequence[Path], polnear: Path, judgements: Path, out: Path, labels: Sequence[Path] = ()
) -> dict[str, float]:
    """Fit the statement score and write its table.

    Args:
        world: gold quotes of varied news, folders of JSON files with ``text/``.
        polnear: the split of PolNeAR with the judged articles.
        judgements: the file of judgements.
        out: the table to write, ``quoteattr/data/statements.tsv``.
        labels: readers that were trained on the even halves, and on the odd ones: each article is
            labelled by the one that has not seen it.

    Returns:
        Numbers of examples, and of those of varied news, out of fold over articles: calibration
        error, precision and recall at some probabilities.
    """
    parser = StanzaParser(load_pipeline())
    halves = HalfReaders(labels)
    ours = [item for folder in world for item in _of_news(folder, parser, halves)]
    theirs = list(_of_judgements(polnear, judgements, parser, halves))
    examples = [*ours, *theirs]
    report = _report(examples, {one.group for one in ours})
    model = fit(examples, _PENALTY, _LEAST_COUNT)
    kept = {name: w for name, w in model.weights.items() if not name.startswith(_THERE)}
    write_table(LogLinear(kept), out, _HEADER)
    return {"news": len(ours), "judged": len(theirs), **report}


def _of_news(folder: Path, parser: Parser, halves: HalfReaders) -> Iterator[Example]:
    labeller = labeller_of(None)
    for gold in read_news(folder):
        parse = halves(parser(gold.text), news_half(gold.name))
        yield from news_examples(gold, parse, labeller)
        yield from news_examples(gold, parse)


def _of_judgements(
    polnear: Path, judgements: Path, parser: Parser, halves: HalfReaders
) -> Iterator[Example]:
    labeller = labeller_of(None)
    judged = read_judgements(judgements)
    half_of = polnear_halves(polnear)
    for gold in read_split(polnear):
        if gold.name in judged:
            parse = halves(parser(gold.text), half_of[gold.name])
            yield from judged_examples(gold.name, judged[gold.name], parse, labeller)
            yield from judged_examples(gold.name, judged[gold.name], parse)


def _report(examples: Sequence[Example], groups: set[str]) -> dict[str, float]:
    """How well the model does on articles that it does not know."""
    probabilities = out_of_fold(examples, _PENALTY, _LEAST_COUNT)
    both = [
        (probability, one.right)
        for probability, one in zip(probabilities, examples, strict=True)
        if one.group in groups and one.weight == 1
    ]
    right = sum(answer for _, answer in both)
    report = {"calibration-error": 100 * calibration_error(*zip(*both, strict=True))}
    for level in _LEVELS:
        kept = [answer for probability, answer in both if probability >= level]
        report[f"precision-{level}"] = 100 * sum(kept) / max(1, len(kept))
        report[f"recall-{level}"] = 100 * sum(kept) / max(1, right)
    return report


def _attributions(
    parse: Parse, labeller: Labeller | None
) -> tuple[Analysis, tuple[Attribution, ...]]:
    analysis = analyse(parse, find_marks(parse.text), labeller=labeller)
    analysis = with_scores(analysis)
    found: tuple[Attribution, ...] = ()
    for step in STEPS:
        found = step(analysis, found)
    return analysis, found


def _features(analysis: Analysis, found: Sequence[Attribution]) -> Iterator[Mapping[str, float]]:
    by_key = {item.key: item for item in found}
    for item in found:
        parent = None if item.parent is None else by_key.get(item.parent)
        yield statement_features(analysis, item, parent)


def _cue(parse: Parse, item: Attribution) -> Pieces:
    words = parse.words
    return tuple((words[a].start, words[b - 1].end) for a, b in item.candidate.cue)


def _judgement(
    article: Article, content: Pieces, cue: Pieces, judged: Iterable[Judgement]
) -> Judgement | None:
    words, cue_words = article.tokens(content), article.tokens(cue)
    best, most = None, _SAME
    for one in judged:
        same = bool(article.tokens(one.cue) & cue_words) or not (cue or one.cue)
        share = jaccard(article.tokens(one.content), words)
        if same and share >= most:
            best, most = one, share
    return best
