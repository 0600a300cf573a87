"""Lines that stand between the paragraphs of an article and belong to no text: “Hide Ad”."""

from __future__ import annotations

import regex

__all__ = ["is_furniture", "is_short_line"]

_LONGEST = 14  # words of a caption or a cross-heading
_KNOWN = regex.compile(
    r"(?:hide ad|advert(?:isement|ising)?|ad|sponsored(?: content)?|story continues(?: below)?.*"
    r"|article continues.*|scroll (?:down|on) .*|loading\.*|(?:sign up|subscribe|click here)\b.*"
    r"|(?:read|see|also read|read also|related|watch|listen|more|view|recommended|must[- ]read"
    r"|don[’']t miss|trending)(?: (?:more|also|next|now|on|here|stories|story|articles?|gallery))*"
    r"\s?[:|>–—-].*|(?:read|see) (?:more|also|next)\b.*|related (?:stories|articles?|content)"
    r"|[—–-] .{1,60}\(@\w+\).*|(?:https?://)?(?:pic\.twitter\.com|t\.co)/\S+"
    r"|(?:image|photo|picture|pic|photograph|credit|file photo)\s?(?:credit|source|by|of)?\s?[:|].*"
    r"|(?:share|comments?|embed|play video|video|recommended|newsletter|trending))",
    regex.IGNORECASE,
)
_END = regex.compile(r"[.?!…:;,](?:[”\"’'»)\]]|'')*\Z")
_MARK = regex.compile(r"[“”\"«»„]|``|''")


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture of a known form.

    Args:
        line: a paragraph without white space at its edges.

    >>> [is_furniture(line) for line in ("Hide Ad", "Read more: Ten best pubs", "Read it aloud.")]
    [True, True, False]
    """
    return bool(_KNOWN.fullmatch(line))


def is_short_line(line: str) -> bool:
    """Whether a line is short and no sentence: a caption, a cross-heading, a name.

    Args:
        line: a paragraph without white space at its edges.

    >>> [is_short_line(line) for line in ("The road at noon", "It was shut.", "Lee said:")]
    [True, False, False]
    """
    return len(line.split()) <= _LONGEST and not _END.search(line) and not _MARK.search(line)
