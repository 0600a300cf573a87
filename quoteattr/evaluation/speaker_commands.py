"""Commands about who somebody is: ``score-speakers`` and ``gap``."""

from __future__ import annotations

import argparse
from pathlib import Path

import attrs

from quoteattr.evaluation.gap import gap_markdown, read_gap, score_gap
from quoteattr.evaluation.gold_spans import resolve_gold
from quoteattr.evaluation.gold_speakers import read_voices
from quoteattr.evaluation.options import add_json, add_polnear, write_json
from quoteattr.evaluation.predictions import read_predictions
from quoteattr.evaluation.speakers import score_speakers, speakers_markdown
from quoteattr.syntax import Parser

__all__ = ["add_gap", "add_score_speakers", "run_gap", "run_score_speakers"]


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
    add_json(command)
    command.add_argument(
        "--speakers", type=Path, required=True, help="a folder of gold speakers, as JSON files"
    )


def run_score_speakers(args: argparse.Namespace) -> None:
    """Print how many speakers are right."""
    if args.gold_spans:
        articles = (voices.article for voices in read_voices(args.polnear, args.speakers))
        predictions = resolve_gold(articles, _parser_of(args.models))
    else:
        predictions = read_predictions(args.pred)
    scores = score_speakers(args.polnear, args.speakers, predictions)
    print(speakers_markdown(scores))
    write_json(args.json, attrs.asdict(scores))


def add_gap(command: argparse.ArgumentParser) -> None:
    """Options of ``gap``."""
    command.add_argument("--gap", type=Path, required=True, help="a file, as gap-development.tsv")
    command.add_argument("--limit", type=int, help="so many passages alone")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    add_json(command)


def run_gap(args: argparse.Namespace) -> None:
    """Print whether pronouns are given to the right name, by gender."""
    scores = score_gap(read_gap(args.gap, args.limit), _parser_of(args.models))
    print(gap_markdown(scores))
    write_json(args.json, attrs.asdict(scores))


def _parser_of(models: str | None) -> Parser:
    """The parser that an ``Attributor`` with such models has."""
    from quoteattr.stanza_models import load_pipeline
    from quoteattr.stanza_parser import StanzaParser

    return StanzaParser(load_pipeline(Path(models)) if models else load_pipeline())
