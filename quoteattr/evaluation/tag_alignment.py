"""Where in an article the tokens of a tokenised sequence stand.

CoreNLP writes brackets and quotation marks in its own way; both sides are folded to one writing,
white space is left out, and the sequence is looked for as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from quoteattr.evaluation.spans import Pieces

__all__ = ["align"]

_BRACKETS = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
    "``": '"', "''": '"', "--": "–",
}  # fmt: skip
_FOLDED: dict[int, str] = {
    **{ord(c): f for c, f in zip("“”„«»‘’`´–—―\u00a0\u2009", '"""""\'\'\'\'---  ', strict=True)},
    ord("…"): "...",
}


def align(tokens: Sequence[str], text: str, start: int = 0) -> Pieces | None:
    """Code points of every token, at or after ``start``; None if the sequence is not there.

    A token of punctuation that the article does not have is empty, where the one before it ends.

    >>> align(["``", "No", ",", "''", "-LRB-", "he"], "So: “No,” (he said)")
    ((4, 5), (5, 7), (7, 8), (8, 9), (10, 11), (11, 13))
    """
    folded, where = _fold_text(text, start)
    pieces = [_fold_token(token) for token in tokens]
    found = _find_all(pieces, folded) or _find_words(pieces, folded)
    if found is None:
        return None
    at = [*where, len(text)]
    return tuple((at[a], at[b - 1] + 1) if b > a else (at[a], at[a]) for a, b in found)


def _fold_text(text: str, start: int) -> tuple[str, list[int]]:
    """The text in one writing, and the place in the text of each of its characters."""
    folded: list[str] = []
    where: list[int] = []
    for i in range(start, len(text)):
        for character in unicodedata.normalize("NFKC", text[i].translate(_FOLDED)):
            if not character.isspace() and character != "\u200b":
                folded.append(character)
                where.append(i)
    # The second half of a doubled mark goes.
    joined = "".join(folded).replace("''", '"\x00').replace("--", "-\x00")
    kept = [i for i, character in enumerate(joined) if character != "\x00"]
    return "".join(joined[i] for i in kept), [where[i] for i in kept]


def _fold_token(token: str) -> str:
    plain = unicodedata.normalize("NFKC", _BRACKETS.get(token, token).translate(_FOLDED))
    return re.sub("--+", "-", plain).replace("''", '"').replace(" ", "")


def _find_all(pieces: Sequence[str], folded: str) -> list[tuple[int, int]] | None:
    place = folded.find("".join(pieces))
    if place < 0:
        return None
    out = []
    for piece in pieces:
        out.append((place, place + len(piece)))
        place += len(piece)
    return out


def _find_words(pieces: Sequence[str], folded: str) -> list[tuple[int, int]] | None:
    """As ``_find_all``, but tokens of mere punctuation may be missing in the text."""
    pattern = "".join(
        f"({re.escape(piece)})" if any(map(str.isalnum, piece)) else f"((?:{re.escape(piece)})?)"
        for piece in pieces
    )
    match = re.search(pattern, folded)
    if not match or not match.group().strip():
        return None
    return [match.span(i + 1) for i in range(len(pieces))]
