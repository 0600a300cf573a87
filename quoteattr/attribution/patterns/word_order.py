"""Patterns over the order of words, for sentences that the parser gets wrong: "…, X said, …"."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Candidate, is_subject, pieces_of
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.sources import addressee_of, reporting_verb
from quoteattr.words.cues import STATING, word_list

__all__ = ["order_candidates", "rest_candidates"]

_LEAST_CONTENT = 3  # words
_INTERPOLATED = STATING | {"attitude"}  # "…, they fear, …"
_TELLING = frozenset(("speech", "writing"))
_ADDRESSEE = 7  # words that may come between "told" and "that"
_OPENERS = word_list("clause openers")
_BARRIERS = frozenset(("VERB", "AUX", "PUNCT", "SCONJ", "CCONJ"))
_ADDRESSED = frozenset(("PROPN", "PRON", "NOUN"))
_CLOSERS = frozenset(".?!;:”\"’'")


def order_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """…, X said, …; …, X said. The order of words decides, not the parse."""
    for word in analysis.parse.words:
        if word.upos != "VERB" or word.xpos in ("VB", "VBG"):
            continue
        if analysis.verb_class(word.index) not in _INTERPOLATED:
            continue
        region = _region(analysis, word.index)
        if region is None:
            continue
        first, last, pattern = region
        sentence = analysis.parse.sentence_words(word.sentence)
        left = [i for i in sentence if i < first and i not in analysis.asides]
        right = [i for i in sentence if i >= last] if pattern == "interpolated" else []
        if len(left) < (1 if right else _LEAST_CONTENT):
            continue
        content = pieces_of(analysis.parse, (*left, *right))
        if content:
            yield reporting_verb(analysis, word.index).candidate(
                pattern,
                content,
                addressee=addressee_of(analysis, word.index),
            )


def rest_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """X said …, to the end of the sentence, where the parse gives no clause."""
    parse = analysis.parse
    for word in parse.words:
        if word.upos != "VERB" or analysis.verb_class(word.index) not in STATING:
            continue
        if analysis.children(word.index, "ccomp"):
            continue
        yield from _announced(analysis, word.index)
        start = _clause_start(analysis, word.index)
        if start is None:
            yield from _opened_far(analysis, word.index)
            continue
        first, pattern = start
        sentence = parse.sentence_words(word.sentence)
        content = pieces_of(parse, range(first, sentence[-1] + 1))
        if not content or sentence[-1] - first < _LEAST_CONTENT:
            continue
        yield reporting_verb(analysis, word.index).candidate(
            pattern,
            content,
            addressee=addressee_of(analysis, word.index, quoted=True),
            particle=analysis.lemmas[first] if pattern == "opened-rest" else "",
        )


def _announced(analysis: Analysis, verb: int) -> Iterator[Candidate]:
    """A reader asked: Who pays? – the sentence after a colon that ends the verb's sentence."""
    parse = analysis.parse
    words = parse.words
    number = words[verb].sentence
    colon = parse.sentence_words(number)[-1]
    if words[colon].text != ":" or colon - verb > _ADDRESSEE or number + 1 >= len(parse.sentences):
        return
    content = pieces_of(parse, parse.sentence_words(number + 1))
    if content and colon + 1 not in analysis.mark_of_word:
        yield reporting_verb(analysis, verb).candidate(
            "announced",
            content,
            addressee=addressee_of(analysis, verb, quoted=True),
        )


def _opened_far(analysis: Analysis, verb: int) -> Iterator[Candidate]:
    """Complained during a long call – … – that …: the next that-clause, hung on something else."""
    parse = analysis.parse
    words = parse.words
    if analysis.verb_class(verb) not in _TELLING:
        return
    for i in range(verb + 1, parse.sentence_words(words[verb].sentence)[-1]):
        if words[i].upos == "VERB" and analysis.verb_class(i) in STATING:
            return
        if analysis.lemmas[i] == "that" and words[i].deprel == "mark" and words[i].head > i:
            if analysis.lemmas[i - 1] in analysis.lexicon.nouns:
                return
            content = pieces_of(parse, [k for k in parse.subtree(words[i].head) if k >= i])
            if content:
                yield reporting_verb(analysis, verb).candidate(
                    "opened-far",
                    content,
                    addressee=addressee_of(analysis, verb, quoted=True),
                )
            return


def _clause_start(analysis: Analysis, verb: int) -> tuple[int, str] | None:
    """First word of the clause after a verb, and whether a conjunction opens it."""
    words = analysis.parse.words
    sentence = analysis.parse.sentence_words(words[verb].sentence)
    for i in range(verb + 1, min(verb + _ADDRESSEE, sentence[-1] + 1)):
        if analysis.lemmas[i] in _OPENERS:
            return i, "opened-rest"
        if words[i].upos in _BARRIERS or analysis.lemmas[i] in analysis.lexicon.nouns:
            break  # in "rejected the claim that …" the clause is the noun's
    following = verb + 1
    complements = [
        kid
        for kid in analysis.children(verb, "obj", "iobj", "obl", "xcomp")
        if words[kid].deprel != "obl:unmarked" or len(analysis.parse.subtree(kid)) < _ADDRESSEE
    ]
    if complements or analysis.verb_class(verb) not in _TELLING:
        return None
    if following in sentence and words[following].upos not in ("PUNCT", "ADP", "CCONJ", "SCONJ"):
        return following, "rest"
    return None


def _region(analysis: Analysis, verb: int) -> tuple[int, int, str] | None:
    """The words of a reporting clause with its subject, and how it sits in the sentence."""
    parse = analysis.parse
    words = parse.words
    first, last = verb_group(analysis, verb)
    for kid in parse.children[verb]:
        if is_subject(words[kid].deprel):
            tree = [i for i in parse.subtree(kid) if words[i].upos != "PUNCT" or i == kid]
            if abs(kid - verb) > len(tree) + last - first + 2:
                return None
            first, last = min(first, tree[0]), max(last, tree[-1] + 1)
            break
    else:
        return None
    sentence = parse.sentence_words(words[verb].sentence)
    if first - 1 not in sentence or words[first - 1].text not in (",", "”", '"', "''", "—", "–"):
        return None
    if last in sentence and words[last].text == "," and last + 1 in sentence:
        return first, last + 1, "interpolated"
    rest = [i for i in sentence if i >= last]
    if len(rest) <= 1 or all(words[i].text in _CLOSERS for i in rest):
        return first, last, "closing"
    if words[first - 1].text == "," and _is_occasion(analysis, verb, rest):
        return first, last, "closing-far"
    return None


def _is_occasion(analysis: Analysis, verb: int, rest: list[int]) -> bool:
    """Whether the words after a verb only give time, place and addressee."""
    words = analysis.parse.words
    covered: set[int] = set()
    for kid in analysis.children(verb, "obl", "advmod", "iobj", "obj"):
        if kid > verb and (words[kid].deprel != "obj" or words[kid].upos in _ADDRESSED):
            covered.update(analysis.parse.subtree(kid))
    return all(i in covered or words[i].upos == "PUNCT" for i in rest)
