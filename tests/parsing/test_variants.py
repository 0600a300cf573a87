"""The reader within Stanza's pipelines: documents as any Stanza user expects them."""

from __future__ import annotations

import pytest
from stanza.models.common.doc import Document

from quoteattr.errors import InputError
from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.parsing.variants import labels_of

pytestmark = pytest.mark.models
TEXT = "Ann Lee’s dog can't bark.\n\nIt isn’t Tom Berg’s, the mayor said."


@pytest.fixture(scope="module")
def document(parser: StanzaParser) -> Document:
    return parser.pipeline(TEXT)


def test_clitics_are_words_of_one_token(document: Document) -> None:
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    several = {token.text: [word.text for word in token.words] for token in tokens}
    assert several["Lee’s"] == ["Lee", "’s"]
    assert several["can't"] == ["ca", "n't"]
    assert several["isn’t"] == ["is", "n’t"]
    assert several["dog"] == ["dog"]


def test_offsets_slice_back(document: Document) -> None:
    for sentence in document.sentences:
        for word in sentence.words:
            assert TEXT[word.start_char : word.end_char] == word.text


def test_each_layer_is_filled_and_each_sentence_has_one_root(document: Document) -> None:
    for sentence in document.sentences:
        assert sum(word.head == 0 for word in sentence.words) == 1
        for word in sentence.words:
            assert all((word.upos, word.xpos, word.lemma, word.deprel))
        assert len(sentence.dependencies) == len(sentence.words)
    assert [entity.text for entity in document.ents] == ["Ann Lee’s", "Tom Berg’s"]


def test_a_document_can_be_rebuilt_from_dictionaries(document: Document) -> None:
    again = Document(document.to_dict(), text=TEXT)
    assert again.to_dict() == document.to_dict()


def test_words_that_somebody_else_found_are_read_as_they_are() -> None:
    words = ("Ann", "Lee", "'s", "dog", "barked")
    starts = (0, 4, 7, 10, 14)
    rows = [
        {"id": i, "text": word, "start_char": start, "end_char": start + len(word)}
        for i, (word, start) in enumerate(zip(words, starts, strict=True), 1)
    ]
    nlp = load_pipeline()
    given = Document([rows], text="Ann Lee's dog barked")
    for name in ("pos", "lemma", "depparse", "ner"):
        given = nlp.processors[name].process(given)
    assert [word.text for word in given.sentences[0].words] == list(words)
    assert given.sentences[0].words[4].upos == "VERB"
    assert labels_of(given) is not None


def test_a_list_of_words_is_refused() -> None:
    with pytest.raises(InputError, match="raw text"):
        load_pipeline().processors["tokenize"].process([["Ann", "left"]])


def test_some_processors_fill_some_layers() -> None:
    word = load_pipeline(processors="tokenize,pos")("Dogs bark.").sentences[0].words[0]
    assert word.upos == "NOUN"
    assert word.lemma is None
