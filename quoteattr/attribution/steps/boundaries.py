"""Of the candidates for one cue, the one whose content most likely begins and ends where it should.

``reliability`` asks whether a candidate is right by and large; here the question is whether its
content is right to the word. The weights (``data/edges.tsv``) are those of a logistic model too,
estimated by ``python -m quoteattr.training reliability`` from the same articles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import attrs

from quoteattr.attribution.candidates import Article, Candidate
from quoteattr.attribution.labels import Labels, Row, label_features
from quoteattr.attribution.scoring import load_weights
from quoteattr.attribution.steps.selection import Scored, by_head, covers, length, opens_with_that
from quoteattr.attribution.trim import without_absolute

__all__ = ["edge_features", "with_best_edges"]

_SHARE = 0.5  # of the best score that another candidate for the same cue needs
_STEPS = 5
_NAMED_SO = "object+phrase"


def edge_features(article: Article, candidate: Candidate, labels: Labels) -> Iterator[str]:
    """What lies at the edges of a candidate's content, on either side.

    Args:
        article: the parsed article.
        candidate: a candidate with a content.
        labels: what the labeller makes of the article.
    """
    words = article.parse.words
    frame = candidate.frame
    yield "bias"
    yield f"frame={frame}"
    yield from label_features(article, candidate, labels)
    chosen = _spoken(article, candidate)
    if not chosen:
        return
    first, last = chosen[0], chosen[-1]
    before, after = _beside(article, first, -1), _beside(article, last, 1)
    yield f"first={words[first].lemma.lower()}"
    yield f"first-tag={words[first].xpos} {frame}"
    yield f"first-relation={words[first].deprel}"
    yield f"last-relation={words[last].deprel}"
    yield f"pieces={min(3, len(candidate.content))} {frame}"
    if before >= 0:
        yield f"before={words[before].lemma.lower()}"
    if after < len(words):
        yield f"after={words[after].lemma.lower()}"
        yield f"after-tag={words[after].xpos}"
        yield f"after-relation={words[after].deprel}"
    yield f"gap-before={first - 1 - before}"
    yield f"gap-after={''.join(words[i].text for i in range(last + 1, min(after, last + 3)))}"
    row = labels.rows.get(candidate.head)
    if row is not None:
        yield from _row_features(article, row, chosen, before, after)


def _spoken(article: Article, candidate: Candidate) -> list[int]:
    """The words of a content without punctuation."""
    parse = article.parse
    return [
        i
        for start, end in candidate.content
        for i in parse.words_within(start, end)
        if parse.words[i].upos != "PUNCT"
    ]


def _beside(article: Article, index: int, step: int) -> int:
    """The next word that is no punctuation; one past either end where there is none."""
    words = article.parse.words
    index += step
    while 0 <= index < len(words) and words[index].upos == "PUNCT":
        index += step
    return index


def _row_features(
    article: Article, row: Row, chosen: Sequence[int], before: int, after: int
) -> Iterator[str]:
    values = {row.first + k: value for k, value in enumerate(row.content)}
    first, last = _level(values.get(chosen[0])), _level(values.get(chosen[-1]))
    outside_first, outside_last = _level(values.get(before)), _level(values.get(after))
    yield f"edge-first={first}"
    yield f"edge-before={outside_first}"
    yield f"edge-last={last}"
    yield f"edge-after={outside_last}"
    yield f"edge-start={first} {outside_first}"
    yield f"edge-end={last} {outside_last}"
    taken = set(chosen)
    lowest = _level(min((values[i] for i in chosen if i in values), default=None))
    words = article.parse.words
    rest = (v for i, v in values.items() if i not in taken and words[i].upos != "PUNCT")
    highest = _level(max(rest, default=None))
    yield f"lowest={lowest}"
    yield f"highest-outside={highest}"
    yield f"lowest+highest={lowest} {highest}"


def _level(value: float | None) -> str:
    """A probability in fifths; what is all but certain has a level of its own."""
    return "none" if value is None else str(int(value * _STEPS) if value < 0.999 else _STEPS)


def with_best_edges(
    article: Article,
    chosen: Sequence[Scored],
    scored: Sequence[Scored],
    labels: Labels,
    weights: Mapping[str, float] | None = None,
) -> list[Scored]:
    """Attributions with the candidate for the same cue whose content has the best edges.

    The score stays that of the attribution. What was joined from several candidates stays.

    Args:
        article: the parsed article.
        chosen: attributions.
        scored: all candidates.
        labels: what the labeller makes of the article.
        weights: of the features; the shipped ones by default.
    """
    table = load_weights("edges.tsv") if weights is None else weights
    groups = by_head(scored)

    def worth(item: Scored) -> float:
        features = edge_features(article, item.candidate, labels)
        return math.log(item.score) + _log_sigmoid(sum(table.get(name, 0.0) for name in features))

    out = []
    for item in chosen:
        rivals = groups[item.candidate.head]
        if any(rival.candidate is item.candidate for rival in rivals):
            near = [rival for rival in rivals if rival.score >= _SHARE * item.score]
            near = [rival for rival in near if _ends_in_time(article, rival.candidate)] or near
            best = _from_that(article, max(near, key=worth), near) if near[1:] else near[0]
            best = _with_quotation(article, best, near)
            item = attrs.evolve(best, score=item.score)
        out.append(item)
    return out


def _ends_in_time(article: Article, candidate: Candidate) -> bool:
    """Whether a content stops before "with … being …", which the journalist adds."""
    words = set(_spoken(article, candidate))
    return without_absolute(article, words) == words


def _from_that(article: Article, best: Scored, near: Sequence[Scored]) -> Scored:
    """The that-clause within the best: "told reporters traveling with him that …"."""
    (start, end), *others = best.content
    for rival in near:
        (first, last), *rest = rival.content
        if start < first < last == end and rest == others and opens_with_that(article, rival):
            return rival
    return best


def _with_quotation(article: Article, best: Scored, near: Sequence[Scored]) -> Scored:
    """The rival that adds a quotation and leaves nothing out: "described the offer as “a joke”"."""
    if _is_quoted(article, best):
        return best
    for rival in sorted(near, key=lambda item: -item.score):
        added = length(rival.content) > length(best.content) and covers(rival.content, best.content)
        if added and rival.candidate.frame == _NAMED_SO and _is_quoted(article, rival):
            return rival
    return best


def _is_quoted(article: Article, item: Scored) -> bool:
    """Whether a content holds words in quotation marks."""
    return any(
        i in article.mark_of_word
        for start, end in item.content
        for i in article.parse.words_within(start, end)
    )


def _log_sigmoid(value: float) -> float:
    return -math.log1p(math.exp(-value)) if value > -30 else value
