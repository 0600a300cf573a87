"""W3C annotations: what a page or an annotation server reads out of them."""

import json

import pytest
from hypothesis import given

from quoteattr.errors import InputError
from quoteattr.formats.web_annotation import to_web_annotations
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import article
from tests.strategies import results


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
    assert annotations[0]["generator"] == {"type": "Software", "name": "quoteattr 0.1.0"}
    bodies = {body["purpose"]: body for body in annotations[0]["body"]}
    assert bodies["tagging"]["value"] == "Ann Lee"
    assert bodies["identifying"]["source"] == "https://people.example/lee"
    assert bodies["classifying"]["value"] == "direct"
    assert bodies["describing"]["selector"][0]["exact"] == "said"
    assert bodies["assessing"]["value"] == "0.97"
    assert annotations[3]["motivation"] == "highlighting"
    assert [body["purpose"] for body in annotations[3]["body"]] == ["classifying", "assessing"]


def test_each_web_annotation_has_an_id_that_stays():
    found = to_web_annotations(article(), "https://news.example/1")
    ids = [annotation["id"] for annotation in found]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("urn:uuid:") for name in ids)
    assert to_web_annotations(article(), "https://news.example/1") == found
    other = to_web_annotations(article(), "https://news.example/2")
    assert not set(ids) & {annotation["id"] for annotation in other}


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


def test_a_source_that_no_file_can_hold_gives_an_id():
    assert to_web_annotations(article(), "\ud800")[0]["id"].startswith("urn:uuid:")


def test_web_annotations_need_a_source():
    with pytest.raises(InputError, match="IRI"):
        to_web_annotations(article(), "")
