"""The weights of the attribution patterns: what counts as right, and the fit."""

from __future__ import annotations

from pathlib import Path

from quoteattr import Attributor
from quoteattr.attribution.scoring import load_weights
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.training.reliability import examples_of, fit, write_weights

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
        if name == "frame=clause"
    }


def test_a_candidate_is_right_with_its_source_only(attributor: Attributor) -> None:
    assert right(attributor, (0, 7)) == {("frame=clause", True), ("frame=clause", False)}
    assert right(attributor, (42, 49)) == {("frame=clause", False)}


def test_weights_follow_the_examples(tmp_path: Path) -> None:
    examples = [(("bias", "lemma=say"), True)] * 30
    examples += [(("bias", "lemma=run"), False)] * 30
    examples += [(("bias", "lemma=rare"), True)]
    weights = fit(examples)
    assert weights["lemma=say"] > 0.5
    assert weights["lemma=run"] < -0.5
    assert "lemma=rare" not in weights
    assert fit(examples) == weights
    table = tmp_path / "reliability.tsv"
    write_weights(weights, table)
    assert "lemma=say\t" in table.read_text(encoding="utf-8")


def test_the_shipped_table_trusts_a_reporting_verb_more_than_any_verb() -> None:
    weights = load_weights()
    assert weights["lemma=say"] > 0 > weights["lemma=run"]
