"""``quoteattr verify``: are the quotations of an article those of a transcript, or of an original?

Exit status: 0 all is well, 1 an editor should look at a quotation, 2 a file or a model could not be
read.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quoteattr.articles.files import read_articles
from quoteattr.articles.records import Article
from quoteattr.articles.run import result_of
from quoteattr.cli.options import Parser
from quoteattr.cli.output import drafted, standard_output
from quoteattr.cli.signals import Signals
from quoteattr.cli.streams import STDOUT, is_terminal, same_file
from quoteattr.cli.terminal import tell
from quoteattr.errors import InputError
from quoteattr.quotes import Quotes
from quoteattr.text.printable import on_lines
from quoteattr.verify.records import Verification
from quoteattr.verify.rewrites import verify_rewrite
from quoteattr.verify.transcripts import verify_transcript

if TYPE_CHECKING:
    from quoteattr.attributor import Attributor

__all__ = ["parse_verify_options", "run_verify"]

_OK, _PROBLEMS = 0, 1


def parse_verify_options(argv: Sequence[str]) -> argparse.Namespace:
    """The options of the command, checked.

    Args:
        argv: the arguments after ``verify``.

    Raises:
        SystemExit: for wrong usage (status 2) and ``--help`` (0).
    """
    parser = _parser()
    args = parser.parse_args(argv)
    if args.file == args.against:
        parser.error("FILE and --against must be two files")
    for path in (args.file, args.against):
        if same_file(path, args.output):
            parser.error(f"the output would overwrite {path}")
    return args


def run_verify(args: argparse.Namespace, signals: Signals) -> int:
    """Run the command.

    Args:
        args: the options.
        signals: end the run, but leave no half report.

    Returns:
        The exit status.

    Raises:
        InputError: a file can't be read; the message says why.
        ModelError: a model is missing or damaged.
        OSError: the report can't be written.
    """
    done = _verified(args, signals)
    text = done.to_json(indent=2) + "\n" if args.format == "json" else str(done)
    with signals.held():
        _write(text, args.output)
    return _PROBLEMS if done.problems or (args.complete and done.lost) else _OK


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="quoteattr verify",
        description="Check the quotations of an article against a transcript of what was said, or "
        "those of an original against its rewrite.",
        epilog="Exit status: 0 all is well, 1 an editor should look, 2 a file or a model could not "
        "be read. Example: quoteattr verify article.txt --against transcript.txt",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        help="the article; with --as rewrite, the original (UTF-8; -: stdin)",
    )
    parser.add_argument(
        "--against", required=True, metavar="FILE", help="the transcript, or the rewrite"
    )
    parser.add_argument(
        "--as",
        dest="against_as",
        choices=["transcript", "rewrite"],
        default="transcript",
        help="what --against is (default: transcript)",
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="status 1 also if the rewrite lost a quotation; a summary may lose some",
    )
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text")
    parser.add_argument(
        "-o", "--output", default=STDOUT, metavar="PATH", help="default: standard output"
    )
    parser.add_argument("--models", metavar="PATH", help="a folder of models, not the shipped ones")
    return parser


def _verified(args: argparse.Namespace, signals: Signals) -> Verification:
    first, second = _read(args.file), _read(args.against)
    # The models are small: more threads hardly help, and wait for each other on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        from quoteattr.attributor import Attributor

        attributor = Attributor(args.models)
    finally:
        signals.check()  # a library may swallow a Ctrl-C while it is imported
    article = _quotes(attributor, first)
    if args.against_as == "rewrite":
        return verify_rewrite(article, _quotes(attributor, second))
    return verify_transcript(article, second.text)


def _quotes(attributor: Attributor, article: Article) -> Quotes:
    """The quotes of a text; its warnings are told.

    Raises ``InputError`` if there is an error in place of them: no quotation would be checked.
    """
    quotes = result_of(attributor, article)
    if quotes.error is not None:
        raise InputError(f"{article.name}: {quotes.error}")
    for warning in quotes.warnings:
        tell(f"{article.name}: {warning}")
    return quotes


def _write(text: str, output: str) -> None:
    if output == STDOUT:
        stream = standard_output()
        stream.write(on_lines(text) if is_terminal(stream) else text)
        stream.flush()
        return
    with drafted(Path(output).resolve()) as draft:
        with draft.opened(keep=False) as file:
            file.write(text.encode("utf-8", "backslashreplace"))
        draft.complete = True


def _read(path: str) -> Article:
    """The one text of a file.

    Raises:
        InputError: it can't be read; the message says why.
    """
    (article,) = read_articles([path], form="text")
    if article.error is not None:
        raise InputError(f"{article.name}: {article.error}")
    return article
