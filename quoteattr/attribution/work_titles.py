"""Titles of works, songs and operations in quotation marks, which are no speech."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.cues import STATING, Lexicon, word_list
from quoteattr.words.names import noun_sense

__all__ = ["title_words"]

_SMALL = frozenset(("ADP", "DET", "CCONJ", "PART", "SCONJ", "PUNCT", "AUX", "PRON"))
_BEFORE = frozenset(("ADP", "NOUN", "PROPN", "DET", "ADJ", "VERB", "CCONJ", "ADV", "NUM", "PART"))
_PERFORMING = word_list("performing verbs")
_MENTION = 3  # words of a quotation that is of words as words, at most
_WORDINGS = word_list("nouns of wording")
_NAMING = word_list("naming verbs")
_TITLING = word_list("verbs of titles")
_REACH = 8  # words before a quotation in which a reporting verb makes it speech


def title_words(parse: Parse, marks: Sequence[Mark], lexicon: Lexicon) -> frozenset[int]:
    """Words in quotation marks that hold a title, or are meant as words.

    A title has its words capitalised, lies in a sentence that has not, and follows a noun,
    preposition or verb that does not report.

    Args:
        parse: the parse.
        marks: its quotation marks.
        lexicon: the cue words.
    """
    out: set[int] = set()
    for mark in marks:
        inside = parse.words_within(mark.span.start, mark.span.end)
        if not mark.closed or not inside:
            continue
        if (
            _is_title(parse, inside, lexicon)
            or _is_mentioned(parse, inside)
            or _is_titled(parse, inside[0] - 1)
        ):
            out.update(inside)
    return frozenset(out)


def _is_mentioned(parse: Parse, inside: range) -> bool:
    """Whether a quotation is of words as words: the word “tsunami” comes from …; spelled “…”."""
    words = parse.words
    before = inside[0] - 1
    spoken = sum(words[i].upos != "PUNCT" for i in inside)
    if before < 0 or words[before].sentence != words[inside[0]].sentence or spoken > _MENTION:
        return False
    lemma = words[before].lemma.lower()
    subject = words[before].deprel in ("nsubj", "nsubj:pass")
    return (lemma in _WORDINGS and subject) or (words[before].upos == "VERB" and lemma in _NAMING)


def _is_titled(parse: Parse, before: int) -> bool:
    """Whether the word before a quotation gives a work its title: a survey entitled “…”.

    People are called something by somebody, which is speech: a man called “a hero” by his mayor.
    """
    if before < 0:
        return False
    word = parse.words[before]
    if word.deprel != "acl" or word.xpos != "VBN" or word.lemma.lower() not in _TITLING:
        return False
    noun = noun_sense(parse.words[word.head].lemma.lower())
    agent = any(parse.words[i].deprel == "obl:agent" for i in parse.children[before])
    return not agent and (noun is None or noun.kind != "person")


def _is_title(parse: Parse, inside: range, lexicon: Lexicon) -> bool:
    """Whether a quotation is capitalised, in a sentence that is not, and no verb reports it."""
    words = parse.words
    sentence = parse.sentence_words(words[inside[0]].sentence)
    outside = [words[i] for i in sentence if i not in inside]
    if not _is_capitalised(parse, inside) or not any(
        word.upos in ("VERB", "NOUN", "ADJ") and word.text.islower() for word in outside
    ):
        return False
    before = inside[0] - 1
    if before in sentence and words[before].text == ",":
        before -= 1
    if before not in sentence or words[before].upos not in _BEFORE:
        return False
    return not any(
        words[i].upos == "VERB" and _reports(parse, i, lexicon)
        for i in range(max(before - _REACH, sentence[0]), before + 1)
    )


def _is_capitalised(parse: Parse, inside: range) -> bool:
    """Whether all words of a quotation are capitalised but small ones, and it does not ask."""
    words = parse.words
    named = [words[i] for i in inside if any(c.isalnum() for c in words[i].text)]
    if not named or words[inside[-2:][0]].text in ("?", "!"):
        return False
    return named[0].text[0].isupper() and all(
        word.text[0].isupper() or word.text[0].isdigit() or word.upos in _SMALL for word in named
    )


def _reports(parse: Parse, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb may report the words after it; "sang" and "read" take titles."""
    lemma = lexicon.lemma(parse.words[index].text, parse.words[index].lemma)
    return lemma not in _PERFORMING and lexicon.verbs.get(lemma) in STATING
