"""Articles as callers give them, and how a batch of them is run."""
