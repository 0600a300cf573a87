"""Check the quotations of an article against a transcript: was it said, and by the same speaker?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.model import Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.text.alignment import Word, differences
from quoteattr.text.readable import without_fillers
from quoteattr.verify.damaged import as_meant, words_as_meant
from quoteattr.verify.passages import PassageIndex
from quoteattr.verify.quotations import Quotation, quotations_of
from quoteattr.verify.records import Check, Verification
from quoteattr.verify.speakers import compare_label
from quoteattr.words.cues import word_list

__all__ = ["verify_transcript"]

_LINE = regex.compile(r"[^\r\n]+")
# What players of recordings read: times and numbers of captions.
_CAPTION = regex.compile(r"\s*(?:\d+|WEBVTT.*|NOTE .*|[\d:.,]+ --> [\d:.,]+.*)\s*")
_TIME = r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?\s*)?"
_LABEL = regex.compile(
    rf"\s*(?:>>+\s*)?{_TIME}(?:<v(?:\.\w+)* (?P<voice>[^>]+)>"
    rf"|(?P<label>\p{{Lu}}[^:\n“”\"]{{0,60}}?)\s*{_TIME}(?:\([^)\n]*\))?\s*:(?=\s|$))"
)
_SMALL = frozenset({"of", "the", "de", "du", "von", "van", "der", "bin", "al", "and", "for"})
# (LAUGHTER), [applause], <i>: brackets are read as such, round ones only with these words.
_ASIDE = regex.compile(
    r"</?[a-z][^<>\n]*>|\((?:[\p{Lu}\s.,’'-]{3,}|[^)\n]{0,40}(?:laugh|applau|cross-?talk|inaudible|cheer|pause)"
    r"[^)\n]{0,40})\)"
)


@attrs.frozen
class _Turn:
    """A part of a transcript that one speaker has, from ``start`` to the next turn.

    Attributes:
        start: where its words begin.
        label: who has it; None if that is uncertain.
    """

    start: int
    label: str | None


def verify_transcript(article: Quotes, transcript: str) -> Verification:
    r"""Find every quotation of an article in a transcript.

    Captions (SRT, WebVTT), times, asides ("(LAUGHTER)", "[applause]") and fillers ("um") are not
    read as words. Labels that open a line ("MAYOR LEE:") say who has the turn.

    Args:
        article: the result for the article that quotes.
        transcript: what was said, as text.

    Returns:
        One check for each quotation: exact, edited, omitted, changed or not found, with its place
        in the transcript and whether the one who has the turn there is the speaker.

    Raises:
        InputError: ``article`` is no ``Quotes``, or ``transcript`` no string.

    >>> from quoteattr.model import Quote, Speaker
    >>> text = "“We will not wait,” Lee said."
    >>> lee = Speaker("s1", "Lee")
    >>> quote = Quote("q1", [Span.of(text, 0, 19)], "direct", speaker=lee)
    >>> article = Quotes([quote], text=text, speakers=[lee])
    >>> done = verify_transcript(article, "Q: And now?\nLEE: Um, we will not wait for them.\n")
    >>> [(check.status, check.speaker, check.found[0].text) for check in done.checks]
    [('exact', 'same', 'we will not wait')]
    """
    if not isinstance(article, Quotes):
        raise InputError(f"verify_transcript needs Quotes, not {article!r}; call extract(article)")
    if not isinstance(transcript, str):
        raise InputError(f"a transcript must be a str, not {type(transcript).__name__}")
    turns, words = _read(as_meant(transcript), article.speakers)
    index = PassageIndex(words)
    checks = (
        _check(quotation, article.text, transcript, index, turns)
        for quotation in quotations_of(article)
        if quotation.quote
    )
    return Verification("transcript", tuple(checks))


def _check(
    quotation: Quotation, text: str, transcript: str, index: PassageIndex, turns: list[_Turn]
) -> Check:
    who = quotation.speaker
    said_by = who.name if who else None
    written = " ".join(quotation.span.text.split())
    passage = index.find(quotation.words)
    if passage is None:
        return Check("not found", written, quotation.span, said_by=said_by)
    source = index.words[passage.first : passage.last]
    label = _turn_at(turns, source[0].start)
    status = passage.fidelity.status
    return Check(
        status="exact" if status == "shortened" else status,
        text=written,
        place=quotation.span,
        found=(Span.of(transcript, source[0].start, source[-1].end),),
        score=passage.fidelity.score,
        differences=differences(transcript, source, text, quotation.words),
        speaker=compare_label(who, label),
        said_by=said_by,
        found_with=label,
    )


def _turn_at(turns: list[_Turn], place: int) -> str | None:
    at = bisect_right(turns, place, key=lambda turn: turn.start)
    return turns[at - 1].label if at else None


def _read(transcript: str, speakers: Sequence[Speaker]) -> tuple[list[_Turn], list[Word]]:
    """The turns of a transcript, and its words without labels, asides and fillers.

    Args:
        transcript: the text.
        speakers: those of the article; their names are labels wherever they open a line.
    """
    counts = Counter(label for _, _, label in _labels(transcript))
    labels = {label for label in counts if _is_label(label, counts, speakers)}
    fillers = word_list("fillers of speech")
    turns: list[_Turn] = []
    words: list[Word] = []
    for line in _LINE.finditer(transcript):
        start, end = line.span()
        if _CAPTION.fullmatch(line.group()):
            continue
        found = _label(transcript, start, end)
        if found and found[1] in labels:
            start = found[0]
            turns.append(_Turn(start, found[1]))
        elif found and labels:
            # "Tapper:" or "Note:": perhaps somebody else has the turn, and nobody knows who.
            turns.append(_Turn(start, None))
        asides = [aside.span() for aside in _ASIDE.finditer(transcript, start, end)]
        words += (
            word
            for word in words_as_meant(transcript, start, end)
            if not word.bracketed and word.key not in fillers and not _is_in(word.start, asides)
        )
    return turns, words


def _is_in(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of some spans, which are in order."""
    at = bisect_right(spans, place, key=lambda span: span[0])
    return at > 0 and place < spans[at - 1][1]


def _labels(transcript: str) -> Iterator[tuple[int, int, str]]:
    for line in _LINE.finditer(transcript):
        if found := _label(transcript, *line.span()):
            yield line.start(), *found


def _label(transcript: str, start: int, end: int) -> tuple[int, str] | None:
    """Where the words of a line begin after its label, and the label."""
    match = _LABEL.match(transcript, start, end)
    if match is None:
        return None
    label = " ".join(without_fillers(match["voice"] or match["label"]).split())
    words = label.replace(",", " ").split()
    capital = all(w[0].isupper() or w[0].isdigit() or w in _SMALL for w in words)
    return (match.end(), label) if capital and len(words) <= 7 else None


def _is_label(label: str, counts: Counter[str], speakers: Sequence[Speaker]) -> bool:
    """Whether it is a label, not "Note:".

    It is one in capitals, of two words, there more than once, or if it names a speaker.
    """
    if label.isupper() or " " in label or counts[label] > 1:
        return True
    return any(compare_label(speaker, label) == "same" for speaker in speakers)
