"""One run of the command: read articles, extract quotes, write results, report failures."""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import logging
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from quoteattr.articles.files import count_articles, read_articles
from quoteattr.articles.records import Article
from quoteattr.articles.run import failed
from quoteattr.cli.options import attributor_options
from quoteattr.cli.output import (
    BRAT,
    PARQUET,
    RESUMABLE,
    STREAMS,
    Draft,
    drafted,
    look_of,
    standard_output,
    write_brat,
    write_parquet,
)
from quoteattr.cli.resume import Finished, finished
from quoteattr.cli.signals import INTERRUPTED, Signals
from quoteattr.cli.streams import STDOUT, is_terminal
from quoteattr.cli.terminal import explanation_to_text, tell, tell_lines
from quoteattr.errors import ModelError, QuoteattrError
from quoteattr.formats.arrow import arrow_schema
from quoteattr.quotes import Quotes
from quoteattr.text.printable import on_lines

if TYPE_CHECKING:
    from quoteattr.attributor import Attributor

__all__ = ["Run"]

_Result = TypeVar("_Result")


class _End:
    """No more results."""


_END = _End()
_Pieces = Callable[[Iterable[_Result], TextIO], Iterator[str]]


class Run:
    """One run.

    Attributes:
        done: number of articles that are written.
        failed: number of those among them that failed.
        stopped: the exit status if a signal ended the run early, None if none did.
    """

    def __init__(self, args: argparse.Namespace, signals: Signals) -> None:
        self.args = args
        self._signals = signals
        self.done = 0
        self.failed = 0
        self.stopped: int | None = None
        self._earlier = Finished()
        self._before: Counter[str] = Counter()
        self._left_out = 0
        self._progress = _Progress(args)

    def write(self) -> None:
        """Write the results of all articles, or of those that are done when a signal comes.

        Raises:
            InputError: an option or the output of an earlier run is wrong.
            MissingDependencyError: a format needs a package that is not installed.
            ModelError: a model is missing or damaged.
            OSError: the output can't be written.
        """
        with _logged_to_stderr(self.args.verbose):
            try:
                self._write()
            finally:
                self._progress.close()
        if self._left_out and not self.args.quiet:
            tell(f"left out {_count(self._left_out)} whose id the output has")

    def _write(self) -> None:
        args = self.args
        if args.explain:
            self._write_stream(self._until_stopped(self._explanations()), lambda it, _: iter(it))
        elif args.format in STREAMS:
            pieces = STREAMS[args.format]

            def written(results: Iterable[Quotes], stream: TextIO) -> Iterator[str]:
                look = look_of(stream, with_text=args.with_text, heading=not self._earlier.size)
                return pieces(results, look)

            self._write_stream(self._until_stopped(self._quotes()), written)
        elif args.format == BRAT:
            results = self._begun(self._until_stopped(self._quotes()))
            with self._signals.held():
                write_brat(results, Path(args.output))
            if self.stopped is not None:
                self._tell_interrupted(Path(args.output))
        else:
            assert args.format == PARQUET
            arrow_schema()  # fail now if pyarrow is missing
            with drafted(Path(args.output).resolve()) as draft:
                results = self._begun(self._until_stopped(self._quotes()))
                if self.stopped is None or self.done:
                    # Without its end, nobody can read such a file.
                    with self._signals.held(), draft.opened(keep=False) as stream:
                        write_parquet(results, stream)
                    self._finish(draft)

    def _begun(self, results: Iterator[_Result]) -> Iterator[_Result]:
        """The results; the first one is made now, so that without models no file is opened."""
        first = list(itertools.islice(results, 1))
        return itertools.chain(first, results)

    def _write_stream(self, results: Iterator[_Result], pieces: _Pieces[_Result]) -> None:
        if self.args.output == STDOUT:
            results = self._begun(results)
            stream = standard_output()
            # Text is made for terminals, with colours; data is shown on one all the same.
            data = self.args.format != "text" and is_terminal(stream)
            shown = pieces(results, stream)
            self._put(map(on_lines, shown) if data else shown, stream)
            return
        target = Path(self.args.output).resolve()
        resumable = self.args.format in RESUMABLE
        with drafted(target, resumable=resumable, resume=self.args.resume) as draft:
            earlier = self._earlier_output(target, draft.path) if self.args.resume else None
            results = self._begun(results)
            if self.stopped is not None and not self.done:
                return
            with (
                self._signals.held(),
                draft.opened(earlier, self._earlier.size) as binary,
                io.TextIOWrapper(
                    binary, encoding="utf-8", errors="backslashreplace", newline=""
                ) as stream,
            ):
                try:
                    self._put(pieces(results, stream), stream)
                except (OSError, QuoteattrError):
                    self._tell_cut(draft)
                    raise
            self._finish(draft)

    @staticmethod
    def _put(pieces: Iterable[str], stream: TextIO) -> None:
        for piece in pieces:
            stream.write(piece)
            stream.flush()

    def _earlier_output(self, target: Path, draft: Path) -> Path | None:
        """Read what an earlier run has finished; None if there is none."""
        there = [path for path in (draft, target) if path.is_file()]
        if not there:
            return None
        self._earlier = finished(there[0], self.args.format)
        self._before = Counter(self._earlier.articles)
        return there[0]

    def _finish(self, draft: Draft) -> None:
        draft.complete = self.stopped is None
        if not draft.complete:
            self._tell_interrupted(draft.path)

    def _tell_interrupted(self, path: Path) -> None:
        self._progress.close()
        go_on = "; go on with --resume" if self.args.format in RESUMABLE else ""
        tell(f"interrupted; what is finished ({_count(self.done)}) is in {path}{go_on}")

    def _tell_cut(self, draft: Draft) -> None:
        """Say where the beginning of an output is that can't be written to its end."""
        if not draft.is_target:
            self._progress.close()
            go_on = "; go on with --resume" if self.args.format in RESUMABLE else ""
            tell(f"what could be written is in {draft.path}{go_on}")

    # --- results -------------------------------------------------------------------------------

    def _until_stopped(self, results: Generator[_Result, None, None]) -> Iterator[_Result]:
        """The results up to a signal."""
        while True:
            try:
                with self._signals.heard():
                    result = next(results, _END)
                self._signals.check()
            except KeyboardInterrupt as signal:
                self.stopped = getattr(signal, "status", INTERRUPTED)
                break
            if isinstance(result, _End):
                break
            self.done += 1
            yield result
        results.close()  # and with it worker processes

    def _articles(self) -> Iterator[Article]:
        """The articles that an earlier run has not finished."""
        args = self.args
        for article in read_articles(
            args.files,
            form=args.input_format,
            text_field=args.text_field,
            id_field=args.id_field,
        ):
            if article.doc_id is not None and self._before[article.doc_id] > 0:
                self._before[article.doc_id] -= 1
                self._left_out += 1
                self._progress.leave_out()
            else:
                yield article

    def _quotes(self) -> Generator[Quotes, None, None]:
        """The quotes of each article; those that failed are reported and are empty."""
        articles = self._articles()
        for article in articles:
            if article.error is not None:
                yield self._reported(failed(article, article.error), article)
                continue
            # Models are loaded for the first article that can be read.
            pairs = ((one, one) for one in itertools.chain([article], articles))
            found = self._loaded().pipe(pairs, as_tuples=True, workers=self.args.jobs)
            for quotes, one in found:
                yield self._reported(quotes, one)

    def _explanations(self) -> Generator[str, None, None]:
        attributor: Attributor | None = None
        for article in self._articles():
            if article.error is not None:
                self._fail(f"{article.name}: {article.error}")
                continue
            attributor = attributor or self._loaded()
            try:
                explanation = attributor.explain(article.text)
            except ModelError:
                raise
            except Exception as error:  # one bad article must not end the run
                self._fail(f"{article.name}: {type(error).__name__}: {error}", error)
                continue
            summary = f"{len(explanation.attributions)} attributions"
            self._report(article.name, explanation.warnings, summary)
            yield explanation_to_text(explanation, article.name)

    def _loaded(self) -> Attributor:
        try:
            return _load(self.args)
        finally:
            # A library may swallow a Ctrl-C while it is imported.
            self._signals.check()

    # --- messages ------------------------------------------------------------------------------

    def _reported(self, quotes: Quotes, article: Article) -> Quotes:
        if quotes.error is not None:
            self._fail(f"{article.name}: {quotes.error}")
        else:
            self._report(article.name, quotes.warnings, repr(quotes))
        self._progress.one_more(self.failed)
        return quotes

    def _fail(self, message: str, error: Exception | None = None) -> None:
        self.failed += 1
        with self._progress.hidden():
            tell(message)
            if error and self.args.verbose:
                tell_lines("".join(traceback.format_exception(error)))

    def _report(self, name: str, warnings: Iterable[str], summary: str) -> None:
        """Report warnings, and on request what was found."""
        if self.args.quiet:
            return
        messages = [*warnings, *([summary] if self.args.verbose else [])]
        if messages:
            with self._progress.hidden():
                for message in messages:
                    tell(f"{name}: {message}")


class _Progress:
    """A line with number, rate and time left, unless the terminal shows data as well."""

    def __init__(self, args: argparse.Namespace) -> None:
        beside_data = args.output == STDOUT and is_terminal(sys.stdout)
        self._bar: Any = None
        if is_terminal(sys.stderr) and not beside_data and not args.quiet:
            from tqdm import tqdm  # comes with Stanza

            total = count_articles(args.files, form=args.input_format)
            self._bar = tqdm(
                total=total, unit=" articles", file=sys.stderr, leave=False, dynamic_ncols=True
            )

    def one_more(self, failures: int) -> None:
        """Count an article."""
        if self._bar is not None:
            self._bar.update()
            if failures:
                self._bar.set_postfix(failed=failures)

    def leave_out(self) -> None:
        """Take an article out of the total: an earlier run did it."""
        if self._bar is not None and self._bar.total is not None:
            self._bar.total -= 1

    def hidden(self) -> Any:
        """A block in which other lines are written."""
        if self._bar is None:
            return nullcontext()
        return self._bar.external_write_mode(file=sys.stderr)

    def close(self) -> None:
        """Wipe the line."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _load(args: argparse.Namespace) -> Attributor:
    # The models are small: more threads hardly help, and wait for each other on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    options = attributor_options(args)
    from quoteattr.attributor import Attributor

    attributor = Attributor(args.models, **options)
    # The models live as long as the process: the collector need not go through them.
    gc.freeze()
    return attributor


class _Plain(logging.Formatter):
    """Log lines that can't control the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return on_lines(super().format(record))


@contextmanager
def _logged_to_stderr(verbose: int) -> Iterator[None]:
    """A block in which log records are shown, if wanted: informative ones, or all of them."""
    if not verbose or sys.stderr is None:
        yield
        return
    logger = logging.getLogger("quoteattr")
    level = logger.level
    handler = logging.StreamHandler()
    handler.setFormatter(_Plain())
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _count(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"
