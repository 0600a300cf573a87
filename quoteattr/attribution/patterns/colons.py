"""Patterns of a colon after a name: headlines, transcripts, statements."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, is_subject
from quoteattr.attribution.sources import noun_phrase
from quoteattr.attribution.turn_labels import turn_labels
from quoteattr.relations import SourceSpan

__all__ = ["colon_candidates"]

_FINAL = (".", "?", "!", "…")
_BLANKS = 8  # code points between a colon and its quotation, at most
_HEADLINE_SOURCE = 6  # words before the colon at most


def colon_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """A name with a colon: Merkel on the euro: “…”; LEAVITT: …; Lee: “…”."""
    yield from _after_clauses(analysis)
    parse = analysis.parse
    turns = turn_labels(parse)
    for number, (start, end) in enumerate(parse.paragraphs):
        indices = parse.words_within(start, end)
        if number in turns:
            yield from _turn(analysis, turns[number], end)
            continue
        opening = list(indices)[: _HEADLINE_SOURCE + 3]
        colon = next((i for i in opening if parse.words[i].text == ":"), None)
        if colon is None or colon == indices[0] or colon + 1 > indices[-1]:
            continue
        before = range(indices[0], colon)
        if parse.words[before[0]].text == "From" and _quotes(analysis, colon):
            before = before[1:]
        if _quotes(analysis, colon) and _is_name(analysis, before):
            pattern = "transcript"
        elif number == 0:
            pattern = "headline"
            topic = next((i for i in before if analysis.lemmas[i] == "on"), colon)
            before = range(indices[0], topic)
            if topic != colon and parse.words[colon + 1].upos != "PUNCT":
                continue  # "X on Y:" announces a quotation, or it is a section's title
        else:
            continue
        if before and (pattern == "transcript" or _speaks_again(analysis, before, colon)):
            first, last = parse.words[before[0]].start, parse.words[before[-1]].end
            source = SourceSpan(first, last, _phrase_head(analysis, before))
            yield _colon_candidate(pattern, source, colon, (parse.words[colon + 1].start, end))


def _after_clauses(analysis: Analysis) -> Iterator[Candidate]:
    """Ruth Pell is blunt: “…”, behind a clause in which nothing else reports."""
    parse = analysis.parse
    for mark in analysis.outer_marks:
        colon = parse.word_at(_before(parse.text, mark.span.start))
        if not mark.closed or colon is None or parse.words[colon].text != ":":
            continue
        sentence = parse.sentence_words(parse.words[colon].sentence)
        clause = range(sentence[0], colon)
        if not clause or mark.inner[-1].text.rstrip()[-1:] not in _FINAL:
            continue
        if any(_can_report(analysis, i) for i in clause):
            continue
        source = _who(analysis, clause)
        if source is not None:
            content = (mark.span.start, mark.pieces[0].end)
            yield _colon_candidate("clause-colon", source, colon, content)


def _before(text: str, at: int) -> int:
    """The last code point before a place that is no blank."""
    return len(text[max(at - _BLANKS, 0) : at].rstrip()) + max(at - _BLANKS, 0) - 1


def _can_report(analysis: Analysis, index: int) -> bool:
    """Whether a word may attribute, or lies in another quotation."""
    upos = analysis.parse.words[index].upos
    if upos == "VERB":
        return analysis.verb_class(index) in ("speech", "writing", "thought")
    nouns = analysis.lexicon.nouns
    return index in analysis.mark_of_word or (upos == "NOUN" and analysis.lemmas[index] in nouns)


def _who(analysis: Analysis, clause: range) -> SourceSpan | None:
    """The person whom a clause is about: its subject, or whom "for" names at its beginning."""
    words = analysis.parse.words
    roots = [i for i in clause if words[i].head not in clause and words[i].upos != "PUNCT"]
    if len(roots) != 1:
        return None
    kids = analysis.parse.children[roots[0]]
    for kid in kids:
        person = words[kid].upos == "PROPN" or words[kid].lemma.lower() in ("he", "she")
        named = analysis.parse.entity_at.get(kid)
        someone = person and (named is None or named.label == "PERSON")
        if someone and is_subject(words[kid].deprel) and kid in clause:
            return noun_phrase(analysis, kid)
    for kid in kids:
        opening = kid in clause and min(analysis.parse.subtree(kid)) == clause[0]
        if opening and words[kid].upos == "PROPN" and analysis.case_of(kid) == "for":
            return noun_phrase(analysis, kid)
    return None


def _turn(analysis: Analysis, label: tuple[int, int], end: int) -> Iterator[Candidate]:
    """What comes after the label of a speaker, to the end of the paragraph."""
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
    yield _colon_candidate("transcript", source, cue, (parse.words[after[0]].start, end))


def _colon_candidate(
    pattern: str, source: SourceSpan, colon: int, content: tuple[int, int]
) -> Candidate:
    return Candidate(
        pattern=pattern,
        head=colon,
        cue=((colon, colon + 1),),
        lemma=":",
        cue_class="speech",
        content=(content,),
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


def _speaks_again(analysis: Analysis, span: range, colon: int) -> bool:
    """Whether a headline's first words name somebody who says something in the article.

    "Storm Eowyn: Thousands without power" is a topic.
    """
    words = analysis.parse.words
    last = words[span[-1]]
    if last.upos not in ("PROPN", "NOUN") or not last.text[0].isupper():
        return False
    return any(
        word.text == last.text
        and word.upos == "PROPN"
        and (entity := analysis.parse.entity_at.get(word.index)) is not None
        and any(_says(analysis, i) for i in range(entity.first, entity.last))
        for word in words[colon + 1 :]
    )


def _says(analysis: Analysis, index: int) -> bool:
    """Whether a word is the subject of a verb of saying, or whom "according to" names."""
    word = analysis.parse.words[index]
    if word.head < 0:
        return False
    if word.deprel.startswith("nsubj"):
        return analysis.verb_class(word.head) in ("speech", "writing")
    return any(
        analysis.lemmas[kid] in ("accord", "according") for kid in analysis.parse.children[index]
    )


def _phrase_head(analysis: Analysis, span: range) -> int:
    words = analysis.parse.words
    heads = [i for i in span if words[i].head not in span and words[i].upos != "PUNCT"]
    return heads[-1] if heads else span[-1]
