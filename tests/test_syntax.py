"""What a parse knows: trees, and the reader's vectors for coreference."""

from __future__ import annotations

import numpy as np
import pytest

from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parse, Vectors, Word, joined


def vectors(mentions: list[list[int]], antecedents: list[list[int]]) -> Vectors:
    return Vectors(np.array(mentions, dtype=np.int8), np.array(antecedents, dtype=np.int8))


def test_an_antecedent_that_offers_what_is_wanted_is_likely():
    found = vectors([[0, 0], [0, 0], [127, -127]], [[127, -127], [-127, 127], [0, 0]])
    # 127 is 1.0; two values that agree are worth half a unit of log odds each.
    assert found.likeness(2, [0, 1, 2]) == pytest.approx([1.0, -1.0, 0.0])
    assert found.likeness(2, []) == []


def test_large_values_do_not_overflow():
    full = [[127] * 48, [127] * 48]
    assert vectors(full, full).likeness(1, [0]) == pytest.approx([24.0])


def test_parts_of_an_article_follow_each_other():
    whole = joined([vectors([[1]], [[2]]), vectors([[3], [4]], [[5], [6]])])
    assert whole.mentions.tolist() == [[1], [3], [4]]
    assert whole.antecedents.tolist() == [[2], [5], [6]]


@pytest.mark.models
def test_every_word_of_a_long_article_has_its_vectors():
    """An article of several parts has those of its paragraphs, however they are cut."""
    parser = StanzaParser(load_pipeline())
    paragraph = "Ann Lee, the mayor, met Bo Fox. She said that the bridge would open."
    short = parser(paragraph)
    long = parser("\n\n".join([paragraph] * 200))
    assert short.labels is not None
    assert long.labels is not None
    alone, among = short.labels.vectors, long.labels.vectors
    assert alone is not None
    assert among is not None
    count = len(short.words)
    assert len(among.mentions) == len(among.antecedents) == len(long.words) == 200 * count
    assert len(alone.mentions) == count


@pytest.mark.parametrize(("word", "above"), [(0, (1, 2)), (1, (2,)), (2, ())])
def test_the_words_above_a_word_are_those_on_the_way_to_the_root(word: int, above: tuple[int, ...]):
    parse = parsed([1, 2, -1])
    assert parse.governors(word) == above


def test_governors_that_go_round_end():
    assert parsed([1, 0]).governors(0) == (1,)


def test_children_are_in_the_order_of_the_text():
    assert parsed([1, -1, 1]).children == ((), (0, 2), ())


def test_the_tops_of_some_words_are_governed_from_outside():
    parse = parsed([1, 2, -1, 2, 3])
    assert parse.tops(0, 2) == [1]
    assert parse.tops(3, 5) == [3]
    assert parse.tops(0, 5) == [2]
    assert parsed([1, 0]).tops(0, 2) == []  # a parse of somebody else that goes round


def parsed(heads: list[int]) -> Parse:
    words = [
        Word(i, 2 * i, 2 * i + 1, "a", "a", "NOUN", "NN", head, "dep", 0)
        for i, head in enumerate(heads)
    ]
    return Parse("a " * len(heads), tuple(words))


def test_the_paragraph_of_a_place_is_the_last_one_that_begins_before_it():
    parse = Parse("\nab\n\ncd", paragraphs=((1, 3), (5, 7)))
    assert [parse.paragraph_at(offset) for offset in range(8)] == [0, 0, 0, 0, 0, 1, 1, 1]
    assert Parse("").paragraph_at(0) == 0
