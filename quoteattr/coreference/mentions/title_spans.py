"""Titles before names: how far to the left they reach."""

from __future__ import annotations

from quoteattr.coreference.mentions.repairs import is_proper, same_line
from quoteattr.syntax import Parse, Word
from quoteattr.words.names import is_honorific, noun_sense

__all__ = ["title_start"]


def title_start(parse: Parse, first: int, barred: frozenset[int] = frozenset()) -> int:
    """First word of the titles that stand before a name: "White House Press Secretary".

    Args:
        parse: the document.
        first: first word of the name.
        barred: words that belong to other names and can't be part of a title.
    """
    words = parse.words
    start = _title_of(parse, first)
    i = start - 1
    while i >= 0 and first - i <= 8 and i not in barred and same_line(parse, i, first):
        word = words[i]
        if word.text == "." and i > 0 and words[i].start == words[i - 1].end:
            i -= 1
            continue
        if not _is_title(word):
            break
        start = i
        i -= 1
    if start == first:
        return first
    start = _modifier_start(parse, start, barred)
    return _joint_title(parse, start, barred)


def _title_of(parse: Parse, first: int) -> int:
    """First word of "Secretary of State" or "Chief of Staff" before a name, else the name's."""
    words = parse.words
    if first < 3 or words[first - 2].text.lower() != "of" or not _is_title(words[first - 3]):
        return first
    place = words[first - 1]
    single = place.upos in ("PROPN", "NOUN") and not place.text.endswith("s")
    single = single and not _is_title(place)  # not "the spokeswoman of Mayor …"
    return first - 3 if single and same_line(parse, first - 3, first) else first


def _joint_title(parse: Parse, start: int, barred: frozenset[int]) -> int:
    """A title of two: "English comedian and actor Peter …", not "the president and Mr. …"."""
    words = parse.words
    if start < 2 or words[start - 1].text.lower() != "and" or words[start].text[:1].isupper():
        return start
    noun = start - 2
    if not same_line(parse, noun, start) or not _is_title(words[noun]) or noun in barred:
        return start
    return _modifier_start(parse, noun, barred)


def _is_title(word: Word) -> bool:
    if word.upos in ("PUNCT", "VERB", "AUX", "ADP", "PRON", "DET"):
        return False
    if is_honorific(word.text):
        return word.text[:1].isupper()
    sense = noun_sense(word.lemma) or noun_sense(word.text)
    return sense is not None and sense.kind == "person" and word.xpos not in ("NNS", "NNPS")


def _modifier_start(parse: Parse, start: int, barred: frozenset[int]) -> int:
    """The title with what modifies it, to the left: "Russian President", "Tulsa police Chief"."""
    words = parse.words
    i = start - 1
    while i >= 0 and start - i <= 5 and i not in barred and same_line(parse, i, start):
        word = words[i]
        modifies = word.deprel.split(":")[0] in ("compound", "amod", "flat", "nmod")
        modifies = modifies or (word.xpos == "NN" and words[i + 1].upos == "NOUN")
        if word.upos not in ("PROPN", "ADJ", "NOUN") or not (modifies or is_proper(word)):
            break
        if word.xpos in ("NNS", "NNPS") and not is_proper(word):
            break
        start = i
        i -= 1
    return start
