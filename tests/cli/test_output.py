"""Where the command line writes: files that are replaced at the end, pipes, devices."""

import json
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest

from quoteattr.cli.output import drafted
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


def test_a_closed_pipe_ends_the_run_silently(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": BERG * 50}) + "\n") * 200, encoding="utf-8")
    with subprocess.Popen(
        command(path, "-f", "jsonl"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_keeps_what_is_finished(lee, tmp_path, name: str, status: int, jobs: int):
    (tmp_path / "wait.txt").write_text("WAIT")
    old = tmp_path / "a.csv"
    old.write_text("old")
    part = tmp_path / "a.csv.part"
    message = (
        f"quoteattr: interrupted; what is finished (1 article) is in {part}; go on with --resume\n"
    )
    arguments = (lee, tmp_path / "wait.txt", "-o", old, "--jobs", jobs)
    assert stopped(name, *arguments, once=part) == (status, message.encode())
    assert old.read_text() == "old"
    assert [row.split(",")[0] for row in part.read_text().splitlines()] == ["doc_id", "lee"]


def test_a_signal_before_the_first_article_leaves_nothing(tmp_path):
    (tmp_path / "wait.txt").write_text("WAIT")
    assert stopped("SIGINT", tmp_path / "wait.txt", "-o", tmp_path / "a.csv") == (130, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["wait.txt"]


def test_an_interrupted_array_is_closed(lee, tmp_path):
    (tmp_path / "wait.txt").write_text("WAIT")
    out = tmp_path / "a.json"
    part = tmp_path / "a.json.part"
    assert stopped("SIGINT", lee, tmp_path / "wait.txt", "-o", out, once=part)[0] == 130
    (record,) = json.loads(part.read_text(encoding="utf-8"))
    assert record["doc_id"] == "lee"


@pytest.fixture
def whole(call, lee, berg, tmp_path) -> dict[str, bytes]:
    """The output of a run over two articles, by format."""
    made = {}
    for form in ("csv", "jsonl"):
        path = tmp_path / f"whole.{form}"
        assert call(lee, berg, "-o", path)[0] == 0
        made[form] = path.read_bytes()
    return made


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("missing", [0, 1, 9, 60])
def test_resume_goes_on_after_what_is_whole(call, lee, berg, tmp_path, whole, form, missing):
    """Whatever the interruption has cut, the result is that of a run from end to end."""
    out = tmp_path / f"a.{form}"
    part = tmp_path / f"a.{form}.part"
    part.write_bytes(whole[form][: len(whole[form]) - missing])
    assert call(lee, berg, "-o", out, "--resume") == (0, "", "")
    assert out.read_bytes() == whole[form]
    assert not part.exists()


def test_resume_does_not_read_finished_articles_again(call, lee, berg, tmp_path):
    out = tmp_path / "a.jsonl"
    assert call(lee, "-o", out)[0] == 0
    lee.write_text("Lee: “Something else.”", encoding="utf-8")
    assert call(lee, berg, "-o", out, "--resume")[0] == 0
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (first["doc_id"], second["doc_id"]) == ("lee", "berg")
    assert first["quotes"][0]["content"][0]["text"] == "“Peace.”"


def test_without_resume_nothing_finished_is_overwritten(call, lee, tmp_path):
    part = tmp_path / "a.jsonl.part"
    part.write_text("hours of work\n")
    status, _, err = call(lee, "-o", tmp_path / "a.jsonl")
    assert status == 2
    assert "go on with --resume" in err
    assert part.read_text() == "hours of work\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", "[1]\n", "is not a file of quotes as JSON lines"),
        ("a.jsonl", '{"doc_id": null}\n', "articles without an id"),
        ("a.csv", "id,text\r\n", "has other columns"),
    ],
)
def test_resume_refuses_what_it_can_not_go_on_with(call, lee, tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    status, _, err = call(lee, "-o", tmp_path / name, "--resume")
    assert status == 2
    assert message in err
    assert (tmp_path / name).read_text() == content.replace("\r\n", "\n")


def test_jobs_give_the_same_output(lee, berg, tmp_path):
    (tmp_path / "boom.txt").write_text("BOOM")
    files = [lee, tmp_path / "boom.txt", berg, tmp_path / "gone.txt"]
    one, two = (run("-f", "jsonl", "--jobs", jobs, *files) for jobs in (1, 2))
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.returncode == 1


def test_interrupt_that_an_import_swallows_ends_the_run(lee, berg):
    """An import that Ctrl-C breaks may go on, half done: every article would fail."""
    assert stopped("SIGINT", lee, berg, "--models", "slow") == (130, b"")


def test_ignored_hangup_stays_ignored(lee, tmp_path):
    """As nohup does it."""
    (tmp_path / "wait.txt").write_text("WAIT")
    arguments = (tmp_path / "wait.txt", "-o", tmp_path / "a.csv")
    with started(*arguments, ignored=signal.SIGHUP) as process:
        process.stderr.readline()
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 143


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


def test_longest_name_that_the_file_system_takes(call, lee, tmp_path):
    out = tmp_path / ("a" * 251 + ".csv")
    assert call(lee, "-o", out) == (0, "", "")
    assert out.read_text(encoding="utf-8").startswith("doc_id")


def test_drafts_of_longest_names_are_not_shared(call, lee, tmp_path):
    first, second = (tmp_path / ("é" * 120 + f"{end}.jsonl") for end in ("first", "other"))
    with drafted(first, resume=False) as one, drafted(second, resume=False) as other:
        one.path.write_text("one")
        assert other.path != one.path
        assert not other.path.exists()


def test_output_over_standard_input_is_refused(lee):
    for redirected in (f"-o {lee} < {lee}", f"{lee} >> {lee}", f"< {lee} >> {lee}"):
        done = in_shell(redirected)
        assert done.returncode == 2
        assert b"is one of the input files" in done.stderr
        assert lee.read_bytes() == LEE.encode()


def test_closed_standard_output_is_an_error(lee):
    done = in_shell(f"{lee} >&-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"quoteattr: <stdout>: can't be written: it is closed\n"
    assert in_shell("--help >&-").returncode == 0


def test_closed_standard_input_is_an_error():
    done = in_shell("- <&-")
    assert done.returncode == 1
    assert done.stderr == b"quoteattr: <stdin>: can't be read: it is closed\n"


def test_closed_standard_error_costs_messages_only(lee, tmp_path):
    out = tmp_path / "a.json"
    assert in_shell(f"{lee} no.txt -v -o {out} 2>&-").returncode == 1
    assert [result["doc_id"] for result in json.loads(out.read_bytes())] == ["lee", "no"]
    assert in_shell("--nonsense 2>&-").returncode == 2
    assert in_shell(f"{lee} -o {out} <&- >&- 2>&-").returncode == 0
    assert json.loads(out.read_bytes())


def in_shell(arguments: str) -> subprocess.CompletedProcess[bytes]:
    line = f"{shlex.join(command())} {arguments}"
    return subprocess.run(["sh", "-c", line], capture_output=True, cwd=ROOT, check=False)


def test_a_full_disk_is_an_error():
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    done = run("-o", "/dev/full", given=LEE)
    assert done.returncode == 2
    assert b"/dev/full: can't be written: No space left on device" in done.stderr
