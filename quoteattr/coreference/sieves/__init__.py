"""Sieves: each resolves one kind of mention, or leaves it to the next."""
