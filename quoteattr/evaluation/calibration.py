"""How far a confidence can be trusted, and what a threshold costs: of quotes, and of speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import attrs

from quoteattr.corpora.gold_speakers import read_gold_speakers
from quoteattr.corpora.polnear import read_split
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.errors import InputError
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.score import right_pairs
from quoteattr.evaluation.spans import KINDS, Article
from quoteattr.evaluation.speakers import check_split, paired_speakers, same_speaker

__all__ = [
    "Judged",
    "JudgedSpeaker",
    "Point",
    "calibration_markdown",
    "judge_speakers",
    "judge_split",
    "point_at",
    "point_of_precision",
    "speaker_calibration_markdown",
]

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
_LEAST = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
_WANTED = 95.0  # percent of precision
_GROUPS = {
    "all": KINDS,
    "direct and mixed": ("direct", "mixed"),
    "indirect": ("indirect",),
}
_MEASURES = {"content": "content@0.5", "joint": "joint"}
_LEAST_OF_SPEAKERS = (0.0, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@attrs.frozen
class Judged:
    """A predicted quote, with what is right about it.

    Attributes:
        kind: the kind of the predicted content.
        confidence: the confidence of the quote.
        content: whether the content is right, by content@0.5.
        joint: whether the source agrees as well.
        gold_kind: the kind of the gold content that it is paired with; None without a pair.
    """

    kind: str
    confidence: float
    content: bool
    joint: bool
    gold_kind: str | None = None


@attrs.frozen
class Point:
    """Precision and recall at a threshold.

    Attributes:
        least: ``min_confidence``.
        quotes: how many predicted quotes reach it.
        precision: share of these quotes that are right, in percent; 0 if there are none.
        recall: share of the gold attributions that they find, in percent.
    """

    least: float
    quotes: int
    precision: float
    recall: float


def judge_split(
    split: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> tuple[tuple[Judged, ...], Counter[str]]:
    """Judge every predicted quote of a split by content@0.5 and joint (``score``).

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        predictions: by the name of the article's file.

    Returns:
        The judged quotes, and how many attributions of each kind the gold has.

    Raises:
        InputError: the folder is not a PolNeAR split.
    """
    out: list[Judged] = []
    gold: Counter[str] = Counter()
    for item in read_split(split):
        article = Article(item.text)
        kinds = [article.kind(attribution.content) for attribution in item.attributions]
        gold.update(kinds)
        found = predictions.get(item.name, ())
        right = right_pairs(article, item.attributions, found)
        paired = {j: kinds[i] for i, j in right["content@0.5"]}
        joint = {j for _, j in right["joint"]}
        out += [
            Judged(
                kind=article.kind(quote.content),
                confidence=quote.confidence,
                content=number in paired,
                joint=number in joint,
                gold_kind=paired.get(number),
            )
            for number, quote in enumerate(found)
        ]
    return tuple(out), gold


def point_at(
    judged: Sequence[Judged],
    gold: Mapping[str, int],
    least: float,
    kinds: Sequence[str] = KINDS,
    measure: str = "joint",
) -> Point:
    """Precision and recall of the quotes of some kinds that reach a confidence.

    Precision is over predicted quotes of these kinds, recall over gold attributions of them.

    Args:
        judged: the predicted quotes.
        gold: how many attributions of each kind there are.
        least: the threshold.
        kinds: those to count.
        measure: ``content`` or ``joint``.

    >>> sure = Judged("direct", 0.9, True, True, "direct")
    >>> unsure = Judged("direct", 0.4, True, False)
    >>> point_at([sure, unsure], {"direct": 4}, 0.5)
    Point(least=0.5, quotes=1, precision=100.0, recall=25.0)
    """
    kept = [item for item in judged if item.confidence >= least]
    own = [item for item in kept if item.kind in kinds]
    found = sum(getattr(item, measure) for item in kept if item.gold_kind in kinds)
    total = sum(gold.get(kind, 0) for kind in kinds)
    recall = 100 * found / total if total else 0.0
    return Point(least, len(own), _percent(own, measure), recall)


def point_of_precision(
    judged: Sequence[Judged],
    gold: Mapping[str, int],
    kinds: Sequence[str] = KINDS,
    measure: str = "joint",
    wanted: float = _WANTED,
) -> Point | None:
    """The lowest threshold that reaches a precision; None if there is none.

    Args:
        judged: the predicted quotes.
        gold: how many attributions of each kind there are.
        kinds: those to count.
        measure: ``content`` or ``joint``.
        wanted: precision, in percent.
    """
    for least in sorted({item.confidence for item in judged if item.kind in kinds}):
        point = point_at(judged, gold, least, kinds, measure)
        if point.precision >= wanted:
            return point
    return None


def calibration_markdown(judged: Sequence[Judged], gold: Mapping[str, int]) -> str:
    """Confidence against truth, precision against recall, and what 95 % of precision costs.

    >>> sure = Judged("direct", 0.95, True, False, "direct")
    >>> print(calibration_markdown([sure], {"direct": 2}).splitlines()[2])
    | 0.9 – 1.0 | 1 | 0.95 | 100 | 0 |
    """
    return "\n\n".join((_reliability(judged), _trade(judged, gold), _costs(judged, gold)))


def _reliability(judged: Sequence[Judged]) -> str:
    rows, gap = _bins([(item.confidence, (item.content, item.joint)) for item in judged])
    head = ["confidence", "quotes", "mean confidence", "right content, %", "and right source, %"]
    return f"{table(head, rows)}\n\nExpected calibration error, of the content: {gap:.1f} points."


def _bins(items: Sequence[tuple[float, tuple[bool, ...]]]) -> tuple[list[list[str]], float]:
    """Rows of a table, one per range of confidence, and the expected calibration error in points.

    Args:
        items: confidences, each with what is right; the error is that of the first of these.
    """
    rows = []
    gap = 0.0
    for low, high in pairwise(_BINS):
        own = [item for item in items if low <= item[0] < high]
        if own:
            mean = sum(confidence for confidence, _ in own) / len(own)
            shares = [
                100 * sum(column) / len(own)
                for column in zip(*(right for _, right in own), strict=True)
            ]
            name = f"below {high}" if low == 0 else f"{low} – {min(high, 1.0)}"
            rows.append([name, f"{len(own):,}", f"{mean:.2f}", *(f"{s:.0f}" for s in shares)])
            gap += len(own) * abs(100 * mean - shares[0]) / len(items)
    return rows, gap


def _trade(judged: Sequence[Judged], gold: Mapping[str, int]) -> str:
    rows = []
    for least in _LEAST:
        cells = [f"{least:g}"]
        for kinds in _GROUPS.values():
            point = point_at(judged, gold, least, kinds)
            cells += [f"{point.quotes:,}", f"{point.precision:.1f}", f"{point.recall:.1f}"]
        rows.append(cells)
    head = [cell for name in _GROUPS for cell in (f"{name}: quotes", "precision, %", "recall, %")]
    return table(["`min_confidence` (joint)", *head], rows)


def _costs(judged: Sequence[Judged], gold: Mapping[str, int]) -> str:
    rows = []
    for name, kinds in _GROUPS.items():
        for measure, title in _MEASURES.items():
            point = point_of_precision(judged, gold, kinds, measure)
            whole = point_at(judged, gold, 0.0, kinds, measure)
            if point is None:
                cells = ["–", "–", "–"]
            else:
                cells = [f"{point.least:.3f}", f"{point.quotes:,}", f"{point.recall:.1f}"]
            rows.append([f"{name}, {title}", *cells, f"{whole.precision:.1f} / {whole.recall:.1f}"])
    head = ["precision of 95 %", "`min_confidence`", "quotes", "recall, %", "P / R without it"]
    return table(head, rows)


def _percent(judged: Sequence[Judged], measure: str) -> float:
    return 100 * sum(getattr(item, measure) for item in judged) / len(judged) if judged else 0.0


@attrs.frozen
class JudgedSpeaker:
    """The speaker of a quote with the right content.

    Attributes:
        confidence: of the speaker; None if there is no speaker.
        right: whether the speaker is the gold one.
        right_open: whether no speaker would be right, because the author speaks.
    """

    confidence: float | None
    right: bool
    right_open: bool = False


def judge_speakers(
    split: Path, speakers: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> tuple[JudgedSpeaker, ...]:
    """Judge the speakers of the predicted quotes that are paired with gold ones.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        speakers: the folder of gold speakers, one JSON file per article.
        predictions: by the name of the article's file, with all speakers, however unsure.

    Raises:
        InputError: a folder has another form or lacks an article of the predictions, or a speaker
            has no confidence.
    """
    check_split(split, predictions)
    return tuple(_judged(split, speakers, predictions))


def _judged(
    split: Path, speakers: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> Iterator[JudgedSpeaker]:
    for gold in read_gold_speakers(split, speakers):
        name = gold.article.name
        for _, speaker, quote in paired_speakers(gold, predictions.get(name, ())):
            if quote is None:
                continue
            if quote.speaker is not None and quote.speaker_confidence is None:
                raise InputError(
                    f"{name}: a speaker has no speaker_confidence; give the output of predict"
                )
            yield JudgedSpeaker(
                quote.speaker_confidence if quote.speaker is not None else None,
                right=same_speaker(speaker, quote.speaker),
                right_open=same_speaker(speaker, None),
            )


def speaker_calibration_markdown(judged: Sequence[JudgedSpeaker]) -> str:
    """Two tables: confidence against truth, and what each threshold would leave.

    >>> sure, unsure = JudgedSpeaker(0.95, right=True), JudgedSpeaker(0.42, right=False)
    >>> lines = speaker_calibration_markdown([sure, unsure]).splitlines()
    >>> lines[2], lines[-3]
    ('| below 0.5 | 1 | 0.42 | 0 |', '| 0.7 | 50.0 | 0.0 | 50.0 |')
    """
    return f"{_speaker_reliability(judged)}\n\n{_thresholds(judged)}"


def _speaker_reliability(judged: Sequence[JudgedSpeaker]) -> str:
    rows, gap = _bins(
        [(item.confidence, (item.right,)) for item in judged if item.confidence is not None]
    )
    head = ["speaker confidence", "speakers", "mean confidence", "right, %"]
    return f"{table(head, rows)}\n\nExpected calibration error: {gap:.1f} points."


def _thresholds(judged: Sequence[JudgedSpeaker]) -> str:
    rows = []
    for least in _LEAST_OF_SPEAKERS:
        given = [i for i in judged if i.confidence is not None and i.confidence >= least]
        kept = {id(item) for item in given}
        wrong = sum(not item.right for item in given)
        resolved = sum(item.right if id(item) in kept else item.right_open for item in judged)
        rows.append(
            [
                f"{least:g}",
                f"{100 * len(given) / max(len(judged), 1):.1f}",
                f"{100 * wrong / max(len(given), 1):.1f}",
                f"{100 * resolved / max(len(judged), 1):.1f}",
            ]
        )
    return table(["`min_speaker_confidence`", "given, %", "wrong, %", "resolved, %"], rows)
