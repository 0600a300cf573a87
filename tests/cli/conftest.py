"""The command line within this process, and articles for it."""

import sys
from pathlib import Path

import pytest

from quoteattr.cli import main
from tests import fake_attributor
from tests.cli.runs import BERG, LEE


@pytest.fixture
def call(monkeypatch, capsys):
    """The command line with the attributor that needs no models, where a process is not needed."""
    monkeypatch.setitem(sys.modules, "quoteattr.attributor", fake_attributor.module())

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = stop.code
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def lee(tmp_path: Path) -> Path:
    path = tmp_path / "lee.txt"
    path.write_bytes(LEE.encode())
    return path


@pytest.fixture
def berg(tmp_path: Path) -> Path:
    path = tmp_path / "berg.txt"
    path.write_bytes(BERG.encode())
    return path
