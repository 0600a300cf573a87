"""The command line: articles in, quotes out, one by one.

Data goes to standard output, messages to standard error. Exit status: 0 all is well, 1 an article
failed (the others were processed), 2 nothing could be done (wrong usage, no models, no place to
write), 130 interrupted, 143 terminated, 141 the reader of a pipe went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from quoteattr.cli.options import parse_options
from quoteattr.cli.output import STDOUT
from quoteattr.cli.run import Run, tell
from quoteattr.errors import QuoteattrError

__all__ = ["main"]

_OK, _SOME_FAILED, _NOTHING_DONE, _BROKEN_PIPE, _SIGNAL = 0, 1, 2, 141, 128


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, without the program's name; those of the process by default.

    Returns:
        The exit status.

    Raises:
        SystemExit: for wrong usage (status 2), ``--help`` and ``--version`` (0).
    """
    output = STDOUT
    try:
        args = parse_options(argv)
        output = args.output
        run = Run(args)
        run.write()
    except BrokenPipeError:
        _silence_stdout()
        return _BROKEN_PIPE
    except QuoteattrError as error:
        tell(str(error))
        return _NOTHING_DONE
    except OSError as error:
        place = "<stdout>" if output == STDOUT else output
        tell(f"{place}: can't be written: {error.strerror or error}")
        return _NOTHING_DONE
    except KeyboardInterrupt:  # before the first article
        return _SIGNAL + 2
    if run.stopped is not None:
        return _SIGNAL + run.stopped
    return _SOME_FAILED if run.failed else _OK


def _silence_stdout() -> None:
    """Keep the interpreter from flushing into the closed pipe when it ends."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
