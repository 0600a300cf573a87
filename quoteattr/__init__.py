"""Who said what, in the news: typed quotations with cue and speaker.

One article:

>>> import quoteattr
>>> quotes = quoteattr.extract("“We will win,” Ann Lee said.")
>>> quotes[0].text, quotes[0].speaker.name
('“We will win,”', 'Ann Lee')

Many articles, with their ids; one that fails is a result with ``error``:

>>> attributor = quoteattr.Attributor(min_confidence=0.5)
>>> batch = [("Ann Lee said that it rained.", "a1"), ("Nobody spoke.", "a2")]
>>> [(quotes.doc_id, len(quotes)) for quotes in attributor.pipe(batch)]
[('a1', 1), ('a2', 0)]

One data frame of them all is ``quoteattr.to_frame(attributor.pipe(batch))``; ``workers=2`` uses two
processes. ``Quotes`` is a sequence of ``Quote`` with ``speakers``, ``by(name)``, ``to_json()``,
``to_frame()``, ``to_csv()`` and ``to_html()``. ``Person`` is a person that you know.
``merge_speakers`` merges the speakers of many articles. ``find_marks`` pairs quotation marks
without a model.

Other ways in: the command ``quoteattr --help``, ``quoteattr.batch`` for Spark, Ray, Dask and
``datasets``, ``quoteattr.spacy`` and ``quoteattr.stanza_processor``. Errors: ``QuoteattrError`` is
the base of ``InputError``, ``ModelError`` and ``MissingDependencyError``.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the names of _HOME again, since type checkers read import statements only
    from quoteattr.attributor import Attributor as Attributor
    from quoteattr.attributor import extract as extract
    from quoteattr.corpus.corpus import Corpus as Corpus
    from quoteattr.corpus.people import MergedSpeaker as MergedSpeaker
    from quoteattr.corpus.people import merge_speakers as merge_speakers
    from quoteattr.errors import InputError as InputError
    from quoteattr.errors import MissingDependencyError as MissingDependencyError
    from quoteattr.errors import ModelError as ModelError
    from quoteattr.errors import QuoteattrError as QuoteattrError
    from quoteattr.formats.table import to_frame as to_frame
    from quoteattr.model import Cue as Cue
    from quoteattr.model import Mention as Mention
    from quoteattr.model import Quote as Quote
    from quoteattr.model import Span as Span
    from quoteattr.model import Speaker as Speaker
    from quoteattr.quotes import Quotes as Quotes
    from quoteattr.text.marks import Mark as Mark
    from quoteattr.text.marks import find_marks as find_marks
    from quoteattr.verify.rewrites import verify_rewrite as verify_rewrite
    from quoteattr.verify.transcripts import verify_transcript as verify_transcript
    from quoteattr.words.names import Person as Person

    __version__: str

_HOME = {
    "Attributor": "attributor",
    "Corpus": "corpus.corpus",
    "Cue": "model",
    "InputError": "errors",
    "Mark": "text.marks",
    "Mention": "model",
    "MergedSpeaker": "corpus.people",
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
    "merge_speakers": "corpus.people",
    "verify_rewrite": "verify.rewrites",
    "verify_transcript": "verify.transcripts",
    "to_frame": "formats.table",
}
"""The module of each public name."""

if not TYPE_CHECKING:  # a list that is computed would hide the names from type checkers
    __all__ = ["__version__", *_HOME]

logging.getLogger("quoteattr").addHandler(logging.NullHandler())


if not TYPE_CHECKING:  # with it, every name would be right for type checkers

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
