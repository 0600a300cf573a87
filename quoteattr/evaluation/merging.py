"""Score merged people and grouped quotations, pair by pair, and make up quotes to measure cost."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any

import attrs

from quoteattr.corpus.people import Occurrence, merge_occurrences
from quoteattr.corpus.repeated import group_texts
from quoteattr.errors import InputError
from quoteattr.model import Speaker
from quoteattr.quotes import Quotes
from quoteattr.words.names import same_person, split_name

__all__ = [
    "PairScore",
    "made_up_quotes",
    "read_gold",
    "score_annotated_people",
    "score_people",
    "score_repeated",
]


@attrs.frozen
class PairScore:
    """How many pairs were put together, and how many of them rightly.

    Attributes:
        together: pairs that were put together.
        wrong: pairs that were put together and do not belong together.
        missed: pairs that belong together and were not put together.
    """

    together: int
    wrong: int
    missed: int

    @property
    def wrong_share(self) -> float:
        """Of the pairs that were put together, the wrong part, 0 to 1."""
        return self.wrong / self.together if self.together else 0.0

    @property
    def found_share(self) -> float:
        """Of the pairs that belong together, the part that was put together, 0 to 1."""
        found = self.together - self.wrong
        return found / (found + self.missed) if found + self.missed else 1.0


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The rows of a gold table.

    Raises:
        InputError: the file is no JSON list.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error})") from error
    if not isinstance(rows, list):
        raise InputError(f"{path}: not a list; see tests/cases/corpus_people.json")
    return rows


def score_annotated_people(gold: Sequence[Mapping[str, Any]]) -> PairScore:
    """Merge the speakers as a reader sees them in the articles.

    Args:
        gold: articles with ``speakers``, each with ``person``, ``name``, ``titles`` and ``gender``.
    """
    people: dict[tuple[int, str], str] = {}
    occurrences = []
    for article, row in enumerate(gold):
        for number, given in enumerate(row["speakers"], 1):
            who = Speaker(
                f"s{number}",
                given["name"],
                kind=given.get("kind", "person"),
                titles=given.get("titles", ()),
                gender=given.get("gender"),
            )
            people[article, who.id] = given["person"]
            occurrences.append(Occurrence(article, row["label"], who))
    return _score_merged(occurrences, people)


def score_people(gold: Sequence[Mapping[str, Any]], results: Sequence[Quotes]) -> PairScore:
    """Merge the speakers that results name; those that are not in the gold don't count.

    Args:
        gold: as in ``score_annotated_people``.
        results: one for the text of each article.
    """
    people: dict[tuple[int, str], str] = {}
    occurrences = []
    for article, (row, quotes) in enumerate(zip(gold, results, strict=True)):
        for who in quotes.speakers:
            occurrences.append(Occurrence(article, row["label"], who))
            tokens = split_name(who.name).tokens
            fits = [
                given["person"]
                for given in row["speakers"]
                if same_person(split_name(given["name"]).tokens, tokens)
            ]
            if who.named and len(set(fits)) == 1:
                people[article, who.id] = fits[0]
    return _score_merged(occurrences, people)


def _score_merged(
    occurrences: Iterable[Occurrence], people: Mapping[tuple[int, str], str]
) -> PairScore:
    merged = {
        (one.article, one.speaker.id): who.id
        for who in merge_occurrences(occurrences)
        for one in who.occurrences
    }
    return _score((people[key], merged[key]) for key in people)


def score_repeated(gold: Sequence[Mapping[str, Any]]) -> PairScore:
    """Group the texts of a table.

    Args:
        gold: rows with ``text`` and ``quotation``, the name of the quotation that the text is a
            wording of, or null if no other text is one.
    """
    groups = {
        i: number
        for number, group in enumerate(group_texts([row["text"] for row in gold]))
        for i in group
    }
    return _score(
        (row["quotation"] or ("alone", i), groups.get(i, ("alone", i)))
        for i, row in enumerate(gold)
    )


def _score(rows: Iterable[tuple[Hashable, Hashable]]) -> PairScore:
    together = wrong = missed = 0
    for (one, first), (other, second) in combinations(list(rows), 2):
        together += first == second
        wrong += first == second and one != other
        missed += first != second and one == other
    return PairScore(together, wrong, missed)


def made_up_quotes(number: int, seed: int = 1) -> Iterator[str]:
    """Made-up quotes in which quotations come again, as news has them, to measure cost with.

    Words have the frequencies of a language (Zipf). A third of the quotations are new; the others
    repeat an earlier one in full, shortened, with an ellipsis, or reported. A few are in very many
    articles.

    >>> len(list(made_up_quotes(100)))
    100
    """
    dice = random.Random(seed)
    words = [f"w{i}" for i in range(20_000)]
    weights = list(accumulate(1 / (i + 2) for i in range(len(words))))
    said: defaultdict[int, list[str]] = defaultdict(list)
    for _ in range(number):
        if not said or dice.random() < 1 / 3:
            new = dice.choices(words, cum_weights=weights, k=dice.randint(6, 45))
            said[len(said)] = new
            yield " ".join(new)
            continue
        # Early quotations come again and again.
        old = said[int(len(said) * dice.random() ** 3)]
        cut = dice.randint(1, max(1, len(old) // 3))
        yield dice.choice(
            (
                f"“{' '.join(old)}.”",
                f"“{' '.join(old[:-cut])}”",
                f"“{' '.join(old[:cut])} … {' '.join(old[cut + 2 :])}”",
                f"that {' '.join(old[cut:])}",
            )
        )
