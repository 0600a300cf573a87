"""People merged and quotations grouped, against tables made by hand."""

from __future__ import annotations

import random
from pathlib import Path

from quoteattr.corpus import repeated
from quoteattr.corpus.repeated import group_texts
from quoteattr.evaluation.merging import (
    made_up_quotes,
    read_gold,
    score_annotated_people,
    score_people,
    score_repeated,
)
from tests.conftest import CASES

PEOPLE = read_gold(Path(CASES) / "corpus_people.json")
REPEATED = read_gold(Path(CASES) / "corpus_repeated.json")
MOST_WRONG = 0.005


def test_the_articles_have_namesakes_spouses_and_relatives():
    assert len(PEOPLE) >= 30
    people = {given["person"] for row in PEOPLE for given in row["speakers"]}
    assert len(people) >= 30
    for row in PEOPLE:
        for given in row["speakers"]:
            assert given["name"].split()[-1].rstrip(".") in row["text"]


def test_people_are_hardly_ever_merged_wrongly():
    score = score_annotated_people(PEOPLE)
    assert score.wrong_share <= MOST_WRONG
    assert score.found_share >= 0.4  # surnames alone stay apart, and are most of the others


def test_the_order_of_the_articles_does_not_matter():
    first = score_annotated_people(PEOPLE)
    dice = random.Random(3)
    for _ in range(3):
        assert score_annotated_people(dice.sample(PEOPLE, len(PEOPLE))) == first


def test_people_found_by_the_models_are_hardly_ever_merged_wrongly(attributor):
    results = [attributor(row["text"], doc_id=row["label"]) for row in PEOPLE]
    score = score_people(PEOPLE, results)
    assert score.together >= 10
    assert score.wrong_share <= MOST_WRONG


def test_quotations_are_grouped():
    score = score_repeated(REPEATED)
    assert score.wrong_share <= 0.02
    assert score.found_share >= 0.9


def test_the_order_of_the_quotes_does_not_matter():
    texts = [row["text"] for row in REPEATED]
    plain = {frozenset(texts[i] for i in group) for group in group_texts(texts)}
    dice = random.Random(3)
    for _ in range(3):
        other = dice.sample(texts, len(texts))
        assert {frozenset(other[i] for i in group) for group in group_texts(other)} == plain


def operations(texts, monkeypatch) -> int:
    """How many quotes are compared, and how many entries of the index are read, for texts."""
    done = 0
    compare, found = repeated.common_length, repeated._Index._found

    def counting_compare(left, right):
        nonlocal done
        done += 1
        return compare(left, right)

    def counting_found(index, shingle):
        nonlocal done
        entries = found(index, shingle)
        done += 1 + len(entries)
        return entries

    with monkeypatch.context() as patch:
        patch.setattr(repeated, "common_length", counting_compare)
        patch.setattr(repeated._Index, "_found", counting_found)
        group_texts(texts)
    return done


def test_the_cost_of_grouping_is_nearly_linear(monkeypatch):
    few, many = 400, 2400
    texts = list(made_up_quotes(many))
    first = operations(texts[:few], monkeypatch) / few
    last = operations(texts, monkeypatch) / many
    assert last < 2 * first


def test_a_quotation_that_every_article_has_costs_no_more(monkeypatch):
    words = " ".join(f"word{i}" for i in range(30))
    texts = [f"{words} {'very ' * (i % 7)}said paper{i}" for i in range(2000)]
    assert operations(texts, monkeypatch) / len(texts) < 1000
    assert len(group_texts(texts)) == 1


def test_many_wordings_of_one_quotation_do_not_crowd_out_others():
    words = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrst")
    texts = [f"{words} {' '.join(f'extra{i}x{j}' for j in range(6))}" for i in range(60)]
    assert group_texts(texts) == (tuple(range(60)),)
