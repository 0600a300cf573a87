"""Text within HTML."""

from __future__ import annotations

from html import escape

from quoteattr.formats.result import without_surrogates

__all__ = ["escaped"]


def escaped(text: str) -> str:
    r"""The text as it must be written between tags and in attributes.

    HTML parsers turn a carriage return into a line feed, but not a reference to it.

    >>> escaped("<b>\r\n")
    '&lt;b&gt;&#13;\n'
    """
    return escape(without_surrogates(text)).replace("\r", "&#13;")
