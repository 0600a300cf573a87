"""``python -m quoteattr.evaluation``: measure quality and speed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from quoteattr.errors import QuoteattrError
from quoteattr.evaluation.merging_commands import (
    add_benchmark_repeated,
    add_score_people,
    add_score_repeated,
    run_benchmark_repeated,
    run_score_people,
    run_score_repeated,
)
from quoteattr.evaluation.run_commands import (
    add_benchmark,
    add_marks,
    add_predict,
    add_soak,
    run_benchmark,
    run_marks,
    run_predict,
    run_soak,
)
from quoteattr.evaluation.score_commands import (
    add_calibration,
    add_compare,
    add_diff,
    add_errors,
    add_score,
    add_tags,
    run_calibration,
    run_compare,
    run_diff,
    run_errors,
    run_score,
    run_tags,
)
from quoteattr.evaluation.speaker_commands import (
    add_gap,
    add_score_news,
    add_score_speakers,
    run_gap,
    run_score_news,
    run_score_speakers,
)

Command = tuple[
    str,
    str,
    Callable[[argparse.ArgumentParser], None],
    Callable[[argparse.Namespace], int | None],
]

COMMANDS: tuple[Command, ...] = (
    ("predict", "quotes of a corpus or a folder of texts as JSON lines", add_predict, run_predict),
    ("marks", "quotation marks that find no closing mark", add_marks, run_marks),
    ("score", "predicted quotes against PolNeAR", add_score, run_score),
    ("compare", "two files of predicted quotes, F1 by F1", add_compare, run_compare),
    ("diff", "which quotes differ between two files of predictions", add_diff, run_diff),
    ("errors", "what is wrong, by cause; as a page to look through", add_errors, run_errors),
    ("tags", "exact F1 of tagged spans, as CofeNet counts it", add_tags, run_tags),
    ("calibration", "what a quote's confidence is worth", add_calibration, run_calibration),
    (
        "score-speakers",
        "predicted speakers against gold ones",
        add_score_speakers,
        run_score_speakers,
    ),
    ("score-news", "quotes and speakers of varied news", add_score_news, run_score_news),
    ("gap", "pronouns of GAP, by gender", add_gap, run_gap),
    ("score-people", "people merged across articles", add_score_people, run_score_people),
    (
        "score-repeated",
        "wordings of one quotation that are grouped",
        add_score_repeated,
        run_score_repeated,
    ),
    (
        "benchmark-repeated",
        "the cost of grouping quotations, by their number",
        add_benchmark_repeated,
        run_benchmark_repeated,
    ),
    ("benchmark", "speed and memory, as Markdown tables", add_benchmark, run_benchmark),
    ("soak", "whether memory stays flat over a long batch", add_soak, run_soak),
)
"""The name of each command, its help, what adds its options, what runs it.

What runs a command returns its exit status; None is 0.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    args = _parser().parse_args(argv)
    try:
        return args.run(args) or 0
    except QuoteattrError as error:
        return _failed(str(error))
    except OSError as error:
        reason = error.strerror or str(error)
        return _failed(f"{error.filename}: {reason}" if error.filename else reason)


def _failed(reason: str) -> int:
    print(f"quoteattr.evaluation: {reason}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quoteattr.evaluation", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, summary, add, run in COMMANDS:
        command = commands.add_parser(name, help=summary)
        add(command)
        command.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
