"""A synthetic split of three articles by two publishers, and quotes to predict for it."""

from __future__ import annotations

import json
from pathlib import Path

from quoteattr.corpora.predictions import PredictedQuote

TEXT = (
    "Ann <Lee> said “we will win.” Bob hopes that taxes fall soon, and often.\n"
    "Cy wrote: “A b c.” It rained, Dee told us."
)
NAMES = ("daily_2016-11-01_one", "daily_2016-11-02_two", "post-daily_2016-11-01_three")


def at(words: str) -> tuple[int, int]:
    """The piece of the text that reads so."""
    start = TEXT.index(words)
    return (start, start + len(words))


def quote(content: str, cue: str, source: str, **more: object) -> PredictedQuote:
    """A quote of these words; an empty source is none."""
    where = (at(source),) if source else ()
    return PredictedQuote((at(content),), (at(cue),), where, **more)  # type: ignore[arg-type]


SAID = quote("“we will win.”", "said", "Ann <Lee>")
HOPES = quote("that taxes fall soon, and often", "hopes", "Bob")
WROTE = quote("“A b c.”", "wrote", "Cy")
TOLD = quote("It rained", "told", "Dee")
GOLD = (SAID, HOPES, WROTE, TOLD)


def write_split(folder: Path) -> Path:
    """The split as PolNeAR's files; each article has the same text and gold."""
    for part in ("text", "attributions"):
        (folder / part).mkdir(exist_ok=True)
    lines = []
    for number, one in enumerate(GOLD):
        for role, ((start, end),) in (
            ("Source", one.source),
            ("Cue", one.cue),
            ("Content", one.content),
        ):
            lines.append(f"T{len(lines) + 1}\t{role} {start} {end}\t{TEXT[start:end]}")
        first = 3 * number + 1
        lines.append(f"E{number}\tX:T1 Source:T{first} Cue:T{first + 1} Content:T{first + 2}")
    numbered = [line for line in lines if line.startswith("T")]
    events = [line for line in lines if line.startswith("E")]
    spans = [f"T{i}\t{line.split(chr(9), 1)[1]}" for i, line in enumerate(numbered, 1)]
    for name in NAMES:
        (folder / "text" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        path = folder / "attributions" / f"{name}_x1.ann"
        path.write_text("\n".join(spans + events), encoding="utf-8")
    return folder


def write_predictions(path: Path, predictions: dict[str, tuple[PredictedQuote, ...]]) -> Path:
    """Predictions as JSON lines."""
    rows = (
        {
            "doc_id": name,
            "quotes": [
                {
                    "content": one.content,
                    "cue": {"spans": one.cue, "type": one.cue_type},
                    "source": one.source,
                    "confidence": one.confidence,
                    "evidence": one.evidence,
                }
                for one in quotes
            ],
        }
        for name, quotes in predictions.items()
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
