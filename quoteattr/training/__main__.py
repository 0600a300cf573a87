"""``python -m quoteattr.training STEP --option VALUE ...``: one step of making the models.

``docs/maintainers/training.md`` has the whole sequence with the values that were used. Each step
reads files, writes one, and can be run again. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from quoteattr.corpora.newswire import write_news
from quoteattr.training import pack, reliability, source_confidence, speakers, statements
from quoteattr.training.reader.lemmas import train_lemmas
from quoteattr.training.reader.measure import score_reader, score_treebank
from quoteattr.training.reader.prune import prune_reader
from quoteattr.training.reader.train import train_reader

__all__ = ["main"]


STEPS: dict[str, Callable[..., Any]] = {
    "reader": train_reader,
    "reader-lemmas": train_lemmas,
    "prune": prune_reader,
    "pack": pack.pack,
    "verify": pack.verify_directory,
    "newswire-quotes": write_news,
    "score-treebank": score_treebank,
    "score-reader": score_reader,
    "reliability": reliability.train_reliability,
    "source-confidence": source_confidence.train_source_confidence,
    "statements": statements.train_statements,
    "speakers": speakers.train_speakers,
}

_READERS: dict[str, dict[str, Any]] = {
    "Path": {"type": Path},
    "Path | None": {"type": Path},
    "Sequence[Path]": {"type": Path, "nargs": "+"},
    "Sequence[float]": {"type": float, "nargs": "+"},
    "Sequence[int]": {"type": int, "nargs": "+"},
    "int": {"type": int},
    "float": {"type": float},
    "str": {"type": str},
}


def _parser() -> argparse.ArgumentParser:
    """Build a subcommand for each step from the signature of its function."""
    parser = argparse.ArgumentParser(
        prog="python -m quoteattr.training", description="Train, pack and score the models."
    )
    steps = parser.add_subparsers(dest="step", required=True)
    for name, function in STEPS.items():
        summary = inspect.getdoc(function) or ""
        command = steps.add_parser(name, help=summary.partition("\n")[0], description=summary)
        for option in inspect.signature(function).parameters.values():
            given = option.default is inspect.Parameter.empty
            command.add_argument(
                f"--{option.name}",
                required=given,
                default=None if given else option.default,
                **_READERS[str(option.annotation)],
            )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step and print what it measured."""
    options = vars(_parser().parse_args(arguments))
    result = STEPS[options.pop("step")](**options)
    if result is not None:
        print("  ".join(f"{name} {value:.2f}" for name, value in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
