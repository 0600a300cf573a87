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

if TYPE_CHECKING:  # the names of _HOME again, since type checkers read import statements only
    from quoteattr.attributor import Attributor as Attributor
    from quoteattr.attributor import extract as extract
    from quoteattr.errors import InputError as InputError
    from quoteattr.errors import MissingDependencyError as MissingDependencyError
    from quoteattr.errors import ModelError as ModelError
    from quoteattr.errors import QuoteattrError as QuoteattrError
    from quoteattr.formats.table import to_frame as to_frame
    from quoteattr.merge import MergedSpeaker as MergedSpeaker
    from quoteattr.merge import merge_speakers as merge_speakers
    from quoteattr.model import Cue as Cue
    from quoteattr.model import Mention as Mention
    from quoteattr.model import Quote as Quote
    from quoteattr.model import Span as Span
    from quoteattr.model import Speaker as Speaker
    from quoteattr.quotes import Quotes as Quotes
    from quoteattr.text.marks import Mark as Mark
    from quoteattr.text.marks import find_marks as find_marks
    from quoteattr.words.names import Person as Person

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
    "to_frame": "formats.table",
}
"""The module of each public name."""

if not TYPE_CHECKING:  # a list that is computed would hide the names from type checkers
    __all__ = ["__version__", *_HOME]

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
    return sorted(("__version__", *_HOME))
