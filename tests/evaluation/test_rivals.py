"""Speed beside another tool: who reads what, and what is asked of the user; no speed is tested."""

from __future__ import annotations

import json

import attrs
import pytest

from quoteattr.errors import InputError
from quoteattr.evaluation import rivals as module
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.rivals import RIVALS, Rival, compare_speed, rival_named

ARTICLES = ["“We will win,” Ann Lee said.\n", "An unclosed “mark, said Tom Hill.\n"]
read: list[tuple[str, str]] = []


def reader(name):
    def count(text):
        read.append((name, text))
        return None if text.count("“") != text.count("”") else text.count("“")

    return count


FAKE = Rival(
    name="fake",
    packages=("json",),
    page="https://fake.example",
    model="json",
    model_page="https://fake.example/models",
    load=lambda model: reader(model),
)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(module, "in_own_process", lambda measure, *given: measure(*given))
    monkeypatch.setattr(module, "_ours", lambda: reader("ours"))
    monkeypatch.setattr(module, "one_thread", lambda: None)
    read.clear()


def test_both_read_every_article_in_turn():
    result = compare_speed(ARTICLES, FAKE, rounds=2, least_words=1)
    timed = [name for name, _ in read[4:12]]  # after both have read all articles once
    assert timed == ["ours", "json", "ours", "json", "json", "ours", "json", "ours"]
    assert [text for _, text in read[4:8]] == [ARTICLES[0]] * 2 + [ARTICLES[1]] * 2
    assert len(result.ratios) == len(result.ours.seconds) == len(result.rival.seconds) == 2


def test_quotes_and_articles_given_up_are_those_of_one_round():
    rival = compare_speed(ARTICLES, FAKE, rounds=3, least_words=1).rival
    assert (rival.quotes, rival.given_up) == (1, 1)


def test_few_words_are_read_again():
    result = compare_speed(ARTICLES, FAKE, rounds=1, least_words=30)
    assert (result.articles, result.words) == (6, 36)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"packages": ("json", "no_such_rival")}, "no_such_rival is not installed; see .*example$"),
        ({"model": "no_such_model"}, "no_such_model, which is not installed; see .*/models"),
        ({"model": "no/such/folder"}, "--model"),
    ],
)
def test_what_is_not_installed_is_named_with_its_page(changed, message):
    with pytest.raises(InputError, match=message):
        compare_speed(ARTICLES, attrs.evolve(FAKE, **changed))


def test_a_model_can_be_a_folder(tmp_path):
    result = compare_speed(ARTICLES, FAKE, str(tmp_path / "."), rounds=1)
    assert result.rival.name == f"fake ({tmp_path.name})"


@pytest.mark.parametrize(("texts", "rounds"), [([" \n"], 1), (ARTICLES, 0)])
def test_nothing_to_measure(texts, rounds):
    with pytest.raises(InputError, match=r"no word|at least 1"):
        compare_speed(texts, FAKE, rounds=rounds)


def test_a_name_that_no_adapter_has():
    assert rival_named("textacy") is RIVALS[0]
    with pytest.raises(InputError, match="there is one for: textacy"):
        rival_named("nobody")


def test_the_command_prints_speeds_memory_and_ratio(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(module, "RIVALS", (FAKE,))
    for number, text in enumerate(ARTICLES):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    numbers = tmp_path / "numbers.out"
    command = ["benchmark", "--against", "fake", "--articles", str(tmp_path), "--rounds", "3"]
    assert main([*command, "--least-words", "1", "--json", str(numbers)]) == 0
    shown = capsys.readouterr().out
    assert "2 articles, 12 words" in shown
    assert "| fake (json) |" in shown
    assert "times the speed of fake (json): the median of 3 rounds, from " in shown
    result = json.loads(numbers.read_text(encoding="utf-8"))
    assert result["rival"]["words_per_second"] > 0
    assert len(result["ratios"]) == 3
