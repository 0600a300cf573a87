"""The two lists of attribution, and the pages that describe them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from quoteattr.attribution import analyse
from quoteattr.attribution.candidates import Attribution, Candidate
from quoteattr.attribution.pattern_kinds import PATTERN_KINDS
from quoteattr.attribution.pipeline import PATTERNS, STEPS, Step, with_scores
from quoteattr.attribution.steps.boundaries import best_boundaries
from quoteattr.attribution.steps.labelled import agreeing_patterns, inner_sources, split_second_cues
from quoteattr.attribution.steps.selection import best_of_each_cue
from quoteattr.attribution.steps.sources import addressees_are_no_sources
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.syntax import Parse
from quoteattr.text.marks import find_marks

DOCS = Path(__file__).parent.parent.parent / "docs"
TEXT = (
    "Ann Lee said that the talks had failed and stressed that nobody was to blame.\n\n"
    "“We will wait,” Hill told reporters, who said that Lee had left. “We have time.”"
)


def rows(functions: Sequence[Callable[..., Any]]) -> str:
    """The rows of a table on the page: the name, and the first sentence of the docstring."""
    described = [(f.__name__, (f.__doc__ or "").partition("\n")[0].rstrip(".")) for f in functions]
    return "".join(f"| `{name}` | {line} |\n" for name, line in described)


@pytest.mark.parametrize("functions", [PATTERNS, STEPS], ids=["patterns", "steps"])
def test_the_page_on_architecture_lists_them_in_order(
    functions: Sequence[Callable[..., Any]],
) -> None:
    page = (DOCS / "maintainers" / "architecture.md").read_text(encoding="utf-8")
    assert rows(functions) in page, f"the table should be:\n{rows(functions)}"


def test_the_page_on_evidence_names_every_kind_of_pattern() -> None:
    page = (DOCS / "explanation" / "evidence.md").read_text(encoding="utf-8")
    section = page.partition("## `cue:`")[2].partition("\n## ")[0]
    assert set(PATTERN_KINDS) - set(re.findall(r"`([a-z+-]+)`", section)) == set()


def test_an_unknown_kind_of_pattern_is_an_error() -> None:
    with pytest.raises(KeyError, match="novel"):
        Candidate("novel", 0, (), "", "other", ((0, 1),))


@pytest.mark.parametrize(
    "step",
    [
        best_boundaries,
        split_second_cues,
        inner_sources,
        agreeing_patterns,
        addressees_are_no_sources,
    ],
)
def test_a_step_that_needs_labels_changes_nothing_without(parser: StanzaParser, step: Step) -> None:
    analysis = with_scores(analyse(parser(TEXT), find_marks(TEXT)))
    found = best_of_each_cue(analysis, ())
    assert found
    assert step(analysis, found) is found


@pytest.mark.parametrize("step", STEPS)
def test_a_step_without_attributions_and_candidates_makes_none(step: Step) -> None:
    empty = analyse(Parse(""), ())
    assert step(empty, ()) == ()


def test_each_cue_has_one_attribution_after_every_step(parser: StanzaParser) -> None:
    analysis = with_scores(analyse(parser(TEXT), find_marks(TEXT)))
    found: tuple[Attribution, ...] = ()
    for step in STEPS:
        before = found
        found = step(analysis, found)
        assert len({item.key for item in found}) == len(found), step.__name__
        assert before == () or found, step.__name__
