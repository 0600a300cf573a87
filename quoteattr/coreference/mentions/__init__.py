"""Mentions: names, descriptions and pronouns, and the one that a source comes down to."""
