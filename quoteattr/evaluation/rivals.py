"""Speed and memory beside another tool, on the same articles.

Speeds on one machine vary from hour to hour, so a speed says little beside one that was measured
elsewhere. Here both tools read in one process, article by article in turn, and each round gives
their ratio. Peak memory is measured in a process of its own for each tool.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import attrs

from quoteattr.errors import InputError
from quoteattr.evaluation.benchmark import (
    LEAST_WORDS,
    count_words,
    in_own_process,
    one_thread,
    peak_megabytes,
    seconds_of,
)
from quoteattr.evaluation.markdown import table

__all__ = [
    "RIVALS",
    "ROUNDS",
    "Comparison",
    "Reader",
    "Rival",
    "Tool",
    "compare_speed",
    "comparison_markdown",
    "rival_named",
]

ROUNDS = 3
OURS = "quoteattr"

Reader = Callable[[str], int | None]
"""Reads an article; returns how many quotes it found, None where it gave the article up."""


@attrs.frozen
class Rival:
    """Another tool that finds quotes, and how to run it.

    Attributes:
        name: as ``--against`` takes it.
        packages: what has to be importable.
        page: the project's own page, which says how to install it.
        model: the model that it reads with by default: an importable package, or a folder.
        model_page: the page that says how to install a model.
        load: loads a model.
    """

    name: str
    packages: tuple[str, ...]
    page: str
    model: str
    model_page: str
    load: Callable[[str], Reader]


def _textacy(model: str) -> Reader:
    import spacy
    from textacy.extract import direct_quotations

    nlp: Any = spacy.load(model)

    def read(text: str) -> int | None:
        try:
            return sum(1 for _ in direct_quotations(nlp(text)))
        except ValueError:  # an odd number of quotation marks
            return None

    return read


RIVALS: tuple[Rival, ...] = (
    Rival(
        name="textacy",
        packages=("textacy", "spacy"),
        page="https://textacy.readthedocs.io",
        model="en_core_web_md",
        model_page="https://spacy.io/models/en",
        load=_textacy,
    ),
)
"""What ``benchmark --against`` can run."""


def rival_named(name: str) -> Rival:
    """The rival of a name.

    Args:
        name: one of ``RIVALS``.

    Raises:
        InputError: there is none of that name.
    """
    for rival in RIVALS:
        if rival.name == name:
            return rival
    known = ", ".join(rival.name for rival in RIVALS)
    raise InputError(f"no adapter runs {name}; there is one for: {known}")


@attrs.frozen
class Tool:
    """What one tool did.

    Attributes:
        name: the tool, with its model.
        seconds: CPU seconds of each round.
        words_per_second: words, separated by white space, per CPU second over all rounds.
        quotes: found in one round.
        given_up: articles of one round that it gave up.
        megabytes: peak memory in 10⁶ bytes of a process that loads it and reads the articles once;
            None if unknown.
    """

    name: str
    seconds: tuple[float, ...]
    words_per_second: float
    quotes: int
    given_up: int
    megabytes: float | None


@attrs.frozen
class Comparison:
    """Our speed beside that of a rival.

    Attributes:
        articles: read in one round.
        words: in them.
        ours, rival: the tools.
        ratios: our speed divided by the rival's, round by round.
    """

    articles: int
    words: int
    ours: Tool
    rival: Tool
    ratios: tuple[float, ...]


def compare_speed(
    articles: Sequence[str],
    rival: Rival,
    model: str | None = None,
    rounds: int = ROUNDS,
    least_words: int = LEAST_WORDS,
) -> Comparison:
    """Measure the library, with the models that it ships, beside a rival.

    Args:
        articles: the texts that both read.
        rival: the other tool.
        model: of the rival; None for its default.
        rounds: how often both read all articles.
        least_words: a round repeats the articles up to so many words.

    Raises:
        InputError: the rival or its model is not installed, the articles have no words, or
            ``rounds`` is not positive.
    """
    model = rival.model if model is None else model
    _require(rival, model)
    words = sum(map(count_words, articles))
    if not words:
        raise InputError("the articles hold no word; give texts of news articles")
    if rounds < 1:
        raise InputError(f"rounds must be at least 1, not {rounds}")
    passes = -(-least_words // words)
    texts = list(articles) * passes
    words *= passes
    ours, theirs = in_own_process(_in_turn, texts, rival, model, rounds)
    memory = in_own_process(_memory, texts, None, ""), in_own_process(_memory, texts, rival, model)
    return Comparison(
        articles=len(texts),
        words=words,
        ours=_tool(OURS, ours, words, memory[0]),
        rival=_tool(f"{rival.name} ({Path(model).name})", theirs, words, memory[1]),
        ratios=tuple(b / a for a, b in zip(ours.seconds, theirs.seconds, strict=True)),
    )


def _require(rival: Rival, model: str) -> None:
    for package in rival.packages:
        if find_spec(package) is None:
            raise InputError(f"{package} is not installed; see {rival.page}")
    if not (Path(model).is_dir() or (model.isidentifier() and find_spec(model))):
        raise InputError(
            f"{rival.name} needs the model {model}, which is not installed; "
            f"see {rival.model_page}, or name another package or folder with --model"
        )


@attrs.frozen
class _Run:
    seconds: tuple[float, ...]
    found: tuple[int | None, ...]


def _tool(name: str, run: _Run, words: int, megabytes: float | None) -> Tool:
    return Tool(
        name=name,
        seconds=run.seconds,
        words_per_second=words * len(run.seconds) / max(sum(run.seconds), 1e-9),
        quotes=sum(count or 0 for count in run.found),
        given_up=run.found.count(None),
        megabytes=megabytes,
    )


def _ours() -> Reader:
    from quoteattr.attributor import Attributor

    attributor = Attributor()
    return lambda text: len(attributor(text))


def _in_turn(texts: list[str], rival: Rival, model: str, rounds: int) -> tuple[_Run, _Run]:
    """Both tools read article by article; in every other round, the rival reads first."""
    one_thread()
    readers = (_ours(), rival.load(model))
    found = [[read(text) for text in texts] for read in readers]  # caches are filled
    seconds = ([0.0] * rounds, [0.0] * rounds)
    # What one tool keeps in memory must not slow down the other's garbage collection.
    gc.collect()
    gc.freeze()
    for number in range(rounds):
        for text in texts:
            for which in ((0, 1), (1, 0))[number % 2]:
                gc.collect()
                seconds[which][number] += seconds_of(lambda: readers[which](text))  # noqa: B023
    gc.unfreeze()
    ours, theirs = (_Run(tuple(s), tuple(f)) for s, f in zip(seconds, found, strict=True))
    return ours, theirs


def _memory(texts: list[str], rival: Rival | None, model: str) -> float | None:
    """Peak memory of a tool that reads the texts; None means quoteattr."""
    one_thread()
    read = _ours() if rival is None else rival.load(model)
    for text in texts:
        read(text)
    return peak_megabytes()


def comparison_markdown(result: Comparison) -> str:
    """A comparison, ready for a page."""
    rows = (
        [
            tool.name,
            f"{tool.words_per_second:,.0f}",
            f"{tool.quotes:,}",
            f"{tool.given_up:,}",
            "?" if tool.megabytes is None else f"{tool.megabytes:,.0f}",
        ]
        for tool in (result.ours, result.rival)
    )
    head = ["tool", "words per CPU second", "quotes", "articles given up", "peak memory, MB"]
    ratios = result.ratios
    return "\n\n".join(
        [
            f"{result.articles} articles, {result.words:,} words; CPU time, one thread.",
            table(head, rows),
            f"{OURS} has {median(ratios):.2f} times the speed of {result.rival.name}: "
            f"the median of {len(ratios)} rounds, from {min(ratios):.2f} to {max(ratios):.2f}.",
        ]
    )
