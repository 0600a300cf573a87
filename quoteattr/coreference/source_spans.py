"""Sources as written: the name that a source span comes down to, or the names that it lists."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.coreference.references import Reference
from quoteattr.model import SpeakerKind
from quoteattr.names import noun_sense
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse

__all__ = ["described_in", "is_apposed", "named_in", "names_listed"]

_BREAKS = frozenset(",;:()[]–—") | {"--"}
_BEFORE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PRON", "PART"})
_LISTING = frozenset({"and", "or", "both", "the", "'s", "’s", "'", "’", ",", "&", "as", "well"})


def _segments(parse: Parse, span: SourceSpan) -> list[tuple[int, int]]:
    """Word ranges of a span between commas, brackets and dashes."""
    out: list[tuple[int, int]] = []
    within = parse.words_within(span.start, span.end)
    start = within.start
    for i in within:
        if parse.words[i].upos == "PUNCT" and parse.words[i].text in _BREAKS:
            out.append((start, i))
            start = i + 1
    out.append((start, within.stop))
    return [(first, last) for first, last in out if first < last]


def named_in(parse: Parse, span: SourceSpan, inside: Mapping[int, Reference]) -> Reference | None:
    """The name that a source span comes down to, whatever the parse says.

    That is the name at the end of its first part ("Trump lawyer Marc Kasowitz, who …"), or one
    that fills a later part after a description ("A lawyer for the outlets, David Schulz,").

    Args:
        parse: the document.
        span: the source.
        inside: the name that covers a word, by the word's index.
    """
    segments = _segments(parse, span)
    kind: SpeakerKind | None = None
    for number, (first, last) in enumerate(segments[:4]):
        if number and kind is None:
            break
        found = _ending(parse, first, last, inside, alone=number > 0)
        if found is None and number == 0:
            found = _beginning(parse, first, last, inside)
            kind = _described_kind(parse, segments[0], inside)
        if found is not None:
            # The description tells what the name is a name of.
            found.hint = found.hint or kind
            return found
    return None


def described_in(
    parse: Parse, span: SourceSpan, by_head: Mapping[int, Reference]
) -> Reference | None:
    """The description that ends the first part of a source: "the “Broad City” actress"."""
    for first, last in _segments(parse, span)[:1]:
        found = by_head.get(last - 1)
        if found is not None and found.form == "nominal" and first < last - 1:
            return found
    return None


def _ending(
    parse: Parse, first: int, last: int, inside: Mapping[int, Reference], *, alone: bool
) -> Reference | None:
    end = last
    while end > first and parse.words[end - 1].upos in ("PUNCT", "PART"):
        end -= 1
    reference = inside.get(end - 1)
    if reference is None or reference.last > end or reference.name is None:
        return None
    if reference.last < end and parse.words[reference.last].xpos != "POS":
        return None
    if reference.first <= first:
        return reference
    before = parse.words[first : reference.first]
    if alone or "person" not in (reference.kind or "person", reference.hint):
        return reference if all(w.upos in ("DET", "PUNCT") for w in before) else None
    return reference if all(w.upos in _BEFORE for w in before) else None


def _beginning(
    parse: Parse, first: int, last: int, inside: Mapping[int, Reference]
) -> Reference | None:
    """The name at the beginning that a preposition follows: "Joseph Brown of the church"."""
    while first < last and parse.words[first].upos in ("DET", "PUNCT"):
        first += 1
    reference = inside.get(first)
    if reference is None or reference.first != first or reference.last >= last:
        return None
    person = "person" in (reference.kind or "person", reference.hint)
    return reference if person and parse.words[reference.last].upos == "ADP" else None


def _described_kind(
    parse: Parse, segment: tuple[int, int], inside: Mapping[int, Reference]
) -> SpeakerKind | None:
    """The kind of whom a singular description describes that a name can follow in apposition."""
    first, last = segment
    opening = parse.words[first]
    if opening.upos not in ("DET", "PRON", "ADJ", "NOUN") and first not in inside:
        return None
    kind: SpeakerKind | None = None
    for word in parse.words[first:last]:
        if word.upos == "ADP":
            break
        sense = noun_sense(word.text)
        if word.index not in inside:
            kind = sense.kind if sense else kind
    return kind


def is_apposed(parse: Parse, span: SourceSpan, inside: Mapping[int, Reference]) -> bool:
    """Whether a source is one name with a description after a comma, whatever the parse says.

    So is "Ann Lee, an economist and tax expert,", but not "Ann Lee, an economist and Bob Ray".
    """
    segments = _segments(parse, span)
    if len(segments) < 2:
        return False
    first, last = segments[0]
    reference = _ending(parse, first, last, inside, alone=False)
    opening = parse.words[segments[1][0]]
    lower = opening.text.lower()
    if reference is None or reference.first > first or segments[1][0] in inside:
        return False
    if opening.upos == "CCONJ" or lower in ("as", "along", "together", "including", "like"):
        return False
    return not any(
        parse.words[i].upos == "CCONJ" and inside.get(i + 1) is not None
        for i in range(segments[1][0], segments[-1][1])
    )


def names_listed(
    parse: Parse, span: SourceSpan, inside: Mapping[int, Reference]
) -> list[Reference]:
    """The names of a span that holds nothing but names with "and": none or two at least."""
    segments = _segments(parse, span)
    whole = (segments[0][0], segments[-1][1]) if segments else (0, 0)
    return _listed(parse, *whole, inside) or _listed(parse, *(segments or [(0, 0)])[0], inside)


def _listed(
    parse: Parse, first: int, last: int, inside: Mapping[int, Reference]
) -> list[Reference]:
    found: dict[int, Reference] = {}
    linked = False
    if first < last and parse.words[first].xpos in ("NNS", "NNPS") and first not in inside:
        first += 1  # "Senators Jane Moore and Paul Kim"
    for i in range(first, last):
        reference = inside.get(i)
        text = parse.words[i].text.lower()
        if reference is not None:
            found.setdefault(reference.head, reference)
        elif text not in _LISTING:
            return []
        linked = linked or (reference is None and text in ("and", "or", "&"))
    return list(found.values()) if len(found) > 1 and linked else []
