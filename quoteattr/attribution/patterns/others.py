"""Patterns without a reporting verb: adjectives, "according to", "in X's words"."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.attribution.candidates import (
    Article,
    Candidate,
    is_subject,
    pieces_of,
    pieces_of_mark,
)
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.patterns.colons import colon_candidates
from quoteattr.attribution.patterns.nouns import noun_candidates
from quoteattr.attribution.sources import noun_phrase, owner_of, source_of
from quoteattr.words.cues import word_list

__all__ = ["adjective_candidates", "colon_candidates", "noun_candidates", "preposition_candidates"]

_NOUN_PREPOSITIONS = word_list("noun prepositions")
_SUBJECTLESS = frozenset(("conj", "xcomp", "advcl", "acl", "amod"))
_MODIFIERS = frozenset(("acl", "amod"))
_DOCUMENTS = word_list("poll nouns")
_WORDS = word_list("word nouns")


def adjective_candidates(article: Article) -> Iterator[Candidate]:
    """X is confident that …; was happy to …; is critical of …"""
    parse = article.parse
    for word in parse.words:
        if word.upos not in ("ADJ", "VERB") or word.lemma.lower() not in article.lexicon.adjectives:
            continue
        head = word.index
        subjects = [k for k in parse.children[head] if is_subject(parse.words[k].deprel)]
        if not subjects and word.deprel not in _SUBJECTLESS:
            continue
        source, rule = source_of(article, head)
        if source is None and word.deprel in _MODIFIERS:
            source, rule = noun_phrase(article, word.head, head), "modified-noun"
        for kid in parse.children[head]:
            frame, particle, drop = _adjective_frame(article, kid, head)
            if not frame:
                continue
            content = pieces_of(parse, set(parse.subtree(kid)) - drop)
            if content:
                yield Candidate(
                    frame=frame,
                    head=head,
                    cue=(verb_group(article, head, min(drop, default=None)),),
                    lemma=article.lemmas[head],
                    cue_class=article.lexicon.adjectives[word.lemma.lower()],
                    content=content,
                    source=source,
                    source_rule=rule,
                    particle=particle,
                )


def _adjective_frame(article: Article, kid: int, head: int) -> tuple[str, str, set[int]]:
    relation = article.parse.words[kid].deprel.split(":")[0]
    if kid < head:
        return "", "", set()
    if relation == "ccomp":
        return "adjective-clause", "", set()
    if relation in ("xcomp", "advcl"):
        return "adjective-infinitive", article.case_of(kid) or "", set()
    preposition = article.case_of(kid)
    if relation in ("obl", "nmod") and preposition in _NOUN_PREPOSITIONS:
        return "adjective-phrase", preposition or "", set(article.children(kid, "case"))
    return "", "", set()


def preposition_candidates(article: Article) -> Iterator[Candidate]:
    """According to X, …; in X's words, …; in the view of X, …"""
    parse = article.parse
    for word in parse.words:
        if word.text.lower() == "according":
            yield from _according(article, word.index)
        elif word.upos == "NOUN" and article.lemmas[word.index] in _DOCUMENTS:
            yield from _in_document(article, word.index)
        elif word.lemma.lower() in _WORDS:
            owner = owner_of(article, word.index)
            if owner is None or article.case_of(word.index) not in ("in", "to", "by"):
                continue
            first = min(article.children(word.index, "case"), default=word.index)
            cue = (first, word.index + 1)
            yield from _beside_words(article, word.index, owner, cue)


def _in_document(article: Article, noun: int) -> Iterator[Candidate]:
    """In a Tufts poll, …; … in most surveys"""
    cases = article.children(noun, "case", "mark")
    if article.parse.words[noun].deprel == "obl" and article.case_of(noun) in ("in", "per"):
        cue = (min(cases), min(cases) + 1)
        lemma = article.lemmas[cue[0]]
        yield from _around(article, noun, noun, "in-document", lemma, cue)


def _beside_words(
    article: Article, noun: int, owner: int, cue: tuple[int, int]
) -> Iterator[Candidate]:
    """In X's words, “…”: the quotation right behind the phrase is the content."""
    parse = article.parse
    end = parse.words[noun].end
    mark = article.mark_from(end)
    if mark is None or not mark.closed or parse.text[end : mark.span.start].strip(" ,:\u00a0"):
        return
    yield Candidate(
        frame="in-words",
        head=noun,
        cue=(cue,),
        lemma=article.lemmas[noun],
        cue_class="speech",
        content=pieces_of_mark(mark),
        source=noun_phrase(article, owner),
        source_rule="owner",
    )


def _according(article: Article, index: int) -> Iterator[Candidate]:
    parse = article.parse
    if index + 1 >= len(parse.words) or parse.words[index + 1].text.lower() != "to":
        return
    top = index
    word = parse.words[index]
    source = word.head if word.deprel == "case" else None
    if source is None:
        kids = article.children(index, "obl", "nmod", "pobj", "obj")
        kids = [kid for kid in kids if kid > index]
        source = kids[0] if kids else None
    else:
        top = source
    if source is None or source < index:
        return
    yield from _around(article, top, source, "according-to", "accord", (index, index + 2))


def _around(
    article: Article, top: int, source: int, frame: str, lemma: str, cue: tuple[int, int]
) -> Iterator[Candidate]:
    """The clause that a phrase hangs on, without the phrase, is the content."""
    parse = article.parse
    governor = parse.words[top].head
    if governor < 0:
        return
    inner = set(parse.subtree(top))
    sentence = parse.sentence_words(parse.words[top].sentence)
    near = set(parse.subtree(governor)) - inner
    for name, indices in ((frame, near), (frame + "-sentence", set(sentence) - inner)):
        content = pieces_of(parse, indices)
        if not content or (name != frame and len(indices) <= len(near) + 1):
            continue
        yield Candidate(
            frame=name,
            head=cue[0],
            cue=(cue,),
            lemma=lemma,
            cue_class="speech",
            content=content,
            source=noun_phrase(article, source),
            source_rule="preposition",
        )
