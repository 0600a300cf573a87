"""Int8 layers compute what the layers that they replace compute, nearly."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from quoteattr.labeller import quantized
from quoteattr.labeller.quantized import quantize


def network() -> nn.Sequential:
    torch.manual_seed(3)
    return nn.Sequential(nn.Conv1d(32, 32, 5, padding=2), nn.GELU(), nn.Linear(40, 24)).eval()


def test_results_stay_close() -> None:
    plain, quick = network(), network()
    quantize(quick)
    values = torch.randn(3, 32, 40)
    with torch.inference_mode():
        expected, found = plain(values), quick(values)
    assert found.shape == expected.shape
    assert (found - expected).abs().max() < 0.05 * expected.abs().max()


def test_all_zeros_and_one_sign_are_no_trouble() -> None:
    quick = network()
    quantize(quick)
    with torch.inference_mode():
        for values in (torch.zeros(1, 32, 40), torch.ones(1, 32, 40), -torch.ones(1, 32, 40)):
            assert torch.allclose(quick(values), network()(values), atol=0.05)


def test_without_the_kernels_layers_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> torch.Tensor:
        raise RuntimeError("not compiled for this machine")

    monkeypatch.setattr(quantized._Int8, "multiply", missing)
    slow = network()
    quantize(slow)
    values = torch.randn(2, 32, 40)
    assert torch.equal(slow(values), network()(values))
