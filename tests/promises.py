"""What every result promises, whatever the article."""

from __future__ import annotations

from itertools import pairwise

from quoteattr.quotes import Quotes


def check_spans(quotes: Quotes) -> None:
    """Each span slices back to the caller's text; the parts of a content are in order."""
    spans = [mention.span for speaker in quotes.speakers for mention in speaker.mentions]
    for quote in quotes:
        spans += (*quote.content, *(quote.cue.spans if quote.cue else ()))
        spans += (mention.span for mention in (quote.source, quote.addressee) if mention)
        assert all(left.end <= right.start for left, right in pairwise(quote.content))
        assert 0 <= quote.confidence <= 1
        assert quote.evidence
    for span in spans:
        assert 0 <= span.start < span.end <= len(quotes.text)
        assert quotes.text[span.start : span.end] == span.text


def check_order(quotes: Quotes) -> None:
    assert [quote.id for quote in quotes] == [f"q{i + 1}" for i in range(len(quotes))]
    starts = [quote.start for quote in quotes]
    assert starts == sorted(starts)


def check_nesting(quotes: Quotes) -> None:
    """A parent is there, begins first, and holds what is in it; no two say the same words."""
    by_id = {quote.id: quote for quote in quotes}
    for quote in quotes:
        parent = by_id[quote.parent] if quote.parent is not None else None
        seen = {quote.id}
        while parent is not None:
            assert parent.id not in seen
            seen.add(parent.id)
            assert parent.start <= quote.start < parent.end
            parent = by_id[parent.parent] if parent.parent is not None else None
    said = [(quote.parent, quote.content) for quote in quotes]
    assert len(set(said)) == len(said)


def check_speakers(quotes: Quotes) -> None:
    ids = [speaker.id for speaker in quotes.speakers]
    assert ids == [f"s{i + 1}" for i in range(len(ids))]
    for quote in quotes:
        for speaker in (*quote.via, *([quote.speaker] if quote.speaker else [])):
            assert speaker in quotes.speakers
        assert (quote.speaker_confidence is None) == (quote.speaker is None)
    for speaker in quotes.speakers:
        starts = [mention.span.start for mention in speaker.mentions]
        assert starts == sorted(set(starts))
