"""Text that is safe to print: it can neither control a terminal nor look like several lines."""

from __future__ import annotations

import re

__all__ = ["excerpt", "on_lines", "on_one_line"]

# Control characters, characters that reorder text, line ends, and what can't be encoded.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
)
_LAYOUT = re.compile("[\t\n]|\r\n")  # what lines and tables need
_SHOWN = "\N{REPLACEMENT CHARACTER}"


def on_one_line(text: str) -> str:
    r"""The text, with U+FFFD for whatever controls a terminal, line ends included.

    >>> on_one_line("a\nb.txt") == "a\N{REPLACEMENT CHARACTER}b.txt"
    True
    """
    return _UNSAFE.sub(_SHOWN, text)


def excerpt(text: str, shown: int) -> str:
    """The text on one line; of a long one both ends.

    Args:
        text: to shorten.
        shown: code points of either end.

    >>> excerpt("We will not go home.", 4)
    'We w…ome.'
    """
    line = on_one_line(" ".join(text.split()))
    return line if len(line) <= 2 * shown else f"{line[:shown]}…{line[-shown:]}"


def on_lines(text: str) -> str:
    r"""The text, with U+FFFD for whatever controls a terminal but for tabs and line ends.

    >>> on_lines("\x1b[2J.txt\n") == "\N{REPLACEMENT CHARACTER}[2J.txt\n"
    True
    """
    kept = [*(match.group() for match in _LAYOUT.finditer(text)), ""]
    parts = map(on_one_line, _LAYOUT.split(text))
    return "".join(part + layout for part, layout in zip(parts, kept, strict=True))
