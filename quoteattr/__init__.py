"""Who said what, in the news: typed quotations with cue and speaker.

>>> import quoteattr
>>> quotes = quoteattr.extract("“We will win,” Ann Lee said.")
>>> quotes[0].text, quotes[0].speaker.name
('“We will win,”', 'Ann Lee')
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoteattr.attributor import Attributor, extract
    from quoteattr.errors import InputError, MissingDependencyError, ModelError, QuoteattrError
    from quoteattr.merge import MergedSpeaker, merge_speakers
    from quoteattr.model import Cue, Mention, Quote, Span, Speaker
    from quoteattr.quotes import Quotes
    from quoteattr.text.marks import Mark, find_marks
    from quoteattr.words.names import Person

__all__ = [
    "Attributor",
    "Cue",
    "InputError",
    "Mark",
    "Mention",
    "MergedSpeaker",
    "MissingDependencyError",
    "ModelError",
    "Person",
    "Quote",
    "QuoteattrError",
    "Quotes",
    "Span",
    "Speaker",
    "__version__",
    "extract",
    "find_marks",
    "merge_speakers",
]

_HOME = {
    "Attributor": "attributor",
    "Cue": "model",
    "InputError": "errors",
    "Mark": "text.marks",
    "Mention": "model",
    "MergedSpeaker": "merge",
    "MissingDependencyError": "errors",
    "ModelError": "errors",
    "Person": "words.names",
    "Quote": "model",
    "QuoteattrError": "errors",
    "Quotes": "quotes",
    "Span": "model",
    "Speaker": "model",
    "extract": "attributor",
    "find_marks": "text.marks",
    "merge_speakers": "merge",
}

logging.getLogger("quoteattr").addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that ``import quoteattr`` stays instant."""
    if name == "__version__":
        return import_module("quoteattr.versions").installed_version()
    if name in _HOME:
        value = getattr(import_module(f"quoteattr.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'quoteattr' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
