"""The same text on another processor: with int8 kernels and without, articles have one result."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from quoteattr import Attributor, Quotes
from quoteattr.parsing.models import default_directory
from quoteattr.reader import int8
from tests.conftest import CASES

SURE = 0.7
TABLES = ("wild", "attribution_in_the_wild", "attribution_text_types")


@pytest.fixture(scope="module")
def without_kernels(tmp_path_factory: pytest.TempPathFactory) -> Attributor:
    """An attributor as on a processor without kernels; another path, so that it is loaded anew."""
    folder = tmp_path_factory.mktemp("models")
    for path in default_directory().iterdir():
        (folder / path.name).symlink_to(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quoteattr.reader.files.has_kernels", lambda: False)
        return Attributor(folder, include="all")


@pytest.mark.models
@pytest.mark.parametrize("table", [None, *TABLES])
def test_no_sure_quote_comes_or_goes(
    everything: Attributor, without_kernels: Attributor, seed_text: str, table: str | None
) -> None:
    text = seed_text if table is None else joined(table)
    here, there = everything(text), without_kernels(text)
    assert len(sure(here)) > 5
    assert sure(here) <= every(there)
    assert sure(there) <= every(here)


@pytest.mark.models
def test_the_result_says_which_kernels_ran(
    attributor: Attributor, without_kernels: Attributor
) -> None:
    assert attributor("").meta["kernels"] == ("int8" if int8.has_kernels() else "float32")
    assert without_kernels("").meta["kernels"] == "float32"


def joined(table: str) -> str:
    """The texts of a table as one article, which takes less time than each for itself."""
    rows = json.loads((CASES / f"{table}.json").read_text(encoding="utf-8"))
    return "\n\n".join(row["text"] for row in rows)


def every(quotes: Quotes, least: float = 0) -> set[Any]:
    return {
        (
            quote.content,
            quote.cue and quote.cue.spans,
            quote.source and quote.source.span,
            quote.speaker and quote.speaker.name,
        )
        for quote in quotes
        if quote.confidence >= least
    }


def sure(quotes: Quotes) -> set[Any]:
    return every(quotes, SURE)


class Overflowing(int8._Exact):
    """Kernels of old processors: they add two products in 16 bits."""

    def _whole(self, levels: torch.Tensor) -> torch.Tensor:
        products = levels.float()[:, None, :] * self._weight[None]
        sums = products.unflatten(2, (-1, 2)).sum(3).clamp(-(2**15), 2**15 - 1).sum(2)
        out = (sums - self._in_zero * self._weight.sum(1)) * self._in_scale * self._scale
        return out + self._bias


@pytest.mark.parametrize(("kernel", "right"), [(int8._Exact, True), (Overflowing, False)])
def test_kernels_that_overflow_are_not_used(
    monkeypatch: pytest.MonkeyPatch, kernel: type, right: bool
) -> None:
    monkeypatch.setattr(int8, "_Kernel", kernel)
    assert int8.has_kernels() == right
