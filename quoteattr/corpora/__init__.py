"""Readers of corpora, predictions and folders of texts, for evaluation and training."""
