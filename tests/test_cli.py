"""The command line as a process: what goes where, in which form, with which exit status."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quoteattr.cli import main
from quoteattr.quotes import Quotes
from tests import fake_attributor

ROOT = Path(__file__).parent.parent
LEE = "Lee: “Peace.”\r\nShe left.\n"
BERG = "Berg: “War?” Lee: “No – peace.”\n"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.fake_attributor", *map(str, arguments)]


def run(*arguments: object, given: str | bytes = b"", cwd: Path = ROOT, **environment: str):
    """Run the command line with the attributor that needs no models; output as bytes."""
    return subprocess.run(
        command(*arguments),
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


@pytest.fixture
def call(monkeypatch, capsys):
    """The same within this process, where no pipes or signals are needed."""
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


def test_standard_input_to_text():
    done = run(given=LEE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "1 quote, 1 speaker\n\nLee  direct · 1.00 · 5-13\n    “Peace.”\n"


@pytest.mark.parametrize("given", ["", " \n\n"])
def test_empty_input_is_no_error(given: str):
    done = run("-", "--format", "jsonl", given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["quotes"] == []


def test_text_has_no_colours_in_a_pipe_and_fits_the_width():
    done = run(given="Lee: “" + "word " * 60 + "”\n", COLUMNS="40")
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) <= 40


def test_text_cannot_steer_the_terminal():
    done = run(given="Lee: “a\x1b[31mb\x07\u202ec”\n")
    assert not set("\x1b\x07\u202e") & set(done.stdout.decode())


def test_several_files_as_text(call, lee, berg):
    status, out, err = call(lee, berg)
    assert (status, err) == (0, "")
    assert out.startswith("lee: 1 quote, 1 speaker\n\nLee  direct")
    assert "\n\n\nberg: 2 quotes, 2 speakers\n" in out


@pytest.mark.parametrize("number", [0, 1, 2])
def test_json_is_always_an_array(call, lee, tmp_path, number: int):
    status, out, _ = call("-f", "json", *[lee] * number or [tmp_path / "none"])
    assert status == (0 if number else 1)
    assert [record["doc_id"] for record in json.loads(out)] == ["lee"] * number


def test_offsets_fit_the_file_with_its_line_ends_and_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "bom.txt"
    text = "One.\r\nTwo.\rLee: “Hi.”"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = run("-f", "jsonl", path)
    quotes = Quotes.from_dict(json.loads(done.stdout), text)
    assert quotes[0].text == "“Hi.”"
    assert quotes.doc_id == "bom"


def test_same_names_in_two_folders_keep_their_paths(call, lee, tmp_path):
    other = tmp_path / "b" / "lee.txt"
    other.parent.mkdir()
    other.write_text(LEE, encoding="utf-8")
    _, out, _ = call("-f", "jsonl", lee, other)
    assert [json.loads(line)["doc_id"] for line in out.splitlines()] == [str(lee), str(other)]


def test_bad_files_are_told_and_the_rest_goes_on(lee, berg, tmp_path):
    bad = {
        "latin.txt": "Caf\xe9".encode("latin-1"),
        "image.txt": b"\x89PNG\r\n\x00\x00",
        "wide.txt": LEE.encode("utf-16"),
        "boom.txt": b"BOOM",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    names = [
        "lee.txt",
        "latin.txt",
        "gone.txt",
        "image.txt",
        "wide.txt",
        "boom.txt",
        ".",
        "berg.txt",
    ]
    done = run("-f", "jsonl", *names, cwd=tmp_path)
    assert done.returncode == 1
    assert [json.loads(line)["doc_id"] for line in done.stdout.splitlines()] == ["lee", "berg"]
    told = done.stderr.decode().splitlines()
    assert len(told) == 6
    assert "latin.txt: is not UTF-8 (0xe9 at byte 3)" in told[0]
    assert "iconv -f WINDOWS-1252" in told[0]
    assert told[1] == "quoteattr: gone.txt: can't be read: No such file or directory"
    assert "image.txt: is binary (NUL at byte 6)" in told[2]
    assert "wide.txt: is UTF-16" in told[3]
    assert told[4] == "quoteattr: boom.txt: RuntimeError: the parser gave up"
    assert told[5] == "quoteattr: .: can't be read: Is a directory"


def test_verbose_shows_where_an_article_failed(call, tmp_path):
    (tmp_path / "boom.txt").write_text("BOOM")
    status, _, err = call("-v", tmp_path / "boom.txt")
    assert status == 1
    assert "Traceback" in err


def test_json_lines_keep_their_ids_and_bad_lines_their_numbers(tmp_path):
    path = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"id": "a", "text": LEE}),
        "",
        json.dumps({"id": 17, "text": BERG}),
        "{oops",
        json.dumps(["text"]),
        json.dumps({"id": "b", "body": LEE}),
        json.dumps({"id": "c", "text": None}),
        json.dumps({"id": True, "text": LEE}),
        "[" * 100_000,
        json.dumps({"text": LEE}),
    ]
    path.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    done = run("-f", "jsonl", path)
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["doc_id"] for record in records] == ["a", "17", "articles:10"]
    told = [line.split("articles.jsonl:")[1] for line in done.stderr.decode().splitlines()]
    assert [line.split(":")[0] for line in told] == ["4", "5", "6", "7", "8", "9"]
    assert "is not JSON: Expecting property name" in told[0]
    assert "is not a JSON object but list" in told[1]
    assert "has no 'text' (--text-field); its keys: 'id', 'body'" in told[2]
    assert "'text' is NoneType, not a string" in told[3]
    assert "'id' is bool" in told[4]


def test_json_lines_of_standard_input_with_other_fields():
    given = json.dumps({"url": "u1", "body": LEE}) + "\n" + json.dumps({"body": BERG})
    options = ["--input-format", "jsonl", "--text-field", "body", "--id-field", "url"]
    done = run("-f", "jsonl", *options, given=given)
    assert done.returncode == 0
    ids = [json.loads(line)["doc_id"] for line in done.stdout.splitlines()]
    assert ids == ["u1", "line:2"]


def test_json_lines_are_answered_one_by_one():
    """The first answer comes while the second line isn't written yet."""
    with subprocess.Popen(
        command("-f", "jsonl", "--input-format", "jsonl"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        for name in ("a", "b"):
            process.stdin.write(json.dumps({"id": name, "text": LEE}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["doc_id"] == name
        process.stdin.close()
        assert process.wait() == 0


def test_csv_has_one_header(call, lee, berg):
    _, out, _ = call("-f", "csv", lee, berg)
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [(row["doc_id"], row["speaker"], row["quote"]) for row in rows] == [
        ("lee", "Lee", "“Peace.”"),
        ("berg", "Berg", "“War?”"),
        ("berg", "Lee", "“No – peace.”"),
    ]


def test_csv_without_any_article_is_a_header():
    done = run("-f", "csv", "--input-format", "jsonl", given="")
    assert done.returncode == 0
    assert done.stdout.startswith(b"doc_id,quote_id,")
    assert done.stdout.count(b"\r\n") == 1


def test_html_is_one_page(call, lee, berg):
    _, out, _ = call("-f", "html", lee, berg)
    assert out.count("<!DOCTYPE html>") == out.count("</html>") == 1
    assert out.count('<section class="quoteattr">') == 2


@pytest.mark.parametrize(
    ("name", "start"), [("a.csv", "doc_id,"), ("a.HTML", "<!DOCTYPE"), ("a.out", "lee: 1 quote")]
)
def test_output_file_decides_the_format(call, lee, tmp_path, name: str, start: str):
    status, out, err = call(lee, "-o", tmp_path / name)
    assert (status, out, err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["lee.txt", name])


def test_output_file_is_utf_8_with_one_kind_of_line_end(lee, tmp_path):
    done = run(lee, "-o", tmp_path / "a.csv", PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert done.returncode == 0
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8").count("\r\n") == 2


def test_standard_output_is_utf_8_whatever_the_locale(lee):
    done = run(lee, "-f", "jsonl", PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0")
    assert "“Peace.”" in done.stdout.decode("utf-8")


def test_a_lone_surrogate_does_not_end_the_run():
    given = '{"id": "\\ud800", "text": "Lee: “\\ud800”"}\n'
    for kind in ("text", "json", "jsonl", "csv", "html"):
        done = run("-f", kind, "--input-format", "jsonl", given=given)
        assert (done.returncode, done.stderr) == (0, b"")
        done.stdout.decode("utf-8")


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


@pytest.mark.parametrize(
    "wrong",
    [
        ["--format", "xml"],
        ["--min-confidence", "2"],
        ["--min-confidence", "high"],
        ["--min-speaker-confidence", "-1"],
        ["--nonsense"],
    ],
)
def test_wrong_usage(call, wrong: list[str]):
    status, out, err = call(*wrong)
    assert (status, out) == (2, "")
    assert "usage: quoteattr" in err


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["--models", "missing"], "quoteattr: models are missing; get them\n"),
        (["--include", "nonsense"], "quoteattr: include must be default or all, not 'nonsense'\n"),
    ],
)
def test_what_stops_everything_is_one_line(call, lee, wrong: list[str], message: str):
    for kind in ("csv", "html", "json"):
        assert call(lee, "-f", kind, *wrong) == (2, "", message)


def test_options_reach_the_attributor(call, lee):
    _, out, _ = call(lee, "-f", "jsonl", "--include", "speech,writing", "--min-confidence", "0.5")
    assert json.loads(out)["meta"] == {
        "include": ["speech", "writing"],
        "min_confidence": 0.5,
        "patterns_only": False,
    }
    _, out, _ = call(lee, "-f", "jsonl", "--patterns-only")
    assert json.loads(out)["meta"]["patterns_only"] is True
    _, out, _ = call(lee, "-f", "jsonl", "--min-speaker-confidence", "0.7")
    assert json.loads(out)["meta"]["min_speaker_confidence"] == 0.7


def test_warnings_go_to_standard_error_unless_quiet(call, tmp_path):
    path = tmp_path / "open.txt"
    path.write_text("“Lee: “Peace.”", encoding="utf-8")
    status, _, err = call(path)
    assert (status, err) == (0, f"quoteattr: {path}: a mark is never closed\n")
    assert call("-q", path)[2] == ""


def test_version_and_help(call):
    status, out, _ = call("--version")
    assert status == 0
    assert out.startswith("quoteattr ")
    status, out, _ = call("--help")
    assert status == 0
    assert "Exit status" in out


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


def test_with_the_shipped_models(attributor, seed_text: str, tmp_path):
    """The one test here that is all real: ``python -m quoteattr`` as a user runs it."""
    path = tmp_path / "seed.txt"
    path.write_bytes(seed_text.encode())
    lines = json.dumps({"id": 1, "text": "“We go on,” Ann Lee said."}) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "quoteattr", "-f", "jsonl", str(path), "-"],
        input=lines.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == attributor(seed_text, doc_id="seed").to_dict()
    assert second["doc_id"] is None


def test_missing_models_are_one_line(lee):
    done = subprocess.run(
        [sys.executable, "-m", "quoteattr", "--models", "no such folder", str(lee)],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"quoteattr: ")
    assert done.stderr.count(b"\n") == 1


def on_terminal(stream: str, *arguments: object, **environment: str) -> tuple[str, str]:
    """What a run writes to a terminal that is one of its streams, and to the other stream."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    other = "stderr" if stream == "stdout" else "stdout"
    with subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", **environment},
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
    assert "\x1b[1mLee\x1b[0m" in on_terminal("stdout", lee)[0]
    assert "\x1b" not in on_terminal("stdout", lee, NO_COLOR="1")[0]


def test_progress_shows_on_a_terminal_only_beside_data(lee, berg):
    seen, data = on_terminal("stderr", lee, berg, "-f", "csv")
    assert "\r\x1b[K2 done, 0 failed" in seen
    assert seen.endswith("\r\x1b[K")
    assert data.startswith("doc_id,")
    assert on_terminal("stderr", "-q", lee)[0] == ""
