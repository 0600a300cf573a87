"""What the scorer of antecedents and the confidence of speakers are learned from."""

from __future__ import annotations

from quoteattr.attribution import analyse, attribute
from quoteattr.corpora.gold_speakers import GoldSpeaker
from quoteattr.corpora.gum import GumText, reparsed
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.linear import LogLinear
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks
from quoteattr.training.antecedents import (
    examples_of,
    gum_judge,
    news_judge,
    silver_examples,
)
from quoteattr.training.conditional import Example, fit
from quoteattr.training.source_confidence import source_examples
from quoteattr.training.speakers import GoldNews, expected_examples, outcomes

TEXT = (
    "Ann Lee met Bob Ray in Oslo. Lee said it rained. He said the road was closed. "
    "A police officer said that nobody was hurt."
)
RAY = GoldSpeaker("Bob Ray", ("Ray",))
LEE = GoldSpeaker("Ann Lee", ("Lee",))


def relations_of(parse: Parse) -> tuple[Relation, ...]:
    return attribute(analyse(parse, find_marks(parse.text)))


def gum_text(parser: StanzaParser, /, **chains: str) -> GumText:
    """The text with the entity of each word: the first one in the text, with "_" for a blank."""
    parse = parser(TEXT)
    heads = {}
    for words, chain in chains.items():
        index = parse.word_at(TEXT.index(words.replace("_", " ")))
        assert index is not None
        heads[index] = chain
    return GumText("news", parse, heads, frozenset())


def test_the_right_candidate_is_the_one_in_the_chain(parser: StanzaParser) -> None:
    text = gum_text(parser, Ann="1", Bob="2", He="2")
    (he,) = examples_of(text.parse, relations_of(text.parse), gum_judge(text))
    assert he.groups == ("pronoun", "person")
    assert sum(he.right) == 1
    assert not he.right[-1]


def test_nobody_is_right_if_no_candidate_is_in_the_chain(parser: StanzaParser) -> None:
    text = gum_text(parser, Ann="1", Bob="2", He="3")
    (he,) = examples_of(text.parse, relations_of(text.parse), gum_judge(text))
    assert he.right == (*(False for _ in he.right[1:]), True)


def test_a_mention_that_the_corpus_does_not_annotate_is_no_example(parser: StanzaParser) -> None:
    text = gum_text(parser, Ann="1", Bob="2")
    assert not examples_of(text.parse, relations_of(text.parse), gum_judge(text))


def test_news_annotates_its_sources_only(parser: StanzaParser) -> None:
    parse = parser(TEXT)
    start = TEXT.index("He said")
    judge = news_judge(parse, [(start, start + 2, RAY)])
    (he,) = examples_of(parse, relations_of(parse), judge)
    assert sum(he.right) == 1


def test_a_description_of_somebody_named_is_nobody_new(parser: StanzaParser) -> None:
    """Although gold lists it among the names."""
    text = "Ann Lee, 31, met Bob Ray in Oslo. “It rained,” said the 31-year-old."
    parse = parser(text)
    start = text.index("the 31")
    named = GoldSpeaker("Ann Lee", ("Lee", "the 31-year-old"))
    judge = news_judge(parse, [(start, len(text) - 1, named)])
    (example,) = examples_of(parse, relations_of(parse), judge)
    assert sum(example.right) == 1
    assert not example.right[-1]


def test_gold_coreference_is_laid_over_the_librarys_parse(parser: StanzaParser) -> None:
    text = gum_text(parser, Ann="1", He="2")
    other = reparsed(text, parser)
    assert other.chains == text.chains
    assert other.parse == parser(TEXT)


def test_a_later_name_makes_a_silver_example_of_its_role(parser: StanzaParser) -> None:
    parse = parser(
        "Senator Ann Lee met Senator Mary Ray in Oslo. It was late. Lee said that it rained."
    )
    (lee,) = silver_examples(parse, relations_of(parse), 0.5)
    assert lee.groups == ("description", "one")
    assert (sum(lee.right), lee.weight) == (1, 0.5)


def test_features_of_the_right_candidate_get_weight() -> None:
    example = Example(("pronoun", "person"), ({"near": 1.0}, {"far": 1.0}), (True, False))
    weights = fit([example] * 20, 1.0)
    assert weights["pronoun"].weights["near"] > 0 > weights["pronoun"].weights["far"]


def test_answers_are_right_if_the_name_is_the_gold_speakers(parser: StanzaParser) -> None:
    parse = parser("Ann Lee said that it rained. Bob Ray said that the road was closed.")
    relations = relations_of(parse)
    quotes = tuple((relation.content, LEE) for relation in relations)
    article = GoldNews("a", parse, find_marks(parse.text), relations, (), quotes)
    weights = {"pronoun": LogLinear({})}
    assert [answer.right for answer in outcomes(article, weights)] == [True, False]


def test_what_is_expected_of_a_sieve_is_as_often_right() -> None:
    kin = [e.right for e in expected_examples() if "speaker:kin" in e.features]
    assert (len(kin), sum(kin)) == (10, 8)


def test_only_quotes_with_the_right_content_ask_for_their_source(parser: StanzaParser) -> None:
    def span(words: str) -> tuple[tuple[int, int], ...]:
        start = TEXT.index(words)
        return ((start, start + len(words)),)

    wrong = GoldAttribution(span("the road was closed"), span("said"), span("Bob Ray"))
    lee = GoldAttribution(span("it rained"), span("said"), ((29, 32),))
    article = GoldArticle("a", TEXT, (lee, wrong))
    assert [example.right for example in source_examples(article, parser(TEXT))] == [True, False]
    assert not list(source_examples(GoldArticle("a", TEXT, ()), parser(TEXT)))
