"""Chains of the parser's own coreference: they resolve what the sieves can't, and break nothing."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from quoteattr import Attributor
from quoteattr.coreference import Resolved, resolve
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parse
from tests.coreference.test_coreference import names, read, relations_of

UNTOLD = (
    "Ann Lee met the crowd in Oslo.\n"
    "{s:A visitor} {v:said} {c:the plan would fail}.\n"
    "{s:She} {v:said} {c:nobody had asked her}."
)


def word_range(parse: Parse, words: str) -> tuple[int, int]:
    start = parse.text.index(words)
    found = parse.words_within(start, start + len(words))
    return found.start, found.stop


def resolved_with(
    parser: StanzaParser, markup: str, *chains: tuple[str, ...]
) -> tuple[Resolved, ...]:
    text, roles = read(markup)
    parse = parser(text)
    ranges = tuple(tuple(word_range(parse, words) for words in chain) for chain in chains)
    return resolve(attrs.evolve(parse, chains=ranges), relations_of(parse, roles))[1]


def test_a_chain_names_a_description_that_the_text_leaves_open(parser: StanzaParser) -> None:
    plain = resolved_with(parser, UNTOLD)
    assert names(plain)[0] == "A visitor"
    chained = resolved_with(parser, UNTOLD, ("Ann Lee", "A visitor", "She"))
    assert names(chained) == ["Ann Lee", "Ann Lee"]
    assert "speaker:chain" in chained[0].evidence
    assert "chain:agrees" in chained[1].evidence


def test_a_chain_does_not_overrule_what_is_sure_but_lowers_it(parser: StanzaParser) -> None:
    markup = (
        "Ann Lee met Karoline Leavitt. Lee spoke first.\n{c:“They went well,”} {s:Lee} {v:said}.\n"
        "{c:“We go on,”} {s:she} {v:added}."
    )
    plain = resolved_with(parser, markup)
    against = resolved_with(parser, markup, ("Karoline Leavitt", "she"))
    assert names(plain) == names(against) == ["Ann Lee", "Ann Lee"]
    assert "chain:differs" in against[1].evidence
    assert plain[1].confidence is not None
    assert against[1].confidence is not None
    assert against[1].confidence < plain[1].confidence


def test_a_chain_must_agree_in_gender_number_and_kind(parser: StanzaParser) -> None:
    markup = "Ann Lee met Carl Jonas.\n{s:The officials} {v:said} {c:he was late}."
    assert names(resolved_with(parser, markup, ("Ann Lee", "The officials"))) == ["The officials"]
    markup = "Ann Lee met Carl Jonas in Oslo.\n{s:He} {v:said} {c:it rained}."
    assert names(resolved_with(parser, markup, ("Ann Lee", "He"))) == ["Carl Jonas"]


@pytest.mark.parametrize("chain", [((5, 3),), ((0, 1), (900, 901)), ((-1, 2),), (), ((0, 0),)])
def test_a_damaged_chain_is_left_out(
    parser: StanzaParser, chain: tuple[tuple[int, int], ...], caplog: pytest.LogCaptureFixture
) -> None:
    text, roles = read(UNTOLD)
    parse = parser(text)
    relations = relations_of(parse, roles)
    with caplog.at_level(logging.WARNING, "quoteattr"):
        _, damaged = resolve(attrs.evolve(parse, chains=(chain,)), relations)
    assert damaged == resolve(parse, relations)[1]
    assert ("chain" in caplog.text) == bool(chain)


# --- a pipeline with the processor -------------------------------------------------------------

TEXT = "Ann Lee met the crowd in Oslo. A visitor said the plan would fail."


class Coref:
    """In place of Stanza's processor, whose model is not in the package."""

    def __init__(self, chains: Any) -> None:
        self.chains = chains

    def process(self, document: Any) -> Any:
        if isinstance(self.chains, Exception):
            raise self.chains
        document.coref = [
            SimpleNamespace(
                mentions=[
                    SimpleNamespace(sentence=s, start_word=first, end_word=last)
                    for s, first, last in chain
                ],
                representative_index=0,
                representative_text="",
            )
            for chain in self.chains
        ]
        return document


class Pipeline(SimpleNamespace):
    """A pipeline of some processors; the tests keep labellers by the pipeline, so it has a hash."""

    __hash__ = object.__hash__


def with_coref(attributor: Attributor, chains: Any) -> Attributor:
    processors = {**attributor._parser.pipeline.processors, "coref": Coref(chains)}
    return Attributor(Pipeline(processors=processors))


def speakers(attributor: Attributor) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in attributor(TEXT)]


def test_a_pipeline_with_coref_contributes_its_chains(attributor: Attributor) -> None:
    assert speakers(attributor) == ["A visitor"]
    ours = with_coref(attributor, [[(0, 0, 2), (1, 0, 2)]])
    assert speakers(ours) == ["Ann Lee"]
    assert "speaker:chain" in ours(TEXT)[0].evidence


@pytest.mark.parametrize(
    "chains",
    [
        RuntimeError("out of memory"),
        ValueError("no model"),
        [[(7, 0, 1)]],
        [[(0, None, 2)]],
        [[(0, 0, 90)]],
    ],
)
def test_a_failure_of_coref_leaves_ours_with_a_warning(
    attributor: Attributor, chains: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "quoteattr"):
        assert speakers(with_coref(attributor, chains)) == ["A visitor"]
    assert "coreference" in caplog.text


def test_a_document_with_damaged_chains_is_read_all_the_same(
    attributor: Attributor, caplog: pytest.LogCaptureFixture
) -> None:
    from stanza.models.common.doc import Document

    document: Any = Document([], text=TEXT)
    for processor in attributor._parser.pipeline.processors.values():
        document = processor.process(document)
    document._coref = [SimpleNamespace(mentions=[SimpleNamespace(sentence=3)])]
    with caplog.at_level(logging.WARNING, "quoteattr"):
        quotes = attributor.from_stanza(document)
    assert [quote.speaker.name for quote in quotes if quote.speaker] == ["A visitor"]
    assert "coreference" in caplog.text
