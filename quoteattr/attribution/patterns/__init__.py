"""Patterns: each proposes candidates, from the parse, the marks or the labels."""
