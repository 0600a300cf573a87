"""What a format reads: ``Result``, which ``Quotes`` is; and what no file can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from quoteattr.model import Quote, Speaker

__all__ = ["Result", "without_surrogates"]

_SURROGATES = re.compile("[\ud800-\udfff]")  # no encoding has them


class Result(Protocol):
    """What an exporter needs: the quotes in order, the text, the speakers."""

    @property
    def text(self) -> str:
        """The article."""

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Every speaker of the article."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the result should know."""

    @property
    def doc_id(self) -> str | None:
        """The caller's name of the article."""

    @property
    def error(self) -> str | None:
        """Why the article could not be read; None if it was."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """Versions of the library and its models."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Quote]: ...


def without_surrogates(text: str) -> str:
    r"""Text that can be encoded, with U+FFFD in place of each lone surrogate.

    >>> without_surrogates("a\ud800") == "a\N{REPLACEMENT CHARACTER}"
    True
    """
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
