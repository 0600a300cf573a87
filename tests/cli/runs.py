"""The command line as a process, with the attributor that needs no models; texts for it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LEE = "Lee: “Peace.”\r\nShe left.\n"
BERG = "Berg: “War?” Lee: “No – peace.”\n"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.fake_attributor", *map(str, arguments)]


def run(*arguments: object, given: str | bytes = b"", cwd: Path = ROOT, **environment: str):
    """Run the command line to its end; output as bytes."""
    return subprocess.run(
        command(*arguments),
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )
