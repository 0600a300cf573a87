"""Articles are labelled by the reader that has not seen them."""

from __future__ import annotations

import attrs
import pytest

from quoteattr import Attributor
from quoteattr.errors import InputError
from quoteattr.parsing.models import READER, default_directory
from quoteattr.training import parses
from quoteattr.training.parses import HalfReaders

TEXT = "Ann Lee said that the bridge would close."


def test_each_half_is_labelled_by_the_reader_of_the_other(
    attributor: Attributor, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = attributor._parser(TEXT)
    assert parse.labels is not None
    labels = {name: attrs.evolve(parse.labels, heads=[]) for name in ("even", "odd")}
    monkeypatch.setattr(parses, "reader_at", lambda path: lambda _: labels[path.stem])
    path = default_directory() / READER
    halves = HalfReaders([path.with_stem("even"), path.with_stem("odd")])
    assert halves(parse, "even").labels is labels["odd"]
    assert halves(parse, "odd").labels is labels["even"]
    assert HalfReaders([])(parse, "odd") is parse


def test_one_reader_is_not_enough() -> None:
    with pytest.raises(InputError, match="two readers"):
        HalfReaders([default_directory() / READER])
