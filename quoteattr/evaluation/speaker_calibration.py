"""How far the confidence of speakers can be trusted, and what a threshold costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import attrs

from quoteattr.corpora.gold_speakers import read_voices
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.errors import InputError
from quoteattr.evaluation.identity import same_speaker
from quoteattr.evaluation.report import table
from quoteattr.evaluation.speakers import check_split, paired_speakers

__all__ = ["JudgedSpeaker", "judge_speakers", "speaker_calibration_markdown"]

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
_LEAST = (0.0, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@attrs.frozen
class JudgedSpeaker:
    """The speaker of a quote with the right content.

    Attributes:
        confidence: of the speaker; None if there is no speaker.
        right: whether the speaker is the gold one.
        right_open: whether no speaker would be right: where the author speaks.
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
        predictions: by the name of the article's file, with all speakers, also the unsure ones.

    Raises:
        InputError: a folder is not what it should be, predictions are of no article in it, or a
            speaker has no confidence.
    """
    check_split(split, predictions)
    return tuple(_judged(split, speakers, predictions))


def _judged(
    split: Path, speakers: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> Iterator[JudgedSpeaker]:
    for voices in read_voices(split, speakers):
        name = voices.article.name
        for _, speaker, quote in paired_speakers(voices, predictions.get(name, ())):
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
    return f"{_reliability(judged)}\n\n{_thresholds(judged)}"


def _reliability(judged: Sequence[JudgedSpeaker]) -> str:
    given = [(item.confidence, item.right) for item in judged if item.confidence is not None]
    rows, gap = [], 0.0
    for low, high in pairwise(_BINS):
        own = [(confidence, right) for confidence, right in given if low <= confidence < high]
        if own:
            mean = sum(confidence for confidence, _ in own) / len(own)
            share = sum(right for _, right in own) / len(own)
            name = f"below {high}" if low == 0 else f"{low} – {min(high, 1.0)}"
            rows.append([name, f"{len(own):,}", f"{mean:.2f}", f"{100 * share:.0f}"])
            gap += 100 * len(own) * abs(mean - share) / len(given)
    head = ["speaker confidence", "speakers", "mean confidence", "right, %"]
    return f"{table(head, rows)}\n\nExpected calibration error: {gap:.1f} points."


def _thresholds(judged: Sequence[JudgedSpeaker]) -> str:
    rows = []
    for least in _LEAST:
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
