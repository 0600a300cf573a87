"""Patterns around quotation marks: a quotation with a cue beside it, or a name after a dash."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, is_subject, pieces_of_mark
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.lines import is_clause
from quoteattr.attribution.sources import (
    addressee_of,
    noun_phrase,
    owner_of,
    reporting_verb,
    said_by_report,
    source_beside,
)
from quoteattr.relations import SourceSpan
from quoteattr.text.marks import Mark
from quoteattr.text.paragraphs import LINE_ENDS
from quoteattr.words.cues import STATING, word_list

__all__ = ["quotation_candidates"]

_REACH = 10  # words between a quotation and the verb that reports it
_REACH_AFTER = 28  # the source may come with a long apposition
_CLIMB = 6
_BETWEEN = frozenset(" \t\n\r\u00a0,–—-")
_DASHES = frozenset("–—―-")
_CREDIT = 10  # words of "— JD Vance, vice president" at most
_SIGNED = 20  # words of a signature on a line of its own
_PRESENTING = frozenset(("how", "what", "all"))  # “…” was how X put it
_SAYING = word_list("plain verbs of saying")
_GIVING = word_list("verbs of giving words")
_AGENTS = ("from", "of", "by")
_NAMING = 6  # words from "came" to "reply"
_BEFORE_NOUN = frozenset(("DET", "ADJ", "ADV", "NOUN", "PRON", "PROPN", "PART"))


def quotation_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """“…,” X said; X said: “…”; “…” — X; “…” was how X put it; “…,” came the reply from X.

    Args:
        analysis: of the article.
    """
    for mark in analysis.marks:
        if not mark.closed or _is_work_title(analysis, mark):
            continue
        credited = tuple(_credit(analysis, mark))
        yield from credited
        if not credited:
            yield from _cue_after(analysis, mark)
            yield from _cue_before(analysis, mark)
            yield from _presented(analysis, mark)
            yield from _named_after(analysis, mark)


def _is_work_title(analysis: Analysis, mark: Mark) -> bool:
    inside = analysis.parse.words_within(mark.span.start, mark.span.end)
    return bool(inside) and inside[0] in analysis.work_titles


def _word_after(analysis: Analysis, mark: Mark) -> int | None:
    """First word after a mark with nothing but a comma or dash between."""
    parse = analysis.parse
    window = parse.text[mark.span.end : mark.span.end + 8]
    gap = len(window) - len(window.lstrip("".join(_BETWEEN)))
    return parse.word_at(mark.span.end + gap) if LINE_ENDS.isdisjoint(window[:gap]) else None


def _cue_after(analysis: Analysis, mark: Mark) -> Iterator[Candidate]:
    words = analysis.parse.words
    first = _word_after(analysis, mark)
    if first is None or _has_stopped(analysis, mark, first):
        return
    alone = True  # no other verb lies between the quotation and the one that reports it
    for verb in range(first, min(first + _REACH_AFTER, len(words))):
        if words[verb].sentence != words[first].sentence or analysis.level_of(verb) != mark.parent:
            return
        if words[verb].upos != "VERB":
            continue
        joined = _first_of_clause(analysis, verb, first) == first
        known = analysis.verb_class(verb) in STATING
        if joined or (alone and known):
            how = "joined" if joined else "loose"
            said = said_by_report(analysis, verb)
            if said is None:
                yield _after_candidate(analysis, verb, first, mark, how)
            else:  # the whole of "is understood to have told" is the cue
                cue = (verb_group(analysis, verb)[0], verb_group(analysis, said)[1])
                candidate = _after_candidate(analysis, said, first, mark, how)
                yield attrs.evolve(candidate, cue=(cue,))
            return
        alone = alone and words[verb].deprel.startswith("acl")


def _has_stopped(analysis: Analysis, mark: Mark, first: int) -> bool:
    """Whether a quotation ends its sentence, so that what follows begins another."""
    words = analysis.parse.words
    return (
        mark.inner[-1].text.rstrip().endswith(".")
        and words[first].text[:1].isupper()
        and first > 0
        and words[first].sentence != words[first - 1].sentence
    )


def _first_of_clause(analysis: Analysis, verb: int, first: int) -> int:
    """First word of a verb with its subject, as far as it comes after the quotation."""
    parse = analysis.parse
    start = verb_group(analysis, verb)[0]
    for kid in parse.children[verb]:
        if is_subject(parse.words[kid].deprel) and first <= kid < verb:
            start = min(start, max(parse.subtree(kid)[0], first))
    return start


def _after_candidate(analysis: Analysis, verb: int, first: int, mark: Mark, how: str) -> Candidate:
    candidate = _verb_candidate(analysis, "quotation+cue", verb, mark, how)
    source = candidate.source
    if source is not None and (source.head >= first or "shared" in candidate.source_rule):
        return candidate
    beside = source_beside(analysis, verb, first)
    return attrs.evolve(candidate, source=beside, source_rule="beside" if beside else "none")


def _cue_before(analysis: Analysis, mark: Mark) -> Iterator[Candidate]:
    words = analysis.parse.words
    last, punctuation = _word_before(analysis, mark)
    if punctuation == ";":  # “said;” is a slip for “said:”, other semicolons lead to no speech
        direct = last is not None and analysis.verb_class(last) == "speech"
        last, punctuation = (last, ":") if direct else (None, "")
    if last is None or analysis.level_of(last) != mark.parent:
        return
    if words[last].text in ".?!" and mark.inner[-1].text.rstrip().endswith(","):
        return  # it leads over to the cue after it
    current = last
    for _ in range(_CLIMB):
        if _reports(analysis, current) and current <= last:
            above = words[current].head
            if current < above <= last and _reports(analysis, above):
                current = above  # "Nobody warned us, she said.", its full stop below "warned"
            if last - current <= _REACH and not _is_reported(analysis, current):
                distance = "" if last == current else "far"
                yield _verb_candidate(
                    analysis, "cue+quotation", current, mark, punctuation + distance
                )
            return
        if words[current].head < 0:
            return
        current = words[current].head


def _reports(analysis: Analysis, word: int) -> bool:
    """Whether a word is a verb that may report what somebody states."""
    return analysis.parse.words[word].upos == "VERB" and analysis.verb_class(word) in STATING


def _is_reported(analysis: Analysis, verb: int) -> bool:
    """Whether a clause after a verb says who reports it: "Nobody warned us, she said. “…”"."""
    return any(
        kid > verb
        and _reports(analysis, kid)
        and any(verb < subject for subject in analysis.children(kid, "nsubj"))
        for kid in analysis.children(verb, "parataxis")
    )


def _word_before(analysis: Analysis, mark: Mark) -> tuple[int | None, str]:
    """Last word before a mark and the colon, comma or semicolon between; over paragraphs too."""
    parse = analysis.parse
    text = parse.text
    at = mark.span.start - 1
    while at >= 0 and text[at].isspace():
        at -= 1
    if at < 0:
        return None, ""
    punctuation = text[at] if text[at] in ",:;" else ""
    if not punctuation and not LINE_ENDS.isdisjoint(text[at : mark.span.start]):
        return None, ""
    if punctuation:
        at -= 1
    return parse.word_at(at), punctuation


def _verb_candidate(
    analysis: Analysis, pattern: str, verb: int, mark: Mark, punctuation: str
) -> Candidate:
    return reporting_verb(analysis, verb).candidate(
        pattern,
        pieces_of_mark(mark),
        addressee=addressee_of(analysis, verb, quoted=True),
        particle=punctuation,
    )


def _credit(analysis: Analysis, mark: Mark) -> Iterator[Candidate]:
    """“…” — JD Vance"""
    parse = analysis.parse
    text = parse.text
    at = mark.span.end
    while at < len(text) and text[at] in " \t\u00a0\n\r":
        at += 1
    if at >= len(text) or text[at] not in _DASHES:
        return
    dash = parse.word_at(at)
    if dash is None:
        return
    paragraph = parse.paragraphs[parse.paragraph_of(dash)]
    rest = parse.words_within(at + 1, paragraph[1])
    signed = not LINE_ENDS.isdisjoint(text[mark.span.end : at])
    most = _SIGNED if signed else _CREDIT
    if not 0 < len(rest) <= most or any(is_clause(parse, i) for i in rest):
        return
    names = [i for i in rest if parse.words[i].upos == "PROPN"]
    if not names or _is_remark(analysis, rest[0], names[0]):
        return
    if not signed and _is_phrase(analysis, mark):
        return
    first_comma = next((i for i in rest if parse.words[i].text == ","), rest[-1] + 1)
    run = [i for i in names if i < first_comma] or names
    source = SourceSpan(parse.words[run[0]].start, parse.words[run[-1]].end, run[-1])
    if first_comma > rest[-1]:
        source = noun_phrase(analysis, run[0])
    yield Candidate(
        pattern="credit",
        head=dash,
        cue=((dash, dash + 1),),
        lemma="—",
        cue_class="speech",
        content=pieces_of_mark(mark),
        source=source,
        source_rule="credit",
    )


def _is_remark(analysis: Analysis, first: int, name: int) -> bool:
    """Whether the words after a dash only mention a name: “…” – a blow for Germany."""
    words = analysis.parse.words
    before = name - 1
    while before >= first and words[before].upos in ("DET", "ADJ"):
        before -= 1
    return analysis.lemmas[first] == "a" or (before >= first and words[before].upos == "ADP")


def _is_phrase(analysis: Analysis, mark: Mark) -> bool:
    """Whether a quotation is part of a sentence that begins before it."""
    text = analysis.parse.text
    before = text[max(mark.span.start - 2, 0) : mark.span.start].rstrip(" \t\u00a0")
    return before[-1:].isalnum() or before[-1:] == ","


def _presented(analysis: Analysis, mark: Mark) -> Iterator[Candidate]:
    """“…” was how X put it; “…” is what X had to say; “…” That was all that X would say."""
    words = analysis.parse.words
    be = _word_after(analysis, mark)
    if be is not None and analysis.lemmas[be] == "that" and be + 1 < len(words):
        be += 1
    if be is None or analysis.lemmas[be] != "be" or be + 1 >= len(words):
        return
    opening = be + 1
    if analysis.lemmas[opening] not in _PRESENTING or analysis.level_of(opening) != mark.parent:
        return
    for verb in range(opening + 1, min(opening + _REACH_AFTER, len(words))):
        if words[verb].sentence != words[opening].sentence:
            return
        speaks = analysis.verb_class(verb) in STATING or analysis.lemmas[verb] in _GIVING
        if words[verb].upos == "VERB" and speaks:
            by = _who_has_to(analysis, verb)
            subjects = [k for k in analysis.children(by, "nsubj") if opening < k < verb]
            if subjects:
                yield attrs.evolve(
                    _verb_candidate(analysis, "presented", verb, mark, ""),
                    cue_class="speech",
                    source=noun_phrase(analysis, subjects[0], verb),
                    source_rule="subject",
                )
            return


def _who_has_to(analysis: Analysis, verb: int) -> int:
    """The verb with the subject of a verb of saying: had to say, was willing to say."""
    word = analysis.parse.words[verb]
    plain = analysis.lemmas[verb] in _SAYING or analysis.lemmas[verb] in _GIVING
    shares = word.deprel == "xcomp" and not analysis.children(word.head, "obj", "iobj")
    return word.head if plain and shares else verb


def _named_after(analysis: Analysis, mark: Mark) -> Iterator[Candidate]:
    """“…,” came the reply from X; “…” was X's answer."""
    parse = analysis.parse
    words = parse.words
    verb = _word_after(analysis, mark)
    if verb is None or analysis.lemmas[verb] not in ("be", "come"):
        return
    if analysis.level_of(verb) != mark.parent:
        return
    nouns = range(verb + 1, min(verb + 1 + _NAMING, len(words)))
    noun = next((i for i in nouns if words[i].upos not in _BEFORE_NOUN), nouns.stop) - 1
    if noun <= verb or words[noun].upos != "NOUN":
        return
    if analysis.lexicon.nouns.get(analysis.lemmas[noun]) != "speech":
        return
    owner = owner_of(analysis, noun)
    givers = [
        kid
        for kid in (*analysis.children(noun, "nmod"), *analysis.children(verb, "obl"))
        if kid > noun and analysis.case_of(kid) in _AGENTS
    ]
    by = owner if owner is not None else next(iter(givers), None)
    if by is None and analysis.lemmas[verb] == "be":
        return  # “Yes” was the answer
    yield Candidate(
        pattern="named-after",
        head=noun,
        cue=((verb, verb + 1), (noun, noun + 1)) if owner is not None else ((verb, noun + 1),),
        lemma=analysis.lemmas[noun],
        cue_class="speech",
        content=pieces_of_mark(mark),
        source=noun_phrase(analysis, by) if by is not None else None,
        source_rule="none" if by is None else "owner" if by == owner else "giver",
    )
