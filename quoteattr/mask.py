"""Cut quotations out of a text and put them back unchanged, so that the rest can be rewritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.model import Span

__all__ = ["Masked", "mask"]

_LIKE_A_PLACEHOLDER = regex.compile(r"⟦(Q+)")


@attrs.frozen
class Masked:
    """A text with placeholders where its quotations were.

    Attributes:
        text: the text to rewrite.
        pieces: what was cut out, in order, with its place in the original text.
        placeholders: the replacement of each piece in ``text``, in the same order.
    """

    text: str
    pieces: tuple[Span, ...]
    placeholders: tuple[str, ...]

    def restore(self, rewritten: str) -> str:
        """Replace every placeholder by its piece; their order may have changed.

        Args:
            rewritten: ``text`` as rewritten, with each placeholder exactly once.

        Returns:
            the rewritten text with the pieces as they were, code point for code point.

        Raises:
            InputError: placeholders are missing, doubled or made up; the message names them.

        >>> masked = mask("He said “no”.", [Span(8, 12, "“no”")])
        >>> masked.text
        'He said ⟦Q1⟧.'
        >>> masked.restore("⟦Q1⟧ was what he said.")
        '“no” was what he said.'
        """
        if not isinstance(rewritten, str):
            raise InputError(f"restore needs a str, not {type(rewritten).__name__}")
        if not self.placeholders:
            return rewritten
        by_name = dict(zip(self.placeholders, self.pieces, strict=True))
        # Any number matches, so that a made-up ⟦Q9⟧ is found as well.
        letters = self.placeholders[0].rstrip("⟧0123456789")
        pattern = regex.compile(rf"{letters}\d++⟧")
        found = Counter(pattern.findall(rewritten))
        wrong = [
            f"{name}: {', '.join(names)}"
            for name, names in (
                ("missing", [name for name in self.placeholders if not found[name]]),
                ("more than once", [name for name, count in found.items() if count > 1]),
                ("unknown", [name for name in found if name not in by_name]),
            )
            if names
        ]
        if wrong:
            raise InputError(
                f"the rewritten text must keep every placeholder once; {'; '.join(wrong)}"
            )
        return pattern.sub(lambda match: by_name[match.group()].text, rewritten)


def mask(text: str, spans: Iterable[Span]) -> Masked:
    """Replace spans by placeholders that occur nowhere in the text.

    Of nested spans the outermost is cut out. Spans that overlap are cut out as one. Empty spans
    are ignored.

    Args:
        text: the text that the spans were found in.
        spans: content of quotes, or the spans of ``find_marks``, in any order.

    Returns:
        the masked text, which can ``restore`` the original pieces.

    Raises:
        InputError: a span does not fit the text.

    >>> from quoteattr.text.marks import find_marks
    >>> text = "“Go ‘home’,” he said. “Now.”"
    >>> masked = mask(text, [mark.span for mark in find_marks(text)])
    >>> masked.text
    '⟦Q1⟧ he said. ⟦Q2⟧'
    >>> masked.restore(masked.text) == text
    True
    """
    if not isinstance(text, str):
        raise InputError(f"mask needs a str, not {type(text).__name__}")
    pieces = tuple(Span.of(text, start, end) for start, end in _outermost(text, spans))
    letters = "Q" * (1 + max(map(len, _LIKE_A_PLACEHOLDER.findall(text)), default=0))
    names = tuple(f"⟦{letters}{i}⟧" for i in range(1, len(pieces) + 1))
    parts: list[str] = []
    at = 0
    for piece, name in zip(pieces, names, strict=True):
        parts += text[at : piece.start], name
        at = piece.end
    return Masked("".join((*parts, text[at:])), pieces, names)


def _outermost(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for span in sorted(spans, key=_place):
        if text[span.start : span.end] != span.text:
            raise InputError(f"{span} does not fit this text; pass the text that it was found in")
        if span.start == span.end:
            continue
        if out and span.start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], span.end))
        else:
            out.append((span.start, span.end))
    return out


def _place(span: Span) -> tuple[int, int]:
    if not isinstance(span, Span):
        raise InputError(f"mask needs spans, not {span!r}; of a quote pass quote.content")
    return span.start, span.end
