"""Commands that run the library: on a corpus, or to measure speed and memory."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from quoteattr.corpora.polnear import read_split
from quoteattr.corpora.tagged import read_tagged, tagged_texts
from quoteattr.corpora.texts import read_texts
from quoteattr.corpus.repeated import group_texts
from quoteattr.evaluation.batches import (
    COUNT,
    WORKERS,
    soak,
    soak_markdown,
    throughput,
    throughput_markdown,
)
from quoteattr.evaluation.benchmark import (
    LEAST_WORDS,
    LENGTHS,
    MARK_LENGTHS,
    benchmark,
    benchmark_markdown,
)
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.merging import made_up_quotes
from quoteattr.evaluation.options import Command, add_json, add_polnear, positive, write_json
from quoteattr.evaluation.rivals import (
    RIVALS,
    ROUNDS,
    compare_speed,
    comparison_markdown,
    rival_named,
)
from quoteattr.quotes import Quotes
from quoteattr.text.marks import find_marks

__all__ = ["COMMANDS", "MarkCounts", "count_marks", "predict"]


def _add_predict(command: argparse.ArgumentParser) -> None:
    """Options of ``predict``."""
    texts = command.add_mutually_exclusive_group(required=True)
    texts.add_argument("--polnear", type=Path, help="the split, as polnear/dev")
    texts.add_argument("--tagged", type=Path, help="a file of CofeNet's, as RiQuA's valid.txt")
    texts.add_argument(
        "--texts",
        type=Path,
        help="a folder of .txt files or of .json tables, as tests/cases, or gold .jsonl with texts",
    )
    command.add_argument("--out", type=Path, required=True, help="the JSON lines to write")
    command.add_argument("--include", default="all", help="as Attributor(include=…); default: all")
    command.add_argument("--models", help="a folder of models, not the shipped ones")
    command.add_argument("--patterns-only", action="store_true", help="without the labeller")
    command.add_argument(
        "--min-speaker-confidence", type=float, default=0.35, help="as Attributor's; default: 0.35"
    )
    command.add_argument(
        "--only", nargs="*", default=(), metavar="NAME", help="only these articles"
    )


def _run_predict(args: argparse.Namespace) -> None:
    """Write the quotes of each article as a line of JSON."""
    from quoteattr.attributor import Attributor

    include = args.include.split(",") if "," in args.include else args.include
    attributor = Attributor(
        args.models,
        include=include,
        patterns_only=args.patterns_only,
        min_speaker_confidence=args.min_speaker_confidence,
    )
    texts = (one for one in _named_texts(args) if not args.only or one[0] in args.only)
    print(f"{predict(texts, args.out, attributor)} articles", file=sys.stderr)


def _named_texts(args: argparse.Namespace) -> Iterator[tuple[str, str]]:
    if args.texts:
        yield from read_texts(args.texts)
    elif args.tagged:
        yield from ((one.name, one.text) for one in tagged_texts(read_tagged(args.tagged)))
    else:
        yield from ((article.name, article.text) for article in read_split(args.polnear))


def predict(
    texts: Iterable[tuple[str, str]], out: Path, attributor: Callable[[str, str | None], Quotes]
) -> int:
    """Write one line of ``Quotes.to_json`` per text.

    Args:
        texts: each with its name, which becomes the ``doc_id``.
        out: the file to write.
        attributor: an ``Attributor``, or anything that is called like one.

    Returns:
        The number of texts.
    """
    count = 0
    with out.open("w", encoding="utf-8", newline="\n") as stream:
        for name, text in texts:
            stream.write(attributor(text, name).to_json() + "\n")
            count += 1
    return count


def _add_marks(command: argparse.ArgumentParser) -> None:
    """Options of ``marks``."""
    add_polnear(command, "a split, as polnear/train")


def _run_marks(args: argparse.Namespace) -> None:
    """Print how many quotation marks find no closing mark."""
    counts = count_marks(article.text for article in read_split(args.polnear))
    share = 100 * counts.unclosed / counts.marks if counts.marks else 0.0
    print(
        f"{counts.articles:,} articles, {counts.marks:,} marks, "
        f"{counts.unclosed:,} unclosed ({share:.1f} %), in {counts.with_unclosed:,} articles"
    )


@attrs.frozen
class MarkCounts:
    """Numbers of articles, marked spans, unclosed ones, and articles with an unclosed one."""

    articles: int
    marks: int
    unclosed: int
    with_unclosed: int


def count_marks(texts: Iterable[str]) -> MarkCounts:
    """Count the marked spans of articles.

    >>> count_marks(["“Yes,” she said.", "He said: “No."])
    MarkCounts(articles=2, marks=2, unclosed=1, with_unclosed=1)
    """
    found = [find_marks(text) for text in texts]
    unclosed = [sum(not mark.closed for mark in marks) for marks in found]
    return MarkCounts(
        articles=len(found),
        marks=sum(map(len, found)),
        unclosed=sum(unclosed),
        with_unclosed=sum(map(bool, unclosed)),
    )


def _add_articles(command: argparse.ArgumentParser) -> None:
    """Add ``--articles`` and ``--polnear``, of which one gives the texts."""
    texts = command.add_mutually_exclusive_group()
    texts.add_argument(
        "--articles",
        type=Path,
        default=Path("seeds"),
        help="a folder of .txt articles; default: seeds, of the source tree",
    )
    texts.add_argument("--polnear", type=Path, help="a split, as polnear/dev")


def _articles(args: argparse.Namespace) -> list[str]:
    if args.polnear:
        return [article.text for article in read_split(args.polnear)]
    return [text for _, text in read_texts(args.articles)]


def _add_soak(command: argparse.ArgumentParser) -> None:
    """Options of ``soak``."""
    _add_articles(command)
    command.add_argument(
        "--count", type=positive, default=COUNT, help=f"how many articles to read; default: {COUNT}"
    )
    add_json(command)


def _run_soak(args: argparse.Namespace) -> None:
    """Print the memory after more and more articles."""
    found = soak(_articles(args), args.count)
    print(soak_markdown(found))
    write_json(args.json, [attrs.asdict(reading) for reading in found])


def _add_benchmark(command: argparse.ArgumentParser) -> None:
    """Options of ``benchmark``."""
    _add_articles(command)
    command.add_argument(
        "--against",
        metavar="RIVAL",
        help="only compare speed and memory with another tool, which has to be installed: "
        + ", ".join(rival.name for rival in RIVALS),
    )
    command.add_argument("--model", help="the rival's model: a package or a folder")
    command.add_argument(
        "--rounds",
        type=positive,
        default=ROUNDS,
        help=f"how often each tool runs; default: {ROUNDS}",
    )
    command.add_argument(
        "--lengths",
        type=positive,
        nargs="*",
        default=LENGTHS,
        help="lengths of the long articles, in words",
    )
    command.add_argument(
        "--mark-lengths",
        type=positive,
        nargs="*",
        default=MARK_LENGTHS,
        help="lengths of the texts of marks, in code points",
    )
    command.add_argument(
        "--least-words",
        type=positive,
        default=LEAST_WORDS,
        help="repeat the articles until they have this many words",
    )
    command.add_argument(
        "--workers",
        type=positive,
        nargs="*",
        default=WORKERS,
        help="measure throughput with these numbers of worker processes; none: don't measure it",
    )
    add_json(command)


def _run_benchmark(args: argparse.Namespace) -> None:
    """Print speed and memory, our own or beside those of a rival."""
    articles = _articles(args)
    if args.against:
        rival = rival_named(args.against)
        compared = compare_speed(articles, rival, args.model, args.rounds, args.least_words)
        print(comparison_markdown(compared))
        write_json(args.json, attrs.asdict(compared))
        return
    result = benchmark(articles, args.lengths, args.mark_lengths, args.least_words)
    print(benchmark_markdown(result))
    rows = throughput(articles, args.workers)
    if rows:
        print(f"\n{throughput_markdown(rows)}")
    write_json(
        args.json, {**attrs.asdict(result), "throughput": [attrs.asdict(row) for row in rows]}
    )


def _add_benchmark_repeated(command: argparse.ArgumentParser) -> None:
    """Options of ``benchmark-repeated``."""
    command.add_argument(
        "--quotes",
        type=positive,
        nargs="+",
        default=[12_500, 25_000, 50_000, 100_000],
        metavar="N",
        help="how many made-up quotes to group (default: 12500 25000 50000 100000)",
    )


def _run_benchmark_repeated(args: argparse.Namespace) -> None:
    """Print the CPU time of grouping made-up quotes, by their number."""
    rows = []
    for number in args.quotes:
        texts = list(made_up_quotes(number))
        start = time.process_time()
        groups = group_texts(texts)
        seconds = time.process_time() - start
        rows.append(
            (f"{number:,}", f"{len(groups):,}", f"{seconds:.1f}", f"{1e6 * seconds / number:.0f}")
        )
    print(table(("quotes", "groups", "CPU-seconds", "µs per quote"), rows))


COMMANDS: tuple[Command, ...] = (
    Command(
        "predict",
        "quotes of a corpus or a folder of texts as JSON lines",
        _add_predict,
        _run_predict,
    ),
    Command("marks", "quotation marks that find no closing mark", _add_marks, _run_marks),
    Command("benchmark", "speed and memory, as Markdown tables", _add_benchmark, _run_benchmark),
    Command(
        "benchmark-repeated",
        "the cost of grouping quotations, by their number",
        _add_benchmark_repeated,
        _run_benchmark_repeated,
    ),
    Command("soak", "whether memory stays flat over a long batch", _add_soak, _run_soak),
)
