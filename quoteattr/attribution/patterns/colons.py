"""Patterns of a colon after a name: headlines, transcripts, statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate
from quoteattr.attribution.sources import reporting_verb
from quoteattr.attribution.turn_labels import turn_labels
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Word
from quoteattr.words.cues import STATING
from quoteattr.words.names import noun_sense

__all__ = ["colon_candidates"]

_STOPS = (".", "?", "!", "…")
_DASHES = ("–", "—", "-", "--")
_BLANKS = 8  # code points between a colon and its quotation, at most
_HEADLINE_SOURCE = 6  # words before the colon at most
_LABEL = 16  # words up to the colon of "A nurse, who asked not to be named:" at most
_CLAUSE = 30  # words before a colon that are looked at
_BLOCK = 8  # paragraphs of a statement without marks, at most
_NEAR = 4  # words between a verb of speech and the colon that ends its paragraph
_TELLING = ("ADJ", "NOUN", "PROPN", "VERB")
_CLAUSAL = ("nsubj", "cop", "aux")
_LEAST_STATED = 3  # words before the name at the end of a headline
_STATED = frozenset(("MD", "VB", "VBD", "VBP", "VBZ"))
_NOT_STATED = frozenset(("VB", "VBG", "WDT", "WP", "WRB"))  # "Meet", "Remembering", "Who"
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})
_IN_SPEECH = _FIRST_PERSON | {"you", "your"}


def colon_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """A name with a colon: Merkel on the euro: “…”; LEAVITT: …; Lee: “…”."""
    yield from _after_clauses(analysis)
    turns = turn_labels(analysis.parse)
    following = dict(pairwise(sorted(turns)))
    for number, (_, end) in enumerate(analysis.parse.paragraphs):
        if number in turns:
            between = slice(number + 1, following.get(number, number + 1))
            yield from _turn(analysis, turns[number], end, analysis.parse.paragraphs[between])
        else:
            yield from _block(analysis, number)
            yield from _after_opening(analysis, number)
            yield from _after_dash(analysis, number)
            if number == 0:
                yield from _before_name(analysis)


def _after_opening(analysis: Analysis, number: int) -> Iterator[Candidate]:
    """What comes after a colon near the beginning of a paragraph."""
    parse = analysis.parse
    start, end = parse.paragraphs[number]
    indices = parse.words_within(start, end)
    colon = next((i for i in indices[:_LABEL] if parse.words[i].text == ":"), None)
    if colon is None or colon == indices[0] or colon + 1 > indices[-1]:
        return
    before = range(indices[0], colon)
    if _quotes(analysis, colon):
        name = before[1:] if parse.words[before[0]].text == "From" else before
        if _is_name(analysis, name) or _describes_person(analysis, name):
            yield _label(analysis, name, colon, end)
            return
        before = name
    if number == 0 and len(before) <= _HEADLINE_SOURCE + 2:
        yield from _headline(analysis, before, colon, end)


def _after_dash(analysis: Analysis, number: int) -> Iterator[Candidate]:
    """What a paragraph quotes after a person and a dash, and nothing else: Ann Lee – “We go.”

    "KYIV – “We go,” Ann Lee said" begins with a place, and 'Ann Lee – “Home”' names a song.
    """
    parse = analysis.parse
    start, end = parse.paragraphs[number]
    indices = parse.words_within(start, end)
    entity = parse.entity_at.get(indices[0]) if indices else None
    if entity is None or entity.label != "PERSON" or entity.first != indices[0]:
        return
    dash = entity.last
    if dash > indices[-1] or parse.words[dash].text not in _DASHES or not _quotes(analysis, dash):
        return
    mark = analysis.mark_from(parse.words[dash].end)
    if mark is None or mark.pieces[0].end != end:
        return
    if mark.inner[0].text.rstrip()[-1:] not in _STOPS:
        return
    name = range(indices[0], dash)
    yield attrs.evolve(_label(analysis, name, dash, end), lemma=parse.words[dash].text)


def _label(analysis: Analysis, name: range, colon: int, end: int) -> Candidate:
    """The quotations after a name with a colon, up to the next such name: Lee: “…” Kim: “…”"""
    start = analysis.parse.words[colon + 1].start
    content = (start, _before_next_label(analysis, start, end))
    return _colon_candidate("transcript", _source(analysis, name), colon, content)


def _before_next_label(analysis: Analysis, start: int, end: int) -> int:
    """The end of the last quotation before another name with a colon; ``end`` without one."""
    words = analysis.parse.words
    marks = [*analysis.touching(None, start, end)][::-1]
    for mark, following in pairwise(marks):
        between = analysis.parse.words_within(mark.span.end, following.span.start)
        if len(between) > 1 and words[between[-1]].text == ":" and _is_name(analysis, between[:-1]):
            return mark.span.end
    return end


def _headline(analysis: Analysis, before: range, colon: int, end: int) -> Iterator[Candidate]:
    """What a headline quotes after a name, or after a name and a topic: Merkel on the euro: …"""
    words = analysis.parse.words
    topic = next((i for i in before if analysis.lemmas[i] == "on"), colon)
    if topic != colon and words[colon + 1].upos != "PUNCT":
        return  # "X on Y:" announces a quotation, or it is a section's title
    name = range(analysis.parse.words_within(*analysis.parse.paragraphs[0])[0], topic)
    after = range(colon + 1, analysis.parse.words_within(*analysis.parse.paragraphs[0])[-1] + 1)
    if name and _speaks_again(analysis, name, after):
        content = (words[colon + 1].start, end)
        yield _colon_candidate("headline", _source(analysis, name), colon, content)


def _before_name(analysis: Analysis) -> Iterator[Candidate]:
    """What a headline states before a colon or dash and a name: No troops will leave: Merkel.

    "Profile: Ann Lee", "Meet the winner – Ann Lee" and "The man who won: Tom Hale" state nothing.
    """
    words = analysis.parse.words
    headline = analysis.parse.words_within(*analysis.parse.paragraphs[0])
    breaks = [i for i in headline if words[i].text in (*_DASHES, ":")]
    if not breaks or breaks[-1] == headline[-1]:
        return
    before = range(headline[0], breaks[-1])
    name = range(breaks[-1] + 1, headline[-1] + 1)
    states = any(_states(analysis, i) for i in before) and len(before) >= _LEAST_STATED
    asks = bool(before) and words[before[0]].xpos in _NOT_STATED
    quotes = any(i in analysis.mark_of_word for i in before)
    if not states or asks or quotes or len(name) > _HEADLINE_SOURCE:
        return
    if _speaks_again(analysis, name, before):
        content = (words[before[0]].start, words[before[-1]].end)
        yield _colon_candidate("headline", _source(analysis, name), breaks[-1], content)


def _states(analysis: Analysis, index: int) -> bool:
    """Whether a word is the finite verb or infinitive of a statement, not of a relative clause."""
    words = analysis.parse.words
    main = index if words[index].upos == "VERB" else words[index].head
    relative = main >= 0 and words[main].deprel == "acl:relcl"
    return words[index].xpos in _STATED and not relative


def _source(analysis: Analysis, name: range) -> SourceSpan:
    words = analysis.parse.words
    return SourceSpan(words[name[0]].start, words[name[-1]].end, _phrase_head(analysis, name))


def _block(analysis: Analysis, number: int) -> Iterator[Candidate]:
    """Paragraphs in the first person, without marks, after “the club said:”."""
    parse = analysis.parse
    start, end = parse.paragraphs[number]
    if parse.text[end - 1] != ":" or number + 1 >= len(parse.paragraphs):
        return
    last = parse.words_within(start, end)
    verb = next(
        (
            i
            for i in reversed(last[-_NEAR - 1 :])
            if parse.words[i].upos == "VERB" and analysis.verb_class(i) in ("speech", "writing")
        ),
        None,
    )
    if verb is None:
        return
    content: list[tuple[int, int]] = []
    for paragraph in parse.paragraphs[number + 1 : number + 1 + _BLOCK]:
        inside = parse.words_within(*paragraph)
        words = [parse.words[i].text.lower() for i in inside]
        if _FIRST_PERSON.isdisjoint(words) or any(i in analysis.mark_of_word for i in inside):
            break
        content.append(paragraph)
    if content:
        yield reporting_verb(analysis, verb).candidate("block", tuple(content))


def _after_clauses(analysis: Analysis) -> Iterator[Candidate]:
    """Ruth Pell is blunt: “…”: a quotation after a clause without any cue."""
    parse = analysis.parse
    for mark in analysis.outer_marks:
        colon = parse.word_at(_before(parse.text, mark.span.start))
        if not mark.closed or colon is None or parse.words[colon].text != ":":
            continue
        sentence = parse.sentence_words(parse.words[colon].sentence)
        first = colon
        while first > max(sentence[0], colon - _CLAUSE) and first - 1 not in analysis.mark_of_word:
            first -= 1
        clause = range(first, colon)
        if not clause or mark.inner[-1].text.rstrip()[-1:] not in _STOPS:
            continue
        if any(_can_report(analysis, i) for i in clause):
            continue
        source = _only_person(analysis, clause)
        if source is not None:
            content = (mark.span.start, mark.pieces[0].end)
            yield _colon_candidate("clause-colon", source, colon, content)


def _before(text: str, at: int) -> int:
    """The last code point before ``at`` that is no blank."""
    return len(text[max(at - _BLANKS, 0) : at].rstrip()) + max(at - _BLANKS, 0) - 1


def _can_report(analysis: Analysis, index: int) -> bool:
    """Whether a word may attribute, or lies in another quotation."""
    upos = analysis.parse.words[index].upos
    if upos == "VERB":
        return analysis.verb_class(index) in STATING
    nouns = analysis.lexicon.nouns
    return index in analysis.mark_of_word or (upos == "NOUN" and analysis.lemmas[index] in nouns)


def _only_person(analysis: Analysis, inside: range) -> SourceSpan | None:
    """The only person named in some words: among them was Ann Lee: “…”"""
    words = analysis.parse.words
    people = {
        entity.first: entity
        for i in inside
        if (entity := analysis.parse.entity_at.get(i)) is not None and entity.label == "PERSON"
    }
    if len(people) != 1:
        return None
    (entity,) = people.values()
    head = next(iter(analysis.parse.tops(entity.first, entity.last)), entity.last - 1)
    return SourceSpan(words[entity.first].start, words[entity.last - 1].end, head)


def _turn(
    analysis: Analysis, label: tuple[int, int], end: int, later: Sequence[tuple[int, int]]
) -> Iterator[Candidate]:
    """What comes after the label of a speaker, to the end of the paragraph or to the next label.

    Args:
        analysis: of the article.
        label: code points of the label.
        end: of its paragraph.
        later: the paragraphs up to the next label; none after the last one.
    """
    parse = analysis.parse
    before = parse.words_within(*label)
    after = parse.words_within(label[1] + 1, end)
    first = parse.word_at(label[0])
    if first is None or not after:
        return
    # "Q." is one word, which is then both source and cue.
    before = before or range(first, first + 1)
    cue = before[-1] if parse.words[before[-1]].end > label[1] else before[-1] + 1
    source = SourceSpan(*label, _phrase_head(analysis, before))
    start = parse.words[after[0]].start
    own = (start, _before_next_label(analysis, start, end))
    mark = analysis.mark_from(start)
    quoted = mark is not None and mark.span.start == start
    goes_on = own[1] == end and not quoted and _is_speech(analysis, later)
    yield _colon_candidate("transcript", source, cue, own, *(later if goes_on else ()))


def _is_speech(analysis: Analysis, paragraphs: Sequence[tuple[int, int]]) -> bool:
    """Whether paragraphs between two labels go on with what the first one says: "I", "you"."""
    words = analysis.parse.words
    return any(
        words[i].text.lower() in _IN_SPEECH and i not in analysis.mark_of_word
        for paragraph in paragraphs
        for i in analysis.parse.words_within(*paragraph)
    )


def _colon_candidate(
    pattern: str, source: SourceSpan, colon: int, *content: tuple[int, int]
) -> Candidate:
    return Candidate(
        pattern=pattern,
        head=colon,
        cue=((colon, colon + 1),),
        lemma=":",
        cue_class="speech",
        content=content,
        source=source,
        source_rule="colon",
    )


def _quotes(analysis: Analysis, colon: int) -> bool:
    """Whether a quotation follows a colon at once."""
    mark = analysis.mark_from(analysis.parse.words[colon].end)
    between = analysis.parse.words[colon].end
    return mark is not None and not analysis.parse.text[between : mark.span.start].strip()


def _is_name(analysis: Analysis, span: range) -> bool:
    """Whether words are one name, with or without its title, and nothing else."""
    words = analysis.parse.words
    return bool(span) and all(
        i in analysis.parse.entity_at or words[i].upos == "PROPN" for i in span
    )


def _describes_person(analysis: Analysis, span: range) -> bool:
    """Whether words are one phrase of a person: "PM", "One nurse", "A man who lost his home".

    "Ann Lee on the budget" has a topic, and "She is a nurse" is a clause.
    """
    words = analysis.parse.words
    tops = [i for i in analysis.parse.tops(span.start, span.stop) if words[i].upos != "PUNCT"]
    if len(tops) != 1 or words[tops[0]].upos != "NOUN":
        return False
    sense = noun_sense(words[tops[0]].text)
    if sense is None or sense.kind != "person" or analysis.children(tops[0], *_CLAUSAL):
        return False
    return all(analysis.lemmas[i] != "on" for i in span)


def _is_person(analysis: Analysis, span: range) -> bool:
    """Whether words describe one person, without an article: "PM", "Victim's father"."""
    words = analysis.parse.words
    if not span or any(words[i].upos in ("VERB", "AUX", "ADP", "DET", "PUNCT") for i in span):
        return False
    sense = noun_sense(words[span[-1]].text)
    return sense is not None and sense.kind == "person"


def _speaks_again(analysis: Analysis, span: range, stated: range) -> bool:
    """Whether some words of a headline name somebody who says something in the article.

    "Storm Eowyn: Thousands without power" is a topic. "Health minister: No ward will close" is none
    if a health minister says something. A country or a company may well be the topic: it must say
    something of what is in the headline.

    Args:
        analysis: of the article.
        span: the words that may name the speaker.
        stated: what the headline states beside them.
    """
    words = analysis.parse.words
    last = words[span[-1]]
    article = words[max(span[-1], stated[-1]) + 1 :]
    if last.upos in ("PROPN", "NOUN") and _is_person(analysis, span):
        return any(_holds_office(analysis, last, word) for word in article)
    if last.upos not in ("PROPN", "NOUN") or not last.text[0].isupper():
        return False
    return any(
        word.text == last.text
        and word.upos == "PROPN"
        and (entity := analysis.parse.entity_at.get(word.index)) is not None
        and any(
            _says(analysis, i) and (entity.label == "PERSON" or _repeats(analysis, stated, i))
            for i in range(entity.first, entity.last)
        )
        for word in article
    )


def _repeats(analysis: Analysis, stated: range, index: int) -> bool:
    """Whether the sentence of a word has a word of what a headline states."""
    parse = analysis.parse
    sentence = parse.sentence_words(parse.words[index].sentence)
    said, before = (
        {analysis.lemmas[i] for i in inside if parse.words[i].upos in _TELLING}
        for inside in (sentence, stated)
    )
    return not said.isdisjoint(before)


def _holds_office(analysis: Analysis, office: Word, word: Word) -> bool:
    """Whether a word is the same noun, and its phrase or the name with it says something."""
    if word.text.lower() != office.text.lower():
        return False
    named = word.head if word.deprel in ("compound", "nmod:desc", "flat", "appos") else word.index
    return _says(analysis, word.index) or (named >= 0 and _says(analysis, named))


def _says(analysis: Analysis, index: int) -> bool:
    """Whether a word is the subject of a verb of saying, or follows "according to"."""
    word = analysis.parse.words[index]
    if word.head < 0:
        return False
    if word.deprel.startswith("nsubj"):
        return analysis.verb_class(word.head) in ("speech", "writing")
    return any(
        analysis.lemmas[kid] in ("accord", "according") for kid in analysis.parse.children[index]
    )


def _phrase_head(analysis: Analysis, span: range) -> int:
    tops = analysis.parse.tops(span.start, span.stop)
    heads = [i for i in tops if analysis.parse.words[i].upos != "PUNCT"]
    return heads[-1] if heads else span[-1]
