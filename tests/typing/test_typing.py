"""Type checkers see the public names, and the mistakes that users make."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
USAGE = Path(__file__).parent / "usage.py"
MARKED = {
    number
    for number, line in enumerate(USAGE.read_text(encoding="utf-8").splitlines(), start=1)
    if line.endswith("# error")
}


def lines_with_errors(*command: str) -> set[int]:
    """The lines of the file in which a type checker finds an error."""
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    found = re.findall(r"usage\.py:(\d+)(?::\d+)?(?: -)?:? error", done.stdout)
    assert found, done.stdout + done.stderr
    return set(map(int, found))


def test_mypy_finds_the_mistakes_and_no_others():
    mypy = (sys.executable, "-m", "mypy", "--no-error-summary", str(USAGE))
    assert lines_with_errors(*mypy) == MARKED


@pytest.mark.skipif(not shutil.which("pyright"), reason="pyright is not installed")
def test_pyright_finds_the_mistakes_and_no_others():
    assert lines_with_errors("pyright", str(USAGE)) == MARKED
