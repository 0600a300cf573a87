"""What the statement score learns from: which attributions are right."""

from __future__ import annotations

from quoteattr import Attributor
from quoteattr.corpora.judgements import Judgement
from quoteattr.corpora.news import NewsArticle, NewsQuote
from quoteattr.training.statements import judged_examples, news_examples

TEXT = "Ann Lee said that the bridge would close. The council plans to build a new one."
SAID = (TEXT.index("that the bridge"), TEXT.index(". The"))
PLAN = (TEXT.index("to build"), TEXT.index(".", 60))


def test_what_is_paired_with_a_gold_quote_is_right(attributor: Attributor) -> None:
    quote = NewsQuote((SAID,), ((8, 12),), ((0, 7),), None, False)
    gold = NewsArticle("a", TEXT, (quote,))
    examples = list(news_examples(gold, attributor._parser(TEXT), attributor._labeller))
    assert [one.right for one in examples if "lemma=say" in one.features] == [True]
    assert [one.right for one in examples if "lemma=plan" in one.features] == [False]


def test_what_nobody_judged_is_left_out(attributor: Attributor) -> None:
    cue = (TEXT.index("plans"), TEXT.index(" to build"))
    judged = [Judgement((PLAN,), (cue,), "no")]
    (one,) = judged_examples("a", judged, attributor._parser(TEXT), attributor._labeller)
    assert "lemma=plan" in one.features
    assert not one.right
