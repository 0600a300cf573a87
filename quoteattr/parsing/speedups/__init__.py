"""Faster parts for Stanza's models; the output is the same."""
