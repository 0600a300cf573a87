"""What commands are, and the options that several of them share."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import attrs

from quoteattr.evaluation.bootstrap import RESAMPLES, SEED

__all__ = [
    "Command",
    "add_json",
    "add_polnear",
    "add_predicted",
    "add_resamples",
    "positive",
    "write_json",
]


@attrs.frozen
class Command:
    """A command of ``python -m quoteattr.evaluation``.

    Attributes:
        name: of the command.
        summary: what it does, for ``--help``.
        add: adds its options.
        run: runs it and returns the exit status; None is 0.
    """

    name: str
    summary: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int | None]


def positive(value: str) -> int:
    """The type of an option that is a number of things, at least one."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a number from 1 on")
    return number


def add_polnear(
    command: argparse.ArgumentParser, example: str = "the split, as polnear/dev"
) -> None:
    """Add ``--polnear``, the folder of a split."""
    command.add_argument("--polnear", type=Path, required=True, help=example)


def add_predicted(command: argparse.ArgumentParser) -> None:
    """Add ``--polnear`` and ``--pred``, its predictions."""
    add_polnear(command)
    command.add_argument("--pred", type=Path, required=True, help="JSON lines, of predict")


def add_resamples(command: argparse.ArgumentParser) -> None:
    """Add ``--resamples`` and ``--seed``, for intervals."""
    command.add_argument(
        "--resamples",
        type=int,
        default=RESAMPLES,
        help=f"draws of the articles for 95%% intervals; default: {RESAMPLES}",
    )
    command.add_argument("--seed", type=int, default=SEED, help=f"of the draws; default: {SEED}")


def add_json(command: argparse.ArgumentParser) -> None:
    """Add ``--json``, a file for the numbers."""
    command.add_argument("--json", type=Path, help="write the numbers to this file as well")


def write_json(path: Path | None, numbers: object) -> None:
    """Write the numbers to the path of ``--json``, if there is one."""
    if path:
        path.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
