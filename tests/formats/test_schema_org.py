"""schema.org quotations: what a search engine reads out of a page."""

import json

import attrs
from hypothesis import given

from quoteattr.formats.schema_org import to_schema_org
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import article
from tests.strategies import results


def test_quotation_of_a_known_person():
    quotation = to_schema_org(article(), "https://news.example/1")[0]
    lee = {
        "@type": "Person",
        "name": "Ann Lee",
        "jobTitle": ["Prime Minister"],
        "sameAs": "https://people.example/lee",
    }
    assert quotation == {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "identifier": "q1",
        "text": "“We will not wait,” “We go on <now> & soon.”",
        "inLanguage": "en",
        "spokenByCharacter": lee,
        "creator": lee,
        "isPartOf": {"@type": "NewsArticle", "url": "https://news.example/1"},
    }


def test_the_article_is_the_doc_id_as_a_url_if_it_is_one():
    assert to_schema_org(article("oslo"))[0]["isPartOf"]["identifier"] == "oslo"
    assert to_schema_org(article("articles:7"))[0]["isPartOf"]["identifier"] == "articles:7"
    by_url = attrs.evolve(article(), doc_id="https://news.example/2")
    assert to_schema_org(by_url)[0]["isPartOf"]["url"] == "https://news.example/2"
    assert "isPartOf" not in to_schema_org(article(None))[0]


def test_a_quotation_without_a_speaker_names_nobody():
    assert not {"spokenByCharacter", "creator"} & set(to_schema_org(article())[3])


def test_who_has_no_name_is_no_creator():
    text = "“Hi,” a spokesman said."
    who = Speaker("s1", "a spokesman", named=False)
    made = Quote("q1", [Span.of(text, 0, 5)], "direct", speaker=who)
    (quotation,) = to_schema_org(Quotes([made], text=text, speakers=[who]))
    assert quotation["spokenByCharacter"]["name"] == "a spokesman"
    assert "creator" not in quotation


@given(results())
def test_every_quote_is_a_quotation(quotes: Quotes):
    found = json.loads(json.dumps(to_schema_org(quotes)))
    assert [quotation["text"] for quotation in found] == [quote.text for quote in quotes]
