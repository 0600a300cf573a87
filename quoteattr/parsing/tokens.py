"""Repairs of the tokenizer's output, before anything is tagged: words and sentences cut in names.

The tokenizer was trained on treebanks in which few names are foreign or are words as well. It reads
"Donna" like "gonna", cuts "Nyong’o" at the apostrophe, and ends a sentence within "Theresa May".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from quoteattr.words.cues import word_list
from quoteattr.words.names import is_honorific, title_noun

__all__ = ["mended"]

_Token = dict[str, Any]

# What a word without an apostrophe may be expanded to, by its last part: "gonna", "cannot", "dont".
_ENDINGS = frozenset({"not", "nt", "s", "m", "re", "ve", "ll", "d", "ta", "me", "no"})
_LIKE_GONNA = frozenset({"gonna", "wanna"})
# A capitalized word with an apostrophe inside that opens no clitic: "Nyong’o", "Ng'ang'a".
_INNER = regex.compile(
    r"(?<![\p{L}'’])\p{Lu}\p{L}*"
    r"(?:['’](?!(?:s|t|d|m|re|ve|ll|em|cause|til)(?!\p{L}))\p{L}+)+"
)
_LONGEST_NAME = 40
# Words that begin a sentence and no name: after "the Rep." it goes on elsewhere.
_OPENERS = word_list("sentence openers")
_OPENING = frozenset("\"“'‘")
_CLOSING = frozenset("\"”'’")


def mended(document: Any) -> Any:
    """A tokenized document without words and sentences that are cut in the middle.

    Args:
        document: a ``stanza.Document`` with tokens and their words, not tagged yet.

    Returns:
        The document itself if nothing in it is to be repaired, otherwise a new one.
    """
    from stanza.models.common.doc import Document

    text = document.text
    sentences = [_whole_words(text, tokens) for tokens in document.to_dict()]
    joined = list(_joined(text, sentences))
    if joined == document.to_dict():
        return document
    return Document([_numbered(tokens) for tokens in joined], text=text)


def _whole_words(text: str, tokens: list[_Token]) -> list[_Token]:
    """Tokens, each followed by the words that it is expanded to, without mistaken cuts."""
    return _with_apostrophes(text, _unexpanded(tokens))


def _unexpanded(tokens: list[_Token]) -> list[_Token]:
    """Take back what makes two words of "Donna" and "giant"."""
    out: list[_Token] = []
    skip = 0
    for place, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        size = _size(token)
        if size > 1 and _is_one_word(token["text"], tokens[place + size]["text"]):
            token = {**token, "id": (token["id"][0],)}
            skip = size
        out.append(token)
    return out


def _size(token: _Token) -> int:
    """How many words a token is expanded to: 1 for a word."""
    return len(token["id"]) if isinstance(token["id"], tuple | list) else 1


def _is_one_word(whole: str, ending: str) -> bool:
    if not whole.isalpha():
        return False
    if ending.lower() == "na":
        return whole.lower() not in _LIKE_GONNA
    return ending.lower() not in _ENDINGS


def _with_apostrophes(text: str, tokens: list[_Token]) -> list[_Token]:
    """Join the tokens of each name with an apostrophe inside."""
    if not tokens:
        return tokens
    low, high = tokens[0]["start_char"], _end(tokens)
    names = [match.span() for match in _INNER.finditer(text, low, high)]
    for start, end in names:
        spans = _spans(tokens)
        inside = [i for i, (left, right) in enumerate(spans) if left < end and right > start]
        whole = inside and spans[inside[0]][0] == start and spans[inside[-1]][1] == end
        if len(inside) < 2 or not whole or end - start > _LONGEST_NAME:
            continue
        one = {**tokens[inside[0]], "id": (0,), "text": text[start:end], "end_char": end}
        one.pop("misc", None)
        tokens = [*tokens[: inside[0]], one, *tokens[inside[-1] + 1 :]]
    return tokens


def _spans(tokens: list[_Token]) -> list[tuple[int, int]]:
    """The offsets of tokens; a word of an expanded token may have only those of the token."""
    out: list[tuple[int, int]] = []
    for token in tokens:
        out.append((token["start_char"], token["end_char"]) if "start_char" in token else out[-1])
    return out


def _end(tokens: list[_Token]) -> int:
    """Where the last of some tokens ends."""
    return next(int(token["end_char"]) for token in reversed(tokens) if "end_char" in token)


def _joined(text: str, sentences: list[list[_Token]]) -> Iterator[list[_Token]]:
    """Sentences, where one that ends in a word goes on in the next: a name was cut in between."""
    before: list[_Token] = []
    for tokens in sentences:
        if before and tokens and _goes_on(text, before, tokens[0]):
            before = [*before, *tokens]
            continue
        if before:
            yield before
        before = tokens
    if before:
        yield before


def _goes_on(text: str, before: list[_Token], first: _Token) -> bool:
    """Whether one blank and no mark separates two sentences; headings are in capitals."""
    last = before[-1]
    word = last["text"]
    if text[_end(before) : first["start_char"]] != " " or not first["text"][:1].isalpha():
        return False
    if word.endswith("."):
        return _is_title(before) and first["text"].lower() not in _OPENERS
    if word[-1:].isalpha():
        return len(word) == 1 or not word.isupper()
    return word in _CLOSING and first["text"][:1].isupper() and _is_nickname(before[:-1])


def _is_title(tokens: list[_Token]) -> bool:
    """Whether tokens end in a title that is written with a full stop: "Engr.", "Sen."."""
    last = tokens[-1]
    title = last["text"][:-1]
    if not title:
        glued = len(tokens) > 1 and _end(tokens[:-1]) == last.get("start_char")
        title = tokens[-2]["text"] if glued else ""
    known = title_noun(title) != title.lower() or is_honorific(title)
    return title[:1].isupper() and not title.isupper() and known and title != "St"


def _is_nickname(tokens: list[_Token]) -> bool:
    """Whether tokens end in an opening mark and a capitalized word or two: James "Jim"."""
    last = range(1, min(len(tokens), 3) + 1)
    place = next((i for i in last if tokens[-i]["text"] in _OPENING), 0)
    inner = tokens[len(tokens) - place + 1 :]
    named = bool(inner) and all(token["text"][:1].isupper() for token in inner)
    return named and len(tokens) > place and tokens[-place - 1]["text"][:1].isupper()


def _numbered(tokens: list[_Token]) -> list[_Token]:
    """The tokens of one sentence with the numbers of its words."""
    out: list[_Token] = []
    number = 1
    for token in tokens:
        size = _size(token)
        if size > 1:
            out.append({**token, "id": tuple(range(number, number + size))})
        else:
            out.append({**token, "id": number})
            number += 1
    return out
