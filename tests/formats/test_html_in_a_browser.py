"""The HTML view in Chromium: what assistive technology, the keyboard and a small screen get.

Needs the extra ``browser`` and an installed Chromium or Chrome.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from quoteattr.formats.html import page_end, page_start, render, section
from quoteattr.quotes import Quotes
from tests.factories import article, crowd

ABSENT = 'pages in a browser need the extra: python -m pip install ".[browser]"'
playwright = pytest.importorskip("playwright.sync_api", reason=ABSENT)
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=ABSENT)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 300_000  # milliseconds: a busy machine must not make a test fail
ALL_MARKS = 40  # of ``crowd``, as many as have a colour and pattern of their own


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("pages in a browser need Chromium or Chrome, by its usual name on the PATH")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=list(QUIET), timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture
def shown(browser):
    """A function that shows HTML; its pages are closed after the test."""
    contexts = []

    def show(html: str, *, width: int = 1000, scheme: str = "light") -> Any:
        viewport = {"width": width, "height": 800}
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.set_content(html)
        return page

    yield show
    for context in contexts:
        context.close()


def several() -> str:
    """A page with two articles, one of them without quotes, and the second once more."""
    results = [Quotes((), text="Nothing was said.", doc_id="none"), article("a"), article("a")]
    pieces = (section(quotes, number=i) for i, quotes in enumerate(results))
    return page_start("Three articles") + "".join(pieces) + page_end()


def violations(page: Any) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [3, 16, 40])
def test_axe_finds_no_violation(shown, size: int, scheme: str):
    page = shown(render(crowd(size), page=True), scheme=scheme)
    assert violations(page) == []
    for folded in page.locator("details").all():
        folded.evaluate("element => element.open = true")
    assert violations(page) == []


def test_axe_finds_no_violation_with_several_articles(shown):
    assert violations(shown(several())) == []


def test_axe_finds_no_violation_in_a_notebook(shown):
    html = page_start("Notebook") + article()._repr_html_() + page_end()
    assert violations(shown(html)) == []


@pytest.mark.parametrize("size", [3, 16, 40])
def test_no_page_is_wider_than_a_small_screen(shown, size: int):
    page = shown(render(crowd(size), page=True), width=320)
    for folded in page.locator("details").all():
        folded.evaluate("element => element.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_most_quoted_differ_in_colour_and_all_in_colour_or_pattern(shown):
    page = shown(render(crowd(ALL_MARKS), page=True))
    looks = page.locator(".qa-legend li mark").evaluate_all(
        "marks => marks.map(getComputedStyle).map(s => [s.backgroundColor, s.backgroundImage])"
    )
    assert len(looks) == ALL_MARKS + 1  # and nobody
    assert len({colour for colour, _ in looks[:8]}) == 8
    assert len({tuple(look) for look in looks}) == len(looks)


def visible_numbers(page: Any) -> set[str]:
    numbers = page.locator("a.qa-number").all()
    return {number.get_attribute("data-qa")[0] for number in numbers if number.is_visible()}


def test_choosing_a_speaker_hides_the_marks_of_all_others(shown):
    page = shown(render(crowd(3), page=True))
    assert visible_numbers(page) == {"1", "2", "3", "?"}
    page.get_by_role("radio").nth(2).check()
    assert visible_numbers(page) == {"2"}
    fills = page.locator(".qa-text mark").evaluate_all(
        "marks => marks.map(m => [m.matches('.qa-s2'), getComputedStyle(m).backgroundColor])"
    )
    assert {chosen for chosen, _ in fills} == {True, False}
    assert all((fill != "rgba(0, 0, 0, 0)") == chosen for chosen, fill in fills)
    page.get_by_role("radio", name="everyone").check()
    assert visible_numbers(page) == {"1", "2", "3", "?"}


def test_a_chosen_quote_within_another_stays_marked(shown):
    page = shown(render(article(), page=True))
    page.get_by_role("radio", name="no speaker").check()
    assert visible_numbers(page) == {"?"}
    inner = page.locator("mark mark")
    assert inner.evaluate("m => getComputedStyle(m).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_choice_is_for_one_article_of_a_page(shown):
    page = shown(several())
    page.locator("#qa1").get_by_role("radio", name="Tom Berg").check()
    assert page.locator("#qa1 .qa-text a.qa-number:visible").count() == 1
    assert page.locator("#qa2 .qa-text a.qa-number:visible").count() == 5


def test_the_keyboard_leads_to_a_quote_and_back(shown):
    page = shown(render(crowd(16), page=True))

    def tab_to(selector: str) -> Any:
        for _ in range(100):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches('{selector}')"):
                return page.locator(":focus")
        raise AssertionError(f"the Tab key never reaches {selector}")

    tab_to("summary")
    page.keyboard.press("Enter")
    link = tab_to("ol a")
    target = link.get_attribute("href")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == target
    assert page.locator(":target").evaluate("element => element.tagName") == "MARK"
    number = tab_to("a.qa-number")
    assert number.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    details = number.evaluate("link => getComputedStyle(link, '::after').content")
    assert "confidence 1.00" in details
    page.keyboard.press("Enter")
    assert page.locator(":target").get_by_role("radio").is_visible()


def test_a_number_leads_to_a_speaker_whose_line_is_folded(shown):
    page = shown(render(crowd(16), page=True))
    entry = page.locator(page.locator("a.qa-number").first.get_attribute("href"))
    assert not entry.is_visible()
    page.locator("a.qa-number").first.click()
    entry.wait_for(state="visible")


def test_a_copy_is_the_article(shown):
    quotes = article()
    page = shown(render(quotes, page=True))
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.qa-text'))")
    assert page.evaluate("getSelection().toString()").rstrip() == quotes.text.rstrip()


def test_a_long_article_scrolls_in_a_notebook_and_is_whole_in_print(shown):
    page = shown(crowd(40)._repr_html_())
    box = page.locator(".qa-text")
    whole = box.evaluate("box => box.scrollHeight")
    assert box.bounding_box()["height"] < 600 < whole
    page.emulate_media(media="print")
    assert box.bounding_box()["height"] >= whole - 1  # which is rounded


def test_print_shows_the_speakers_that_are_folded(shown):
    page = shown(render(crowd(16), page=True))
    last = page.locator(".qa-more li").last
    assert last.evaluate("line => line.getBoundingClientRect().height") == 0
    page.emulate_media(media="print")
    assert last.evaluate("line => line.getBoundingClientRect().height") > 0
