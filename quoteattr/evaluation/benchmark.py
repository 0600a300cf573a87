"""How fast the library is, what memory it needs, and how both grow with the article.

Each measurement runs in a process of its own, on one thread. So its peak memory is its own, and no
cache is filled before it starts. Times are CPU times.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from multiprocessing import get_context
from typing import Any, TypeVar

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.markdown import table

__all__ = [
    "Benchmark",
    "Clock",
    "Growth",
    "Load",
    "Marks",
    "Stage",
    "benchmark",
    "benchmark_markdown",
    "count_words",
    "in_own_process",
    "of_length",
    "one_thread",
    "peak_megabytes",
    "reference_seconds",
    "seconds_of",
]

_STEPS = 400_000
LENGTHS = (1_000, 3_000, 10_000, 30_000, 100_000)
MARK_LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
LEAST_WORDS = 5_000
_MARKS = '"“"”‘\'’«»'
_T = TypeVar("_T")


@attrs.define
class Clock:
    """CPU seconds by name, added up."""

    seconds: dict[str, float] = attrs.field(factory=dict)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Add the CPU time of the block to ``name``."""
        start = time.process_time()
        try:
            yield
        finally:
            spent = time.process_time() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + spent


def seconds_of(action: Callable[[], object]) -> float:
    """CPU seconds that an action takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def reference_seconds() -> float:
    """CPU seconds of a fixed loop over integers, strings and a dictionary.

    The loop takes longer on a slower or busier machine, as the library does. So times that are
    divided by this one can be compared between machines.
    """

    def loop() -> None:
        counts: dict[str, int] = {}
        value = 1
        for _ in range(_STEPS):
            value = value * 1103515245 + 12345 & 0x7FFFFFFF
            key = str(value % 1000)
            counts[key] = counts.get(key, 0) + 1

    return seconds_of(loop)


def peak_megabytes(*, of_children: bool = False) -> float | None:
    """Largest resident memory of this process so far, in 10⁶ bytes; None if unknown.

    Args:
        of_children: measure the largest of the processes that it started and that have ended.
    """
    try:
        import resource
    except ImportError:  # Windows
        return None
    who = resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF
    peak = resource.getrusage(who).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


@attrs.frozen
class Stage:
    """The time of one step, over all articles.

    Attributes:
        name: the step.
        seconds: CPU seconds.
        words_per_second: words, separated by white space, per CPU second.
        reference: CPU time per 1,000 words, measured in runs of the reference loop.
    """

    name: str
    seconds: float
    words_per_second: float
    reference: float


@attrs.frozen
class Load:
    """CPU seconds and peak memory (10⁶ bytes) before the first article."""

    import_quoteattr: float
    import_stanza: float
    load_models: float
    megabytes: float | None


@attrs.frozen
class Growth:
    """One long article: its words, quotes found, CPU seconds, speed and peak memory (10⁶ bytes)."""

    words: int
    quotes: int
    seconds: float
    words_per_second: float
    megabytes: float | None


@attrs.frozen
class Marks:
    """``find_marks`` on a text of quotation marks only: code points, CPU seconds, time of each."""

    characters: int
    seconds: float
    nanoseconds_each: float


@attrs.frozen
class Benchmark:
    """All measurements."""

    articles: int
    words: int
    load: Load
    stages: tuple[Stage, ...]
    growth: tuple[Growth, ...]
    marks: tuple[Marks, ...]


def benchmark(
    articles: Sequence[str],
    lengths: Sequence[int] = LENGTHS,
    mark_lengths: Sequence[int] = MARK_LENGTHS,
    least_words: int = LEAST_WORDS,
) -> Benchmark:
    """Measure the library as it is installed, with the models that it ships.

    Args:
        articles: texts to measure the steps on; joined, they make the long articles.
        lengths: lengths of the long articles, in words.
        mark_lengths: lengths of the texts of quotation marks, in code points.
        least_words: the steps run over the articles again and again up to so many words.

    Raises:
        InputError: the articles have no words.
    """
    words = sum(count_words(text) for text in articles)
    if not words:
        raise InputError("the articles hold no word; give texts of news articles")
    passes = -(-least_words // words)
    return Benchmark(
        articles=len(articles) * passes,
        words=words * passes,
        load=in_own_process(_load),
        stages=in_own_process(_stages, list(articles) * passes),
        growth=tuple(in_own_process(_growth, of_length(articles, length)) for length in lengths),
        marks=in_own_process(_marks, list(mark_lengths)),
    )


def of_length(articles: Sequence[str], words: int) -> str:
    r"""The paragraphs of articles, repeated until there are ``words`` words.

    >>> of_length(["One two.\nThree.", "Four."], 4)
    'One two.\nThree.\nFour.\n'
    """
    out: list[str] = []
    count = 0
    for paragraph in cycle([line for text in articles for line in text.splitlines()]):
        if count >= words:
            break
        out.append(paragraph + "\n")
        count += count_words(paragraph)
    return "".join(out)


def count_words(text: str) -> int:
    """How many words, separated by white space, a text has."""
    return len(text.split())


def in_own_process(measure: Callable[..., _T], *arguments: Any) -> _T:
    """Run a measurement in a new process, in which matrix libraries use one thread."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_limit_threads) as pool:
        return pool.submit(measure, *arguments).result()


def _limit_threads() -> None:
    """Set the variables that matrix libraries read when they are imported."""
    for library in ("BLIS", "MKL", "OMP", "OPENBLAS"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


def one_thread() -> None:
    """Let torch use one thread."""
    import torch

    torch.set_num_threads(1)


def _load() -> Load:
    def import_quoteattr() -> None:
        from quoteattr import find_marks

        find_marks("")

    def import_stanza() -> None:
        import stanza  # noqa: F401

    def load_models() -> None:
        from quoteattr.attributor import Attributor

        Attributor()

    first = seconds_of(import_quoteattr)
    second = seconds_of(import_stanza)
    one_thread()
    return Load(first, second, seconds_of(load_models), peak_megabytes())


@attrs.frozen
class _Timed:
    """A Stanza processor whose time is measured."""

    name: str
    processor: Any
    clock: Clock

    def process(self, document: Any) -> Any:
        with self.clock.running(self.name):
            return self.processor.process(document)


@attrs.frozen
class _TimedPipeline:
    processors: dict[str, _Timed]


def _stages(articles: list[str]) -> tuple[Stage, ...]:
    """The time of each step; that of the parser includes its processors and the rest."""
    from quoteattr.attribution import analyse, attribute
    from quoteattr.coreference import resolve
    from quoteattr.parsing.models import labeller_of, load_pipeline
    from quoteattr.parsing.stanza import StanzaParser
    from quoteattr.text.marks import find_marks

    one_thread()
    clock = Clock()
    processors = load_pipeline().processors
    parser = StanzaParser(
        _TimedPipeline({name: _Timed(name, p, clock) for name, p in processors.items()})
    )
    labeller = labeller_of(None)

    def timed(article: Any) -> Any:
        with clock.running("labeller"):
            return labeller(article)

    # Once before the clock runs: tables are read, caches are filled.
    attribute(analyse(parser(articles[0]), (), labeller=timed))
    clock.seconds.clear()
    reference = 0.0
    for text in articles:
        reference += reference_seconds()
        with clock.running("marks"):
            marks = find_marks(text)
        with clock.running("parser, whole"):
            parse = parser(text)
        with clock.running("attribution"):
            analysis = analyse(parse, marks, labeller=timed)
            relations = attribute(analysis)
        with clock.running("coreference"):
            resolve(parse, relations, marks=marks)
    words = sum(count_words(text) for text in articles)
    seconds = dict(clock.seconds)
    parts = ("marks", "parser, whole", "attribution", "coreference")
    seconds["all"] = sum(seconds[name] for name in parts)
    steps = ("parser, whole", "labeller", "attribution", "coreference", "all")
    names = ["marks", *processors, *steps]
    return tuple(
        Stage(
            name=name,
            seconds=seconds[name],
            words_per_second=words / max(seconds[name], 1e-9),
            reference=seconds[name] * 1000 / words / (reference / len(articles)),
        )
        for name in names
    )


def _growth(text: str) -> Growth:
    from quoteattr.attributor import Attributor

    one_thread()
    attributor = Attributor()
    attributor("“We will win,” Ann Lee said.")
    found = []
    seconds = seconds_of(lambda: found.append(attributor(text)))
    words = count_words(text)
    return Growth(words, len(found[0]), seconds, words / seconds, peak_megabytes())


def _marks(lengths: list[int]) -> tuple[Marks, ...]:
    from quoteattr.text.marks import find_marks

    find_marks(_MARKS)
    out = []
    for length in lengths:
        text = (_MARKS * (length // len(_MARKS) + 1))[:length]
        seconds = seconds_of(partial(find_marks, text))
        out.append(Marks(length, seconds, seconds / length * 1e9))
    return tuple(out)


def benchmark_markdown(result: Benchmark) -> str:
    """All tables of a benchmark, ready for a page."""
    return "\n\n".join(
        [
            f"{result.articles} articles, {result.words:,} words; CPU time, one thread.",
            _stages_table(result),
            _load_table(result),
            _growth_table(result),
            _marks_table(result),
        ]
    )


def _stages_table(result: Benchmark) -> str:
    return table(
        ["step", "words per CPU second", "reference loops per 1,000 words"],
        (
            [stage.name, f"{stage.words_per_second:,.0f}", f"{stage.reference:.2f}"]
            for stage in result.stages
        ),
    )


def _load_table(result: Benchmark) -> str:
    load = result.load
    return table(
        ["start", "CPU seconds"],
        [
            ["import quoteattr", f"{load.import_quoteattr:.2f}"],
            ["import stanza (and torch)", f"{load.import_stanza:.2f}"],
            ["load and verify the models", f"{load.load_models:.2f}"],
            ["peak memory then, MB", _megabytes(load.megabytes)],
        ],
    )


def _growth_table(result: Benchmark) -> str:
    return table(
        [
            "words in one article",
            "quotes",
            "CPU seconds",
            "words per CPU second",
            "peak memory, MB",
        ],
        (
            [
                f"{row.words:,}",
                f"{row.quotes:,}",
                f"{row.seconds:.1f}",
                f"{row.words_per_second:,.0f}",
                _megabytes(row.megabytes),
            ]
            for row in result.growth
        ),
    )


def _marks_table(result: Benchmark) -> str:
    return table(
        ["quotation marks and nothing else", "CPU seconds", "ns each"],
        (
            [f"{row.characters:,}", f"{row.seconds:.3f}", f"{row.nanoseconds_each:,.0f}"]
            for row in result.marks
        ),
    )


def _megabytes(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}"
