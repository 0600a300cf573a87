"""Interviews without labels: paragraphs that ask, in bold perhaps, and paragraphs that answer."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import regex

from quoteattr.attribution.steps.conversations import begins_at, in_order
from quoteattr.attribution.turn_labels import turn_labels
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark

__all__ = ["ANSWER", "with_answers"]

ANSWER = "cue:answer"
"""The evidence of an answer to a paragraph that asks."""

_BOLD = 2  # questions in bold that make an interview
_PLAIN = 3  # questions as plain paragraphs that make one
_LONGEST = 60  # words of a question
_CONFIDENCE = 0.7
_QUESTION = regex.compile(r"(\*\*|__)?[^*_]+\?(?(1)\1)")
_INTRODUCED = regex.compile(
    r"\b(?:interview(?:s|ed)?|spoke|speaks|talk(?:s|ed)|chat(?:s|ted)?|sat down|sits down|asked"
    r"|caught up|conversation|Q ?& ?A)\b",
    regex.IGNORECASE,
)
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us", "i'm", "i’m"})


def with_answers(
    parse: Parse, marks: tuple[Mark, ...], relations: Sequence[Relation]
) -> tuple[Relation, ...]:
    """Attributions with the answers of an interview whose questions are paragraphs of their own.

    There must be two questions in bold or three that are not, words that tell of an interview
    before the first one, and a first person in most answers. Whose answers they are is up to
    coreference.

    Args:
        parse: the document.
        marks: its quotation marks.
        relations: its attributions, in order.
    """
    questions = _questions(parse, marks)
    if not questions or turn_labels(parse):
        return tuple(relations)
    answers: list[tuple[tuple[int, int], ...]] = []
    for first, last in zip(questions, [*questions[1:], len(parse.paragraphs)], strict=True):
        if last > first + 1:
            # What follows the last answer may be the article's own words: one paragraph is safe.
            end = last if last < len(parse.paragraphs) else first + 2
            answers.append(parse.paragraphs[first + 1 : end])
    personal = [answer for answer in answers if _in_first_person(parse, answer)]
    if len(answers) < len(questions) - 1 or 2 * len(personal) <= len(answers):
        return tuple(relations)
    out = list(relations)
    for answer in answers:
        for i, relation in enumerate(out):
            inside = any(a <= begins_at(relation) < b for a, b in answer)
            if inside and relation.parent is None:
                out[i] = attrs.evolve(relation, parent=len(out))
        out.append(
            Relation(
                answer, "indirect", confidence=_CONFIDENCE, pattern="answer", evidence=(ANSWER,)
            )
        )
    return in_order(out)


def _questions(parse: Parse, marks: tuple[Mark, ...]) -> list[int]:
    """The paragraphs that ask, if they are enough for an interview that was announced."""
    quoted = {mark.span.start for mark in marks}
    found, bold = [], 0
    for number, (start, end) in enumerate(parse.paragraphs):
        match = _QUESTION.fullmatch(parse.text, start, end)
        if match and start not in quoted and len(parse.text[start:end].split()) <= _LONGEST:
            found.append(number)
            bold += match[1] is not None
    if not found or (bold < _BOLD and len(found) < _PLAIN):
        return []
    begin = parse.paragraphs[found[0]][0]
    return found if _INTRODUCED.search(parse.text, 0, begin) else []


def _in_first_person(parse: Parse, answer: Sequence[tuple[int, int]]) -> bool:
    return any(
        parse.words[i].text.lower() in _FIRST_PERSON
        for start, end in answer
        for i in parse.words_within(start, end)
    )
