"""What each step of attribution changed in one article, as plain records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, Key, Pieces
from quoteattr.attribution.pipeline import STEPS
from quoteattr.model import Span
from quoteattr.relations import SourceSpan
from quoteattr.text.printable import excerpt

__all__ = ["AttributionExplanation", "Change", "Snapshot", "StepChanges", "explain"]

_SHOWN = 30  # characters of either end of a long text


@attrs.frozen
class Snapshot:
    """An attribution as it is after a step.

    Attributes:
        id: stays the same from step to step, and no other attribution has it.
        content: the parts of what is said.
        cue: the parts of the cue; empty for turns and answers without one.
        source: who says it, as written; None where the text gives nobody.
        addressee: the addressee as written.
        via: who passed it on, outermost first.
        parent: id of the attribution in whose content this one lies.
        confidence: probability that it holds, between 0 and 1.
        evidence: the rules that made it; docs/explanation/evidence.md explains them.
    """

    id: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: Span | None
    addressee: Span | None
    via: tuple[Span, ...]
    parent: str | None
    confidence: float
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        source = "nobody" if self.source is None else _text(self.source)
        cue = _text(self.cue) if self.cue else "no cue"
        rules = " ".join(self.evidence)
        return (
            f"{self.id} {source} · {cue} · {_text(self.content)} ({self.confidence:.2f}, {rules})"
        )


@attrs.frozen
class Change:
    """An attribution that a step changed.

    Attributes:
        before: as the step before it left it.
        after: as this step left it.
    """

    before: Snapshot
    after: Snapshot

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that differ."""
        names = (field.name for field in attrs.fields(Snapshot))
        return tuple(n for n in names if getattr(self.before, n) != getattr(self.after, n))

    def __str__(self) -> str:
        changes = (
            f"{name}: {_text(getattr(self.before, name))} → {_text(getattr(self.after, name))}"
            for name in self.fields
        )
        cue = _text(self.after.cue) if self.after.cue else "no cue"
        return f"{self.after.id} {cue} · {'; '.join(changes)}"


@attrs.frozen
class StepChanges:
    """What one step changed.

    Attributes:
        step: its name, as in ``STEPS`` of ``quoteattr.attribution.pipeline``.
        added: the attributions that it made.
        removed: those that it dropped.
        changed: those that it changed.
    """

    step: str
    added: tuple[Snapshot, ...] = ()
    removed: tuple[Snapshot, ...] = ()
    changed: tuple[Change, ...] = ()

    def __str__(self) -> str:
        lines = [f"  + {item}" for item in self.added]
        lines += [f"  - {item}" for item in self.removed]
        lines += [f"  ~ {item}" for item in self.changed]
        return "\n".join([f"{self.step}:{'' if lines else ' nothing'}", *lines])


@attrs.frozen
class AttributionExplanation:
    """How the attributions of one article came about.

    Attributes:
        text: the article.
        candidates: how many candidates the patterns proposed.
        steps: what each step changed, in order, beginning without any attribution.
        attributions: those after the last step, in text order.
        warnings: what could not be done.
    """

    text: str
    candidates: int
    steps: tuple[StepChanges, ...]
    attributions: tuple[Snapshot, ...]
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"candidates: {self.candidates}, attributions: {len(self.attributions)}"
        return "\n".join([head, *map(str, self.steps)])


def explain(analysis: Analysis) -> AttributionExplanation:
    """Run the steps, and note what each one changes.

    Args:
        analysis: of the article, with all candidates scored.

    Returns:
        The changes of every step, and the attributions after the last one.
    """
    steps: list[StepChanges] = []
    found: tuple[Attribution, ...] = ()
    before: Mapping[str, Snapshot] = {}
    for step in STEPS:
        found = step(analysis, found)
        after = _snapshots(analysis, found)
        steps.append(_changes(step.__name__, before, after))
        before = after
    return AttributionExplanation(
        analysis.parse.text, len(analysis.scored), tuple(steps), tuple(before.values())
    )


def _changes(
    step: str, before: Mapping[str, Snapshot], after: Mapping[str, Snapshot]
) -> StepChanges:
    both = [name for name in after if name in before]
    return StepChanges(
        step,
        added=tuple(item for name, item in after.items() if name not in before),
        removed=tuple(item for name, item in before.items() if name not in after),
        changed=tuple(Change(before[n], after[n]) for n in both if before[n] != after[n]),
    )


def _snapshots(analysis: Analysis, found: Iterable[Attribution]) -> dict[str, Snapshot]:
    return {_name(item.key): _snapshot(analysis, item) for item in found}


def _snapshot(analysis: Analysis, item: Attribution) -> Snapshot:
    text, words = analysis.parse.text, analysis.parse.words
    candidate = item.candidate

    def spans(pieces: Pieces) -> tuple[Span, ...]:
        return tuple(Span.of(text, start, end) for start, end in pieces)

    def phrase(source: SourceSpan | None) -> Span | None:
        return None if source is None else Span.of(text, source.start, source.end)

    return Snapshot(
        id=_name(item.key),
        content=spans(item.content),
        cue=spans(tuple((words[a].start, words[b - 1].end) for a, b in candidate.cue)),
        source=phrase(candidate.source),
        addressee=phrase(candidate.addressee),
        via=spans(tuple((source.start, source.end) for source in candidate.via)),
        parent=None if item.parent is None else _name(item.parent),
        confidence=round(item.score, 3),
        evidence=item.evidence,
    )


def _name(key: Key) -> str:
    kind, place = key
    return f"{kind}-{place}"


def _text(value: object) -> str:
    """A field of a snapshot as people read it, on one line; of long texts both ends."""
    if isinstance(value, Span):
        return excerpt(value.text, _SHOWN)
    if isinstance(value, tuple):
        between = " + " if value and isinstance(value[0], Span) else " "
        return between.join(map(_text, value)) or "none"
    return "none" if value is None else str(value)
