"""A spaCy component: ``nlp.add_pipe("quoteattr")``; see ``quoteattr.spacy.component``."""

from __future__ import annotations

from quoteattr.spacy.component import SPANS, QuotesComponent, create

__all__ = ["SPANS", "QuotesComponent", "create"]
