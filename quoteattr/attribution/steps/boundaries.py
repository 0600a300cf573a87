"""The choice, among the candidates for one cue, of the content with the right boundaries.

``scoring`` asks whether a candidate is right, this step whether its content is right to the word.
``python -m quoteattr.training reliability`` estimates its weights (``data/boundaries.tsv``).
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, Candidate
from quoteattr.attribution.scoring import label_features
from quoteattr.linear import LogLinear, load, probability_of
from quoteattr.syntax import Row

__all__ = ["best_boundaries", "boundary_features"]

_SHARE = 0.5  # of the best score that another candidate for the same cue needs
_LEVELS = 5  # of a probability, as a feature


def boundary_features(analysis: Analysis, candidate: Candidate) -> list[str]:
    """What lies at the boundaries of a candidate's content, on either side.

    Args:
        analysis: of the article, with labels.
        candidate: a candidate with a content.
    """
    words = analysis.parse.words
    pattern = candidate.pattern.name
    found = ["bias", f"pattern={pattern}", *label_features(analysis, candidate)]
    chosen = analysis.spoken(candidate.content)
    if not chosen:
        return found
    first, last = chosen[0], chosen[-1]
    before, after = _beside(analysis, first, -1), _beside(analysis, last, 1)
    found += (
        f"first={words[first].lemma.lower()}",
        f"first-tag={words[first].xpos} {pattern}",
        f"first-relation={words[first].deprel}",
        f"last-relation={words[last].deprel}",
        f"pieces={min(3, len(candidate.content))} {pattern}",
        f"gap-before={first - 1 - before}",
        f"gap-after={''.join(words[i].text for i in range(last + 1, min(after, last + 3)))}",
    )
    if before >= 0:
        found.append(f"before={words[before].lemma.lower()}")
    if after < len(words):
        found += (
            f"after={words[after].lemma.lower()}",
            f"after-tag={words[after].xpos}",
            f"after-relation={words[after].deprel}",
        )
    row = analysis.labels.rows.get(candidate.head) if analysis.labels is not None else None
    return found if row is None else [*found, *_row_features(analysis, row, chosen, before, after)]


def _beside(analysis: Analysis, index: int, step: int) -> int:
    """The next word that is no punctuation; one past either end where there is none."""
    words = analysis.parse.words
    index += step
    while 0 <= index < len(words) and words[index].upos == "PUNCT":
        index += step
    return index


def _row_features(
    analysis: Analysis, row: Row, chosen: Sequence[int], before: int, after: int
) -> list[str]:
    values = dict(enumerate(row.content, start=row.first))
    first, last = _level(values.get(chosen[0])), _level(values.get(chosen[-1]))
    outside_first, outside_last = _level(values.get(before)), _level(values.get(after))
    taken = set(chosen)
    lowest = _level(min((values[i] for i in chosen if i in values), default=None))
    rest = values.keys() - taken - analysis.punctuation
    highest = _level(max((values[i] for i in rest), default=None))
    return [
        f"boundary-first={first}",
        f"boundary-before={outside_first}",
        f"boundary-last={last}",
        f"boundary-after={outside_last}",
        f"boundary-start={first} {outside_first}",
        f"boundary-end={last} {outside_last}",
        f"lowest={lowest}",
        f"highest-outside={highest}",
        f"lowest+highest={lowest} {highest}",
    ]


def _level(value: float | None) -> str:
    """A probability in fifths; what is almost certain has a level of its own."""
    return "none" if value is None else str(int(value * _LEVELS) if value < 0.999 else _LEVELS)


def best_boundaries(
    analysis: Analysis,
    found: tuple[Attribution, ...],
    model: LogLinear | None = None,
) -> tuple[Attribution, ...]:
    """Take, of the candidates for one cue, the one whose content has the best boundaries.

    The attribution keeps its score. One that was joined from several candidates stays as it is.

    Args:
        analysis: of the article; without labels nothing changes.
        found: the attributions so far.
        model: of boundaries; the shipped one by default.
    """
    if analysis.labels is None:
        return found
    model = model or load("boundaries.tsv")
    return tuple(_with_best(analysis, item, model) for item in found)


def _with_best(analysis: Analysis, item: Attribution, model: LogLinear) -> Attribution:
    rivals = analysis.rivals[item.candidate.head]
    if not any(rival.candidate is item.candidate for rival in rivals):
        return item

    def worth(rival: Attribution) -> float:
        score = model.score_of(boundary_features(analysis, rival.candidate))
        return rival.score * probability_of(score)

    near = [rival for rival in rivals if rival.score >= _SHARE * item.score]
    best = max(near, key=worth) if near[1:] else near[0]
    return attrs.evolve(best, score=item.score)
