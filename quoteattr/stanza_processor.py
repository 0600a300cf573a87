"""A Stanza processor: importing this module makes ``quotes`` known to ``stanza.Pipeline``.

::

    import stanza
    import quoteattr.stanza_processor

    nlp = stanza.Pipeline("en", processors="tokenize,mwt,pos,lemma,depparse,ner,quotes")
    nlp(text).quotes  # a quoteattr.Quotes

It works with any English models. ``add_quotes`` adds it to a pipeline that is loaded already. Every
option of ``Attributor`` but ``models`` is a setting. Those of a pipeline begin with ``quotes_``, as
``quotes_include`` or ``quotes_known``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stanza.pipeline.processor import Processor, register_processor

from quoteattr.attributor import OPTIONS, Attributor
from quoteattr.errors import InputError

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from quoteattr.attributor import Options

__all__ = ["NAME", "QuotesProcessor", "add_quotes"]

NAME = "quotes"


@register_processor(NAME)
class QuotesProcessor(Processor):
    """Finds the quotes of each document that the pipeline parses.

    Stanza creates it. The pipeline must have ``tokenize``, ``pos``, ``lemma`` and ``depparse``;
    ``ner`` is used if it is there. The result is the document's attribute ``quotes``.
    """

    PROVIDES_DEFAULT = frozenset({NAME})
    REQUIRES_DEFAULT = frozenset({"tokenize", "pos", "lemma", "depparse"})

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        settings = {name: config[name] for name in OPTIONS if name in config}
        self._attributor = Attributor(pipeline, **settings)

    def process(self, document: Any) -> Any:
        """Set ``document.quotes``; Stanza calls this."""
        document.quotes = self._attributor.from_stanza(document)
        return document

    def mark_inactive(self) -> None:
        """Let Stanza report a pipeline that lacks what this processor requires."""


def add_quotes(pipeline: Any, **settings: Unpack[Options]) -> Any:
    """Add the processor to a loaded pipeline.

    Args:
        pipeline: a ``stanza.Pipeline`` with tokenize, pos, lemma and depparse.
        settings: every option of ``Attributor`` but ``models``.

    Returns:
        The same pipeline.

    Raises:
        InputError: an unknown setting, or a pipeline without a processor that is needed.

    >>> from quoteattr.parsing.models import load_pipeline
    >>> nlp = add_quotes(load_pipeline())
    >>> nlp("“We will not wait,” Ann Lee said.").quotes[0].speaker.name
    'Ann Lee'
    """
    unknown = sorted(set(settings) - set(OPTIONS))
    if unknown:
        raise InputError(f"unknown settings {unknown}; choose from {', '.join(OPTIONS)}")
    lacking = sorted(QuotesProcessor.REQUIRES_DEFAULT - set(pipeline.processors))
    if lacking:
        raise InputError(f"the pipeline lacks {', '.join(lacking)}; load it with them")
    pipeline.processors[NAME] = QuotesProcessor(dict(settings), pipeline, pipeline.device)
    return pipeline
