"""schema.org ``Quotation`` (https://schema.org/Quotation) as JSON-LD."""

from __future__ import annotations

from typing import Any

from quoteattr.formats.result import Result
from quoteattr.formats.web_annotation import is_iri
from quoteattr.model import Quote, Speaker

__all__ = ["to_schema_org"]


def to_schema_org(quotes: Result, url: str | None = None) -> list[dict[str, Any]]:
    """Quotations, one per quote, ready for JSON.

    Args:
        quotes: the result.
        url: of the article, for ``isPartOf``; by default the ``doc_id``, as a URL if it is one.

    A quote without a speaker has neither ``spokenByCharacter`` nor ``creator``. ``creator`` is for
    people and organizations with a name.

    >>> from quoteattr.model import Quote, Span, Speaker
    >>> from quoteattr.quotes import Quotes
    >>> text, lee = "“Peace,” Ann Lee said.", Speaker("s1", "Ann Lee", titles=["Mayor"])
    >>> made = Quotes([Quote("q1", [Span.of(text, 0, 8)], "direct", speaker=lee)], text=text,
    ...               speakers=[lee])
    >>> to_schema_org(made)[0]["creator"]
    {'@type': 'Person', 'name': 'Ann Lee', 'jobTitle': ['Mayor']}
    """
    return [_quotation(quote, _article(quotes.doc_id, url)) for quote in quotes]


def _article(doc_id: str | None, url: str | None) -> dict[str, str] | None:
    place = url if url is not None else doc_id
    if place is None:
        return None
    named = {"url": place} if url is not None or is_iri(place) else {"identifier": place}
    return {"@type": "NewsArticle", **named}


def _quotation(quote: Quote, article: dict[str, str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "identifier": quote.id,
        "text": quote.text,
        "inLanguage": "en",
    }
    if quote.speaker:
        who = _speaker(quote.speaker)
        found["spokenByCharacter"] = who
        if quote.speaker.named and quote.speaker.kind in ("person", "organization"):
            found["creator"] = who
    if article:
        found["isPartOf"] = article
    return found


def _speaker(speaker: Speaker) -> dict[str, Any]:
    # The standard has no type for a document or for several people.
    person = speaker.kind in ("person", "author", "reader")
    who: dict[str, Any] = {"@type": "Person" if person else "Organization", "name": speaker.name}
    if person and speaker.titles:
        who["jobTitle"] = list(speaker.titles)
    if speaker.identifier is not None:
        who["sameAs" if is_iri(speaker.identifier) else "identifier"] = speaker.identifier
    return who
