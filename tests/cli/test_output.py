"""Where the command line writes: files that are replaced at the end, pipes, devices."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.runs import BERG, LEE, ROOT, command, run


def test_output_file_is_utf_8_with_one_kind_of_line_end(lee, tmp_path):
    done = run(lee, "-o", tmp_path / "a.csv", PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert done.returncode == 0
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8").count("\r\n") == 2


def test_failed_run_leaves_the_old_output(call, lee, tmp_path):
    out = tmp_path / "a.json"
    out.write_text("old")
    assert call(lee, "-o", out, "--models", "missing")[0] == 2
    assert out.read_text() == "old"


def test_output_keeps_the_mode_and_the_link_of_the_file_it_replaces(call, lee, tmp_path):
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    assert call(lee, "-o", link)[0] == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("doc_id")
    assert real.stat().st_mode & 0o777 == 0o640


def test_output_can_be_a_device(call, lee):
    assert call(lee, "-o", os.devnull) == (0, "", "")
    assert not Path(os.devnull).is_file()


def test_output_into_a_missing_folder(call, lee, tmp_path):
    status, _, err = call(lee, "-o", tmp_path / "none" / "a.csv")
    assert status == 2
    assert "can't be written: No such file or directory" in err


def test_output_over_an_input_is_refused(call, lee, tmp_path):
    (tmp_path / "link").symlink_to(lee)
    status, _, err = call(tmp_path / "link", "-o", lee)
    assert status == 2
    assert "is one of the input files" in err
    assert lee.read_bytes() == LEE.encode()


def test_a_reader_that_goes_away_is_no_noise(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": BERG * 50}) + "\n") * 200, encoding="utf-8")
    with subprocess.Popen(
        command(path, "-f", "jsonl"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_interrupt_is_quiet_and_leaves_no_half_file(lee, tmp_path):
    (tmp_path / "wait.txt").write_text("WAIT")
    with subprocess.Popen(
        command(lee, tmp_path / "wait.txt", "-o", tmp_path / "a.csv"),
        stderr=subprocess.PIPE,
        cwd=ROOT,
        # a shell lets what it runs in the background ignore the signal, and so its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stderr.readline() == b"waiting\n"
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lee.txt", "wait.txt"]


def test_full_disk_is_told():
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    done = run("-o", "/dev/full", given=LEE)
    assert done.returncode == 2
    assert b"/dev/full: can't be written: No space left on device" in done.stderr
