"""Which batch each step of a training reads: windows of one corpus, drawn by fixed shares."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
from torch.utils.data import DataLoader, Dataset

from quoteattr.reader.inputs import windows_of
from quoteattr.reader.network import Reader
from quoteattr.reader.reading import TOGETHER
from quoteattr.training.reader.chains import CoreferenceExample
from quoteattr.training.reader.examples import Outline
from quoteattr.training.reader.targets import Example, Item, Targets, targets_of

__all__ = ["WINDOW", "Planned", "Task", "batches_of", "draws_of", "loaded", "plan_of"]

WINDOW = 256
"""Pieces that are read together at most."""

_NOISE = 30  # words by which the lengths of the windows of a batch may differ by chance

Planned = tuple[int, tuple[Item, ...]]
"""The number of a step's task, and its batch."""


@attrs.frozen(eq=False)
class Task:
    """Examples of one corpus, where a teacher is asked about them, and which one."""

    examples: Sequence[Example]
    outlines: Sequence[Outline | None] = ()
    teacher: Reader | None = None


def batches_of(task: Task, size: int, seed: str) -> Iterator[tuple[Item, ...]]:
    """Windows of like length, without end, cut and put together anew each time.

    Args:
        task: with at least one example.
        size: windows of a batch.
        seed: of the cuts and the order.
    """
    outlines = task.outlines or [None] * len(task.examples)
    epoch = 0
    while True:
        chance = random.Random(f"{seed}-{epoch}")
        texts = list(zip(task.examples, outlines, strict=True))
        whole = isinstance(task.examples[0], CoreferenceExample)
        if whole:  # the windows of a text stay together: an antecedent may lie in another one
            chance.shuffle(texts)
        items = [
            (window, example, outline)
            for example, outline in texts
            for window in windows_of(
                example.document, TOGETHER, WINDOW, chance.randint(TOGETHER // 3, TOGETHER)
            )
        ]
        if not whole:
            items.sort(key=lambda item: len(item[0]) + _NOISE * chance.random())
        batches = [items[start : start + size] for start in range(0, len(items), size)]
        chance.shuffle(batches)
        yield from map(tuple, batches)
        epoch += 1


def draws_of(seed: int, steps: int, shares: Sequence[float]) -> list[int]:
    """The number of the corpus that each step reads.

    Args:
        seed: of the draws.
        steps: of the whole training.
        shares: of the steps, by corpus.
    """
    numbers = range(len(shares))
    return [random.Random(f"{seed}-{step}").choices(numbers, shares)[0] for step in range(steps)]


def plan_of(
    draws: Sequence[int], first: int, sources: Sequence[Iterator[tuple[Item, ...]]], parts: int
) -> list[Planned]:
    """The task and the batch of every step from a first one; PolNeAR's parts take turns.

    Args:
        draws: the number of the corpus for every step of the training.
        first: the number of the first step of the plan.
        sources: the batches of each task.
        parts: tasks that PolNeAR has.
    """
    plan = []
    for step, draw in enumerate(draws[first:], first):
        number = (draw, draw, 2 + step % parts, 2 + parts, 3 + parts)[draw]
        plan.append((number, next(sources[number])))
    return plan


class _Steps(Dataset[tuple[int, Targets]]):
    """The batches of some steps; processes beside the training make them."""

    def __init__(
        self,
        plan: Sequence[Planned],
        first: int,
        separators: tuple[int, int],
        alter: Callable[[Targets, int], Targets] | None,
    ) -> None:
        self._plan = plan
        self._first = first
        self._separators = separators
        self._alter = alter

    def __getitem__(self, place: int) -> tuple[int, Targets]:
        task, items = self._plan[place]
        targets = targets_of(items, self._separators)
        return task, targets if self._alter is None else self._alter(targets, self._first + place)


def loaded(
    plan: Sequence[Planned],
    first: int,
    separators: tuple[int, int],
    alter: Callable[[Targets, int], Targets] | None = None,
    workers: int = 0,
) -> DataLoader[tuple[int, Targets]]:
    """The number of the task and the tensors of every step of a plan, in order.

    Args:
        plan: of the steps.
        first: the number of its first step.
        separators: numbers of the pieces that open a window and close a paragraph.
        alter: makes another batch of the batch and the number of a step.
        workers: processes that make the tensors; 0 makes them between the steps.
    """
    return DataLoader(
        _Steps(plan, first, separators, alter),
        batch_size=None,
        sampler=range(len(plan)),
        num_workers=workers,
        collate_fn=_unchanged,
        prefetch_factor=4 if workers else None,
        multiprocessing_context="fork" if workers else None,
    )


def _unchanged(batch: Any) -> Any:
    return batch
