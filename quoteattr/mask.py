"""Cut quotations out of a text and put them back unchanged, so that the rest can be rewritten.

Afterwards, ``Masked.check`` says whether each quotation is still with its speaker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.model import Span, Speaker
from quoteattr.quotes import Quotes
from quoteattr.verify.quotations import Stretches, quotations_of
from quoteattr.verify.records import Check, Verification
from quoteattr.verify.speakers import compare_speakers

__all__ = ["Masked", "mask", "mask_quotes"]

_LIKE_A_PLACEHOLDER = regex.compile(r"⟦(Q+)")


@attrs.frozen
class Masked:
    """A text with placeholders where its quotations were.

    Attributes:
        text: the text to rewrite.
        pieces: what was cut out, in order, with its place in the original text.
        placeholders: the replacement of each piece in ``text``, in the same order.
        speakers: who said each piece, None where nobody is known; empty if speakers were not given.
    """

    text: str
    pieces: tuple[Span, ...]
    placeholders: tuple[str, ...]
    speakers: tuple[Speaker | None, ...] = ()

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
        parts = self._parts(rewritten)
        return "".join(text for text, _ in parts)

    def check(self, rewritten: str, restored: Quotes) -> Verification:
        """Check that each quotation is still with its speaker.

        Args:
            rewritten: ``text`` as rewritten, with the placeholders.
            restored: the result for ``restore(rewritten)``.

        Returns:
            One check per piece; its ``found`` is the place in the restored text.

        Raises:
            InputError: the speakers are not known (mask with ``mask_quotes``), ``restored`` is the
                result for another text, or placeholders are wrong.
        """
        if len(self.speakers) != len(self.pieces):
            raise InputError("mask has no speakers to check; mask the text with mask_quotes")
        if restored.text != self.restore(rewritten):
            raise InputError("the result is for another text; call extract(masked.restore(…))")
        places: dict[int, Span] = {}
        at = 0
        for text, number in self._parts(rewritten):
            if number is not None:
                places[number] = Span(at, at + len(text), text)
            at += len(text)
        stretches = Stretches(restored)
        return Verification("mask", tuple(self._check(i, places[i], stretches) for i in places))

    def _check(self, number: int, place: Span, restored: Stretches) -> Check:
        before = self.speakers[number]
        # As mask_quotes asked; the rewriting may also have left a piece in what is only reported.
        quote = restored.quote_of(place)
        there, after = (
            (True, quote.speaker) if quote else restored.speaker_at(place.start, place.end)
        )
        return Check(
            status="exact",
            text=" ".join(place.text.split()),
            place=self.pieces[number],
            found=(place,),
            score=1.0,
            speaker=compare_speakers(before, after) if there else "lost",
            said_by=before.name if before else None,
            found_with=after.name if after else None,
        )

    def _parts(self, rewritten: str) -> list[tuple[str, int | None]]:
        """The restored text in parts: each with the number of its piece, None between pieces."""
        if not isinstance(rewritten, str):
            raise InputError(f"restore needs a str, not {type(rewritten).__name__}")
        if not self.placeholders:
            return [(rewritten, None)]
        numbers = {name: i for i, name in enumerate(self.placeholders)}
        # Any number matches, so that a made-up ⟦Q9⟧ is found as well.
        letters = self.placeholders[0].rstrip("⟧0123456789")
        pattern = regex.compile(rf"({letters}\d++⟧)")
        # Every other part is a placeholder.
        parts = pattern.split(rewritten)
        found = Counter(parts[1::2])
        wrong = [
            f"{name}: {', '.join(names)}"
            for name, names in (
                ("missing", [name for name in self.placeholders if not found[name]]),
                ("more than once", [name for name, count in found.items() if count > 1]),
                ("unknown", [name for name in found if name not in numbers]),
            )
            if names
        ]
        if wrong:
            raise InputError(
                f"the rewritten text must keep every placeholder once; {'; '.join(wrong)}"
            )
        return [
            (self.pieces[numbers[part]].text, numbers[part]) if i % 2 else (part, None)
            for i, part in enumerate(parts)
        ]


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
    if not isinstance(spans, Iterable):
        raise InputError(f"mask needs spans, not {spans!r}; of a quote pass quote.content")
    pieces = tuple(Span.of(text, start, end) for start, end in _outermost(text, spans))
    letters = "Q" * (1 + max(map(len, _LIKE_A_PLACEHOLDER.findall(text)), default=0))
    names = tuple(f"⟦{letters}{i}⟧" for i in range(1, len(pieces) + 1))
    parts: list[str] = []
    at = 0
    for piece, name in zip(pieces, names, strict=True):
        parts += text[at : piece.start], name
        at = piece.end
    return Masked("".join((*parts, text[at:])), pieces, names)


def mask_quotes(quotes: Quotes) -> Masked:
    """Mask the quotations of an article, and remember who said them.

    Args:
        quotes: the result for the article. Words in quotation marks that belong to no
            quote (a title, a nickname) stay in the text.

    Returns:
        the masked text; its ``check`` compares the speakers after the rewriting.

    >>> from quoteattr.model import Quote
    >>> def result(text, name):
    ...     who = Speaker("s1", name)
    ...     start = text.index("“")
    ...     span = Span.of(text, start, text.index("”") + 1)
    ...     return Quotes([Quote("q1", [span], "direct", speaker=who)], text=text, speakers=[who])
    >>> masked = mask_quotes(result("“We go on,” Ann Lee said.", "Ann Lee"))
    >>> masked.text
    '“⟦Q1⟧” Ann Lee said.'
    >>> rewritten = "“⟦Q1⟧” said Tom Berg."
    >>> masked.check(rewritten, result(masked.restore(rewritten), "Tom Berg")).problems[0].speaker
    'changed'
    """
    if not isinstance(quotes, Quotes):
        raise InputError(f"mask_quotes needs Quotes, not {quotes!r}; call extract(article)")
    found = [one for one in quotations_of(quotes) if one.quote]
    masked = mask(quotes.text, [one.span for one in found])
    return attrs.evolve(masked, speakers=tuple(one.speaker for one in found))


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
