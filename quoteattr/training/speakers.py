"""Fit the scorers of antecedents and of floating quotations, and the confidence of speakers.

The scorer learns from gold speakers of news, from GUM, GAP and silver examples. The confidence
learns from the answers that the library gives on news articles, each with a scorer that was not
trained on the article. Mentions that a corpus does not annotate are resolved with the present
weights of the library. So run the step twice after a change of features.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import attrs

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Labeller
from quoteattr.coreference import mention_type
from quoteattr.coreference.confidence import name_step, source_probability, speaker_features
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.floating import TABLE as FLOATING_TABLE
from quoteattr.coreference.records import Decision
from quoteattr.coreference.resolver import SIEVES, Sieve, read_article
from quoteattr.coreference.sieves.antecedents import antecedent
from quoteattr.coreference.sources import source_entity
from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.gap import read_gap
from quoteattr.corpora.gold_speakers import GoldSource, GoldSpeaker, read_gold_speakers
from quoteattr.corpora.gum import read_gum, reparsed
from quoteattr.corpora.news import read_news
from quoteattr.corpora.polnear import read_split
from quoteattr.evaluation.pairing import assign, overlaps
from quoteattr.evaluation.spans import Article
from quoteattr.evaluation.speakers import same_speaker
from quoteattr.linear import Weights
from quoteattr.parsing.models import labeller_of
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark, find_marks
from quoteattr.training import antecedents, conditional, linear
from quoteattr.training.floating import EXPECTED as EXPECTED_OF_FLOATING
from quoteattr.training.floating import floating_examples
from quoteattr.training.halves import news_half, polnear_halves
from quoteattr.training.parses import CachedParser, HalfReaders

__all__ = ["GoldNews", "expected_examples", "outcomes", "train_speakers"]

_GENRES = frozenset(
    {"news", "interview", "speech", "letter", "essay", "bio", "academic", "court", "podcast"}
)
# How much an example counts, and the penalty: best log loss out of fold on the news articles.
_OF_NEWS = 2.0
_OF_STORIES = 1.0  # 0.5 is no better on held news and worse on held stories
_OF_GUM = 0.3
_OF_GAP = 0.1
_OF_SILVER = 0.1
_PENALTY = 8.0
_SILVER_ARTICLES = 3  # every third
_FLOATING_PENALTY = 2.0
_FLOATING_COUNT = 3
_CONFIDENCE_PENALTY = 2.0
_LEAST_COUNT = 3
_FOLDS = 5
_EXPECTED_COUNT = 10
_LIKELY_SOURCE = 3.0  # log odds that a source is right, mostly
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_SCORER = (
    "Weights of the scorer of antecedents: a conditional log-linear model, by "
    "python -m quoteattr.training speakers. Numbers only."
)
_FLOATING = (
    "Weights of the speakers of quotations without a cue: a conditional log-linear model, by "
    "python -m quoteattr.training speakers. Numbers only."
)
_CONFIDENCE = (
    "Weights of the confidence of speakers: a logistic model (L2 penalty 2), by "
    "python -m quoteattr.training speakers. Numbers only."
)


@attrs.frozen
class GoldNews:
    """A news article with gold speakers.

    Attributes:
        name: of the article.
        parse: of its text.
        marks: its quotation marks.
        relations: the attributions that the library finds.
        sources: start and end of each gold source, with its speaker.
        quotes: each gold content, with its speaker.
    """

    name: str
    parse: Parse
    marks: Sequence[Mark]
    relations: Sequence[Relation]
    sources: tuple[GoldSource, ...]
    quotes: tuple[tuple[Pieces, GoldSpeaker | None], ...]


def train_speakers(
    polnear: Path,
    speakers: Sequence[Path],
    world: Sequence[Path],
    gum: Sequence[Path],
    gap: Sequence[Path],
    cache: Path,
    out: Path,
    labels: Sequence[Path] = (),
    stories: Sequence[Path] = (),
) -> dict[str, float]:
    """Fit both scorers and the confidence, write their tables and print the reliability.

    Args:
        polnear: the training split of PolNeAR.
        speakers: gold speakers of some of its articles, folders or files of JSON lines; the other
            articles make silver examples.
        world: gold quotes of varied news, folders of JSON files with ``text/``.
        gum: CoNLL-U files of GUM with all layers, may be gzipped.
        gap: TSV files of GAP.
        cache: a folder for the parses; delete it when the models change.
        out: the folder of the tables, ``quoteattr/data``.
        labels: readers that were trained on the even halves, and on the odd ones: each article is
            labelled by the one that has not seen it.
        stories: gold quotes of invented news. They count half of real news, and the confidence
            does not learn from them, since their speakers are harder.

    Returns:
        The numbers of examples, and the share of right speakers, the calibration error and the
        share of right speakers of quotations without a cue, all out of fold and in percent.
    """
    reader = _Reader(cache, labels)
    news = [item for path in speakers for item in _of_polnear(polnear, path, reader)]
    news += [item for folder in world for item in _of_world(folder, reader)]
    own = {item.name: _gold_examples(item, _OF_NEWS) for item in news}
    invented = [item for path in stories for item in _of_world(path, reader)]
    own |= {item.name: _gold_examples(item, _OF_STORIES) for item in invented}
    others = [
        *_of_gum(gum, reader),
        *_of_gap(gap, reader),
        *_of_silver(polnear, {item.name for item in news}, reader),
    ]
    fit = partial(conditional.fit, penalty=_PENALTY, expected=antecedents.EXPECTED)
    answers: list[linear.Example] = []
    for fold in range(_FOLDS):
        known = [e for name, rows in own.items() if _fold_of(name) != fold for e in rows]
        weights = fit([*known, *others])
        answers += [a for n in news if _fold_of(n.name) == fold for a in outcomes(n, weights)]
    weights = fit([*(example for rows in own.values() for example in rows), *others])
    linear.write_groups(weights, out / "antecedent_weights.tsv", _SCORER)
    floating = {item.name: _floating_examples(item) for item in (*news, *invented)}
    linear.write_groups(_fit_floating(floating.values()), out / FLOATING_TABLE, _FLOATING)
    probable = linear.out_of_fold(answers, _CONFIDENCE_PENALTY, _LEAST_COUNT, _FOLDS)
    right = [answer.right for answer in answers]
    _print_reliability(probable, right)
    examples = [*answers, *expected_examples()]
    confidence = linear.fit(examples, _CONFIDENCE_PENALTY, _LEAST_COUNT)
    linear.write_table(confidence, out / "speaker_confidence.tsv", _CONFIDENCE)
    return {
        "gold examples": sum(map(len, own.values())),
        "other examples": len(others),
        "answers": len(answers),
        "right": 100 * sum(right) / len(right),
        "calibration error": 100 * linear.calibration_error(probable, right),
        **_report_on_floating(floating),
    }


def outcomes(article: GoldNews, weights: Weights) -> Iterator[linear.Example]:
    """The quotes of an article with a gold speaker and one of ours: is ours right?

    Args:
        article: with gold quotes.
        weights: of the scorer; they have not seen the article.
    """
    discourse = read_article(
        article.parse, article.relations, sieves=_with_weights(weights), marks=article.marks
    )
    text = Article(article.parse.text)
    theirs = [content for content, _ in article.quotes]
    ours = [relation.content for relation in article.relations]
    for left, right in assign(overlaps(text, theirs, ours)):
        gold = article.quotes[left][1]
        answer = _answer(discourse, article.relations[right])
        if gold is not None and answer is not None:
            name, features = answer
            yield linear.Example(features, same_speaker(gold, name), article.name)


def expected_examples() -> Iterator[linear.Example]:
    """What we expect of each sieve, as made-up examples: news has few for some, none for others."""
    priors = {s.name: s.prior for s in SIEVES if not s.by_hand and s.prior is not None}
    for name, share in priors.items():
        features = {"bias": 1.0, "source": _LIKELY_SOURCE, f"speaker:{name}": 1.0}
        for number in range(_EXPECTED_COUNT):
            yield linear.Example(features, number < round(share * _EXPECTED_COUNT), "expected")


# --- corpora -----------------------------------------------------------------------------------


class _Reader:
    """Parses texts and finds attributions in them."""

    def __init__(self, cache: Path, labels: Sequence[Path]) -> None:
        self.parse = CachedParser(cache)
        self.halves = HalfReaders(labels)
        self.labeller = labeller_of(None)

    def without_vectors(self, text: str) -> Parse:
        """A parse without the vectors of coreference.

        The reader has learned these from GUM and GAP, where they would look too good, and in silver
        examples they would be those of the name that is replaced.
        """
        parse = self.parse(text)
        labels = parse.labels
        bare = None if labels is None else attrs.evolve(labels, vectors=None)
        return attrs.evolve(parse, labels=bare)

    def relations(
        self, parse: Parse, labeller: Labeller | None = None
    ) -> tuple[Sequence[Mark], tuple[Relation, ...]]:
        marks = find_marks(parse.text)
        return marks, attribute(analyse(parse, marks, labeller=labeller))


def _of_polnear(split: Path, speakers: Path, reader: _Reader) -> Iterator[GoldNews]:
    half_of = polnear_halves(split)
    for gold in read_gold_speakers(split, speakers):
        rows = zip(gold.article.attributions, gold.speakers, strict=True)
        quotes = [(row.content, who) for row, who in rows]
        name, text = gold.article.name, gold.article.text
        parse = reader.halves(reader.parse(text), half_of[name])
        yield _gold_news(name, parse, gold.sources, quotes, reader)


def _of_world(folder: Path, reader: _Reader) -> Iterator[GoldNews]:
    for gold in read_news(folder):
        quotes = [(q.content, q.speaker) for q in gold.quotes if not q.nested]
        parse = reader.halves(reader.parse(gold.text), news_half(gold.name))
        yield _gold_news(gold.name, parse, gold.sources, quotes, reader)


def _gold_news(
    name: str,
    parse: Parse,
    sources: tuple[GoldSource, ...],
    quotes: Sequence[tuple[Pieces, GoldSpeaker | None]],
    reader: _Reader,
) -> GoldNews:
    marks, relations = reader.relations(parse, reader.labeller)
    return GoldNews(name, parse, marks, relations, sources, tuple(quotes))


def _gold_examples(article: GoldNews, weight: float) -> list[conditional.Example]:
    judge = antecedents.news_judge(article.parse, article.sources)
    return antecedents.examples_of(article.parse, article.relations, judge, weight, article.marks)


def _floating_examples(article: GoldNews) -> list[conditional.Example]:
    rows = floating_examples(article.parse, article.relations, article.quotes, article.marks)
    return list(rows)


def _fit_floating(rows: Iterable[Sequence[conditional.Example]]) -> Weights:
    examples = [example for row in rows for example in row]
    return conditional.fit(examples, _FLOATING_PENALTY, EXPECTED_OF_FLOATING, _FLOATING_COUNT)


def _report_on_floating(rows: Mapping[str, Sequence[conditional.Example]]) -> dict[str, float]:
    """How many quotations without a cue get the right speaker or rightly none, out of fold."""
    right = []
    for fold in range(_FOLDS):
        weights = _fit_floating(row for name, row in rows.items() if _fold_of(name) != fold)
        right += [
            example.right[best]
            for name, row in rows.items()
            if _fold_of(name) == fold
            for example in row
            for best in (conditional.most_probable(example, weights),)
        ]
    return {"floating": len(right), "floating right": 100 * sum(right) / max(1, len(right))}


def _of_gum(paths: Sequence[Path], reader: _Reader) -> Iterator[conditional.Example]:
    for path in paths:
        for text in read_gum(path):
            if text.genre in _GENRES:
                seen = reparsed(text, reader.without_vectors)
                marks, relations = reader.relations(seen.parse)
                judge = antecedents.gum_judge(seen)
                yield from antecedents.examples_of(seen.parse, relations, judge, _OF_GUM, marks)


def _of_gap(paths: Sequence[Path], reader: _Reader) -> Iterator[conditional.Example]:
    for path in paths:
        for passage in read_gap(path):
            parse = reader.without_vectors(passage.text)
            marks, relations = reader.relations(parse)
            judge = antecedents.gap_judge(parse, passage)
            yield from antecedents.examples_of(parse, relations, judge, _OF_GAP, marks)


def _of_silver(split: Path, gold: set[str], reader: _Reader) -> Iterator[conditional.Example]:
    articles = [article for article in read_split(split) if article.name not in gold]
    for article in articles[::_SILVER_ARTICLES]:
        parse = reader.without_vectors(article.text)
        marks, relations = reader.relations(parse)
        yield from antecedents.silver_examples(parse, relations, _OF_SILVER, marks)


# --- answers -----------------------------------------------------------------------------------


def _fold_of(name: str) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % _FOLDS


def _with_weights(weights: Weights) -> tuple[Sieve, ...]:
    resolve = partial(antecedent, weights=weights)
    return tuple(
        attrs.evolve(sieve, resolve=resolve) if sieve.resolve is antecedent else sieve
        for sieve in SIEVES
    )


def _answer(discourse: Discourse, relation: Relation) -> tuple[str, Mapping[str, float]] | None:
    """The name of the speaker and the features of its confidence, as ``resolve`` finds them."""
    source = relation.source
    mention = discourse.source_mention(source)
    entity = source_entity(discourse, source)
    if source is None or mention is None or entity is None:
        return None
    decision = discourse.decision_on(mention) or Decision(entity)
    bearers = len(discourse.by_surname(entity.tokens[-1])) if entity.tokens else 0
    step = name_step(entity, mention, decision, bearers)
    likely = source_probability(relation, mention_type(discourse.parse, source))
    return entity.name, speaker_features(likely, mention, decision, step)


def _print_reliability(probable: Sequence[float], right: Sequence[bool]) -> None:
    for low, high in pairwise(_BINS):
        inside = [
            (p, answer)
            for p, answer in zip(probable, right, strict=True)
            if low <= p < high or (p == high == 1.0)
        ]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            share = 100 * sum(answer for _, answer in inside) / len(inside)
            print(
                f"{low:.2f}-{high:.2f}: {len(inside)} speakers, mean {mean:.2f}, right {share:.1f}"
            )
