"""The parser's short ways give the results of Stanza's own."""

from __future__ import annotations

import numpy as np
import pytest
import stanza
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.speedups import hooks as model_hooks
from quoteattr.parsing.speedups.arcs import best_tree
from quoteattr.parsing.stanza import StanzaParser

TEXT = (
    "The minister, who resigned on Monday, said that the plan “wasn’t ready” and that, "
    "according to officials in Kyiv, nobody had read it.\n\n"
    "“We don’t know,” she told Reuters. “Ask them!” The the plan said said who?\n\n"
    "MINISTERS SAY NO TO PLAN\n\nYes."
)


@given(st.integers(2, 9), st.integers(0, 2**32 - 1))
def test_best_tree_is_the_single_root_spanning_tree(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = np.log(chance.dirichlet(np.full(size, 0.3), size) + 1e-9)
    expected = chuliu_edmonds_one_root(scores)
    rows = np.arange(1, size)
    found = best_tree(scores.copy())
    assert np.count_nonzero(found[1:] == 0) == 1
    assert scores[rows, found[1:]].sum() == pytest.approx(scores[rows, expected[1:]].sum())


def annotations(pipeline: stanza.Pipeline) -> list[tuple[object, ...]]:
    document = pipeline(TEXT)
    words = [(w.upos, w.xpos, w.head, w.deprel) for s in document.sentences for w in s.words]
    return [*words, *[(e.text, e.type) for e in document.ents]]


def test_lighter_parts_predict_what_stanza_predicts(
    parser: StanzaParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    light = annotations(parser.pipeline)
    monkeypatch.setattr(model_hooks, "speed_up", lambda _: None)
    assert light == annotations(load_pipeline())
