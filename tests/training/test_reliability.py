"""The weights of candidates: which of them are right, and the shipped table."""

from __future__ import annotations

from quoteattr import Attributor
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.linear import load
from quoteattr.training.reliability import examples_of

TEXT = "Ann Lee said that the bridge would close. Tom Fox said that the road would open."


def gold(source: tuple[int, int]) -> GoldArticle:
    content = TEXT.index("that the bridge"), TEXT.index(". Tom")
    return GoldArticle("a", TEXT, (GoldAttribution((content,), ((8, 12),), (source,)),))


def right(attributor: Attributor, source: tuple[int, int]) -> set[tuple[str, bool]]:
    parse = attributor._parser(TEXT)
    return {
        (name, example.right)
        for example in examples_of(gold(source), parse)
        for name in example.features
        if name == "pattern=clause"
    }


def test_a_candidate_is_right_with_its_source_only(attributor: Attributor) -> None:
    assert right(attributor, (0, 7)) == {("pattern=clause", True), ("pattern=clause", False)}
    assert right(attributor, (42, 49)) == {("pattern=clause", False)}


def test_the_shipped_table_trusts_a_reporting_verb_more_than_any_verb() -> None:
    weights = load("reliability.tsv").weights
    assert weights["lemma=say"] > 0 > weights["lemma=run"]
