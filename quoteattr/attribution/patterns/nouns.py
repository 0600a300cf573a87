"""Patterns whose cue is a noun: X's claim that …; the decision to …; made the claim that …"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quoteattr.attribution.candidates import Article, Candidate, Pieces, is_subject, pieces_of
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


def noun_candidates(article: Article) -> Iterator[Candidate]:
    """X's claim that …; the decision to …; support for …; made the claim that …"""
    for word in article.parse.words:
        if word.upos != "NOUN" or article.lemmas[word.index] not in article.lexicon.nouns:
            continue
        noun = word.index
        of = _noun_source(article, noun)
        for frame, content, last, particle in _contents(article, noun):
            if content:
                yield _candidate(article, noun, of, frame, content, last, particle)
        yield from _received(article, noun)


def _candidate(
    article: Article,
    noun: int,
    of: _NounSource,
    frame: str,
    content: Pieces,
    last: int,
    particle: str,
) -> Candidate:
    lemma = article.lemmas[noun]
    return Candidate(
        frame=frame,
        head=of.head,
        cue=((of.first, last),),
        lemma=lemma,
        cue_class=article.lexicon.nouns[lemma],
        content=content,
        source=of.source,
        source_rule=of.rule,
        particle=particle,
    )


def _contents(article: Article, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """Frame, content, end of the cue and particle of everything that a noun may introduce."""
    parse = article.parse
    opened = False
    for kid in article.children(noun, "acl", "ccomp"):
        marks = [article.lemmas[k] for k in article.children(kid, "mark")]
        if kid < noun or (parse.words[kid].deprel == "acl:relcl" and "that" not in marks):
            continue
        if "that" in marks or parse.words[kid].deprel == "ccomp":
            opened = True
            yield "noun-clause", pieces_of(parse, parse.subtree(kid)), noun + 1, "that"
        elif "to" in marks:
            opened = True
            yield "noun-infinitive", pieces_of(parse, parse.subtree(kid)), noun + 1, "to"
    if not opened:
        yield from _opened_beside(article, noun)
        yield from _predicate(article, noun)
    for kid in article.children(noun, "nmod", "acl", "obl"):
        preposition = article.case_of(kid)
        if kid > noun and preposition in _NOUN_PREPOSITIONS:
            drop = set(article.children(kid, "case", "mark"))
            content = pieces_of(parse, set(parse.subtree(kid)) - drop)
            position = min(drop)
            last = position + 1 if position == noun + 1 else noun + 1
            yield "noun-phrase", content, last, preposition or ""
    if not article.children(noun, "nmod", "acl"):
        yield from _phrase_beside(article, noun)


def _opened_beside(article: Article, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """The clause or infinitive right behind a noun that the parse hangs on something else."""
    parse = article.parse
    first = noun + 1
    for kid in article.children(noun, "nmod"):  # "a suggestion by X that"
        if kid > noun and article.case_of(kid) in _AGENTS:
            first = article.parse.subtree(kid)[-1] + 1
    opener = first
    if opener < len(parse.words) and article.lemmas[opener] == "not":
        opener += 1
    if opener >= len(parse.words) or article.lemmas[opener] not in _OPENERS:
        return
    head = parse.words[opener].head
    if parse.words[opener].deprel != "mark" or head <= opener:
        return
    content = pieces_of(parse, [i for i in parse.subtree(head) if i >= first])
    particle = article.lemmas[opener]
    yield _OPENERS[particle] + "-beside", content, noun + 1, particle


def _phrase_beside(article: Article, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """The phrase behind a carried noun that the parse hangs on the verb: "voiced support | for"."""
    parse = article.parse
    words = parse.words
    preposition = noun + 1
    if preposition >= len(words) or article.lemmas[preposition] not in _NOUN_PREPOSITIONS:
        return
    head = words[preposition].head
    if head <= preposition or words[head].head != words[noun].head:
        return
    drop = set(article.children(head, "case", "mark"))
    content = pieces_of(parse, set(parse.subtree(head)) - drop)
    yield "noun-phrase", content, preposition + 1, article.lemmas[preposition]


def _predicate(article: Article, noun: int) -> Iterator[tuple[str, Pieces, int, str]]:
    """The complaint is that …; the strategy is to …; their goal: …"""
    parse = article.parse
    words = parse.words
    head = words[noun].head
    if is_subject(words[noun].deprel) and head > noun:
        copulas = [k for k in article.children(head, "cop") if noun < k < head]
        if copulas:
            last = copulas[0] + 1
            content = pieces_of(parse, [i for i in parse.subtree(head) if i >= last])
            end = last if copulas[0] == noun + 1 else noun + 1
            opens = article.lemmas[last] if last < len(words) else ""
            yield "noun-predicate", content, end, opens if opens in _OPENERS else ""
    colon = noun + 1
    sentence = parse.sentence_words(words[noun].sentence)
    if is_subject(words[noun].deprel) and head > noun and article.children(head, "cop"):
        colon = head + 1  # "her message was simple: pay up"
    if colon < sentence[-1] and words[colon].text == ":":
        yield "noun-colon", pieces_of(parse, range(colon + 1, sentence[-1] + 1)), noun + 1, ":"


def _received(article: Article, noun: int) -> Iterator[Candidate]:
    """Drew criticism from X; won the endorsement of X; has the support of X."""
    words = article.parse.words
    verb = words[noun].head
    if words[noun].deprel != "obj" or article.lemmas[verb] not in _RECEIVERS or verb > noun:
        return
    subjects = [k for k in article.children(verb, "nsubj") if k < verb]
    givers = [
        k
        for k in (*article.children(noun, "nmod"), *article.children(verb, "obl"))
        if k > noun and article.case_of(k) in ("from", "of", "among", "by")
    ]
    if not subjects or noun - verb > _CARRY_REACH:
        return
    last = noun + 1
    source = None
    if givers:
        source = noun_phrase(article, givers[0])
        at = min(article.children(givers[0], "case", "mark"))
        last = at + 1 if at == last else last
    of = _NounSource(source, "giver" if givers else "none", verb, verb_group(article, verb)[0])
    content = pieces_of(article.parse, article.parse.subtree(subjects[0]))
    if content:
        yield _candidate(article, noun, of, "received", content, last, article.lemmas[verb])


def _noun_source(article: Article, noun: int) -> _NounSource:
    """Source of a cue noun, the rule, and where its cue begins."""
    words = article.parse.words
    owner = owner_of(article, noun)
    if owner is not None:
        first = _after(article, owner, noun)
        return _NounSource(noun_phrase(article, owner), "owner", noun, first)
    for kid in article.children(noun, "nmod"):
        if article.case_of(kid) in _AGENTS and kid > noun:
            return _NounSource(noun_phrase(article, kid), "noun-agent", noun, noun)
    subjects = [k for k in article.parse.children[noun] if is_subject(words[k].deprel)]
    copulas = [k for k in article.children(noun, "cop") if k < noun]
    if subjects and copulas and subjects[0] < copulas[0]:  # "is a supporter of"
        first = verb_group(article, copulas[0])[0]
        return _NounSource(noun_phrase(article, subjects[0], noun), "predicate", noun, first)
    governor = words[noun].head
    if governor >= 0 and words[noun].deprel in _CARRIED and article.lemmas[governor] in _CARRIERS:
        source, rule = source_of(article, governor)
        if governor < noun and noun - governor <= _CARRY_REACH:
            first = verb_group(article, governor)[0]
            return _NounSource(source, "carrier-" + rule, governor, first)
        return _NounSource(source, "carrier-" + rule, noun, noun)
    return _NounSource(None, "none", noun, noun)


def _after(article: Article, owner: int, noun: int) -> int:
    """First cue word after the owner's phrase: the possessive ending, if there is one."""
    words = article.parse.words
    for i in range(owner + 1, noun):
        if words[i].xpos == "POS":
            return i
    return min(owner + 1, noun)
