"""Trains the reader, and measures it task by task."""
