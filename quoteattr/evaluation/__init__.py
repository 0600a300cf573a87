"""Measure the library against annotated corpora, whose paths are arguments; never imported by it."""
