"""The typed result: what is wrong with a record is said, and records round-trip exactly."""

from __future__ import annotations

import pytest

from quoteattr import Cue, InputError, Mention, Quote, Span, Speaker

ARTICLE = "“Peace now,” Ann Lee said."
CONTENT = Span.of(ARTICLE, 0, 12)
SAID = Span.of(ARTICLE, 21, 25)
ANN = Speaker("s1", "Ann Lee", mentions=(Mention(Span.of(ARTICLE, 13, 20)),))


def quote(**changes: object) -> Quote:
    fields = {
        "id": "q1",
        "content": (CONTENT,),
        "kind": "direct",
        "cue": Cue((SAID,), "say"),
        "source": Mention(Span.of(ARTICLE, 13, 20)),
        "speaker": ANN,
        "confidence": 0.9,
        "evidence": ("cue:clause",),
        "speaker_confidence": 0.8,
        "statement": 0.7,
    }
    return Quote(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Span(5, 3, ""), "0 <= start <= end"),
        (lambda: Span(0, 3, "ab"), "3 code points long, its text 2"),
        (lambda: Span("0", 1, "a"), "Span.start must be int"),
        (lambda: Span(True, 1, ""), "Span.start must be int"),
        (lambda: Cue((), "say"), "Cue.spans must not be empty"),
        (lambda: Cue((SAID,), "say", "shouting"), "Cue.type must be one of speech"),
        (lambda: Mention(SAID, "noun"), "Mention.type must be one of name"),
        (lambda: Speaker("s1", "X", kind="robot"), "Speaker.kind must be one of person"),
        (lambda: Speaker("s1", "X", gender="other"), "Speaker.gender must be one of female"),
        (lambda: Speaker("s1", "X", aliases="Lee"), "write ('Lee',)"),
        (lambda: Speaker("s1", "X", titles=(1,)), "Speaker.titles must hold str only"),
        (lambda: quote(content=()), "Quote.content must not be empty"),
        (lambda: quote(content=(CONTENT, CONTENT)), "in order and disjoint"),
        (lambda: quote(content=("x",)), "Quote.content must hold Span only"),
        (lambda: quote(kind="reported"), "Quote.kind must be one of direct"),
        (lambda: quote(confidence=1.2), "Quote.confidence must be a number between 0 and 1"),
        (lambda: quote(speaker_confidence=-0.1), "Quote.speaker_confidence must be a number"),
        (lambda: quote(speaker_confidence="high"), "Quote.speaker_confidence must be a number"),
        (lambda: quote(statement=2), "Quote.statement must be a number between 0 and 1"),
        (lambda: quote(speaker="Ann Lee"), "Quote.speaker must be Speaker or None"),
    ],
)
def test_a_wrong_value_is_named(make: object, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(").replace(")", r"\)")):
        make()  # type: ignore[operator]


def test_records_round_trip() -> None:
    first = quote(via=(Speaker("s2", "AP", kind="organization"),), addressee=Mention(SAID))
    speakers = {"s1": ANN, "s2": first.via[0]}
    assert Quote.from_dict(first.to_dict(), speakers) == first
    assert Speaker.from_dict(ANN.to_dict()) == ANN


def test_records_of_version_0_1_are_read() -> None:
    record = quote().to_dict()
    del record["speaker_confidence"], record["statement"]
    old = quote(speaker_confidence=None, statement=None)
    assert Quote.from_dict(record, {"s1": ANN}) == old
    unknown = quote(cue=None, source=None, speaker=None)
    assert Quote.from_dict(unknown.to_dict(), {}) == unknown


def test_a_record_that_lacks_a_field_says_which() -> None:
    record = quote().to_dict()
    del record["kind"]
    with pytest.raises(InputError, match="missing kind"):
        Quote.from_dict(record, {"s1": ANN})
    with pytest.raises(InputError, match="speakers that are not given: \\['s1'\\]"):
        Quote.from_dict(quote().to_dict(), {})


def test_records_are_frozen() -> None:
    with pytest.raises(AttributeError):
        quote().kind = "mixed"  # type: ignore[misc]


def test_reprs_are_short() -> None:
    long = quote(content=(Span(0, 500, "word " * 100),))
    assert len(repr(long)) < 120
    assert repr(ANN) == "Speaker('s1', 'Ann Lee', person)"
    assert repr(Cue((SAID,), "say", negated=True)) == "Cue('said', speech, negated)"
