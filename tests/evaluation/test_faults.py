"""What is wrong with predictions: faults with causes, as a table, a page, text and JSON lines."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import attrs
import pytest

from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.errors import InputError
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.fault_report import fault_page
from quoteattr.evaluation.faults import faults_of_article, faults_of_split
from tests.evaluation.splits import (
    GOLD,
    HOPES,
    NAMES,
    SAID,
    TEXT,
    TOLD,
    WROTE,
    at,
    quote,
    write_predictions,
    write_split,
)


def faults(*found, gold=GOLD):
    attributions = tuple(GoldAttribution(g.content, g.cue, g.source) for g in gold)
    cases = faults_of_article(GoldArticle("a", TEXT, attributions), found)
    return [case.faults for case in cases]


def test_what_is_right_is_no_case():
    assert faults(*GOLD) == []


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (SAID, quote("we will win", "said", "Lee"), []),  # edges and parts of sources are free
        (SAID, quote("“we will win.”", "said", "Bob"), [("source", "another source")]),
        (SAID, quote("“we will win.”", "said", ""), [("source", "no source")]),
        (
            attrs.evolve(SAID, source=()),
            SAID,
            [("source", "gold has none")],
        ),
        (HOPES, quote("taxes fall soon, and often", "hopes", "Bob"), [("boundary", "starts late")]),
        (
            HOPES,
            quote("hopes that taxes fall soon, and", "hopes", "Bob"),
            [("boundary", "starts early, ends early")],
        ),
        (HOPES, quote("that taxes fall soon", "hopes", "Bob"), [("boundary", "ends early")]),
        (HOPES, quote("that taxes", "hopes", "Bob"), [("extent", "too short")]),
        (WROTE, quote("“A b c.” It rained, Dee told us", "wrote", "Cy"), [("extent", "too long")]),
        (WROTE, quote("c.” It rained, Dee", "wrote", "Cy"), [("extent", "shifted")]),
        (TOLD, quote("It rained", "told us", "Dee"), [("cue", "too long")]),
        (TOLD, quote("It rained", "wrote", "Dee"), [("cue", "elsewhere")]),
        (TOLD, attrs.evolve(TOLD, cue=()), [("cue", "none there")]),
    ],
)
def test_faults_of_a_pair(gold, found, expected):
    assert faults(found, gold=[gold]) == ([tuple(expected)] if expected else [])


def test_pieces_that_differ_inside_are_reported():
    gold = PredictedQuote((at("It rained"), at("us")), (at("told"),), (at("Dee"),))
    found = attrs.evolve(gold, content=((gold.content[0][0], gold.content[1][1]),))
    assert faults(found, gold=[gold]) == [(("boundary", "other pieces"),)]


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (TOLD, (), "cue in the lexicon"),
        (attrs.evolve(TOLD, cue=()), (), "no cue"),
        (attrs.evolve(TOLD, cue=(at("rained"),)), (), "cue not in the lexicon"),
        (TOLD, (quote("us", "told", "Dee"),), "its cue has another content"),
    ],
)
def test_why_something_is_missed(gold, found, expected):
    assert (("missed", expected),) in faults(*found, gold=[gold])


def test_one_quote_for_two_attributions_misses_one():
    both = quote("“we will win.” Bob hopes that taxes fall soon, and often", "said", "Ann <Lee>")
    assert sorted(faults(both, gold=[SAID, HOPES])) == [
        (("missed", "within another quote"),),
        (("source", "another source"), ("boundary", "starts early"), ("cue", "elsewhere")),
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (quote("Cy wrote", "rained", "Dee"), "no attribution there"),
        (quote("Cy wrote", "said", "Dee"), "its cue has another content"),
        (quote("we will win", "hopes", "Bob"), "beside a paired quote"),
    ],
)
def test_why_something_is_spurious(found, expected):
    assert (("spurious", expected),) in faults(SAID, found, gold=[SAID])


def test_every_attribution_and_quote_is_in_one_case_at_most(tmp_path):
    found = (quote("that taxes", "hopes", "Bob"), quote("fall soon", "hopes", "Bob"), SAID)
    split = faults_of_split(write_split(tmp_path), {NAMES[0]: found})
    _, cases = split[NAMES[0]]
    assert [case.gold and case.gold.cue for case in cases].count(HOPES.cue) == 1
    assert len(cases) == 4  # taxes twice, one of them spurious; two missed
    assert cases[0].publisher == "daily"
    with pytest.raises(InputError, match="has no article z"):
        faults_of_split(tmp_path, {"z": ()})


class _Reader(HTMLParser):
    """Tags that are open, what they say, and where links lead."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.links = [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [v for k, v in attributes if k in ("src", "href", "action")]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page(tmp_path):
    found = (quote("we will", "said", "Bob", evidence=("cue:<x>",)), TOLD)
    return fault_page(faults_of_split(write_split(tmp_path), {NAMES[0]: found}), "Errors & <i>")


def test_page_is_well_formed_and_loads_nothing(page):
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    assert reader.links == []
    assert "://" not in page
    assert {"script", "style", "table", "form", "article"} <= reader.tags
    assert "color-scheme:light dark" in page


def test_page_escapes_what_articles_and_rules_say(page):
    assert "<Lee>" not in page
    assert "<title>Errors &amp; &lt;i&gt;</title>" in page
    assert '<span class="source">Ann &lt;Lee&gt;</span>' in page
    assert "cue:&lt;x&gt;" in page


def test_page_has_gold_beside_what_was_found(page):
    first = re.search(r"<article.*?</article>", page, re.DOTALL)[0]
    gold, found = re.findall(r'<p class="text">(.*?)</p>', first, re.DOTALL)
    assert '<span class="content">“we will win.”</span>' in gold
    assert '“<span class="content">we will</span> win.”' in found
    assert re.sub(r"<.*?>", "", gold) == re.sub(r"<.*?>", "", found)
    assert 'data-fault="source boundary"' in first
    assert 'data-cause="source: another source|boundary: ends early"' in first


def test_each_count_of_the_page_chooses_what_the_filters_offer_and_says_so(page):
    offered = {
        name: set(re.findall(r'<option value="(.*?)">', options))
        for name, options in re.findall(r'<select id="(\w+)">(.*?)</select>', page, re.DOTALL)
    }
    wanted = ("data-fault", "data-cause", "data-kind", "aria-label")
    attributes = " ".join(f'{name}="(.*?)"' for name in wanted)
    buttons = re.findall(f"<button {attributes}>(.*?)</button>", page)
    assert len(buttons) == page.count("<button data-")
    assert ("missed", "missed: cue in the lexicon", "direct") in {one[:3] for one in buttons}
    for fault, cause, kind, label, count in buttons:
        assert fault in offered["fault"]
        assert cause in offered["cause"]
        assert kind in offered["kind"]
        assert label.endswith(f"{kind or 'all'}: {count}")


def test_command_writes_table_page_text_and_lines(tmp_path, capsys):
    split = write_split(tmp_path)
    pred = write_predictions(tmp_path / "p.jsonl", {NAMES[0]: (SAID, WROTE, TOLD)})
    paths = [tmp_path / name for name in ("e.html", "e.jsonl", "e.txt")]
    options = [part for path in paths for part in (f"--{path.suffix[1:]}", str(path))]
    options = ["--text" if part == "--txt" else part for part in options]
    assert main(["errors", "--polnear", str(split), "--pred", str(pred), *options]) == 0
    printed = capsys.readouterr().out
    assert "| **missed** | 9 | 4 | 0 | 5 |" in printed
    assert "| – cue in the lexicon | 9 | 4 | 0 | 5 |" in printed
    page, lines, text = (path.read_text(encoding="utf-8") for path in paths)
    assert page.startswith("<!DOCTYPE html>")
    rows = [json.loads(line) for line in lines.splitlines()]
    assert len(rows) == 9
    assert rows[0]["faults"] == {"missed": "cue in the lexicon"}
    assert rows[0]["gold"]["content"]["text"] == "that taxes fall soon, and often"
    assert rows[0]["found"] is None
    assert "missed: cue in the lexicon (indirect, intention)" in text
    assert "  gold  [Bob] [hopes] that taxes fall soon, and often" in text
