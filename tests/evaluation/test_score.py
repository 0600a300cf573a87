"""Scoring contents, cues and sources: on articles whose score is easy to work out by hand."""

from __future__ import annotations

import json
import re

import pytest

from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.pairing import assign, source_agrees
from quoteattr.evaluation.score import MEASURES, Measure, score
from quoteattr.evaluation.spans import KINDS, Article, quoted_regions
from tests.corpora.examples import PREDICTION

TEXT = (
    "Ann Lee, the mayor, said “we will win.” Bob said that taxes “are too high” now. "
    '"A b c," he said. "D e f." The court ruled the law void.\n'
    "“One two three.\n“Four five,” said Cy.\n"
)


def at(words, occurrence=0, text=TEXT):
    """The piece of a text that reads so."""
    return [match.span() for match in re.finditer(re.escape(words), text)][occurrence]


def quote(content, cue=None, source=None):
    return PredictedQuote(
        content=tuple(content),
        cue=(cue,) if cue else (),
        source=(source,) if source else (),
    )


HE = (at("he said")[0], at("he said")[0] + 2)
DIRECT = quote([at("“we will win.”")], at("said"), at("Ann Lee, the mayor"))
MIXED = quote([at("that taxes “are too high” now")], at("said", 1), at("Bob"))
SPLIT = quote([at('"A b c,"'), at('"D e f."')], at("said", 2), HE)
INDIRECT = quote([at("the law void")], at("ruled"), at("The court"))
TWO_PARAGRAPHS = quote([at("“One two three."), at("“Four five,”")], at("said", 3), at("Cy"))
GOLD = [DIRECT, MIXED, SPLIT, INDIRECT, TWO_PARAGRAPHS]


def scored(*found):
    return score([(TEXT, GOLD, found)])


def kind(words, text):
    return Article(text).kind([at(words, text=text)])


def test_gold_scored_against_itself_is_perfect():
    scores = scored(*GOLD)
    assert {scores[m][k].f for m in MEASURES for k in ("all", *KINDS)} == {100.0}


@pytest.mark.parametrize("articles", [[(TEXT, GOLD, [])], [(TEXT, [], GOLD)], []])
def test_nothing_on_one_side_scores_nothing(articles):
    scores = score(articles)
    assert {scores[m][k].f for m in MEASURES for k in ("all", *KINDS)} == {0.0}


def test_precision_and_recall_of_a_kind_are_over_what_is_of_that_kind():
    both = scored(DIRECT, INDIRECT)["content@0.5"]
    assert both["all"] == Measure(p=100.0, r=40.0, f=57.14, gold=5, pred=2)
    assert both["direct"] == Measure(p=100.0, r=33.33, f=50.0, gold=3, pred=1)
    assert both["mixed"] == Measure(p=0.0, r=0.0, f=0.0, gold=1, pred=0)
    assert both["indirect"] == Measure(p=100.0, r=100.0, f=100.0, gold=1, pred=1)


def test_gold_and_prediction_may_differ_in_kind():
    """Only a part of what is said is quoted: found is a direct quote, gold is a mixed one."""
    found = quote([at("“are too high”")], at("said", 1), at("Bob"))
    scores = scored(found)["content@0.5"]
    assert (scores["mixed"].r, scores["mixed"].pred) == (100.0, 0)
    assert (scores["direct"].p, scores["direct"].r) == (100.0, 0.0)


def test_marks_and_full_stop_do_not_matter_to_exact_measures():
    scores = scored(quote([at("we will win")], at("said"), at("Ann Lee")))
    assert scores["exact content"]["direct"] == Measure(p=100.0, r=33.33, f=50.0, gold=3, pred=1)


def test_source_without_its_apposition_agrees_but_is_not_exact():
    scores = scored(quote([at("we will win")], at("said"), at("Ann Lee")))
    assert scores["joint"]["all"].p == 100.0
    assert scores["exact source"]["all"].p == 0.0
    assert scores["token source"]["direct"] == Measure(p=100.0, r=33.33, f=50.0, gold=6, pred=2)


@pytest.mark.parametrize("source", [at("Bob"), None])
def test_wrong_or_missing_source_is_not_joint(source):
    scores = scored(quote([at("we will win")], at("said"), source))
    assert scores["content@0.5"]["all"].p == 100.0
    assert scores["joint"]["all"].p == 0.0


@pytest.mark.parametrize(
    ("gold", "found", "agrees"),
    [
        (None, None, True),
        (None, "Bob", False),
        ("The court", "court", True),
        ("Ann Lee, the mayor", "Lee", True),
        ("Lee", "Ann Lee, the mayor", True),
        ("Ann Lee", "the mayor", False),
        ("The court", "The", False),
    ],
)
def test_sources_agree_by_words_or_head(gold, found, agrees):
    pieces = [(at(words),) if words else () for words in (gold, found)]
    assert source_agrees(Article(TEXT), *pieces) is agrees


@pytest.mark.parametrize(
    ("content", "precision"),
    [("taxes “are", 0.0), ("taxes “are too", 100.0)],  # 2 and 3 of 6 words
)
def test_half_of_the_words_make_a_content(content, precision):
    assert scored(quote([at(content)]))["content@0.5"]["all"].p == precision


def test_the_same_quote_twice_is_wrong_once():
    scores = scored(INDIRECT, INDIRECT)
    assert scores["content@0.5"]["all"] == Measure(p=50.0, r=20.0, f=28.57, gold=5, pred=2)
    assert scores["exact content"]["all"] == Measure(p=100.0, r=20.0, f=33.33, gold=5, pred=1)


def test_of_two_equal_contents_the_one_with_the_right_source_is_taken():
    wrong = quote([at("the law void")], at("ruled"), at("Bob"))
    for found in ([wrong, INDIRECT], [INDIRECT, wrong]):
        assert scored(*found)["joint"]["all"].r == 20.0


def test_pieces_of_a_split_quotation_count_one_by_one():
    first = quote([at('"A b c,"')], at("said", 2), HE)
    second = quote([at('"D e f."')], at("said", 2), HE)
    scores = scored(first, second)
    assert scores["exact content"]["all"].p == 0.0
    assert scores["exact piece"]["all"] == Measure(p=100.0, r=33.33, f=50.0, gold=6, pred=2)
    assert scores["content@0.5"]["all"].p == 50.0  # half of the words, for one of the two


def test_a_quotation_over_paragraphs_is_one_piece():
    assert Article(TEXT).normalise(TWO_PARAGRAPHS.content) == (
        (at("One two")[0], at("Four five")[1]),
    )


def test_pieces_that_reach_over_the_end_are_cut():
    assert Article("No.").normalise([(-4, 90)]) == ((0, 2),)


@pytest.mark.parametrize(
    ("weights", "pairs"),
    [
        ([], []),
        ([[]], []),
        ([[0.9, 0.8], [0.85, 0.0]], [(0, 1), (1, 0)]),  # greedy: 0.9 and no more
        ([[0.0], [0.7], [0.6]], [(1, 0)]),
        ([[0.5, 0.6, 0.55], [0.9, 1.0, 0.0]], [(0, 2), (1, 1)]),
        ([[0.0, 0.0]], []),
    ],
)
def test_assignment_has_the_greatest_sum(weights, pairs):
    assert sorted(assign(weights)) == pairs


NESTED = "He said: “We think that it works and I know it.” It’s the voters' choice."
SCARE = "They claim ‘state party’ cut it, and not “so much.”"


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("We think that it works and I know it.", NESTED, "direct"),
        ("that it works", NESTED, "indirect"),  # a part of a longer quotation
        ("s the voters' choice", NESTED, "indirect"),  # apostrophes
        ("‘state party’ cut it", SCARE, "mixed"),
        ("state party", SCARE, "direct"),
        ("cut it, and not “so much.”", SCARE, "mixed"),
        ("They claim", SCARE, "indirect"),
        (",", SCARE, "indirect"),
        ("Four five", TEXT, "direct"),
        ("One two three.", TEXT, "direct"),  # goes on in the next paragraph
    ],
)
def test_marks_decide_the_kind(words, text, expected):
    assert kind(words, text) == expected


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"No," he said, "never."', ['"No,"', '"never."']),
        ("``No,'' he said.", ["``No,''"]),
        ("«Non» ou „nein”", ["«Non»", "„nein”"]),
        ("“He said ‘no’ to me.”", ["“He said ‘no’ to me.”"]),
        ('A 6" rule, and ”', []),
        ("“One\n“two”", ["“One", "“two”"]),
    ],
)
def test_regions_in_marks(text, inside):
    assert [text[region.start : region.end] for region in quoted_regions(text)] == inside


@pytest.fixture
def files(tmp_path):
    """A split of one article, and predictions for it that are right."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_bytes(b"Ann Lee said it rained.\r\n")
    (tmp_path / "attributions" / "a_x.ann").write_text(
        "T1\tSource 0 7\tAnn Lee\nT2\tCue 8 12\tsaid\nT3\tContent 13 22\tit rained\n"
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n",
        encoding="utf-8",
    )
    pred = tmp_path / "pred.jsonl"
    pred.write_text(json.dumps(PREDICTION) + "\n\n", encoding="utf-8")
    return tmp_path, pred


def test_command_prints_a_table_and_writes_the_numbers(files, tmp_path, capsys):
    split, pred = files
    out = tmp_path / "scores.json"
    arguments = ["--polnear", str(split), "--pred", str(pred), "--json", str(out)]
    assert main(["score", *arguments]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "| measure | all | direct | mixed | indirect |"
    assert printed[3].startswith("| joint | 100.0 / 100.0 / **100.0** | 0.0 / 0.0 / **0.0** |")
    assert printed[11] == "| gold / found | 1 / 1 | 0 / 0 | 0 / 0 | 1 / 1 |"
    assert printed[15].startswith("| content@0.5 | 100.0 (100.0 – 100.0) | 0.0 (0.0 – 0.0) |")
    scores = json.loads(out.read_text(encoding="utf-8"))
    assert list(scores) == list(MEASURES)
    assert scores["exact cue"]["indirect"] == {"p": 100, "r": 100, "f": 100, "gold": 1, "pred": 1}


def test_articles_without_prediction_count_as_missed(files, capsys):
    split, pred = files
    (split / "text" / "b.txt").write_text("It rained.", encoding="utf-8")
    pred.write_text('{"doc_id": "b", "quotes": []}\n', encoding="utf-8")
    assert main(["score", "--polnear", str(split), "--pred", str(pred)]) == 0
    assert "| gold / found | 1 / 0 |" in capsys.readouterr().out


def test_predictions_of_another_split_are_refused(files, capsys):
    split, pred = files
    pred.write_text('{"doc_id": "z", "quotes": []}\n', encoding="utf-8")
    assert main(["score", "--polnear", str(split), "--pred", str(pred)]) == 2
    assert "has no article z: give predictions of this split" in capsys.readouterr().err


def test_a_file_without_predictions_is_refused(files, capsys):
    split, pred = files
    pred.write_text("\n", encoding="utf-8")
    assert main(["score", "--polnear", str(split), "--pred", str(pred)]) == 2
    assert f"{pred} is empty; give the JSON lines" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(files, tmp_path, capsys):
    split, _ = files
    path = tmp_path / "none\x1b[2J.jsonl"
    assert main(["score", "--polnear", str(split), "--pred", str(path)]) == 2
    said = capsys.readouterr().err
    shown = str(path).replace("\x1b", "\N{REPLACEMENT CHARACTER}")
    assert said == f"quoteattr.evaluation: {shown}: No such file or directory\n"
