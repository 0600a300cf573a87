"""Commands that compare predicted quotes with gold.

``score``, ``compare``, ``diff``, ``errors``, ``tags`` and ``calibration``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from quoteattr.corpora.attributions import Attribution
from quoteattr.corpora.polnear import read_split
from quoteattr.corpora.predictions import read_predictions
from quoteattr.corpora.tagged import read_tagged, tagged_texts
from quoteattr.errors import InputError
from quoteattr.evaluation.calibration import calibration_markdown, judge_split
from quoteattr.evaluation.cue_classes import CLASSES
from quoteattr.evaluation.differences import differences, differences_text, read_records, summary
from quoteattr.evaluation.fault_report import cases_text, causes_markdown, fault_page, records
from quoteattr.evaluation.faults import faults_of_split
from quoteattr.evaluation.options import (
    add_json,
    add_polnear,
    add_predicted,
    add_resamples,
    write_json,
)
from quoteattr.evaluation.score import COLUMNS, STATEMENTS, Scores, count_split, scores_of
from quoteattr.evaluation.score_tables import (
    class_markdown,
    comparison_markdown,
    intervals_markdown,
    publisher_markdown,
    publishers,
    scores_markdown,
)
from quoteattr.evaluation.spans import KINDS
from quoteattr.evaluation.tags import (
    closed,
    keep_kinds,
    paint_articles,
    paint_tagged,
    paint_texts,
    score_tags,
    tags_markdown,
)

__all__ = [
    "add_calibration",
    "add_compare",
    "add_diff",
    "add_errors",
    "add_score",
    "add_tags",
    "run_calibration",
    "run_compare",
    "run_diff",
    "run_errors",
    "run_score",
    "run_tags",
]


def add_score(command: argparse.ArgumentParser) -> None:
    """Options of ``score``."""
    add_predicted(command)
    add_json(command)
    command.add_argument(
        "--by",
        nargs="+",
        choices=("kind", "class", "publisher", "all"),
        default=["kind"],
        help="tables to print: by kind of content (default), class of cue, publisher",
    )
    add_resamples(command)


def run_score(args: argparse.Namespace) -> None:
    """Print precision, recall and F1."""
    counted = count_split(args.polnear, read_predictions(args.pred))
    scores = scores_of((item.counts for item in counted), (*COLUMNS, STATEMENTS, *CLASSES))
    wanted = ["kind", "class", "publisher"] if "all" in args.by else args.by
    draws = (args.resamples, args.seed)
    tables = []
    if "kind" in wanted:
        tables += [scores_markdown(scores), intervals_markdown(counted, *draws)]
    if "class" in wanted:
        tables.append(class_markdown(counted, *draws))
    if "publisher" in wanted:
        tables.append(publisher_markdown(counted, *draws))
    print("\n\n".join(tables))
    numbers = _numbers(scores)
    for name, counts in publishers(counted).items():
        for measure, rows in _numbers(scores_of(counts, ("all",))).items():
            numbers[measure][name] = rows["all"]
    write_json(args.json, numbers)


def _numbers(scores: Scores) -> dict[str, dict[str, Any]]:
    return {
        measure: {column: attrs.asdict(row) for column, row in rows.items()}
        for measure, rows in scores.items()
    }


def add_compare(command: argparse.ArgumentParser) -> None:
    """Options of ``compare``."""
    add_polnear(command)
    command.add_argument("first", type=Path, help="JSON lines, of predict")
    command.add_argument("second", type=Path, help="JSON lines of the other system")
    add_resamples(command)


def run_compare(args: argparse.Namespace) -> None:
    """Print F1 of both, with the interval of the difference."""
    first, second = (
        count_split(args.polnear, read_predictions(path)) for path in (args.first, args.second)
    )
    print(comparison_markdown(first, second, args.resamples, args.seed))


def add_diff(command: argparse.ArgumentParser) -> None:
    """Options of ``diff``."""
    command.add_argument("before", type=Path, help="JSON lines, of predict")
    command.add_argument("after", type=Path, help="JSON lines, of predict")
    command.add_argument(
        "--ignore", nargs="+", default=(), metavar="FIELD", help="fields that may differ"
    )


def run_diff(args: argparse.Namespace) -> int:
    """Print which quotes differ; returns 0 if none does, else 1."""
    before, after = read_records(args.before), read_records(args.after)
    found = list(differences(before, after, args.ignore))
    for line in differences_text(found):
        print(line)
    print(summary(len({*before, *after}), found))
    return 1 if found else 0


def add_errors(command: argparse.ArgumentParser) -> None:
    """Options of ``errors``."""
    add_predicted(command)
    command.add_argument("--html", type=Path, help="write one page with every error in its text")
    command.add_argument("--jsonl", type=Path, help="write every error as a JSON line")
    command.add_argument("--text", type=Path, help="write every error as plain text")


def run_errors(args: argparse.Namespace) -> None:
    """Print the numbers of faults by cause; write the faults to files that are given."""
    split = faults_of_split(args.polnear, read_predictions(args.pred))
    print(causes_markdown(case for _, cases in split.values() for case in cases))
    if args.html:
        title = f"Errors: {args.pred.name} on {args.polnear.name}"
        args.html.write_text(fault_page(split, title), encoding="utf-8")
    for path, lines in ((args.jsonl, records(split)), (args.text, cases_text(split))):
        if path:
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def add_tags(command: argparse.ArgumentParser) -> None:
    """Options of ``tags``."""
    command.add_argument("--polnear", type=Path, help="the split, as polnear/dev")
    command.add_argument(
        "--tagged",
        type=Path,
        help="gold in CofeNet's own file, found in the articles of --polnear; without that in "
        "texts put together from its tokens, as predict --tagged does",
    )
    command.add_argument("--pred", type=Path, required=True, help="JSON lines, of predict")
    command.add_argument(
        "--kinds", nargs="+", choices=KINDS, help="count predicted quotes of these kinds alone"
    )
    command.add_argument(
        "--closed",
        action="store_true",
        help="add the comma that closes a source and the colon after a cue, as PolNeAR has them",
    )
    add_json(command)


def run_tags(args: argparse.Namespace) -> None:
    """Print exact F1 of tagged spans."""
    if args.polnear is None and args.tagged is None:
        raise InputError("give --polnear, --tagged or both")
    articles = list(read_split(args.polnear)) if args.polnear else []
    rows = read_tagged(args.tagged) if args.tagged else ()
    made = () if articles else tagged_texts(rows)
    texts = {article.name: article.text for article in articles}
    texts.update((one.name, one.text) for one in made)
    predictions: Mapping[str, Sequence[Attribution]] = read_predictions(args.pred)
    if args.kinds:
        predictions = keep_kinds(texts, predictions, args.kinds)
    if args.closed:
        predictions = {
            name: [closed(quote, texts.get(name, "")) for quote in quotes]
            for name, quotes in predictions.items()
        }
    if made:
        pairs = paint_texts(made, predictions)
    elif args.tagged:
        pairs, located = paint_tagged(rows, texts, predictions)
        print(f"{located:,} of {len(rows):,} sequences found in the articles", file=sys.stderr)
    else:
        pairs = paint_articles(articles, predictions)
    scores = score_tags(pairs)
    print(tags_markdown(scores))
    write_json(args.json, {role: attrs.asdict(row) for role, row in scores.items()})


def add_calibration(command: argparse.ArgumentParser) -> None:
    """Options of ``calibration``."""
    add_predicted(command)


def run_calibration(args: argparse.Namespace) -> None:
    """Print how confidence compares with truth."""
    print(calibration_markdown(*judge_split(args.polnear, read_predictions(args.pred))))
