"""Many results together: ``Corpus`` counts, merges people and finds repeated quotations."""

from quoteattr.corpus.corpus import Corpus
from quoteattr.corpus.people import MergedSpeaker, Occurrence, merge_speakers
from quoteattr.corpus.records import CorpusArticle, CorpusQuote
from quoteattr.corpus.repeated import Attribution, RepeatedQuotation, Variant
from quoteattr.corpus.tables import Chart, Table

__all__ = [
    "Attribution",
    "Chart",
    "Corpus",
    "CorpusArticle",
    "CorpusQuote",
    "MergedSpeaker",
    "Occurrence",
    "RepeatedQuotation",
    "Table",
    "Variant",
    "merge_speakers",
]
