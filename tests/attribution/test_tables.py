"""Who said what by which cue, on real models: one sentence or more for every pattern."""

from __future__ import annotations

import re
from typing import Any

import pytest

from quoteattr import Attributor, Quote, Quotes
from tests.conftest import cases

_CHECKED = ("kind", "source", "cue", "addressee", "type", "negated", "hypothetical", "nested")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def overlap(left: str, right: str) -> float:
    """Jaccard of the words: content counts as found from 0.5, as in the evaluation."""
    a, b = set(words(left)), set(words(right))
    return len(a & b) / len(a | b) if a | b else 0.0


def fits(quote: Quote, expected: dict[str, Any]) -> bool:
    if overlap(quote.text, expected["content"]) < 0.7:
        return False
    cue = quote.cue
    got = {
        "kind": quote.kind,
        "source": quote.source.text if quote.source else None,
        "cue": cue.text if cue else None,
        "addressee": quote.addressee.text if quote.addressee else None,
        "type": cue.type if cue else None,
        "negated": cue.negated if cue else False,
        "hypothetical": cue.hypothetical if cue else False,
        "nested": quote.parent is not None,
    }
    for key in _CHECKED:
        wanted = expected.get(key)
        if key == "source" and wanted is None and "source" in expected:
            if got["source"] is not None:
                return False
        elif wanted is not None and got[key] != wanted:
            return False
    return "via" not in expected or [s.name for s in quote.via] == expected["via"]


def check(quotes: Quotes, row: dict[str, Any]) -> None:
    for expected in row["expect"]:
        assert any(fits(quote, expected) for quote in quotes), (
            expected,
            quotes.to_dict()["quotes"],
        )


@pytest.mark.parametrize("row", cases("attribution_synthetic.json"))
def test_a_pattern_finds_source_cue_and_content(
    everything: Attributor, row: dict[str, Any]
) -> None:
    check(everything(row["text"]), row)


@pytest.mark.parametrize("row", cases("attribution_in_the_wild.json"))
def test_paragraphs_as_newspapers_write_them(attributor: Attributor, row: dict[str, Any]) -> None:
    check(attributor(row["text"]), row)


@pytest.mark.parametrize("row", cases("attribution_negative.json"))
def test_what_attributes_nothing_gives_no_quote(
    attributor: Attributor, row: dict[str, Any]
) -> None:
    assert list(attributor(row["text"])) == []
