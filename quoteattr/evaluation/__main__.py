"""``python -m quoteattr.evaluation``: measure quality and speed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from quoteattr.errors import QuoteattrError
from quoteattr.evaluation import run_commands, score_commands
from quoteattr.evaluation.options import Command
from quoteattr.text.printable import on_one_line

__all__ = ["COMMANDS", "main"]

COMMANDS: tuple[Command, ...] = (*run_commands.COMMANDS, *score_commands.COMMANDS)


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
    print(f"quoteattr.evaluation: {on_one_line(reason)}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quoteattr.evaluation", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for one in COMMANDS:
        command = commands.add_parser(one.name, help=one.summary)
        one.add(command)
        command.set_defaults(run=one.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
