"""Checkpoints: a training that was interrupted goes on from its last one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from quoteattr.errors import InputError

__all__ = ["CHECKPOINT", "keep", "plain_options", "read_checkpoint"]

CHECKPOINT = "checkpoint.pt"
"""The name of the file in the folder of a training."""

# Options that no step depends on: where and how fast they are taken, and what follows the last one.
_FREE = frozenset(
    (
        "out",
        "device",
        "workers",
        "dev_treebank",
        "dev_newswire",
        "dev_polnear",
        "of_start",
        "others",
    )
)


def plain_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that the steps depend on, in a form that a checkpoint can hold."""

    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return str(value) if isinstance(value, Path) else value

    return {name: plain(value) for name, value in given.items() if name not in _FREE}


def read_checkpoint(path: Path, options: Mapping[str, Any]) -> dict[str, Any] | None:
    """The checkpoint of a training with the same options; None if there is none.

    Args:
        path: of the checkpoint.
        options: of the training, as ``plain_options`` gives them.

    Raises:
        InputError: it is of a training with other options.
    """
    if not path.exists():
        return None
    stored: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    before = stored.get("options", {})  # the oldest checkpoints have none
    for name in options:
        if name in before and before[name] != options[name]:
            raise InputError(
                f"{path} is of a training with the {name} {before[name]!r}, not "
                f"{options[name]!r}; give another folder as out"
            )
    return stored


def keep(
    path: Path,
    network: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    options: Mapping[str, Any],
    step: int,
) -> None:
    """Write a checkpoint, whole or not at all.

    Args:
        path: of the checkpoint.
        network: as it is after the step.
        optimizer: likewise.
        options: of the training, as ``plain_options`` gives them.
        step: number of steps that are done.
    """
    draft = path.with_suffix(".tmp")
    stored = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
        "options": dict(options),
    }
    torch.save(stored, draft)
    draft.replace(path)
