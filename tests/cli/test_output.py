"""Where the command line writes: files that are replaced at the end, pipes, devices."""

import json
import os
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from quoteattr.cli.output import Draft, drafted
from quoteattr.errors import InputError
from quoteattr.formats.table import COLUMNS
from tests.cli.runs import BERG, LEE, ROOT, command, run, started, stopped


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


def test_no_other_file_that_is_read_is_overwritten(call, lee, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("name\nAnn Lee\n")
    assert call(lee, "--known", people, "-o", people)[0] == 2
    assert people.read_text() == "name\nAnn Lee\n"
    assert call(lee, "-f", "brat", "-o", tmp_path)[0] == 2
    said = tmp_path / "said.txt"
    said.write_text("LEE: Peace.\n")
    for target in (lee, said):
        assert call("verify", lee, "--against", said, "-o", target)[0] == 2
    assert (lee.read_bytes(), said.read_text()) == (LEE.encode(), "LEE: Peace.\n")


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
    assert call("-q", lee, berg, "-o", out, "--resume") == (0, "", "")
    assert out.read_bytes() == whole[form]
    assert not part.exists()


def test_resume_goes_on_wherever_a_table_was_cut(call, tmp_path):
    """The id of an article may be quoted, and end anywhere."""
    files = [tmp_path / name for name in ("Lee, A.txt", "“Berg”\n.txt", '"C".txt')]
    for file in files:
        file.write_text(BERG, encoding="utf-8")
    out = tmp_path / "a.csv"
    assert call(*files, "-o", out)[0] == 0
    whole = out.read_bytes()
    for size in range(whole.index(b"\r\n") + 2, len(whole)):
        out.write_bytes(whole[:size])
        assert call("-q", *files, "-o", out, "--resume") == (0, "", "")
        assert out.read_bytes() == whole


def test_resume_does_not_read_finished_articles_again(call, lee, berg, tmp_path):
    out = tmp_path / "a.jsonl"
    assert call(lee, "-o", out)[0] == 0
    lee.write_text("Lee: “Something else.”", encoding="utf-8")
    assert call(lee, berg, "-o", out, "--resume")[0] == 0
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (first["doc_id"], second["doc_id"]) == ("lee", "berg")
    assert first["quotes"][0]["content"][0]["text"] == "“Peace.”"


@pytest.mark.parametrize("order", ["aba", "baa"])
def test_resume_goes_on_with_a_table_in_which_two_articles_have_one_id(call, tmp_path, order):
    path, out = tmp_path / "in.jsonl", tmp_path / "a.csv"
    articles = [{"id": name, "text": BERG} for name in order]
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    assert call(path, "-o", out)[0] == 0
    whole = out.read_bytes()
    for missing in (0, 1, 40):
        out.write_bytes(whole[: len(whole) - missing])
        assert call("-q", path, "-o", out, "--resume") == (0, "", "")
        assert out.read_bytes() == whole


def test_resume_reads_an_article_again_whose_line_is_deleted(call, lee, berg, tmp_path, whole):
    out = tmp_path / "a.jsonl"
    first, second = whole["jsonl"].splitlines(keepends=True)
    out.write_bytes(b"\n" + second)
    assert call("-q", lee, berg, "-o", out, "--resume") == (0, "", "")
    assert out.read_bytes() == b"\n" + second + first


def test_resume_says_how_many_articles_it_left_out(call, lee, tmp_path):
    """Another article of the same id is left out as well, and nobody would notice."""
    other = tmp_path / "b" / "lee.txt"
    other.parent.mkdir()
    other.write_text(BERG, encoding="utf-8")
    out = tmp_path / "a.jsonl"
    assert call(lee, "-o", out, "--resume") == (0, "", "")
    message = "quoteattr: left out 1 article whose id the output has\n"
    assert call(other, "-o", out, "--resume") == (0, "", message)
    assert call("-q", other, "-o", out, "--resume") == (0, "", "")


def test_without_resume_nothing_finished_is_overwritten(call, lee, tmp_path):
    part = tmp_path / "a.jsonl.part"
    part.write_text("hours of work\n")
    status, _, err = call(lee, "-o", tmp_path / "a.jsonl")
    assert status == 2
    assert "go on with --resume" in err
    assert part.read_text() == "hours of work\n"


def test_resume_is_advised_only_where_it_can_go_on(call, lee, tmp_path):
    for name in ("a.html", "a.txt"):
        part = tmp_path / f"{name}.part"
        part.touch()
        status, _, err = call(lee, "-o", tmp_path / name)
        assert (status, "--resume" in err) == (2, False)
        assert f"{part} has what an interrupted run finished" in err
        assert "; rename or delete it" in err


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", "[1]\n", "is not a file of quotes as JSON lines"),
        ("a.jsonl", '{"doc_id": null}\n', "articles without an id"),
        ("a.csv", "id,text\r\n", "has other columns"),
        ("a.jsonl", '{"doc_id": []}\n', "is not a file of quotes as JSON lines"),
        ("a.jsonl", "[" * 200_000 + "\n", "is not a file of quotes as JSON lines"),
        ("a.csv", f"{','.join(COLUMNS)}\r\na,q1\r\na,q2\r\n", "is not a file of quotes as CSV"),
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


def test_longest_name_that_the_file_system_takes(call, lee, tmp_path):
    out = tmp_path / ("a" * 251 + ".csv")
    assert call(lee, "-o", out) == (0, "", "")
    assert out.read_text(encoding="utf-8").startswith("doc_id")


def test_drafts_of_longest_names_are_not_shared(call, lee, tmp_path):
    first, second = (tmp_path / ("é" * 120 + f"{end}.jsonl") for end in ("first", "other"))
    with drafted(first) as one, drafted(second) as other:
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


@pytest.mark.parametrize("arguments", ["-", "--help", "verify --help", "verify {lee} --against -"])
def test_a_full_standard_output_is_an_error(lee, arguments: str):
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    done = in_shell(f"{arguments.format(lee=lee)} < {lee} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == b"quoteattr: <stdout>: can't be written: No space left on device\n"


def test_standard_error_that_cannot_be_written_costs_messages_only(lee, tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    out = tmp_path / "a.json"
    assert in_shell(f"no.txt {lee} -o {out} 2> /dev/full").returncode == 1
    assert [result["doc_id"] for result in json.loads(out.read_bytes())] == ["no", "lee"]
    assert in_shell(f"verify no.txt --against {lee} 2> /dev/full").returncode == 2
    # A pipe that nobody reads.
    assert in_shell(f"no.txt {lee} -o {out} 3>&1 2>&1 >&3 | true; true").returncode == 0


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_disk_that_is_full_loses_nothing_that_is_finished(tmp_path, form: str):
    """The limit on the size of files does what a full disk does."""
    resource = pytest.importorskip("resource")
    articles = tmp_path / "many.jsonl"
    lines = (json.dumps({"id": f"a{i}", "text": BERG * 20}) for i in range(40))
    articles.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / f"a.{form}"
    done = subprocess.run(
        command(articles, "-o", out),
        capture_output=True,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        check=False,
    )
    assert done.returncode == 2
    told, why = done.stderr.decode().splitlines()
    assert told == f"quoteattr: what could be written is in {out}.part; go on with --resume"
    assert why == f"quoteattr: {out}: can't be written: File too large"
    assert run(articles, "-o", out, "--resume").returncode == 0
    assert run(articles, "-o", tmp_path / f"b.{form}").returncode == 0
    assert out.read_bytes() == (tmp_path / f"b.{form}").read_bytes()


@pytest.mark.parametrize("name", ["a.parquet", "report.txt"])
def test_what_is_of_no_use_in_part_is_not_left(lee, tmp_path, name: str):
    resource = pytest.importorskip("resource")
    said = tmp_path / "said.txt"
    said.write_text("LEE: Peace.\n")
    out = tmp_path / name
    check = ("verify", lee, "--against", said, "-o", out)
    done = subprocess.run(
        command(*(check if name == "report.txt" else (lee, "-o", out))),
        capture_output=True,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)),
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"quoteattr: {out}: can't be written: File too large\n".encode()
    assert not list(tmp_path.glob(f"{name}*"))


def test_two_runs_never_write_one_output(call, lee, tmp_path):
    out, part = tmp_path / "a.jsonl", tmp_path / "a.jsonl.part"
    with drafted(out) as draft, draft.opened() as stream:
        stream.write(b'{"doc_id": "other"}\n')
        stream.flush()
        assert call(lee, "-o", out)[0] == 2
        status, _, err = call(lee, "-o", out, "--resume")
        assert (status, err) == (2, f"quoteattr: another run writes {part}; wait until it ends\n")
        late = Draft(part)  # of a run that began when the draft was not there
        with pytest.raises(InputError, match="another run writes it"), late.opened():
            raise AssertionError("two runs write one draft")
    assert part.read_bytes() == b'{"doc_id": "other"}\n'


def test_a_draft_follows_no_link(call, lee, tmp_path):
    """In a folder that others write to, a link would choose the file that is overwritten."""
    (tmp_path / "a.csv.part").symlink_to(tmp_path / "victim")
    assert call(lee, "-o", tmp_path / "a.csv")[0] == 2
    assert not (tmp_path / "victim").exists()
