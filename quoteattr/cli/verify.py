"""``quoteattr verify``: are the quotations of an article those of a transcript, or of an original?

Exit status: 0 all is well, 1 an editor should look at a quotation, 2 nothing could be checked.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from quoteattr.articles.files import STDIN, read_articles
from quoteattr.articles.records import Article
from quoteattr.cli.output import STDOUT, drafted, standard_output
from quoteattr.errors import InputError, MissingDependencyError, ModelError
from quoteattr.verify.records import Verification
from quoteattr.verify.rewrites import verify_rewrite
from quoteattr.verify.transcripts import verify_transcript

__all__ = ["run_verify"]

_OK, _PROBLEMS, _NOT_CHECKED = 0, 1, 2


def run_verify(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: the arguments after ``verify``.

    Returns:
        The exit status.

    Raises:
        SystemExit: for wrong usage (status 2) and ``--help`` (0).
    """
    parser = _parser()
    args = parser.parse_args(argv)
    if args.file == args.against:
        parser.error("FILE and --against must be two files")
    try:
        done = _verified(args)
        text = done.to_json(indent=2) + "\n" if args.format == "json" else str(done)
        _write(text, args.output)
    except (InputError, ModelError, MissingDependencyError) as error:
        sys.stderr.write(f"quoteattr: {error}\n")
        return _NOT_CHECKED
    except OSError as error:
        place = "<stdout>" if args.output == STDOUT else args.output
        sys.stderr.write(f"quoteattr: {place}: can't be written: {error.strerror or error}\n")
        return _NOT_CHECKED
    return _PROBLEMS if done.problems or (args.complete and done.lost) else _OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quoteattr verify",
        description="Check the quotations of an article against a transcript of what was said, or "
        "those of an original against its rewrite.",
        epilog="Exit status: 0 all is well, 1 an editor should look, 2 nothing could be checked. "
        "Example: quoteattr verify article.txt --against transcript.txt",
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


def _verified(args: argparse.Namespace) -> Verification:
    first, second = _read(args.file), _read(args.against)
    # The models are small: more threads hardly help, and wait for each other on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from quoteattr.attributor import Attributor

    attributor = Attributor(args.models)
    article = attributor(first.text, doc_id=first.doc_id)
    if args.against_as == "rewrite":
        return verify_rewrite(article, attributor(second.text, doc_id=second.doc_id))
    return verify_transcript(article, second.text)


def _write(text: str, output: str) -> None:
    if output == STDOUT:
        standard_output().write(text)
        return
    with drafted(Path(output).resolve(), resume=False) as draft:
        draft.path.write_text(text, encoding="utf-8", newline="")
        draft.complete = True


def _read(path: str) -> Article:
    """The one text of a file.

    Raises:
        InputError: it can't be read; the message says why.
    """
    (article,) = read_articles([path], form="text")
    if article.error is not None:
        name = "<stdin>" if path == STDIN else path
        raise InputError(f"{name}: {article.error}")
    return article
