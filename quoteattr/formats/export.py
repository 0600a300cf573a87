"""Formats of a finished result: table rows, data frame, CSV, W3C annotations, brat standoff.

Everything here reads a ``Result``, which ``Quotes`` is, and nothing else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.model import Cue, Quote, Span, Speaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "Result",
    "to_brat",
    "to_csv",
    "to_frame",
    "to_rows",
    "to_web_annotations",
    "without_surrogates",
]

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "doc_id": "string",
        "quote_id": "string",
        "quote": "string",
        "kind": "string",
        "start": "Int64",
        "end": "Int64",
        "n_parts": "Int64",
        "speaker": "string",
        "speaker_mention": "string",
        "speaker_kind": "string",
        "role": "string",
        "speaker_start": "Int64",
        "speaker_end": "Int64",
        "cue": "string",
        "cue_start": "Int64",
        "cue_end": "Int64",
        "confidence": "Float64",
        "rule": "string",
        "speaker_confidence": "Float64",
        "statement": "Float64",
    }
)
"""The columns of the table, in order, with their pandas dtypes."""

# The format can't escape tabs and line ends; these are all that some reader takes for one.
_BRAT_PIECE = re.compile("[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_IRI = re.compile("[A-Za-z][A-Za-z0-9+.-]*:[^ ]")
_SURROGATES = re.compile("[\ud800-\udfff]")  # no encoding has them
_CONTEXT = 32
"""Code points before and after a quote, by which it is found in an edited page."""


class Result(Protocol):
    """What an exporter needs: the quotes in order, the text, the speakers."""

    @property
    def text(self) -> str:
        """The article."""

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Every speaker of the article."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the result should know."""

    @property
    def doc_id(self) -> str | None:
        """The caller's name of the article."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Quote]: ...


def without_surrogates(text: str) -> str:
    r"""Text that can be encoded, with U+FFFD in place of each lone surrogate.

    >>> without_surrogates("a\ud800") == "a\N{REPLACEMENT CHARACTER}"
    True
    """
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def to_rows(quotes: Result) -> list[dict[str, Any]]:
    """One flat record per quote, with exactly the ``COLUMNS``; unknown is ``None``.

    ``start`` and ``end`` enclose all ``n_parts`` parts of the content. ``speaker`` is the resolved
    name; ``speaker_mention`` is the source as written, ``speaker_start`` and ``speaker_end`` its
    offsets. ``role`` has the titles and ``rule`` the evidence, joined by "; ".

    >>> from quoteattr.quotes import Quotes
    >>> to_rows(Quotes((), text="Nobody spoke."))
    []
    """
    return [_row(quote, quotes.doc_id) for quote in quotes]


def _row(quote: Quote, doc_id: str | None) -> dict[str, Any]:
    speaker, source, cue = quote.speaker, quote.source, quote.cue
    return {
        "doc_id": doc_id,
        "quote_id": quote.id,
        "quote": quote.text,
        "kind": quote.kind,
        "start": quote.start,
        "end": quote.end,
        "n_parts": len(quote.content),
        "speaker": speaker.name if speaker else None,
        "speaker_mention": source.text if source else None,
        "speaker_kind": speaker.kind if speaker else None,
        "role": "; ".join(speaker.titles) or None if speaker else None,
        "speaker_start": source.span.start if source else None,
        "speaker_end": source.span.end if source else None,
        "cue": cue.text if cue else None,
        "cue_start": cue.spans[0].start if cue else None,
        "cue_end": cue.spans[-1].end if cue else None,
        "confidence": quote.confidence,
        "rule": "; ".join(quote.evidence) or None,
        "speaker_confidence": quote.speaker_confidence,
        "statement": quote.statement,
    }


def to_frame(quotes: Result) -> pd.DataFrame:
    """The rows as a pandas data frame with nullable dtypes, also if there are none.

    Raises ``MissingDependencyError`` without pandas.

    >>> from quoteattr.quotes import Quotes
    >>> frame = to_frame(Quotes((), text="Nobody spoke."))
    >>> len(frame), str(frame["start"].dtype), str(frame["speaker"].dtype)
    (0, 'Int64', 'string')
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError(
            "a data frame needs pandas: python -m pip install pandas"
        ) from error
    frame = pd.DataFrame(to_rows(quotes), columns=list(COLUMNS))
    typed: pd.DataFrame = frame.astype(dict(COLUMNS))
    return typed


def to_csv(quotes: Result, *, header: bool = True) -> str:
    r"""The rows as CSV (RFC 4180: comma, CRLF, quotation marks doubled); unknown is an empty field.

    The text of a quote is given as written, except that a lone surrogate is U+FFFD: no file can
    hold one. A spreadsheet takes a cell that begins with ``=`` for a formula, so import the columns
    of untrusted articles as text.

    >>> from quoteattr.quotes import Quotes
    >>> to_csv(Quotes((), text="Nobody spoke."))
    'doc_id,quote_id,quote,kind,start,end,...rule,speaker_confidence,statement\r\n'
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(COLUMNS))
    if header:
        writer.writeheader()
    writer.writerows(to_rows(quotes))
    return without_surrogates(out.getvalue())


def to_web_annotations(quotes: Result, source: str) -> list[dict[str, Any]]:
    """W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one per quote, ready for JSON.

    Args:
        quotes: the result.
        source: IRI of the article.

    The body is the speaker: the name as a tag and, for a known person, the caller's identifier (a
    resource if it is an IRI). A quote without a speaker is a highlight without a body. Each part of
    the content is one target, with a selector by text and one by position (code points, end
    exclusive).

    Raises ``InputError`` for an empty ``source``.
    """
    if not source:
        raise InputError(
            "a web annotation needs the IRI of its article: to_web_annotations(q, iri)"
        )
    return [_annotation(quote, quotes.text, source) for quote in quotes]


def _annotation(quote: Quote, text: str, source: str) -> dict[str, Any]:
    annotation: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "tagging" if quote.speaker else "highlighting",
        "target": [
            {"source": source, "selector": _selectors(span, text)} for span in quote.content
        ],
    }
    if quote.speaker:
        annotation["body"] = _bodies(quote.speaker)
    return annotation


def _bodies(speaker: Speaker) -> list[dict[str, Any]]:
    name = {
        "type": "TextualBody",
        "purpose": "tagging",
        "format": "text/plain",
        "value": speaker.name,
    }
    if speaker.identifier is None:
        return [name]
    identity = {"type": "SpecificResource", "purpose": "identifying", "source": speaker.identifier}
    if not _IRI.match(speaker.identifier):
        identity = {
            "type": "TextualBody",
            "purpose": "identifying",
            "format": "text/plain",
            "value": speaker.identifier,
        }
    return [name, identity]


def _selectors(span: Span, text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": text[max(0, span.start - _CONTEXT) : span.start],
            "suffix": text[span.end : span.end + _CONTEXT],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def to_brat(quotes: Result) -> str:
    """A brat standoff file (https://brat.nlplab.org/standoff.html) to go with the text.

    It has text-bound annotations ``Content``, ``Cue`` and ``Source``, relations ``Source`` and
    ``Cue`` from a content, the attribute ``Kind`` of a content and ``Negated`` or ``Hypothetical``
    of a cue, and the resolved name as a note on the content. A cue or source of several quotes is
    written once. A span over a line end or tab is cut there, since the format can't hold these.

    >>> from quoteattr.model import Quote, Span
    >>> from quoteattr.quotes import Quotes
    >>> text = "“Peace,” he said."
    >>> print(to_brat(Quotes([Quote("q1", [Span.of(text, 0, 8)], "direct")], text=text)), end="")
    T1	Content 0 8	“Peace,”
    A1	Kind T1 direct
    """
    writer = _Brat(quotes.text)
    for quote in quotes:
        writer.add(quote)
    return without_surrogates("".join(f"{line}\n" for line in writer.lines))


class _Brat:
    """Numbers the annotations of one brat file and collects its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self._known: dict[tuple[str, tuple[tuple[int, int], ...]], str] = {}
        self._counts = {"T": 0, "R": 0, "A": 0, "#": 0}

    def add(self, quote: Quote) -> None:
        content = self._bound("Content", quote.content)
        if content is None:
            return
        self._line("A", f"Kind {content} {quote.kind}")
        source = self._bound("Source", (quote.source.span,) if quote.source else ())
        if source:
            self._line("R", f"Source Arg1:{content} Arg2:{source}")
        cue = self._cue(quote.cue) if quote.cue else None
        if cue:
            self._line("R", f"Cue Arg1:{content} Arg2:{cue}")
        if quote.speaker:
            name = " ".join(quote.speaker.name.split())
            self._line("#", f"AnnotatorNotes {content}\t{name}")

    def _cue(self, cue: Cue) -> str | None:
        known = len(self._known)
        name = self._bound("Cue", cue.spans)
        if len(self._known) > known:
            for attribute, holds in (("Negated", cue.negated), ("Hypothetical", cue.hypothetical)):
                if holds:
                    self._line("A", f"{attribute} {name}")
        return name

    def _bound(self, label: str, spans: tuple[Span, ...]) -> str | None:
        """The number of a text-bound annotation, new or not; ``None`` if it covers nothing."""
        pieces = tuple(
            match.span()
            for span in spans
            for match in _BRAT_PIECE.finditer(self.text, span.start, span.end)
        )
        key = (label, pieces)
        if not pieces:
            return None
        if key not in self._known or label == "Content":
            where = ";".join(f"{start} {end}" for start, end in pieces)
            words = " ".join(self.text[start:end] for start, end in pieces)
            self._known[key] = self._line("T", f"{label} {where}\t{words}")
        return self._known[key]

    def _line(self, letter: str, rest: str) -> str:
        self._counts[letter] += 1
        name = f"{letter}{self._counts[letter]}"
        self.lines.append(f"{name}\t{rest}")
        return name
