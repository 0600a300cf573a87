"""Pronouns as examples for the ranker of antecedents."""

from __future__ import annotations

import pytest

from quoteattr.coreference.records import Mention
from quoteattr.coreference.sieves.ranker import Candidate
from quoteattr.training.pronouns import examples_of
from tests.coreference.test_sieves import short_article


@pytest.mark.parametrize(
    ("verdict", "examples"),
    [(True, [(True,)]), (False, []), (None, [])],
)
def test_a_pronoun_is_an_example_if_the_corpus_gives_it_an_antecedent(
    verdict: bool | None, examples: list[tuple[bool, ...]]
) -> None:
    asked: list[tuple[str, str]] = []

    def is_right(pronoun: Mention, candidate: Candidate) -> bool | None:
        asked.append((pronoun.lemma, candidate.entity.name))
        return verdict

    found = examples_of(short_article(), is_right)
    assert [example.right for example in found] == examples
    assert set(asked) == {("her", "Ann Lee")}
    assert all(example.group == "person" for example in found)
