"""Mentions: names, descriptions and pronouns, and the one that a source is resolved to."""
