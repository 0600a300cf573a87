"""The command line as a process, with the attributor that needs no models; texts for it."""

import os
import signal
import subprocess
import sys
import time
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


def stopped(name: str, *arguments: object, once: Path | None = None) -> tuple[int, bytes]:
    """Status and last messages of a run that a signal ends while it waits.

    With ``once``, it comes when the first article is in that file.
    """
    with started(*arguments) as process:
        assert process.stderr.readline() == b"waiting\n"
        while once is not None and not (once.exists() and "lee" in once.read_text("utf-8")):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(getattr(signal, name))
        return process.wait(), process.stderr.read()


def started(*arguments: object, ignored: int | None = None) -> subprocess.Popen[bytes]:
    def prepare() -> None:
        # A shell lets what it runs in the background ignore the signal, and so its children.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if ignored is not None:
            signal.signal(ignored, signal.SIG_IGN)

    return subprocess.Popen(
        command(*arguments), stderr=subprocess.PIPE, cwd=ROOT, preexec_fn=prepare
    )
