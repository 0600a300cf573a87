"""What the confidence of speakers is learned from, on a text of one's own."""

from __future__ import annotations

from quoteattr.corpora.gum import GumText, reparsed
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.training.resolution import resolution_examples
from quoteattr.training.speaker_confidence import expected_examples, source_examples

TEXT = (
    "Ann Lee met Bob Ray in Oslo. Lee said it rained. He said the road was closed. "
    "A police officer said that nobody was hurt."
)


def gum_text(parser: StanzaParser, /, *named: str, **chains: str) -> GumText:
    """The text with the entity of each word: the first one in the text, with "_" for a blank."""
    parse = parser(TEXT)
    heads = {}
    for words, chain in chains.items():
        start = TEXT.index(words.replace("_", " "))
        index = parse.word_at(start)
        assert index is not None
        heads[index] = chain
    return GumText("news", parse, heads, frozenset(named))


def test_a_source_is_right_if_it_is_in_the_chain_of_the_name(parser: StanzaParser) -> None:
    text = gum_text(parser, Ann="1", Bob="2", Lee_said="1", He="2", officer="3")
    found = {rule: e.right[0] for e in resolution_examples(text) for rule in e.features[0]}
    assert found["speaker:name"]
    assert found["speaker:description-unnamed"]
    wrong = gum_text(parser, "2", Ann="1", Bob="2", Lee_said="2", He="2", officer="2")
    found = {rule: e.right[0] for e in resolution_examples(wrong) for rule in e.features[0]}
    assert not found["speaker:name"]
    assert not found["speaker:description-unnamed"]


def test_without_a_name_it_is_right_to_be_called_by_any_noun_of_the_entity(
    parser: StanzaParser,
) -> None:
    """GUM knows a second officer from the first, but a reader sees the same words."""
    parse = parser(
        "A police officer left. Officers said it rained. The officer said that it was over."
    )
    heads = [word.index for word in parse.words if word.text.lower().startswith("officer")]
    text = GumText("news", parse, dict(zip(heads, ("1", "2", "3"), strict=True)))
    found = [e for e in resolution_examples(text) if "speaker:same-description" in e.features[0]]
    assert [e.right[0] for e in found] == [True]


def test_what_is_expected_of_a_rule_is_as_often_right() -> None:
    kin = [e.right[0] for e in expected_examples() if "speaker:kin" in e.features[0]]
    assert (len(kin), sum(kin)) == (20, 17)


def test_an_entity_that_gum_does_not_know_is_no_example(parser: StanzaParser) -> None:
    assert not list(resolution_examples(gum_text(parser)))


def test_gold_coreference_is_laid_over_the_librarys_parse(parser: StanzaParser) -> None:
    text = gum_text(parser, Ann="1", He="2")
    other = reparsed(text, parser)
    assert other.chains == text.chains
    assert other.parse == parser(TEXT)


def test_only_quotes_with_the_right_content_ask_for_their_source(parser: StanzaParser) -> None:
    def span(words: str) -> tuple[tuple[int, int], ...]:
        start = TEXT.index(words)
        return ((start, start + len(words)),)

    wrong = GoldAttribution(span("the road was closed"), span("said"), span("Bob Ray"))
    lee = GoldAttribution(span("it rained"), span("said"), ((29, 32),))
    article = GoldArticle("a", TEXT, (lee, wrong))
    assert [example.right[0] for example in source_examples(article, parser(TEXT))] == [True, False]
    assert not list(source_examples(GoldArticle("a", TEXT, ()), parser(TEXT)))
