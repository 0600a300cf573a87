"""Read GAP (Webster, Recasens, Axelrod & Baldridge 2018, "Mind the GAP", TACL 6).

GAP has passages of Wikipedia, each with an ambiguous pronoun and two names, A and B. The pronoun
refers to A, to B or to neither.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import attrs

from quoteattr.errors import InputError

__all__ = ["Passage", "read_gap"]

_FEMININE = frozenset(("she", "her", "hers"))


@attrs.frozen
class Passage:
    """One passage of GAP.

    Attributes:
        text: the passage.
        pronoun: where the pronoun starts, in code points.
        feminine: whether it is she, her or hers.
        names: code points of A and of B.
        meant: whether the pronoun refers to A, and whether to B.
    """

    text: str
    pronoun: int
    feminine: bool
    names: tuple[tuple[int, int], tuple[int, int]]
    meant: tuple[bool, bool]


def read_gap(path: Path, limit: int | None = None) -> Iterator[Passage]:
    """The passages of one of GAP's files, such as ``gap-development.tsv``.

    Args:
        path: the file.
        limit: read at most so many passages; all if None.

    Raises:
        InputError: the file has another form.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            if number == limit:
                return
            try:
                yield _passage(row)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise InputError(
                    f"{path}, row {number + 1}: not a passage of GAP ({type(error).__name__}: "
                    f"{error}); give one of the gap-*.tsv files"
                ) from error


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
