"""The learning rate falls to nothing within its budget and then stops the training."""

from __future__ import annotations

import pytest
import torch

from quoteattr.training.stanza import schedule
from quoteattr.training.stanza.schedule import BudgetSpentError, linear_decay


class Trainer:
    def __init__(self) -> None:
        self.optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=9.0)
        self.rates: list[float] = []

    def update(self) -> None:
        self.rates.append(self.optimizer.param_groups[0]["lr"])


def train(trainer: Trainer) -> None:
    with linear_decay(Trainer, 5.0, 1.0):
        while True:
            trainer.update()


def test_rate_warms_up_then_falls_to_the_end_of_the_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(schedule.time, "monotonic", lambda: float(next(clock)))
    trainer, before = Trainer(), Trainer.update
    with pytest.raises(BudgetSpentError, match="steps"):
        train(trainer)
    peak = trainer.rates.index(max(trainer.rates))
    assert 40 <= peak <= 60
    assert trainer.rates[:peak] == sorted(trainer.rates[:peak])
    assert trainer.rates[peak:] == sorted(trainer.rates[peak:], reverse=True)
    assert trainer.rates[-1] == pytest.approx(0.01)
    assert len(trainer.rates) == pytest.approx(1.02 * 5 * 60, abs=2)
    assert Trainer.update is before
