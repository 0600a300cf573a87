"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from quoteattr.errors import InputError
from quoteattr.formats.result import Result, without_surrogates
from quoteattr.model import Quote, Span, Speaker

__all__ = ["is_iri", "to_web_annotations"]

# Not "articles:7", the id of a line in a file, nor "C:/news/a.txt".
_IRI = re.compile(r"(?:[a-z][a-z0-9+.-]*://|(?:doi|mailto|tag|urn):)[^ ]", re.IGNORECASE)
_CONTEXT = 32
"""Code points before and after a quote, by which it is found in an edited page."""


def is_iri(name: str) -> bool:
    """Whether a name begins as an absolute IRI does: with ``scheme://``, or as a URN.

    >>> is_iri("https://news.example/oslo"), is_iri("urn:isbn:1"), is_iri("articles:7")
    (True, True, False)
    """
    return _IRI.match(name) is not None


def to_web_annotations(quotes: Result, source: str) -> list[dict[str, Any]]:
    """Annotations, one per quote, ready for JSON.

    Args:
        quotes: the result.
        source: IRI of the article.

    Each part of the content is one target, with a selector by text and one by position (code
    points, end exclusive). The bodies are, each by its ``purpose``:

    - ``tagging``: the name of the speaker.
    - ``identifying``: the caller's identifier of a known person, a resource if it is an IRI.
    - ``classifying``: direct, mixed or indirect.
    - ``describing``: the cue, a part of the article.
    - ``assessing``: the confidence, 0 to 1.

    The ``id`` is the same for the same quote of the same source.

    Raises ``InputError`` for an empty ``source``.
    """
    if not source:
        raise InputError(
            "a web annotation needs the IRI of its article: to_web_annotations(q, iri)"
        )
    return [_annotation(quote, quotes, source) for quote in quotes]


def _annotation(quote: Quote, quotes: Result, source: str) -> dict[str, Any]:
    place = f"{source} {quote.id} {quote.start} {quote.end}"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": uuid5(NAMESPACE_URL, without_surrogates(place)).urn,
        "type": "Annotation",
        "motivation": "tagging" if quote.speaker else "highlighting",
        "generator": _generator(quotes.meta),
        "body": [
            *(_speaker(quote.speaker) if quote.speaker else ()),
            _words("classifying", quote.kind),
            *(
                {
                    "type": "SpecificResource",
                    "purpose": "describing",
                    **_place(span, quotes, source),
                }
                for span in (quote.cue.spans if quote.cue else ())
            ),
            _words("assessing", f"{quote.confidence:.2f}"),
        ],
        "target": [_place(span, quotes, source) for span in quote.content],
    }


def _generator(meta: Mapping[str, Any]) -> dict[str, str]:
    version = meta.get("quoteattr")
    return {"type": "Software", "name": f"quoteattr {version}" if version else "quoteattr"}


def _words(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _speaker(speaker: Speaker) -> list[dict[str, Any]]:
    name = _words("tagging", speaker.name)
    if speaker.identifier is None:
        return [name]
    if is_iri(speaker.identifier):
        resource = {"type": "SpecificResource", "purpose": "identifying"}
        return [name, {**resource, "source": speaker.identifier}]
    return [name, _words("identifying", speaker.identifier)]


def _place(span: Span, quotes: Result, source: str) -> dict[str, Any]:
    text = quotes.text
    by_words = {
        "type": "TextQuoteSelector",
        "exact": span.text,
        "prefix": text[max(0, span.start - _CONTEXT) : span.start],
        "suffix": text[span.end : span.end + _CONTEXT],
    }
    by_position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {"source": source, "selector": [by_words, by_position]}
