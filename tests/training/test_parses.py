"""Articles are labelled by the reader that has not seen them."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from quoteattr import Attributor
from quoteattr.errors import InputError
from quoteattr.parsing.models import READER, default_directory
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parse
from quoteattr.training import parses
from quoteattr.training.parses import CachedParser, HalfReaders

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


def test_a_parse_is_kept_for_each_version_of_the_reader(
    parser: StanzaParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def counting(text: str) -> Parse:
        calls.append(text)
        return parser(text)

    monkeypatch.setattr(parses, "StanzaParser", lambda _: counting)
    for version in ("1", "2", "1"):
        monkeypatch.setattr(parses, "model_versions", lambda _, v=version: {"reader": v})
        assert CachedParser(tmp_path)(TEXT) == parser(TEXT)
    assert calls == [TEXT, TEXT]


def test_a_run_that_is_killed_leaves_no_part_of_a_parse(
    parser: StanzaParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def killed(path: Path, data: bytes) -> int:
        write(path, data[: len(data) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", killed)
    with pytest.raises(KeyboardInterrupt):
        CachedParser(tmp_path)(TEXT)
    monkeypatch.setattr(Path, "write_bytes", write)
    assert CachedParser(tmp_path)(TEXT) == parser(TEXT)
