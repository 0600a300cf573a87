"""Pronouns of GAP: does coreference say whom a pronoun means, and equally well by gender?

GAP (Webster, Recasens, Axelrod & Baldridge 2018, "Mind the GAP", TACL 6) has passages of Wikipedia
with one ambiguous pronoun and two names, A and B; the pronoun means A, B or neither. A system says
for each name whether it means it. F1 is over these decisions, on all passages, on those with a
masculine and on those with a feminine pronoun; *bias* is feminine F1 over masculine F1, 1 being
none. Only the passage is read (GAP's snippet-context setting), not its page's title.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from quoteattr.attribution import attribute
from quoteattr.attribution.labels import Labeller
from quoteattr.coreference.resolver import read_article
from quoteattr.errors import InputError
from quoteattr.evaluation.report import table
from quoteattr.evaluation.score import Measure, measure_of
from quoteattr.syntax import Parse, Parser
from quoteattr.text.marks import find_marks

__all__ = ["GapScores", "Passage", "gap_markdown", "means", "read_gap", "score_gap"]

_FEMININE = frozenset(("she", "her", "hers"))


@attrs.frozen
class Passage:
    """One passage of GAP.

    Attributes:
        text: the passage.
        pronoun: where the pronoun starts, in code points.
        feminine: whether it is she, her or hers.
        names: code points of A and of B.
        meant: whether the pronoun means A, and whether B.
    """

    text: str
    pronoun: int
    feminine: bool
    names: tuple[tuple[int, int], tuple[int, int]]
    meant: tuple[bool, bool]


@attrs.frozen
class GapScores:
    """Scores of all passages, and by the gender of the pronoun.

    Attributes:
        all, masculine, feminine: precision, recall and F1; gold and predicted are counted in names.
        bias: feminine F1 over masculine F1, None without any masculine.
        settled: share of the pronouns that have somebody, in percent.
    """

    all: Measure
    masculine: Measure
    feminine: Measure
    bias: float | None
    settled: float


def read_gap(path: Path, limit: int | None = None) -> Iterator[Passage]:
    """The passages of one of GAP's files, such as ``gap-development.tsv``.

    Args:
        path: the file.
        limit: take so many passages, all if None.

    Raises:
        InputError: it is no such file.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            if number == limit:
                return
            try:
                yield _passage(row)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise InputError(
                    f"{path}, row {number + 1}: no passage of GAP ({type(error).__name__}: "
                    f"{error}); give one of the gap-*.tsv files"
                ) from error


def means(
    parse: Parse, passage: Passage, labeller: Labeller | None = None
) -> tuple[bool, tuple[bool, bool]]:
    """Whether the pronoun has somebody, and whether this is A, and whether B.

    Somebody is A if one of the names that refer to him or her overlaps with A.

    Args:
        parse: of the passage's text.
        passage: with the pronoun and the names.
        labeller: finds who says what in it; without one, patterns are alone.
    """
    discourse = read_article(parse, attribute(parse, find_marks(parse.text), labeller=labeller))
    word = parse.word_at(passage.pronoun)
    mention = None if word is None else discourse.headed_by(word)
    entity = discourse.entity_of(mention)
    if entity is None:
        return False, (False, False)
    names = [
        (parse.words[name.first].start, parse.words[name.last - 1].end)
        for name in entity.mentions
        if name.form == "name"
    ]
    first, second = (
        any(start < right and left < end for start, end in names) for left, right in passage.names
    )
    return True, (first, second)


def score_gap(
    passages: Iterable[Passage], parser: Parser, labeller: Labeller | None = None
) -> GapScores:
    """Resolve the pronoun of each passage and score the answers.

    Args:
        passages: as ``read_gap`` gives them.
        parser: of the texts.
        labeller: finds who says what in them; without one, patterns are alone.

    Raises:
        InputError: there is no passage.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for passage in passages:
        settled, answers = means(parser(passage.text), passage, labeller)
        for group in ("all", "feminine" if passage.feminine else "masculine"):
            counts[group, "passages"] += 1
            counts[group, "settled"] += settled
            for gold, answer in zip(passage.meant, answers, strict=True):
                counts[group, "gold"] += gold
                counts[group, "pred"] += answer
                counts[group, "right"] += gold and answer
    if not counts["all", "passages"]:
        raise InputError("there is no passage to score; give one of the gap-*.tsv files")
    scores = {
        group: measure_of(*(counts[group, side] for side in ("gold", "right", "pred", "right")))
        for group in ("all", "masculine", "feminine")
    }
    masculine = scores["masculine"].f
    return GapScores(
        **scores,
        bias=round(scores["feminine"].f / masculine, 3) if masculine else None,
        settled=round(100 * counts["all", "settled"] / counts["all", "passages"], 1),
    )


def gap_markdown(scores: GapScores) -> str:
    """A Markdown table and the bias."""
    rows = [
        [name, f"{m.p:.1f}", f"{m.r:.1f}", f"**{m.f:.1f}**", f"{m.gold:,}", f"{m.pred:,}"]
        for name, m in (
            ("all", scores.all),
            ("masculine", scores.masculine),
            ("feminine", scores.feminine),
        )
    ]
    bias = "unknown" if scores.bias is None else f"{scores.bias:.2f}"
    return (
        f"{table(['pronouns', 'P', 'R', 'F1', 'gold', 'found'], rows)}\n\n"
        f"Bias (feminine over masculine F1): {bias}. Pronouns that have somebody: "
        f"{scores.settled:.1f} %."
    )


def _passage(row: dict[str, str]) -> Passage:
    spans = [(int(row[f"{name}-offset"]), len(row[name])) for name in "AB"]
    first, second = ((start, start + length) for start, length in spans)
    return Passage(
        text=row["Text"],
        pronoun=int(row["Pronoun-offset"]),
        feminine=row["Pronoun"].lower() in _FEMININE,
        names=(first, second),
        meant=(row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
    )
