"""Data that is prepared faster is the data that Stanza prepares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import stanza
import torch
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.crf import viterbi_decode
from stanza.models.common.data import get_long_tensor
from stanza.models.tokenization.data import TokenizationDataset
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.speedups import hooks as model_hooks
from quoteattr.parsing.speedups.inference import _Directions
from quoteattr.parsing.speedups.inputs import _Paragraphs, best_path, long_tensor
from quoteattr.parsing.stanza import StanzaParser

TEXTS = (
    "",
    "“Don’t,” said Ana  Gómez-Ruiz.\tShe can't.  Gonna?\n \n"
    "Call 1-800-555-1212: $5, by 01/02/2016.",
    "😀 中文没有空格。 " + "x" * 1200 + " a.b@c.com http://x.org/y " + "\n\n\u200b\u00a0Yes" * 5,
    "Officials and no one else and so on " * 60,
)

rows = st.lists(st.lists(st.integers(0, 300), min_size=1, max_size=9), min_size=1, max_size=30)


@given(rows, st.integers(0, 2), st.integers(0, 3))
def test_tensor_of_rows(rows: list[list[int]], more: int, pad: int) -> None:
    size = len(rows) + more
    assert torch.equal(long_tensor(rows, size, pad), get_long_tensor(rows, size, pad))


def test_tensor_of_rows_of_lists() -> None:
    deep = [[[1], [2]], [[3]]]
    assert torch.equal(long_tensor(deep, 2), get_long_tensor(deep, 2))


@given(st.integers(1, 12), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_best_path_is_the_one_that_stanza_finds(places: int, tags: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    # Few values, so that many paths are equally good.
    scores = chance.integers(0, 3, (places, tags)).astype(np.float32)
    transitions = chance.integers(-1, 2, (tags, tags)).astype(np.float32)
    assert best_path(scores, transitions) == viterbi_decode(scores, transitions)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(0, 2**31))
def test_padded_directions_are_the_packed_lstm(lengths: list[int], seed: int) -> None:
    torch.manual_seed(seed)
    lstm = nn.LSTM(5, 4, bidirectional=True, batch_first=True).eval()
    lengths.sort(reverse=True)
    packed = pack_padded_sequence(
        torch.randn(len(lengths), lengths[0], 5), lengths, batch_first=True
    )
    states = (torch.randn(2, len(lengths), 4), torch.randn(2, len(lengths), 4))
    with torch.no_grad():
        expected = [lstm(packed)[0].data, lstm(packed, states)[0].data]
        lstm.__class__ = _Directions
        found = [lstm(packed)[0].data, lstm(packed, states)[0].data]
    for one, other in zip(expected, found, strict=True):
        assert torch.allclose(one, other, atol=1e-5)


@pytest.mark.parametrize("text", TEXTS)
def test_features_of_paragraphs(parser: StanzaParser, text: str) -> None:
    processor = parser.pipeline.processors["tokenize"]
    stanzas, ours = (
        kind(processor.config, input_text=text, vocab=processor.vocab, evaluation=True)
        for kind in (TokenizationDataset, _Paragraphs)
    )
    assert ours.data == stanzas.data
    for paragraph in ours.data:
        (expected,), (found,) = (kind.para_to_sentences(paragraph) for kind in (stanzas, ours))
        for one, other in zip(expected, found, strict=True):
            assert np.array_equal(one, other)


def annotations(pipeline: stanza.Pipeline, text: str) -> tuple[Any, ...]:
    document = pipeline(text)
    return document.to_dict(), [(e.text, e.type, e.start_char) for e in document.ents]


def test_pipeline_annotates_the_same(parser: StanzaParser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_hooks, "speed_up", lambda _: None)
    plain = load_pipeline()
    for text in TEXTS:
        assert annotations(parser.pipeline, text) == annotations(plain, text)


def test_another_stanza_prepares_its_own_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stanza, "__version__", "9.0.0")
    pipeline = load_pipeline(processors="tokenize,mwt,pos")
    assert type(pipeline.processors["pos"]).__module__.startswith("stanza.")
    words = pipeline("Officials left.").sentences[0].words
    assert [word.upos for word in words] == ["NOUN", "VERB", "PUNCT"]
