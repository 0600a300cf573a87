"""Commands that run the library over articles: ``predict``, ``marks`` and ``benchmark``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import attrs

from quoteattr.corpora.polnear import read_split
from quoteattr.corpora.tagged import read_tagged, tagged_texts
from quoteattr.evaluation.benchmark import (
    LEAST_WORDS,
    LENGTHS,
    MARK_LENGTHS,
    benchmark,
    benchmark_markdown,
    read_articles,
)
from quoteattr.evaluation.marks import count_marks, counts_markdown
from quoteattr.evaluation.options import add_json, add_polnear, write_json
from quoteattr.evaluation.predict import predict, predict_texts

__all__ = [
    "add_benchmark",
    "add_marks",
    "add_predict",
    "run_benchmark",
    "run_marks",
    "run_predict",
]


def add_predict(command: argparse.ArgumentParser) -> None:
    """Options of ``predict``."""
    texts = command.add_mutually_exclusive_group(required=True)
    texts.add_argument("--polnear", type=Path, help="the split, as polnear/dev")
    texts.add_argument("--tagged", type=Path, help="a file of CofeNet's, as RiQuA's valid.txt")
    command.add_argument("--out", type=Path, required=True, help="the JSON lines to write")
    command.add_argument("--include", default="all", help="as Attributor(include=…); default: all")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    command.add_argument("--patterns-only", action="store_true", help="without the labeller")
    command.add_argument(
        "--min-speaker-confidence", type=float, default=0.35, help="as Attributor's; default: 0.35"
    )
    command.add_argument("--only", nargs="*", default=(), metavar="NAME", help="these articles")


def run_predict(args: argparse.Namespace) -> None:
    """Write quotes of each article as a line of JSON."""
    from quoteattr.attributor import Attributor

    include = args.include.split(",") if "," in args.include else args.include
    attributor = Attributor(
        args.models,
        include=include,
        patterns_only=args.patterns_only,
        min_speaker_confidence=args.min_speaker_confidence,
    )
    if args.tagged:
        made = tagged_texts(read_tagged(args.tagged))
        texts = ((one.name, one.text) for one in made if not args.only or one.name in args.only)
        count = predict_texts(texts, args.out, attributor)
    else:
        count = predict(args.polnear, args.out, attributor, args.only)
    print(f"{count} articles", file=sys.stderr)


def add_marks(command: argparse.ArgumentParser) -> None:
    """Options of ``marks``."""
    add_polnear(command, "a split, as polnear/train")


def run_marks(args: argparse.Namespace) -> None:
    """Print how many marks are paired, by kind of mark."""
    print(counts_markdown(count_marks(article.text for article in read_split(args.polnear))))


def add_benchmark(command: argparse.ArgumentParser) -> None:
    """Options of ``benchmark``."""
    command.add_argument(
        "--articles",
        type=Path,
        default=Path("seeds"),
        help="a folder of .txt articles; default: seeds, of the source tree",
    )
    command.add_argument(
        "--lengths", type=int, nargs="*", default=LENGTHS, help="of long articles, in words"
    )
    command.add_argument(
        "--mark-lengths", type=int, nargs="*", default=MARK_LENGTHS, help="in code points"
    )
    command.add_argument(
        "--least-words", type=int, default=LEAST_WORDS, help="articles are repeated up to so many"
    )
    add_json(command)


def run_benchmark(args: argparse.Namespace) -> None:
    """Print speed and memory."""
    result = benchmark(
        read_articles(args.articles), args.lengths, args.mark_lengths, args.least_words
    )
    print(benchmark_markdown(result))
    write_json(args.json, attrs.asdict(result))
