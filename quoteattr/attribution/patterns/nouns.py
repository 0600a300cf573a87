"""Patterns whose cue is a noun: X's claim that …; the decision to …; made the claim that …"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, Pieces, is_subject, pieces_of
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.sources import noun_phrase, owner_of, source_of
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import word_list

__all__ = ["noun_candidates"]

# "made the claim that", "raised the concern": the verb only carries the noun
_CARRIERS = word_list("carrier verbs")
# "drew criticism from X", "has the support of X": the subject is what X speaks about
_RECEIVERS = word_list("receiver verbs")
_NOUN_PREPOSITIONS = word_list("noun prepositions")
_CARRIED = frozenset(("obj", "obl", "nsubj:pass"))
_CARRY_REACH = 6  # words from the carrying verb to its noun
_AGENTS = frozenset(("by", "from", "among"))
_OPENERS = {"that": "noun-clause", "to": "noun-infinitive"}


@attrs.frozen
class _NounSource:
    """Who a cue noun belongs to; ``head`` and ``first`` of the cue that holds the noun."""

    source: SourceSpan | None
    rule: str
    head: int
    first: int


def noun_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """X's claim that …; the decision to …; support for …; made the claim that …"""
    for word in analysis.parse.words:
        if word.upos != "NOUN" or analysis.lemmas[word.index] not in analysis.lexicon.nouns:
            continue
        noun = word.index
        of = _noun_source(analysis, noun)
        for pattern, content, last, particle in _contents(analysis, noun):
            if content:
                yield _candidate(analysis, noun, of, pattern, content, last, particle)
        yield from _received(analysis, noun)


def _candidate(
    analysis: Analysis,
    noun: int,
    of: _NounSource,
    pattern: str,
    content: Pieces,
    last: int,
    particle: str,
) -> Candidate:
    lemma = analysis.lemmas[noun]
    return Candidate(
        pattern=pattern,
        head=of.head,
        cue=((of.first, last),),
        lemma=lemma,
        cue_class=analysis.lexicon.nouns[lemma],
        content=content,
        source=of.source,
        source_rule=of.rule,
        particle=particle,
    )


def _contents(analysis: Analysis, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """Pattern, content, end of the cue and particle of everything that a noun may introduce."""
    parse = analysis.parse
    opened = False
    for kid in analysis.children(noun, "acl", "ccomp"):
        marks = [analysis.lemmas[k] for k in analysis.children(kid, "mark")]
        if kid < noun or (parse.words[kid].deprel == "acl:relcl" and "that" not in marks):
            continue
        if "that" in marks or parse.words[kid].deprel == "ccomp":
            opened = True
            yield "noun-clause", pieces_of(parse, parse.subtree(kid)), noun + 1, "that"
        elif "to" in marks:
            opened = True
            yield "noun-infinitive", pieces_of(parse, parse.subtree(kid)), noun + 1, "to"
    if not opened:
        yield from _opened_beside(analysis, noun)
        yield from _predicate(analysis, noun)
    for kid in analysis.children(noun, "nmod", "acl", "obl"):
        preposition = analysis.case_of(kid)
        if kid > noun and preposition in _NOUN_PREPOSITIONS:
            drop = set(analysis.children(kid, "case", "mark"))
            content = pieces_of(parse, set(parse.subtree(kid)) - drop)
            position = min(drop)
            last = position + 1 if position == noun + 1 else noun + 1
            yield "noun-phrase", content, last, preposition or ""
    if not analysis.children(noun, "nmod", "acl"):
        yield from _phrase_beside(analysis, noun)


def _opened_beside(analysis: Analysis, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """The clause or infinitive right after a noun that the parse hangs on something else."""
    parse = analysis.parse
    first = noun + 1
    for kid in analysis.children(noun, "nmod"):  # "a suggestion by X that"
        if kid > noun and analysis.case_of(kid) in _AGENTS:
            first = analysis.parse.subtree(kid)[-1] + 1
    if first >= len(parse.words) or analysis.lemmas[first] not in _OPENERS:
        return
    head = parse.words[first].head
    if parse.words[first].deprel != "mark" or head <= first:
        return
    content = pieces_of(parse, [i for i in parse.subtree(head) if i >= first])
    particle = analysis.lemmas[first]
    yield _OPENERS[particle] + "-beside", content, noun + 1, particle


def _phrase_beside(analysis: Analysis, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """The phrase after a carried noun that the parse hangs on the verb: "voiced support | for"."""
    parse = analysis.parse
    words = parse.words
    preposition = noun + 1
    if preposition >= len(words) or analysis.lemmas[preposition] not in _NOUN_PREPOSITIONS:
        return
    head = words[preposition].head
    if head <= preposition or words[head].head != words[noun].head:
        return
    drop = set(analysis.children(head, "case", "mark"))
    content = pieces_of(parse, set(parse.subtree(head)) - drop)
    yield "noun-phrase", content, preposition + 1, analysis.lemmas[preposition]


def _predicate(analysis: Analysis, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """The complaint is that …; the strategy is to …; their goal: …"""
    parse = analysis.parse
    words = parse.words
    head = words[noun].head
    if is_subject(words[noun].deprel) and head > noun:
        copulas = [k for k in analysis.children(head, "cop") if noun < k < head]
        if copulas:
            last = copulas[0] + 1
            content = pieces_of(parse, [i for i in parse.subtree(head) if i >= last])
            end = last if copulas[0] == noun + 1 else noun + 1
            opens = analysis.lemmas[last] if last < len(words) else ""
            yield "noun-predicate", content, end, opens if opens in _OPENERS else ""
    colon = noun + 1
    sentence = parse.sentence_words(words[noun].sentence)
    if is_subject(words[noun].deprel) and head > noun and analysis.children(head, "cop"):
        colon = head + 1  # "her message was simple: pay up"
    if colon < sentence[-1] and words[colon].text == ":":
        yield "noun-colon", pieces_of(parse, range(colon + 1, sentence[-1] + 1)), noun + 1, ":"


def _received(analysis: Analysis, noun: int) -> Iterator[Candidate]:
    """Drew criticism from X; won the endorsement of X; has the support of X."""
    words = analysis.parse.words
    verb = words[noun].head
    if words[noun].deprel != "obj" or analysis.lemmas[verb] not in _RECEIVERS or verb > noun:
        return
    subjects = [k for k in analysis.children(verb, "nsubj") if k < verb]
    givers = [
        k
        for k in (*analysis.children(noun, "nmod"), *analysis.children(verb, "obl"))
        if k > noun and analysis.case_of(k) in ("from", "of", "among", "by")
    ]
    if not subjects or noun - verb > _CARRY_REACH:
        return
    last = noun + 1
    source = None
    if givers:
        source = noun_phrase(analysis, givers[0])
        at = min(analysis.children(givers[0], "case", "mark"))
        last = at + 1 if at == last else last
    of = _NounSource(source, "giver" if givers else "none", verb, verb_group(analysis, verb)[0])
    content = pieces_of(analysis.parse, analysis.parse.subtree(subjects[0]))
    if content:
        yield _candidate(analysis, noun, of, "received", content, last, analysis.lemmas[verb])


def _noun_source(analysis: Analysis, noun: int) -> _NounSource:
    """Source of a cue noun, the rule, and where its cue begins."""
    words = analysis.parse.words
    owner = owner_of(analysis, noun)
    if owner is not None:
        first = _after(analysis, owner, noun)
        return _NounSource(noun_phrase(analysis, owner), "owner", noun, first)
    for kid in analysis.children(noun, "nmod"):
        if analysis.case_of(kid) in _AGENTS and kid > noun:
            return _NounSource(noun_phrase(analysis, kid), "noun-agent", noun, noun)
    subjects = [k for k in analysis.parse.children[noun] if is_subject(words[k].deprel)]
    copulas = [k for k in analysis.children(noun, "cop") if k < noun]
    if subjects and copulas and subjects[0] < copulas[0]:  # "is a supporter of"
        first = verb_group(analysis, copulas[0])[0]
        return _NounSource(noun_phrase(analysis, subjects[0], noun), "predicate", noun, first)
    governor = words[noun].head
    if governor >= 0 and words[noun].deprel in _CARRIED and analysis.lemmas[governor] in _CARRIERS:
        source, rule = source_of(analysis, governor)
        if governor < noun and noun - governor <= _CARRY_REACH:
            first = verb_group(analysis, governor)[0]
            return _NounSource(source, "carrier-" + rule, governor, first)
        return _NounSource(source, "carrier-" + rule, noun, noun)
    return _NounSource(None, "none", noun, noun)


def _after(analysis: Analysis, owner: int, noun: int) -> int:
    """First cue word after the owner's phrase: the possessive ending, if there is one."""
    words = analysis.parse.words
    for i in range(owner + 1, noun):
        if words[i].xpos == "POS":
            return i
    return min(owner + 1, noun)
