"""Lemmas: the rules of spelling, and the table of what they get wrong."""

from __future__ import annotations

import pytest

from quoteattr.reader.lemmas import Lemmatizer, default_table

WORDS = frozenset(
    [
        "hope",
        "hop",
        "stop",
        "use",
        "visit",
        "create",
        "agree",
        "free",
        "like",
        "large",
        "happy",
        "pass",
        "call",
        "plan",
    ]
)


@pytest.mark.parametrize(
    ("form", "upos", "xpos", "lemma"),
    [
        ("hoped", "VERB", "VBD", "hope"),
        ("Stopped", "VERB", "VBN", "stop"),
        ("planning", "VERB", "VBG", "plan"),
        ("visited", "VERB", "VBD", "visit"),
        ("created", "VERB", "VBD", "create"),
        ("agreed", "VERB", "VBD", "agree"),
        ("called", "VERB", "VBD", "call"),
        ("says", "VERB", "VBZ", "say"),
        ("denies", "VERB", "VBZ", "deny"),
        ("denied", "VERB", "VBD", "deny"),
        ("said", "VERB", "VBD", "say"),
        ("told", "VERB", "VBN", "tell"),
        ("n’t", "PART", "RB", "not"),
        ("’s", "AUX", "VBZ", "be"),
        ("children", "NOUN", "NNS", "child"),
        ("women", "NOUN", "NNS", "woman"),
        ("parties", "NOUN", "NNS", "party"),
        ("glass", "NOUN", "NN", "glass"),
        ("larger", "ADJ", "JJR", "large"),
        ("happiest", "ADJ", "JJS", "happy"),
        ("better", "ADJ", "JJR", "good"),
        ("Trump", "PROPN", "NNP", "Trump"),
        ("They", "PRON", "PRP", "they"),
    ],
)
def test_lemmas(form: str, upos: str, xpos: str, lemma: str):
    assert Lemmatizer(WORDS, default_table())(form, upos, xpos) == lemma


@pytest.mark.parametrize("form", ["", "’", "ed", "ing", "s", "ies", "\U0001f600s"])
def test_no_form_raises(form: str):
    lemmatizer = Lemmatizer(WORDS, {})
    for xpos in ("VBD", "VBG", "VBZ", "NNS", "JJR", "JJS", "NNPS", ""):
        for upos in ("VERB", "NOUN", "ADJ", "PROPN", "X"):
            assert isinstance(lemmatizer(form, upos, xpos), str)
