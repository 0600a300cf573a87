"""Formats of a finished result."""
