"""The work for an article grows with its length, whatever it consists of: no part is quadratic.

Work is the number of lines of the library that run, loops included, so that a busy machine changes
nothing. The parse comes from ``tests.plain_parser``, so all that is counted is what follows it.
``--growth 64`` goes up to megabytes.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable
from itertools import count, islice, product
from math import log
from types import FrameType
from typing import Any

import pytest

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Analysis
from quoteattr.coreference import resolve
from quoteattr.corpus.repeated import group_texts
from quoteattr.model import Quote, Speaker
from quoteattr.quotes import Quotes
from quoteattr.syntax import Labels, Row
from quoteattr.text.language import looks_english
from quoteattr.text.marks import find_marks
from quoteattr.text.paragraphs import paragraph_spans
from quoteattr.text.readable import readable
from quoteattr.verify import verify_rewrite, verify_transcript
from quoteattr.words.names import Person
from tests.plain_parser import parse

STEEPEST = 1.15  # exponent
SMALL = 4_000  # code points of the smaller text; below that, windows are not full
SIMPLE = 20_000  # for what only reads characters
LISTED = 5_000  # for quotations: beyond, those of common words are not compared


def names(number: int, surname: str = "") -> list[str]:
    """Full names, all of them different."""
    letters = ("".join(letters) for size in count(2) for letters in product("aeiou", repeat=size))
    return [f"An{name} {surname or f'Lo{name}'}" for name in islice(letters, number)]


def many(sentence: str, surname: str = "") -> Callable[[int], str]:
    """A text in which each sentence has a name of its own."""
    return lambda n: "".join(sentence.replace("NAME", name) for name in names(n, surname))


def repeated(*parts: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: before + "".join(part * n for part in parts) + after


ARTICLES: dict[str, Callable[[int], str]] = {
    "one paragraph of cues": repeated("he said she said "),
    "short sentences": repeated("He said she said. "),
    "no sentence ends": repeated("Ann Lee said that it rained and "),
    "quotations with cues": repeated("“It rained,” he said, “and she left,” she said. "),
    "marks only": repeated("“”‘’"),
    "opening marks only": repeated("“ "),
    "nested marks": repeated("“He said ‘she left “it rained” again’ later.” "),
    "deeply nested marks": repeated("“a ‘b ", "c’ d” "),
    "a quotation of many paragraphs": repeated("“It rained and she said we left.\n\n"),
    "a quotation of many paragraphs after its cue": repeated(
        "“It rained and she said we left.\n\n", before="Ann Lee said: ", after="We go.”"
    ),
    "a quotation of many paragraphs before its cue": repeated(
        "“It rained and we left.\n\n", after="We go,” Ann Lee said."
    ),
    "quotations that go on": repeated("It rained. “We left again.” ", before="He said “we left.” "),
    "quotations without cues": repeated("“It rained and we left.” "),
    "headings that are repeated": repeated(
        "“It rained and we left”\n\n", "Ann Lee said “it rained and we left”.\n\n"
    ),
    "dialogue": repeated("“It rained,” Ann Lee said.\n\n“Again?” Tom Hill asked.\n\n“Yes.”\n\n"),
    "dialogue in one paragraph": repeated("“It rained,” Ann Lee said. “Again?” Tom Hill asked. "),
    "questions and answers": repeated("Q: Is it that he left?\n\nA: He said that it rained.\n\n"),
    "an interview": repeated(
        "Why has she left?\n\nI said that we left. He told me it rained.\n\n",
        before="Ann Lee spoke to us.\n\n",
    ),
    "sayings of nobody": repeated("It was said that it rained. “We left again.” "),
    "numbers in marks": repeated("“1” "),
    "a label with many quotations": repeated("“it rained.” and ", before="Ann Lee: "),
    "initials": repeated(
        "ML: Is it that he left?\n\nTH: He said it rained.\n\n",
        before="Mary Lee and Tom Hill spoke.\n\n",
    ),
    "a transcript": repeated("LEE: Is it that he left?\n\nHILL: He said that it rained.\n\n"),
    "lines with names": repeated("Ann Lee\n\n“It rained and we left.”\n\n"),
    "names only": repeated("Ann Lee Tom Hill JD Vance "),
    "pronouns only": repeated("he she they it who I we "),
    "many persons": many("NAME said that it rained. "),
    "many persons of one surname": many("NAME told his wife it rained. Lee left. ", "Lee"),
    "many persons and the author": many("NAME said it rained. I left. ‘I left,’ he said. "),
    "many persons in paragraphs": many("“It rained,” NAME said.\n\n“We left,” she said.\n\n"),
    "many roles of one": many("NAMEish President Ann Lee left. The NAMEish president left. "),
    "descriptions": repeated("The mayor said that he left. The minister told the company so. "),
    "according to": repeated("According to Ann Lee it rained, "),
    "colons": repeated("Ann Lee: “it rained.” "),
    "markup": repeated("<div><p class='a'>&ldquo;Rain,&rdquo; <b>Ann Lee</b> said.</p></div>"),
}

TEXTS: dict[str, Callable[[int], str]] = {
    "one huge word": repeated("x"),
    "encoded data": repeated("iVBORw0KGgo/+="),
    "nearly encoded data": repeated("x" * 999 + " "),
    "blanks": repeated(" "),
    "line ends": repeated("\n \n"),
    "full stops": repeated("."),
    "straight marks": repeated('"'),
    "straight marks and words": repeated('"a '),
    "apostrophes": repeated("'"),
    "apostrophes and words": repeated("'tis the boys' 'n' "),
    "marks of all kinds": repeated("“‘«„"),
    "opened in each paragraph": repeated("“It rained,\n\n", after="”"),
    "brackets": repeated("(Ann (Lee "),
    "open tags": repeated("<div <a <b <!-- "),
    "open scripts": repeated("<script>x"),
    "scripts": repeated("<script>x<!--</script><style>"),
    "less than": repeated("<"),
    "open entities": repeated("&#"),
    "lost characters": repeated("�We don�t know,� she said. "),
    "mis-encoded": repeated("â€œIt rained,â€ she said. "),
    "wrapped lines": repeated("It rained and rained and rained and rained and rained and\n"),
    **{name: ARTICLES[name] for name in ("marks only", "deeply nested marks", "markup")},
}


@pytest.fixture
def factor(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("--growth")


@pytest.mark.parametrize("shape", ARTICLES.values(), ids=ARTICLES)
def test_time_after_the_parse_grows_linearly(shape, factor: int):
    assert exponent(whole, shape, SMALL, factor) <= STEEPEST


LABELLED = (
    "one paragraph of cues",
    "quotations with cues",
    "nested marks",
    "a quotation of many paragraphs",
    "a quotation of many paragraphs after its cue",
)


@pytest.mark.parametrize("shape", LABELLED)
def test_time_after_the_labels_grows_linearly(shape: str, factor: int):
    work = exponent(lambda text: whole(text, labeller), ARTICLES[shape], SMALL, factor)
    assert work <= STEEPEST


def test_known_persons(factor: int):
    shape = many("Mayor NAME said it rained. The Oslo mayor left. ")
    known = [Person("Tom Berg", identifier="berg", roles=("mayor of Oslo",))]
    assert exponent(lambda text: whole(text, known=known), shape, SMALL, factor) <= STEEPEST


@pytest.mark.parametrize("shape", TEXTS.values(), ids=TEXTS)
def test_time_to_read_characters_grows_linearly(shape, factor: int):
    assert exponent(text_alone, shape, SIMPLE, factor) <= STEEPEST


def numbered(sentence: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    """Sentences with words of their own: WORD, and OTHER, which a rewrite lacks."""
    return lambda n: (
        before
        + "".join(sentence.replace("WORD", f"w{i}").replace("OTHER", f"o{i}") for i in range(n))
        + after
    )


COMPARED: dict[str, Callable[[int], str]] = {
    "many quotations": numbered("“We WORD will OTHER leave WORDa again,” he said. "),
    "many quotations of common words": repeated("“We will leave,” he said. “We will not leave.” "),
    "one long quotation": numbered("WORD we will OTHER leave ", before="“", after="”"),
    "one long quotation of two words": repeated("we will ", before="“", after="”"),
    "a long quotation and its parts": lambda n: (
        "“" + numbered("WORD we will OTHER leave ")(n) + "” he said. "
        + numbered("“WORD we will OTHER leave” ")(n)
    ),
    "a quotation in many paragraphs": numbered("“We WORD will OTHER leave.\n\n", after="”"),
    "nothing but ellipses": numbered("WORD … ", before="“", after="”"),
    "brackets": numbered("[WORD] we [OTHER] will ", before="“", after="”"),
    "titles of nobody": repeated("“War” and “Peace” "),
}  # fmt: skip


@pytest.mark.parametrize("shape", COMPARED.values(), ids=COMPARED)
def test_a_rewrite(shape, factor: int):
    def work(text: str) -> None:
        verify_rewrite(quoted(text), quoted(re.sub(r"\bo\d+ ", "", text)))

    assert exponent(work, shape, LISTED, factor) <= STEEPEST


TRANSCRIPTS: dict[str, Callable[[int], str]] = {
    **COMPARED,
    "asides in one line": repeated("(LAUGHTER) we <i>will</i> leave "),
    "open asides": repeated("(LAUGHTER we <i will "),
    "turns": numbered("ANN LEE: We WORD will OTHER leave WORDa again.\n"),
}


@pytest.mark.parametrize("shape", TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_a_transcript(shape, factor: int):
    def work(text: str) -> None:
        verify_transcript(quoted(re.sub(r"\bo\d+ ", "", text)), text)

    assert exponent(work, shape, LISTED, factor) <= STEEPEST


@pytest.mark.parametrize("shape", COMPARED.values(), ids=COMPARED)
def test_a_corpus(shape, factor: int):
    def work(text: str) -> None:
        group_texts([span.text for quote in quoted(text) for span in quote.content])

    assert exponent(work, shape, LISTED, factor) <= STEEPEST


def quoted(text: str) -> Quotes:
    """What is between marks, as quotes of one person."""
    lee = Speaker("s1", "Ann Lee")
    marks = (mark for mark in find_marks(text) if mark.parent is None)
    found = (
        Quote(f"q{number}", mark.pieces, "direct", speaker=lee)
        for number, mark in enumerate(marks, 1)
    )
    return Quotes(found, text=text, speakers=[lee])


def whole(text: str, labeller: Any = None, known: Any = ()) -> None:
    """All that is done with an article, except that the parse is a plain one."""
    shown = readable(text).text
    analysis = analyse(parse(shown), find_marks(shown), labeller=labeller)
    resolve(analysis.parse, attribute(analysis), known, marks=analysis.marks)


def text_alone(text: str) -> None:
    shown = readable(text).text
    paragraph_spans(shown)
    find_marks(shown)
    looks_english(shown)


def labeller(article: Analysis) -> Labels:
    """Every verb is a cue, and what follows it the content."""
    words = article.parse.words
    rows = {}
    for word in words:
        if word.upos == "VERB":
            around = range(max(word.index - 20, 0), min(word.index + 40, len(words)))
            rows[word.index] = Row(
                around[0],
                cue=[0.9 * (i == word.index) for i in around],
                source=[0.9 * (i == word.index - 1) for i in around],
                content=[0.9 * (i > word.index) for i in around],
            )
    return Labels([0.9 if word.upos == "VERB" else 0.01 for word in words], rows)


def exponent(
    work: Callable[[str], None], shape: Callable[[int], str], size: int, factor: int
) -> float:
    """By which power of the length the work grows, up to a text ``factor`` times as long."""
    unit = len(shape(40)) / 40
    small, large = shape(round(size / unit)), shape(round(size * factor / unit))
    work(shape(2))  # tables are read once
    return log(lines(work, large) / lines(work, small)) / log(len(large) / len(small))


def lines(work: Callable[[str], None], text: str) -> int:
    """How many lines of the library and of ``difflib`` run, each turn of a loop counted."""
    ran = 0

    def local(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal ran
        ran += event == "line"
        return local

    def enter(frame: FrameType, _event: str, _arg: Any) -> Any:
        nonlocal ran
        ran += 1
        name = frame.f_code.co_filename
        return local if "quoteattr" in name or name == difflib.__file__ else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work(text)
    finally:
        sys.settrace(before)
    return ran
