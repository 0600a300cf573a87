"""The spaCy component ``quoteattr``.

::

    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"include": "all"})
    doc = nlp(text)
    doc._.quotes  # a quoteattr.Quotes
    doc.spans["quotes"]  # its places, labelled QUOTE, SPEAKER and CUE

The component reads ``doc.text`` with the library's own models, so the pipeline needs no parser. The
result is kept in ``doc.user_data``; documents can be stored (``doc.to_bytes``,
``DocBin(store_user_data=True)``). A program that only reads them imports ``quoteattr.spacy``.
"""

# No postponed annotations: spaCy checks the configuration against those of the factory.

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from quoteattr.articles.records import Article
from quoteattr.articles.run import result_of
from quoteattr.attributor import lazy_attributor
from quoteattr.errors import InputError
from quoteattr.quotes import Quotes
from quoteattr.words.names import Person

__all__ = ["SPANS", "QuotesComponent", "create"]

SPANS = "quotes"
"""The key of the spans in ``doc.spans``; displaCy takes it as ``spans_key``."""

_DATA = "quoteattr"
_DEFAULTS: dict[str, Any] = {
    "models": None,
    "include": "default",
    "min_confidence": 0.0,
    "min_speaker_confidence": 0.35,
    "known": [],
    "cues": {},
    "patterns_only": False,
}


class QuotesComponent:
    """Finds the quotes of each document; spaCy makes it (``create``).

    Args:
        options: those of ``Attributor``; ``known`` holds people as objects with the fields of
            ``Person``.

    The models are loaded at the first document, once in each process.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        known = [_person(one) for one in options["known"]]
        self._attributor = lazy_attributor(**{**options, "known": known})

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.quotes`` and ``doc.spans["quotes"]``."""
        quotes = result_of(self._attributor, Article(doc.text))
        doc.user_data[_DATA] = quotes.to_dict()
        doc.spans[SPANS] = _spans(doc, quotes)
        return doc


@Language.factory("quoteattr", default_config=_DEFAULTS, assigns=["doc._.quotes", "doc.spans"])
def create(
    nlp: Language,  # noqa: ARG001  (spaCy gives these two)
    name: str,  # noqa: ARG001
    models: str | None,
    include: str | list[str],
    min_confidence: float,
    min_speaker_confidence: float,
    known: list[dict[str, Any]],
    cues: dict[str, str],
    patterns_only: bool,
) -> QuotesComponent:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: of the component.
        models: a directory, or None for the models in the package.
        include: as for ``Attributor``, as are the others.
        min_confidence: of a quote.
        min_speaker_confidence: of its speaker.
        known: people, each an object with ``name`` and, if wanted, ``aliases``, ``identifier``,
            ``gender``, ``roles``.
        cues: lemma → cue type.
        patterns_only: whether to do without the labeller.

    Raises:
        InputError: an option is out of range.
    """
    return QuotesComponent(
        {
            "models": models,
            "include": include,
            "min_confidence": min_confidence,
            "min_speaker_confidence": min_speaker_confidence,
            "known": known,
            "cues": cues,
            "patterns_only": patterns_only,
        }
    )


def _person(record: Any) -> Person:
    if isinstance(record, Person):
        return record
    try:
        return Person(**record)
    except TypeError as error:
        raise InputError(f"a known person needs the fields of Person, not {record!r}") from error


def _spans(doc: Doc, quotes: Quotes) -> list[Span]:
    """The places of contents, sources and cues, each widened to whole tokens."""
    places = []
    for quote in quotes:
        places += [(span, "QUOTE") for span in quote.content]
        if quote.source:
            places.append((quote.source.span, "SPEAKER"))
        if quote.cue:
            places += [(span, "CUE") for span in quote.cue.spans]
    whole = dict.fromkeys((span.start, span.end, label) for span, label in places)
    found = (
        doc.char_span(start, end, label=label, alignment_mode="expand")
        for start, end, label in whole
    )
    return [span for span in found if span is not None]


def _quotes_of(doc: Doc) -> Quotes | None:
    """The quotes of a document; None if the component has not read it."""
    record = doc.user_data.get(_DATA)
    return None if record is None else Quotes.from_dict(record, doc.text)


Doc.set_extension("quotes", getter=_quotes_of, force=True)
