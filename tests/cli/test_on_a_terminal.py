"""What the command line does only where a terminal is: colours and progress."""

import os
import re
import struct
import subprocess

import pytest

from tests.cli.runs import ROOT, command


def on_terminal(stream: str, *arguments: object, **environment: str) -> tuple[str, str]:
    """What a run writes to a terminal that is one of its streams, and to the other stream."""
    pty = pytest.importorskip("pty")
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    other = "stderr" if stream == "stdout" else "stdout"
    with subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "TERM": "xterm-256color", **environment},
        **{stream: theirs, other: subprocess.PIPE},
    ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the terminal is closed when the process ends
                break
            if not part:
                break
            seen += part
        rest = getattr(process, other).read()
    os.close(ours)
    return seen.decode(), rest.decode()


def test_colours_on_a_terminal_unless_told_otherwise(lee):
    assert re.search(r"\x1b\[1;38;5;\d+mLee\x1b\[0m", on_terminal("stdout", lee)[0])
    assert "\x1b" not in on_terminal("stdout", lee, NO_COLOR="1")[0]
    assert "\x1b" not in on_terminal("stdout", lee, TERM="dumb")[0]


def test_progress_shows_on_a_terminal_only_beside_data(lee, berg):
    seen, data = on_terminal("stderr", lee, berg, "-f", "csv")
    assert "0/2" in seen
    assert " articles" in seen
    assert seen.endswith("\r")  # the line is wiped
    assert data.startswith("doc_id,")
    assert on_terminal("stderr", "-q", lee)[0] == ""


def test_file_names_and_data_cant_control_the_terminal(tmp_path):
    path = tmp_path / "a\x1b[2J\u061c.txt"
    path.write_text("Lee: “No\x1b[2J\u061c.” “", encoding="utf-8")
    for kind in ("text", "csv", "json", "html"):
        seen, _ = on_terminal("stdout", path, "-f", kind, NO_COLOR="1")
        assert "Lee" in seen
        assert "\x1b" not in seen
        assert "\u061c" not in seen
    for arguments in ((path,), (path, "-v"), (tmp_path / "\x1b[2J",), (path, "-o", path)):
        seen, _ = on_terminal("stderr", *arguments)
        assert "\N{REPLACEMENT CHARACTER}[2J" in seen
        assert "\x1b[2J" not in seen


def test_a_check_cant_control_the_terminal(lee, tmp_path):
    path = tmp_path / "a\x1b[2J.txt"
    path.write_text("Lee: “No\x1b[2J.”", encoding="utf-8")
    seen, _ = on_terminal("stdout", "verify", path, "--against", lee, "-f", "json")
    seen += on_terminal("stderr", "verify", tmp_path / "\x1b[2J", "--against", lee)[0]
    assert seen.count("\N{REPLACEMENT CHARACTER}[2J") >= 1
    assert "\x1b[2J" not in seen


def test_the_name_of_a_file_forges_no_message(call, tmp_path):
    status, _, err = call(tmp_path / "a\nquoteattr: all is well")
    assert (status, err.count("\n")) == (1, 1)
