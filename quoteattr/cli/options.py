"""The options of the command line, and what they mean for an ``Attributor``."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, cast

import quoteattr
from quoteattr.articles.files import FORMATS as INPUTS
from quoteattr.articles.files import format_of, the_files
from quoteattr.articles.readers import csv_rows
from quoteattr.articles.run import MOST_WORKERS, check_workers
from quoteattr.cli.output import BRAT, FORMATS, PARQUET, RESUMABLE
from quoteattr.cli.streams import STDIN, STDOUT, is_terminal, same_file
from quoteattr.cli.terminal import tell, write_to_stderr
from quoteattr.errors import InputError
from quoteattr.model import CUE_TYPES, Gender
from quoteattr.text.printable import on_one_line
from quoteattr.words.names import Person

__all__ = ["Parser", "attributor_options", "parse_options"]

_PEOPLE_COLUMNS = ("name", "aliases", "identifier", "gender", "roles")
_SEVERAL = ";"
_OTHER_SUFFIXES = {"ndjson": "jsonl", "htm": "html"}

_EXAMPLES = """\
examples:
  quoteattr article.txt                                    read the quotes of an article
  quoteattr -o quotes.csv articles/                        one table of a folder of articles
  quoteattr --jobs 2 -o quotes.jsonl 'news/**/*.txt'       in two processes
  quoteattr --resume -o quotes.jsonl 'news/**/*.txt'       go on after an interruption
  quoteattr -o quotes.parquet --text-field body articles.csv
  quoteattr --known people.csv --cues tweet=writing -f html -o quotes.html page.html
  curl -s https://news.example/feed.jsonl | quoteattr --input-format jsonl -f jsonl
  quoteattr verify article.txt --against transcript.txt    check its quotations

exit status: 0 all is well, 1 some article failed, 2 nothing could be done,
  129, 130, 143 a signal (what is finished is kept), 141 the reader of the pipe went away
"""


def parse_options(argv: Sequence[str] | None) -> argparse.Namespace:
    """The options of a run, checked.

    ``files`` has the files that folders and patterns stand for, ``format`` is never None.

    Raises:
        InputError: a folder or pattern holds no file.
        SystemExit: for wrong usage (status 2), ``--help`` and ``--version`` (0).
    """
    parser = _parser()
    args = parser.parse_args(argv)
    args.files = the_files(args.files or [STDIN])
    args.format = args.format or ("text" if args.explain else _format_of(args.output))
    # Offsets are those of the text that is extracted from a page, and only we have that text.
    pages = any((args.input_format or format_of(path)) == "html" for path in args.files)
    args.with_text = args.with_text or pages
    for problem in _problems(args):
        parser.error(problem)
    if args.files == [STDIN] and is_terminal(sys.stdin) and not args.quiet:
        tell("reading an article from the terminal; end it with Ctrl-D")
    return args


def attributor_options(args: argparse.Namespace) -> dict[str, Any]:
    """The options of ``Attributor``.

    Raises:
        InputError: the file of known people, or a cue, is wrong.
    """
    options = {
        "include": args.include.split(",") if "," in args.include else args.include,
        "min_confidence": args.min_confidence,
        "patterns_only": args.patterns_only,
    }
    if args.min_speaker_confidence is not None:
        options["min_speaker_confidence"] = args.min_speaker_confidence
    if args.known is not None:
        options["known"] = _read_people(args.known)
    if args.cues:
        options["cues"] = dict(args.cues)
    return options


class Parser(argparse.ArgumentParser):
    """A parser of arguments whose messages can't control the terminal."""

    def error(self, message: str) -> NoReturn:
        """Show the usage and the message, and end with status 2."""
        super().error(on_one_line(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        # Help that can't be written is an OSError, as all other output; argparse hides it.
        if file is None or file is sys.stderr:
            write_to_stderr(message)  # with colours, from Python 3.14 on
        else:
            file.write(message)
            file.flush()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="quoteattr",
        description="Who said what: find the quotes of news articles, with their speakers.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_input(parser)
    _add_output(parser)
    _add_choices(parser)
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="say more; twice: everything"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say errors only")
    parser.add_argument("--version", action="version", version=f"%(prog)s {quoteattr.__version__}")
    return parser


def _add_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a text file (UTF-8), .jsonl, .csv or .parquet with one article per line or row, "
        ".html, all but .parquet also with .gz; a folder or a pattern; - or nothing is standard "
        "input",
    )
    parser.add_argument(
        "--input-format",
        choices=INPUTS,
        help="of every FILE; default: by its name, text for standard input",
    )
    parser.add_argument(
        "--text-field",
        default="text",
        metavar="KEY",
        help="key or column of the text (default: text)",
    )
    parser.add_argument(
        "--id-field", default="id", metavar="KEY", help="key or column of the id (default: id)"
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-f",
        "--format",
        choices=list(FORMATS),
        help="default: by the name of the output file, else text",
    )
    parser.add_argument(
        "-o",
        "--output",
        default=STDOUT,
        metavar="PATH",
        help="a file, for brat a folder; default: standard output",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help=f"go on with an interrupted run ({', '.join(RESUMABLE)}): skip articles whose id the "
        "output has",
    )
    parser.add_argument(
        "--with-text",
        action="store_true",
        help="json and jsonl: with the text of each article, as always for HTML pages",
    )
    parser.add_argument(
        "--jobs",
        type=_count,
        default=1,
        metavar="N",
        help="processes; each loads the models (default: 1)",
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--models", metavar="PATH", help="a folder of models, not the shipped ones")
    parser.add_argument(
        "--known",
        metavar="PEOPLE.CSV",
        help="people that you know: columns name, aliases, identifier, gender, roles",
    )
    parser.add_argument(
        "--cues",
        type=_cues,
        action="extend",
        metavar="LEMMA=TYPE,…",
        help="further reporting verbs, as tweet=writing",
    )
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
        f"thought), all, or some of {','.join(CUE_TYPES)}",
    )
    parser.add_argument(
        "--patterns-only",
        action="store_true",
        help="without the trained labeller: faster, finds less",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="in place of quotes, how they and their speakers were found",
    )


def _format_of(output: str) -> str:
    """The format that the name of an output shows; text if it shows none."""
    suffix = Path(output).suffix.lower().removeprefix(".")
    suffix = _OTHER_SUFFIXES.get(suffix, suffix)
    return suffix if suffix in FORMATS and suffix != BRAT else "text"


def _problems(args: argparse.Namespace) -> Iterator[str]:
    """Why the options don't go together, as messages."""
    to_stdout = args.output == STDOUT
    if not args.output:
        yield "-o needs the name of a file"
    if args.output.lower().endswith(".gz"):
        yield "the output can't be compressed; leave .gz out"
    if args.explain and args.format != "text":
        yield f"--explain writes text, not {args.format}"
    if args.explain and args.jobs > 1:
        yield "--explain works in one process; leave --jobs out"
    if args.format in (BRAT, PARQUET) and to_stdout:
        where = "a folder" if args.format == BRAT else "a file"
        yield f"--format {args.format} needs {where}: -o PATH"
    if args.resume and (args.format not in RESUMABLE or to_stdout):
        yield f"--resume needs -o PATH and one of the formats {', '.join(RESUMABLE)}"
    if args.format == BRAT and any(_lies_in(path, args.output) for path in args.files):
        yield f"the folder {args.output} holds input files; name another for brat"
    if args.known is not None and same_file(args.known, args.output):
        yield f"the output would overwrite {args.known}"
    if any(same_file(path, args.output) for path in args.files):
        name = "standard output" if to_stdout else f"the output {args.output}"
        yield f"{name} is one of the input files"


def _lies_in(path: str, folder: str) -> bool:
    """Whether a file lies directly in a folder, where brat files may replace it."""
    try:
        return path != STDIN and Path(path).parent.samefile(folder)
    except (OSError, ValueError):  # one of them does not exist
        return False


def _probability(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number between 0 and 1")
    return number


def _count(value: str) -> int:
    try:
        number = int(value)
        check_workers(number)
    except ValueError:  # InputError is one
        wrong = f"{value!r} is not a number of processes, 1 to {MOST_WORKERS}"
        raise argparse.ArgumentTypeError(wrong) from None
    return number


def _cues(value: str) -> list[tuple[str, str]]:
    pairs = [tuple(part.strip() for part in pair.split("=")) for pair in value.split(",")]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise argparse.ArgumentTypeError(f"{value!r} is not of the form tweet=writing,blog=writing")
    return [(pair[0], pair[1]) for pair in pairs]


def _read_people(path: str) -> tuple[Person, ...]:
    """The people of a CSV file with a header.

    Args:
        path: of a file with the columns ``name`` and, if wanted, ``aliases``, ``identifier``,
            ``gender`` and ``roles``. Several aliases or roles are separated by semicolons.

    Raises:
        InputError: the file can't be read, or a row is wrong; the message names the row.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            columns, rows = csv_rows(stream)
            if "name" not in columns:
                raise InputError(
                    f"{path} has no column 'name'; it may have {', '.join(_PEOPLE_COLUMNS)}"
                )
            unknown = [name for name in columns if name not in _PEOPLE_COLUMNS]
            if unknown:
                named = ", ".join(map(repr, unknown))
                raise InputError(
                    f"{path}: unknown columns {named}; use {', '.join(_PEOPLE_COLUMNS)}"
                )
            return tuple(_person(row, f"{path}:{line}", wrong) for line, row, wrong in rows)
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is not CSV in UTF-8: {error}") from error


def _person(row: dict[str, str | None], where: str, wrong: str | None) -> Person:
    if wrong is not None:
        raise InputError(f"{where}: {wrong}")
    try:
        return Person(
            (row["name"] or "").strip(),
            aliases=_list(row.get("aliases")),
            identifier=(row.get("identifier") or "").strip() or None,
            gender=cast("Gender | None", (row.get("gender") or "").strip() or None),
            roles=_list(row.get("roles")),
        )
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(_SEVERAL) if part.strip())
