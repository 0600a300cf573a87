"""``quoteattr verify``, with the attributor that needs no models: Name: “…”."""

from __future__ import annotations

import json

import pytest

from tests.cli.runs import stopped


@pytest.fixture
def files(tmp_path):
    def write(**texts: str) -> list[str]:
        paths = [tmp_path / f"{name}.txt" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        return [str(path) for path in paths]

    return write


SAID = "LEE: We will not wait for them.\nBERG: You should.\n"


def test_a_quotation_of_the_transcript(call, files):
    article, said = files(article="Lee: “We will not wait,”\n", said=SAID)
    status, out, err = call("verify", article, "--against", said)
    assert (status, err) == (0, "")
    assert out.startswith("1 quotation: 1 exact\n")
    assert "Lee: “We will not wait,”" in out


def test_a_changed_quotation_is_shown_word_by_word(call, files):
    article, said = files(article="Lee: “We will never wait for them.”\n", said=SAID)
    status, out, _ = call("verify", article, "--against", said)
    assert status == 1
    assert "✗ changed: other words" in out
    assert "We will [-not-] {+never+} wait for them" in out


def test_another_speaker_is_a_problem(call, files):
    article, said = files(article="Berg: “We will not wait for them.”\n", said=SAID)
    status, out, _ = call("verify", article, "--against", said)
    assert status == 1
    assert "another speaker: LEE, not Berg" in out


def test_warnings_about_the_article_are_told(call, files):
    article, said = files(article="Lee: “We will not wait.” “And\n", said=SAID)
    status, _, err = call("verify", article, "--against", said)
    assert (status, err) == (0, f"quoteattr: {article}: a mark is never closed\n")


def test_json(call, files):
    article, said = files(article="Lee: “We will not wait.” Berg: “Never say never.”\n", said=SAID)
    status, out, _ = call("verify", article, "--against", said, "-f", "json")
    found = json.loads(out)
    assert status == 1
    assert found["against"] == "transcript"
    assert not found["ok"]
    assert found["counts"] == {"exact": 1, "not found": 1}
    assert [check["status"] for check in found["checks"]] == ["exact", "not found"]
    place = found["checks"][0]["found"][0]
    assert SAID[place["start"] : place["end"]] == place["text"] == "We will not wait"


def test_a_rewrite(call, files):
    old, new = files(
        old="Lee: “We will not wait for them.”\nBerg: “You should, my friend.”\n",
        new="Lee: “We will not wait for them.”\n",
    )
    assert call("verify", old, "--against", new, "--as", "rewrite")[0] == 0
    status, out, _ = call("verify", old, "--against", new, "--as", "rewrite", "--complete")
    assert status == 1
    assert out.startswith("2 quotations: 1 exact, 1 lost\n")


def test_the_report_goes_to_a_file(call, files, tmp_path):
    article, said = files(article="Lee: “We will not wait,”\n", said=SAID)
    target = tmp_path / "report.txt"
    assert call("verify", article, "--against", said, "-o", target)[:2] == (0, "")
    assert target.read_text(encoding="utf-8").startswith("1 quotation")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read(call, files, tmp_path, content):
    (article,) = files(article="Lee: “No.”\n")
    other = tmp_path / "other.txt"
    if content is not None:
        other.write_bytes(content)
    status, out, err = call("verify", article, "--against", other)
    assert (status, out) == (2, "")
    assert str(other) in err


def test_wrong_usage(call, files):
    (article,) = files(article="Lee: “No.”\n")
    assert call("verify", article)[0] == 2
    assert call("verify", article, "--against", article)[0] == 2


def test_a_text_that_fails_is_not_checked(call, files):
    """Without its quotations, all would be well."""
    article, said = files(article="BOOM", said=SAID)
    for first, second in ((article, said), (said, article)):
        status, out, err = call("verify", first, "--against", second, "--as", "rewrite")
        assert (status, out) == (2, "")
        assert err.startswith(f"quoteattr: {article}: RuntimeError")


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_it_without_a_word(files, tmp_path, name: str, status: int):
    article, said = files(article="WAIT", said=SAID)
    arguments = ("verify", article, "--against", said, "-o", tmp_path / "report.txt")
    assert stopped(name, *arguments) == (status, b"")
    assert not list(tmp_path.glob("report*"))


def test_no_article_controls_the_terminal(call, files):
    article, said = files(article="Lee: “We \x1b[31mwill not\u202e wait”\n", said=SAID)
    out = call("verify", article, "--against", said)[1]
    assert "\x1b" not in out
    assert "\u202e" not in out
