"""The records of a check of quotations, and their report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs

from quoteattr.model import Span
from quoteattr.text.alignment import Difference, in_wdiff
from quoteattr.text.printable import on_one_line

__all__ = ["STATUSES", "Against", "Check", "SpeakerVerdict", "Status", "Verification"]

Against = Literal["rewrite", "transcript", "mask"]
Status = Literal[
    "exact",
    "shortened",
    "edited",
    "omitted",
    "changed",
    "unmarked",
    "lost",
    "new",
    "marked",
    "not found",
]
SpeakerVerdict = Literal["same", "changed", "lost", "added", "unclear"]

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "exact": "word for word",
        "shortened": "word for word, without words of its beginning or its end",
        "edited": "words left out or changed where an ellipsis or brackets show it",
        "omitted": "words left out within it, and nothing shows it",
        "changed": "other words",
        "unmarked": "the words are there, without quotation marks",
        "lost": "not there",
        "new": "a quotation that the original does not have",
        "marked": "words that the original has without quotation marks",
        "not found": "not in the transcript",
    }
)
"""What a check can find, with its meaning."""

_PROBLEMS = frozenset({"omitted", "changed", "new", "marked", "not found"})
_SPEAKERS = {
    "changed": "another speaker",
    "lost": "no speaker any more",
    "added": "a speaker, and had none",
    "unclear": "speaker unclear",
}


@attrs.frozen
class Check:
    """What became of one quotation.

    Attributes:
        status: one of ``STATUSES``.
        text: the quotation as written, without its marks: of the original or the article; of the
            rewrite where the original does not have it.
        place: its place in the original or the article; None if only the rewrite has it.
        found: the places in the other text of what corresponds to it, one per part.
        score: the part of its words, 0 to 1, that the other text has.
        differences: word by word, from the source (the original, the transcript) to the quotation.
        moved: whether it changed places with other quotations.
        speaker: whether it is with the same speaker: same, changed, lost (nobody any more), added
            (nobody before), or unclear.
        said_by: who says it: in the original or the article.
        found_with: who says it in the other text.
    """

    status: Status
    text: str
    place: Span | None = None
    found: tuple[Span, ...] = ()
    score: float = 0.0
    differences: tuple[Difference, ...] = ()
    moved: bool = False
    speaker: SpeakerVerdict = "unclear"
    said_by: str | None = None
    found_with: str | None = None

    @property
    def is_problem(self) -> bool:
        """Whether the words are not the speaker's, or the speaker is another one."""
        return self.status in _PROBLEMS or self.speaker == "changed"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "status": self.status,
            "problem": self.is_problem,
            "text": self.text,
            "place": self.place.to_dict() if self.place else None,
            "found": [span.to_dict() for span in self.found],
            "score": round(self.score, 3),
            "differences": [one.to_dict() for one in self.differences],
            "moved": self.moved,
            "speaker": self.speaker,
            "said_by": self.said_by,
            "found_with": self.found_with,
        }


@attrs.frozen(repr=False)
class Verification:
    """All quotations of a text, checked. ``print`` shows the report.

    Attributes:
        against: rewrite, transcript or mask.
        checks: in the order of the text; what only a rewrite has comes last.
    """

    against: Against
    checks: tuple[Check, ...]

    @property
    def problems(self) -> tuple[Check, ...]:
        """The checks that an editor must look at."""
        return tuple(check for check in self.checks if check.is_problem)

    @property
    def lost(self) -> tuple[Check, ...]:
        """The quotations that a rewrite does not have. In a summary they are no problem."""
        return tuple(check for check in self.checks if check.status == "lost")

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        counts: Counter[str] = Counter(check.status for check in self.checks)
        return {
            "against": self.against,
            "ok": self.ok,
            "counts": {status: counts[status] for status in STATUSES if counts[status]},
            "checks": [check.to_dict() for check in self.checks],
        }

    def to_json(self, indent: int | None = None) -> str:
        """``to_dict`` as JSON."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)
        return text.encode("utf-8", "backslashreplace").decode("utf-8")

    def __repr__(self) -> str:
        return f"Verification({self.against}, {self._counts()})"

    def __str__(self) -> str:
        lines = [self._counts()]
        for check in self.checks:
            lines += ["", *_lines(check)]
        return "\n".join(lines) + "\n"

    def _counts(self) -> str:
        counts: Counter[str] = Counter(check.status for check in self.checks)
        parts = [f"{counts[status]} {status}" for status in STATUSES if counts[status]]
        changed = sum(check.speaker == "changed" for check in self.checks)
        if changed:
            parts.append(f"{changed} with another speaker")
        total = len(self.checks)
        return f"{total} quotation{'s' * (total != 1)}{': ' * bool(parts)}{', '.join(parts)}"


def _lines(check: Check) -> list[str]:
    facts = [STATUSES[check.status]]
    if check.moved:
        facts.append("moved")
    if check.speaker == "changed":
        facts.append(f"another speaker: {check.found_with}, not {check.said_by}")
    elif check.status not in ("lost", "new", "not found") and check.speaker != "same":
        facts.append(_SPEAKERS[check.speaker])
    who = check.said_by or check.found_with or "nobody"
    sign = "✗" if check.is_problem else "·" if check.status in ("lost", "unmarked") else "✓"
    lines = [f"{sign} {check.status}: {'; '.join(facts)}", f"    {who}: “{check.text}”"]
    if any(one.kind != "equal" for one in check.differences):
        lines.append(f"    {in_wdiff(check.differences)}")
    if check.found:
        places = ", ".join(f"{span.start}-{span.end}" for span in check.found)
        lines.append(f"    at {places}, {check.score:.0%} of the words")
    return [on_one_line(line) for line in lines]
