"""Read judgements of predicted attributions: which of them are quotes?

A judgement file holds one JSON object a line: ``doc``, the name of an article, and ``judged``, a
list of ``[content, cue, verdict]``. Content and cue are lists of ``[start, end]``, code points of
the article, so that the file repeats none of its words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import attrs

from quoteattr.corpora.attributions import Pieces
from quoteattr.errors import InputError

__all__ = ["VERDICTS", "Judgement", "Verdict", "read_judgements"]

Verdict = Literal["yes", "no", "bad"]

VERDICTS: tuple[str, ...] = get_args(Verdict)


@attrs.frozen
class Judgement:
    """What a careful reader says of an attribution.

    Attributes:
        content, cue: code point pieces.
        verdict: ``yes`` for a quote, ``no`` for none (a topic, a plan, an action), ``bad`` for one
            whose content or source is wrong.
    """

    content: Pieces
    cue: Pieces
    verdict: Verdict


def read_judgements(path: Path) -> Mapping[str, tuple[Judgement, ...]]:
    """The judgements of a file, by article.

    Args:
        path: the file.

    Raises:
        InputError: a line has another form, or an article comes twice.
    """
    out: dict[str, tuple[Judgement, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            name = str(row["doc"])
            judged = tuple(_judgement(*one) for one in row["judged"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}, line {number}: not a line of judgements ({type(error).__name__}: {error})"
            ) from error
        if name in out:
            raise InputError(f"{path}, line {number}: article {name} occurs twice")
        out[name] = judged
    return out


def _judgement(content: Any, cue: Any, verdict: Any) -> Judgement:
    if verdict not in VERDICTS:
        raise ValueError(f"the verdict must be one of {', '.join(VERDICTS)}; not {verdict!r}")
    return Judgement(_pieces(content), _pieces(cue), verdict)


def _pieces(value: Any) -> Pieces:
    return tuple((int(start), int(end)) for start, end in value)
