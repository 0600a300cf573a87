"""``python -m quoteattr.evaluation``: measure quality and speed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError, QuoteattrError
from quoteattr.evaluation.benchmark import (
    LEAST_WORDS,
    LENGTHS,
    MARK_LENGTHS,
    benchmark,
    read_articles,
)
from quoteattr.evaluation.bootstrap import RESAMPLES, SEED
from quoteattr.evaluation.calibration import calibration_markdown, judge_split
from quoteattr.evaluation.counting import Attribution
from quoteattr.evaluation.cue_classes import CLASSES
from quoteattr.evaluation.fault_page import fault_page
from quoteattr.evaluation.fault_tables import cases_text, causes_markdown, records
from quoteattr.evaluation.faults import faults_of_split
from quoteattr.evaluation.gap import gap_markdown, read_gap, score_gap
from quoteattr.evaluation.gold_spans import resolve_gold
from quoteattr.evaluation.gold_speakers import read_voices
from quoteattr.evaluation.marks import count_marks, counts_markdown
from quoteattr.evaluation.polnear import read_split
from quoteattr.evaluation.predict import predict, predict_texts
from quoteattr.evaluation.predictions import read_predictions
from quoteattr.evaluation.report import markdown
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
from quoteattr.evaluation.speakers import score_speakers, speakers_markdown
from quoteattr.evaluation.tagged_texts import keep_kinds, paint_texts, tagged_texts
from quoteattr.evaluation.tags import (
    paint_articles,
    paint_tagged,
    read_tagged,
    score_tags,
    tags_markdown,
)
from quoteattr.syntax import Parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    args = _parser().parse_args(argv)
    try:
        args.run(args)
    except (QuoteattrError, OSError) as error:
        print(f"quoteattr.evaluation: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quoteattr.evaluation", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("predict", help="quotes of a PolNeAR split as JSON lines")
    texts = command.add_mutually_exclusive_group(required=True)
    texts.add_argument("--polnear", type=Path, help="the split, as polnear/dev")
    texts.add_argument("--tagged", type=Path, help="a file of CofeNet's, as RiQuA's valid.txt")
    command.add_argument("--out", type=Path, required=True, help="the JSON lines to write")
    command.add_argument("--include", default="all", help="as Attributor(include=…); default: all")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    command.add_argument("--patterns-only", action="store_true", help="without the labeller")
    command.add_argument(
        "--min-speaker-confidence", type=float, default=0.25, help="as Attributor's; default: 0.25"
    )
    command.add_argument("--only", nargs="*", default=(), metavar="NAME", help="these articles")
    command.set_defaults(run=_predict)

    command = commands.add_parser("marks", help="quotation marks that find no closing mark")
    command.add_argument("--polnear", type=Path, required=True, help="a split, as polnear/train")
    command.set_defaults(run=_marks)

    command = commands.add_parser("score", help="predicted quotes against PolNeAR")
    _add_predicted(command)
    command.add_argument(
        "--by",
        nargs="+",
        choices=("kind", "class", "publisher", "all"),
        default=["kind"],
        help="tables to print: by kind of content (default), class of cue, publisher",
    )
    _add_resamples(command)
    command.set_defaults(run=_score)

    command = commands.add_parser("compare", help="two files of predicted quotes, F1 by F1")
    command.add_argument("--polnear", type=Path, required=True, help="the split, as polnear/dev")
    command.add_argument("first", type=Path, help="JSON lines, of predict")
    command.add_argument("second", type=Path, help="JSON lines of the other system")
    _add_resamples(command)
    command.set_defaults(run=_compare)

    command = commands.add_parser(
        "errors", help="what is wrong, by cause; as a page to look through"
    )
    command.add_argument("--polnear", type=Path, required=True, help="the split, as polnear/dev")
    command.add_argument("--pred", type=Path, required=True, help="JSON lines, of predict")
    command.add_argument("--html", type=Path, help="write one page with every error in its text")
    command.add_argument("--jsonl", type=Path, help="write every error as a JSON line")
    command.add_argument("--text", type=Path, help="write every error as plain text")
    command.set_defaults(run=_errors)

    command = commands.add_parser("tags", help="exact F1 of tagged spans, as CofeNet counts it")
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
    command.add_argument("--json", type=Path, help="write the numbers to this file as well")
    command.set_defaults(run=_tags)

    command = commands.add_parser("calibration", help="what a quote's confidence is worth")
    command.add_argument("--polnear", type=Path, required=True, help="the split, as polnear/dev")
    command.add_argument("--pred", type=Path, required=True, help="JSON lines of predict")
    command.set_defaults(run=_calibration)

    command = commands.add_parser("score-speakers", help="predicted speakers against gold ones")
    command.add_argument("--polnear", type=Path, required=True, help="the split, as polnear/dev")
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument("--pred", type=Path, help="JSON lines, of predict")
    given.add_argument(
        "--gold-spans",
        action="store_true",
        help="resolve the sources of gold attributions, without extraction",
    )
    command.add_argument("--models", help="a folder of models for --gold-spans")
    command.add_argument("--json", type=Path, help="write the numbers to this file as well")
    command.add_argument(
        "--speakers", type=Path, required=True, help="a folder of gold speakers, as JSON files"
    )
    command.set_defaults(run=_score_speakers)

    command = commands.add_parser("gap", help="pronouns of GAP, by gender")
    command.add_argument("--gap", type=Path, required=True, help="a file, as gap-development.tsv")
    command.add_argument("--limit", type=int, help="so many passages alone")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    command.add_argument("--json", type=Path, help="write the numbers to this file as well")
    command.set_defaults(run=_gap)

    command = commands.add_parser("benchmark", help="speed and memory, as Markdown tables")
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
    command.add_argument("--json", type=Path, help="write the numbers to this file as well")
    command.set_defaults(run=_benchmark)
    return parser


def _add_predicted(command: argparse.ArgumentParser) -> None:
    command.add_argument("--polnear", type=Path, required=True, help="the split, as polnear/dev")
    command.add_argument("--pred", type=Path, required=True, help="JSON lines, of predict")
    command.add_argument("--json", type=Path, help="write the numbers to this file as well")


def _add_resamples(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--resamples",
        type=int,
        default=RESAMPLES,
        help=f"draws of the articles for 95%% intervals; default: {RESAMPLES}",
    )
    command.add_argument("--seed", type=int, default=SEED, help=f"of the draws; default: {SEED}")


def _predict(args: argparse.Namespace) -> None:
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


def _score(args: argparse.Namespace) -> None:
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
    _write_json(args.json, numbers)


def _compare(args: argparse.Namespace) -> None:
    first, second = (
        count_split(args.polnear, read_predictions(path)) for path in (args.first, args.second)
    )
    print(comparison_markdown(first, second, args.resamples, args.seed))


def _numbers(scores: Scores) -> dict[str, dict[str, Any]]:
    return {
        measure: {column: attrs.asdict(row) for column, row in rows.items()}
        for measure, rows in scores.items()
    }


def _errors(args: argparse.Namespace) -> None:
    split = faults_of_split(args.polnear, read_predictions(args.pred))
    print(causes_markdown(case for _, cases in split.values() for case in cases))
    if args.html:
        title = f"Errors: {args.pred.name} on {args.polnear.name}"
        args.html.write_text(fault_page(split, title), encoding="utf-8")
    for path, lines in ((args.jsonl, records(split)), (args.text, cases_text(split))):
        if path:
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _tags(args: argparse.Namespace) -> None:
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
    if made:
        pairs = paint_texts(made, predictions)
    elif args.tagged:
        pairs, located = paint_tagged(rows, texts, predictions)
        print(f"{located:,} of {len(rows):,} sequences found in the articles", file=sys.stderr)
    else:
        pairs = paint_articles(articles, predictions)
    scores = score_tags(pairs)
    print(tags_markdown(scores))
    _write_json(args.json, {role: attrs.asdict(row) for role, row in scores.items()})


def _marks(args: argparse.Namespace) -> None:
    print(counts_markdown(count_marks(article.text for article in read_split(args.polnear))))


def _calibration(args: argparse.Namespace) -> None:
    print(calibration_markdown(*judge_split(args.polnear, read_predictions(args.pred))))


def _score_speakers(args: argparse.Namespace) -> None:
    if args.gold_spans:
        articles = (voices.article for voices in read_voices(args.polnear, args.speakers))
        predictions = resolve_gold(articles, _parser_of(args.models))
    else:
        predictions = read_predictions(args.pred)
    scores = score_speakers(args.polnear, args.speakers, predictions)
    print(speakers_markdown(scores))
    _write_json(args.json, attrs.asdict(scores))


def _parser_of(models: str | None) -> Parser:
    """The parser that an ``Attributor`` with such models has."""
    from quoteattr.stanza_models import load_pipeline
    from quoteattr.stanza_parser import StanzaParser

    return StanzaParser(load_pipeline(Path(models)) if models else load_pipeline())


def _gap(args: argparse.Namespace) -> None:
    scores = score_gap(read_gap(args.gap, args.limit), _parser_of(args.models))
    print(gap_markdown(scores))
    _write_json(args.json, attrs.asdict(scores))


def _benchmark(args: argparse.Namespace) -> None:
    result = benchmark(
        read_articles(args.articles), args.lengths, args.mark_lengths, args.least_words
    )
    print(markdown(result))
    _write_json(args.json, attrs.asdict(result))


def _write_json(path: Path | None, numbers: object) -> None:
    if path:
        path.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
