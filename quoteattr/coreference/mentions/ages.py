"""Ages: in a description ("the 56-year-old") and beside a name ("Lee, 56,")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from quoteattr.coreference.records import Mention
from quoteattr.syntax import Parse, Word

__all__ = ["age_in", "ages_beside", "is_age"]

_AGED = re.compile(r"(\w+-)?year-old")
_AGE = re.compile(r"(?<!\d)(\d{1,3})-year-old")
_NEAR = 8  # words between an age and a name at most


def is_age(lemma: str, modifiers: AbstractSet[str]) -> bool:
    """Whether a phrase is only an age: "the 56-year-old", in one token or in five.

    Args:
        lemma: of its head.
        modifiers: the words before the head.
    """
    in_tokens = lemma == "old" and "year" in modifiers
    return in_tokens or _AGED.fullmatch(lemma) is not None


def age_in(parse: Parse, mention: Mention) -> str | None:
    """The age that a description names, in figures."""
    words = parse.words[max(mention.first - 2, 0) : mention.last]
    found = _AGE.search("".join(w.text for w in words).lower())
    return found[1] if found else None


def ages_beside(parse: Parse, mention: Mention) -> Iterator[str]:
    """Ages beside a name or in a description: "Lee, 56,", "Lee, aged 56", "the 56-year-old"."""
    words = parse.words
    after = [w.text.lower() for w in words[mention.last : mention.last + 4]]
    if after[:1] in (["aged"], [","], ["("]):
        after = after[1:]
    after = after[1:] if after[:1] == ["aged"] else after
    if (
        after
        and after[0].isdecimal()
        and len(after[0]) < 4
        and after[1:2] in ([","], [")"], ["."], [])
    ):
        yield after[0]
    if mention.form == "pronoun":
        return
    first, last = mention.first, mention.last
    while first > max(mention.first - _NEAR, 0) and _goes_on(words[first - 1]):
        first -= 1
    last += last < len(words) and words[last].text == ","
    while last < min(mention.last + _NEAR, len(words)) and _goes_on(words[last]):
        last += 1
    if last < len(words) and words[last].upos == "PROPN":
        last = mention.last  # "Lee saw 56-year-old Bob Ray"
    yield from _AGE.findall("".join(word.text for word in words[first:last]).lower())


def _goes_on(word: Word) -> bool:
    """Whether a word may be between an age and whose it is."""
    return word.text == "-" or word.upos not in ("PUNCT", "PROPN")
