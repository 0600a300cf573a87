"""Paragraphs of transcripts, by the labels that open them: "LEAVITT:", "Q.", "ML:"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import regex

from quoteattr.syntax import Entity, Parse
from quoteattr.text.mark_tokens import OPENING, STRAIGHT, character_class
from quoteattr.words.cues import word_list

__all__ = ["turn_labels"]

_CAPITAL_TURNS = 2  # paragraphs with a speaker in capitals that make a transcript
_TURNS = 3  # with another label, if two take turns and one comes again
_CAPITALS = regex.compile(r"([\p{Lu}][\p{Lu}\p{M}'’.\- ]{0,40}(?: \([^)]{1,20}\))?):\s")
_NAME = regex.compile(r"((?:\p{Lu}[\p{L}\p{M}'’.\-]+ ){1,3}\p{Lu}[\p{L}\p{M}'’.\-]+):\s")
_WORD = regex.compile(r"(\p{Lu}[\p{L}\p{M}'’\-]+):\s")
_SAID = character_class(OPENING | STRAIGHT, r"\p{Lu}\d(\[…—–")
_LETTER = regex.compile(rf"([QA](?: ?\d{{1,2}})?)[.:]\s+(?={_SAID})")
_SPEECH = frozenset({"i", "we", "you", "my", "our", "your", "?"})
_ROLES = frozenset({"interviewer", "interviewee", "host", "reporter", "moderator", "presenter"}) | {
    *("journalist", "anchor", "question", "answer", "caller", "chair", "chairman", "speaker"),
    *("judge", "prosecutor", "witness", "counsel", "operator", "correspondent"),
}
# Labels in capitals that say what follows, as in press releases and corrected articles.
_TOPICS = word_list("topic labels")


def turn_labels(parse: Parse) -> dict[int, tuple[int, int]]:
    """The labels of speakers that open paragraphs, where they make a transcript.

    Labels in capitals do so from the second on, if they are no datelines, "Q." and "A 1:" too;
    names as written, surnames, initials and words for who asks and answers where there are three,
    of two speakers at least, one comes again, and what follows is speech.

    Args:
        parse: the document.

    Returns:
        Number of the paragraph → code points of the label, without what separates it.
    """
    capitals: dict[int, tuple[int, int]] = {}
    others: dict[int, tuple[int, int]] = {}
    short: dict[int, tuple[int, int]] = {}
    for number, (start, end) in enumerate(parse.paragraphs):
        letter = _LETTER.match(parse.text, start, end)
        if (found := _CAPITALS.match(parse.text, start, end)) is not None:
            if not _is_topic(parse.text, found.span(1)):
                capitals[number] = found.span(1)
        elif (found := letter or _NAME.match(parse.text, start, end)) is not None:
            others[number] = found.span(1)
        elif (found := _WORD.match(parse.text, start, end)) is not None:
            short[number] = found.span(1)
    if _are_datelines(parse, capitals):
        capitals = {n: span for n, span in capitals.items() if not _is_place(parse, span)}
    named = _short_names(parse) if short else frozenset()
    others |= {n: span for n, span in short.items() if _is_speaker(parse.text, span, named)}
    out = dict(capitals) if len(capitals) >= _CAPITAL_TURNS else {}
    every = capitals | others
    labels = Counter(_without_initials(parse.text[start:end] for start, end in every.values()))
    letters = {label.rstrip(" 0123456789") for label in labels} == {"Q", "A"}
    repeated = len(every) >= _TURNS and len(labels) > 1 and max(labels.values()) > 1
    if letters or (repeated and _speak(parse, every)):
        out |= every
    return out


def _without_initials(labels: Iterable[str]) -> list[str]:
    """Labels with the name in place of its initials: "Ann Lee:", and later "AL:"."""
    found = list(labels)
    names = {"".join(word[0] for word in label.split()): label for label in found if " " in label}
    return [names.get(label, label) for label in found]


def _speak(parse: Parse, labels: dict[int, tuple[int, int]]) -> bool:
    """Whether speech follows the labels: half of it has verbs or asks, unlike a list of results."""
    speech = 0
    for number, (_, end) in labels.items():
        words = [parse.words[i] for i in parse.words_within(end, parse.paragraphs[number][1])]
        speech += any(word.upos in ("VERB", "AUX") or word.text == "?" for word in words)
    return 2 * speech >= len(labels)


def _is_speaker(text: str, span: tuple[int, int], named: frozenset[str]) -> bool:
    label = text[span[0] : span[1]].lower()
    return label in _ROLES or label in named


def _is_topic(text: str, span: tuple[int, int]) -> bool:
    """Whether a label says what follows and not who speaks: "WHEN:", "UPDATE:"."""
    return text[span[0] : span[1]].lower().replace(" ", "-") in _TOPICS


def _are_datelines(parse: Parse, labels: dict[int, tuple[int, int]]) -> bool:
    """Whether the labels that are places name where news is from: nobody says "I" or asks there."""
    words = parse.words
    after = (
        words[i].text.lower()
        for number, span in labels.items()
        if _is_place(parse, span)
        for i in parse.words_within(span[1], parse.paragraphs[number][1])
    )
    return _SPEECH.isdisjoint(after)


def _is_place(parse: Parse, span: tuple[int, int]) -> bool:
    """Whether a label is a place, with or without an agency: "NEW DELHI", "LONDON (AP)"."""
    first = parse.word_at(span[0])
    entity = None if first is None else parse.entity_at.get(first)
    if entity is None or entity.label != "LOC":
        return False
    return parse.text[parse.words[entity.last - 1].end : span[1] + 1].lstrip()[:1] in (":", "(")


def _short_names(parse: Parse) -> frozenset[str]:
    """The parts of names, in lower case, that are not just the labels themselves."""
    words = parse.words
    return frozenset(
        part.lower()
        for entity in parse.entities
        if entity.label in ("PERSON", "ORG")
        and not (entity.last < len(words) and words[entity.last].text == ":")
        for part in _parts(parse, entity)
    )


def _parts(parse: Parse, entity: Entity) -> Iterator[str]:
    """The words of a name, and "Hill-Lee", which the parse has as three."""
    inside = parse.words[entity.first : entity.last]
    yield from (word.text for word in inside)
    yield from parse.text[inside[0].start : inside[-1].end].split()
