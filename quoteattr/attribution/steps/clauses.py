"""What grammar corrects around a cue: relative clauses, and conditions before the speaker."""

from __future__ import annotations

from itertools import takewhile

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    FRONTED_CONDITION,
    Attribution,
    Candidate,
    Pieces,
    pieces_of,
)
from quoteattr.attribution.cues import verb_group
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import STATING, word_list
from quoteattr.words.nouns import noun_sense

__all__ = [
    "cleft_contents",
    "fronted_conditions",
    "own_predicates",
    "relative_clauses",
    "times_of_cues",
]

_RELATIVE = frozenset(("WDT", "WP"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NOMINAL = frozenset(("NOUN", "PROPN"))
_OBJECT = frozenset(("DET", "PRON", "PROPN", "NUM"))  # that may begin the object of a past verb
_CLEFT = frozenset(("all", "what"))
_TIMES = word_list("times")
_BEFORE_TIMES = frozenset(("early", "in", "last", "late", "on", "this"))
_FIRST_PERSON = frozenset(("i", "we"))


def relative_clauses(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Keep a relative clause apart from what it is about: a man who police say shot her has fled.

    The source is "police", and the content ends with the clause. So it is without "who": the man
    police say shot her has fled.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(_bare_relative(analysis, _led_relative(analysis, item)) for item in found)


def fronted_conditions(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Add to a content its condition before the speaker: If it rains, Lee said it would close.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(_with_condition(analysis, item) for item in found)


def own_predicates(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """End a content before what its source does next: police say the van burned and are appealing.

    The verb agrees with the source, and not with the subject of the content.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(_without_own_predicate(analysis, item) for item in found)


def cleft_contents(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Begin a content at "that" in "What Lee said was that …" and "All Lee said was that …".

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(_without_cleft(analysis, item) for item in found)


def times_of_cues(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Leave the day right after a cue within a content out: It is safe, Lee said on Friday, but …

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(_without_time(analysis, item) for item in found)


def _without_time(analysis: Analysis, item: Attribution) -> Attribution:
    words, cue = analysis.parse.words, item.candidate.cue
    if not cue or len(item.content) < 2:
        return item
    first = last = cue[-1][1]
    sentence = analysis.parse.sentence_words(words[first - 1].sentence)
    while last <= sentence[-1] and _is_time(analysis, last):
        last += 1
    named = any(analysis.lemmas[i] in _TIMES for i in range(first, last))
    if not named or last > sentence[-1] or words[last].text != ",":
        return item
    pieces: list[tuple[int, int]] = []
    for start, end in item.content:
        led = words[first].start <= start < words[last].end
        rest = analysis.parse.words_within(words[last].end, end) if led else ()
        pieces += pieces_of(analysis.parse, rest) if led else ((start, end),)
    return _changed(item, tuple(pieces), item.candidate.source)


def _is_time(analysis: Analysis, index: int) -> bool:
    """Whether a word may belong to a time: "late on Friday", "in May"."""
    return analysis.lemmas[index] in _TIMES or analysis.lemmas[index] in _BEFORE_TIMES


def _without_own_predicate(analysis: Analysis, item: Attribution) -> Attribution:
    candidate, source = item.candidate, item.candidate.source
    words, head = analysis.parse.words, candidate.head
    if source is None or not _reports(analysis, candidate):
        return item
    spoken = _number(analysis, source.head)
    for clause in analysis.children(head, "ccomp"):
        subjects = analysis.children(clause, "nsubj")
        about = _number(analysis, subjects[0]) if subjects else None
        if clause < head or None in (spoken, about) or spoken == about:
            continue
        for verb in analysis.children(clause, "conj"):
            links = analysis.children(verb, "cc")
            apart = links and verb_group(analysis, verb)[0] == links[0] + 1
            if apart and _verb_number(analysis, verb) == spoken:
                last = links[0] - (2 if words[links[0] - 1].text == "," else 1)
                return _changed(item, _until(item.content, words[last].end), source)
    return item


def _number(analysis: Analysis, index: int) -> str | None:
    """Whether a noun or a pronoun takes a singular or a plural verb; None if it may take either."""
    word = analysis.parse.words[index]
    if analysis.children(index, "conj"):
        return "plural"
    if word.xpos in ("NNS", "NNPS") or analysis.lemmas[index] == "police":
        return "plural"
    sense = noun_sense(analysis.lemmas[index])
    team = word.upos == "PROPN" or (sense is not None and sense.kind != "person")
    singular = word.text.lower() in ("he", "she", "it") or (word.xpos == "NN" and not team)
    return "singular" if singular else None


def _verb_number(analysis: Analysis, verb: int) -> str | None:
    """Whether the finite word of a verb is singular or plural, where that shows."""
    words = analysis.parse.words
    first = next(iter(analysis.children(verb, "aux", "cop")), verb)
    if words[first].text.lower() in ("was", "were"):
        return "singular" if words[first].text.lower() == "was" else "plural"
    return {"VBZ": "singular", "VBP": "plural"}.get(words[first].xpos)


def _without_cleft(analysis: Analysis, item: Attribution) -> Attribution:
    words, head = analysis.parse.words, item.candidate.head
    spoken = analysis.spoken(item.content)
    if spoken and analysis.lemmas[spoken[0]] in _CLEFT and spoken[0] < head:
        spoken = spoken[1:]
    led = len(spoken) > 2 and spoken[0] > head and words[spoken[0]].lemma.lower() == "be"
    if not led or words[spoken[1]].text != "that":
        return item
    return _changed(item, pieces_of(analysis.parse, spoken[1:]), item.candidate.source)


def _changed(item: Attribution, content: Pieces, source: SourceSpan | None) -> Attribution:
    """An attribution with another content, if any is left, and another source."""
    if not content or (content, source) == (item.content, item.candidate.source):
        return item
    candidate = attrs.evolve(item.candidate, content=content, source=source)
    return attrs.evolve(item, candidate=candidate)


def _until(content: Pieces, end: int) -> Pieces:
    """What of a content lies before a code point."""
    return tuple((a, min(b, end)) for a, b in content if a < end)


def _reports(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a cue is a verb of saying, writing or thinking."""
    verb = bool(candidate.cue) and analysis.parse.words[candidate.head].upos == "VERB"
    return verb and candidate.cue_class in STATING


def _led_relative(analysis: Analysis, item: Attribution) -> Attribution:
    """Who police say …: without "who" in the source, and to the end of the clause."""
    candidate, source = item.candidate, item.candidate.source
    if source is None or not _reports(analysis, candidate):
        return item
    words = analysis.parse.words
    inside = analysis.parse.words_within(source.start, source.end)
    led = len(inside) > 1 and words[inside[0]].xpos in _RELATIVE and source.head > inside[0]
    if led and (words[inside[1]].upos in (*_NOMINAL, "DET") or inside[1] == source.head):
        source = attrs.evolve(source, start=words[inside[1]].start)
    return _changed(item, _within_relative(analysis, candidate), source)


def _within_relative(analysis: Analysis, candidate: Candidate) -> Pieces:
    """The content of the cue of a relative clause without the verb that comes after the clause."""
    words = analysis.parse.words
    verb = words[candidate.head]
    clause = analysis.parse.subtree(candidate.head)
    outer = words[verb.head].head if verb.deprel == "acl:relcl" and verb.head >= 0 else -1
    runs_over = outer > clause[-1] and candidate.content[-1][1] > words[outer].start
    if not runs_over or candidate.content[0][0] < words[candidate.head].end:
        return candidate.content
    return _until(candidate.content, words[clause[-1]].end)


def _bare_relative(analysis: Analysis, item: Attribution) -> Attribution:
    """The man police say shot her has fled: police say it, up to the verb of the man."""
    candidate, source = item.candidate, item.candidate.source
    if source is None or not _reports(analysis, candidate) or len(candidate.cue) != 1:
        return item
    words = analysis.parse.words
    inside = list(analysis.parse.words_within(source.start, source.end))
    first, last = candidate.cue[0]
    sayer = inside[-1] if inside else -1
    if sayer != first - 1 or not _begins_predicate(analysis, last):
        return item
    own = [sayer, *takewhile(lambda i: words[i].upos == "ADJ", reversed(inside[:-1]))][::-1]
    about = inside[: -len(own)]
    plural = words[sayer].xpos == "NNS" and noun_sense(analysis.lemmas[sayer]) is not None
    if not plural or not about or words[about[-1]].upos not in _NOMINAL:
        return item
    if words[about[0]].upos not in ("DET", "NUM") and words[about[0]].xpos != "PRP$":
        return item
    end = _second_predicate(analysis, last)
    content = item.content if end is None else _until(item.content, words[end - 1].end)
    said = SourceSpan(words[own[0]].start, source.end, sayer)
    return _changed(item, content, said)


def _begins_predicate(analysis: Analysis, index: int) -> bool:
    """Whether a finite verb without a subject begins right after "police say"."""
    words = analysis.parse.words
    if index + 1 >= len(words) or words[index].xpos not in _FINITE:
        return False
    follows = words[index + 1].upos in _OBJECT or words[index + 1].xpos == "PRP$"
    return words[index].upos == "AUX" or follows


def _second_predicate(analysis: Analysis, first: int) -> int | None:
    """The next finite verb of a sentence without a subject or a conjunction of its own."""
    words = analysis.parse.words
    group = True
    for i in range(first + 1, analysis.parse.sentence_words(words[first].sentence)[-1]):
        word = words[i]
        group = group and word.upos in ("AUX", "VERB", "ADV", "PART")
        if group:
            continue
        if word.upos in ("PUNCT", "CCONJ", "SCONJ") or word.xpos in (*_RELATIVE, "PRP"):
            return None
        if word.xpos in _FINITE:
            return i
    return None


def _with_condition(analysis: Analysis, item: Attribution) -> Attribution:
    """Unless it pays, Orr said it would close: with the condition before the speaker."""
    candidate, source = item.candidate, item.candidate.source
    words, head = analysis.parse.words, candidate.head
    if source is None or not _reports(analysis, candidate) or len(item.content) != 1:
        return item
    after = item.content[0][0] >= words[head].end > source.end
    if not after or words[source.head].text.lower() in _FIRST_PERSON or not _may(analysis, item):
        return item
    if analysis.children(head, "aux") or analysis.level_of(head) is not None:
        return item
    for clause in analysis.children(head, "advcl"):
        inside = [i for i in analysis.parse.subtree(clause) if words[i].upos != "PUNCT"]
        begins = inside[0] == analysis.parse.sentence_words(words[head].sentence)[0]
        led = analysis.lemmas[inside[0]] in ("if", "unless") and words[inside[0]].deprel == "mark"
        beside = words[inside[-1]].end <= source.start <= words[inside[-1]].end + 2
        if begins and led and beside and words[inside[-1] + 1].text == ",":
            condition = pieces_of(analysis.parse, range(inside[0], inside[-1] + 1))
            changed = _changed(item, (*condition, *item.content), source)
            return attrs.evolve(changed, notes=(*item.notes, FRONTED_CONDITION))
    return item


def _may(analysis: Analysis, item: Attribution) -> bool:
    """Whether a modal is in a content, as in one that has a condition."""
    return any(analysis.parse.words[i].xpos == "MD" for i in analysis.spoken(item.content))
