"""How sure the reader is of cue heads and roles: one temperature for each, fitted on new articles.

A network that has read its articles several times is too sure of itself on others. Dividing its
scores by a number changes no choice, but makes the probabilities right on average (Guo et al., "On
Calibration of Modern Neural Networks", ICML 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import torch
from torch.nn import functional

from quoteattr.reader.inputs import batch_of, windows_of
from quoteattr.reader.network import Reader
from quoteattr.reader.reading import TOGETHER
from quoteattr.training.reader.examples import AttributionExample
from quoteattr.training.reader.targets import cue_targets, role_targets

__all__ = ["cool", "temperatures"]

_LEAST, _MOST = 0.2, 10.0


@torch.inference_mode()
def temperatures(
    network: Reader, examples: Iterable[AttributionExample], separators: tuple[int, int]
) -> tuple[float, float]:
    """The temperatures of cue heads and of roles with the least log loss.

    Args:
        network: in evaluation mode.
        examples: articles that it was not trained on.
        separators: numbers of the pieces that open a window and close a paragraph.
    """
    device = network.root.device
    cues, roles = [], []
    for example in examples:
        for window in windows_of(example.document, TOGETHER, network.shape.window):
            batch = batch_of([window], *separators).to(device)
            states = network.states(network.words(batch))
            right, counts = map(torch.from_numpy, cue_targets([window], [example]))
            cues.append((network.cue(states.cue)[:, 0].cpu()[counts > 0], right[counts > 0]))
            found = role_targets([window], [example])
            if found is not None:
                scores = network.roles(states, found[0].to(device)).cpu()
                gold = torch.from_numpy(found[1])
                roles.append((scores[gold >= 0], gold[gold >= 0]))
    return (
        _best(cues, functional.binary_cross_entropy_with_logits),
        _best(roles, functional.cross_entropy),
    )


def _best(
    parts: Sequence[tuple[torch.Tensor, torch.Tensor]], loss: Callable[..., torch.Tensor]
) -> float:
    from scipy.optimize import minimize_scalar

    if not parts:
        return 1.0
    scores, gold = (torch.cat(side) for side in zip(*parts, strict=True))
    found = minimize_scalar(
        lambda value: float(loss(scores / value, gold)), bounds=(_LEAST, _MOST), method="bounded"
    )
    return float(found.x)


@torch.no_grad()
def cool(network: Reader, cue: float, role: float) -> None:
    """Divide the scores of cue heads and of roles by their temperatures."""
    for layer, value in ((network.cue, cue), (network.role, role)):
        layer.weight.div_(value)
        layer.bias.div_(value)
