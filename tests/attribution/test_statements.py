"""The statement score."""

from __future__ import annotations

from quoteattr import Attributor
from quoteattr.attribution import analyse
from quoteattr.attribution.pipeline import STEPS, with_scores
from quoteattr.attribution.statements import statement_probability
from quoteattr.linear import LogLinear
from quoteattr.text.marks import find_marks


def test_a_form_that_is_certain_needs_no_weight(attributor: Attributor) -> None:
    text = "HOST: Who paid?\n\nMOSS: The city did.\n\nHOST: All of it?\n\nMOSS: Every cent."
    analysis = with_scores(analyse(attributor._parser(text), find_marks(text)))
    found: tuple = ()
    for step in STEPS:
        found = step(analysis, found)
    never = LogLinear({"bias": -9.0})
    assert [statement_probability(analysis, item, model=never) >= 0.5 for item in found] == [
        True
    ] * 4
