"""Commands that measure a corpus: ``score-people``, ``score-repeated``, ``benchmark-repeated``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from quoteattr.attributor import Attributor
from quoteattr.corpus.repeated import group_texts
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.merging import (
    PairScore,
    made_up_quotes,
    read_gold,
    score_annotated_people,
    score_people,
    score_repeated,
)

__all__ = [
    "add_benchmark_repeated",
    "add_score_people",
    "add_score_repeated",
    "run_benchmark_repeated",
    "run_score_people",
    "run_score_repeated",
]

_HEAD = ("", "pairs put together", "of them wrong", "pairs missed", "found")


def add_score_people(command: argparse.ArgumentParser) -> None:
    """Options of ``score-people``."""
    command.add_argument(
        "--gold", type=Path, required=True, help="articles, as tests/cases/corpus_people.json"
    )
    command.add_argument(
        "--annotated", action="store_true", help="only with the speakers as annotated, no models"
    )


def run_score_people(args: argparse.Namespace) -> None:
    """Print how many speakers are merged, and how many wrongly."""
    gold = read_gold(args.gold)
    rows = [_row("speakers as annotated", score_annotated_people(gold))]
    if not args.annotated:
        attributor = Attributor()
        results = [attributor(row["text"], doc_id=row["label"]) for row in gold]
        rows.append(_row("speakers as found", score_people(gold, results)))
    print(table(_HEAD, rows))


def add_score_repeated(command: argparse.ArgumentParser) -> None:
    """Options of ``score-repeated``."""
    command.add_argument(
        "--gold", type=Path, required=True, help="texts, as tests/cases/corpus_repeated.json"
    )


def run_score_repeated(args: argparse.Namespace) -> None:
    """Print how many wordings of one quotation are grouped, and how many wrongly."""
    print(table(_HEAD, [_row("quotations", score_repeated(read_gold(args.gold)))]))


def add_benchmark_repeated(command: argparse.ArgumentParser) -> None:
    """Options of ``benchmark-repeated``."""
    command.add_argument(
        "--quotes",
        type=int,
        nargs="+",
        default=[12_500, 25_000, 50_000, 100_000],
        metavar="N",
        help="how many made-up quotes to group (default: 12500 25000 50000 100000)",
    )


def run_benchmark_repeated(args: argparse.Namespace) -> None:
    """Print the CPU time of grouping made-up quotes, by their number."""
    rows = []
    for number in args.quotes:
        texts = list(made_up_quotes(number))
        start = time.process_time()
        groups = group_texts(texts)
        seconds = time.process_time() - start
        rows.append(
            (f"{number:,}", f"{len(groups):,}", f"{seconds:.1f}", f"{1e6 * seconds / number:.0f}")
        )
    print(table(("quotes", "groups", "CPU-seconds", "µs per quote"), rows))


def _row(name: str, score: PairScore) -> tuple[str, ...]:
    return (
        name,
        str(score.together),
        f"{score.wrong} ({score.wrong_share:.1%})",
        str(score.missed),
        f"{score.found_share:.0%}",
    )
