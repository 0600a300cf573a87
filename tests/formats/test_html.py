"""The HTML view: keeps the text, escapes everything, nests properly, tells who speaks."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from quoteattr.formats.html import page_end, page_start, render, section
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import ARTICLE, article
from tests.strategies import results

VOID = {"meta", "link", "br", "img"}


class Reader(HTMLParser):
    """The text of the article's element, every tag, and whether all of them nest."""

    def __init__(self, html: str):
        super().__init__()
        self.stack: list[tuple[str, dict]] = []
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.marked: list[tuple[str, tuple[str, ...]]] = []
        self.feed(html)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        classes = [attrs.get("class", "") for _, attrs in self.stack]
        if "qa-text" in classes:
            self.text += data
            self.marked.append((data, tuple(classes[classes.index("qa-text") + 1 :])))


@given(results())
def test_every_character_of_the_text_stays_and_no_other_comes(quotes: Quotes):
    assert Reader(render(quotes)).text == quotes.text
    assert Reader(render(quotes, page=True)).text == quotes.text


@given(results())
def test_nothing_is_fetched_or_run(quotes: Quotes):
    tags = Reader(render(quotes, page=True)).tags
    allowed = {"html", "head", "meta", "title", "style", "body", "section", "h2", "ul", "li", "p"}
    assert {tag for tag, _ in tags} <= allowed | {"div", "mark", "span"}
    names = {"class", "style", "title", "lang", "charset", "name", "content"}
    assert {name for _, attrs in tags for name in attrs} <= names | {"data-qa", "data-qa-note"}


@given(results())
def test_each_character_is_marked_by_exactly_the_contents_that_cover_it(quotes: Quotes):
    covered = [
        sum(span.start <= i < span.end for quote in quotes for span in quote.content)
        for i in range(len(quotes.text))
    ]
    marked = []
    for data, classes in Reader(section(quotes)).marked:
        kinds = [name for name in classes if name in ("qa-direct", "qa-mixed", "qa-indirect")]
        marked += [len(kinds)] * len(data)
    assert marked == covered


@given(st.text(st.characters(codec="utf-8")))
def test_names_are_escaped(name: str):
    speaker = Speaker("s1", name, titles=(name,))
    text = "“Hi.”"
    made = Quote("q1", [Span.of(text, 0, 5)], "direct", speaker=speaker)
    quotes = Quotes([made], text=text, speakers=[speaker], doc_id=name, warnings=[name])
    reader = Reader(render(quotes, page=True))
    assert [attrs["title"] for tag, attrs in reader.tags if "title" in attrs] == [
        f"{name} ({name}) · direct · confidence 1.00"
    ]


def test_a_real_article_keeps_its_text(seed_quotes: Quotes):
    assert Reader(render(seed_quotes)).text == seed_quotes.text


def classes_at(html: str, words: str) -> tuple[str, ...]:
    return next(classes for data, classes in Reader(html).marked if words in data)


def test_nested_quote_lies_in_its_parent():
    html = section(article())
    assert classes_at(html, "the plan was") == ("qa-mixed",)
    assert classes_at(html, "a joke") == ("qa-mixed", "qa-direct")
    assert classes_at(html, "replied") == ("qa-cue",)
    assert classes_at(html, "Tom Berg") == ("qa-source",)


def test_overlapping_spans_are_cut_and_numbered_once():
    text = "abcdef"
    made = [
        Quote("q1", [Span.of(text, 0, 4)], "direct"),
        Quote("q2", [Span.of(text, 2, 6)], "indirect"),
    ]
    html = section(Quotes(made, text=text))
    assert [(data, classes) for data, classes in Reader(html).marked] == [
        ("ab", ("qa-direct",)),
        ("cd", ("qa-direct", "qa-indirect")),
        ("ef", ("qa-indirect",)),
    ]
    assert html.split("qa-text", 1)[1].count("data-qa=") == 2


def test_speakers_are_numbered_not_only_coloured():
    html = section(article())
    legend, body = html.split('<div class="qa-text">')
    assert re.findall(r'data-qa="(.)">([^<]+)</mark> (\d)', legend) == [
        ("1", "Ann Lee (Prime Minister)", "2"),
        ("2", "Tom Berg", "1"),
        ("?", "no speaker settled", "1"),
    ]
    assert re.findall(r'data-qa="(.)"', body) == ["1", "1", "1", "2", "?"]


def test_titles_tell_kind_cue_via_parts_and_confidence():
    html = section(article())
    assert (
        'title="Ann Lee (Prime Minister) · direct · said (speech) · confidence 0.97 · part 2 of 2"'
        in html
    )
    assert 'title="Tom Berg · mixed · replied (speech) · via Radio Oslo · confidence 0.80"' in html


def test_negation_is_seen_not_only_in_the_tooltip():
    html = section(article())
    assert 'data-qa-note="negated" title="cue: say, speech, negated">say</span>' in html


def test_no_quotes_is_said():
    html = render(Quotes((), text=ARTICLE))
    assert "No quotes." in html
    assert Reader(html).text == ARTICLE


def test_several_articles_make_one_page():
    html = page_start("Two <articles>") + section(article("a")) + section(article("b")) + page_end()
    reader = Reader(html)
    assert reader.text == ARTICLE * 2
    assert html.count("<style>") == 1
    assert html.startswith("<!DOCTYPE html>")
    assert ("meta", {"charset": "utf-8"}) in reader.tags
    assert "<title>Two &lt;articles&gt;</title>" in html


def test_notebook_and_template_engines_find_the_piece():
    quotes = article()
    assert quotes._repr_html_() == quotes.__html__() == quotes.to_html() == render(quotes)
    assert quotes.to_html(page=True) == render(quotes, page=True)
