"""The command line: articles in, quotes out, one by one.

Data goes to standard output, messages to standard error. Exit status: 0 all is well, 1 an article
failed (the others were processed), 2 nothing could be done (wrong usage, no models, no place to
write), 130 interrupted, 129 or 143 ended by SIGHUP or SIGTERM, 141 the reader of a pipe went away.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar

import quoteattr
from quoteattr.cli.articles import STDIN, Document, Unreadable, read_documents
from quoteattr.cli.output import FORMATS, STDOUT, opened
from quoteattr.cli.signals import INTERRUPTED, Signals, Stopped
from quoteattr.cli.streams import hold_standard_descriptors, is_terminal, same_file, silence_stdout
from quoteattr.cli.terminal import explanation_to_text, for_terminal
from quoteattr.cli.verify import run_verify
from quoteattr.errors import InputError, MissingDependencyError, ModelError
from quoteattr.quotes import Quotes

if TYPE_CHECKING:
    from quoteattr.attributor import Attributor

__all__ = ["main"]

_OK, _SOME_FAILED, _NOTHING_DONE, _BROKEN_PIPE = 0, 1, 2, 141

_Result = TypeVar("_Result")


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
    if given[:1] == ["verify"]:
        return run_verify(given[1:])
    parser = _parser()
    args = parser.parse_args(given)
    _check(parser, args)
    with Signals() as signals:
        return _status(_Run(args, signals))


def _status(run: _Run) -> int:
    """The exit status of a run, which is run."""
    args = run.args
    try:
        run.write()
    except Stopped as stopped:
        return stopped.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return _BROKEN_PIPE
    except (InputError, ModelError, MissingDependencyError) as error:
        _tell(str(error))
        return _NOTHING_DONE
    except OSError as error:
        place = "<stdout>" if args.output == STDOUT else args.output
        _tell(f"{place}: can't be written: {error.strerror or error}")
        return _NOTHING_DONE
    return _SOME_FAILED if run.failed else _OK


class _Parser(argparse.ArgumentParser):
    """A parser of arguments whose messages can't control the terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(for_terminal(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="quoteattr",
        description="Who said what: find the quotes of news articles, with their speakers.",
        epilog="Exit status: 0 all is well, 1 some article failed, 2 nothing could be done. "
        "quoteattr verify --help: check quotations against a transcript or a rewrite.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a text file (UTF-8), or .jsonl/.ndjson with one article a line; - or nothing is "
        "standard input",
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=list(FORMATS),
        help="default: by the name of the output file, else text",
    )
    parser.add_argument(
        "-o", "--output", default=STDOUT, metavar="PATH", help="default: standard output"
    )
    parser.add_argument(
        "--input-format",
        choices=["text", "jsonl"],
        help="of every FILE; default: by its name, text for standard input",
    )
    parser.add_argument(
        "--text-field", default="text", metavar="KEY", help="JSON lines: the text (default: text)"
    )
    parser.add_argument(
        "--id-field", default="id", metavar="KEY", help="JSON lines: the id (default: id)"
    )
    parser.add_argument("--models", metavar="PATH", help="a folder of models, not the shipped ones")
    parser.add_argument(
        "--min-confidence",
        type=_probability,
        default=0.0,
        metavar="X",
        help="leave out quotes below this confidence, 0 to 1 (default: 0)",
    )
    parser.add_argument(
        "--min-speaker-confidence",
        type=_probability,
        metavar="X",
        help="name no speaker below this confidence, 0 to 1 (default: 0.35)",
    )
    parser.add_argument(
        "--include",
        default="default",
        metavar="KINDS",
        help="which quotes, by type of cue: default (what was said, written or stated as a "
        "thought), all, or some of speech,writing,thought,intention,attitude,other",
    )
    parser.add_argument(
        "--patterns-only",
        action="store_true",
        help="without the trained labeller: faster, finds less",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="in place of quotes, what each step of attribution changed",
    )
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="tell more; twice: all there is"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="tell errors only")
    parser.add_argument("--version", action="version", version=f"%(prog)s {quoteattr.__version__}")
    return parser


def _check(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    args.files = args.files or [STDIN]
    if args.explain and args.format not in (None, "text"):
        parser.error(f"--explain writes text, not {args.format}")
    if args.format is None:
        suffix = Path(args.output).suffix.lower().removeprefix(".")
        args.format = suffix if suffix in FORMATS else "text"
    for path in args.files:
        if same_file(path, args.output):
            name = "standard output" if args.output == STDOUT else f"the output {args.output}"
            parser.error(f"{name} is one of the input files")
    if args.files == [STDIN] and is_terminal(sys.stdin) and not args.quiet:
        _tell("reading an article from the terminal; end it with Ctrl-D")


class _Run:
    """One run: reads, extracts, writes; counts what failed."""

    def __init__(self, args: argparse.Namespace, signals: Signals) -> None:
        self.args = args
        self._signals = signals
        self.failed = 0
        self.done = 0

    def write(self) -> None:
        if self.args.verbose:
            _log_to_stderr(logging.DEBUG if self.args.verbose > 1 else logging.INFO)
        if self.args.explain:
            self._write_pieces(self._results(self._explain), lambda pieces, _stream: iter(pieces))
        else:
            self._write_pieces(self._results(self._extract), FORMATS[self.args.format])

    def _write_pieces(
        self,
        results: Iterator[_Result],
        pieces: Callable[[Iterable[_Result], TextIO], Iterator[str]],
    ) -> None:
        # Wait for the first result: without models not even a heading is written.
        first = list(itertools.islice(results, 1))
        with opened(self.args.output) as stream:
            # Text is made for terminals, with colours; data is shown on one all the same.
            data = self.args.format != "text" and is_terminal(stream)
            for piece in pieces(itertools.chain(first, results), stream):
                stream.write(for_terminal(piece) if data else piece)
                stream.flush()

    def _results(self, result_of: Callable[[Attributor, Document], _Result]) -> Iterator[_Result]:
        """What is made of each article; those that failed are reported and left out."""
        args = self.args
        attributor: Attributor | None = None
        for item in read_documents(
            args.files,
            lines=None if args.input_format is None else args.input_format == "jsonl",
            text_field=args.text_field,
            id_field=args.id_field,
        ):
            if isinstance(item, Unreadable):
                self._fail(f"{item.name}: {item.reason}")
                continue
            try:
                attributor = attributor or _load(args)
            finally:
                self._signals.check()
            try:
                result = result_of(attributor, item)
            except ModelError:
                raise
            except Exception as error:  # one bad article must not end the run
                self._signals.check()
                self._fail(f"{item.name}: {type(error).__name__}: {error}", error)
                continue
            self._signals.check()
            self.done += 1
            self._progress(f"{self.done} done, {self.failed} failed")
            yield result
        self._progress("")

    def _extract(self, attributor: Attributor, article: Document) -> Quotes:
        quotes = attributor(article.text, doc_id=article.doc_id)
        self._report(article.name, quotes.warnings, repr(quotes))
        return quotes

    def _explain(self, attributor: Attributor, article: Document) -> str:
        explanation = attributor.explain(article.text)
        summary = f"{len(explanation.attributions)} attributions"
        self._report(article.name, explanation.warnings, summary)
        return explanation_to_text(explanation, article.name)

    def _fail(self, message: str, error: Exception | None = None) -> None:
        self.failed += 1
        self._progress("")
        _tell(message)
        if error and self.args.verbose:
            _tell_lines("".join(traceback.format_exception(error)))

    def _report(self, name: str, warnings: Sequence[str], summary: str) -> None:
        """Say what could not be done, and on request what was found."""
        if self.args.quiet:
            return
        if warnings or self.args.verbose:
            self._progress("")
        for warning in warnings:
            _tell(f"{name}: {warning}")
        if self.args.verbose:
            _tell(f"{name}: {summary}")

    def _progress(self, message: str) -> None:
        """Show one line that overwrites itself, unless the terminal shows data as well."""
        hidden = self.args.output == STDOUT and is_terminal(sys.stdout)
        if is_terminal(sys.stderr) and not hidden and not self.args.quiet:
            sys.stderr.write(f"\r\x1b[K{message}")
            sys.stderr.flush()


def _load(args: argparse.Namespace) -> Attributor:
    # The models are small: more threads hardly help, and wait for each other on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from quoteattr.attributor import Attributor

    include = args.include.split(",") if "," in args.include else args.include
    settings = {
        "include": include,
        "min_confidence": args.min_confidence,
        "patterns_only": args.patterns_only,
    }
    if args.min_speaker_confidence is not None:
        settings["min_speaker_confidence"] = args.min_speaker_confidence
    return Attributor(args.models, **settings)


def _tell(message: str) -> None:
    _tell_lines(f"quoteattr: {message}\n")


def _tell_lines(lines: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(for_terminal(lines))
        sys.stderr.flush()


class _Plain(logging.Formatter):
    """Log lines that can't control the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return for_terminal(super().format(record))


def _log_to_stderr(level: int) -> None:
    logger = logging.getLogger("quoteattr")
    logger.setLevel(level)
    if sys.stderr is not None:
        handler = logging.StreamHandler()
        handler.setFormatter(_Plain())
        logger.addHandler(handler)


def _probability(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number between 0 and 1")
    return number
