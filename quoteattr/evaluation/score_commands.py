"""Commands that compare results with gold: of quotes, of speakers, and of many articles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from quoteattr.corpora.attributions import Attribution
from quoteattr.corpora.gap import read_gap
from quoteattr.corpora.gold_speakers import read_gold_speakers
from quoteattr.corpora.news import read_news
from quoteattr.corpora.polnear import read_split
from quoteattr.corpora.predictions import read_predictions
from quoteattr.corpora.tagged import read_tagged, tagged_texts
from quoteattr.errors import InputError
from quoteattr.evaluation.calibration import (
    calibration_markdown,
    judge_speakers,
    judge_split,
    speaker_calibration_markdown,
)
from quoteattr.evaluation.cue_classes import CLASSES
from quoteattr.evaluation.differences import differences, differences_text, read_records, summary
from quoteattr.evaluation.fault_report import cases_text, causes_markdown, fault_page, records
from quoteattr.evaluation.faults import faults_of_split
from quoteattr.evaluation.gap import gap_markdown, score_gap
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.merging import (
    PairScore,
    read_gold,
    score_annotated_people,
    score_people,
    score_repeated,
)
from quoteattr.evaluation.news import another_reading, news_markdown, score_news
from quoteattr.evaluation.options import (
    Command,
    add_json,
    add_polnear,
    add_predicted,
    add_resamples,
    positive,
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
from quoteattr.evaluation.speakers import resolve_gold, score_speakers, speakers_markdown
from quoteattr.evaluation.tags import (
    closed,
    keep_kinds,
    paint_articles,
    paint_tagged,
    paint_texts,
    score_tags,
    tags_markdown,
)
from quoteattr.parsing.models import labeller_of, load_pipeline
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parser

__all__ = ["COMMANDS"]

_PAIRS = ("", "pairs put together", "of them wrong", "pairs missed", "found")


def _add_score(command: argparse.ArgumentParser) -> None:
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


def _run_score(args: argparse.Namespace) -> None:
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


def _add_compare(command: argparse.ArgumentParser) -> None:
    """Options of ``compare``."""
    add_polnear(command)
    command.add_argument("first", type=Path, help="JSON lines, of predict")
    command.add_argument("second", type=Path, help="JSON lines of the other system")
    add_resamples(command)


def _run_compare(args: argparse.Namespace) -> None:
    """Print F1 of both, with the interval of the difference."""
    first, second = (
        count_split(args.polnear, read_predictions(path)) for path in (args.first, args.second)
    )
    print(comparison_markdown(first, second, args.resamples, args.seed))


def _add_diff(command: argparse.ArgumentParser) -> None:
    """Options of ``diff``."""
    command.add_argument("before", type=Path, help="JSON lines, of predict")
    command.add_argument("after", type=Path, help="JSON lines, of predict")
    command.add_argument(
        "--ignore", nargs="+", default=(), metavar="FIELD", help="fields that may differ"
    )


def _run_diff(args: argparse.Namespace) -> int:
    """Print which quotes differ; returns 0 if none does, else 1."""
    before, after = read_records(args.before), read_records(args.after)
    found = list(differences(before, after, args.ignore))
    for line in differences_text(found):
        print(line)
    print(summary(len({*before, *after}), found))
    return 1 if found else 0


def _add_errors(command: argparse.ArgumentParser) -> None:
    """Options of ``errors``."""
    add_predicted(command)
    command.add_argument("--html", type=Path, help="write one page with every error in its text")
    command.add_argument("--jsonl", type=Path, help="write every error as a JSON line")
    command.add_argument("--text", type=Path, help="write every error as plain text")


def _run_errors(args: argparse.Namespace) -> None:
    """Print the numbers of faults by cause; write the faults to files that are given."""
    split = faults_of_split(args.polnear, read_predictions(args.pred))
    print(causes_markdown(case for _, cases in split.values() for case in cases))
    if args.html:
        title = f"Errors: {args.pred.name} on {args.polnear.name}"
        args.html.write_text(fault_page(split, title), encoding="utf-8")
    for path, lines in ((args.jsonl, records(split)), (args.text, cases_text(split))):
        if path:
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _add_tags(command: argparse.ArgumentParser) -> None:
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
        "--kinds", nargs="+", choices=KINDS, help="count only predicted quotes of these kinds"
    )
    command.add_argument(
        "--closed",
        action="store_true",
        help="add the comma that closes a source and the colon after a cue, as PolNeAR has them",
    )
    add_json(command)


def _run_tags(args: argparse.Namespace) -> None:
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


def _add_calibration(command: argparse.ArgumentParser) -> None:
    """Options of ``calibration``."""
    add_predicted(command)


def _run_calibration(args: argparse.Namespace) -> None:
    """Print how confidence compares with truth."""
    print(calibration_markdown(*judge_split(args.polnear, read_predictions(args.pred))))


def _add_score_speakers(command: argparse.ArgumentParser) -> None:
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
        help="how often speakers of each confidence are right; give the predictions of "
        "predict --min-speaker-confidence 0",
    )
    add_json(command)
    command.add_argument(
        "--speakers", type=Path, required=True, help="a folder of gold speakers, as JSON files"
    )


def _run_score_speakers(args: argparse.Namespace) -> None:
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


def _add_score_news(command: argparse.ArgumentParser) -> None:
    """Options of ``score-news``."""
    command.add_argument(
        "--gold", type=Path, required=True, help="a folder of gold quotes, JSON files and text/"
    )
    command.add_argument(
        "--pred",
        type=Path,
        required=True,
        help="JSON lines, of predict; or a folder of another reader's quotes: only its articles "
        "are scored",
    )
    command.add_argument("--prefix", default="", help="only articles whose name begins with this")
    add_json(command)


def _run_score_news(args: argparse.Namespace) -> None:
    """Print how many quotes and speakers are right."""
    articles = [a for a in read_news(args.gold) if a.name.startswith(args.prefix)]
    if args.pred.is_dir():
        predictions = another_reading(read_news(args.pred))
        articles = [article for article in articles if article.name in predictions]
    else:
        predictions = read_predictions(args.pred)
    scores = score_news(articles, predictions)
    print(news_markdown(scores))
    write_json(args.json, {row: attrs.asdict(score) for row, score in scores.items()})


def _add_gap(command: argparse.ArgumentParser) -> None:
    """Options of ``gap``."""
    command.add_argument("--gap", type=Path, required=True, help="a file, as gap-development.tsv")
    command.add_argument("--limit", type=positive, help="read only this many passages")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    command.add_argument("--patterns-only", action="store_true", help="without the labeller")
    add_json(command)


def _run_gap(args: argparse.Namespace) -> None:
    """Print how well pronouns are resolved, by gender."""
    labeller = None if args.patterns_only else labeller_of(args.models)
    passages = read_gap(args.gap, args.limit)
    scores = score_gap(passages, _parser_of(args.models), labeller)
    print(gap_markdown(scores))
    write_json(args.json, attrs.asdict(scores))


def _parser_of(models: str | None) -> Parser:
    """The parser that an ``Attributor`` with such models has."""
    return StanzaParser(load_pipeline(Path(models)) if models else load_pipeline())


def _add_score_people(command: argparse.ArgumentParser) -> None:
    """Options of ``score-people``."""
    command.add_argument(
        "--gold", type=Path, required=True, help="articles, as tests/cases/corpus_people.json"
    )
    command.add_argument(
        "--annotated", action="store_true", help="merge the annotated speakers only, without models"
    )


def _run_score_people(args: argparse.Namespace) -> None:
    """Print how many speakers are merged, and how many wrongly."""
    gold = read_gold(args.gold)
    rows = [_pair_row("speakers as annotated", score_annotated_people(gold))]
    if not args.annotated:
        from quoteattr.attributor import Attributor

        attributor = Attributor()
        results = [attributor(row["text"], doc_id=row["label"]) for row in gold]
        rows.append(_pair_row("speakers as found", score_people(gold, results)))
    print(table(_PAIRS, rows))


def _add_score_repeated(command: argparse.ArgumentParser) -> None:
    """Options of ``score-repeated``."""
    command.add_argument(
        "--gold", type=Path, required=True, help="texts, as tests/cases/corpus_repeated.json"
    )


def _run_score_repeated(args: argparse.Namespace) -> None:
    """Print how many wordings of one quotation are grouped, and how many wrongly."""
    print(table(_PAIRS, [_pair_row("quotations", score_repeated(read_gold(args.gold)))]))


def _pair_row(name: str, score: PairScore) -> tuple[str, ...]:
    return (
        name,
        str(score.together),
        f"{score.wrong} ({score.wrong_share:.1%})",
        str(score.missed),
        f"{score.found_share:.0%}",
    )


COMMANDS: tuple[Command, ...] = (
    Command("score", "predicted quotes against PolNeAR", _add_score, _run_score),
    Command(
        "compare",
        "F1 of two files of predictions, and their difference",
        _add_compare,
        _run_compare,
    ),
    Command("diff", "which quotes differ between two files of predictions", _add_diff, _run_diff),
    Command("errors", "errors by cause; also as a page to look through", _add_errors, _run_errors),
    Command("tags", "exact F1 of tagged spans, as CofeNet counts it", _add_tags, _run_tags),
    Command(
        "calibration",
        "how often quotes of each confidence are right",
        _add_calibration,
        _run_calibration,
    ),
    Command(
        "score-speakers",
        "predicted speakers against gold ones",
        _add_score_speakers,
        _run_score_speakers,
    ),
    Command("score-news", "quotes and speakers of varied news", _add_score_news, _run_score_news),
    Command("gap", "pronouns of GAP that are resolved, by gender", _add_gap, _run_gap),
    Command("score-people", "people merged across articles", _add_score_people, _run_score_people),
    Command(
        "score-repeated",
        "wordings of one quotation that are grouped",
        _add_score_repeated,
        _run_score_repeated,
    ),
)
