"""The HTML view: keeps the text, escapes everything, nests properly, says who speaks."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from quoteattr.formats.html import page_end, page_start, render, section
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import ARTICLE, article, crowd
from tests.strategies import results

CONTENTS = {"qa-direct", "qa-mixed", "qa-indirect"}
VOID = {"meta", "link", "br", "img", "input"}


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
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "section", "div", "p"}
    allowed |= {"h1", "h2", "ul", "ol", "li", "details", "summary", "fieldset", "legend"}
    allowed |= {"label", "input", "mark", "span", "a", "b"}
    assert {tag for tag, _ in tags} <= allowed
    names = {
        "class",
        "id",
        "title",
        "lang",
        "charset",
        "name",
        "content",
        "href",
        "type",
        "checked",
    }
    names |= {"data-qa", "data-qa-note", "aria-label"}
    assert {name for _, attrs in tags for name in attrs} <= names


@given(results())
def test_every_link_leads_to_an_element_of_the_page_and_no_id_is_used_twice(quotes: Quotes):
    tags = Reader(render(quotes, page=True)).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in links} <= set(ids)


@given(results())
def test_the_legend_links_to_every_quote_that_has_words(quotes: Quotes):
    html = section(quotes, number=1)
    links = re.findall(r'href="#qa1-q(\d+)"', html)
    words = [str(i + 1) for i, quote in enumerate(quotes) if quote.text.strip()]
    assert sorted(links) == sorted(words)


@given(results())
def test_each_character_is_marked_by_exactly_the_contents_that_cover_it(quotes: Quotes):
    covered = [
        sum(span.start <= i < span.end for quote in quotes for span in quote.content)
        for i in range(len(quotes.text))
    ]
    marked = []
    for data, classes in Reader(section(quotes)).marked:
        marked += [sum(name.split()[0] in CONTENTS for name in classes)] * len(data)
    assert marked == covered


@given(st.text(st.characters(codec="utf-8")))
def test_names_are_escaped(name: str):
    speaker = Speaker("s1", name, titles=(name,))
    text = "“Hi.”"
    made = Quote("q1", [Span.of(text, 0, 5)], "direct", speaker=speaker)
    quotes = Quotes([made], text=text, speakers=[speaker], doc_id=name, warnings=[name])
    reader = Reader(render(quotes, page=True))
    facts = f"{name} ({name}) · direct · confidence 1.00"
    assert [attrs["title"] for _, attrs in reader.tags if "title" in attrs] == [facts]
    (number,) = (
        attrs
        for tag, attrs in reader.tags
        if attrs.get("class", "")[:9] == "qa-number" and tag == "a"
    )
    assert number["aria-label"] == f"1 {facts}"
    assert number["data-qa"].startswith("1 ")


def test_a_real_article_keeps_its_text(seed_quotes: Quotes):
    assert Reader(render(seed_quotes)).text == seed_quotes.text


def classes_at(html: str, words: str) -> tuple[str, ...]:
    """The first class of each element around the words."""
    found = next(classes for data, classes in Reader(html).marked if words in data)
    return tuple(name.split()[0] for name in found)


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
    assert [(data, classes_at(html, data)) for data, _ in Reader(html).marked] == [
        ("ab", ("qa-direct",)),
        ("cd", ("qa-direct", "qa-indirect")),
        ("ef", ("qa-indirect",)),
    ]
    assert html.count("data-qa=") == 2


def test_speakers_are_numbered_not_only_coloured():
    html = section(article())
    assert legend_of(html) == [
        ("1", "Ann Lee", " Prime Minister", "2"),
        ("2", "Tom Berg", "", "1"),
        ("?", "no speaker", "", "1"),
    ]
    numbers = re.findall(r'data-qa="([^"]+)"', html)
    assert numbers == ["1 Ann Lee", "1", "1", "2 Tom Berg", "?"]  # the name at the first quote


def legend_of(html: str) -> list[tuple[str, ...]]:
    """Number, name, titles and number of quotes of each line."""
    return re.findall(
        r'<b class="qa-number">(.+?)</b> ([^<]*)</mark>([^<]*)</span></label> '
        r"<details><summary>(\d+) quotes?<",
        html,
    )


def test_the_most_quoted_come_first_and_a_long_list_is_folded():
    quotes = crowd(20)
    html = section(quotes)
    lines = legend_of(html)
    counts = [int(line[3]) for line in lines[:-1]]
    assert counts == sorted(counts, reverse=True)
    assert [line[0] for line in lines] == [*map(str, range(1, 21)), "?"]
    before, _, folded = html.partition("<summary>9 more</summary>")
    assert (len(legend_of(before)), len(legend_of(folded))) == (12, 9)
    assert "more</summary>" not in section(crowd(12))  # a single line would be hidden


def test_facts_are_in_the_tooltip_and_in_the_name_of_the_link():
    html = section(article())
    first = "Ann Lee (Prime Minister) · direct · said (speech) · confidence 0.97 · part 2 of 2"
    other = "Tom Berg · mixed · replied (speech) · via Radio Oslo · confidence 0.80"
    for number, facts in (("1", first), ("2", other)):
        assert f'title="{facts}"' in html
        assert f'aria-label="{number} {facts}"' in html


def test_a_long_name_is_cut_in_the_text_only():
    text, name = "“Hi.”", "the woman who has run the shop on the corner since 1974"
    speaker = Speaker("s1", name, named=False)
    made = Quote("q1", [Span.of(text, 0, 5)], "direct", speaker=speaker)
    html = section(Quotes([made], text=text, speakers=[speaker]))
    assert 'data-qa="1 the woman who has run the shop…"' in html
    assert legend_of(html)[0][1] == name


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
    assert html.startswith("<!DOCTYPE html>")
    assert ("meta", {"charset": "utf-8"}) in reader.tags
    assert "<title>Two &lt;articles&gt;</title>" in html
    assert "<h1>Two &lt;articles&gt;</h1>" in html
    assert re.findall("<h2>(.)</h2>", html) == ["a", "b"]


def test_a_page_of_one_article_has_one_heading():
    html = render(article(), page=True)
    assert re.findall(r"<h\d>.*?</h\d>", html) == ["<h1>oslo</h1>"]


def test_articles_of_a_page_have_ids_of_their_own():
    """Also if they are equal, where the caller numbers them."""
    pieces = [section(article(), number=1), section(article(), number=2)]
    ids = re.findall(r' id="([^"]+)"', "".join(pieces))
    assert len(set(ids)) == len(ids)
    assert section(article("a")).split(">")[0] != section(article("b")).split(">")[0]


def test_notebook_and_template_engines_find_the_piece():
    quotes = article()
    assert quotes.__html__() == quotes.to_html() == render(quotes)
    assert quotes._repr_html_() == render(quotes, scroll=True)
    assert quotes.to_html(page=True) == render(quotes, page=True)
