"""Turns without a cue: two people who are quoted paragraph by paragraph, and interviews.

“Why did you do it?” Ross asked. / “For money,” Lee said. / “Who knew?” / “Nobody.” – Coreference
finds the speakers of the last two. Here they become attributions without cue and source, and so do
the answers to questions that are paragraphs of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import attrs
import regex

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Attribution,
    Candidate,
    Key,
    Pieces,
    begins_at,
    in_text_order,
    pieces_of_mark,
)
from quoteattr.attribution.quotations import quote_kind
from quoteattr.attribution.turn_labels import turn_labels
from quoteattr.text.marks import Mark

__all__ = ["interview_answers", "unattributed_turns"]

_QUESTIONS = 2  # of one side that make a conversation
_TURN_SHARE = 0.7  # of the score of the least probable turn beside it
_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "it", "who"})
_BOLD = 2  # questions in bold that make an interview
_PLAIN = 3  # questions as plain paragraphs that make one
_LONGEST = 60  # words of a question
_ANSWER_SCORE = 0.7
_QUESTION = regex.compile(r"(\*\*|__)?[^*_]+\?(?(1)\1)")
_INTRODUCED = regex.compile(
    r"\b(?:interview(?:s|ed)?|spoke|speaks|talk(?:s|ed)|chat(?:s|ted)?|sat down|sits down|asked"
    r"|caught up|conversation|Q ?& ?A)\b",
    regex.IGNORECASE,
)
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us", "i'm", "i’m"})


@attrs.frozen
class _Turn:
    """A paragraph of a conversation: its quotations, and the attribution with a source for it."""

    marks: tuple[Mark, ...]
    attribution: Attribution | None

    @property
    def asks(self) -> bool:
        """Whether it ends as a question."""
        return self.marks[-1].inner[-1].text.rstrip().endswith("?")


def unattributed_turns(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Add the turns of a conversation that no words attribute.

    Paragraphs make a conversation if each holds a quotation, two sources take turns, and one side
    asks at least twice and more often than the other. Without questions, the next quotation in news
    is mostly from the last person quoted.

    Args:
        analysis: of the article.
        found: the attributions so far, nested and in text order.
    """
    turns: list[tuple[Mark, float]] = []
    for run in _runs(analysis, found):
        if _is_conversation(analysis, run):
            scores = (turn.attribution.score for turn in run if turn.attribution is not None)
            least = round(min(scores), 3)  # the confidence of the quote beside it, as users see it
            turns += [(turn.marks[0], least) for turn in run if turn.attribution is None]
    return in_text_order(_split_off(analysis, turns, found)) if turns else found


def interview_answers(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Add the answers of an interview whose questions are paragraphs of their own.

    There must be two questions in bold or three that are not, words that announce an interview
    before the first one, and a first person in most answers. Coreference finds their speaker.

    Args:
        analysis: of the article.
        found: the attributions so far, nested and in text order.
    """
    answers = _answers(analysis)
    out = list(found)
    begins = sorted((begins_at(analysis.parse, item), i) for i, item in enumerate(found))
    for answer in answers:
        added = _without_cue(analysis, "answer", answer, _ANSWER_SCORE)
        for start, end in answer:
            for _, i in begins[bisect_left(begins, (start, 0)) : bisect_left(begins, (end, 0))]:
                if out[i].parent is None:
                    out[i] = attrs.evolve(out[i], parent=added.key)
        out.append(added)
    return in_text_order(out) if answers else found


def _without_cue(analysis: Analysis, pattern: str, content: Pieces, score: float) -> Attribution:
    head = analysis.parse.words_within(*content[0]).start
    return Attribution(Candidate.without_cue(pattern, head, content), score)


def _runs(analysis: Analysis, found: Sequence[Attribution]) -> Iterator[list[_Turn]]:
    """Stretches of paragraphs that hold quotations of one turn each."""
    outer = analysis.outer_marks
    attributed = _attributed(analysis, found)
    run: list[_Turn] = []
    at = 0
    for number, (start, end) in enumerate(analysis.parse.paragraphs):
        inside = []
        while at < len(outer) and outer[at].span.start < end:
            inside.append(outer[at])
            at += 1
        goes_on = bool(run) and run[-1].marks[-1].span.end > start
        if goes_on and not inside:
            continue
        turn = _turn(analysis.parse.text, start, end, inside, attributed.get(number, []))
        if turn is None or goes_on:
            yield run
            run = []
        if turn is not None:
            run.append(turn)
    yield run


def _attributed(analysis: Analysis, found: Sequence[Attribution]) -> dict[int, list[Attribution]]:
    """The direct quotations with a source, by the paragraph of their cue."""
    out: dict[int, list[Attribution]] = {}
    for item in found:
        candidate = item.candidate
        sourced = item.parent is None and candidate.cue and candidate.source is not None
        if sourced and quote_kind(analysis, candidate) != "indirect":
            paragraph = analysis.parse.paragraph_of(candidate.cue[0][0])
            out.setdefault(paragraph, []).append(item)
    return out


def _turn(
    text: str, start: int, end: int, inside: Sequence[Mark], attributed: Sequence[Attribution]
) -> _Turn | None:
    """The turn of a paragraph: that of its attribution; without a source if all is quoted."""
    if not inside or not all(mark.closed for mark in inside):
        return None
    if len(attributed) == 1:
        return _Turn(tuple(inside), attributed[0])
    rest = start
    for mark in inside:
        if text[rest : mark.span.start].strip():
            return None
        rest = mark.span.end
    whole = len(inside) == 1 and not text[rest:end].strip()
    return _Turn(tuple(inside), None) if whole and not attributed else None


def _is_conversation(analysis: Analysis, run: Sequence[_Turn]) -> bool:
    sides: dict[str, int] = {}
    attributed: list[int] = []
    for place, turn in enumerate(run):
        source = turn.attribution.candidate.source if turn.attribution is not None else None
        if source is None:
            continue
        attributed.append(place)
        name = analysis.parse.words[source.head].text.lower()
        if name not in _PRONOUNS and sides.setdefault(name, place % 2) != place % 2:
            return False
    if len(attributed) == len(run) or len({place % 2 for place in attributed}) < 2:
        return False
    asking = [place for place, turn in enumerate(run) if turn.asks]
    first, second = (sum(place % 2 == side for place in asking) for side in (0, 1))
    return first != second and max(first, second) >= _QUESTIONS


def _split_off(
    analysis: Analysis, turns: Sequence[tuple[Mark, float]], found: Sequence[Attribution]
) -> list[Attribution]:
    """Remove turns from the attributions they were joined to, with what is reported within them."""
    starts = [mark.span.start for mark, _ in turns]
    added = [
        _without_cue(analysis, "turn", pieces_of_mark(mark), _TURN_SHARE * score)
        for mark, score in turns
    ]

    def turn_at(offset: int) -> Key | None:
        place = bisect_right(starts, offset) - 1
        inside = place >= 0 and offset < turns[place][0].span.end
        return added[place].key if inside else None

    turn_of = {item.key: turn_at(begins_at(analysis.parse, item)) for item in found}
    out: list[Attribution] = []
    for item in found:
        turn = turn_of[item.key]
        if turn is None:
            kept = tuple(piece for piece in item.content if turn_at(piece[0]) is None)
            candidate = attrs.evolve(item.candidate, content=kept or item.content)
            out.append(attrs.evolve(item, candidate=candidate))
        elif item.parent is None or turn_of[item.parent] != turn:
            out.append(attrs.evolve(item, parent=turn))
        else:
            out.append(item)
    return out + added


def _answers(analysis: Analysis) -> list[Pieces]:
    """The answers of an interview, each with its paragraphs; none where there is no interview."""
    paragraphs = analysis.parse.paragraphs
    questions = _questions(analysis)
    if not questions or turn_labels(analysis.parse):
        return []
    answers: list[Pieces] = []
    quoted = {mark.span.start for mark in analysis.marks}
    for first, last in zip(questions, [*questions[1:], len(paragraphs)], strict=True):
        if last > first + 1:
            # What follows the last answer may be the article's own words: one paragraph is safe.
            end = last if last < len(paragraphs) else first + 2
            answers.append(paragraphs[first + 1 : end])
    opened = sum(answer[0][0] in quoted for answer in answers)
    if 2 * opened > len(answers):
        return []  # the answers are quotations, and what lies between them is the author's
    personal = [answer for answer in answers if _in_first_person(analysis, answer)]
    if len(answers) < len(questions) - 1 or 2 * len(personal) <= len(answers):
        return []
    return answers


def _questions(analysis: Analysis) -> list[int]:
    """The paragraphs that ask, if they are enough for an interview that was announced."""
    text = analysis.parse.text
    quoted = {mark.span.start for mark in analysis.marks}
    found, bold = [], 0
    for number, (start, end) in enumerate(analysis.parse.paragraphs):
        match = _QUESTION.fullmatch(text, start, end)
        if match and start not in quoted and len(text[start:end].split()) <= _LONGEST:
            found.append(number)
            bold += match[1] is not None
    if not found or (bold < _BOLD and len(found) < _PLAIN):
        return []
    begin = analysis.parse.paragraphs[found[0]][0]
    return found if _INTRODUCED.search(text, 0, begin) else []


def _in_first_person(analysis: Analysis, answer: Pieces) -> bool:
    parse = analysis.parse
    return any(
        parse.words[i].text.lower() in _FIRST_PERSON
        for start, end in answer
        for i in parse.words_within(start, end)
    )
