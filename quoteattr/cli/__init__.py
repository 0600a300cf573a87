"""The command line: articles in, quotes out, one by one.

Data goes to standard output, messages to standard error. Exit status: 0 all is well, 1 an article
failed (the others were processed), 2 nothing could be done (wrong usage, no models, no place to
write), 130 interrupted, 129 or 143 ended by SIGHUP or SIGTERM, 141 the reader of a pipe went away.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from pathlib import Path

from quoteattr.cli.options import parse_options
from quoteattr.cli.run import Run
from quoteattr.cli.signals import INTERRUPTED, Signals, Stopped
from quoteattr.cli.streams import STDOUT, hold_standard_descriptors, silence
from quoteattr.cli.terminal import tell
from quoteattr.cli.verify import parse_verify_options, run_verify
from quoteattr.errors import InputError, QuoteattrError

__all__ = ["main"]

# Of files that may be open, of memory, of processes: writing the output is not what failed.
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)
_OK, _SOME_FAILED, _NOTHING_DONE, _BROKEN_PIPE = 0, 1, 2, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, without the program's name; those of the process by default.

    Returns:
        The exit status.

    Raises:
        SystemExit: for wrong usage (status 2), ``--help`` and ``--version`` (0).
    """
    hold_standard_descriptors()
    given = sys.argv[1:] if argv is None else list(argv)
    verifies = given[:1] == ["verify"]
    output = STDOUT
    try:
        args = parse_verify_options(given[1:]) if verifies else parse_options(given)
        output = args.output
        _check_folder()
        with Signals() as signals:
            if verifies:
                return run_verify(args, signals)
            run = Run(args, signals)
            run.write()
    except Stopped as stopped:
        return stopped.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return _BROKEN_PIPE
    except QuoteattrError as error:
        tell(str(error))
        return _NOTHING_DONE
    except OSError as error:
        silence(sys.stdout)
        reason = error.strerror or str(error)
        place = "<stdout>" if output == STDOUT else output
        tell(reason if error.errno in _EXHAUSTED else f"{place}: can't be written: {reason}")
        return _NOTHING_DONE
    if run.stopped is not None:
        return run.stopped
    return _SOME_FAILED if run.failed else _OK


def _check_folder() -> None:
    """Refuse to run in a folder that is deleted: PyTorch's libraries would end the process.

    Raises ``InputError``.
    """
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise InputError("the current folder is deleted; change to another one") from error
