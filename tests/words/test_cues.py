"""Cue words as data, and how a caller adds to them."""

from __future__ import annotations

import pytest

from quoteattr import Attributor, InputError, ModelError
from quoteattr.model import CUE_TYPES
from quoteattr.words.cues import default_lexicon, inflections, read_table


def test_every_class_is_a_cue_type() -> None:
    lexicon = default_lexicon()
    for table in (lexicon.verbs, lexicon.nouns, lexicon.adjectives):
        assert set(table.values()) <= set(CUE_TYPES)


def test_a_table_that_the_package_lacks_is_named() -> None:
    with pytest.raises(ModelError, match=r"data.*nothing\.tsv can't be read \(No such file"):
        list(read_table("nothing.tsv"))


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"),
        ("Told", "tell"),
        ("denies", "deny"),
        ("quipped", "quip"),
        ("writing", "write"),
        ("announces", "announce"),
        ("wrote", "write"),
        ("agreeing", "agree"),
        ("vying", "vie"),
    ],
)
def test_inflected_forms_lead_to_the_lemma(form: str, lemma: str) -> None:
    assert default_lexicon().lemma(form, "?") == lemma


def test_regular_inflection() -> None:
    assert set(inflections("stop")) >= {"stop", "stops", "stopped", "stopping"}
    assert set(inflections("wish")) >= {"wishes", "wished", "wishing"}


def test_a_caller_adds_a_cue(attributor: Attributor) -> None:
    text = "The senator blorbed that the vote had been stolen."
    with_cue = Attributor(attributor._parser.pipeline, cues={"blorb": "speech"})
    found = with_cue(text)
    assert [(quote.cue.lemma, quote.cue.type) for quote in found if quote.cue] == [
        ("blorb", "speech")
    ]
    assert found[0].source is not None
    assert found[0].source.text == "The senator"


@pytest.mark.parametrize("lemma", ["", "point out", "tweet ", 1])
def test_what_is_not_one_verb_is_refused(lemma: str) -> None:
    with pytest.raises(InputError, match="a cue must be one verb, as its lemma; not"):
        default_lexicon().with_cues({lemma: "speech"})


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(InputError, match="'loud'"):
        default_lexicon().with_cues({"blorb": "loud"})
