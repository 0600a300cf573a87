"""Measures the library: quality on annotated corpora, speed and memory."""
