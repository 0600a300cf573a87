"""Counts of faults and their causes, and the faults as plain text and as JSON lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from quoteattr.evaluation.counting import ROLES, Attribution
from quoteattr.evaluation.faults import FAULTS, Case
from quoteattr.evaluation.report import table
from quoteattr.evaluation.spans import KINDS, Pieces

__all__ = ["cases_text", "causes_markdown", "count_causes", "records"]

_Split = Mapping[str, tuple[str, tuple[Case, ...]]]


def count_causes(cases: Iterable[Case]) -> Counter[tuple[str, str, str]]:
    """Cases by fault, cause and kind; ``""`` as cause and ``all`` as kind stand for any."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        for fault, cause in case.faults:
            for which in (cause, ""):
                for kind in (case.kind, "all"):
                    counts[fault, which, kind] += 1
    return counts


def causes_markdown(cases: Iterable[Case]) -> str:
    """Faults with their causes, the most frequent first, by kind."""
    counts = count_causes(cases)
    columns = ("all", *KINDS)
    rows = []
    for fault, title in FAULTS.items():
        causes = {cause: n for (f, cause, k), n in counts.items() if f == fault and k == "all"}
        for cause in sorted(causes, key=lambda cause: (cause != "", -causes[cause], cause)):
            name = f"– {cause}" if cause else f"**{title}**"
            rows.append([name, *(f"{counts[fault, cause, kind]:,}" for kind in columns)])
    return table(["fault", *columns], rows)


def records(split: _Split) -> Iterator[str]:
    """A JSON object a case: article, faults, kind, class, and gold and predicted words."""
    for text, cases in split.values():
        for case in cases:
            record = {
                "article": case.article,
                "publisher": case.publisher,
                "faults": dict(case.faults),
                "kind": case.kind,
                "cue_class": case.cue_class,
                "gold": _spans(text, case.gold),
                "found": _spans(text, case.found),
                "confidence": case.found.confidence if case.found else None,
                "evidence": case.found.evidence if case.found else None,
            }
            yield json.dumps(record, ensure_ascii=False)


def cases_text(split: _Split) -> Iterator[str]:
    """The cases of every article as lines to read."""
    for name, (text, cases) in split.items():
        if cases:
            yield f"== {name}"
        for case in cases:
            told = "; ".join(f"{FAULTS[fault]}: {cause}" for fault, cause in case.faults)
            yield f"\n{told} ({case.kind}, {case.cue_class})"
            for label, quote in (("gold ", case.gold), ("found", case.found)):
                if quote is not None:
                    parts = (f"[{_words(text, getattr(quote, r))}]" for r in ("source", "cue"))
                    yield f"  {label} {' '.join(parts)} {_words(text, quote.content)}"
        if cases:
            yield ""


def _spans(text: str, quote: Attribution | None) -> dict[str, object] | None:
    if quote is None:
        return None
    return {
        role: {"spans": getattr(quote, role), "text": _words(text, getattr(quote, role))}
        for role in ROLES
    }


def _words(text: str, pieces: Pieces) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in pieces)
