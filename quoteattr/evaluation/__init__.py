"""Measure the library against annotated corpora and the clock; the library never imports this."""
