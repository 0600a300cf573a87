"""Stanza documents as parses over the caller's own offsets."""

from __future__ import annotations

import pytest
from stanza.models.common.doc import Document

from quoteattr import Attributor, InputError
from quoteattr.parsing.models import load_pipeline
from quoteattr.parsing.stanza import StanzaParser, missing_layers, parse_of
from quoteattr.text.readable import readable

TEXTS = {
    "plain": "Ann Lee spoke. She left.",
    "contractions": "Trump’s team can't go. They're gonna stay.",
    "crlf": "One said no.\r\n\r\nTwo said yes.\r\n",
    "nbsp": "Gov.\u00a0Mike Pence\u00a0(R) said no.",
    "emoji": "She said 👩‍👩‍👧 and left 🙂.",
    "combining": "Cafe\u0301 owner Rene\u0301 said no.",
    "rtl": "He said שלום and מרחבא to them.",
    "nul": "He said\x00 no.\x07 Then left.",
    "surrogate": "He said \ud800 no.",
    "long-word": "See " + "x" * 5000 + " and http://a.b/" + "y" * 700 + " now.",
    "long-sentence": "and " * 900,
    "no-blank": "a" * 30_000,
    "marks": "“" * 500,
    "only-blanks": " \n\t\n ",
    "empty": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_words_slice_back_in_order(parser: StanzaParser, name: str) -> None:
    text = TEXTS[name]
    parse = parser(text)
    assert parse.text == readable(text).text  # without data that is no language
    at = 0
    for word in parse.words:
        assert parse.text[word.start : word.end] == word.text
        assert word.start >= at
        at = word.start
    for index, word in enumerate(parse.words):
        assert word.index == index
        assert -1 <= word.head < len(parse.words)


class _Nothing:
    """A processor of the caller's that changes nothing."""

    def process(self, document: Document) -> Document:
        return document


@pytest.mark.parametrize("name", [*TEXTS, "seed"])
def test_a_pipeline_with_a_processor_of_ones_own_gives_the_same_parse(
    parser: StanzaParser, seed_text: str, name: str
) -> None:
    text = seed_text if name == "seed" else TEXTS[name]
    pipeline = load_pipeline()
    pipeline.processors["mine"] = _Nothing()  # so documents are made
    assert StanzaParser(pipeline)(text) == parser(text)


def test_each_sentence_has_one_root_and_its_paragraph(parser: StanzaParser) -> None:
    parse = parser("Ann Lee spoke.\nShe said no.\n\nThey left.")
    assert [sentence.paragraph for sentence in parse.sentences] == [0, 1, 2]
    for number in range(len(parse.sentences)):
        roots = [i for i in parse.sentence_words(number) if parse.words[i].head < 0]
        assert len(roots) == 1


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("LISBON (Reuters) - Prices rose again on Friday.", True),
        ("HEMPSTEAD, N.Y., Sept. 26 (UPI) — Prices rose again.", True),
        ("NATO-Russia talks stalled on Friday.", False),
        ("NATO - the alliance of 32 states - met on Friday.", False),
    ],
)
def test_a_dateline_is_a_sentence_of_its_own(parser: StanzaParser, text: str, *, own: bool) -> None:
    assert (len(parser(text).sentences) == 2) is own


@pytest.mark.parametrize(
    "dateline",
    [
        "AUSTIN, Texas--(BUSINESS WIRE)--",
        "LONDON, June 5, 2025 /PRNewswire/ -- ",
        "TORONTO, ON / ACCESSWIRE / May 2, 2024 / ",
        "NEW YORK, March 03, 2025 (GLOBE NEWSWIRE) -- ",
    ],
)
def test_the_dateline_of_a_press_release_is_no_part_of_its_first_sentence(
    parser: StanzaParser, dateline: str
) -> None:
    parse = parser(f"{dateline}Prices rose again on Friday.")
    assert parse.words[parse.sentences[-1].first].start == len(dateline)


@pytest.mark.parametrize("before", range(0, 50, 7))
def test_an_overlong_paragraph_is_cut_between_sentences(parser: StanzaParser, before: int) -> None:
    text = "x" * before + " " + "The old mill stood near Evansville. " * 300
    parse = parser(text)
    words = {"The", "old", "mill", "stood", "near", "Evansville", "."}
    assert {word.text for word in parse.words[1:]} == words
    assert {sentence.last - sentence.first for sentence in parse.sentences[1:]} == {7}


def test_an_overlong_sentence_is_cut_between_words(parser: StanzaParser) -> None:
    parse = parser("evergreen and " * 1000)
    assert {word.text for word in parse.words} == {"evergreen", "and"}


def test_overlong_sentences_keep_every_word(parser: StanzaParser) -> None:
    parse = parser("and " * 900)
    assert len(parse.words) == 900
    assert max(s.last - s.first for s in parse.sentences) < 400


@pytest.mark.parametrize(
    "text",
    [
        "The council met at 9 a.m. He said that it would wait.",
        "The road was shut at about 10 p.m. Police said that it was safe.",
        "The suspect was born in the U.S. But the mayor said that he was gone.",
        "He is the son of Bob Hale Jr. The mayor knows him.",
        "The firm is owned by Apple Inc. According to police, it knew.",
        "She has lived in Washington, D.C. They met there.",
    ],
)
def test_a_sentence_may_end_in_an_abbreviation(parser: StanzaParser, text: str) -> None:
    assert len(parser(text).sentences) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The game between the two begins at 8 p.m. Eastern time.",
        "He said that the U.S. Supreme Court was wrong.",
        "Yields on U.S. Treasuries fell on Friday.",
        "In a statement, D.C. Police said they had no suspect.",
        "The case of Lee vs. The State was heard.",
        "He met Apple Inc. Chief Executive Tim Cook.",
    ],
)
def test_no_sentence_ends_in_a_name_with_an_abbreviation(parser: StanzaParser, text: str) -> None:
    assert len(parser(text).sentences) == 1


def test_entities_are_without_their_possessive(parser: StanzaParser) -> None:
    parse = parser("Donald Trump’s lawyers met Vladimir Putin in Moscow.")
    found = [
        parse.text[parse.words[e.first].start : parse.words[e.last - 1].end] for e in parse.entities
    ]
    assert "Donald Trump" in found
    assert "Vladimir Putin" in found


def word(number: int, text: str, start: int, **layers: object) -> dict[str, object]:
    return {
        "id": number,
        "text": text,
        "start_char": start,
        "end_char": start + len(text),
        **layers,
    }


def bare(**layers: object) -> Document:
    rows = [
        word(1, "Ann", 0, head=2, deprel="nsubj", **layers),
        word(2, "left", 4, head=0, deprel="root", **layers),
    ]
    return Document([rows], text="Ann left")


def test_missing_layers_are_named() -> None:
    assert missing_layers(bare(upos="X")) == ("lemma", "ner")
    assert missing_layers(bare(upos="X", lemma="x")) == ("ner",)
    assert missing_layers(bare(lemma="x")) == ("pos", "ner")
    assert missing_layers(Document([], text="")) == ()


def test_a_document_without_tags_is_refused_with_the_remedy() -> None:
    with pytest.raises(InputError, match=r"lacks pos; .*stanza\.Pipeline"):
        parse_of(bare(lemma="x"))


def test_a_document_without_text_is_refused() -> None:
    document = bare(upos="X", lemma="x")
    document.text = None
    with pytest.raises(InputError, match="the text itself"):
        parse_of(document)


def test_a_text_is_no_document() -> None:
    with pytest.raises(InputError, match="not str; for a text, call the attributor"):
        parse_of("“We go on,” Ann Lee said.")


def test_from_stanza_gives_the_same_quotes_and_names_what_is_missing(
    attributor: Attributor,
) -> None:
    text = "“We will not raise taxes,” Governor Maria Lopez said on Tuesday."
    document = attributor._parser.pipeline(text)
    assert tuple(attributor.from_stanza(document)) == tuple(attributor(text))
    poorer = Document(
        [
            [{k: v for k, v in token.items() if k not in ("lemma", "ner")} for token in sentence]
            for sentence in document.to_dict()
        ],
        text=text,
    )
    found = attributor.from_stanza(poorer)
    assert found[0].text == "“We will not raise taxes,”"
    assert [w.split(";")[0] for w in found.warnings] == [
        "the Stanza document has no lemma",
        "the Stanza document has no ner",
    ]
