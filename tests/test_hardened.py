"""Articles are read without writing a file and without a network.

Many containers have a read-only file system, no home and no network.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quoteattr.quotes import Quotes

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_ba9086a16d75d270.txt"

# Refuses in Python what a read-only file system and a missing network refuse.
REFUSING = """
import errno, os, sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod"}

def refuse(event, given):
    if event == "open" and given[2] & WRITING and given[0] != os.devnull:
        raise OSError(errno.EROFS, "Read-only file system", str(given[0]))
    if event in CHANGING:
        raise OSError(errno.EROFS, "Read-only file system", event)
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

sys.addaudithook(refuse)
sys.path.insert(0, sys.argv[1])
from quoteattr.cli import main
sys.exit(main(sys.argv[2:]))
"""


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command without HOME, TMPDIR and the rest of the environment."""
    return subprocess.run(
        command, capture_output=True, cwd="/", env={"OMP_NUM_THREADS": "1"}, check=False
    )


@pytest.mark.models
def test_nothing_is_written_and_nobody_is_called(seed_quotes: Quotes):
    done = run(sys.executable, "-B", "-c", REFUSING, str(ROOT), "-f", "jsonl", str(SEED))
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["quotes"] == seed_quotes.to_dict()["quotes"]


@pytest.mark.models
def test_a_file_system_that_is_really_read_only(seed_quotes: Quotes):
    """What PyTorch's own code writes, no hook of Python sees."""
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    inside = (
        "set -e; mount --make-rprivate /; mount -o remount,bind,ro / || mount -o remount,ro /; "
        "for place in /tmp /var/tmp /dev/shm; do "
        'if [ -d "$place" ]; then mount --bind "$place" "$place"; '
        'mount -o remount,bind,ro "$place"; fi; done; '
        f'PYTHONPATH="{ROOT}" exec "$0" -B -m quoteattr -f jsonl "{SEED}"'
    )
    isolated = ("unshare", "--mount", "--net", "--map-root-user")
    probe = run(
        *isolated,
        "sh",
        "-c",
        inside.partition("PYTHONPATH")[0] + "! touch /tmp/written 2> /dev/null",
    )
    if probe.returncode != 0:
        pytest.skip("this system lets nobody mount anything")
    done = run(*isolated, "sh", "-c", inside, sys.executable)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["quotes"] == seed_quotes.to_dict()["quotes"]
