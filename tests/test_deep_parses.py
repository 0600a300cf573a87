"""Parses that are deeper than the stack: a chain of clauses, a chain of roles."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.cues import is_hypothetical, verb_group
from quoteattr.coreference import resolve
from quoteattr.syntax import Parse, Sentence, Word

DEEP = sys.getrecursionlimit()


def chain(rows: Iterable[tuple[str, str, str, str, int, str]]) -> Parse:
    """One sentence of words: (text, lemma, upos, xpos, distance to the head, relation)."""
    text, words = "", []
    for i, (form, lemma, upos, xpos, distance, deprel) in enumerate(rows):
        start, text = len(text), f"{text}{form} "
        head = i - distance if distance else -1
        words.append(Word(i, start, start + len(form), form, lemma, upos, xpos, head, deprel, 0))
    sentences = (Sentence(0, len(words), 0),)
    return Parse(text, tuple(words), sentences, paragraphs=((0, len(text)),))


def verbs(lemma: str) -> Parse:
    """“Lee tries to try to … say that it rained.”"""
    to = ("to", "to", "PART", "TO", -1, "mark")
    return chain(
        [
            ("Lee", "Lee", "PROPN", "NNP", -1, "nsubj"),
            (lemma, lemma, "VERB", "VBZ", 0, "root"),
            *[row for _ in range(DEEP) for row in (to, (lemma, lemma, "VERB", "VB", 2, "xcomp"))],
            *(to, ("say", "say", "VERB", "VB", 2, "xcomp")),
            *(
                ("it", "it", "PRON", "PRP", -1, "nsubj"),
                ("rained", "rain", "VERB", "VBD", 2, "ccomp"),
            ),
        ]
    )


@pytest.mark.parametrize("lemma", ["want", "continue"])
def test_a_chain_of_verbs_of_any_depth_is_read(lemma: str) -> None:
    parse = verbs(lemma)
    analysis = analyse(parse, ())
    say = len(parse.words) - 3
    first, last = verb_group(analysis, say)
    assert first <= say < last
    assert not is_hypothetical(analysis, say)
    resolve(parse, attribute(analysis))


def test_a_condition_on_the_verb_above_counts() -> None:
    may = ("may", "may", "AUX", "MD", -1, "aux")
    rows = [
        ("Lee", "Lee", "PROPN", "NNP", -2, "nsubj"),
        *(may, ("try", "try", "VERB", "VB", 0, "root")),
        *(("to", "to", "PART", "TO", -1, "mark"), ("say", "say", "VERB", "VB", 2, "xcomp")),
    ]
    assert is_hypothetical(analyse(chain(rows), ()), 4)


def test_a_chain_of_roles_of_any_length_is_read() -> None:
    parse = chain(
        [
            ("Lee", "Lee", "PROPN", "NNP", -1, "nsubj"),
            ("left", "leave", "VERB", "VBD", 0, "root"),
            ("Lee", "Lee", "PROPN", "NNP", 1, "obj"),
            ("mayor", "mayor", "NOUN", "NN", 1, "appos"),
            *[("mayor", "mayor", "NOUN", "NN", 1, "conj")] * DEEP,
        ]
    )
    resolve(parse, ())
