"""Check quotations: against a rewrite of their article, or against a transcript."""

from quoteattr.verify.records import STATUSES, Check, Verification
from quoteattr.verify.rewrites import verify_rewrite
from quoteattr.verify.transcripts import verify_transcript

__all__ = ["STATUSES", "Check", "Verification", "verify_rewrite", "verify_transcript"]
