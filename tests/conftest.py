"""Fixtures shared by the tests: the shipped models are loaded once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from quoteattr.attributor import Attributor
from quoteattr.parsing.models import default_directory, verify
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.quotes import Quotes

SEED = Path(__file__).parent.parent / "seeds" / "000_ba9086a16d75d270.txt"
CASES = Path(__file__).parent / "cases"

# Small models gain nothing from threads, which wait for each other on a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A test says what is right, not how fast: a busy machine must not make one fail.
# Each run draws other examples, so that few of them do.
settings.register_profile(
    "untimed", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
# --hypothesis-profile=long: before a release.
settings.register_profile("long", settings.get_profile("untimed"), max_examples=20_000)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--growth",
        type=int,
        default=4,
        metavar="N",
        help="compare the work for texts with that for texts N times as long (default: 4)",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the models, so that ``-m "not models"`` runs the others alone."""
    for item in items:
        if "attributor" in getattr(item, "fixturenames", ()):
            item.add_marker("models")


_RUNNING: list[pytest.Item] = []  # the test of this folder that runs; none while doctests run


def pytest_runtest_setup(item: pytest.Item) -> None:
    _RUNNING.append(item)


def pytest_runtest_teardown() -> None:
    _RUNNING.clear()


@pytest.fixture(scope="session", autouse=True)
def _shipped_models() -> Iterator[None]:
    """Verify the shipped models once, and refuse them to tests that don't have the mark.

    Doctests of the package and of the docs may load them without a mark.
    """
    verified = cache(verify)

    def checked(directory: Path) -> None:
        if directory != default_directory():
            verify(directory)
            return
        marked = all(item.get_closest_marker("models") for item in _RUNNING)
        assert marked, "this test loads the shipped models: give it the mark pytest.mark.models"
        verified(directory)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quoteattr.parsing.models.verify", checked)
        yield


@pytest.fixture(scope="session")
def attributor() -> Attributor:
    return Attributor()


@pytest.fixture(scope="session")
def everything(attributor: Attributor) -> Attributor:
    """Every attribution, quotes by an editor's measure or not."""
    return Attributor(attributor._parser.pipeline, include="all")


@pytest.fixture(scope="session")
def parser(attributor: Attributor) -> StanzaParser:
    return attributor._parser


@pytest.fixture(scope="session")
def seed_text() -> str:
    return SEED.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def seed_quotes(attributor: Attributor, seed_text: str) -> Quotes:
    return attributor(seed_text, doc_id="seed")


def failing(reason: str) -> pytest.MarkDecorator:
    """Marks what fails today: strict, so that the mark has to go when it passes."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)


def cases(name: str) -> list[Any]:
    """The cases of a JSON table in tests/cases, by label; ``fails`` says why one fails today."""
    rows = json.loads((CASES / name).read_text(encoding="utf-8"))
    return [
        pytest.param(row, id=row["label"], marks=[failing(row["fails"])] if "fails" in row else ())
        for row in rows
    ]
