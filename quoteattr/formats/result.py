"""``Result``, what formats read of ``Quotes``; and lone surrogates, which no file can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from quoteattr.model import Quote

__all__ = ["Result", "encodable", "without_surrogates"]

_SURROGATES = re.compile("[\ud800-\udfff]")  # no encoding has them


class Result(Protocol):
    """What an exporter needs: the quotes in order, the text, the speakers.

    Some types are Any: ``Quotes`` converts these values, and pyright sees the type before that.
    """

    @property
    def text(self) -> str:
        """The article."""

    @property
    def speakers(self) -> Any:
        """Every speaker of the article: ``tuple[Speaker, ...]``."""

    @property
    def warnings(self) -> Any:
        """What a reader of the result should know: ``tuple[str, ...]``."""

    @property
    def doc_id(self) -> str | None:
        """The caller's name of the article."""

    @property
    def error(self) -> str | None:
        """Why the article could not be read; None if it was."""

    @property
    def meta(self) -> Any:
        """Versions of the library and its models: ``Mapping[str, Any]``."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Quote]: ...


def encodable(value: Any) -> Any:
    """A cell of a table without lone surrogates, which no column of Arrow or pandas can hold."""
    return without_surrogates(value) if isinstance(value, str) else value


def without_surrogates(text: str) -> str:
    r"""Text that can be encoded, with U+FFFD in place of each lone surrogate.

    >>> without_surrogates("a\ud800") == "a\N{REPLACEMENT CHARACTER}"
    True
    """
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
