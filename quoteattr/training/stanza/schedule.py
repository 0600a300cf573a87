"""A learning rate that falls linearly to zero over a wall-clock budget.

Stanza's trainers of tagger, parser and entity tagger stop when the score no longer rises. With a
linear decay, a small model on one core gets better, in a time that is known beforehand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["BudgetSpentError", "linear_decay"]

_WARM_UP_STEPS = 50


class BudgetSpentError(Exception):
    """Raised from within Stanza's training loop when the time is used up."""


def _groups(trainer: Any) -> Iterator[dict[str, Any]]:
    """Yield the parameter groups of every optimizer that the trainer steps."""
    for name in ("optimizers", "optimizer"):
        found = getattr(trainer, name, None)
        if found is not None:
            for optimizer in found.values() if isinstance(found, dict) else [found]:
                yield from optimizer.param_groups
            return


@contextmanager
def linear_decay(trainer_class: type[Any], minutes: float, rate: float) -> Iterator[None]:
    """Drive the learning rate of ``trainer_class.update`` while the block runs.

    Args:
        trainer_class: a Stanza trainer with an ``update`` method.
        minutes: wall-clock budget, counted from the first update.
        rate: the rate after a warm-up of 50 steps; it falls linearly to 1 % of itself.

    Raises:
        BudgetSpentError: from within the training loop, 2 % after the end of the budget, so that
            one evaluation runs after the end of the decay.
    """
    update = trainer_class.update
    began: list[float] = []
    steps = 0

    def timed_update(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal steps
        if not began:
            began.append(time.monotonic())
        spent = (time.monotonic() - began[0]) / 60 / minutes
        if spent > 1.02:
            raise BudgetSpentError(f"{steps} steps")
        steps += 1
        current = rate * max(0.01, 1 - spent) * min(1.0, steps / _WARM_UP_STEPS)
        for group in _groups(self):
            group["lr"] = current
        if steps % 100 == 0:
            print(f"step {steps} rate {current:.6f} budget {spent:.3f}", flush=True)
        return update(self, *args, **kwargs)

    trainer_class.update = timed_update
    try:
        yield
    finally:
        trainer_class.update = update
