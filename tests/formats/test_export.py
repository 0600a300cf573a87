"""Tables, web annotations and brat: what another program reads out of them."""

import csv
import io
import json
import re
import sys

import pandas as pd
import pytest
from hypothesis import given

from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.formats.export import COLUMNS, to_brat, to_csv, to_frame, to_rows, to_web_annotations
from quoteattr.formats.html import render
from quoteattr.model import Mention, Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import article
from tests.strategies import results

ORDER = [
    "doc_id",
    "quote_id",
    "quote",
    "kind",
    "start",
    "end",
    "n_parts",
    "speaker",
    "speaker_mention",
    "speaker_kind",
    "role",
    "speaker_start",
    "speaker_end",
    "cue",
    "cue_start",
    "cue_end",
    "confidence",
    "rule",
    "speaker_confidence",
    "statement",
]


def test_row_of_a_quote_in_two_parts():
    row = to_rows(article())[0]
    assert list(row) == ORDER
    assert row == {
        "doc_id": "oslo",
        "quote_id": "q1",
        "quote": "“We will not wait,” “We go on <now> & soon.”",
        "kind": "direct",
        "start": 34,
        "end": 107,
        "n_parts": 2,
        "speaker": "Ann Lee",
        "speaker_mention": "Prime Minister Ann Lee",
        "speaker_kind": "person",
        "role": "Prime Minister",
        "speaker_start": 54,
        "speaker_end": 76,
        "cue": "said",
        "cue_start": 77,
        "cue_end": 81,
        "confidence": 0.97,
        "rule": "verb after quote; quote goes on",
        "speaker_confidence": 0.9,
        "statement": 0.99,
    }


def test_what_is_unknown_is_none():
    row = to_rows(article(doc_id=None))[3]
    unknown = ["doc_id", "speaker", "speaker_mention", "speaker_kind", "role", "speaker_start"]
    unknown += [
        "speaker_end",
        "cue",
        "cue_start",
        "cue_end",
        "rule",
        "speaker_confidence",
        "statement",
    ]
    assert [name for name in row if row[name] is None] == unknown


@given(results())
def test_frame_has_the_columns_and_dtypes_whatever_it_holds(quotes: Quotes):
    frame = to_frame(quotes)
    assert list(frame.columns) == ORDER
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(COLUMNS)
    assert len(frame) == len(quotes)
    assert frame.where(frame.notna(), None).to_dict("records") == to_rows(quotes)


def test_frames_of_articles_with_and_without_quotes_go_together():
    frames = [to_frame(article()), to_frame(Quotes((), text=""))]
    together = pd.concat(frames, ignore_index=True)
    assert {name: str(dtype) for name, dtype in together.dtypes.items()} == dict(COLUMNS)
    assert together.groupby("speaker").size().to_dict() == {"Ann Lee": 2, "Tom Berg": 1}


def test_without_pandas_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError, match=r'pip install "quoteattr\[frame\]"'):
        to_frame(article())


@given(results())
def test_csv_gives_every_value_back(quotes: Quotes):
    table = to_csv(quotes)
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    expected = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in to_rows(quotes)
    ]
    assert rows == expected
    assert to_csv(quotes) == table[: len(",".join(ORDER)) + 2] + to_csv(quotes, header=False)


def test_csv_is_rfc_4180():
    text = 'He said: "One,\ntwo"'
    quotes = Quotes([Quote("q1", [Span.of(text, 9, 19)], "direct")], text=text)
    head, row = to_csv(quotes).split("\r\n", 1)
    assert head == ",".join(ORDER)
    assert row == ',q1,"""One,\ntwo""",direct,9,19,1,,,,,,,,,,1.0,,,\r\n'


@given(results())
def test_web_annotations_locate_every_part(quotes: Quotes):
    annotations = to_web_annotations(quotes, "https://news.example/1")
    json.dumps(annotations)
    assert len(annotations) == len(quotes)
    for annotation, quote in zip(annotations, quotes, strict=True):
        assert len(annotation["target"]) == len(quote.content)
        for target, span in zip(annotation["target"], quote.content, strict=True):
            by_text, by_position = target["selector"]
            assert quotes.text[by_position["start"] : by_position["end"]] == by_text["exact"]
            around = by_text["prefix"] + by_text["exact"] + by_text["suffix"]
            assert around in quotes.text
            assert (by_position["start"], by_position["end"]) == (span.start, span.end)


def test_web_annotation_of_a_known_speaker_and_of_none():
    annotations = to_web_annotations(article(), "https://news.example/1")
    assert annotations[0]["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert annotations[0]["motivation"] == "tagging"
    assert annotations[0]["target"][0]["source"] == "https://news.example/1"
    assert [body.get("value", body.get("source")) for body in annotations[0]["body"]] == [
        "Ann Lee",
        "https://people.example/lee",
    ]
    assert annotations[3]["motivation"] == "highlighting"
    assert "body" not in annotations[3]


def test_an_identifier_that_is_no_iri_is_a_text():
    text = "“Hi.”"
    lee = Speaker("s1", "Lee", identifier="Q42")
    quotes = Quotes(
        [Quote("q1", [Span.of(text, 0, 5)], "direct", speaker=lee)], text=text, speakers=[lee]
    )
    (annotation,) = to_web_annotations(quotes, "https://news.example/1")
    assert annotation["body"][1] == {
        "type": "TextualBody",
        "purpose": "identifying",
        "format": "text/plain",
        "value": "Q42",
    }


def test_web_annotations_need_a_source():
    with pytest.raises(InputError, match="IRI"):
        to_web_annotations(article(), "")


def read_brat(ann: str) -> tuple[dict, list, list]:
    """Text-bounds by name, relations and attributes of a brat file, strictly by its grammar."""
    bounds, relations, attributes = {}, [], []
    for line in ann.split("\n")[:-1]:
        name, rest = line.split("\t", 1)
        if name[0] == "T":
            what, covered = rest.split("\t")
            label, where = what.split(" ", 1)
            pieces = [tuple(map(int, piece.split(" "))) for piece in where.split(";")]
            bounds[name] = (label, pieces, covered)
        elif name[0] == "R":
            label, left, right = re.fullmatch(r"(\w+) Arg1:(T\d+) Arg2:(T\d+)", rest).groups()
            relations.append((label, left, right))
        elif name[0] == "A":
            attributes.append(tuple(rest.split(" ")))
        else:
            assert re.fullmatch(r"#\d+", name)
            assert re.fullmatch(r"AnnotatorNotes T\d+\t.*", rest, re.DOTALL)
    return bounds, relations, attributes


@given(results())
def test_brat_offsets_give_the_covered_text(quotes: Quotes):
    bounds, relations, attributes = read_brat(to_brat(quotes))
    for _, pieces, covered in bounds.values():
        assert " ".join(quotes.text[start:end] for start, end in pieces) == covered
    assert {name for _, *ends in relations for name in ends} <= set(bounds)
    assert {target for _, target, *_ in attributes} <= set(bounds)


def test_brat_of_an_article():
    bounds, relations, attributes = read_brat(to_brat(article()))
    assert bounds["T1"] == (
        "Content",
        [(34, 53), (83, 107)],
        "“We will not wait,” “We go on <now> & soon.”",
    )
    assert ("Source", "T1", "T2") in relations
    assert bounds["T2"][2] == "Prime Minister Ann Lee"
    negated = [target for name, target, *_ in attributes if name == "Negated"]
    assert [bounds[target][2] for target in negated] == ["say"]


def test_brat_cuts_at_line_ends_and_shares_a_source():
    text = "Lee said:\n“One\r\ntwo.”\n“Three.”"
    lee = Speaker("s1", "Lee")
    source = Mention(Span.of(text, 0, 3))
    made = [
        Quote("q1", [Span.of(text, 10, 21)], "direct", source=source, speaker=lee),
        Quote("q2", [Span.of(text, 22, 30)], "direct", source=source, speaker=lee),
    ]
    bounds, relations, _ = read_brat(to_brat(Quotes(made, text=text, speakers=[lee])))
    assert bounds["T1"] == ("Content", [(10, 14), (16, 21)], "“One two.”")
    assert relations == [("Source", "T1", "T2"), ("Source", "T3", "T2")]


def test_lone_surrogates_can_be_written():
    text = "“\ud800” \udc00 Lee said."
    lee = Speaker("s1", "\udc00 Lee")
    made = [Quote("q1", [Span.of(text, 0, 3)], "direct", speaker=lee)]
    quotes = Quotes(made, text=text, speakers=[lee], doc_id="\ud800", warnings=["\ud800"])
    for written in (to_csv(quotes), to_brat(quotes), render(quotes, page=True)):
        assert "“\N{REPLACEMENT CHARACTER}”" in written
        written.encode("utf-8")
