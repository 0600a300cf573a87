"""Commands that measure speakers: ``score-speakers``, ``score-news`` and ``gap``."""

from __future__ import annotations

import argparse
from pathlib import Path

import attrs

from quoteattr.corpora.gap import read_gap
from quoteattr.corpora.gold_speakers import read_gold_speakers
from quoteattr.corpora.news import read_news
from quoteattr.corpora.predictions import read_predictions
from quoteattr.evaluation.calibration import (
    judge_speakers,
    speaker_calibration_markdown,
)
from quoteattr.evaluation.gap import gap_markdown, score_gap
from quoteattr.evaluation.gold_spans import resolve_gold
from quoteattr.evaluation.news import news_markdown, score_news
from quoteattr.evaluation.options import add_json, add_polnear, write_json
from quoteattr.evaluation.speakers import score_speakers, speakers_markdown
from quoteattr.parsing.pipelines import labeller_of
from quoteattr.syntax import Parser

__all__ = [
    "add_gap",
    "add_score_news",
    "add_score_speakers",
    "run_gap",
    "run_score_news",
    "run_score_speakers",
]


def add_score_speakers(command: argparse.ArgumentParser) -> None:
    """Options of ``score-speakers``."""
    add_polnear(command)
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument("--pred", type=Path, help="JSON lines, of predict")
    given.add_argument(
        "--gold-spans",
        action="store_true",
        help="resolve the sources of gold attributions, without extraction",
    )
    command.add_argument("--models", help="a folder of models for --gold-spans")
    command.add_argument(
        "--calibration",
        action="store_true",
        help="what speaker_confidence is worth, of predict --min-speaker-confidence 0",
    )
    add_json(command)
    command.add_argument(
        "--speakers", type=Path, required=True, help="a folder of gold speakers, as JSON files"
    )


def run_score_speakers(args: argparse.Namespace) -> None:
    """Print how many speakers are right."""
    if args.gold_spans:
        articles = (gold.article for gold in read_gold_speakers(args.polnear, args.speakers))
        predictions = resolve_gold(articles, _parser_of(args.models))
    else:
        predictions = read_predictions(args.pred)
    scores = score_speakers(args.polnear, args.speakers, predictions)
    print(speakers_markdown(scores))
    if args.calibration:
        judged = judge_speakers(args.polnear, args.speakers, predictions)
        print(f"\n{speaker_calibration_markdown(judged)}")
    write_json(args.json, attrs.asdict(scores))


def add_score_news(command: argparse.ArgumentParser) -> None:
    """Options of ``score-news``."""
    command.add_argument(
        "--gold", type=Path, required=True, help="a folder of gold quotes, JSON files and text/"
    )
    command.add_argument("--pred", type=Path, required=True, help="JSON lines, of predict")
    command.add_argument("--prefix", default="", help="only articles whose name begins so")
    add_json(command)


def run_score_news(args: argparse.Namespace) -> None:
    """Print how many quotes and speakers are right."""
    articles = [a for a in read_news(args.gold) if a.name.startswith(args.prefix)]
    scores = score_news(articles, read_predictions(args.pred))
    print(news_markdown(scores))
    write_json(args.json, {row: attrs.asdict(score) for row, score in scores.items()})


def add_gap(command: argparse.ArgumentParser) -> None:
    """Options of ``gap``."""
    command.add_argument("--gap", type=Path, required=True, help="a file, as gap-development.tsv")
    command.add_argument("--limit", type=int, help="so many passages alone")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    command.add_argument("--patterns-only", action="store_true", help="without the labeller")
    add_json(command)


def run_gap(args: argparse.Namespace) -> None:
    """Print how well pronouns are resolved, by gender."""
    labeller = None if args.patterns_only else labeller_of(args.models)
    passages = read_gap(args.gap, args.limit)
    scores = score_gap(passages, _parser_of(args.models), labeller)
    print(gap_markdown(scores))
    write_json(args.json, attrs.asdict(scores))


def _parser_of(models: str | None) -> Parser:
    """The parser that an ``Attributor`` with such models has."""
    from quoteattr.parsing.models import load_pipeline
    from quoteattr.parsing.stanza import StanzaParser

    return StanzaParser(load_pipeline(Path(models)) if models else load_pipeline())
